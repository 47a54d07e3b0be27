"""What the chart of stages shows: drawn from a plan in two ways, with a stage or an arrow chosen in it.

Mouse and keys are the business of ``chart``.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QStyle, QWidget

from app.charts.frame import tinted
from app.charts.stages.drawing import Drawing
from app.charts.stages.gantt import Gantt
from app.charts.stages.keys import HELP
from app.charts.stages.listing import table_of
from app.charts.stages.marks import Arrow, Bubble, Ghost, Look
from app.charts.stages.network import Network
from app.charts.stages.pieces import Piece, Zone
from app.charts.stages.plan import PlannedLink, StagePlan
from app.charts.stages.words import link_text, stage_text, summary
from app.charts.table import Table
from app.theme import LIGHT, Tokens, tokens_of

Mode = Literal["gantt", "network"]
_LEAST_WIDTH = 320


class StageCanvas(QGraphicsView):
    """Bars over months, or boxes and arrows.

    Attributes
    ----------
    plan
        What is drawn.
    title
        The head of every export.
    drawing
        The items that it is drawn with.
    look
        What is chosen, and what the mouse is on.
    ghost, bubble
        What is seen of a drag.

    Signals
    -------
    described
        The sentence of what is chosen, empty for nothing.
    """

    described = Signal(str)

    def __init__(self, plan: StagePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.mode: Mode = "gantt"
        self.title = "Stages"
        self._lent: Tokens | None = None  # colours of an export
        self.look = Look()
        self.drawing = Drawing()
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(120)
        self.setAccessibleName("Chart of the stages")
        self.setWhatsThis(HELP)
        self.redraw()

    @property
    def chosen(self) -> str:
        """Id of the chosen stage, empty for none."""
        return self.look.chosen

    @property
    def chosen_link(self) -> tuple[str, str] | None:
        """The stages of the chosen arrow."""
        return self.look.link

    @property
    def tokens(self) -> Tokens:
        """The colours of the theme that the chart is in."""
        return self._lent or tokens_of(self.palette())

    def table(self) -> Table:
        """What is drawn, with a header."""
        return table_of(self.plan)

    def export_size(self) -> QSize:
        """The whole drawing, also what is scrolled out of sight."""
        return self._scene.sceneRect().size().toSize()

    def paint_on(self, painter: QPainter, target: QRectF) -> None:
        """Paint the whole drawing for an export, in the light theme, with nothing chosen."""
        chosen, self.look = self.look, Look()
        self._lent = LIGHT
        try:
            self.redraw()
            for pinned in (self.drawing.pinned_axis, self.drawing.pinned_names):
                if pinned is not None:
                    pinned.setPos(0.0, 0.0)
            self._scene.render(painter, target, self._scene.sceneRect())
        finally:
            self._lent, self.look = None, chosen
            self.redraw()

    def show_plan(self, plan: StagePlan) -> None:
        """Show another plan; what was chosen stays so, if it is still there."""
        if plan == self.plan:
            return
        self.let_go()
        self.plan = plan
        if self.look.chosen not in plan.by_id:
            self.look.chosen = ""
        if self.look.link not in {(link.before, link.after) for link in plan.links}:
            self.look.link = None
        self.redraw()
        self.describe()

    def set_mode(self, mode: Mode) -> None:
        """Show bars over months, or boxes and arrows."""
        if mode != self.mode:
            self.let_go()
            self.mode = mode
            self.redraw()

    def redraw(self) -> None:
        """Draw the plan in the colours of the theme, as wide as there is room."""
        room, self._drawn_for = self.contentsRect(), self.size()
        self._draw(room.width())
        if self._scene.sceneRect().height() > room.height():
            extent = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
            self._draw(room.width() - extent)
        tokens = self.tokens
        self.setBackgroundBrush(QColor(tokens.surface))
        self.ghost, self.bubble = Ghost(tokens), Bubble(self.font(), tokens)
        for item in (self.ghost, self.bubble):
            item.hide()
            self._scene.addItem(item)
        self._pin()

    def _draw(self, width: int) -> None:
        self.look.warm = None
        self._scene.clear()
        room = float(max(width, _LEAST_WIDTH))
        draws: type[Gantt | Network] = Gantt if self.mode == "gantt" else Network
        self.drawing = draws(self._scene, self.plan, self.look, self.tokens, self.font(), room).draw()

    def choose(self, stage_id: str, *, reveal: bool = True) -> None:
        """Choose a stage, and scroll to it; nothing is told."""
        if stage_id in self.plan.by_id and (stage_id != self.look.chosen or self.look.link is not None):
            self.look.chosen, self.look.link = stage_id, None
            self.viewport().update()
            if reveal:
                self.ensureVisible(self.drawing.pieces[stage_id].area.adjusted(0, -30, 0, 10), 10, 10)
            self.describe()

    def choose_link(self, before: str, after: str) -> None:
        """Choose an arrow."""
        if (before, after) in self.drawing.arrows:
            self.look.link = (before, after)
            self.viewport().update()
            self.describe()

    def piece_at(self, point: QPointF) -> tuple[Piece, Zone] | None:
        """The stage at a point of the scene, and what part of it."""
        for piece in self.drawing.pieces.values():
            zone = piece.zone_at(point)
            if zone is not None:
                return piece, zone
        return None

    def arrow_at(self, point: QPointF) -> Arrow | None:
        """The arrow at a point of the scene."""
        return next((arrow for arrow in self.drawing.arrows.values() if arrow.shape().contains(point)), None)

    def choose_no_link(self) -> None:
        """Let the chosen arrow go; its stage stays chosen."""
        self.look.link = None
        self.viewport().update()
        self.describe()

    def let_go(self) -> None:
        """Show nothing of a drag any more."""
        self.ghost.hide()
        self.bubble.hide()

    def describe(self) -> None:
        """Say what is chosen, and tell those who cannot see the chart all that is in it."""
        text = ""
        link = self._link()
        if link is not None:
            text = f"Arrow: {link_text(self.plan, link)}"
        elif self.look.chosen:
            text = stage_text(self.plan, self.plan.by_id[self.look.chosen])
        self.setAccessibleDescription("\n".join(part for part in (text, summary(self.plan), HELP) if part))
        self.described.emit(text)

    def _link(self) -> PlannedLink | None:
        arrow = self.drawing.arrows.get(self.look.link) if self.look.link is not None else None
        return arrow.link if arrow is not None else None

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802 - Qt's name
        """The surface, and the row of the chosen stage in the time chart."""
        super().drawBackground(painter, rect)
        position = self.plan.position(self.look.chosen)
        if self.drawing.timeline is not None and position >= 0:
            painter.fillRect(self.drawing.row_area(position, self.sceneRect()), tinted(self.tokens.accent, 0.1))

    def _pin(self) -> None:
        """Keep the axis in sight when scrolled down, the names when scrolled sideways."""
        corner = self.mapToScene(0, 0)
        if self.drawing.pinned_axis is not None:
            self.drawing.pinned_axis.setY(max(0.0, corner.y()))
        if self.drawing.pinned_names is not None:
            self.drawing.pinned_names.setX(max(0.0, corner.x()))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.look.has_keys = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.look.has_keys = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self.size() != self._drawn_for:  # not for the coming and going of scroll bars
            self.let_go()
            self.redraw()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        super().scrollContentsBy(dx, dy)
        self._pin()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "ghost"):
            self.let_go()
            self.redraw()
