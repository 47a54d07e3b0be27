"""Typed texts that are no values: kept beside the portfolio, by record and field, until they are put right.

The portfolio never holds them, so nothing else waits for them; tables, inspector and problems panel show them all the
same.  A text goes when it is corrected or taken back, when its record goes, or when undo (or anything else)
gives its field another value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.tables.changes import Rejected
from app.tables.editor import Editor
from app.tables.rows import Row, renamed_keys, rows_of
from app.tables.values import value_at
from models.issue import Issue


@dataclass(frozen=True, slots=True)
class Pending:
    """A text as typed, why it is no value, and the value that the plan goes on with."""

    text: str
    message: str
    kept: object


class PendingTexts(QObject):
    """All pending texts of one document.

    Signals
    -------
    changed
        Kind and key of a record whose pending texts changed.
    """

    changed = Signal(str, str)

    def __init__(self, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._texts: dict[tuple[str, str], dict[str, Pending]] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}
        editor.portfolio_changed.connect(self._follow)

    @property
    def number(self) -> int:
        """How many texts are pending."""
        return sum(map(len, self._texts.values()))

    def of(self, kind: str, key: str) -> dict[str, Pending]:
        """The pending texts of a record, by field."""
        return self._texts.get((kind, key), {})

    def put(self, kind: str, rejected: Iterable[Rejected]) -> None:
        """Keep texts that are no values of their fields; those of records that are not there are dropped."""
        found = tuple(rejected)
        if not found:
            return
        self._rows[kind] = rows_of(self._editor.portfolio, kind)
        by_key = {row.key: row for row in self._rows[kind]}
        for one in found:
            row = by_key.get(one.key)
            if row is not None:
                kept = value_at(row.record, one.field)
                self._texts.setdefault((kind, one.key), {})[one.field] = Pending(one.text, one.message, kept)
        for key in dict.fromkeys(one.key for one in found):
            self.changed.emit(kind, key)

    def discard(self, kind: str, key: str, field: str) -> bool:
        """Forget the text of a field; whether there was one."""
        texts = self._texts.get((kind, key), {})
        if texts.pop(field, None) is None:
            return False
        if not texts:
            del self._texts[kind, key]
        self.changed.emit(kind, key)
        return True

    def clear(self) -> None:
        """Forget everything, for another document."""
        records = list(self._texts)
        self._texts.clear()
        self._rows.clear()
        for kind, key in records:
            self.changed.emit(kind, key)

    def issues(self) -> tuple[Issue, ...]:
        """Every pending text as an error, for the list of problems."""
        return tuple(self._issues())

    def _issues(self) -> Iterator[Issue]:
        for (kind, key), texts in self._texts.items():
            row = next((one for one in self._rows[kind] if one.key == key), None)
            if row is None:
                continue
            owners = " > ".join(str(getattr(owner, "name", "") or getattr(owner, "id", "")) for owner in row.owners)
            where = f"{kind} {row.id}" + (f" ({owners})" if owners else "")
            for field, pending in texts.items():
                yield Issue(where, field, f'"{pending.text}" was not taken over: {pending.message}')

    def _follow(self) -> None:
        """Keep each text at its record after an edit, or let it go."""
        for kind in {kind for kind, _ in self._texts}:
            old, new = self._rows.get(kind, ()), rows_of(self._editor.portfolio, kind)
            self._rows[kind] = new
            renamed = renamed_keys(old, new) or {}
            by_key = {row.key: row for row in new}
            for (one_kind, key), texts in list(self._texts.items()):
                if one_kind == kind:
                    self._move(kind, key, renamed.get(key, key), texts, by_key)

    def _move(self, kind: str, key: str, new_key: str, texts: dict[str, Pending], rows: dict[str, Row]) -> None:
        row = rows.get(new_key)
        kept = {
            field: pending
            for field, pending in texts.items()
            if row is not None and value_at(row.record, field) == pending.kept
        }
        del self._texts[kind, key]
        if kept:
            self._texts[kind, new_key] = kept
        if kept != texts or key != new_key:
            self.changed.emit(kind, new_key)
