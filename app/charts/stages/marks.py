"""What stands between and beside the stages of the chart: arrows, flags, labels, and what is seen during a drag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

from app.charts.frame import tinted
from app.charts.stages.plan import PlannedLink
from app.theme import Tokens

GRID, ARROW, PIECE, LABEL, GHOST, AXIS, BUBBLE = range(7)
"""What lies over what."""


@dataclass(eq=False)
class Look:
    """What is chosen in the chart and what the mouse is on; items ask it when they are painted.

    So nothing needs to be told to an item, which may be gone already when the program ends and the focus leaves.
    """

    chosen: str = ""
    link: tuple[str, str] | None = None
    warm: QGraphicsItem | None = None
    has_keys: bool = False


class Arrow(QGraphicsPathItem):
    """An arrow from a stage to one that waits for it; thick while chosen."""

    def __init__(self, link: PlannedLink, path: QPainterPath, look: Look, tokens: Tokens) -> None:
        super().__init__(path)
        self.link = link
        self.tokens = tokens
        self._look = look
        self.setZValue(ARROW)

    @property
    def is_marked(self) -> bool:
        """Whether it is chosen."""
        return self._look.link == (self.link.before, self.link.after)

    @property
    def is_warm(self) -> bool:
        """Whether the mouse is on it."""
        return self._look.warm is self

    def shape(self) -> QPainterPath:
        """Wide enough to be hit."""
        stroker = QPainterPathStroker()
        stroker.setWidth(9)
        return stroker.createStroke(self.path())

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return self.path().boundingRect().adjusted(-8, -8, 8, 8)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.tokens.accent if self.is_marked or self.is_warm else self.tokens.control)
        painter.setPen(QPen(colour, 2.5 if self.is_marked else 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.path())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(arrow_head(self.path(), 7.0 if self.is_marked else 5.5))


class Flag(QGraphicsItem):
    """A flag at the month before which a stage does not start."""

    def __init__(self, stage: str, at: QPointF, tokens: Tokens) -> None:
        super().__init__()
        self.stage = stage
        self.at = at
        self._tokens = tokens
        self.setZValue(LABEL)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return QRectF(self.at.x() - 2, self.at.y() - 17, 14, 30)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, foot, top = QColor(self._tokens.warn), self.at + QPointF(0, 11), self.at - QPointF(0, 16)
        painter.setPen(QPen(colour, 1.6))
        painter.drawLine(foot, top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([top, top + QPointF(9, 3.5), top + QPointF(0, 7)]))


class Label(QGraphicsSimpleTextItem):
    """A text with the surface behind it, so that lines do not run through it."""

    def __init__(self, text: str, font: QFont, colour: str, ground: str = "") -> None:
        super().__init__(text)
        self.setFont(font)
        self.setBrush(QColor(colour))
        self._ground = ground
        self.setZValue(LABEL)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self._ground:
            painter.fillRect(self.boundingRect(), tinted(self._ground, 0.85))
        super().paint(painter, option, widget)


class Ghost(QGraphicsPathItem):
    """Where something would be if the mouse were let go now."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setPen(QPen(QColor(tokens.accent), 1.6, Qt.PenStyle.DashLine))
        self.setBrush(tinted(tokens.accent, 0.16))
        self.setZValue(GHOST)

    def show_path(self, path: QPainterPath) -> None:
        """Be there; an arrow that is not closed has no filling."""
        self.setPath(path)
        self.show()


class Bubble(QGraphicsItem):
    """What would come of letting the mouse go now, in words beside it; framed in another colour if nothing can."""

    def __init__(self, font: QFont, tokens: Tokens) -> None:
        super().__init__()
        self.text = ""
        self.is_refusal = False
        self._font, self._tokens = font, tokens
        self._area = QRectF()
        self.setZValue(BUBBLE)

    def show_text(self, text: str, at: QPointF, within: QRectF, *, refusal: bool) -> None:
        """Say a text beside a point, inside what is seen."""
        self.prepareGeometryChange()
        self.text, self.is_refusal = text, refusal
        metrics = QFontMetricsF(self._font)
        most = min(420.0, within.width() - 20)
        size = metrics.boundingRect(QRectF(0, 0, most - 16, 400), int(Qt.TextFlag.TextWordWrap), text)
        area = QRectF(at.x() + 14, at.y() + 16, size.width() + 18, size.height() + 10)
        if area.right() > within.right() - 4:
            area.moveRight(within.right() - 4)
        if area.bottom() > within.bottom() - 4:
            area.moveBottom(at.y() - 14)
        self._area = area
        self.setVisible(bool(text))
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return self._area.adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.bad if self.is_refusal else self._tokens.accent), 1))
        painter.setBrush(QColor(self._tokens.raised))
        painter.drawRoundedRect(self._area, 4, 4)
        painter.setPen(QColor(self._tokens.text))
        painter.setFont(self._font)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(self._area.adjusted(8, 4, -8, -4), flags, self.text)


def elided(text: str, font: QFont, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``width``."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0))


def arrow_head(path: QPainterPath, size: float) -> QPolygonF:
    """The triangle at the end of a path, along its last stretch."""
    end = path.pointAtPercent(1.0)
    length = max(path.length(), 1e-6)
    back = path.pointAtPercent(max(0.0, path.percentAtLength(max(0.0, length - size))))
    along = end - back
    norm = max((along.x() ** 2 + along.y() ** 2) ** 0.5, 1e-6)
    ahead = QPointF(along.x() / norm, along.y() / norm)
    side = QPointF(-ahead.y(), ahead.x())
    foot = end - ahead * size
    return QPolygonF([end, foot + side * (size * 0.55), foot - side * (size * 0.55)])
