"""The rows of a table as a Qt model: which there are, and the least that views are told when they change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.tables.called import kinds_named
from app.tables.columns import columns_of
from app.tables.display import Names, names_in
from app.tables.editor import Editor
from app.tables.rows import Difference, Row, difference, rows_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowsModel(QAbstractTableModel):
    """The records of one kind, of the whole portfolio or of one parent; what their cells say is for a subclass."""

    def __init__(self, editor: Editor, kind: str, parent_id: str | None, parent: QObject | None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.kind = kind
        self.parent_id = parent_id
        self.columns = columns_of(kind, parent_id is not None)
        self._portfolio = editor.portfolio
        self._names = names_in(self._portfolio)
        self._rows = rows_of(self._portfolio, kind, parent_id)
        self._positions = {row.key: index for index, row in enumerate(self._rows)}
        self._is_asleep = False
        editor.portfolio_changed.connect(self._follow)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The records, in document order."""
        return self._rows

    @property
    def names(self) -> Names:
        """What ids are called in the portfolio that is shown."""
        return self._names

    def position(self, key: str) -> int:
        """Where the row of a key is, -1 if it is not there."""
        return self._positions.get(key, -1)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.columns)

    def sleep(self) -> None:
        """Nobody looks: stay as it is, whatever changes."""
        self._is_asleep = True

    def wake(self) -> None:
        """Somebody looks again."""
        self._is_asleep = False
        self.refresh()

    def refresh(self) -> None:
        """Show the editor's portfolio, telling the views the least that changed."""
        before, self._portfolio = self._portfolio, self.editor.portfolio
        if before is self._portfolio:
            return
        known, self._names = self._names, names_in(self._portfolio)
        new = rows_of(self._portfolio, self.kind, self.parent_id)
        found = difference(self._rows, new)
        self._remove(found)
        self._reorder(found, new)
        self._insert(found, new)
        self._rows = new
        self._index()
        for first, last in found.changed:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self._refresh_names(known, found)
        if before.settings.currency != self._portfolio.settings.currency:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _follow(self) -> None:
        if not self._is_asleep:
            self.refresh()

    def _remove(self, found: Difference) -> None:
        for first, last in reversed(found.removed):
            self.beginRemoveRows(_ROOT, first, last)
            self._rows = (*self._rows[:first], *self._rows[last + 1 :])
            self._index()
            self.endRemoveRows()

    def _reorder(self, found: Difference, new: Sequence[Row]) -> None:
        if found.order is None:
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._rows[index.row()].key for index in held]
        by_key = {row.key: row for row in new}
        self._rows = tuple(by_key[key] for key in found.order)
        self._index()
        moved = [self.index(self._positions[key], index.column()) for key, index in zip(keys, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _insert(self, found: Difference, new: Sequence[Row]) -> None:
        for first, last in found.inserted:
            self.beginInsertRows(_ROOT, first, last)
            self._rows = (*self._rows[:first], *new[first : last + 1], *self._rows[first:])
            self._index()
            self.endInsertRows()

    def _index(self) -> None:
        self._positions = {row.key: index for index, row in enumerate(self._rows)}

    def _refresh_names(self, known: Names, found: Difference) -> None:
        """Repaint the columns of references whose records are called otherwise now."""
        if not self._rows:
            return
        for index, column in enumerate(self.columns):
            if any(known.of(kind) != self._names.of(kind) for kind in kinds_named(column)):
                self.dataChanged.emit(self.index(0, index), self.index(len(self._rows) - 1, index))
