"""Changes of whole blocks of a table as pure functions from a portfolio to a portfolio.  No Qt here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import msgspec

from app.exchange.sheets import Column
from app.tables.columns import columns_of
from app.tables.rows import HOLDERS, Row, rows_of
from app.tables.values import CellError, is_id, read_text, with_value
from models.budget import BUDGET_CATEGORIES, Budget
from models.calendar import fiscal_year, period_name, year_label
from models.edits import EditError, add_record, fresh_id, move_record, remove_records, rename_id, rerank
from models.fields import KINDS, fields_of
from models.parts import Path
from models.portfolio import Portfolio, Settings
from models.record import Record
from models.uncertainty import Quantity
from models.walk import find, replace_at

NESTED: dict[str, str] = {kind: holder for kind, (holder, _) in HOLDERS.items() if holder != "portfolio"}
"""Kinds that live inside another record, and that record's kind."""

_NOTHING = Portfolio(name="", settings=Settings(start="2000-01"))

Texts = Mapping[str, str]
"""Typed texts by field."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A text that a field cannot take, and why."""

    key: str
    field: str
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Typed texts as values, by row key and field, and those that are none."""

    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()


def read_texts(portfolio: Portfolio, kind: str, texts: Mapping[str, Texts]) -> Reading:
    """What the texts typed into rows mean; an id that cannot be taken is rejected too."""
    columns = {column.field: column for column in columns_of(kind)}
    values: dict[str, dict[str, Any]] = {}
    rejected: list[Rejected] = []
    renamed = portfolio
    for key, cells in texts.items():
        for name, text in cells.items():
            try:
                value = read_text(columns[name], text)
                if name == "id" and value != key.partition("#")[0]:
                    renamed = rename_id(renamed, kind, key.partition("#")[0], value)
            except (CellError, EditError) as error:
                rejected.append(Rejected(key, name, text, str(error)))
            else:
                values.setdefault(key, {})[name] = value
    return Reading(values, tuple(rejected))


def set_values(portfolio: Portfolio, kind: str, values: Mapping[str, Mapping[str, Any]]) -> Portfolio:
    """The portfolio with values in fields of rows, named by their keys; a changed id is followed where it is named."""
    by_key = {row.key: row for row in rows_of(portfolio, kind)}
    renames: list[tuple[str, str]] = []
    for key, cells in values.items():
        row = by_key[key]
        record = row.record
        for name, value in cells.items():
            if name == "id" and row.key == row.id:
                renames.append((row.id, str(value)))
            else:
                record = with_value(record, name, value)
        portfolio = replace_at(portfolio, row.path, record)
    for old, new in renames:
        portfolio = rename_id(portfolio, kind, old, new)
    return portfolio


def insert_row(portfolio: Portfolio, kind: str, record: Record, parent_id: str | None, before: Row | None) -> Portfolio:
    """The portfolio with a record before a row, or at the end; an initiative takes the rank of the row before it."""
    index = int(before.path[-1]) if before is not None else None
    portfolio = add_record(portfolio, kind, record, parent_id, index)
    if kind != "initiative":
        return portfolio
    order = ranked(portfolio)
    new = getattr(record, "id", "")
    order.remove(new)
    order.insert(order.index(before.id) if before is not None else len(order), new)
    return rerank(portfolio, order)


def append_rows(
    portfolio: Portfolio, kind: str, parent_id: str | None, texts: Sequence[Texts]
) -> tuple[Portfolio, tuple[Rejected, ...]]:
    """The portfolio with a record for each set of texts at the end, and the texts that did not fit.

    Rows without any text are left out.
    """
    columns = {column.field: column for column in columns_of(kind)}
    taken = {row.id for row in rows_of(portfolio, kind)}
    rejected: list[Rejected] = []
    added: list[Record] = []
    blank = blank_record(portfolio, kind)
    for cells in texts:
        if not any(text.strip() for text in cells.values()):
            continue
        wanted = cells.get("id", "").strip()
        slug = wanted if is_id(wanted) else fresh_id(_NOTHING, kind, cells.get("name", "") or f"new {kind}")
        key = _free_id(slug, taken)
        taken.add(key)
        record, refused = _filled(_numbered(blank, key, len(added)), key, columns, cells)
        added.append(record)
        rejected += refused
    holder, name = HOLDERS[kind]
    path: Path = (name,) if holder == "portfolio" else (*find(portfolio, holder, parent_id or "").path, name)
    siblings = (row.record for row in rows_of(portfolio, kind, parent_id))
    return replace_at(portfolio, path, (*siblings, *added)), tuple(rejected)


def _numbered(blank: Any, key: str, number: int) -> Any:
    """The blank record as the next new one: its own id, and the rank after those before it."""
    own: dict[str, Any] = {}
    if hasattr(blank, "id"):
        own["id"] = key
    if hasattr(blank, "rank"):
        own["rank"] = blank.rank + number
    return msgspec.structs.replace(blank, **own)


def _filled(record: Any, key: str, columns: Mapping[str, Column], cells: Texts) -> tuple[Any, list[Rejected]]:
    """The record with the texts in its fields, and those that do not fit; an empty text leaves what is there."""
    refused = []
    for name, text in cells.items():
        if not text.strip():
            continue
        try:
            value = read_text(columns[name], text)
            if name == "id" and value != key:
                raise CellError(f'the id "{value}" is taken; another was given, such as "{key}"')
        except CellError as error:
            refused.append(Rejected(key, name, text, str(error)))
        else:
            record = with_value(record, name, value)
    return record, refused


def _free_id(slug: str, taken: Collection[str]) -> str:
    """``slug``, or ``slug-2``, ``slug-3`` ... where it is taken."""
    numbered = (f"{slug[:72]}-{number}" for number in count(2))
    return slug if slug not in taken else next(name for name in numbered if name not in taken)


def blank_record(portfolio: Portfolio, kind: str, wanted: str = "") -> Any:
    """A new record of a kind with a fresh id, sound where a sound guess can be made."""
    record_type = KINDS[kind]
    given: dict[str, Any] = {}
    for name, info in fields_of(record_type).items():
        if name == "id":
            given[name] = fresh_id(portfolio, kind, wanted or f"new {kind}")
        elif info.required:
            given[name] = _first_guess(portfolio, kind, name, info.choices, info.is_quantity)
    given |= _sound(portfolio, kind)
    return record_type(**given)


def _first_guess(portfolio: Portfolio, kind: str, name: str, choices: tuple[str, ...], quantity: bool) -> Any:
    if choices:
        return choices[0]
    if quantity:
        return Quantity.certain(0.0)
    texts = {
        "name": f"New {kind}",
        "role": "New role",
        "month": portfolio.settings.start,
        "start": portfolio.settings.start,
    }
    if name in texts:
        return texts[name]
    if name == "period":
        return year_label(fiscal_year(portfolio.settings, 0))
    if name == "initiative":
        return portfolio.initiatives[0].id if portfolio.initiatives else "initiative"
    if name == "decided_on":
        return f"{portfolio.settings.start}-01"
    return 0.0 if name in ("headcount", "amount", "rho") else ""


def _sound(portfolio: Portfolio, kind: str) -> dict[str, Any]:
    """Values that keep a fresh record from being an error, where its first guess would be one."""
    if kind == "stage":
        return {"duration": Quantity.certain(1.0)}
    if kind == "currency":
        return {"rate": Quantity.certain(1.0)}
    if kind == "budget":
        return _free_envelope(portfolio)
    if kind == "objective":
        return {"metric": "value", "target": 0.0}
    if kind == "initiative":
        return {"rank": max((one.rank for one in portfolio.initiatives), default=0) + 1}
    return {}


def _free_envelope(portfolio: Portfolio) -> dict[str, Any]:
    """The first fiscal year and category without a budget."""
    settings = portfolio.settings
    taken = {(_fiscal_year_of(budget, settings), budget.category) for budget in portfolio.budgets}
    first = fiscal_year(settings, 0)
    for year in range(first, fiscal_year(settings, max(0, settings.horizon_months - 1)) + 1):
        for category in BUDGET_CATEGORIES:
            if (year_label(year), category) not in taken:
                return {"period": year_label(year), "category": category}
    return {}


def _fiscal_year_of(budget: Budget, settings: Settings) -> str:
    """The label of the year that a budget is for or a part of; empty where its period cannot be read."""
    try:
        return period_name(settings, budget.period).partition("-")[0]
    except ValueError:
        return ""


def remove_rows(portfolio: Portfolio, kind: str, rows: Iterable[Row]) -> Portfolio:
    """The portfolio without some records; of an id that is there twice only the row meant."""
    ids = []
    for row in sorted(rows, key=lambda one: one.path, reverse=True):
        if row.key != row.id and hasattr(row.record, "id"):
            holder: Any = portfolio
            for step in row.path[:-1]:
                holder = holder[step] if isinstance(step, int) else getattr(holder, step)
            position = int(row.path[-1])
            portfolio = replace_at(portfolio, row.path[:-1], (*holder[:position], *holder[position + 1 :]))
        else:
            ids.append(row.id)
    return remove_records(portfolio, kind, ids) if ids else portfolio


def place_rows(portfolio: Portfolio, kind: str, moved: Sequence[Row], before: Row | None) -> Portfolio:
    """The portfolio with rows right before another, or at the end: by rank for initiatives, else in the document."""
    names = [row.id for row in moved]
    if kind == "initiative":
        order = [name for name in ranked(portfolio) if name not in names]
        at = order.index(before.id) if before is not None else len(order)
        return rerank(portfolio, [*order[:at], *names, *order[at:]])
    for row in moved:
        siblings = [one.key for one in rows_of(portfolio, kind, row.parent_id) if one.key != row.key]
        at = siblings.index(before.key) if before is not None and before.key in siblings else len(siblings)
        position = next(int(one.path[-1]) for one in rows_of(portfolio, kind) if one.key == row.key)
        portfolio = move_record(portfolio, kind, str(position + 1) if kind == "correlation" else row.id, at)
    return portfolio


def ranked(portfolio: Portfolio) -> list[str]:
    """The ids of the initiatives by rank, equals in document order."""
    return [one.id for one in sorted(portfolio.initiatives, key=lambda one: one.rank)]
