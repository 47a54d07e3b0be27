"""The inspector: all fields of one record, grouped, each with its unit, its help and what is wrong with it.

Fields are typed into with the widgets of the tables, and go the same way into the portfolio.  Typing in one field is
one step: a pause hands over what is typed so far, if it is a value.  What can be chosen, what fields are called and in
which currency follow the portfolio while a record is shown.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.exchange.sheets import Column
from app.tables.columns import explanation
from app.tables.display import currency_of, names_in, unit_label
from app.tables.editor import Editor
from app.tables.entry import enter
from app.tables.fieldeditor import FieldEditor
from app.tables.groups import groups, label
from app.tables.pending import PendingTexts
from app.tables.picks import Asked
from app.tables.places import by_record
from app.tables.rows import Row, renamed_keys, rows_of
from app.tables.values import CellError, edit_text, read_text, value_at
from app.theme import tokens_of
from models.edits import EditError
from models.issue import Issue


class Inspector(QScrollArea):
    """The panel of one record."""

    _title: QLabel
    _problems: QLabel

    def __init__(self, editor: Editor, pending: PendingTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._pending = pending
        self._kind = ""
        self._row: Row | None = None
        self._rows: tuple[Row, ...] = ()
        self._currency = ""
        self.fields: dict[str, FieldEditor] = {}
        self._captions: dict[str, QLabel] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Inspector of the chosen record")
        self._show_nothing()
        editor.portfolio_changed.connect(self.refresh)
        editor.issues_changed.connect(self._show_values)
        pending.changed.connect(self._pending_changed)

    @property
    def shown(self) -> tuple[str, str] | None:
        """Kind and key of the record that is shown."""
        return (self._kind, self._row.key) if self._row is not None else None

    def show_record(self, kind: str, record_id: str) -> None:
        """Show the record of an id (or key); nothing where it is not there."""
        if self._row is not None and (kind, record_id) in ((self._kind, self._row.key), (self._kind, self._row.id)):
            return
        self._leave_all()
        self._kind = kind
        self._rows = rows_of(self._editor.portfolio, kind)
        self._row = next((row for row in self._rows if record_id in (row.key, row.id)), None)
        if self._row is None:
            self._show_nothing()
        else:
            self._build(self._row)

    def show_field(self, field: str) -> None:
        """Put the keys into a field."""
        if field in self.fields:
            self.fields[field].setFocus()
            self.ensureWidgetVisible(self.fields[field])

    def refresh(self) -> None:
        """Follow the record through an edit, an undo or a renaming."""
        if self._row is None:
            return
        old, self._rows = self._rows, rows_of(self._editor.portfolio, self._kind)
        key = (renamed_keys(old, self._rows) or {}).get(self._row.key, self._row.key)
        self._row = next((row for row in self._rows if row.key == key), None)
        if self._row is None:
            self._show_nothing()
        else:
            self._follow(self._row)
            self._show_values()

    def _follow(self, row: Row) -> None:
        """Let pickers offer the records that there are by now; say the currency of now."""
        asked, currency = self._asked(row)
        for field in self.fields.values():
            field.follow(asked, currency)
        if currency != self._currency:
            self._currency = currency
            for field in self.fields.values():
                self._explain(field)

    def _asked(self, row: Row) -> tuple[Asked, str]:
        """What the fields of a row may name, and the currency of its money."""
        portfolio = self._editor.portfolio
        asked = Asked(portfolio, names_in(portfolio), self._kind, row.record, row.owners)
        return asked, currency_of(portfolio, self._kind, row)

    def _show_nothing(self) -> None:
        self.fields = {}
        words = QLabel("Choose a row to see all of its fields here.")
        words.setObjectName("empty")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setMargin(24)
        self.setWidget(words)

    def _build(self, row: Row) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(14, 10, 14, 14)
        layout.setSpacing(8)
        self._title = _heading(body, 3)
        self._problems = QLabel(body)
        self._problems.setWordWrap(True)
        layout.addWidget(self._title)
        layout.addWidget(self._problems)
        self.fields, self._captions = {}, {}
        asked, self._currency = self._asked(row)
        for name, columns in groups(self._kind):
            heading = _heading(body, 1)
            heading.setText(name)
            layout.addWidget(heading)
            layout.addLayout(self._form(body, columns, asked))
        layout.addStretch(1)
        self._show_values()
        self.setWidget(body)

    def _form(self, body: QWidget, columns: tuple[Column, ...], asked: Asked) -> QFormLayout:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(3)
        for column in columns:
            field = FieldEditor(column, asked, self._currency, body)
            field.entered.connect(partial(self._enter, column))
            field.taken_back.connect(partial(self._take_back, column.field))
            caption = QLabel(body)
            caption.setObjectName("caption")
            caption.setBuddy(field.editor)
            form.addRow(caption, field)
            self.fields[column.field], self._captions[column.field] = field, caption
            self._explain(field)
        return form

    def _explain(self, field: FieldEditor) -> None:
        """Say what a field is called, in which unit, and what it is."""
        column, caption = field.column, self._captions[field.column.field]
        caption.setText(_caption(self._kind, column, self._currency))
        for widget in (caption, field.editor):
            widget.setToolTip(explanation(column, self._currency))

    def _show_values(self) -> None:
        """Show what the portfolio holds, what is pending, and what the check found."""
        if self._row is None:
            return
        tokens = tokens_of(self.palette())
        found = by_record(self._editor.issues).get((self._kind, self._row.id), {})
        pending = self._pending.of(self._kind, self._row.key)
        for name, field in self.fields.items():
            issues = found.get(name, [])
            waiting = pending.get(name)
            if waiting:
                kept = edit_text(field.column, waiting.kept) or "nothing"
                message = f"{waiting.message}. Not taken over; the plan goes on with {kept}"
                issues = [Issue(self._row.id, name, message), *issues]
            text = waiting.text if waiting else edit_text(field.column, value_at(self._row.record, name))
            field.show_text(text, issues, tokens)
        record = self._row.record
        name = getattr(record, "name", "") or getattr(record, "role", "")
        self._title.setText(str(name or f"{self._kind.capitalize()} {self._row.id}"))
        others = [one.message for name, issues in found.items() if name not in self.fields for one in issues]
        self._problems.setText("\n".join(others))
        self._problems.setVisible(bool(others))
        self._problems.setStyleSheet(f"color: {tokens.bad};")

    def _pending_changed(self, kind: str, key: str) -> None:
        if self.shown == (kind, key):
            self._show_values()

    def _enter(self, column: Column, text: str, left: bool) -> None:
        """Take over a text; at a pause only if it is a value, since more may follow."""
        row = self._row
        if row is None or (not left and not _is_value(column, text)):
            return
        waiting = self._pending.of(self._kind, row.key)
        if column.field not in waiting and text == edit_text(column, value_at(row.record, column.field)):
            return
        name = getattr(row.record, "name", "") or row.id
        what = f"{label(self._kind, column).lower()} of {name}"
        try:
            merge_key = f"{self._kind}:{row.key}.{column.field}"
            enter(self._editor, self._pending, self._kind, {row.key: {column.field: text}}, what, merge_key)
        except EditError as error:
            self.fields[column.field].problems.setText(f"Not done: {error}. Nothing was changed.")
            self.fields[column.field].problems.show()

    def _take_back(self, field: str) -> None:
        """Forget the pending text of a field and show the value that the plan goes on with."""
        if self._row is not None and not self._pending.discard(self._kind, self._row.key, field):
            self._show_values()

    def _leave_all(self) -> None:
        for field in self.fields.values():
            field.leave()


def _heading(parent: QWidget, larger: int) -> QLabel:
    heading = QLabel(parent)
    font = heading.font()
    font.setBold(True)
    font.setPointSize(font.pointSize() + larger)
    heading.setFont(font)
    heading.setWordWrap(True)
    heading.setTextFormat(Qt.TextFormat.PlainText)
    return heading


def _caption(kind: str, column: Column, currency: str) -> str:
    name, unit = label(kind, column), unit_label(column.unit, currency)
    needed = " *" if column.required else ""
    return f"{name}{needed}" + (f" · {unit}" if unit and not name.endswith(unit) else "")


def _is_value(column: Column, text: str) -> bool:
    try:
        read_text(column, text)
    except CellError:
        return False
    return True
