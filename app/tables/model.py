"""The records of one kind as a Qt model: what stands in each cell, what is wrong with it, and what typing does.

Owns the translation between rows and Qt.  Edits are pure functions of ``app.tables.changes``, pushed through the
editor; texts that are no values go to ``PendingTexts``.  Looks and keys are the view's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon

from app.exchange.sheets import Column
from app.tables.called import kinds_named
from app.tables.changes import Texts, append_rows, read_texts, set_values
from app.tables.columns import explanation, header
from app.tables.display import currency_of, display_text
from app.tables.editor import Edit, Editor
from app.tables.entry import corrected, enter
from app.tables.pending import Pending, PendingTexts
from app.tables.places import by_record
from app.tables.preview import percentiles_in_words
from app.tables.rows import Row
from app.tables.rowsmodel import RowsModel
from app.tables.titles import title
from app.tables.values import edit_text, value_at
from app.theme import icon, tokens_of
from models.edits import EditError
from models.issue import Issue
from models.portfolio import Portfolio
from models.uncertainty import Quantity

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
_NUMBERS = ("quantity", "number", "whole")


class Role(IntEnum):
    """What a cell tells beyond Qt's own roles."""

    COLUMN = ItemRole.UserRole + 1  # the Column
    VALUE = ItemRole.UserRole + 2  # the value in the portfolio
    PROBLEMS = ItemRole.UserRole + 3  # the issues of the cell, a pending text first
    SORT = ItemRole.UserRole + 4  # what to sort by
    DEFAULT = ItemRole.UserRole + 5  # whether the value is the field's default


class Face(NamedTuple):
    """What is seen of a cell."""

    text: str | None
    ink: QColor | None  # None for the usual colour
    fill: QColor | None
    problems: Sequence[Issue]


