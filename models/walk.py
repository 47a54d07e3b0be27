"""Finding records and quantities in a portfolio, and putting new values in their place.

Everything here is pure: ``put`` returns a new portfolio that shares all that did not change.
Texts of addresses are the business of ``models.address``, the inside of one record that of ``models.parts``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.address import EVERY, Address, AddressError, closest, parse_address
from models.fields import COLLECTIONS, KINDS, SINGLE_KINDS, FieldInfo, fields_of
from models.initiative import Stage
from models.memo import Memo
from models.parts import Path, reachable, read, replaced, stage_parts, write
from models.portfolio import Portfolio
from models.record import Record
from models.uncertainty import Quantity


@dataclass(frozen=True, slots=True)
class Located:
    """A record and where it is: ``path`` leads to it from the root, ``owners`` are its parents, outermost first."""

    kind: str
    id: str
    record: Record
    path: Path
    owners: tuple["Located", ...] = ()

    def owner(self, kind: str) -> "Located | None":
        """The parent of that kind."""
        return next((owner for owner in self.owners if owner.kind == kind), None)

    @property
    def place(self) -> str:
        """The path as people read it: ``initiatives[2].options[0]``."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return text.removeprefix(".")


_FAMILIES = Memo[tuple[Located, ...]]()
_QUANTITIES = Memo[tuple[tuple[str, Quantity], ...]]()


def records(portfolio: Portfolio) -> Iterator[Located]:
    """Every record with an identity, in document order: the settings first, parents before their children.

    A correlation has no id of its own; it goes by its position, counted from 1.
    """
    for family in families(portfolio):
        yield from family


def records_of(portfolio: Portfolio, kind: str) -> Iterator[Located]:
    """The records of a kind, in document order; as ``records``, but only those that may hold it are looked into."""
    if kind == "settings":
        yield from _family("settings", "settings", None, portfolio.settings)
    for field, top in COLLECTIONS["portfolio"].items():
        if kind == top or kind in _held(top):
            for position, record in enumerate(getattr(portfolio, field)):
                yield from (one for one in _family(field, top, position, record) if one.kind == kind)


@cache
def _held(kind: str) -> frozenset[str]:
    """The kinds of the records that a record of this kind holds, and of those that they hold."""
    own = frozenset(COLLECTIONS.get(kind, {}).values())
    return own.union(*map(_held, own))


def families(portfolio: Portfolio) -> Iterator[tuple[Located, ...]]:
    """The records of ``records``: each that stands in the portfolio itself, followed by all that it holds.

    The same tuple again for the same record in the same place.
    """
    yield _family("settings", "settings", None, portfolio.settings)
    for field, kind in COLLECTIONS["portfolio"].items():
        for position, record in enumerate(getattr(portfolio, field)):
            yield _family(field, kind, position, record)


def _family(field: str, kind: str, position: int | None, record: Record) -> tuple[Located, ...]:
    known = _FAMILIES.find(record, field, position)
    if known is not None:
        return known
    if position is None:
        own = Located(kind, "", record, (field,))
    else:
        own = Located(kind, getattr(record, "id", str(position + 1)), record, (field, position))
    return _FAMILIES.keep((own, *_children(kind, record, own.path, (own,))), record, field, position)


def index_records(portfolio: Portfolio) -> dict[tuple[str, str], Located]:
    """Every record by kind and id; the first one where an id is there twice."""
    found: dict[tuple[str, str], Located] = {}
    for located in records(portfolio):
        found.setdefault((located.kind, located.id), located)
    return found


def find(portfolio: Portfolio, kind: str, record_id: str) -> Located:
    """The record of that kind and id.

    Raises
    ------
    AddressError
        If there is none; the message names the closest.
    """
    if kind == "portfolio":
        return Located("portfolio", "", portfolio, ())
    known = []
    for located in records_of(portfolio, kind):
        if located.id == record_id:
            return located
        known.append(located.id)
    raise AddressError(f'there is no {kind} "{record_id}"; {closest(record_id, known)}')


