"""The parts of one record: what an address names in it, read and written, and how its keyed parts are called.

Everything here is pure: ``write`` returns a new record.  Finding records in a portfolio is the business of
``models.walk``.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from models.address import Address, AddressError, closest, value_info
from models.fields import KEYED_PARTS
from models.initiative import Link, Stage
from models.record import Record
from models.uncertainty import Quantity

Path = tuple[str | int, ...]
"""Names of fields and positions, from the outside in."""


def read(record: Record, address: Address) -> Any:
    """The value of the addressed field of ``record``, which is of the address's kind."""
    value_info(address)
    if (address.kind, address.field) in KEYED_PARTS and address.part is not None:
        holder, position = _keyed_holder(record, address)
        return getattr(holder[position], KEYED_PARTS[address.kind, address.field][1])
    value: Any = record
    for name in address.field.split("."):
        if value is None:
            raise AddressError(f'"{address}": what holds {name} is empty; fill that first')
        value = getattr(value, name)
    if address.part is None:
        return value
    if int(address.part) > len(value):
        raise AddressError(f'"{address}": there are only {len(value)} values; count from 1')
    return value[int(address.part) - 1]


def reachable(record: Record, address: Address) -> bool:
    """Whether the record has the addressed part, empty or not."""
    try:
        read(record, address)
    except AddressError:
        return False
    return True


def write(record: Record, address: Address, value: object) -> Record:
    """``record`` with ``value`` in the addressed field."""
    read(record, address)
    if (address.kind, address.field) in KEYED_PARTS and address.part is not None:
        holder, position = _keyed_holder(record, address)
        name = KEYED_PARTS[address.kind, address.field][1]
        changed = msgspec.structs.replace(holder[position], **{name: value})
        holder_name = "after" if address.field == "lag" else "crew"
        return msgspec.structs.replace(record, **{holder_name: _swapped(holder, position, changed)})
    path: Path = tuple(address.field.split("."))
    changed_record: Record = replaced(record, path if address.part is None else (*path, int(address.part) - 1), value)
    return changed_record


def replaced(holder: Any, path: Path, value: object) -> Any:
    """``holder`` with ``value`` at a path into it; the empty path replaces all of it."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return _swapped(holder, step, replaced(holder[step], rest, value))
    return msgspec.structs.replace(holder, **{step: replaced(getattr(holder, step), rest, value)})


def _swapped(values: tuple[Any, ...], position: int, value: object) -> tuple[Any, ...]:
    return (*values[:position], value, *values[position + 1 :])


def stage_parts(stage: Stage) -> Iterator[tuple[str, Quantity]]:
    """The quantities of a stage that are told apart by a key: efforts by team, lags by predecessor."""
    for member in stage.crew:
        if member.effort is not None:
            yield f"effort[{member.team}]", member.effort
    for link in stage.after or ():
        yield f"lag[{link_key(stage, link)}]", link.lag


def link_key(stage: Stage, link: Link) -> str:
    """How a predecessor is named in an address: by its id, an initiative with the id of such a stage by both."""
    if link.stage is not None:
        return link.stage
    ambiguous = any(other.stage == link.initiative for other in stage.after or ())
    return f"initiative:{link.initiative}" if ambiguous else str(link.initiative)


def _keyed_holder(record: Any, address: Address) -> tuple[tuple[Any, ...], int]:
    """The tuple that holds an addressed crew member or predecessor, and its position."""
    if address.field == "lag":
        keys = [link_key(record, link) for link in record.after or ()]
        holder: tuple[Any, ...] = record.after or ()
    else:
        keys = [member.team for member in record.crew]
        holder = record.crew
    if address.part not in keys:
        remedy = closest(str(address.part), keys)
        raise AddressError(f'"{address}": the stage has no {address.field} for "{address.part}"; {remedy}')
    return holder, keys.index(address.part)
