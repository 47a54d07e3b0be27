"""Records made of rows, put together as a portfolio: new, or on top of one that is there.

Records are matched by id.  What the rows do not mention stays as it was; the order of rows is the order of the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.exchange.problems import Problem
from app.exchange.rows import Row
from app.exchange.sheets import PARENTS
from models.address import closest
from models.fields import COLLECTIONS, KINDS, fields_of
from models.overlay import Override
from models.portfolio import Portfolio, Settings
from models.walk import records

Entries = dict[str, dict[str, "Entry"]]


@dataclass(slots=True)
class Entry:
    """A record without the records inside it, the id of its parent, and the rows that say so."""

    record: Any
    parent: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Assembled:
    """A portfolio, the rows of each of its records, and the rows that do not fit together."""

    portfolio: Portfolio
    rows: dict[tuple[str, str], list[Row]]
    problems: list[tuple[Row, Problem]]


def assemble(
    rows: Sequence[Row], kinds: Mapping[str, frozenset[str]], onto: Portfolio | None, *, remove_missing: bool
) -> Assembled:
    """The portfolio that the rows describe.

    Parameters
    ----------
    rows
        Without those that are to be left out.
    kinds
        The kinds that have a sheet, with the fields that it has columns for.
    onto
        The portfolio on which the rows are laid; None for a new one, which needs settings among the rows.
    remove_missing
        Whether records go that are not in a sheet which is there.
    """
    problems: list[tuple[Row, Problem]] = []
    entries = _existing(onto)
    order: dict[str, list[str]] = {}
    for kind in KINDS:
        mine = [row for row in rows if row.kind == kind and not row.lost]
        if kind not in kinds or kind == "settings":
            continue
        made = _entries(kind, mine, kinds[kind], entries.get(kind, {}), problems)
        order[kind] = list(made)
        kept = {} if remove_missing else entries.get(kind, {})
        entries[kind] = {**kept, **made}
    _drop_orphans(entries, problems)
    settings = next((row for row in rows if row.kind == "settings"), None)
    portfolio = _portfolio(settings, onto, _grouped(entries, order))
    index = {(kind, key): entry.rows for kind, found in entries.items() for key, entry in found.items() if entry.rows}
    if settings is not None:
        index["settings", ""] = [settings]
    return Assembled(portfolio, index, problems)


def record_key(kind: str, record: Any) -> str:
    """What a record is known by among its kind."""
    return f"{record.first} | {record.second}" if kind == "correlation" else str(record.id)


def entries_of(portfolio: Portfolio) -> Entries:
    """All records of a portfolio by kind and key, each without the records inside it."""
    found: Entries = {}
    for located in records(portfolio):
        if located.kind == "settings":
            continue
        parent = located.owners[-1].id if located.owners else ""
        found.setdefault(located.kind, {}).setdefault(
            record_key(located.kind, located.record), Entry(_alone(located.kind, located.record), parent)
        )
    return found


def _existing(onto: Portfolio | None) -> Entries:
    return {} if onto is None else entries_of(onto)


def _alone(kind: str, record: Any) -> Any:
    held = COLLECTIONS.get(kind)
    return msgspec.structs.replace(record, **dict.fromkeys(held, ())) if held else record


def _entries(
    kind: str,
    rows: Iterable[Row],
    present: frozenset[str],
    existing: Mapping[str, Entry],
    problems: list[tuple[Row, Problem]],
) -> dict[str, Entry]:
    """The records of a kind's rows; an id that is there twice is a problem, except of scenarios."""
    drafts: dict[str, list[Row]] = {}
    for row in rows:
        first = drafts.setdefault(row.key, [])
        if first and kind != "scenario":
            name = "first" if kind == "correlation" else "id"
            what = "this pair" if kind == "correlation" else f'the id "{row.key}"'
            message = f"{what} is in row {first[0].number} already; give each {kind} its own"
            problems.append((row, row.problem(name, message)))
            continue
        first.append(row)
    made = {}
    for key, lines in drafts.items():
        base = existing.get(key)
        values = lines[0].values if kind != "scenario" else dict(_scenario_values(lines, problems))
        record = _build(KINDS[kind], values, present, base.record if base else None)
        made[key] = Entry(record, lines[0].parent or (base.parent if base else ""), lines)
    return made


