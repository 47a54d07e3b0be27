"""Scenarios applied: the overrides of a scenario, its ancestors' first, folded over the portfolio.

A scenario never changes its parent: everything here returns new portfolios.  The records are in
``models.overlay`` and can be had from here too.
"""

import math
from collections.abc import Hashable
from typing import Any

from models.address import Address, AddressError, closest, parse_address, value_info
from models.fields import FieldInfo
from models.memo import Memo
from models.overlay import Override, Scalar, Scenario
from models.parts import read, write
from models.portfolio import Portfolio
from models.record import Record
from models.structure import typed_value
from models.uncertainty import Quantity
from models.walk import Located, get, locate, replace_at

__all__ = ["Override", "Scalar", "Scenario", "ScenarioError", "apply_scenario", "lineage", "overridden"]

_FIXED_KINDS = (
    "portfolio",
    "correlation",
    "scenario",
    "scorecard",
    "criterion",
    "actual",
    "decision",
    "baseline",
    "baseline_figure",
)
_CHANGED = Memo[Record]()
_APPLIED = Memo[Portfolio](most=8)
_FIXED_FIELDS = ("id", "settings.start", "settings.currency")


class ScenarioError(ValueError):
    """An override that cannot be applied; the message names scenario, override, target and remedy."""


def apply_scenario(portfolio: Portfolio, scenario_id: str | None) -> Portfolio:
    """The portfolio under a scenario; the portfolio itself for None.  What is no input of a forecast stays as it is.

    The very same again for the same portfolio, as long as few others were asked for.

    Raises
    ------
    ScenarioError
        If the scenario is unknown, its parents go round in a circle, or an override cannot be applied.
    """
    known = _APPLIED.find(portfolio, scenario_id)
    return _APPLIED.keep(_applied(portfolio, scenario_id), portfolio, scenario_id) if known is None else known


def _applied(portfolio: Portfolio, scenario_id: str | None) -> Portfolio:
    for scenario in lineage(portfolio, scenario_id):
        for number, override in enumerate(scenario.overrides, 1):
            try:
                portfolio = apply_override(portfolio, override)
            except ValueError as error:
                place = f'scenario "{scenario.id}", override {number} ({override.target})'
                raise ScenarioError(f"{place}: {error}") from error
    return portfolio


def lineage(portfolio: Portfolio, scenario_id: str | None) -> tuple[Scenario, ...]:
    """The scenario with its ancestors, the oldest first; empty for the base (None).

    Raises
    ------
    ScenarioError
        If one of them is unknown or they go round in a circle.
    """
    known = {scenario.id: scenario for scenario in reversed(portfolio.scenarios)}
    chain: list[Scenario] = []
    while scenario_id is not None:
        if scenario_id not in known:
            child = f', the parent of "{chain[-1].id}"' if chain else ""
            raise ScenarioError(f'there is no scenario "{scenario_id}"{child}; {closest(scenario_id, known)}')
        names = [scenario.id for scenario in chain]
        if scenario_id in names:
            circle = " -> ".join([*names[names.index(scenario_id) :], scenario_id])
            raise ScenarioError(f"scenarios are each other's parents: {circle}; let one of them build on the base")
        chain.append(known[scenario_id])
        scenario_id = known[scenario_id].parent
    return tuple(reversed(chain))


def apply_override(portfolio: Portfolio, override: Override) -> Portfolio:
    """The portfolio with one change made.

    Raises
    ------
    ValueError
        If the target is not there or may not change, or the value does not fit it.
    """
    address = parse_address(override.target)
    _require_changeable(address)
    info = value_info(address)
    hits = [hit for hit in locate(portfolio, address) if override.action == "set" or _current(hit) is not None]
    if not hits:
        raise ValueError(f"it hits nothing; there is no {address.kind} with a {address.field} to change")
    for single, located in hits:
        portfolio = replace_at(portfolio, located.path, _changed(info, single, located.record, override))
    return portfolio


def _changed(info: FieldInfo, address: Address, record: Record, override: Override) -> Record:
    """The record after one change; the very same again for the same record."""
    change: tuple[Hashable, ...] = (address, override.action, type(override.value).__name__, override.value)
    known = _CHANGED.find(record, *change)
    if known is not None:
        return known
    value = _new_value(info, read(record, address), override)
    return _CHANGED.keep(write(record, address, value), record, *change)


def overridden(portfolio: Portfolio, scenario_id: str | None) -> list[tuple[str, Any, Any]]:
    """What a scenario changes against the base: address, value before, value after; unchanged values are left out.

    Raises
    ------
    ScenarioError
        As ``apply_scenario`` does.
    """
    applied = apply_scenario(portfolio, scenario_id)
    touched: dict[str, None] = {}
    for scenario in lineage(portfolio, scenario_id):
        for override in scenario.overrides:
            touched.update(dict.fromkeys(str(hit) for hit, _ in locate(portfolio, parse_address(override.target))))
    pairs = ((address, get(portfolio, address), get(applied, address)) for address in touched)
    return [(address, before, after) for address, before, after in pairs if before != after]


def _require_changeable(address: Address) -> None:
    if address.kind in _FIXED_KINDS:
        raise AddressError(f"a scenario cannot change a {address.kind}; change it in the base")
    if address.field in _FIXED_FIELDS or f"{address.kind}.{address.field}" in _FIXED_FIELDS:
        raise AddressError(f"a scenario cannot change {address.field}; change it in the base")


def _current(hit: tuple[Address, Located]) -> Any:
    return read(hit[1].record, hit[0])


def _new_value(info: FieldInfo, current: Any, override: Override) -> Any:
    if override.action == "set":
        if info.is_record or info.is_tuple:
            raise ValueError(f"{info.name} holds several values; name one of its parts")
        return typed_value(override.value, info)
    if not info.is_number:
        raise ValueError(f'{info.name} is not a number, so it cannot be changed by "{override.action}"; use "set"')
    amount = override.value
    if isinstance(amount, bool) or not isinstance(amount, (int, float)):
        raise ValueError(f'"{override.action}" needs a number, not {amount!r}; write it without quotes')
    if isinstance(current, Quantity):
        return current.scaled(float(amount)) if override.action == "scale" else current.shifted(float(amount))
    changed = current * amount if override.action == "scale" else current + amount
    return _whole(changed, info) if info.core is int else float(changed)


def _whole(value: float, info: FieldInfo) -> int:
    """The nearest whole number, if ``value`` is one but for rounding."""
    nearest = round(value) if math.isfinite(value) else None
    if nearest is None or abs(value - nearest) > 1e-9 * max(1.0, abs(value)):
        raise ValueError(f"{info.name} would be {value:g}, but must be a whole number")
    return nearest
