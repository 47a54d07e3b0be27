"""A record table on the screen, with the keys and the mouse of a spreadsheet.

Enter goes down, Tab goes right; typing begins an edit; blocks are copied to and pasted from spreadsheets; rows are
inserted, duplicated, deleted and moved.  What an edit means is the model's business.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QTableView, QWidget

from app.tables import changes
from app.tables.clipboard import Block, read_block, tiled, write_block
from app.tables.columns import VISIBLE, WIDE, title
from app.tables.delegate import CellDelegate
from app.tables.model import RecordTable
from app.tables.ordering import Ordering
from app.tables.rows import Row
from app.wording import count
from models.edits import duplicate_record
from models.portfolio import Portfolio

Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 30
_NARROWEST, _WIDEST_PLAIN, _WIDEST = 64, 220, 320
_MEASURED = 60  # rows that column widths are taken from


class RecordTableView(QTableView):
    """The cells of a record table.

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
        self.ordering = Ordering(table, self)
        self.setModel(self.ordering)
        self.setItemDelegate(CellDelegate(table, self))
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
        self.setStyleSheet("QTableView::item { padding: 0 6px; }")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def _set_headers(self) -> None:
        vertical, horizontal = self.verticalHeader(), self.horizontalHeader()
        vertical.setDefaultSectionSize(_ROW_HEIGHT)
        vertical.setSectionsMovable(True)
        vertical.setSectionResizeMode(vertical.ResizeMode.Fixed)
        vertical.setAccessibleName("Rows; drag one to move it")
        vertical.sectionMoved.connect(self._row_dragged)
        horizontal.setSectionsMovable(True)
        horizontal.setSectionsClickable(True)
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
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        for index, column in enumerate(self.table.columns):
            if not self.isColumnHidden(index):
                widest = _WIDEST if column.field in WIDE else _WIDEST_PLAIN
                self.resizeColumnToContents(index)
                self.setColumnWidth(index, min(max(self.columnWidth(index), _NARROWEST), widest))

    # Actions, all of them with keys.

    def _add_actions(self) -> None:
        keys = QKeySequence.StandardKey
        self.copy_action = self._action("Copy", keys.Copy, self.copy)
        self.cut_action = self._action("Cut", keys.Cut, self.cut)
        self.paste_action = self._action("Paste", keys.Paste, self.paste)
        self.clear_action = self._action("Clear cells", keys.Delete, self.clear_cells)
        self.fill_action = self._action("Fill down", "Ctrl+D", self.fill_down)
        self.insert_action = self._action("Insert row", ("Ctrl++", "Ctrl+="), self.insert_row)
        self.duplicate_action = self._action("Duplicate rows", "Ctrl+Shift+D", self.duplicate_rows)
        self.delete_action = self._action("Delete rows", "Ctrl+-", self.delete_rows)
        self.up_action = self._action("Move row up", "Alt+Up", partial(self.move_rows, -1))
        self.down_action = self._action("Move row down", "Alt+Down", partial(self.move_rows, 1))
        self.natural_action = self._action(self._natural_name(), "Ctrl+Shift+R", self.restore_order)

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

    def _natural_name(self) -> str:
        return "Order by rank" if self.table.kind == "initiative" else "Order of the plan"

    # Keys.

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
            self.clear_cells()
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """Enter goes down and Tab goes on, without opening the next cell."""
        hints = QAbstractItemDelegate.EndEditHint
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

    # What is selected.

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

    def _area(self) -> tuple[list[int], list[int]]:
        """Rows of the screen and columns that the selection spans; the current cell where nothing is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        rows = sorted({index.row() for index in indexes if index.isValid()})
        chosen = {index.column() for index in indexes if index.isValid()}
        return rows, [column for column in self.visible_columns() if column in chosen]

    # Blocks.

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets read them."""
        rows, columns = self._area()
        if rows and columns:
            QGuiApplication.clipboard().setText(
                write_block([[self._text(row, one) for one in columns] for row in rows])
            )

    def cut(self) -> None:
        """Copy the selected cells, then clear them."""
        self.copy()
        self._clear("Cut")

    def clear_cells(self) -> None:
        """Empty the selected cells; what cannot be empty is marked."""
        self._clear("Clear")

    def paste(self) -> None:
        """Type the clipboard's block from the upper left selected cell on; rows beyond the end are added."""
        rows, columns = self._area()
        text = QGuiApplication.clipboard().text()
        if not text or (not rows and self.ordering.rowCount()):
            return
        self._type_block(tiled(read_block(text), len(rows), len(columns)), rows, columns)

    def fill_down(self) -> None:
        """Type the uppermost selected row into the rows below; of one row, the row above it."""
        rows, columns = self._area()
        if len(rows) == 1 and rows[0] > 0:
            rows = [rows[0] - 1, *rows]
        if len(rows) > 1:
            block = tuple(tuple(self._text(rows[0], column) for column in columns) for _ in rows[1:])
            self._set_block(block, rows[1:], columns, "Fill down")

    def _text(self, row: int, column: int) -> str:
        index = self.ordering.index(row, column)
        if not self.table.columns[column].field:
            return str(index.data() or "")
        return str(index.data(Qt.ItemDataRole.EditRole) or "")

    def _clear(self, what: str) -> None:
        rows, columns = self._area()
        columns = [one for one in columns if self.table.columns[one].field not in ("", "id")]
        if columns:
            self._set_block(tuple(("",) * len(columns) for _ in rows), rows, columns, what)

    def _type_block(self, block: Block, rows: list[int], columns: list[int]) -> None:
        visible = self.visible_columns()
        start = visible.index(columns[0]) if columns else 0
        targets = visible[start : start + len(block[0])]
        first = rows[0] if rows else 0
        inside = list(range(first, min(first + len(block), self.ordering.rowCount())))
        beyond = [self._by_field(cells, targets) for cells in block[len(inside) :]]
        texts = self._texts(block[: len(inside)], inside, targets)
        parent = self._parent_for_new(inside)
        if beyond and parent is None and self.table.kind in changes.NESTED:
            self.said.emit("Rows beyond the end were left out: they would belong to no record. Choose one first.")
            beyond = []
        self.table.paste(texts, beyond, parent, f"Paste {count(len(block), 'row')}")
        self._select(first, len(block), targets)
        left_out = len(block[0]) - len(targets)
        if left_out > 0:
            self.said.emit(f"{count(left_out, 'column')} of the block did not fit to the right and were left out.")

    def _set_block(self, block: Block, rows: list[int], columns: list[int], what: str) -> None:
        texts = self._texts(block, rows, columns)
        self.table.set_texts(texts, f"{what} {count(len(rows) * len(columns), 'cell')}")

    def _texts(self, block: Block, rows: list[int], columns: list[int]) -> dict[str, dict[str, str]]:
        return {self.row_at(row).key: self._by_field(cells, columns) for row, cells in zip(rows, block, strict=True)}

    def _by_field(self, cells: tuple[str, ...], columns: list[int]) -> dict[str, str]:
        pairs = zip(columns, cells, strict=False)
        return {self.table.columns[column].field: text for column, text in pairs if self.table.columns[column].field}

    def _select(self, first: int, height: int, columns: list[int]) -> None:
        last = min(first + height, self.ordering.rowCount()) - 1
        if last < first or not columns:
            return
        selection = QItemSelection(self.ordering.index(first, columns[0]), self.ordering.index(last, columns[-1]))
        self.selectionModel().setCurrentIndex(
            self.ordering.index(first, columns[0]), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # Rows.

    def insert_row(self) -> None:
        """Add a record before the current one, or at the end where there is none."""
        current = self.currentIndex()
        before = self.row_at(current.row()) if current.isValid() else None
        parent = self._parent_for_new([current.row()] if current.isValid() else [])
        kind = self.table.kind
        if parent is None and kind in changes.NESTED:
            self.said.emit(f"A {kind} belongs to a {changes.NESTED[kind]}: choose one first.")
            return
        record = changes.blank_record(self.table.editor.portfolio, kind)
        edit = partial(changes.insert_row, kind=kind, record=record, parent_id=parent, before=before)
        if self.table.push(edit, f"Insert {kind}"):
            self._go_to(getattr(record, "id", None))

    def duplicate_rows(self) -> None:
        """Copy the selected records, each right below itself."""
        rows, kind = self.selected_rows(), self.table.kind
        copies: list[str] = []

        def edit(portfolio: Portfolio) -> Portfolio:
            copies.clear()
            for row in rows:
                portfolio, copy = duplicate_record(portfolio, kind, row.id)
                copies.append(copy)
            return portfolio

        if rows and self.table.push(edit, f"Duplicate {count(len(rows), kind)}"):
            self._go_to(copies[0])

    def delete_rows(self) -> None:
        """Remove the selected records, and what named them."""
        rows, kind = self.selected_rows(), self.table.kind
        shown = self.currentIndex().row()
        if rows and self.table.push(
            partial(changes.remove_rows, kind=kind, rows=rows), f"Delete {count(len(rows), kind)}"
        ):
            self.said.emit(f"Deleted {count(len(rows), kind)}; Undo brings it back.")
            last = self.ordering.rowCount() - 1
            if last >= 0:
                self.make_current(self.ordering.index(min(shown, last), self.visible_columns()[0]))

    def move_rows(self, steps: int) -> None:
        """Move the selected records up or down among those that are shown."""
        rows = self.selected_rows()
        if rows and self._may_move():
            shown = [index.row() for index in self.selectionModel().selectedIndexes()]
            target = min(shown) - 1 if steps < 0 else max(shown) + 2
            if 0 <= target <= self.ordering.rowCount():
                self._place(rows, target)

    def _row_dragged(self, logical: int, old: int, new: int) -> None:
        """A row was dragged by its number: put the header back, and the record in its new place."""
        vertical = self.verticalHeader()
        vertical.blockSignals(True)
        vertical.moveSection(new, old)
        vertical.blockSignals(False)
        self.viewport().update()
        if self._may_move():
            self._place([self.row_at(logical)], new if new < old else new + 1)

    def _may_move(self) -> bool:
        if not self.ordering.is_natural:
            self.said.emit(f'Rows are sorted by a column; choose "{self._natural_name()}" to move them.')
        return self.ordering.is_natural

    def _place(self, rows: list[Row], target: int) -> None:
        """Bring records before the row of the screen at ``target``; at its end, after the last one shown."""
        moved = {row.key for row in rows}
        below = (self.row_at(shown) for shown in range(target, self.ordering.rowCount()))
        before = next((row for row in below if row.key not in moved), None)
        verb = "Rank" if self.table.kind == "initiative" else "Move"
        edit = partial(changes.place_rows, kind=self.table.kind, moved=rows, before=before)
        current = self.table.rows[self.ordering.mapToSource(self.currentIndex()).row()].key
        if self.table.push(edit, f"{verb} {count(len(rows), self.table.kind)}"):
            self._select_rows(moved, current)

    def _select_rows(self, keys: set[str], current: str) -> None:
        column = self.currentIndex().column()
        shown = [row for row in range(self.ordering.rowCount()) if self.row_at(row).key in keys]
        self._go_to(current, column)
        if shown:
            self._select(shown[0], len(shown), [column])

    def _go_to(self, key: str | None, column: int | None = None) -> None:
        position = self.table.position(key) if key is not None else len(self.table.rows) - 1
        at = self.visible_columns()[0] if column is None else column
        index = self.ordering.mapFromSource(self.table.index(position, at))
        if index.isValid():
            self.make_current(index)
            self.scrollTo(index)

    def _parent_for_new(self, rows: list[int]) -> str | None:
        """The record that a new row lives in: the table's, else that of the current row, else of the last one."""
        if self.table.parent_id is not None:
            return self.table.parent_id
        if rows:
            return self.row_at(rows[-1]).parent_id
        return self.table.rows[-1].parent_id if self.table.rows else None

    # Headers and menus.

    def cycle_sort(self, column: int) -> None:
        """Sort by a column, then the other way round, then as before."""
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if self.ordering.sortColumn() != column:
            self._sort(column, up)
        elif self.ordering.sortOrder() == up and not (self.ordering.is_natural and column != self.table.column("rank")):
            self._sort(column, down)
        else:
            self.restore_order()

    def restore_order(self) -> None:
        """Show rows by rank, or as in the document."""
        self.ordering.restore_order()
        self.horizontalHeader().setSortIndicatorShown(False)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self.ordering.sort(column, order)
        self.horizontalHeader().setSortIndicator(column, order)
        self.horizontalHeader().setSortIndicatorShown(True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        menu = self.row_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def row_menu(self) -> QMenu:
        """The menu of the current cell."""
        menu = QMenu(self)
        menu.addActions([self.cut_action, self.copy_action, self.paste_action, self.clear_action, self.fill_action])
        menu.addSeparator()
        menu.addActions([self.insert_action, self.duplicate_action, self.delete_action])
        menu.addSeparator()
        menu.addActions([self.up_action, self.down_action, self.natural_action])
        current = self.currentIndex()
        if current.isValid():
            field = self.table.columns[current.column()].field
            shown = self.ordering.shown(self.ordering.mapToSource(current).row(), field)
            menu.addSeparator()
            label = f'Show only "{shown[:30]}"' if shown else "Show only empty ones"
            menu.addAction(label, partial(self.ordering.set_filter, field, shown))
        return menu

    def header_menu(self, column: int) -> QMenu:
        """The menu of a column: sorting, and which columns are shown."""
        menu = QMenu(self)
        if column >= 0:
            menu.addAction("Sort, least first", partial(self._sort, column, Qt.SortOrder.AscendingOrder))
            menu.addAction("Sort, greatest first", partial(self._sort, column, Qt.SortOrder.DescendingOrder))
            menu.addAction(self.natural_action)
            menu.addSeparator()
            menu.addAction("Hide this column", partial(self.setColumnHidden, column, True))
        self.fill_column_menu(menu.addMenu("Columns"))
        return menu

    def fill_column_menu(self, menu: QMenu) -> None:
        """Put a check box for every column into a menu."""
        menu.clear()
        for index, column in enumerate(self.table.columns):
            action = menu.addAction(title(self.table.kind, column))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(index))
            action.setToolTip(column.help)
            action.toggled.connect(partial(self._show_column, index))
        menu.setToolTipsVisible(True)

    def _show_column(self, index: int, shown: bool) -> None:
        self.setColumnHidden(index, not shown)
        if shown and self.columnWidth(index) < _NARROWEST:
            self.setColumnWidth(index, _NARROWEST)

    def _open_header_menu(self, position: Any) -> None:
        menu = self.header_menu(self.horizontalHeader().logicalIndexAt(position))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(position))
