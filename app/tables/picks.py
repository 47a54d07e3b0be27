"""What can be chosen for a field: references, choices, words that complete a list.  No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.exchange.sheets import Column
from app.tables.display import Names, choice_label
from models.calendar import fiscal_year, year_label
from models.initiative import Initiative, Option
from models.portfolio import Portfolio
from models.record import Record
from models.scorecard import Scorecard
from models.walk import quantities

_SUBJECTS = ("initiative", "product")
_TARGETS = ("initiative", "option", "stage", "benefit")


@dataclass(frozen=True, slots=True)
class Pick:
    """One offer: the text that it puts into the cell, and how it reads in the list."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The field that is to be filled: of which record, in which portfolio."""

    portfolio: Portfolio
    names: Names
    kind: str
    record: Record | None
    owners: tuple[Record, ...] = ()


def picks(asked: Asked, column: Column) -> tuple[Pick, ...] | None:
    """The offers for a field that takes one of many; None for a field that is free."""
    if column.cell == "choice":
        return tuple(Pick(one, choice_label(one)) for one in column.choices)
    if column.cell == "flag":
        return Pick("yes", "yes"), Pick("no", "no")
    if column.cell == "period":
        return tuple(Pick(text, text) for text in _periods(asked.portfolio))
    if (asked.kind, column.field) == ("objective", "subject"):
        return tuple(_references(asked.names, _SUBJECTS))
    if asked.kind == "correlation" and column.field in ("first", "second"):
        return tuple(Pick(address, address) for address, value in quantities(asked.portfolio) if not value.is_certain)
    if not column.refers or column.cell == "names":
        return None
    found = _known(asked, column)
    return tuple(Pick(text, text if name == text else f"{text} — {name}") for text, name in found)


def completions(asked: Asked, column: Column) -> tuple[Pick, ...]:
    """The words that may stand in a list of several; empty for fields of another kind."""
    if column.cell == "crew":
        return tuple(_named(asked.names.of("team").items()))
    if column.cell == "scores":
        return tuple(_named(_judged(asked)))
    if column.cell == "links":
        return (*_named(_siblings(asked)), *_references(asked.names, ("initiative",)))
    if column.cell != "names":
        return ()
    if column.refers:
        return tuple(_named(asked.names.of(column.refers).items()))
    if asked.kind == "risk":
        return tuple(_references(asked.names, _TARGETS))
    return tuple(_address(address) for address, _ in quantities(asked.portfolio))


@lru_cache(maxsize=16_384)
def _address(address: str) -> Pick:
    """One offer for each address: after every edit thousands are compared with those of before, by identity first."""
    return Pick(address, address)


def _known(asked: Asked, column: Column) -> list[tuple[str, str]]:
    """Id and name of every record that a reference may name."""
    if column.refers == "option":
        owner = asked.record
        if not isinstance(owner, Initiative):
            wanted = getattr(asked.record, "initiative", "")
            owner = next((one for one in asked.portfolio.initiatives if one.id == wanted), None)
        return [(one.id, one.name or one.id) for one in owner.options] if owner is not None else []
    known = list(asked.names.of(column.refers).items())
    own = asked.portfolio.settings.currency
    return [(own, own), *known] if column.refers == "currency" else known


def _judged(asked: Asked) -> list[tuple[str, str]]:
    """The options that a criterion judges."""
    card = asked.owners[-1] if asked.owners else None
    found = [one for one in asked.portfolio.initiatives if isinstance(card, Scorecard) and one.id == card.initiative]
    return [(option.id, option.name or option.id) for initiative in found for option in initiative.options]


def _siblings(asked: Asked) -> list[tuple[str, str]]:
    option = asked.owners[-1] if asked.owners else None
    stages = option.stages if isinstance(option, Option) else ()
    return [(stage.id, stage.name or stage.id) for stage in stages if stage is not asked.record]


def _references(names: Names, kinds: Iterable[str]) -> Iterator[Pick]:
    for kind in kinds:
        yield from (Pick(f"{kind}:{one}", f"{kind}:{one} — {name}") for one, name in names.of(kind).items())


def _named(known: Iterable[tuple[str, str]]) -> Iterator[Pick]:
    yield from (Pick(text, f"{text} — {name}") for text, name in known)


def _periods(portfolio: Portfolio) -> Iterator[str]:
    """The fiscal years of the horizon, then their quarters."""
    settings = portfolio.settings
    years = range(fiscal_year(settings, 0), fiscal_year(settings, max(0, settings.horizon_months - 1)) + 1)
    yield from map(year_label, years)
    yield from (f"{year_label(year)}-Q{quarter}" for year in years for quarter in range(1, 5))
