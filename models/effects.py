"""What the overrides of a scenario do: each with the values before and after, and why one does nothing.

Only reads; changing scenarios is the business of ``models.scenarios``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from models.address import Address, parse_address
from models.differences import field_words, input_words, record_words, value_text
from models.overlay import Override
from models.parts import read
from models.portfolio import Portfolio
from models.scenario import ScenarioError, apply_override, lineage
from models.walk import get, index_records, locate

Kind = Literal["impossible", "idle", "rebased"]
"""It cannot be applied; it changes nothing; since a promotion it starts from another value."""


@dataclass(frozen=True)
class Change:
    """One input that an override changes."""

    address: Address
    before: Any
    after: Any
    words: str  # "team Platform: People at the start: 8 -> 6"


@dataclass(frozen=True)
class Effect:
    """What one override does, in the order in which overrides are applied."""

    scenario: str  # id of the scenario that holds it
    number: int  # its place there, counted from 1
    override: Override
    inherited: bool  # held by an ancestor of the scenario that was asked for
    changes: tuple[Change, ...]
    kind: Kind | None  # None: it changes something
    trouble: str  # why it does nothing; empty where it changes something


@dataclass(frozen=True)
class Stale:
    """An override that should be looked at, and why."""

    scenario: str
    number: int  # of the override, counted from 1; 0 for the scenario as a whole
    target: str
    kind: Kind
    message: str


def effective(portfolio: Portfolio, scenario: str | None) -> tuple[Effect, ...]:
    """All overrides of a scenario, the ancestors' first; empty for the base (None).

    One that cannot be applied is told as such and left out of what follows.

    Raises
    ------
    ScenarioError
        If the scenario is unknown, or its parents go round in a circle.
    """
    effects = []
    for holder in lineage(portfolio, scenario):
        for number, override in enumerate(holder.overrides, 1):
            inherited = holder.id != scenario
            try:
                after = apply_override(portfolio, override)
            except ValueError as error:
                effects.append(Effect(holder.id, number, override, inherited, (), "impossible", str(error)))
                continue
            changes = tuple(_changes(portfolio, after, override))
            trouble = "" if changes else f"it changes nothing: {_present(portfolio, override)} already"
            kind: Kind | None = None if changes else "idle"
            effects.append(Effect(holder.id, number, override, inherited, changes, kind, trouble))
            portfolio = after
    return tuple(effects)


def stale(portfolio: Portfolio) -> tuple[Stale, ...]:
    """The overrides of all scenarios that cannot be applied or change nothing, with the reason."""
    found = []
    for scenario in portfolio.scenarios:
        try:
            effects = effective(portfolio, scenario.id)
        except ScenarioError as error:
            found.append(Stale(scenario.id, 0, "", "impossible", str(error)))
            continue
        found += [
            Stale(scenario.id, effect.number, effect.override.target, effect.kind, effect.trouble)
            for effect in effects
            if effect.kind is not None and not effect.inherited
        ]
    return tuple(found)


def _changes(before: Portfolio, after: Portfolio, override: Override) -> Iterator[Change]:
    known = index_records(before)
    changed = index_records(after)
    for address, located in locate(before, parse_address(override.target)):
        old, new = read(located.record, address), read(changed[address.kind, address.id].record, address)
        if old != new:
            words = f"{value_text(address, old, known)} -> {value_text(address, new, known)}"
            yield Change(address, old, new, f"{record_words(located)}: {field_words(address)}: {words}")


def _present(portfolio: Portfolio, override: Override) -> str:
    """What the first input that an override names is now."""
    address, _ = locate(portfolio, parse_address(override.target))[0]
    value = value_text(address, get(portfolio, address), index_records(portfolio))
    return f"{input_words(portfolio, address)} is {value}"