class RecordTable(RowsModel):
    """The records of one kind, of the whole portfolio or of one parent, a column per field.

    Signals
    -------
    refused
        A sentence that says why an edit was not possible at all.
    """

    refused = Signal(str)

    def __init__(
        self,
        editor: Editor,
        pending: PendingTexts,
        kind: str,
        parent_id: str | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(editor, kind, parent_id, parent)
        self.pending = pending
        self._flags = [_flags(column) for column in self.columns]  # each screen asks for those of all its cells
        self._judged = editor.issues
        self._issues = by_record(editor.issues)
        editor.issues_changed.connect(self._take_issues)
        pending.changed.connect(self._pending_changed)

    def column(self, field: str) -> int:
        """Where the column of a field is, -1 if it is not there."""
        return next((index for index, column in enumerate(self.columns) if column.field == field), -1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return self._flags[index.column()]

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = _ANSWERS.get(role)
        return None if answer is None else answer(self, self._rows[index.row()], self.columns[index.column()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Vertical:
            return self._row_header(section, role)
        if not 0 <= section < len(self.columns):
            return None
        column, currency = self.columns[section], self._portfolio.settings.currency
        if role == ItemRole.DisplayRole:
            return header(self.kind, column, currency)
        if role == ItemRole.ToolTipRole:
            return explanation(column, currency)
        if role == ItemRole.TextAlignmentRole:
            return int(alignment(column))
        return None

    def setData(self, index: Index, value: Any, role: int = ItemRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        if not index.isValid() or not self.columns[index.column()].field:
            return False
        if role == ItemRole.CheckStateRole:
            value = "yes" if Qt.CheckState(value) == Qt.CheckState.Checked else "no"
        elif role != ItemRole.EditRole:
            return False
        row, column = self._rows[index.row()], self.columns[index.column()]
        text = str(value)
        if column.field not in self.pending.of(self.kind, row.key) and text == self._text(row, column):
            return False
        name = title(self.kind, column).lower()
        self.set_texts({row.key: {column.field: text}}, f"{name} of {self.name_of(row)}")
        return True

    def set_texts(self, texts: Mapping[str, Texts], what: str, merge_key: str | None = None) -> None:
        """Type texts into fields of rows, named by their keys, as one step; those that are no values stay pending."""
        try:
            enter(self.editor, self.pending, self.kind, texts, what, merge_key)
        except EditError as error:
            self._refuse(error)

    def paste(self, texts: Mapping[str, Texts], beyond: Sequence[Texts], parent_id: str | None, what: str) -> None:
        """Type texts into rows and into new rows at the end, as one step."""
        reading = read_texts(self._portfolio, self.kind, texts)
        corrected(self.pending, self.kind, reading)
        rejected = list(reading.rejected)

        def edit(portfolio: Portfolio) -> Portfolio:
            changed = set_values(portfolio, self.kind, reading.values)
            changed, refused = append_rows(changed, self.kind, parent_id, beyond) if beyond else (changed, ())
            rejected[len(reading.rejected) :] = refused
            return changed

        if self.push(edit, what):
            self.pending.put(self.kind, rejected)

    def push(self, edit: Edit, what: str, merge_key: str | None = None) -> bool:
        """Push an edit; what cannot be done at all is said by ``refused``.  Whether it was done."""
        try:
            self.editor.push(edit, what, merge_key)
        except EditError as error:
            self._refuse(error)
            return False
        return True

    def discard(self, index: Index) -> bool:
        """Take back the pending text of a cell; whether there was one."""
        row, column = self._rows[index.row()], self.columns[index.column()]
        return self.pending.discard(self.kind, row.key, column.field)

    def face(self, row: Row, column: Column) -> Face:
        """All that is seen of a cell, asked for at once."""
        problems = self.problems(row, column.field)
        return Face(self._display(row, column), self._foreground(row, column), self._fill(problems), problems)

    def name_of(self, row: Row) -> str:
        """What a record is called."""
        return str(getattr(row.record, "name", "") or getattr(row.record, "role", "") or row.id)

    def problems(self, row: Row, field: str) -> list[Issue]:
        """What is wrong with a cell: a pending text first, then what the check found."""
        found = list(self._issues.get((self.kind, row.id), {}).get(field, ()))
        pending = self.pending.of(self.kind, row.key).get(field)
        return [Issue(row.id, field, _explained(pending)), *found] if pending else found

    def _take_issues(self) -> None:
        """Show the editor's issues; rows whose own are the same are left alone."""
        if self._is_asleep or self._judged is self.editor.issues:
            return
        self._judged = self.editor.issues
        before, self._issues = self._issues, by_record(self._judged)
        for index, row in enumerate(self._rows):
            key = (self.kind, row.id)
            if before.get(key) != self._issues.get(key):
                self._repaint(index)

    def wake(self) -> None:
        super().wake()
        self._take_issues()

    def _pending_changed(self, kind: str, key: str) -> None:
        position = self._positions.get(key, -1)
        if kind == self.kind and 0 <= position < len(self._rows):
            self._repaint(position)

    def _repaint(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, row, row)

    def _refuse(self, error: EditError) -> None:
        self.refused.emit(f"Not done: {error}. Nothing was changed.")

    def _pending(self, row: Row, column: Column) -> Pending | None:
        return self.pending.of(self.kind, row.key).get(column.field)

    def _text(self, row: Row, column: Column) -> str:
        pending = self._pending(row, column)
        return pending.text if pending else edit_text(column, self._value(row, column))

    def _display(self, row: Row, column: Column) -> str | None:
        pending = self._pending(row, column)
        if pending:
            return pending.text
        if not column.field:
            return self._names.of(column.refers).get(row.parent_id or "", row.parent_id or "")
        if column.cell == "flag":
            return None
        own = self._portfolio.settings.currency
        currency = currency_of(self._portfolio, self.kind, row) if column.unit.startswith("money") else own
        value = value_at(row.record, column.field)
        return display_text(column, value, self._names, currency if currency != own else "")

    def _value(self, row: Row, column: Column) -> Any:
        return value_at(row.record, column.field) if column.field else row.parent_id

    def _sort(self, row: Row, column: Column) -> float | str:
        """Numbers by their base, months by time, everything else by what is shown."""
        value = self._value(row, column)
        if isinstance(value, Quantity):
            return value.base
        if isinstance(value, (bool, int, float)):
            return float(value)
        if column.cell in _NUMBERS:
            return float("-inf")
        return str(value or "") if column.cell == "month" else (self._display(row, column) or "").casefold()

    def checked(self, row: Row, column: Column) -> Qt.CheckState | None:
        """Whether a flag is set; None for what is no flag."""
        if column.cell != "flag" or self._pending(row, column):
            return None
        return Qt.CheckState.Checked if self._value(row, column) else Qt.CheckState.Unchecked

    def _tool_tip(self, row: Row, column: Column) -> str | None:
        problems = self.problems(row, column.field)
        if problems:
            return "\n".join(one.message if one.severity == "error" else f"Odd: {one.message}" for one in problems)
        value = self._value(row, column)
        if isinstance(value, Quantity) and not value.is_certain:
            words = percentiles_in_words(value, column.unit, currency_of(self._portfolio, self.kind, row))
            return f"{value.text}\n{words}"
        shown = self._display(row, column) or ""
        exact = self._text(row, column)
        if shown and shown != exact and kinds_named(column) and column.field:
            return f"{shown}\nTyped as: {exact}"
        long = column.cell in ("names", "text", "quantities") and len(shown) > 20
        return exact if long else None

    def _background(self, row: Row, column: Column) -> QColor | None:
        return self._fill(self.problems(row, column.field))

    def _fill(self, problems: Sequence[Issue]) -> QColor | None:
        if not problems:
            return None
        tokens = tokens_of(QGuiApplication.palette())
        colour = QColor(tokens.bad if any(one.severity == "error" for one in problems) else tokens.warn)
        colour.setAlpha(38)
        return colour

    def _foreground(self, row: Row, column: Column) -> QColor | None:
        waiting = self._pending(row, column)
        if not waiting and not self._is_default(row, column):
            return None
        tokens = tokens_of(QGuiApplication.palette())
        return QColor(tokens.bad if waiting else tokens.faint)

    def _is_default(self, row: Row, column: Column) -> bool:
        return bool(column.field) and not column.required and self._value(row, column) == column.default

    def _described(self, row: Row, column: Column) -> str:
        """What a screen reader says of a cell."""
        shown = self._display(row, column)
        if shown is None:
            shown = "yes" if self._value(row, column) else "no"
        problems = "; ".join(one.message for one in self.problems(row, column.field))
        name = title(self.kind, column)
        return f"{name}: {shown or 'empty'}" + (f". Problem: {problems}" if problems else "")

    def _row_header(self, section: int, role: int) -> Any:
        if not 0 <= section < len(self._rows):
            return None
        row = self._rows[section]
        if role == ItemRole.DisplayRole:
            return str(section + 1)
        if role == ItemRole.ToolTipRole:
            return self._row_problems(row) or self.name_of(row)
        if role == ItemRole.DecorationRole:
            return self._row_mark(row)
        return None

    def _row_mark(self, row: Row) -> QIcon | None:
        """A sign at the row's number where something is wrong in it, in a hidden column perhaps."""
        own = [one for issues in self._issues.get((self.kind, row.id), {}).values() for one in issues]
        waiting = self.pending.of(self.kind, row.key)
        if not own and not waiting:
            return None
        tokens = tokens_of(QGuiApplication.palette())
        wrong = bool(waiting) or any(one.severity == "error" for one in own)
        return icon("alert-circle" if wrong else "alert-outline", tokens.bad if wrong else tokens.warn)

    def _row_problems(self, row: Row) -> str:
        own = self._issues.get((self.kind, row.id), {})
        return "\n".join(f"{field or 'record'}: {one.message}" for field, issues in own.items() for one in issues)


def _explained(pending: Pending) -> str:
    return f"{pending.message}. Not taken over; the plan goes on with the value before (Esc brings it back)"


def _flags(column: Column) -> Qt.ItemFlag:
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
    if column.field:
        flags |= Qt.ItemFlag.ItemIsEditable
    if column.cell == "flag":
        flags |= Qt.ItemFlag.ItemIsUserCheckable
    return flags


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Where a cell's text stands: numbers at the right."""
    side = Qt.AlignmentFlag.AlignRight if column.cell in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_ANSWERS: dict[int, Any] = {
    ItemRole.DisplayRole: RecordTable._display,
    ItemRole.EditRole: RecordTable._text,
    ItemRole.CheckStateRole: RecordTable.checked,
    ItemRole.ToolTipRole: RecordTable._tool_tip,
    ItemRole.BackgroundRole: RecordTable._background,
    ItemRole.ForegroundRole: RecordTable._foreground,
    ItemRole.AccessibleTextRole: RecordTable._described,
    ItemRole.TextAlignmentRole: lambda table, row, column: int(alignment(column)),
    Role.COLUMN: lambda table, row, column: column,
    Role.VALUE: RecordTable._value,
    Role.PROBLEMS: lambda table, row, column: table.problems(row, column.field),
    Role.SORT: RecordTable._sort,
    Role.DEFAULT: RecordTable._is_default,
}
