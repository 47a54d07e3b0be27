"""A Portfolio under a Scenario, compiled: integer-indexed read-only arrays that sampling, delivery and money run on.

Owns the list of quantities (the rows of ``Draws.values``) and what ties them together: drivers and rank
correlations.  The network, the people and the money compile themselves in their own packages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from models.address import parse_address, value_info
from models.baselines import without_baselines
from models.codec import digest
from models.memo import Memo
from models.portfolio import Portfolio
from models.record import domain
from models.scenario import apply_scenario
from models.uncertainty import Quantity
from models.walk import locate, quantities
from simulation.arrays import FloatArray, IntArray
from simulation.delivery.capacity import StaffingPlan, compile_staffing
from simulation.delivery.contract import DeliveryPlan
from simulation.delivery.network import compile_delivery, selected_option
from simulation.money.cashflow import MoneyPlan, compile_money
from simulation.sampling.dependence import nearest_correlation

_ROUNDING: Final = 1e-9
"""Draws nearer to the edge of what they may be than this share of their greatest value are clipped all the same."""


class _Range(NamedTuple):
    """Least and greatest value that a quantity may have, and whether its own draws can lie beyond them."""

    low: float
    high: float
    may_leave: bool


_RANGES = Memo[_Range]()


@dataclass(frozen=True, eq=False)
class DriverEffect:
    """A driver's value multiplies another quantity's draws, or is added to them."""

    driver_row: int
    target_row: int
    scales: bool


@dataclass(frozen=True, eq=False)
class CorrelatedGroup:
    """Quantities that move together, with the rank correlation matrix that is used."""

    key: str  # names its streams: the first of its addresses
    rows: IntArray  # (k,)
    matrix: FloatArray  # (k, k) valid: repaired where it had to be
    repairs: tuple[str, ...]  # what the repair changed, in words


@dataclass(frozen=True, eq=False)
class Plan:
    """One portfolio under one scenario, ready to run; compare plans by ``digest``."""

    portfolio: Portfolio
    scenario: str | None
    quantities: tuple[tuple[str, Quantity], ...]
    row: dict[str, int]
    low: FloatArray  # (Q,) least value a draw may have
    high: FloatArray  # (Q,)
    clipped: IntArray  # rows whose draws can lie outside ``low`` to ``high``
    drivers: tuple[DriverEffect, ...]
    correlations: tuple[CorrelatedGroup, ...]
    delivery: DeliveryPlan
    staffing: StaffingPlan
    money: MoneyPlan

    @cached_property
    def digest(self) -> str:
        """Fingerprint of the portfolio with its scenario applied, without the baselines, which change no forecast."""
        return digest(without_baselines(self.portfolio))

    @property
    def months(self) -> int:
        """Months that are simulated."""
        return self.delivery.months


def compile_plan(portfolio: Portfolio, scenario: str | None = None) -> Plan:
    """The plan of ``portfolio`` under ``scenario`` (None: the base).

    Raises
    ------
    ValueError
        If the scenario cannot be applied; ``models.check`` says all that is wrong beforehand.
    """
    applied = apply_scenario(portfolio, scenario)
    listed = tuple(_relevant(applied))
    row = {address: number for number, (address, _) in enumerate(listed)}
    effects = tuple(_driver_effects(applied, row))
    by_target: dict[str, list[tuple[int, bool]]] = {}
    for effect in effects:
        by_target.setdefault(listed[effect.target_row][0], []).append((effect.driver_row, effect.scales))
    _RANGES.make_room(2 * len(listed))  # the base's and a scenario's
    ranges = [_range(named) for named in listed]
    driven = {effect.target_row for effect in effects}
    delivery = compile_delivery(applied, row)
    plan = Plan(
        portfolio=applied,
        scenario=scenario,
        quantities=listed,
        row=row,
        low=np.array([one.low for one in ranges]),
        high=np.array([one.high for one in ranges]),
        clipped=np.array(
            [number for number, one in enumerate(ranges) if one.may_leave or number in driven], dtype=np.int64
        ),
        drivers=effects,
        correlations=tuple(_correlated_groups(applied, row)),
        delivery=delivery,
        staffing=compile_staffing(applied, row, by_target),
        money=compile_money(applied, delivery, row),
    )
    for part in (plan.delivery, plan.staffing, plan.money):
        freeze(part)
    return plan


def _range(named: tuple[str, Quantity]) -> _Range:
    known = _RANGES.find(named)
    if known is not None:
        return known
    address, quantity = named
    low, high = domain(value_info(parse_address(address)).unit)
    least, most = quantity.bounds
    slack = 0.0 if quantity.is_certain else _ROUNDING * max(abs(least), abs(most))
    return _RANGES.keep(_Range(low, high, not (low + slack <= least and most <= high - slack)), named)


def freeze(record: object) -> None:
    """Make every array of a dataclass read-only."""
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)


def _relevant(portfolio: Portfolio) -> Iterator[tuple[str, Quantity]]:
    """The quantities that a forecast uses: all but those of options that are not selected."""
    left_out: set[str] = set()
    for initiative in portfolio.initiatives:
        chosen = selected_option(initiative)
        for option in initiative.options:
            if option is not chosen:
                left_out.add(f"option:{option.id}")
                left_out.update(f"stage:{stage.id}" for stage in option.stages)
                left_out.update(f"benefit:{benefit.id}" for benefit in option.benefits)
    for named in quantities(portfolio):
        if named[0].partition(".")[0] not in left_out:
            yield named


def _driver_effects(portfolio: Portfolio, row: dict[str, int]) -> Iterator[DriverEffect]:
    for driver in portfolio.drivers:
        for target in driver.targets:
            named = parse_address(target)
            hits = [address for address, _ in locate(portfolio, named)] if named.every else [named]
            for address in map(str, hits):
                if address in row:
                    yield DriverEffect(row[f"driver:{driver.id}.value"], row[address], driver.action == "scale")


def _correlated_groups(portfolio: Portfolio, row: dict[str, int]) -> Iterator[CorrelatedGroup]:
    """Connected sets of correlated quantities, each with its matrix, repaired where it is not valid."""
    pairs = {
        (correlation.first, correlation.second): correlation.rho
        for correlation in portfolio.correlations
        if correlation.first in row and correlation.second in row
    }
    for names in map(sorted, _connected(list(pairs))):  # sorted: the order in the document must not matter
        matrix = np.eye(len(names))
        for (first, second), rho in pairs.items():
            if first in names:
                i, j = names.index(first), names.index(second)
                matrix[i, j] = matrix[j, i] = rho
        valid, changes = nearest_correlation(matrix)
        told = tuple(f"{names[i]} and {names[j]}: {old:+.2f} became {new:+.2f}" for i, j, old, new in changes)
        yield CorrelatedGroup(names[0], np.array([row[name] for name in names], dtype=np.int64), valid, told)


def _connected(pairs: list[tuple[str, str]]) -> list[list[str]]:
    groups: list[list[str]] = []
    for first, second in pairs:
        touched = [group for group in groups if first in group or second in group]
        merged = list(dict.fromkeys([name for group in touched for name in group] + [first, second]))
        groups = [group for group in groups if group not in touched] + [merged]
    return groups
