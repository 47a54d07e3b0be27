"""Blocks of cells: copied, cut, pasted, cleared and filled down, each as one step of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.tables import changes
from app.tables.clipboard import Block, read_block, tiled, write_block
from app.wording import count

if TYPE_CHECKING:
    from app.tables.view import RecordTableView


class Blocks:
    """What can be done with the selected cells of a table."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets read them."""
        rows, columns = self._view.area()
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
        rows, columns = self._view.area()
        text = QGuiApplication.clipboard().text()
        if not text or (not rows and self._view.ordering.rowCount()):
            return
        self._type_block(tiled(read_block(text), len(rows), len(columns)), rows, columns)

    def fill_down(self) -> None:
        """Type the uppermost selected row into the rows below; of one row, the row above it."""
        rows, columns = self._view.area()
        if len(rows) == 1 and rows[0] > 0:
            rows = [rows[0] - 1, *rows]
        if len(rows) > 1:
            block = tuple(tuple(self._text(rows[0], column) for column in columns) for _ in rows[1:])
            self._set_block(block, rows[1:], columns, "Fill down")

    def _text(self, row: int, column: int) -> str:
        index = self._view.ordering.index(row, column)
        if not self._view.table.columns[column].field:
            return str(index.data() or "")
        return str(index.data(Qt.ItemDataRole.EditRole) or "")

    def _clear(self, what: str) -> None:
        rows, columns = self._view.area()
        columns = [one for one in columns if self._view.table.columns[one].field not in ("", "id")]
        if columns:
            self._set_block(tuple(("",) * len(columns) for _ in rows), rows, columns, what)

    def _type_block(self, block: Block, rows: list[int], columns: list[int]) -> None:
        visible = self._view.visible_columns()
        start = visible.index(columns[0]) if columns else 0
        targets = visible[start : start + len(block[0])]
        first = rows[0] if rows else 0
        inside = list(range(first, min(first + len(block), self._view.ordering.rowCount())))
        beyond = [self._by_field(cells, targets) for cells in block[len(inside) :]]
        texts = self._texts(block[: len(inside)], inside, targets)
        parent = self._view.row_edits.parent_for_new(inside)
        if beyond and parent is None and self._view.table.kind in changes.NESTED:
            self._view.said.emit("Rows beyond the end were left out: they would belong to no record. Choose one first.")
            beyond = []
        self._view.table.paste(texts, beyond, parent, f"Paste {count(len(block), 'row')}")
        self._view.select_block(first, len(block), targets)
        left_out = len(block[0]) - len(targets)
        if left_out > 0:
            self._view.said.emit(
                f"{count(left_out, 'column')} of the block did not fit to the right and were left out."
            )

    def _set_block(self, block: Block, rows: list[int], columns: list[int], what: str) -> None:
        texts = self._texts(block, rows, columns)
        self._view.table.set_texts(texts, f"{what} {count(len(rows) * len(columns), 'cell')}")

    def _texts(self, block: Block, rows: list[int], columns: list[int]) -> dict[str, dict[str, str]]:
        return {
            self._view.row_at(row).key: self._by_field(cells, columns) for row, cells in zip(rows, block, strict=True)
        }

    def _by_field(self, cells: tuple[str, ...], columns: list[int]) -> dict[str, str]:
        pairs = zip(columns, cells, strict=False)
        return {
            self._view.table.columns[column].field: text
            for column, text in pairs
            if self._view.table.columns[column].field
        }
