"""An initiative from inside: the way back, its head, and its options as tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.pages.frame import Desk
from app.pages.initiative.empty import EmptyPage
from app.pages.initiative.header import InitiativeHead
from app.pages.initiative.kinds import KINDS, Kind
from app.pages.initiative.option import OptionView
from app.pages.initiative.tabs import OptionTabs
from app.state.session import Edit
from app.tables.rows import Row, renamed_keys, rows_of
from app.theme import icon, tokens_of
from models.edits import EditError, add_record, duplicate_record, fresh_id, remove_records, select_option
from models.initiative import Initiative, Option
from models.portfolio import Portfolio

_EMPTY = "No options yet. An option is one way to get the initiative: build it, buy it, or partner for it."


class InitiativeView(QWidget):
    """One initiative.

    Signals
    -------
    back_asked
        The user wants to see all initiatives again, or this one is gone.
    record_selected
        Kind and id of the record that the inspector is to show.
    said
        A sentence for the status line.
    """

    back_asked = Signal()
    record_selected = Signal(str, str)
    said = Signal(str)

    def __init__(self, desk: Desk, initiative_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.initiative_id = initiative_id
        self._desk, self._session = desk, desk.session
        self._rows: tuple[Row, ...] = rows_of(desk.session.portfolio, "initiative")
        self.back = QPushButton("Initiatives", self)
        self.head = InitiativeHead(desk.session, self)
        self.tabs = OptionTabs(self)
        self.add, self.copy, self.delete = QToolButton(self), QToolButton(self), QToolButton(self)
        self.stack = QStackedWidget(self)
        self.views: dict[str, OptionView] = {}
        beginnings = [
            (f"Add an option to {kind.word.lower()}", kind.meaning, partial(self.add_option, kind)) for kind in KINDS
        ]
        self.empty = EmptyPage(_EMPTY, beginnings, self)
        self._lay_out()
        self._connect()
        self._colour()
        self.refresh()

    # Layout.

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._crumbs())
        layout.addWidget(self.head)
        layout.addLayout(self._option_bar())
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    def _crumbs(self) -> QHBoxLayout:
        self.back.setObjectName("flat")
        self.back.setAccessibleName("Back to all initiatives")
        self.back.setToolTip("Back to all initiatives (Alt+Left)")
        slash = QLabel("/", self)
        slash.setObjectName("caption")
        crumbs = QHBoxLayout()
        crumbs.setSpacing(2)
        for widget in (self.back, slash, self.head.name):
            crumbs.addWidget(widget, 1 if widget is self.head.name else 0)
        return crumbs

    def _option_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.addWidget(self.tabs, 1)
        menu = QMenu(self.add)
        for kind in KINDS:
            menu.addAction(f"{kind.word}: {kind.meaning}", partial(self.add_option, kind))
        self.add.setMenu(menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        texts = ((self.add, "Add an option"), (self.copy, "Duplicate this option"), (self.delete, "Delete this option"))
        for button, text in texts:
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setIconSize(QSize(18, 18))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            bar.addWidget(button)
        return bar

    def _connect(self) -> None:
        self._session.portfolio_changed.connect(self.refresh)
        self.back.clicked.connect(self.back_asked)
        self.head.said.connect(self.said)
        self.tabs.currentChanged.connect(self._show_tab)
        self.tabs.tabBarDoubleClicked.connect(self.rename_option)
        self.copy.clicked.connect(self.duplicate_option)
        self.delete.clicked.connect(self.delete_option)
        leave = QShortcut(QKeySequence("Alt+Left"), self, self.back_asked.emit)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        rename = QShortcut(QKeySequence("F2"), self.tabs, self.rename_option)
        rename.setContext(Qt.ShortcutContext.WidgetShortcut)

    # What is shown.

    @property
    def option_id(self) -> str:
        """The option whose tab is shown, empty where there is none."""
        return self.tabs.option_id

    @property
    def option_view(self) -> OptionView | None:
        """What shows that option."""
        return self.views.get(self.option_id)

    def initiative(self) -> Initiative | None:
        """The initiative as it is now."""
        initiatives = self._session.portfolio.initiatives
        return next((one for one in initiatives if one.id == self.initiative_id), None)

    def refresh(self) -> None:
        """Follow an edit, an undo or another id; go back where the initiative is gone."""
        old, self._rows = self._rows, rows_of(self._session.portfolio, "initiative")
        self.initiative_id = (renamed_keys(old, self._rows) or {}).get(self.initiative_id, self.initiative_id)
        initiative = self.initiative()
        if initiative is None:
            self.back_asked.emit()
            return
        self.setAccessibleName(f"Initiative {initiative.name}")
        self.head.show_initiative(self._session.portfolio, initiative)
        self._show_tabs(initiative)

    def show_option(self, option_id: str) -> bool:
        """Show the tab of an option; whether it is here."""
        return self.tabs.choose(option_id)

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        """Lead to a field of a stage or benefit of the initiative; whether it has it."""
        initiative = self.initiative()
        if initiative is None or kind not in ("stage", "benefit"):
            return False
        for option in initiative.options:
            inside = option.stages if kind == "stage" else option.benefits
            if any(one.id == record_id for one in inside) and self.show_option(option.id):
                view = self.option_view
                return view is not None and view.show_cell(kind, record_id, field)
        return False

    def _show_tabs(self, initiative: Initiative) -> None:
        """A tab for each option; what showed one that is gone goes too."""
        wanted = [option.id for option in initiative.options]
        self.tabs.show_options(initiative.options, initiative.selected)
        for gone in self.views.keys() - set(wanted):
            view = self.views.pop(gone)
            self.stack.removeWidget(view)
            view.deleteLater()
        for button in (self.copy, self.delete):
            button.setEnabled(bool(wanted))
        self._show_tab()

    def _show_tab(self) -> None:
        option_id = self.option_id
        if not option_id:
            self.stack.setCurrentIndex(0)
            return
        if option_id not in self.views:
            view = OptionView(self._desk, option_id, self)
            view.record_selected.connect(self.record_selected)
            view.said.connect(self.said)
            self.views[option_id] = view
            self.stack.addWidget(view)
        view, focused = self.views[option_id], QApplication.focusWidget()
        had_keys = focused is not None and self.stack.isAncestorOf(focused) and not view.isAncestorOf(focused)
        self.stack.setCurrentWidget(view)
        self.setFocusProxy(view)
        if had_keys:  # else they would go to the first field
            view.setFocus()

    def _colour(self) -> None:
        tokens = tokens_of(self.palette())
        self.head.colour(tokens)
        self.back.setIcon(icon("chevron-left", tokens.accent))
        names = ((self.add, "plus"), (self.copy, "content-duplicate"), (self.delete, "trash-can-outline"))
        for button, name in names:
            button.setIcon(icon(name, tokens.muted))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "views"):
            self._colour()
            initiative = self.initiative() if self._session.is_open else None
            if initiative is not None:
                self._show_tabs(initiative)

    # What is asked.

    def add_option(self, kind: Kind) -> None:
        """Add an option of a kind at the end, and show it; the first one is taken."""
        initiative = self.initiative()
        if initiative is None:
            return
        option_id = fresh_id(self._session.portfolio, "option", f"{self.initiative_id}-{kind.name}")
        option = Option(id=option_id, name=kind.word, kind=kind.name)

        def edit(portfolio: Portfolio) -> Portfolio:
            changed = add_record(portfolio, "option", option, self.initiative_id)
            return changed if initiative.options else select_option(changed, self.initiative_id, option_id)

        if self._push(edit, f"Insert option {kind.word}"):
            self.show_option(option_id)

    def duplicate_option(self) -> None:
        """Copy the option that is shown, with its stages and benefits, and show the copy."""
        copies: list[str] = []
        original = self.option_id

        def edit(portfolio: Portfolio) -> Portfolio:
            changed, copy = duplicate_record(portfolio, "option", original)
            copies[:] = [copy]
            return changed

        if self._push(edit, f"Duplicate option {self._name()}"):
            self.show_option(copies[0])

    def delete_option(self) -> None:
        """Remove the option that is shown; if it was taken, the initiative is unfunded."""
        name = self._name()
        if self._push(partial(remove_records, kind="option", ids=[self.option_id]), f"Delete option {name}"):
            self.said.emit(f"Deleted the option {name}; Undo brings it back.")

    def rename_option(self) -> None:
        """Let the name of the option that is shown be typed."""
        view = self.option_view
        if view is not None:
            view.bar.name.setFocus()
            view.bar.name.selectAll()

    def _name(self) -> str:
        initiative = self.initiative()
        options = initiative.options if initiative is not None else ()
        return next((one.name or one.id for one in options if one.id == self.option_id), "")

    def _push(self, edit: Edit, text: str) -> bool:
        try:
            self._session.push(edit, text)
        except EditError as error:
            self.said.emit(f"Not done: {error}. Nothing was changed.")
            return False
        return True
