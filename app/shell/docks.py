"""The panels at the edges of the window, and how the window was left: its size, its place, its panels."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from app.shell.problems import Problems
from app.state.preferences import PreferenceStore

_PROBLEMS_HEIGHT = 150
_DETAILS_WIDTH = 290


class Docks:
    """Problems at the bottom, details on the right; both hidden at first."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self.problems = Problems()
        self.problems_dock = self._dock("Problems", "problems", self.problems, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.inspector_dock = self._dock("Details", "inspector", QWidget(), Qt.DockWidgetArea.RightDockWidgetArea)
        window.resizeDocks([self.problems_dock], [_PROBLEMS_HEIGHT], Qt.Orientation.Vertical)
        window.resizeDocks([self.inspector_dock], [_DETAILS_WIDTH], Qt.Orientation.Horizontal)
        for corner in (Qt.Corner.BottomRightCorner, Qt.Corner.TopRightCorner):
            window.setCorner(corner, Qt.DockWidgetArea.RightDockWidgetArea)

    @property
    def with_keys(self) -> tuple[tuple[QDockWidget, str], ...]:
        """The panels with the keys that show and hide them."""
        return (self.problems_dock, "F8"), (self.inspector_dock, "F9")

    def hide(self) -> None:
        """Hide all panels."""
        self.inspector_dock.hide()
        self.problems_dock.hide()

    def toggle_problems(self) -> None:
        """Show the problems, or hide them."""
        self.problems_dock.setVisible(not self.problems_dock.isVisible())

    def _dock(self, title: str, name: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setAccessibleName(f"{title} panel")
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setWidget(widget)
        dock.hide()
        self._window.addDockWidget(area, dock)
        return dock


def keep_state(window: QMainWindow, preferences: PreferenceStore, splits: Mapping[str, float]) -> None:
    """Keep how the window is left, and the borders of its pages."""
    geometry, state = (bytes(kept.data()).hex() for kept in (window.saveGeometry(), window.saveState()))
    preferences.keep(geometry=geometry, state=state, splits=dict(splits))


def restore_state(window: QMainWindow, preferences: PreferenceStore) -> None:
    """Make the window as it was left, or as large as a small screen allows."""
    kept = preferences.current
    if not (kept.geometry and window.restoreGeometry(_bytes(kept.geometry))):
        window.resize(1280, 800)
    if kept.state:
        window.restoreState(_bytes(kept.state))


def _bytes(text: str) -> QByteArray:
    """Bytes written in hexadecimal; none where the text is something else."""
    return QByteArray.fromHex(text.encode("ascii", "ignore"))
