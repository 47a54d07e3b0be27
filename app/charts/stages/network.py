"""The stages of an option as boxes from left to right, with an arrow to each from what it waits for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGraphicsScene

from app.charts.stages.drawing import Drawing, threaded
from app.charts.stages.layers import Place, layered
from app.charts.stages.marks import Arrow, Label, Look
from app.charts.stages.pieces import Box
from app.charts.stages.plan import PlannedLink, StagePlan
from app.charts.stages.words import link_text, stage_text
from app.theme import Tokens
from app.wording import months

_HEIGHT, _GAP_BELOW = 66.0, 18.0
_LEAST_WIDTH, _MOST_WIDTH, _GAP_RIGHT = 138.0, 210.0, 44.0
_MARGIN = 18.0


class Network:
    """Draws one plan into a scene; boxes are as wide as the columns have room."""

    def __init__(
        self, scene: QGraphicsScene, plan: StagePlan, look: Look, tokens: Tokens, font: QFont, width: float
    ) -> None:
        self._scene, self._plan, self._look, self._tokens, self._font = scene, plan, look, tokens, font
        arrows = [(link.before, link.after) for link in plan.links]
        self._layers = layered([stage.id for stage in plan.stages], arrows)
        every = [*self._layers.places.values(), *(place for way in self._layers.ways.values() for place in way)]
        columns = 1 + max((column for column, _ in every), default=0)
        self._top = min((row for _, row in every), default=0.0)
        bottom = max((row for _, row in every), default=0.0)
        room = (width - 2 * _MARGIN - (columns - 1) * _GAP_RIGHT - 14) / columns
        self._width = min(max(room, _LEAST_WIDTH), _MOST_WIDTH)
        used = 2 * _MARGIN + columns * self._width + (columns - 1) * _GAP_RIGHT + 14
        height = 2 * _MARGIN + (bottom - self._top) * (_HEIGHT + _GAP_BELOW) + _HEIGHT
        scene.setSceneRect(0, 0, max(width, used), height)
        self.drawing = Drawing()

    def draw(self) -> Drawing:
        """Boxes, then arrows."""
        for stage in self._plan.stages:
            piece = Box(stage, self._area(self._layers.places[stage.id]), self._look, self._tokens, self._font)
            piece.setToolTip(stage_text(self._plan, stage))
            self._scene.addItem(piece)
            self.drawing.pieces[stage.id] = piece
        for link in self._plan.links:
            self._draw_link(link)
        return self.drawing

    def _area(self, place: Place) -> QRectF:
        column, row = place
        left = _MARGIN + column * (self._width + _GAP_RIGHT)
        return QRectF(left, _MARGIN + (row - self._top) * (_HEIGHT + _GAP_BELOW), self._width, _HEIGHT)

    def _draw_link(self, link: PlannedLink) -> None:
        names = (link.before, link.after)
        before, after = self.drawing.pieces[link.before].area, self.drawing.pieces[link.after].area
        start, end = QPointF(before.right(), before.center().y()), QPointF(after.left() - 1, after.center().y())
        passed = [self._area(place) for place in self._layers.ways[names]]
        through = [QPointF(x, area.center().y()) for area in passed for x in (area.left(), area.right())]
        arrow = Arrow(link, threaded(start, through, end), self._look, self._tokens)
        arrow.setToolTip(link_text(self._plan, link))
        self._scene.addItem(arrow)
        self.drawing.arrows[names] = arrow
        if link.lag > 0:
            label = Label(f"+{months(link.lag)}", self._font, self._tokens.muted, self._tokens.surface)
            middle, size = arrow.path().pointAtPercent(0.5), label.boundingRect()
            label.setPos(middle.x() - size.width() / 2, middle.y() - size.height() / 2)
            self._scene.addItem(label)
            self.drawing.lags[names] = label
