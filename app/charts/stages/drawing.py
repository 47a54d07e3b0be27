"""What a drawn chart of stages consists of, whichever way it was drawn; and the lines of its arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsItem

from app.charts.stages.marks import Arrow, Flag, Label
from app.charts.stages.pieces import Piece

_SHORT = 14.0  # a way sideways that needs no channel


@dataclass(frozen=True)
class Timeline:
    """Months (from the portfolio's start) as places: ``left`` is where ``first`` begins, in pixels."""

    first: int
    last: int
    left: float
    month_width: float

    def x(self, at: float) -> float:
        """Where an instant is."""
        return self.left + (at - self.first) * self.month_width

    def months(self, pixels: float) -> float:
        """How long a distance is."""
        return pixels / self.month_width


@dataclass
class Drawing:
    """The pieces by stage, the arrows by the two stages they link, and the rest.

    ``timeline``, ``top`` and ``row_height`` are those of the time chart, None and 0 in the network.  ``pinned`` stay in
    sight when the chart is scrolled: those of the axis downwards, those of the names sideways.
    """

    pieces: dict[str, Piece] = field(default_factory=dict)
    arrows: dict[tuple[str, str], Arrow] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    lags: dict[tuple[str, str], Label] = field(default_factory=dict)
    axis: list[str] = field(default_factory=list)
    timeline: Timeline | None = None
    top: float = 0.0
    row_height: float = 0.0
    pinned_axis: QGraphicsItem | None = None
    pinned_names: QGraphicsItem | None = None

    def row_area(self, position: int, area: QRectF) -> QRectF:
        """The row of a stage in the time chart, as wide as ``area``."""
        return QRectF(area.left(), self.top + position * self.row_height, area.width(), self.row_height)


def elbow(start: QPointF, target: QRectF, channel: float) -> QPainterPath:
    """From the end of a bar onto the beginning of another one, above or below it.

    Where the way is long it runs along ``channel``, the line between two rows, so that texts beside bars stay free.
    """
    x = max(target.left() + min(7.0, target.width() / 2), start.x() + 4)
    is_below = target.center().y() > start.y()
    end = QPointF(x, target.top() - 1 if is_below else target.bottom() + 1)
    path = QPainterPath(start)
    if x > target.right() + 1:
        # the target begins before the start of the arrow (a circle, or a blocked stage): around its left end
        corners = [(start.x() + 6, start.y()), (start.x() + 6, channel), (target.left() - 9, channel)]
        corners += [(target.left() - 9, target.center().y()), (target.left(), target.center().y())]
    elif x - start.x() <= _SHORT:
        corners = [(x, start.y()), (end.x(), end.y())]
    else:
        corners = [(start.x() + 5, start.y()), (start.x() + 5, channel), (x, channel), (end.x(), end.y())]
    for corner in corners:
        path.lineTo(*corner)
    return path


def threaded(start: QPointF, through: Sequence[QPointF], end: QPointF) -> QPainterPath:
    """A smooth line that leaves and arrives level, and passes points level on its way."""
    path = QPainterPath(start)
    here = start
    for point in (*through, end):
        bend = max(16.0, (point.x() - here.x()) / 2)
        path.cubicTo(here + QPointF(bend, 0), point - QPointF(bend, 0), point)
        here = point
    return path
