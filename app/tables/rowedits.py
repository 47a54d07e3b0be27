"""Rows of a table as records: inserted, duplicated, deleted and moved, each as one step of the history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.tables import changes
from app.tables.rows import Row
from app.wording import count
from models.edits import duplicate_record
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from app.tables.view import RecordTableView


class RowEdits:
    """What can be done with the selected rows of a table."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view

    def insert_row(self) -> None:
        """Add a record before the current one, or at the end where there is none."""
        current = self._view.currentIndex()
        before = self._view.row_at(current.row()) if current.isValid() else None
        parent = self.parent_for_new([current.row()] if current.isValid() else [])
        kind = self._view.table.kind
        if parent is None and kind in changes.NESTED:
            self._view.said.emit(f"A {kind} belongs to a {changes.NESTED[kind]}: choose one first.")
            return
        record = changes.blank_record(self._view.table.editor.portfolio, kind)
        edit = partial(changes.insert_row, kind=kind, record=record, parent_id=parent, before=before)
        if self._view.table.push(edit, f"Insert {kind}"):
            self._go_to(getattr(record, "id", None))

    def duplicate_rows(self) -> None:
        """Copy the selected records, each right below itself."""
        rows, kind = self._view.selected_rows(), self._view.table.kind
        copies: list[str] = []

        def edit(portfolio: Portfolio) -> Portfolio:
            copies.clear()
            for row in rows:
                portfolio, copy = duplicate_record(portfolio, kind, row.id)
                copies.append(copy)
            return portfolio

        if rows and self._view.table.push(edit, f"Duplicate {count(len(rows), kind)}"):
            self._go_to(copies[0])

    def delete_rows(self) -> None:
        """Remove the selected records, and what named them."""
        rows, kind = self._view.selected_rows(), self._view.table.kind
        shown = self._view.currentIndex().row()
        if rows and self._view.table.push(
            partial(changes.remove_rows, kind=kind, rows=rows), f"Delete {count(len(rows), kind)}"
        ):
            self._view.said.emit(f"Deleted {count(len(rows), kind)}; Undo brings it back.")
            last = self._view.ordering.rowCount() - 1
            if last >= 0:
                self._view.make_current(self._view.ordering.index(min(shown, last), self._view.visible_columns()[0]))

    def move_rows(self, steps: int) -> None:
        """Move the selected records up or down among those that are shown."""
        rows = self._view.selected_rows()
        if rows and self._may_move():
            shown = [index.row() for index in self._view.selectionModel().selectedIndexes()]
            target = min(shown) - 1 if steps < 0 else max(shown) + 2
            if 0 <= target <= self._view.ordering.rowCount():
                self._place(rows, target)

    def drag_row(self, logical: int, old: int, new: int) -> None:
        """A row was dragged by its number: put the header back, and the record in its new place."""
        vertical = self._view.verticalHeader()
        vertical.blockSignals(True)
        vertical.moveSection(new, old)
        vertical.blockSignals(False)
        self._view.viewport().update()
        if self._may_move():
            self._place([self._view.row_at(logical)], new if new < old else new + 1)

    def _may_move(self) -> bool:
        if not self._view.ordering.is_natural:
            self._view.said.emit(f'Rows are sorted by a column; choose "{self._view.natural_name()}" to move them.')
        return self._view.ordering.is_natural

    def _place(self, rows: list[Row], target: int) -> None:
        """Bring records before the row of the screen at ``target``; at its end, after the last one shown."""
        moved = {row.key for row in rows}
        below = (self._view.row_at(shown) for shown in range(target, self._view.ordering.rowCount()))
        before = next((row for row in below if row.key not in moved), None)
        verb = "Rank" if self._view.table.kind == "initiative" else "Move"
        edit = partial(changes.place_rows, kind=self._view.table.kind, moved=rows, before=before)
        current = self._view.table.rows[self._view.ordering.mapToSource(self._view.currentIndex()).row()].key
        if self._view.table.push(edit, f"{verb} {count(len(rows), self._view.table.kind)}"):
            self._select_rows(moved, current)

    def _select_rows(self, keys: set[str], current: str) -> None:
        column = self._view.currentIndex().column()
        shown = [row for row in range(self._view.ordering.rowCount()) if self._view.row_at(row).key in keys]
        self._go_to(current, column)
        if shown:
            self._view.select_block(shown[0], len(shown), [column])

    def _go_to(self, key: str | None, column: int | None = None) -> None:
        position = self._view.table.position(key) if key is not None else len(self._view.table.rows) - 1
        at = self._view.visible_columns()[0] if column is None else column
        index = self._view.ordering.mapFromSource(self._view.table.index(position, at))
        if index.isValid():
            self._view.make_current(index)
            self._view.scrollTo(index)

    def parent_for_new(self, rows: list[int]) -> str | None:
        """The record that a new row lives in: the table's, else that of the current row, else of the last one."""
        if self._view.table.parent_id is not None:
            return self._view.table.parent_id
        if rows:
            return self._view.row_at(rows[-1]).parent_id
        return self._view.table.rows[-1].parent_id if self._view.table.rows else None
