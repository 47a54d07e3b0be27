"""A record table on the screen, with the keys and the mouse of a spreadsheet.

Enter goes down, Tab goes right; typing begins an edit; blocks are copied to and pasted from spreadsheets; rows are
inserted, duplicated, deleted and moved.  What an edit means is the model's business.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from app.tables.blocks import Blocks
from app.tables.columns import VISIBLE
from app.tables.delegate import delegate_for
from app.tables.menus import header_menu, row_menu
from app.tables.model import RecordTable
from app.tables.ordering import Ordering
from app.tables.rowedits import RowEdits
from app.tables.rownumbers import RowNumbers
from app.tables.rows import Row
from app.tables.widths import NARROWEST, fitting_width

Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 30


class RecordTableView(QTableView):
    """The cells of a record table.

    Attributes
    ----------
    row_actions
        What else can be done with the current row: the first in its menu.

    Signals
    -------
    record_selected
        Kind and id of the record whose row is current.
    said
        A sentence for the status line.
    """

    record_selected = Signal(str, str)
    said = Signal(str)

    def __init__(self, table: RecordTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.row_actions: tuple[QAction, ...] = ()
        self._closed: QWidget | None = None  # the last editor that was
        self.ordering = Ordering(table, self)
        self.blocks = Blocks(self)
        self.row_edits = RowEdits(self)
        self.setVerticalHeader(RowNumbers(self))
        self.setModel(self.ordering)
        for index, column in enumerate(table.columns):
            self.setItemDelegateForColumn(index, delegate_for(column, table, self))
        self.setAccessibleName(f"Table of {table.kind} records")
        self._set_behaviour()
        self._set_headers()
        self._hide_rarely_used()
        self._add_actions()
        self.fit_columns()
        table.refused.connect(self.said)
        table.modelReset.connect(self.fit_columns)

    def _set_behaviour(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def _set_headers(self) -> None:
        vertical, horizontal = self.verticalHeader(), self.horizontalHeader()
        vertical.setDefaultSectionSize(_ROW_HEIGHT)
        vertical.setSectionsMovable(True)
        vertical.setSectionResizeMode(vertical.ResizeMode.Fixed)
        vertical.setAccessibleName("Rows; drag one to move it")
        vertical.sectionMoved.connect(self.row_edits.drag_row)
        horizontal.setSectionsMovable(True)
        horizontal.setSectionsClickable(True)
        horizontal.setStretchLastSection(True)
        horizontal.setHighlightSections(False)
        horizontal.setMinimumSectionSize(40)
        horizontal.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        horizontal.setAccessibleName("Columns; click one to sort by it")
        horizontal.sectionClicked.connect(self.cycle_sort)
        horizontal.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        horizontal.customContextMenuRequested.connect(self._open_header_menu)

    def _hide_rarely_used(self) -> None:
        for index, column in enumerate(self.table.columns):
            self.setColumnHidden(index, column.field not in VISIBLE[self.table.kind])

    def fit_columns(self) -> None:
        """Give columns the width of what is in their first rows, within reason."""
        for index, column in enumerate(self.table.columns):
            if not self.isColumnHidden(index):
                self.setColumnWidth(index, fitting_width(self, index, column))

    def _add_actions(self) -> None:
        keys = QKeySequence.StandardKey
        self.copy_action = self._action("Copy", keys.Copy, self.blocks.copy)
        self.cut_action = self._action("Cut", keys.Cut, self.blocks.cut)
        self.paste_action = self._action("Paste", keys.Paste, self.blocks.paste)
        self.clear_action = self._action("Clear cells", keys.Delete, self.blocks.clear_cells)
        self.fill_action = self._action("Fill down", "Ctrl+D", self.blocks.fill_down)
        self.insert_action = self._action("Insert row", ("Ctrl++", "Ctrl+="), self.row_edits.insert_row)
        self.duplicate_action = self._action("Duplicate rows", "Ctrl+Shift+D", self.row_edits.duplicate_rows)
        self.delete_action = self._action("Delete rows", "Ctrl+-", self.row_edits.delete_rows)
        self.up_action = self._action("Move row up", "Alt+Up", partial(self.row_edits.move_rows, -1))
        self.down_action = self._action("Move row down", "Alt+Down", partial(self.row_edits.move_rows, 1))
        self.natural_action = self._action(self.natural_name(), "Ctrl+Shift+R", self.restore_order)

    def _action(self, text: str, keys: Any, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if isinstance(keys, tuple):
            action.setShortcuts([QKeySequence(key) for key in keys])
        else:
            action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def natural_name(self) -> str:
        """What the rows' own order is called."""
        return "Order by rank" if self.table.kind == "initiative" else "Order of the plan"

    def event(self, event: QEvent) -> bool:
        """Undo of a pending text is the table's own; every other undo is the document's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes_back(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self._takes_back(event) or event.key() == Qt.Key.Key_Escape:
            index = self.ordering.mapToSource(self.currentIndex())
            if index.isValid() and self.table.discard(index):
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() == self.State.EditingState:
                return  # the editor passes the key on; the delegate closes it, and closeEditor goes down
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
            return
        if event.key() == Qt.Key.Key_Backspace:
            self.blocks.clear_cells()
            return
        super().keyPressEvent(event)

    def commitData(self, editor: QWidget) -> None:  # noqa: N802 - Qt's name
        """Once only: a box of offers tells its choice once more while it is being closed."""
        if editor is not self._closed:
            super().commitData(editor)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """Enter goes down and Tab goes on, without opening the next cell."""
        hints = QAbstractItemDelegate.EndEditHint
        if editor is not self._closed:
            self._closed = editor
            super().closeEditor(editor, hints.NoHint if hint != hints.RevertModelCache else hint)
        if hint == hints.SubmitModelCache:
            self._step(1, 0)
        elif hint in (hints.EditNextItem, hints.EditPreviousItem):
            forward = hint == hints.EditNextItem
            action = self.CursorAction.MoveNext if forward else self.CursorAction.MovePrevious
            self.make_current(self.moveCursor(action, Qt.KeyboardModifier.NoModifier))

    def _takes_back(self, event: QKeyEvent) -> bool:
        """Whether a key would undo, and there is a pending text to take back."""
        index = self.ordering.mapToSource(self.currentIndex())
        if not event.matches(QKeySequence.StandardKey.Undo) or not index.isValid():
            return False
        row, column = self.table.rows[index.row()], self.table.columns[index.column()]
        return column.field in self.table.pending.of(self.table.kind, row.key)

    def _step(self, down: int, right: int) -> None:
        current = self.currentIndex()
        target = self.ordering.index(current.row() + down, current.column() + right)
        if target.isValid():
            self.make_current(target)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.record_selected.emit(self.table.kind, self.row_at(current.row()).id)

    def row_at(self, shown: int) -> Row:
        """The record in a row of the screen."""
        return self.table.rows[self.ordering.mapToSource(self.ordering.index(shown, 0)).row()]

    def selected_rows(self) -> list[Row]:
        """The records whose rows hold a selected cell, as they are ordered on the screen."""
        found = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self.row_at(shown) for shown in found]

    def visible_columns(self) -> list[int]:
        """The columns that are shown, as they are ordered on the screen."""
        horizontal = self.horizontalHeader()
        found = (horizontal.logicalIndex(position) for position in range(horizontal.count()))
        return [column for column in found if not self.isColumnHidden(column)]

    def show_cell(self, record_id: str, field: str = "") -> bool:
        """Make a record's cell current, showing its column and taking filters off if they hide it."""
        self.table.refresh()  # it may not be in sight yet
        row = next((one for one in self.table.rows if one.id == record_id), None)
        if row is None:
            return False
        column = max(self.table.column(field), 0) if field else self.visible_columns()[0]
        index = self.ordering.mapFromSource(self.table.index(self.table.position(row.key), column))
        if not index.isValid():
            self.ordering.clear_filters()
            index = self.ordering.mapFromSource(self.table.index(self.table.position(row.key), column))
        self.setColumnHidden(column, False)
        self.make_current(index)
        self.scrollTo(index)
        return True

    def make_current(self, index: Index) -> None:
        """Make a cell current and selected alone, whatever keys are held down meanwhile."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def area(self) -> tuple[list[int], list[int]]:
        """Rows of the screen and columns that the selection spans; the current cell where nothing is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        rows = sorted({index.row() for index in indexes if index.isValid()})
        chosen = {index.column() for index in indexes if index.isValid()}
        return rows, [column for column in self.visible_columns() if column in chosen]

    def select_block(self, first: int, height: int, columns: list[int]) -> None:
        last = min(first + height, self.ordering.rowCount()) - 1
        if last < first or not columns:
            return
        selection = QItemSelection(self.ordering.index(first, columns[0]), self.ordering.index(last, columns[-1]))
        self.selectionModel().setCurrentIndex(
            self.ordering.index(first, columns[0]), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def cycle_sort(self, column: int) -> None:
        """Sort by a column, then the other way round, then as before."""
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if self.ordering.sortColumn() != column:
            self.sort_by(column, up)
        elif self.ordering.sortOrder() == up and not (self.ordering.is_natural and column != self.table.column("rank")):
            self.sort_by(column, down)
        else:
            self.restore_order()

    def restore_order(self) -> None:
        """Show rows by rank, or as in the document."""
        self.ordering.restore_order()
        self.horizontalHeader().setSortIndicatorShown(False)

    def sort_by(self, column: int, order: Qt.SortOrder) -> None:
        """Sort by a column, and say so in its header."""
        self.ordering.sort(column, order)
        self.horizontalHeader().setSortIndicator(column, order)
        self.horizontalHeader().setSortIndicatorShown(True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        menu = row_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def show_column(self, index: int, shown: bool) -> None:
        """Show or hide a column, wide enough to be read."""
        self.setColumnHidden(index, not shown)
        if shown and self.columnWidth(index) < NARROWEST:
            self.setColumnWidth(index, NARROWEST)

    def _open_header_menu(self, position: Any) -> None:
        menu = header_menu(self, self.horizontalHeader().logicalIndexAt(position))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(position))
