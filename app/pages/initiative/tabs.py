"""The tabs of an initiative's options: name, kind by icon and word, and which is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QTabBar, QWidget

from app.pages.initiative.kinds import kind_of
from app.theme import ICON_SIZE, icon, tokens_of
from models.initiative import Option


class OptionTabs(QTabBar):
    """A tab for each option."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Options of the initiative")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setIconSize(ICON_SIZE)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)

    @property
    def option_id(self) -> str:
        """The option whose tab is current, empty where there is none."""
        return str(self.tabData(self.currentIndex()) or "")

    def choose(self, option_id: str) -> bool:
        """Make the tab of an option current; whether it is here."""
        index = next((at for at in range(self.count()) if self.tabData(at) == option_id), -1)
        if index >= 0:
            self.setCurrentIndex(index)
        return index >= 0

    def show_options(self, options: Sequence[Option], taken: str | None) -> None:
        """Have tabs for these; the current one stays, else the option taken, else the nearest; nothing is told."""
        with QSignalBlocker(self):
            self._make([option.id for option in options], self.option_id or taken or "")
            for index, option in enumerate(options):
                self._label(index, option, is_taken=option.id == taken)

    def _make(self, wanted: list[str], shown: str) -> None:
        before = self.currentIndex()
        if [self.tabData(index) for index in range(self.count())] == wanted:
            return
        while self.count():
            self.removeTab(0)
        for option_id in wanted:
            self.setTabData(self.addTab(""), option_id)
        self.setCurrentIndex(wanted.index(shown) if shown in wanted else min(max(before, 0), len(wanted) - 1))

    def _label(self, index: int, option: Option, *, is_taken: bool) -> None:
        kind, name = kind_of(option.kind), option.name or option.id
        self.setTabText(index, f"{'✓ ' if is_taken else ''}{name} · {kind.name}".replace("&", "&&"))
        self.setTabIcon(index, icon(kind.icon, tokens_of(self.palette()).muted))
        taken = "the option taken" if is_taken else "not taken"
        self.setTabToolTip(index, f"{name}: {kind.meaning}; {taken}")
        self.setAccessibleTabName(index, f"{name}, {kind.name}, {taken}")
