"""Which theme is worn: the system's, or the one that the user chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from app.state.preferences import PreferenceStore, ThemeChoice
from app.theme import DARK, LIGHT, Tokens, apply_theme


class Appearance(QObject):
    """Dresses the application, again whenever the system or the user changes the theme."""

    def __init__(self, app: QApplication, preferences: PreferenceStore) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._worn: Tokens | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    @property
    def choice(self) -> ThemeChoice:
        """What the user chose."""
        return self._preferences.current.theme

    def choose(self, choice: ThemeChoice) -> None:
        """Wear a theme from now on."""
        self._preferences.keep(theme=choice)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is not self._worn:
            self._worn = wanted
            apply_theme(self._app, wanted)

    def _wanted(self) -> Tokens:
        if self.choice == "system":
            return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self.choice == "dark" else LIGHT