def locate(portfolio: Portfolio, address: Address) -> list[tuple[Address, Located]]:
    """Every field that an address stands for, with ``*`` resolved; records without the part are left out.

    Raises
    ------
    AddressError
        If one named record or part does not exist.
    """
    if not address.every:
        located = find(portfolio, address.kind, address.id)
        read(located.record, address)
        return [(address, located)]
    alike = records_of(portfolio, address.kind)
    singles = ((Address(one.kind, one.id, address.field, address.part), one) for one in alike)
    return [(single, one) for single, one in singles if reachable(one.record, single)]


def quantities(portfolio: Portfolio) -> Iterator[tuple[str, Quantity]]:
    """The address and value of every quantity of every record, in document order."""
    for family in families(portfolio):
        yield from family_quantities(family)


def family_quantities(family: tuple[Located, ...]) -> tuple[tuple[str, Quantity], ...]:
    """The address and value of every quantity of a record and of all that it holds; the same again for the same one."""
    known = _QUANTITIES.find(family)
    return _QUANTITIES.keep(tuple(_quantities_in(family)), family) if known is None else known


def _quantities_in(family: tuple[Located, ...]) -> Iterator[tuple[str, Quantity]]:
    for located in family:
        owner = f"{located.kind}:{located.id}" if located.kind not in SINGLE_KINDS else located.kind
        for field, value in _quantities_of(located.kind, located.record, ""):
            yield f"{owner}.{field}", value


def get(portfolio: Portfolio, address: Address | str) -> Any:
    """The value at an address of one record.

    Raises
    ------
    AddressError
        If there is no such record, field or part, or the address stands for several.
    """
    single = _single(address)
    return read(find(portfolio, single.kind, single.id).record, single)


def put(portfolio: Portfolio, address: Address | str, value: object) -> Portfolio:
    """The portfolio with ``value``, already of the field's type, at an address; of every record for ``*``.

    Raises
    ------
    AddressError
        If there is no such record, field or part.
    """
    target = parse_address(address) if isinstance(address, str) else address
    for single, located in locate(portfolio, target):
        portfolio = replace_at(portfolio, located.path, write(located.record, single, value))
    return portfolio


def replace_at(portfolio: Portfolio, path: Path, value: object) -> Portfolio:
    """The portfolio with ``value`` at a path from the root; the empty path replaces the root itself."""
    root: Portfolio = replaced(portfolio, path, value)
    return root


def _single(address: Address | str) -> Address:
    target = parse_address(address) if isinstance(address, str) else address
    if target.every:
        raise AddressError(f'"{target}" stands for every {target.kind}; name one instead of {EVERY}')
    return target


def _children(kind: str, record: Record, path: Path, owners: tuple[Located, ...]) -> Iterator[Located]:
    for field, child_kind in COLLECTIONS.get(kind, {}).items():
        for position, child in enumerate(getattr(record, field)):
            child_id = getattr(child, "id", str(position + 1))
            located = Located(child_kind, child_id, child, (*path, field, position), owners)
            yield located
            yield from _children(child_kind, child, located.path, (*owners, located))


@cache
def _quantity_fields(record_type: type[Record]) -> tuple[FieldInfo, ...]:
    """The fields that may hold quantities, apart from the records with an identity of their own."""
    children = next((COLLECTIONS.get(kind, {}) for kind, known in KINDS.items() if known is record_type), {})
    return tuple(
        info
        for name, info in fields_of(record_type).items()
        if name not in children and (info.is_quantity or info.is_record or info.item is Quantity)
    )


def _quantities_of(kind: str, record: Record, prefix: str) -> Iterator[tuple[str, Quantity]]:
    """The quantities of one record, nested ones included, each with its field's text."""
    for info in _quantity_fields(type(record)):
        value = getattr(record, info.name)
        field = prefix + info.name
        if isinstance(value, Quantity):
            yield field, value
        elif isinstance(value, tuple):
            yield from ((f"{field}[{year}]", amount) for year, amount in enumerate(value, 1))
        elif value is not None:
            yield from _quantities_of(kind, value, f"{field}.")
    if isinstance(record, Stage):
        yield from stage_parts(record)
