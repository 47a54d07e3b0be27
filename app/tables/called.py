"""What the records that a cell names are called: crews, predecessors, targets, scores by their names.  No Qt here.

Cells are typed, copied and pasted with ids all the same: names may change, and may be there twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from app.exchange.lists import NO_PREDECESSOR
from app.exchange.sheets import Column
from app.tables.addressed import address_in_words, kinds_addressed
from models.address import AddressError, parse_address, parse_reference
from models.initiative import Crew, Link
from models.scorecard import Score
from models.uncertainty import number_text

if TYPE_CHECKING:
    from app.tables.display import Names

_NAMED: Final[dict[str, tuple[str, ...]]] = {
    "crew": ("team",),
    "links": ("stage", "initiative"),
    "scores": ("option",),
}
_TARGETS: Final = ("initiative", "option", "stage", "benefit", "product")
"""Kinds that a list without a kind of its own may name, as ``initiative:atlas``."""

_NAMING: Final = ("subject", "first", "second")
"""Fields with one text that names a record, or a field of one."""


def kinds_named(column: Column) -> tuple[str, ...]:
    """The kinds of records that the cells of a column name."""
    if column.refers:
        return (column.refers,)
    return kinds_addressed() if _names_any(column) else _NAMED.get(column.cell, ())


def words_of_named(column: Column, value: Any, names: Names) -> str | None:
    """A value with names for ids, as a cell shows it; None for a column that names nothing."""
    if column.refers and isinstance(value, str):
        return names.of(column.refers).get(value, value)
    if column.cell in _LISTS:
        say = _LISTS[column.cell]
        return ", ".join(say(one, names) for one in value) or (NO_PREDECESSOR if column.cell == "links" else "")
    if column.cell == "names" and column.refers:
        return ", ".join(names.of(column.refers).get(one, one) for one in value)
    if _names_any(column):
        words = [_target(one, names) for one in ((value,) if isinstance(value, str) else value)]
        return ("; " if any(": " in one for one in words) else ", ").join(words)  # names of fields have commas inside
    return None


def _names_any(column: Column) -> bool:
    """Whether a column names records of several kinds, each with its kind in front, or fields of such records."""
    return not column.refers and (column.cell == "names" or column.field in _NAMING)


def _member(member: Crew, names: Names) -> str:
    """``Platform and cloud 2``, with person-months where work is asked of the team."""
    effort = f" = {member.effort.text}" if member.effort is not None else ""
    return f"{names.of('team').get(member.team, member.team)} {number_text(member.fte)}{effort}"


def _link(link: Link, names: Names) -> str:
    """``Target design + 1``; of another initiative its launch."""
    if link.stage is not None:
        words = names.of("stage").get(link.stage, link.stage)
    else:
        words = f"launch of {names.of('initiative').get(link.initiative or '', link.initiative or '?')}"
    return words if link.lag.is_certain and not link.lag.base else f"{words} + {link.lag.text}"


def _score(score: Score, names: Names) -> str:
    return f"{names.of('option').get(score.option, score.option)} {number_text(score.points)}"


def _target(text: str, names: Names) -> str:
    """``initiative:atlas`` by its name, an address in words; the text itself where it names nothing that is there."""
    try:
        target = parse_reference(text, _TARGETS)
    except AddressError:
        return _address(text, names)
    return f"all {target.kind}s" if target.every else names.of(target.kind).get(target.id, text)


def _address(text: str, names: Names) -> str:
    """``stage:atlas-build.duration`` as ``Build (Atlas): duration``."""
    try:
        return address_in_words(parse_address(text), names) or text
    except AddressError:
        return text


_LISTS: Final[dict[str, Callable[[Any, Names], str]]] = {"crew": _member, "links": _link, "scores": _score}
