"""The initiatives, and the options, stages and benefits inside them: as tables, and each initiative from inside."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from app.pages.frame import Desk, TablesPage
from app.pages.initiative.view import InitiativeView
from app.tables.panel import RecordTablePanel


class InitiativesPage(TablesPage):
    """What could be done, by which way, and what is funded.

    Attributes
    ----------
    inside
        The initiative that is looked into; None while the tables are shown.
    """

    name = "Initiatives"
    kinds = (
        ("initiative", "Initiatives"),
        ("option", "Options"),
        ("stage", "Stages"),
        ("benefit", "Benefits"),
        ("product", "Products"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.inside: InitiativeView | None = None
        self.lead.setText(
            "In order of rank: the first gets people first. Choose the option taken to fund an initiative, "
            "or leave it empty. Uncertain cells take low..likely..high, such as 3..5..9."
        )
        self.look = QPushButton("Look inside", self)
        self.look.setToolTip("Options and stages of the chosen initiative (Ctrl+Return, or double-click its number)")
        self.look.setAccessibleName("Look inside the chosen initiative")
        self.look.clicked.connect(self.look_inside)
        self.head.addWidget(self.look)
        view = self.panels["initiative"].view
        view.installEventFilter(self)
        view.verticalHeader().sectionDoubleClicked.connect(self._look_at_row)
        shortcut = QShortcut(QKeySequence("Ctrl+Enter"), self.tabs, self.look_inside)  # of the keys with the figures
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        desk.session.document_opened.connect(self.leave)

    def panel(self, kind: str) -> RecordTablePanel:
        panel = super().panel(kind)
        if kind != "product":
            panel.view.row_actions = (self.look_action,)
        return panel

    @cached_property
    def look_action(self) -> QAction:
        """What looks inside: in the menus of rows, and by its keys everywhere in the tables."""
        action = QAction("Look inside the initiative", self)
        action.setShortcut(QKeySequence("Ctrl+Return"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self.look_inside)
        self.tabs.addAction(action)
        return action

    def look_inside(self) -> None:
        """Show the initiative of the current row from inside: of a row of options, stages or benefits, its owner."""
        panel = self.current_panel
        current = panel.view.currentIndex()
        if not current.isValid():
            self.said.emit("Choose the row of an initiative first.")
            return
        row = panel.view.row_at(current.row())
        owner = row.owners[0] if row.owners else row.record
        if panel.table.kind == "product":
            self.said.emit("A product has no inside; choose the row of an initiative.")
            return
        inside = self.show_inside(str(getattr(owner, "id", "")))
        if panel.table.kind != "initiative":
            inside.show_option(row.id if panel.table.kind == "option" else row.parent_id or "")

    def show_inside(self, initiative_id: str) -> InitiativeView:
        """Show an initiative from inside."""
        self.leave()
        inside = InitiativeView(self.desk, initiative_id, self)
        inside.back_asked.connect(self.leave)
        inside.record_selected.connect(self.record_selected)
        inside.said.connect(self.said)
        self.inside = inside
        self._show_parts()
        self.body.addWidget(inside, 1)
        inside.show()
        self.setFocusProxy(inside)
        inside.setFocus()
        self.record_selected.emit("initiative", initiative_id)
        return inside

    def leave(self) -> None:
        """Show the tables again, at the initiative that was looked into."""
        if self.inside is None:
            return
        gone, self.inside = self.inside, None
        gone.back_asked.disconnect(self.leave)
        gone.hide()
        self.body.removeWidget(gone)
        gone.deleteLater()
        self._show_parts()
        panel = self.panels["initiative"]
        self.setFocusProxy(panel)
        if self.desk.session.is_open and self.current_panel is panel:
            panel.view.show_cell(gone.initiative_id, "name")
            panel.view.setFocus()

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        if self.inside is not None and self.inside.show_cell(kind, record_id, field):
            return True
        self.leave()
        return super().show_cell(kind, record_id, field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter on a row that is selected as a whole looks inside; in a cell it goes down, as in a spreadsheet."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_enter_on_row(event):
            self.look_inside()
            return True
        return super().eventFilter(watched, event)

    def _is_enter_on_row(self, event: QKeyEvent) -> bool:
        view = self.panels["initiative"].view
        current = view.currentIndex()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        return is_enter and current.isValid() and view.selectionModel().isRowSelected(current.row())

    def _look_at_row(self, shown: int) -> None:
        view = self.panels["initiative"].view
        view.make_current(view.ordering.index(shown, max(view.currentIndex().column(), 0)))
        self.look_inside()

    def _show_parts(self) -> None:
        """Either the tables with the page's title, or the initiative with its own."""
        for widget in (self._title, self.lead, self.look, self.tabs):
            widget.setVisible(self.inside is None)
