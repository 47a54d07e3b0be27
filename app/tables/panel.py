"""A table with all that belongs to it: search, filters, columns, row buttons, and what to do where it is empty."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.tables.editor import Editor
from app.tables.menus import fill_column_menu
from app.tables.model import RecordTable
from app.tables.pending import PendingTexts
from app.tables.titles import title
from app.tables.view import RecordTableView
from app.theme import icon, tokens_of
from app.wording import count

_EMPTY = {
    "initiative": "No initiatives yet. An initiative is one investment, with the options by which it may be got.",
    "option": "No options yet. An option is one way to get the initiative: build, buy or partner.",
    "stage": "No stages yet. A stage is a piece of work with a crew, a length and a gate at its end.",
    "team": "No teams yet. A team is a pool of people with one skill and one rate.",
    "hire": "No planned hires.",
    "benefit": "No benefits yet. A benefit is revenue or a saving that starts at launch.",
    "driver": "No drivers yet. A driver is an uncertain factor that many figures share, such as market growth.",
    "risk": "No risks yet. A risk is an event that may occur and then costs time, money or benefit.",
    "budget": "No budgets yet. A budget is the envelope of one fiscal period and one category.",
    "objective": "No objectives yet. An objective is a target to be hit by a date; the forecast gives its odds.",
    "scorecard": "No scorecards. A scorecard judges the options of an initiative by more than money.",
    "criterion": "No criteria yet. A criterion has a weight, and points of 10 for each option.",
    "currency": "No foreign currencies. Everything is in the portfolio's own.",
    "correlation": "No correlations. Drivers are the plainer way to let figures move together.",
}


class RecordTablePanel(QWidget):
    """A record table ready to be put into a page."""

    def __init__(
        self,
        editor: Editor,
        pending: PendingTexts,
        kind: str,
        parent_id: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = RecordTable(editor, pending, kind, parent_id, self)
        self.view = RecordTableView(self.table, self)
        self.ordering = self.view.ordering
        self.search = self._search_line()
        self.search_column = self._search_columns()
        self.chips = QHBoxLayout()
        self.tally = QLabel(self)
        self.tally.setObjectName("caption")
        self.message = QLabel(self)
        self.message.setObjectName("caption")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty_state())
        self.bar = QWidget(self)
        self.bar.setLayout(self._bar())
        self._is_compact = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.bar)
        layout.addLayout(self._stack, 1)
        layout.addLayout(self._foot())
        self._connect()
        self._count()
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.ordering.filters_changed.connect(self._show_filters)
        for signal in (self.table.rowsInserted, self.table.rowsRemoved, self.ordering.layoutChanged):
            signal.connect(self._count)
        self.view.said.connect(self.message.setText)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.focus_search)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search, self._leave_search)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.search.returnPressed.connect(self.view.setFocus)

    def make_compact(self) -> None:
        """Leave out what a table of few rows can do without: the foot, and the search until it is asked for."""
        self._is_compact = True
        for widget in (self.search, self.search_column, self.tally, self.message):
            widget.hide()

    def focus_search(self) -> None:
        """Let the search be typed into."""
        self.search.show()
        self.search_column.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search_line(self) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText("Search (Ctrl+F)")
        line.setAccessibleName(f"Search {self.table.kind} records")
        line.setClearButtonEnabled(True)
        line.setMaximumWidth(260)
        line.addAction(icon("magnify", self._ink()), QLineEdit.ActionPosition.LeadingPosition)
        line.textChanged.connect(self._search_changed)
        return line

    def _search_columns(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName("Column that is searched")
        box.addItem("All columns", None)
        for column in self.table.columns:
            box.addItem(title(self.table.kind, column), column.field)
        box.currentIndexChanged.connect(self._search_changed)
        return box

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.search)
        bar.addWidget(self.search_column)
        bar.addLayout(self.chips)
        bar.addStretch(1)
        for name, action in (
            ("table-row-plus-before", self.view.insert_action),
            ("content-duplicate", self.view.duplicate_action),
            ("trash-can-outline", self.view.delete_action),
        ):
            bar.addWidget(self._button(name, action.text(), action.shortcut().toString(), action.trigger))
        bar.addWidget(self._columns_button())
        return bar

    def _button(self, name: str, text: str, keys: str, slot: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name, self._ink()))
        button.setIconSize(QSize(18, 18))
        button.setAutoRaise(True)
        button.setToolTip(f"{text} ({keys})" if keys else text)
        button.setAccessibleName(text)
        if slot is not None:
            button.clicked.connect(slot)
        return button

    def _columns_button(self) -> QToolButton:
        button = self._button("view-column-outline", "Columns that are shown", "", None)
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(fill_column_menu, self.view, menu))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.tally)
        foot.addStretch(1)
        foot.addWidget(self.message)
        return foot

    def _empty_state(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.addStretch(1)
        words = QLabel(_EMPTY.get(self.table.kind, "Nothing here yet."), page)
        words.setObjectName("empty")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        add = QPushButton(f"Add the first {self.table.kind}", page)
        add.setAccessibleName(add.text())
        add.clicked.connect(self.view.row_edits.insert_row)
        layout.addWidget(words)
        layout.addWidget(add, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        return page

    def _ink(self) -> str:
        return tokens_of(self.palette()).muted

    def _search_changed(self) -> None:
        self.ordering.set_search(self.search.text(), self.search_column.currentData())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Catch up with what has changed while nobody looked."""
        self.table.wake()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.table.sleep()

    def _leave_search(self) -> None:
        self.search.clear()
        self.view.setFocus()
        if self._is_compact:
            self.make_compact()

    def _show_filters(self) -> None:
        """A button for each filter, which takes it off; and the count of what is left."""
        while (item := self.chips.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.deleteLater()
        for field, text in self.ordering.filters.items():
            column = self.table.columns[self.table.column(field)]
            button = QToolButton(self)
            button.setText(f"{title(self.table.kind, column)}: {text or 'empty'}  ✕")
            button.setAccessibleName(f"Take off the filter {button.text()}")
            button.clicked.connect(partial(self.ordering.set_filter, field, None))
            self.chips.addWidget(button)
        if not self.ordering.search and self.search.text():
            self.search.clear()
        self._count()

    def _count(self) -> None:
        shown, all_rows = self.ordering.rowCount(), self.table.rowCount()
        self.tally.setText(
            count(all_rows, self.table.kind, _plural(self.table.kind))
            if shown == all_rows
            else f"{shown} of {count(all_rows, self.table.kind, _plural(self.table.kind))}"
        )
        self._stack.setCurrentIndex(0 if all_rows else 1)


def _plural(kind: str) -> str:
    return "currencies" if kind == "currency" else f"{kind}s"
