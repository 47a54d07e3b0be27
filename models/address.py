"""Addresses: how overrides, drivers and correlations name one field of one record, or of all of a kind.

==============================================  ==========================================================
``stage:atlas-design.duration``                 a field of the record with that id
``risk:r1.mitigation.impact.cost_amount``       a field of a record inside the record
``team:*.headcount``                            the field of every team
``settings.discount_rate``                      a field of the settings, which have no id
``stage:atlas-design.crew[platform]``           people of a team in a stage's crew
``stage:atlas-design.effort[platform]``         effort asked of a team
``stage:atlas-design.lag[atlas-research]``      wait after a predecessor: a stage, else an initiative
``benefit:atlas-sales.amounts[2]``              one value of a list, counted from 1
==============================================  ==========================================================

A *reference* names a record alone: ``initiative:atlas``, ``stage:*``.  Owns the text form and whether kind and field
exist; whether the record exists is found by ``models.walk``.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import msgspec

from models.fields import COLLECTIONS, KEYED_PARTS, KINDS, SINGLE_KINDS, FieldInfo, field_info, fields_of

EVERY = "*"
_REFERENCE = re.compile(r"([a-z]+):([A-Za-z0-9][A-Za-z0-9_-]*|\*)")
_ADDRESS = re.compile(r"([a-z]+)(?::([A-Za-z0-9][A-Za-z0-9_-]*|\*))?\.([a-z0-9_]+(?:\.[a-z0-9_]+)*)(?:\[([^\[\]]+)\])?")
_FORM = "write kind:id.field, such as team:platform.headcount"


class AddressError(ValueError):
    """An address that names nothing; the message says which would."""


@dataclass(frozen=True, slots=True)
class Address:
    """One field of one record (``id``), or of every record of a kind (``id == "*"``).

    ``id`` is empty for the settings and the portfolio; ``part`` picks a value of a field that holds several.
    """

    kind: str
    id: str
    field: str
    part: str | None = None

    def __str__(self) -> str:
        owner = f"{self.kind}:{self.id}" if self.id else self.kind
        return f"{owner}.{self.field}" + (f"[{self.part}]" if self.part is not None else "")

    @property
    def every(self) -> bool:
        """Whether it stands for all records of the kind."""
        return self.id == EVERY


@dataclass(frozen=True, slots=True)
class Reference:
    """A record named by kind and id, or all of a kind."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def every(self) -> bool:
        """Whether it stands for all records of the kind."""
        return self.id == EVERY


@lru_cache(maxsize=16_384)
def parse_address(text: str) -> Address:
    """The address that ``text`` writes; ``str`` of it is the text again.

    Raises
    ------
    AddressError
        If the text has another form, or names a kind or a field that does not exist.
    """
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise AddressError(f'"{text}" is not the address of a field; {_FORM}')
    kind, record_id, field, part = match.groups()
    _require_kind(kind, KINDS)
    if kind in SINGLE_KINDS and record_id is not None:
        raise AddressError(f'"{text}": there is only one {kind}; write {kind}.{field}')
    if kind not in SINGLE_KINDS and record_id is None:
        raise AddressError(f'"{text}" does not say which {kind}; write {kind}:id.{field}, or {kind}:*.{field} for all')
    address = Address(kind, record_id or "", field, part)
    value_info(address)
    return address


@lru_cache(maxsize=16_384)
def parse_reference(text: str, kinds: tuple[str, ...] = ()) -> Reference:
    """The record (or ``*``) that ``text`` names; only of ``kinds`` where given.

    Raises
    ------
    AddressError
        If the text has another form or names another kind.
    """
    allowed = kinds or tuple(kind for kind in KINDS if kind not in SINGLE_KINDS)
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise AddressError(f'"{text}" does not name a record; write kind:id, such as {allowed[0]}:some-id')
    _require_kind(match[1], allowed)
    return Reference(match[1], match[2])


@lru_cache(maxsize=16_384)
def value_info(address: Address) -> FieldInfo:
    """What is known of the value at an address; its ``hint`` is the type that the value must have.

    Raises
    ------
    AddressError
        If the kind has no such field, or the field no such part.
    """
    keyed = KEYED_PARTS.get((address.kind, address.field))
    if keyed is not None and address.part is not None:
        return field_info(*keyed)
    try:
        info = field_info(KINDS[address.kind], address.field)
    except KeyError:
        raise AddressError(_unknown_field(address)) from None
    if address.part is None:
        return info
    if not info.is_tuple or (address.kind, address.field) in KEYED_PARTS or not address.part.isascii():
        raise AddressError(f'"{address}": {address.field} has no parts; leave out [{address.part}]')
    if not address.part.isdigit() or int(address.part[:6]) < 1:
        raise AddressError(f'"{address}": [{address.part}] should count from 1, such as {address.field}[1]')
    return item_info(info)


@cache
def item_info(info: FieldInfo) -> FieldInfo:
    """What is known of one value of a field that holds several."""
    return FieldInfo(
        name=info.name,
        hint=info.item,
        core=info.item,
        optional=False,
        required=True,
        default=msgspec.NODEFAULT,
        choices=(),
        description=info.description,
        unit=info.unit,
        typical=info.typical,
    )


def closest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the likeliest of ``known``: ``did you mean "headcount"?``, else what there is."""
    names = [str(name) for name in known]
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return f'did you mean "{near[0]}"?'
    if not names:
        return "there is none"
    shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
    return f"there is: {shown}"


def _require_kind(kind: str, allowed: Iterable[str]) -> None:
    if kind not in allowed:
        raise AddressError(f'"{kind}" is not a kind of record that can be named here; {closest(kind, allowed)}')


def _unknown_field(address: Address) -> str:
    if (address.kind, address.field) in KEYED_PARTS:
        return f'"{address}" does not say whose {address.field}; write {address.field}[id]'
    known: list[str] = []
    children: dict[str, Any] = COLLECTIONS.get(address.kind, {})
    for name, info in fields_of(KINDS[address.kind]).items():
        if info.is_record and name not in children:
            known += [f"{name}.{inner}" for inner in fields_of(info.core)]
        elif name not in children:
            known.append(name)
    known += [field for kind, field in KEYED_PARTS if kind == address.kind and field not in known]
    return f'"{address}": {address.kind} has no field {address.field}; {closest(address.field, known)}'
