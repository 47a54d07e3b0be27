"""Addresses as people say them: ``Build (Atlas): duration`` for ``stage:atlas-build.duration``.  No Qt here."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from app.tables.titles import field_in_words
from models.address import Address
from models.fields import COLLECTIONS
from models.portfolio import Portfolio
from models.walk import Located, records_of

if TYPE_CHECKING:
    from app.tables.display import Names

_PLURALS: Final = {"benefit": "benefits", "criterion": "criteria", "currency": "currencies"}
_PARTS: Final = {
    "crew": ("people of", ("team",)),
    "effort": ("work of", ("team",)),
    "lag": ("wait after", ("stage", "initiative")),
}
"""Fields of a stage with a part for each team or predecessor: what is said before its name, and of which kind it is."""


def placed_names(portfolio: Portfolio, kind: str) -> dict[str, str]:
    """Every record of a kind by id, as people say where it is.

    ``Build (Atlas)``: what is part of an initiative or a team, with that one's name up to its first colon; where the
    same initiative has several of one name, the option follows it.  A record without a name goes by kind and id.
    """
    found = [one for one in records_of(portfolio, kind) if one.id]
    alike = Counter((_root(one), _name(one)) for one in found)
    return {one.id: _placed(one, alike[_root(one), _name(one)] > 1) for one in found}


def address_in_words(address: Address, names: Names) -> str | None:
    """An address as it is said; None where there is no such record."""
    if address.every:
        record = f"all {_PLURALS.get(address.kind, f'{address.kind}s')}"
    elif not address.id:
        record = address.kind
    else:
        record = names.placed(address.kind).get(address.id, "")
    return f"{record}: {_field(address, names)}" if record else None


@cache
def kinds_addressed() -> tuple[str, ...]:
    """The kinds of records that an address may name."""
    return tuple(dict.fromkeys(kind for held in COLLECTIONS.values() for kind in held.values()))


def _field(address: Address, names: Names) -> str:
    part = address.part
    if part is None:
        return field_in_words(address.kind, address.field)
    if address.kind == "stage" and address.field in _PARTS:
        said, kinds = _PARTS[address.field]
        return f"{said} {next((names.of(kind)[part] for kind in kinds if part in names.of(kind)), part)}"
    return f"{field_in_words(address.kind, address.field)}, number {part}"


def _placed(one: Located, is_twice: bool) -> str:
    owners = [_name(owner).partition(":")[0].strip() for owner in one.owners]
    if not owners:
        return _name(one)
    return f"{_name(one)} ({', '.join(owners if is_twice else owners[:1])})"


def _root(one: Located) -> str:
    return one.owners[0].id if one.owners else ""


def _name(one: Located) -> str:
    record = one.record
    return str(getattr(record, "name", "") or getattr(record, "role", "") or f"{one.kind} {one.id}")
