"""Edits: pure functions from a portfolio to a portfolio, for the window's every change.

Each shares what it does not change, so undo is to keep the old root.  None of them judges the outcome: that
is ``models.check``'s; what cannot be done at all raises ``EditError`` with a remedy.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from models.address import Address, closest, parse_address, value_info
from models.fields import COLLECTIONS, KINDS
from models.portfolio import Portfolio
from models.record import Record
from models.references import Follow, rewritten
from models.structure import typed_value
from models.walk import Located, find, put, records, replace_at

_LONGEST_ID = 80
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_HOLDERS = {kind: (holder, field) for holder, fields in COLLECTIONS.items() for field, kind in fields.items()}


class EditError(ValueError):
    """A change that is impossible; the message says what would be possible."""


def set_field(portfolio: Portfolio, address: Address | str, value: object) -> Portfolio:
    """The portfolio with ``value``, as typed or of the field's type, at an address (``*``: of every record).

    Raises
    ------
    EditError
        If there is no such field or record, or the value does not fit it.
    """
    try:
        target = parse_address(address) if isinstance(address, str) else address
        if target.field == "id":
            raise EditError("an id is named by other records too; rename the record instead")
        return put(portfolio, target, typed_value(value, value_info(target)))
    except EditError:
        raise
    except ValueError as error:
        raise EditError(str(error)) from error


def add_record(
    portfolio: Portfolio, kind: str, record: Record, parent_id: str | None = None, index: int | None = None
) -> Portfolio:
    """The portfolio with one more record, at the end or before the record at ``index`` of its list.

    Raises
    ------
    EditError
        If the record is of another kind, its id is taken, or its parent is not there.
    """
    if kind not in _HOLDERS or not isinstance(record, KINDS[kind]):
        raise EditError(f'a {type(record).__name__.lower()} cannot be added as "{kind}"; {closest(kind, _HOLDERS)}')
    record_id = getattr(record, "id", None)
    if record_id is not None and record_id in _ids(portfolio, kind):
        free = fresh_id(portfolio, kind, record_id)
        raise EditError(f'there is a {kind} "{record_id}" already; take another id, such as "{free}"')
    path, siblings = _siblings(portfolio, kind, parent_id)
    position = len(siblings) if index is None else min(max(index, 0), len(siblings))
    return replace_at(portfolio, path, (*siblings[:position], record, *siblings[position:]))


def remove_records(portfolio: Portfolio, kind: str, ids: Collection[str]) -> Portfolio:
    """The portfolio without some records, and without what named them: links, targets, overrides, crew members.

    Raises
    ------
    EditError
        If one is not there, or something still needs it: a scenario's children, a currency in use, a decision.
    """
    for record_id in ids:
        _find(portfolio, kind, record_id)
    if kind == "correlation":
        kept = tuple(one for number, one in enumerate(portfolio.correlations, 1) if str(number) not in ids)
        return msgspec.structs.replace(portfolio, correlations=kept)
    if kind not in _HOLDERS:
        raise EditError(f"the {kind} cannot be removed; change its fields instead")
    _require_unneeded(portfolio, kind, ids)
    gone = {
        (located.kind, located.id)
        for located in records(portfolio)
        if any(one.kind == kind and one.id in ids for one in (located, *located.owners))
    }
    changed: Portfolio = rewritten(portfolio, _following(portfolio, dict.fromkeys(gone)))
    if kind != "decision" and len(changed.decisions) < len(portfolio.decisions):
        raise EditError("decisions about it are on record; remove them first, or leave the initiative unfunded")
    return changed


def duplicate_record(portfolio: Portfolio, kind: str, record_id: str) -> tuple[Portfolio, str]:
    """The portfolio with a copy right after the record, and the copy's id; ids inside the copy are new as well.

    Raises
    ------
    EditError
        If there is no such record, or only one of its kind can be.
    """
    original = _find(portfolio, kind, record_id)
    holder_path, position = original.path[:-1], original.path[-1] if original.path else None
    if kind not in _HOLDERS or not isinstance(position, int):
        raise EditError(f"there is only one {kind}; it cannot be copied")
    changes: dict[tuple[str, str], str | None] = {}
    inside = (one for one in records(portfolio) if one.path[: len(original.path)] == original.path)
    for one in inside:
        if one.kind != "correlation":
            taken = {name for (known, _), name in changes.items() if known == one.kind and name}
            changes[one.kind, one.id] = _free_id(one.id, _ids(portfolio, one.kind) | taken)
    copy = rewritten(original.record, _following(portfolio, changes))
    if getattr(copy, "name", ""):
        copy = msgspec.structs.replace(copy, name=f"{copy.name} (copy)")
    siblings = _at(portfolio, holder_path)
    extended = (*siblings[: position + 1], copy, *siblings[position + 1 :])
    return replace_at(portfolio, holder_path, extended), str(changes.get((kind, record_id), position + 2))


def move_record(portfolio: Portfolio, kind: str, record_id: str, index: int) -> Portfolio:
    """The portfolio with a record at another place of its list; places beyond the ends are the ends.

    Raises
    ------
    EditError
        If there is no such record, or it is in no list.
    """
    located = _find(portfolio, kind, record_id)
    if kind not in _HOLDERS:
        raise EditError(f"there is only one {kind}; it cannot be moved")
    siblings = list(_at(portfolio, located.path[:-1]))
    siblings.insert(max(index, 0), siblings.pop(int(located.path[-1])))
    return replace_at(portfolio, located.path[:-1], tuple(siblings))


def rerank(portfolio: Portfolio, ids: Iterable[str]) -> Portfolio:
    """The portfolio with initiatives ranked 1, 2, 3 ... in the order of ``ids``; those not named follow as they were.

    Raises
    ------
    EditError
        If an initiative is not there.
    """
    order = list(dict.fromkeys(ids))
    for name in order:
        _find(portfolio, "initiative", name)
    rest = sorted((one for one in portfolio.initiatives if one.id not in order), key=lambda one: one.rank)
    ranks = {name: rank for rank, name in enumerate([*order, *(one.id for one in rest)], 1)}
    changed = tuple(
        one if one.rank == ranks[one.id] else msgspec.structs.replace(one, rank=ranks[one.id])
        for one in portfolio.initiatives
    )
    return msgspec.structs.replace(portfolio, initiatives=changed)


def rename_id(portfolio: Portfolio, kind: str, old: str, new: str) -> Portfolio:
    """The portfolio with another id for a record, followed wherever it is named.

    Raises
    ------
    EditError
        If there is no such record, or the new id is taken or no id.
    """
    _find(portfolio, kind, old)
    if kind not in _HOLDERS or kind == "correlation":
        raise EditError(f"a {kind} has no id")
    if not _ID.fullmatch(new) or len(new) > _LONGEST_ID:
        free = fresh_id(portfolio, kind, new)
        raise EditError(f'"{new}" is not an id; use letters, digits, - and _ (at most 80), such as "{free}"')
    if new == old:
        return portfolio
    if new in _ids(portfolio, kind):
        free = fresh_id(portfolio, kind, new)
        raise EditError(f'there is a {kind} "{new}" already; take another id, such as "{free}"')
    changed: Portfolio = rewritten(portfolio, _following(portfolio, {(kind, old): new}))
    return changed


def select_option(portfolio: Portfolio, initiative_id: str, option_id: str | None) -> Portfolio:
    """The portfolio with an option of an initiative taken, or the initiative unfunded (None).

    Raises
    ------
    EditError
        If there is no such initiative, or it has no such option.
    """
    initiative = _find(portfolio, "initiative", initiative_id)
    own = [option.id for one in portfolio.initiatives if one.id == initiative_id for option in one.options]
    if option_id is not None and option_id not in own:
        raise EditError(f'"{initiative_id}" has no option "{option_id}"; {closest(option_id, own)}')
    return replace_at(portfolio, (*initiative.path, "selected"), option_id)


def fresh_id(portfolio: Portfolio, kind: str, name: str) -> str:
    """An id that no record of the kind has, made from a name: ``atlas-phase-2`` for "Atlas: phase 2"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")
    return _free_id(words[:_LONGEST_ID] or kind, _ids(portfolio, kind))


