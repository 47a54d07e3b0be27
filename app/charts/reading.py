"""The read-out of a chart: a few words beside what they are said of."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

_AWAY: Final = 14  # pixels from the place


class Reading(QLabel):
    """Floats over a chart and lets the pointer through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("reading")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(
            "background: palette(tooltip-base); color: palette(tooltip-text);"
            "border: 1px solid palette(mid); border-radius: 4px; padding: 3px 6px;"
        )
        self.hide()

    def tell(self, words: str, place: QPoint) -> None:
        """Say it beside a place of the parent, on the side where there is room."""
        self.setText(words)
        self.adjustSize()
        room = self._room.rect()
        right, below = place.x() + _AWAY, place.y() + _AWAY
        x = right if right + self.width() <= room.right() else place.x() - _AWAY - self.width()
        y = below if below + self.height() <= room.bottom() else place.y() - _AWAY - self.height()
        self.move(max(0, x), max(0, y))
        self.show()
        self.raise_()
