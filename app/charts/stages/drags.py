"""What is being dragged in the chart of stages: from where the mouse is, the wish and the ghost that shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from app.charts.stages.drawing import Drawing, Timeline
from app.charts.stages.pieces import Piece, Zone
from app.charts.stages.plan import NO_SLACK, StagePlan
from app.charts.stages.wishes import Join, Lengthen, Move, StartAt, Wish

STEP = 0.25
"""Months in which lengths snap, and the shortest that can be dragged to."""


@dataclass(frozen=True, slots=True)
class Held:
    """What was under the mouse when its button went down."""

    piece: Piece
    zone: Zone
    at: QPointF


class Drag(Protocol):
    """One drag, from the button's press to its release."""

    def wish(self, point: QPointF) -> Wish | None:
        """What letting go at a point of the scene asks for; None if nothing."""

    def ghost(self, point: QPointF) -> QPainterPath:
        """What is shown meanwhile."""


class Stretching:
    """The right edge of a bar is moved: another length."""

    def __init__(self, held: Held, timeline: Timeline) -> None:
        self._held, self._timeline = held, timeline

    def _months(self, point: QPointF) -> float:
        asked = self._held.piece.stage.duration + self._timeline.months(point.x() - self._held.at.x())
        return max(STEP, round(asked / STEP) * STEP)

    def _is_moved(self, point: QPointF) -> bool:
        """Whether the mouse is half a step away; a length between two steps must not snap by a mere touch."""
        return abs(self._timeline.months(point.x() - self._held.at.x())) >= STEP / 2

    def wish(self, point: QPointF) -> Wish | None:
        stage, wanted = self._held.piece.stage, self._months(point)
        return Lengthen(stage.id, wanted) if self._is_moved(point) and wanted != stage.duration else None

    def ghost(self, point: QPointF) -> QPainterPath:
        area = QRectF(self._held.piece.area)
        months = self._months(point) if self._is_moved(point) else self._held.piece.stage.duration
        area.setWidth(months * self._timeline.month_width)
        return _box(area)


class Sliding:
    """A bar is moved sideways: another earliest start, or none where it comes back to its natural place."""

    def __init__(self, held: Held, timeline: Timeline) -> None:
        self._held, self._timeline = held, timeline

    def _month(self, point: QPointF) -> int | None:
        stage = self._held.piece.stage
        month = round(stage.start + self._timeline.months(point.x() - self._held.at.x()))
        return month if month > stage.natural + NO_SLACK else None

    def wish(self, point: QPointF) -> Wish | None:
        stage, month = self._held.piece.stage, self._month(point)
        if month == stage.not_before or (month is not None and month == stage.start):
            return None
        return StartAt(stage.id, month)

    def ghost(self, point: QPointF) -> QPainterPath:
        area, month = QRectF(self._held.piece.area), self._month(point)
        area.moveLeft(self._timeline.x(self._held.piece.stage.natural if month is None else month))
        return _box(area)


class Lifting:
    """A bar is moved up or down: another place in the order."""

    def __init__(self, held: Held, plan: StagePlan, drawing: Drawing, width: float) -> None:
        self._held, self._plan, self._drawing, self._width = held, plan, drawing, width

    def _row(self, point: QPointF) -> int:
        row = math.floor((point.y() - self._drawing.top) / self._drawing.row_height)
        return min(max(row, 0), len(self._plan.stages) - 1)

    def wish(self, point: QPointF) -> Wish | None:
        stage, row = self._held.piece.stage, self._row(point)
        return Move(stage.id, row) if row != self._plan.position(stage.id) else None

    def ghost(self, point: QPointF) -> QPainterPath:
        row, was = self._row(point), self._plan.position(self._held.piece.stage.id)
        y = self._drawing.top + (row + (1 if row > was else 0)) * self._drawing.row_height
        path = _box(QRectF(0, y - 1.5, self._width, 3))
        middle = self._drawing.top + (row + 0.5) * self._drawing.row_height
        area = QRectF(self._held.piece.area)
        area.moveTop(middle - area.height() / 2)
        path.addPath(_box(area))
        return path


class Linking:
    """An arrow is drawn from a bar's handle to a stage that is to wait for it."""

    def __init__(self, held: Held, drawing: Drawing) -> None:
        self._held, self._drawing = held, drawing

    def _target(self, point: QPointF) -> Piece | None:
        found = (one for one in self._drawing.pieces.values() if one.area.adjusted(-8, -7, 8, 7).contains(point))
        return next((one for one in found if one is not self._held.piece), None)

    def wish(self, point: QPointF) -> Wish | None:
        target = self._target(point)
        return None if target is None else Join(self._held.piece.stage.id, target.stage.id)

    def ghost(self, point: QPointF) -> QPainterPath:
        path, target = QPainterPath(self._held.piece.handle), self._target(point)
        path.lineTo(point)
        if target is not None:
            path.addPath(_box(target.area.adjusted(-4, -4, 4, 4)))
        return path


def begun(held: Held, point: QPointF, plan: StagePlan, drawing: Drawing, width: float) -> Drag | None:
    """The drag that a first movement to ``point`` begins; None where what is held cannot be dragged."""
    if held.zone is Zone.HANDLE:
        return Linking(held, drawing)
    if drawing.timeline is None:
        return None
    if held.zone is Zone.EDGE:
        return Stretching(held, drawing.timeline)
    away = point - held.at
    if abs(away.x()) >= abs(away.y()):
        return Sliding(held, drawing.timeline)
    return Lifting(held, plan, drawing, width)


def _box(area: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(area, 3, 3)
    return path
