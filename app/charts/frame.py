"""What all charts share: a read-out under the pointer or the keys, a menu, ways out, and something to say.

A chart takes plain arrays and knows no portfolio.  Its looks are the business of ``app.charts.dressed``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from app.charts.dressed import DressedPlot, brush, line_label, tinted
from app.charts.outlets import Outlets
from app.charts.reading import Reading
from app.charts.table import Table
from app.charts.units import NUMBER, Unit

__all__ = ["Chart", "brush", "line_label", "tinted"]

_READING_MS: Final = 33
"""The pointer is answered at most 30 times a second."""

_STEPS: Final = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class Chart(DressedPlot):
    """A plot that can be read, exported and reached by keys; each kind overrides ``draw`` and what it can say.

    Attributes
    ----------
    title
        What is shown, in a line; the head of every export.
    unit
        Of the values.
    outlets
        The commands that copy and save it.

    Signals
    -------
    said
        A sentence on what became of a command.
    """

    said = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None, **axes: pg.AxisItem) -> None:
        super().__init__(parent, **axes)
        self.title = title
        self.unit: Unit = NUMBER
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._reading = Reading(self.viewport())
        self._pointer: QPoint | None = None
        self._stop = -1  # of the keys
        self._throttle = QTimer(self)
        self._throttle.setSingleShot(True)
        self._throttle.timeout.connect(self._read_pointer)
        self.outlets = Outlets(self)
        self._menu: QMenu | None = None
        self._ready = True
        self.restyle()

    def set_title(self, title: str) -> None:
        """Say otherwise what is shown."""
        self.title = title
        self.setAccessibleName(title)

    # What charts make of it.

    def table(self) -> Table:
        """What is drawn, with a header; overridden."""
        return Table((), ())

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        """What is said of a place of the plot, and the place that it is said of; overridden."""
        return None

    def stops(self) -> Sequence[tuple[float, float]]:
        """The places that the arrow keys go to, from left to right or from top to bottom; overridden."""
        return ()

    def extra_actions(self) -> Sequence[QAction]:
        """Commands of the kind of chart; overridden."""
        return ()

    def press(self, x: float, y: float) -> None:
        """The left button was pressed at a place of the plot; overridden where something can be chosen."""

    def confirm(self) -> bool:
        """Return was pressed; whether it was of use.  Overridden where something can be chosen."""
        return False

    def step(self, across: int, up: int, far: bool) -> bool:
        """An arrow key was pressed, with Shift where ``far``; whether it was of use.  Overridden where marks move."""
        places = self.stops()
        if not places:
            return False
        move = (across or -up) * (10 if far else 1)
        begun = self._stop if 0 <= self._stop < len(places) else -1 if move > 0 else len(places)
        self._stop = min(max(begun + move, 0), len(places) - 1)
        self.read_out(*places[self._stop])
        return True

    # Reading.

    def read_out(self, x: float, y: float) -> None:
        """Say what is at a place of the plot, beside it."""
        found = self.words_at(x, y)
        if found is None:
            self._reading.hide()
            return
        words, place = found
        spot = self.mapFromScene(self.getViewBox().mapViewToScene(place))
        self._reading.tell(words, spot)
        self.setAccessibleDescription(words)

    @property
    def reading(self) -> str:
        """What is said at present; empty where nothing is."""
        return self._reading.text() if self._reading.isVisibleTo(self.viewport()) else ""

    @Slot()
    def _read_pointer(self) -> None:
        if self._pointer is None:
            return
        scene = self.mapToScene(self._pointer)
        view = self.getViewBox()
        if not view.sceneBoundingRect().contains(scene):
            self._reading.hide()
            return
        place = view.mapSceneToView(scene)
        self.read_out(place.x(), place.y())

    # What Qt tells.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseMoveEvent(event)
        self._pointer = event.position().toPoint()
        if not self._throttle.isActive():
            self._throttle.start(_READING_MS)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            scene = self.mapToScene(event.position().toPoint())
            if self.getViewBox().sceneBoundingRect().contains(scene):
                place = self.getViewBox().mapSceneToView(scene)
                self.press(place.x(), place.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._pointer = None
        self._reading.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.outlets.copy_both()
        elif event.key() == Qt.Key.Key_Menu or (far and event.key() == Qt.Key.Key_F10):
            self.pop_up(self.mapToGlobal(self.rect().center()))
        elif event.key() == Qt.Key.Key_Escape and self.reading:
            self._reading.hide()
        elif not self._take_key(event.key(), far):
            event.ignore()
            return
        event.accept()

    def _take_key(self, key: int, far: bool) -> bool:
        """Whether a key without a command was of use to the kind of chart."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.confirm()
        return key in _STEPS and self.step(*_STEPS[Qt.Key(key)], far)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        if self._menu is None or not self._menu.isVisible():
            self.pop_up(event.globalPos())
        event.accept()

    def pop_up(self, where: QPoint) -> None:
        """Show the menu."""
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self.menu()
        self._menu.popup(where)

    def menu(self) -> QMenu:
        """The commands of the chart."""
        menu = QMenu(self)
        menu.setAccessibleName(f"Menu of {self.title}")
        menu.addActions(list(self.extra_actions()))
        if self.extra_actions():
            menu.addSeparator()
        menu.addActions(self.outlets.actions)
        return menu

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self._reading.hide()
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF | Any) -> None:  # noqa: N802 - Qt's name
        super().drawForeground(painter, rect)
        if self.hasFocus() and not self.is_lent:
            painter.save()
            painter.resetTransform()
            painter.setPen(pg.mkPen(self.tokens.accent, width=1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.restore()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page that scrolls."""
        event.ignore()
