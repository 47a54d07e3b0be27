"""What an import would change: records added, changed and removed, before anything is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.exchange.cells import CellError, write_cell
from app.exchange.records import Entries, entries_of
from app.exchange.sheets import Column, input_sheets, settings_rows
from app.exchange.writing_inputs import value_at
from models.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record, as texts of cells; ``kind`` is ``settings`` with an empty id for a setting."""

    kind: str
    id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The difference between two portfolios; ``portfolio`` is the later one.

    ``added`` and ``removed`` hold kind and id.
    """

    portfolio: Portfolio
    added: tuple[tuple[str, str], ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether both portfolios are the same."""
        return not (self.added or self.changed or self.removed)


def apply(preview: Preview) -> Portfolio:
    """The portfolio with everything of a preview done: one edit."""
    return preview.portfolio


def compare(before: Portfolio | None, after: Portfolio) -> Preview:
    """What leads from one portfolio to the other; from nothing for None."""
    old: Entries = {} if before is None else entries_of(before)
    new = entries_of(after)
    kinds = [sheet.kind for sheet in input_sheets()]
    added = [(kind, key) for kind in kinds for key in new.get(kind, {}) if key not in old.get(kind, {})]
    removed = [(kind, key) for kind in kinds for key in old.get(kind, {}) if key not in new.get(kind, {})]
    changed = [] if before is None else [*_settings(before, after), *_records(old, new)]
    return Preview(after, tuple(added), tuple(changed), tuple(removed))


def _settings(before: Portfolio, after: Portfolio) -> Iterator[Change]:
    for column in settings_rows():
        own = column.field in ("name", "description")
        pair = [value_at(one if own else one.settings, column.field) for one in (before, after)]
        if pair[0] != pair[1]:
            yield Change("settings", "", column.title, _text(column, pair[0]), _text(column, pair[1]))


def _records(old: Entries, new: Entries) -> Iterator[Change]:
    for sheet in input_sheets():
        before, after = old.get(sheet.kind, {}), new.get(sheet.kind, {})
        for key, entry in after.items():
            if key not in before:
                continue
            for column in sheet.columns:
                pair = [_value(one, column) for one in (before[key], entry)]
                if pair[0] != pair[1]:
                    yield Change(sheet.kind, key, column.title, _text(column, pair[0]), _text(column, pair[1]))
            if sheet.kind == "scenario" and before[key].record.overrides != entry.record.overrides:
                counts = [f"{len(one.record.overrides)} overrides" for one in (before[key], entry)]
                yield Change(sheet.kind, key, "Overrides", counts[0], counts[1])
        yield from _orders(sheet.kind, old, new)


def _orders(kind: str, old: Entries, new: Entries) -> Iterator[Change]:
    """Records of one parent that come in another order."""
    before, after = old.get(kind, {}), new.get(kind, {})
    parents = dict.fromkeys(entry.parent for entry in before.values())
    for parent in parents:
        was = [key for key, entry in before.items() if entry.parent == parent and key in after]
        now = [key for key, entry in after.items() if entry.parent == parent and key in before]
        if was != now and sorted(was) == sorted(now):
            yield Change(kind, parent, "Order", ", ".join(was), ", ".join(now))


def _value(entry: Any, column: Column) -> Any:
    if column.field.startswith("override."):
        return None
    return value_at(entry.record, column.field) if column.field else entry.parent


def _text(column: Column, value: Any) -> str:
    try:
        cell = write_cell(column, value)
    except CellError:
        return "?"
    return "" if cell is None else str(cell)