def _free_id(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, or ``wanted-2``, ``wanted-3`` ... where it is taken."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted[: _LONGEST_ID - 8]}-{number}"
    return candidate


def _following(portfolio: Portfolio, changes: dict[tuple[str, str], str | None]) -> Follow:
    """What ids become; a predecessor is a stage where a stage of that id is there, else an initiative."""
    stages = {located.id for located in records(portfolio) if located.kind == "stage"}

    def follow(kind: str, record_id: str) -> str | None:
        if kind == "predecessor":
            kind = "stage" if record_id in stages else "initiative"
        return changes.get((kind, record_id), record_id)

    return follow


def _require_unneeded(portfolio: Portfolio, kind: str, ids: Collection[str]) -> None:
    if kind == "scenario":
        children = [one.id for one in portfolio.scenarios if one.parent in ids and one.id not in ids]
        if children:
            raise EditError(f'"{children[0]}" builds on it; remove that first, or let it build on another scenario')
    if kind == "currency":
        users = [
            one for one in records(portfolio) if one.kind != "settings" and getattr(one.record, "currency", "") in ids
        ]
        if users:
            raise EditError(f"{users[0].kind} {users[0].id} is in this currency; change that first")


def _ids(portfolio: Portfolio, kind: str) -> set[str]:
    return {located.id for located in records(portfolio) if located.kind == kind}


def _find(portfolio: Portfolio, kind: str, record_id: str) -> Located:
    try:
        return find(portfolio, kind, record_id)
    except ValueError as error:
        raise EditError(str(error)) from error


def _siblings(portfolio: Portfolio, kind: str, parent_id: str | None) -> tuple[tuple[str | int, ...], tuple[Any, ...]]:
    """The path and the content of the list that holds a kind."""
    holder, field = _HOLDERS[kind]
    if holder != "portfolio" and parent_id is None:
        raise EditError(f"a {kind} belongs to one {holder}; say which")
    path = (*_find(portfolio, holder, parent_id or "").path, field)
    return path, _at(portfolio, path)


def _at(portfolio: Portfolio, path: tuple[str | int, ...]) -> tuple[Any, ...]:
    value: Any = portfolio
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return tuple(value)
