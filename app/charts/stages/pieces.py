"""The stages as they are drawn: bars on a time axis, boxes in a network; what of them the mouse can take hold of.

Each knows where it is and how it looks; what the mouse does with it is the business of ``drags``.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem

from app.charts.frame import tinted
from app.charts.stages.marks import PIECE, Look, elided
from app.charts.stages.plan import PlannedStage
from app.charts.stages.words import crew_text
from app.theme import Tokens
from app.wording import months, share

_GRIP = 6.0  # half the width in which the right edge of a bar can be grasped
HANDLE_AWAY = 13.0  # from the right edge of a piece to the middle of its handle
_HANDLE = 5.0
_MILESTONE = 8.0


class Zone(Enum):
    """The part of a piece that the mouse is on."""

    BODY = "body"
    EDGE = "edge"  # changes the length
    HANDLE = "handle"  # leads to a stage that is to wait for it


class Piece(QGraphicsItem):
    """A stage as it is drawn; ``area`` is where, in the scene.  Marked while chosen, warm while the mouse is on it."""

    def __init__(self, stage: PlannedStage, area: QRectF, look: Look, tokens: Tokens) -> None:
        super().__init__()
        self.stage = stage
        self.area = area
        self.look = look
        self.tokens = tokens
        self.setZValue(PIECE)

    @property
    def is_marked(self) -> bool:
        """Whether it is chosen."""
        return self.look.chosen == self.stage.id and self.look.link is None

    @property
    def is_warm(self) -> bool:
        """Whether the mouse is on it."""
        return self.look.warm is self

    @property
    def handle(self) -> QPointF:
        """The middle of the handle from which an arrow is drawn."""
        return QPointF(self.area.right() + HANDLE_AWAY, self.area.center().y())

    def zone_at(self, point: QPointF) -> Zone | None:
        """What of the piece is at a point of the scene; None beside it."""
        away = point - self.handle
        if abs(away.x()) <= _HANDLE + 2 and abs(away.y()) <= _HANDLE + 3:
            return Zone.HANDLE
        return Zone.BODY if self.area.adjusted(-3, -4, 3, 4).contains(point) else None

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return self.area.adjusted(-12, -8, HANDLE_AWAY + 12, 8)

    def _paint_handle(self, painter: QPainter) -> None:
        if self.is_marked or self.is_warm:
            painter.setPen(QPen(QColor(self.tokens.accent), 1.5))
            painter.setBrush(QColor(self.tokens.surface))
            painter.drawEllipse(self.handle, _HANDLE, _HANDLE)

    def _paint_frame(self, painter: QPainter, shape: QRectF) -> None:
        if self.is_marked:
            line = Qt.PenStyle.SolidLine if self.look.has_keys else Qt.PenStyle.DotLine
            painter.setPen(QPen(QColor(self.tokens.text), 2, line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shape, 4, 4)


class Bar(Piece):
    """A stage on the time axis: a bar as long as it takes, a diamond where it takes no time, a post for its gate."""

    def zone_at(self, point: QPointF) -> Zone | None:
        near = abs(point.x() - self.area.right()) <= _GRIP and abs(point.y() - self.area.center().y()) <= 11
        if near and not (self.stage.is_milestone and point.x() < self.area.right() + 2):
            return Zone.EDGE
        if self.stage.is_milestone and self._diamond_area().contains(point):
            return Zone.BODY
        return super().zone_at(point)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.stage.is_milestone:
            self._paint_diamond(painter)
        else:
            self._paint_bar(painter)
            if self.stage.gated:
                _paint_post(painter, self.area, self.tokens)
        self._paint_frame(painter, self._frame_area())
        self._paint_handle(painter)

    def _paint_diamond(self, painter: QPainter) -> None:
        """A milestone; its edge in the colour of gates where it has one."""
        middle, size = self.area.center(), _MILESTONE
        gated = QPen(QColor(self.tokens.series[1]), 2.5)
        painter.setPen(gated if self.stage.gated else QPen(QColor(self.tokens.surface), 1))
        painter.setBrush(QColor(self.tokens.bad if self.stage.blocked else self.tokens.series[0]))
        corners = [QPointF(0, -size), QPointF(size, 0), QPointF(0, size), QPointF(-size, 0)]
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))

    def _paint_bar(self, painter: QPainter) -> None:
        """Full where it decides the launch, pale where it has slack, hatched where it can never start."""
        colour = QColor(self.tokens.bad if self.stage.blocked else self.tokens.series[0])
        fill: QBrush = QBrush(tinted(colour.name(), 1.0 if self.stage.is_critical else 0.35))
        if self.stage.blocked:
            fill = QBrush(colour, Qt.BrushStyle.BDiagPattern)
        painter.setPen(QPen(colour, 1))
        for brush in (QBrush(QColor(self.tokens.surface)), fill):  # no arrow shines through
            painter.setBrush(brush)
            painter.drawRoundedRect(self.area, 3, 3)

    def _diamond_area(self) -> QRectF:
        middle = self.area.center()
        return QRectF(middle.x() - _MILESTONE, middle.y() - _MILESTONE, 2 * _MILESTONE, 2 * _MILESTONE)

    def _frame_area(self) -> QRectF:
        return (self._diamond_area() if self.stage.is_milestone else self.area).adjusted(-3, -3, 3, 3)


class Box(Piece):
    """A stage in the network: its name, how long it takes, its gate and its crew."""

    def __init__(self, stage: PlannedStage, area: QRectF, look: Look, tokens: Tokens, font: QFont) -> None:
        super().__init__(stage, area, look, tokens)
        self._font = font

    def facts(self) -> str:
        """How long it takes, and the chance of its gate."""
        length = "milestone" if self.stage.is_milestone else months(self.stage.duration)
        return f"{length} · gate {share(self.stage.success)}" if self.stage.gated else length

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.tokens.bad if self.stage.blocked else self.tokens.series[0]
        painter.setPen(QPen(QColor(colour), 2 if self.stage.is_critical else 1))
        painter.setBrush(QColor(self.tokens.raised))
        painter.drawRoundedRect(self.area, 5, 5)
        if self.stage.gated:
            _paint_post(painter, self.area, self.tokens)
        bold, small = QFont(self._font), QFont(self._font)
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(self._font.pointSizeF() * 0.9)
        inside = self.area.adjusted(9, 6, -9, -6)
        line = inside.height() / 3
        texts = (
            (self.stage.name, bold, "text"),
            (self.facts(), small, "muted"),
            (crew_text(self.stage), small, "muted"),
        )
        for number, (text, font, token) in enumerate(texts):
            painter.setFont(font)
            painter.setPen(QColor(getattr(self.tokens, token)))
            place = QRectF(inside.left(), inside.top() + number * line, inside.width(), line)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided(text, font, inside.width()))
        self._paint_frame(painter, self.area.adjusted(-3, -3, 3, 3))
        self._paint_handle(painter)


def _paint_post(painter: QPainter, area: QRectF, tokens: Tokens) -> None:
    """The gate at the end of a stage: a post a little higher than the piece."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.series[1]))
    painter.drawRoundedRect(QRectF(area.right() - 2.5, area.top() - 4, 5, area.height() + 8), 2, 2)
