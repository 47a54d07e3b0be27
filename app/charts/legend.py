"""The legend: marks and names above the plot, in as many lines as they need; it is part of every picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

MarkKind: TypeAlias = Literal["area", "line", "dash", "dot", "diamond", "flag"]

_MARK: Final = 14.0
_GAP: Final = 6.0
_BETWEEN: Final = 16.0
_INSET: Final = 3.0


@dataclass(frozen=True)
class Entry:
    """One line of the legend."""

    name: str
    colour: str
    mark: MarkKind = "area"
    opacity: float = 1.0


class Legend(pg.GraphicsWidget):  # type: ignore[misc]  # pyqtgraph is untyped
    """Lives in the layout of a plot, above it."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self._ink = "#000000"

    def show_entries(self, entries: Sequence[Entry], ink: str) -> None:
        """Show these, names in the colour ``ink``."""
        self.entries, self._ink = tuple(entries), ink
        self._fit()
        self.update()

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        self._fit()

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        for entry, place in self._places():
            _paint_mark(painter, entry, QRectF(place.left(), place.top(), _MARK, place.height()))
            painter.setPen(QColor(self._ink))
            text = place.adjusted(_MARK + _GAP, 0, 0, 0)
            metrics = QFontMetricsF(self.font())
            shown = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, text.width() + 1)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _places(self) -> list[tuple[Entry, QRectF]]:
        """Where each entry stands; a line is broken where the next does not fit."""
        metrics = QFontMetricsF(self.font())
        height, width = metrics.height() + 2, max(self.size().width(), 60.0)
        left, top = _INSET, 0.0
        found: list[tuple[Entry, QRectF]] = []
        for entry in self.entries:
            wanted = min(_MARK + _GAP + metrics.horizontalAdvance(entry.name) + 2, width)
            if left > _INSET and left + wanted > width:
                left, top = _INSET, top + height
            found.append((entry, QRectF(left, top, wanted, height)))
            left += wanted + _BETWEEN
        return found

    def _fit(self) -> None:
        """As high as its lines; none without entries."""
        places = self._places()
        height = places[-1][1].bottom() + 4 if places else 0.0
        if height != self.minimumHeight():
            self.setMinimumHeight(height)
            self.setMaximumHeight(height)


def _paint_mark(painter: QPainter, entry: Entry, area: QRectF) -> None:
    colour = QColor(entry.colour)
    colour.setAlphaF(entry.opacity)
    middle = area.center()
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    if entry.mark == "area":
        painter.drawRect(QRectF(area.left() + 1, middle.y() - 5, 12, 10))
    elif entry.mark == "dot":
        painter.drawEllipse(middle, 4.0, 4.0)
    elif entry.mark in ("diamond", "flag"):
        painter.drawPolygon(_polygon(entry.mark, middle))
    else:
        style = Qt.PenStyle.DashLine if entry.mark == "dash" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 2.0, style))
        painter.drawLine(QPointF(area.left(), middle.y()), QPointF(area.right(), middle.y()))


def _polygon(mark: MarkKind, middle: QPointF) -> QPolygonF:
    x, y = middle.x(), middle.y()
    if mark == "diamond":
        return QPolygonF([QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)])
    return QPolygonF([QPointF(x - 5, y - 4), QPointF(x + 5, y - 4), QPointF(x, y + 5)])
