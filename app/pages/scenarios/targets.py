"""Which records and fields a scenario can change, in words; what is typed for one, as a value.  No Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.exchange.cells import CellError, read_cell
from app.exchange.sheets import Column, input_sheets
from app.tables.columns import columns_of, find_column
from app.tables.display import Names
from app.tables.picks import Asked, Pick, picks
from models.address import Address, value_info
from models.differences import field_words, leaves, record_words, value_text
from models.edits import EditError
from models.overlay import Override, Scalar
from models.portfolio import Portfolio
from models.walk import Located, get, index_records, records

PLURALS: Final = {
    "team": "teams",
    "hire": "planned hires",
    "rate": "rates of the rate card",
    "budget": "budgets",
    "initiative": "initiatives",
    "option": "options",
    "stage": "stages",
    "benefit": "benefits",
    "driver": "drivers",
    "risk": "risks",
    "product": "products",
    "currency": "currencies",
    "objective": "objectives",
}
"""The kinds of record that a scenario can change all of, in the order in which they are offered."""

ACTIONS: Final = {"set": "set to", "scale": "multiply by", "add": "add"}

_SIGNS: Final = {"set": "set to", "scale": "×", "add": "+"}

_LEFT_OUT: Final = ("id", "name", "note", "description", "owner", "source", "role", "place", "start", "currency")


@dataclass(frozen=True)
class Target:
    """A record that can be changed, or all of a kind: what it is called, and the head of its addresses."""

    label: str
    kind: str
    id: str  # empty for the settings, * for all of the kind


@dataclass(frozen=True)
class Field:
    """A field of a target: what it is called, where it is, and which changes make sense."""

    label: str
    address: Address
    is_number: bool


def targets_of(portfolio: Portfolio) -> list[Target]:
    """The settings, then all of each kind, then every record in the order of the document."""
    known = list(records(portfolio))
    kinds = {one.kind for one in known}
    made = [Target("Settings of the plan", "settings", "")]
    made += [Target(f"All {PLURALS[kind]}", kind, "*") for kind in PLURALS if kind in kinds]
    for kind in PLURALS:
        made += [Target(_sentence(record_words(one)), kind, one.id) for one in known if one.kind == kind]
    return made


def fields_of_target(portfolio: Portfolio, target: Target) -> list[Field]:
    """What can be changed of a target; of all records of a kind what every one of them has."""
    found = list(dict.fromkeys(_fields(portfolio, target)))
    return [Field(_sentence(field_words(one)), one, value_info(one).is_number) for one in found]


def present_text(portfolio: Portfolio, address: Address) -> str:
    """What a field is now; empty for all records of a kind, which may differ."""
    if address.every:
        return ""
    return value_text(address, get(portfolio, address), index_records(portfolio))


def offers(portfolio: Portfolio, address: Address) -> tuple[Pick, ...]:
    """The values that a field can have, where there are few; nothing for numbers and texts."""
    column = _column(address)
    if column is None:
        return ()
    located = index_records(portfolio).get((address.kind, address.id))
    asked = Asked(
        portfolio,
        Names(portfolio),
        address.kind,
        None if located is None else located.record,
        () if located is None else tuple(one.record for one in located.owners),
    )
    found = picks(asked, column) or ()
    if (address.kind, address.field) == ("initiative", "selected"):
        return (Pick("", "not funded"), *found)
    return found


def value_of(text: str, address: Address, action: str) -> Scalar:
    """What is typed for an override, as it is kept.

    Raises
    ------
    EditError
        If it is no value; the message says what would be right.
    """
    info = value_info(address)
    typed = text.strip()
    if not typed and action == "set" and info.optional:
        return None
    if not typed:
        raise EditError("write a value, such as 3" if info.is_number else "write or choose a value")
    try:
        value: Scalar = read_cell(_SCALAR, typed)
    except CellError as error:
        raise EditError(str(error)) from error
    if info.core is bool and isinstance(value, str):
        return {"yes": True, "no": False}.get(value.casefold(), value)
    if info.core is str and not isinstance(value, str):
        return typed
    return value


def change_words(override: Override) -> str:
    """What an override does, without its target: ``× 0.85``, ``+ 2``, ``set to Buy``."""
    return f"{_SIGNS[override.action]} {scalar_text(override.value)}"


def scalar_text(value: Scalar) -> str:
    """A kept value as people type it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.10g}" if abs(value) >= 10_000 else f"{value:.10g}"
    return value


def target_words(portfolio: Portfolio, address: Address) -> str:
    """An address in words: ``Team Platform: People at the start``, ``All budgets: Amount``."""
    if address.every:
        return f"All {PLURALS.get(address.kind, address.kind + 's')}: {_lower(field_words(address))}"
    located = index_records(portfolio).get((address.kind, address.id))
    record = record_words(located) if located is not None else f"{address.kind} {address.id}".strip()
    return f"{_sentence(record)}: {_lower(field_words(address))}"


def _fields(portfolio: Portfolio, target: Target) -> Iterator[Address]:
    alike = [one for one in records(portfolio) if one.kind == target.kind and target.id in ("*", one.id)]
    if target.kind == "settings":
        alike = [index_records(portfolio)["settings", ""]]
    for located in alike:
        for address in _changeable(located):
            if target.id != "*":
                yield address
            elif address.part is None:
                yield Address(address.kind, "*", address.field)


def _changeable(located: Located) -> Iterator[Address]:
    for address in leaves(located):
        info = value_info(address)
        if address.field not in _LEFT_OUT and not info.is_tuple and not info.is_record:
            yield address


def _column(address: Address) -> Column | None:
    if address.kind == "settings" or address.part is not None:
        return None
    columns = columns_of(address.kind)
    place = find_column(columns, address.field)
    return None if place < 0 else columns[place]


def _scalar_column() -> Column:
    sheet = next(one for one in input_sheets() if one.kind == "scenario")
    return next(column for column in sheet.columns if column.field == "override.value")


_SCALAR: Final = _scalar_column()


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
