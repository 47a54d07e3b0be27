"""The shape of an uncertain quantity in a few pixels, and its percentiles.

Quick enough to be drawn anew at every key that is typed: two hundred points of the quantile function; only a
throughput, which has none, is sampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import Tokens, tokens_of
from models.uncertainty import Bernoulli, Discrete, History, Quantity, Throughput
from simulation.arrays import FloatArray
from simulation.sampling.drawn import sample
from simulation.sampling.quantiles import quantile

_POINTS = 200
_SHARES = (0.1, 0.5, 0.9)
_BINS = 32
_SEPARATE = (Discrete, Bernoulli, History)


@dataclass(frozen=True)
class Shape:
    """Where a quantity lies: heights from 0 to 1 over equal steps from ``low`` to ``high``, and three percentiles.

    ``separate`` says that it takes a few values only, so bars show it and not a hill.
    """

    heights: tuple[float, ...]
    low: float
    high: float
    p10: float
    p50: float
    p90: float
    separate: bool

    def at(self, value: float) -> float:
        """How far along a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5


@lru_cache(maxsize=4096)
def shape_of(quantity: Quantity) -> Shape:
    """The shape of a quantity; its far tails, one in two hundred at each end, are not shown."""
    values = np.sort(_values(quantity))
    p10, p50, p90 = map(float, np.sort(_percentiles(quantity, values)))
    low, high = float(values[1]), float(values[-2])
    separate = isinstance(quantity.distribution, _SEPARATE)
    counts = np.histogram(values, bins=_BINS, range=(low, high))[0] if high > low else np.ones(1)
    heights = counts if separate else _smooth(np.asarray(counts, dtype=np.float64))
    return Shape(tuple(float(height) for height in heights / heights.max()), low, high, p10, p50, p90, separate)


def _values(quantity: Quantity) -> FloatArray:
    if isinstance(quantity.distribution, Throughput):
        return sample(quantity, seed=1, key="shape", block=0, trials=_POINTS)
    return _quantile(quantity, (np.arange(_POINTS) + 0.5) / _POINTS)


def _percentiles(quantity: Quantity, values: FloatArray) -> FloatArray:
    """P10, P50 and P90: exact, but of a throughput those of its sample."""
    if isinstance(quantity.distribution, Throughput):
        return np.asarray(np.quantile(values, _SHARES), dtype=np.float64)
    return _quantile(quantity, np.array(_SHARES))


def _quantile(quantity: Quantity, chances: FloatArray) -> FloatArray:
    return quantile(quantity.distribution, chances) * quantity.scale + quantity.shift


def _smooth(counts: FloatArray) -> FloatArray:
    """Counts with the steps of two hundred points taken out: three passes of a short mean."""
    for _ in range(3 if len(counts) > 1 else 0):
        padded = np.pad(counts, 1, mode="edge")
        counts = padded[:-2] / 4 + padded[1:-1] / 2 + padded[2:] / 4
    return counts


def paint_shape(painter: QPainter, area: QRectF, shape: Shape, tokens: Tokens, marks: bool = False) -> None:
    """Draw a shape into an area; with ``marks`` the middle value and the band from P10 to P90 too."""
    fill, ink = QColor(tokens.series[0]), QColor(tokens.series[0])
    fill.setAlpha(90)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    if shape.separate or len(shape.heights) == 1:
        _paint_bars(painter, area, shape)
    else:
        _paint_hill(painter, area, shape, ink)
    if marks:
        _paint_marks(painter, area, shape, tokens)
    painter.restore()


def _paint_bars(painter: QPainter, area: QRectF, shape: Shape) -> None:
    width = area.width() / max(len(shape.heights), 8)
    step = area.width() / len(shape.heights)
    for index, height in enumerate(shape.heights):
        left = area.left() + index * step + (step - width) / 2
        painter.drawRect(QRectF(left, area.bottom() - height * area.height(), width, height * area.height()))


def _paint_hill(painter: QPainter, area: QRectF, shape: Shape, ink: QColor) -> None:
    step = area.width() / len(shape.heights)
    line = [
        QPointF(area.left() + (index + 0.5) * step, area.bottom() - height * area.height())
        for index, height in enumerate(shape.heights)
    ]
    ends = QPointF(line[0].x(), area.bottom()), QPointF(line[-1].x(), area.bottom())
    painter.drawPolygon(QPolygonF([ends[0], *line, ends[1]]))
    painter.setPen(QPen(ink, 1.2))
    painter.drawPolyline(QPolygonF(line))


def _paint_marks(painter: QPainter, area: QRectF, shape: Shape, tokens: Tokens) -> None:
    left, middle, right = (area.left() + shape.at(value) * area.width() for value in (shape.p10, shape.p50, shape.p90))
    painter.setPen(QPen(QColor(tokens.text), 1.4))
    painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))
    painter.setPen(QPen(QColor(tokens.muted), 3.0))
    painter.drawLine(QPointF(left, area.bottom() + 1.5), QPointF(right, area.bottom() + 1.5))


class Sparkline(QWidget):
    """One shape; empty for a certain quantity and for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape: Shape | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Shape of the distribution")

    @property
    def shape(self) -> Shape | None:
        """What is drawn."""
        return self._shape

    def show_quantity(self, quantity: Quantity | None) -> None:
        """Draw another quantity."""
        self._shape = None if quantity is None or quantity.is_certain else shape_of(quantity)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, 40)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._shape is None:
            return
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(2, 3, -2, -5)
        paint_shape(painter, area, self._shape, tokens_of(self.palette()), marks=True)
        painter.end()
