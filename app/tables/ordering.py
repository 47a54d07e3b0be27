"""What of a table is shown, and in which order: search, filters by column, sorting.

The records stay as they are; only their showing changes.  Rows do not jump or vanish while they are typed into: order
and filter are applied afresh when they are set, when rows come or go, and when ranks change.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal

from app.tables.model import RecordTable, Role

Index = QModelIndex | QPersistentModelIndex


class Ordering(QSortFilterProxyModel):
    """A record table searched, filtered and sorted.

    Signals
    -------
    filters_changed
        The search or a filter is another one.
    """

    filters_changed = Signal()

    def __init__(self, table: RecordTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.search = ""
        self.search_field: str | None = None
        self.filters: dict[str, str] = {}
        self.setDynamicSortFilter(False)
        self.setSortRole(Role.SORT)
        self.setSourceModel(table)
        self._order = self._ranks()
        table.dataChanged.connect(self._follow_ranks)
        table.rowsInserted.connect(self._sort_again)
        self.restore_order()

    @property
    def is_natural(self) -> bool:
        """Whether rows are in their own order: by rank for initiatives, else as in the document."""
        natural = self.table.column("rank")
        return self.sortColumn() == natural and (natural < 0 or self.sortOrder() == Qt.SortOrder.AscendingOrder)

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be hidden."""
        return bool(self.search or self.filters)

    def restore_order(self) -> None:
        """Show rows in their own order."""
        self.sort(self.table.column("rank"), Qt.SortOrder.AscendingOrder)

    def set_search(self, text: str, field: str | None = None) -> None:
        """Show only rows in which every word of ``text`` occurs, in a field or in any column, as shown or as typed."""
        self.search, self.search_field = text.strip().casefold(), field
        self._filter_again()

    def set_filter(self, field: str, text: str | None) -> None:
        """Show only rows whose field reads exactly ``text``; None shows them all."""
        if text is None:
            self.filters.pop(field, None)
        else:
            self.filters[field] = text
        self._filter_again()

    def clear_filters(self) -> None:
        """Show all rows."""
        self.filters.clear()
        self.search = ""
        self._filter_again()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: N802 - Qt's name
        if not self.is_filtered:
            return True
        if any(self.shown(source_row, field) != text for field, text in self.filters.items()):
            return False
        fields = (
            [self.search_field] if self.search_field is not None else [column.field for column in self.table.columns]
        )
        found = "\n".join(self._found_by(source_row, field) for field in fields).casefold()
        return all(word in found for word in self.search.split())

    def shown(self, row: int, field: str) -> str:
        """What a cell of the table shows, yes or no for a flag."""
        index = self.table.index(row, self.table.column(field))
        text = index.data()
        if text is None and index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            return "yes" if index.data(Role.VALUE) else "no"
        return str(text or "")

    def _found_by(self, row: int, field: str) -> str:
        """What a cell is found by: what it shows, and what is typed for it, such as ids for names."""
        typed = self.table.index(row, self.table.column(field)).data(Qt.ItemDataRole.EditRole)
        return f"{self.shown(row, field)}\n{typed or ''}"

    def lessThan(self, source_left: Index, source_right: Index) -> bool:  # noqa: N802 - Qt's name
        left, right = source_left.data(Role.SORT), source_right.data(Role.SORT)
        if left != right and type(left) is type(right):
            return bool(left < right)
        return source_left.row() < source_right.row()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if 0 <= section < self.rowCount() else None
        return super().headerData(section, orientation, role)

    def _filter_again(self) -> None:
        self.invalidate()
        self.filters_changed.emit()

    def _ranks(self) -> tuple[Any, ...]:
        return tuple(getattr(row.record, "rank", None) for row in self.table.rows)

    def _follow_ranks(self) -> None:
        ranks = self._ranks()
        if ranks != self._order:
            self._order = ranks
            self._sort_again()

    def _sort_again(self) -> None:
        self._order = self._ranks()
        if self.sortColumn() >= 0:
            self.invalidate()
