"""The chart of an option's stages under mouse and keys.

It changes nothing itself: what the user asks for is told as a ``Wish``; the page carries it out and shows the plan
that comes of it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.charts.outlets import Outlets
from app.charts.stages.canvas import StageCanvas
from app.charts.stages.drags import Drag, Held, begun
from app.charts.stages.keys import meaning
from app.charts.stages.pieces import Zone
from app.charts.stages.plan import PlannedLink, PlannedStage, StagePlan
from app.charts.stages.wishes import Part, Remove, Wish

Foretell = Callable[[Wish], tuple[bool, str]]
"""Whether a wish can be carried out, and what would come of it (or why not) in words."""

_CURSORS = {
    Zone.BODY: Qt.CursorShape.OpenHandCursor,
    Zone.EDGE: Qt.CursorShape.SizeHorCursor,
    Zone.HANDLE: Qt.CursorShape.CrossCursor,
}
_AS_IT_WAS = "as it was"


class StageChart(StageCanvas):
    """Stages that can be chosen, dragged and linked.

    Signals
    -------
    wished
        The ``Wish`` that mouse or keys made.
    stage_chosen
        Id of the stage that was chosen in the chart.
    entered
        Id of the stage whose row in the table is wanted.
    said
        A sentence for the status line.
    """

    wished = Signal(object)
    stage_chosen = Signal(str)
    entered = Signal(str)
    said = Signal(str)

    def __init__(self, plan: StagePlan, foretell: Foretell, parent: QWidget | None = None) -> None:
        self._foretell = foretell
        self._held: Held | None = None
        self._drag: Drag | None = None
        super().__init__(plan, parent)
        self.outlets = Outlets(self)
        self._menu: QMenu | None = None
        self.viewport().setMouseTracking(True)

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self.mapToScene(event.position().toPoint())
        found, arrow = self.piece_at(point), self.arrow_at(point)
        if found is not None:
            self._held = Held(*found, point)
            self.choose(found[0].stage.id, reveal=False)  # it must not run away from the mouse
            self.stage_chosen.emit(found[0].stage.id)
        elif arrow is not None:
            self.choose_link(arrow.link.before, arrow.link.after)
        elif self.look.link is not None:
            self.choose_no_link()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        point = self.mapToScene(event.position().toPoint())
        if self._held is None:
            self._warm_up(point)
            return
        if self._drag is None:
            if (point - self._held.at).manhattanLength() < QApplication.startDragDistance():
                return
            self._drag = begun(self._held, point, self.plan, self.drawing, self._scene.sceneRect().width())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._drag is not None:
            self._show_drag(self._drag, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            return
        drag, point = self._drag, self.mapToScene(event.position().toPoint())
        self.let_go()
        wish = drag.wish(point) if drag is not None else None
        if wish is not None:
            self.wished.emit(wish)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        found = self.piece_at(self.mapToScene(event.position().toPoint()))
        if found is not None:
            self.entered.emit(found[0].stage.id)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        if self._held is None:
            self.look.warm = None
            self.viewport().update()

    def _warm_up(self, point: QPointF) -> None:
        """Show what the mouse could take hold of."""
        found = self.piece_at(point)
        self.look.warm = found[0] if found is not None else self.arrow_at(point)
        self.viewport().update()
        if found is not None:
            can_drag = found[1] is Zone.HANDLE or self.drawing.timeline is not None
            self.viewport().setCursor(_CURSORS[found[1]] if can_drag else Qt.CursorShape.ArrowCursor)
        else:
            is_arrow = self.look.warm is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_arrow else Qt.CursorShape.ArrowCursor)

    def _show_drag(self, drag: Drag, point: QPointF) -> None:
        wish = drag.wish(point)
        works, text = self._foretell(wish) if wish is not None else (True, _AS_IT_WAS)
        self.ghost.show_path(drag.ghost(point))
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        self.bubble.show_text(text, point, seen, refusal=not works)

    def let_go(self) -> None:
        """End a drag, whatever comes of it."""
        self._held = self._drag = None
        super().let_go()
        self.viewport().unsetCursor()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The ways out, by the right button or the menu key."""
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = QMenu(self)
        self._menu.setAccessibleName(f"Menu of {self.title}")
        self._menu.addActions(self.outlets.actions)
        self._menu.popup(event.globalPos())
        event.accept()

    # The keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.outlets.copy_both()
        elif not self._takes(event.key(), event.modifiers()):
            event.ignore()  # the scroll area would take arrows that mean nothing here

    def _takes(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Carry out a key; whether it means anything here."""
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if not modifiers & ~Qt.KeyboardModifier.KeypadModifier and self._go(key):
            return True
        is_delete = key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if is_delete and self.look.link is not None:
            self.wished.emit(Part(*self.look.link))
            return True
        stage = self.plan.by_id.get(self.look.chosen)
        if stage is None:
            return False
        if is_delete:
            self.wished.emit(Remove(stage.id))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit(stage.id)
            return True
        return self._ask(stage, key, modifiers)

    def _ask(self, stage: PlannedStage, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        found = meaning(self.plan, stage, key, modifiers)
        if found is None:
            return False
        if isinstance(found, str):
            self.said.emit(found)
        else:
            self.wished.emit(found)
        return True

    def _escape(self) -> bool:
        if self._held is not None:
            self.let_go()
            return True
        if self.look.link is None:
            return False
        self.choose_no_link()
        return True

    def _go(self, key: int) -> bool:
        """Choose another stage or an arrow of the chosen one."""
        count, position = len(self.plan.stages), self.plan.position(self.look.chosen)
        targets = {
            Qt.Key.Key_Up: max(position - 1, 0),
            Qt.Key.Key_Down: min(position + 1, count - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.look.chosen:
            links = self.plan.before(self.look.chosen) if key == Qt.Key.Key_Left else self.plan.after(self.look.chosen)
            self._next_link(links, "before" if key == Qt.Key.Key_Left else "after")
            return True
        if Qt.Key(key) not in targets or not count:
            return False
        stage = self.plan.stages[targets[Qt.Key(key)]].id
        self.choose(stage)
        self.stage_chosen.emit(stage)
        return True

    def _next_link(self, links: tuple[PlannedLink, ...], side: str) -> None:
        """Choose the first of some arrows, or the one after the chosen one."""
        if not links:
            self.said.emit(f"There is no arrow {side} {self.plan.by_id[self.look.chosen].name}.")
            return
        names = [(link.before, link.after) for link in links]
        at = names.index(self.look.link) + 1 if self.look.link in names else 0
        self.choose_link(*names[at % len(names)])