def _scenario_values(lines: Sequence[Row], problems: list[tuple[Row, Problem]]) -> Iterator[tuple[str, Any]]:
    """The fields of a scenario, which may stand in each of its rows or in one, and its overrides."""
    said: dict[str, Row] = {}
    for row in lines:
        for name, value in row.values.items():
            if name.startswith("override."):
                continue
            first = said.setdefault(name, row)
            if first.values[name] != value:
                message = f"row {first.number} says something else of the same scenario; write it once, or the same"
                problems.append((row, row.problem(name, message)))
    yield from ((name, row.values[name]) for name, row in said.items())
    if any("override.target" in row.places for row in lines):
        yield "overrides", tuple(_override(row) for row in lines if _has_override(row))


def _has_override(row: Row) -> bool:
    return any(name in row.values for name in ("override.target", "override.value", "override.note"))


def _override(row: Row) -> Override:
    values = {
        name.removeprefix("override."): value for name, value in row.values.items() if name.startswith("override.")
    }
    return Override(**{"target": "", "value": None, **values})


def _build(
    record_type: type[msgspec.Struct], values: Mapping[str, Any], present: frozenset[str], base: Any, prefix: str = ""
) -> Any:
    """A record of its cells: an empty cell is the default, a column that is not there leaves what was."""
    fields = {}
    for name, info in fields_of(record_type).items():
        path = prefix + name
        if path in values:
            fields[name] = values[path]
        elif info.is_record and any(other.startswith(f"{path}.") for other in present):
            filled = any(other.startswith(f"{path}.") for other in values)
            inner = getattr(base, name, None)
            if filled or not info.optional:
                fields[name] = _build(info.core, values, present, inner, f"{path}.")
        elif path not in present and base is not None:
            fields[name] = getattr(base, name)
        elif info.required:
            fields[name] = ""  # a text that may be empty; whatever else is required was given a stand-in
    return record_type(**fields)


def _drop_orphans(entries: Entries, problems: list[tuple[Row, Problem]]) -> None:
    """Take out records whose parent is not there, parents first; those of rows are a problem."""
    for kind in KINDS:
        parent_kind = PARENTS.get(kind)
        if parent_kind is None:
            continue
        parents = entries.get(parent_kind, {})
        for key, entry in list(entries.get(kind, {}).items()):
            if entry.parent in parents:
                continue
            del entries[kind][key]
            for row in entry.rows:
                message = f'there is no {parent_kind} "{entry.parent}"; {closest(entry.parent, parents)}'
                problems.append((row, row.problem("", message)))


def _grouped(entries: Entries, order: Mapping[str, list[str]]) -> dict[tuple[str, str], list[Entry]]:
    """The records of each kind and parent, in order."""
    grouped: dict[tuple[str, str], list[Entry]] = {}
    for kind, found in entries.items():
        by_parent: dict[str, list[str]] = {}
        for key, entry in found.items():
            by_parent.setdefault(entry.parent, []).append(key)
        rank = {key: number for number, key in enumerate(order.get(kind, ()))}
        for parent, keys in by_parent.items():
            grouped[kind, parent] = [found[key] for key in _ordered(keys, rank)]
    return grouped


def _ordered(existing: Sequence[str], rank: Mapping[str, int]) -> list[str]:
    """The keys in the order of the sheet; what it does not mention stays behind what it stood behind."""
    ordered = sorted((key for key in existing if key in rank), key=rank.__getitem__)
    if len(ordered) == len(existing):
        return ordered
    previous: str | None = None
    for key in existing:
        if key not in rank:
            ordered.insert(0 if previous is None else ordered.index(previous) + 1, key)
        previous = key
    return ordered


def _portfolio(
    settings: Row | None, onto: Portfolio | None, grouped: Mapping[tuple[str, str], list[Entry]]
) -> Portfolio:
    def held(kind: str, parent: str) -> dict[str, Any]:
        return {
            name: tuple(whole(child, entry) for entry in grouped.get((child, parent), ()))
            for name, child in COLLECTIONS.get(kind, {}).items()
        }

    def whole(kind: str, entry: Entry) -> Any:
        inside = held(kind, record_key(kind, entry.record)) if kind in COLLECTIONS else {}
        return msgspec.structs.replace(entry.record, **inside) if inside else entry.record

    own: dict[str, Any] = (
        {"name": onto.name, "description": onto.description} if onto else {"name": "", "description": ""}
    )
    chosen = onto.settings if onto else None
    if settings is not None:
        present = frozenset(settings.cells)
        own |= {name: settings.values.get(name, "") for name in own if name in present}
        values = settings.values if chosen or "start" in settings.values else {**settings.values, "start": "2027-01"}
        chosen = _build(Settings, values, present, chosen)
    return Portfolio(**own, **held("portfolio", ""), settings=chosen or Settings(start="2027-01"))
