"""Which fields name other records, and the rewriting of all of them at once.

Renaming, removing and copying records are the same walk: every id, wherever it stands (as the id of a record, in a
link, in an address, as the value that a scenario sets), is followed to what it becomes.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from models.address import EVERY, Address, AddressError, parse_address, parse_reference
from models.baseline import BaselineFigure
from models.benefit import Benefit
from models.budget import Actual, Objective
from models.decision import Decision
from models.fields import KINDS, SINGLE_KINDS, fields_of
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.overlay import Override, Scenario
from models.portfolio import Product
from models.risk import Correlation, Driver, Risk
from models.scorecard import Score, Scorecard
from models.team import Rate, Team

Follow = Callable[[str, str], str | None]
"""What the id of a kind becomes: another id, or None where the record is gone."""

_OWN_IDS = {
    (record_type, "id"): kind for kind, record_type in KINDS.items() if kind not in (*SINGLE_KINDS, "correlation")
}
ID_FIELDS: dict[tuple[type[Any], str], str] = {
    **_OWN_IDS,
    (Initiative, "product"): "product",
    (Initiative, "selected"): "option",
    (Initiative, "excludes"): "initiative",
    (Benefit, "product"): "product",
    (Benefit, "cannibalises"): "product",
    (Crew, "team"): "team",
    (Link, "stage"): "stage",
    (Link, "initiative"): "initiative",
    (Team, "rate"): "rate",
    (Scenario, "parent"): "scenario",
    (Scorecard, "initiative"): "initiative",
    (Score, "option"): "option",
    (Actual, "initiative"): "initiative",
    (Decision, "initiative"): "initiative",
    (Decision, "option"): "option",
    **{(record_type, "currency"): "currency" for record_type in (Product, Team, Rate, Option, Benefit)},
}
"""The fields that hold an id, and of which kind."""

_TEXT_FIELDS = {
    (Driver, "targets"),
    (Risk, "targets"),
    (Correlation, "first"),
    (Correlation, "second"),
    (Override, "target"),
    (Objective, "subject"),
}
_HISTORY = {(BaselineFigure, "subject")}
"""Texts that name what was: a new id is followed, but what is gone is still named."""

_BINDING = {(Link, "stage"), (Link, "initiative"), (Objective, "subject")}
"""Fields that may be empty, but without whose record the whole is gone."""


def rewritten(record: Any, follow: Follow) -> Any:
    """The record with every id in it followed; None if it is gone itself.  What does not change is shared."""
    record_type: type[msgspec.Struct] = type(record)
    changes = {}
    for name, info in fields_of(record_type).items():
        before = getattr(record, name)
        after = _value(record_type, name, before, follow)
        if after is None and before is not None and (not info.optional or (record_type, name) in _BINDING):
            return None
        if after is not before:
            changes[name] = after
    if isinstance(record, Override) and record.action == "set" and isinstance(record.value, str):
        changes |= _override_value(record, follow)
        if changes.get("value", "") is None:
            return None
    if isinstance(record, Stage) and record.after and changes.get("after", record.after) == ():
        changes["after"] = None  # what it waited for is gone: it follows the stage before it, as by default
    return msgspec.structs.replace(record, **changes) if changes else record


def _value(holder: type[Any], name: str, value: Any, follow: Follow) -> Any:
    if isinstance(value, tuple):
        followed = [_value(holder, name, entry, follow) for entry in value]
        if all(new is old for new, old in zip(followed, value, strict=True)):
            return value
        return tuple(entry for entry in followed if entry is not None)
    if isinstance(value, msgspec.Struct):
        return rewritten(value, follow)
    if not isinstance(value, str) or not value:
        return value
    kind = ID_FIELDS.get((holder, name))
    if kind is not None:
        return _same_or(value, follow(kind, value))
    if (holder, name) in _HISTORY:
        return _same_or(value, _text(value, follow) or value)
    return _same_or(value, _text(value, follow)) if (holder, name) in _TEXT_FIELDS else value


def _same_or(before: str, after: str | None) -> str | None:
    """The very same text where it did not change, so that records can be shared."""
    return before if after == before else after


def _text(text: str, follow: Follow) -> str | None:
    """An address or a reference with its ids followed; what cannot be read stays as it is."""
    try:
        reference = parse_reference(text)
    except AddressError:
        return _address(text, follow)
    new_id = reference.id if reference.every else follow(reference.kind, reference.id)
    return None if new_id is None else f"{reference.kind}:{new_id}"


def _address(text: str, follow: Follow) -> str | None:
    try:
        address = parse_address(text)
    except AddressError:
        return text
    new_id = address.id if address.id in ("", EVERY) else follow(address.kind, address.id)
    part = _part(address, follow)
    if new_id is None or (part is None and address.part is not None):
        return None
    return str(Address(address.kind, new_id, address.field, part))


def _part(address: Address, follow: Follow) -> str | None:
    """The part of an address, followed where it is the id of a team or a predecessor."""
    if address.part is None or address.kind != "stage":
        return address.part
    if address.field in ("crew", "effort"):
        return follow("team", address.part)
    if address.field != "lag":
        return address.part
    kind, marked, name = address.part.rpartition(":")
    if marked:
        new_name = follow(kind, name)
        return None if new_name is None else f"{kind}:{new_name}"
    return follow("predecessor", name)


def _override_value(override: Override, follow: Follow) -> dict[str, Any]:
    """The followed value of an override that sets an id."""
    try:
        address = parse_address(override.target)
    except AddressError:
        return {}
    kind = ID_FIELDS.get((KINDS[address.kind], address.field))
    if kind is None or not override.value:
        return {}
    after = follow(kind, str(override.value))
    return {} if after == override.value else {"value": after}
