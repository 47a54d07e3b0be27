"""Borders between two parts of a page that can be moved, and stay where they were put: for all alike, and for good."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import TypeAlias

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

Splits: TypeAlias = MutableMapping[str, float]
"""The share of the room that the first part has, by the name of the border; only of those that were moved."""


class Split(QSplitter):
    """Two parts, one above the other.

    Until it is moved, the border stands where ``usual`` says: so many pixels for the first part, of all that there are.
    """

    def __init__(self, name: str, splits: Splits, usual: Callable[[int], int], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._name, self._splits, self._usual = name, splits, usual
        self.splitterMoved.connect(self._keep)

    def createHandle(self) -> QSplitterHandle:  # noqa: N802 - Qt's name
        return _Border(self)

    def place(self) -> None:
        """Put the border where it was left, else where it usually is."""
        room = sum(self.sizes())
        share = self._splits.get(self._name)
        first = self._usual(room) if share is None else round(share * room)
        self.setSizes([first, room - first])

    def forget(self) -> None:
        """Put the border where it usually is."""
        self._splits.pop(self._name, None)
        self.place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.place()

    @Slot()
    def _keep(self) -> None:
        sizes = self.sizes()
        self._splits[self._name] = sizes[0] / max(1, sum(sizes))


class _Border(QSplitterHandle):
    """The border itself; a double-click puts it back."""

    def __init__(self, split: Split) -> None:
        super().__init__(Qt.Orientation.Vertical, split)
        self._split = split
        self.setToolTip("Drag to give one part more room; double-click for the usual split")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._split.forget()
