"""A Portfolio under a Scenario, compiled: integer-indexed read-only arrays that sampling, delivery and money run on.

Owns the list of quantities (the rows of ``Draws.values``).  What ties them together, the network, the people and the
money compile themselves in their own modules.  A portfolio that differs from one compiled lately in how much its
quantities are takes over what does not depend on that, so that the plan after an edit is there at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from models.address import parse_address, value_info
from models.baselines import without_baselines
from models.codec import digest
from models.initiative import Initiative
from models.likeness import Likeness
from models.memo import Memo
from models.portfolio import Portfolio
from models.record import domain
from models.risk import Impact
from models.scenario import apply_scenario
from models.team import Team
from models.uncertainty import Quantity
from models.walk import Located, families, family_quantities
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.capacity import StaffingPlan, compile_staffing
from simulation.delivery.contract import DeliveryPlan
from simulation.delivery.network import compile_delivery, rank_order, selected_option
from simulation.money.cashflow import MoneyPlan, compile_money
from simulation.ties import CorrelatedGroup, DriverEffect, correlated_groups, driver_effects

_ROUNDING: Final = 1e-9
"""Draws nearer to the edge of what they may be than this share of their greatest value are clipped all the same."""

PLANS_KEPT: Final = 4
"""For instance the base's and a scenario's, each before and after the choice of another option."""

_INPUTS: Final = (
    "settings",
    "products",
    "teams",
    "rates",
    "currencies",
    "initiatives",
    "drivers",
    "risks",
    "correlations",
    "budgets",
)
"""What plans are compiled from."""

_ALIKE: Final = Likeness(
    besides=frozenset({(Initiative, "rank"), (Team, "headcount")}),  # looked at again for each plan, as quantities are
    inert=frozenset({Impact}),  # what does nothing has no row
)


class _Listed(NamedTuple):
    """The quantities of a record and of all that it holds, as far as a forecast uses them."""

    quantities: tuple[tuple[str, Quantity], ...]
    base: FloatArray
    low: FloatArray  # least value that each may have
    high: FloatArray
    may_leave: BoolArray  # whether its own draws can lie beyond them


_LISTED = Memo[_Listed]()


@dataclass(frozen=True, eq=False)
class Plan:
    """One portfolio under one scenario, ready to run; compare plans by ``digest``."""

    portfolio: Portfolio
    scenario: str | None
    quantities: tuple[tuple[str, Quantity], ...]
    row: dict[str, int]
    base: FloatArray  # (Q,) their base values, before drivers act on them
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


_LATEST: deque[Plan] = deque(maxlen=PLANS_KEPT)


def compile_plan(portfolio: Portfolio, scenario: str | None = None) -> Plan:
    """The plan of ``portfolio`` under ``scenario`` (None: the base).

    Raises
    ------
    ValueError
        If the scenario cannot be applied; ``models.check`` says all that is wrong beforehand.
    """
    applied = apply_scenario(portfolio, scenario)
    known = next((plan for plan in tuple(_LATEST) if _is_alike(plan.portfolio, applied)), None)
    plan = compile_anew(applied, scenario) if known is None else _revalued(known, applied, scenario)
    _LATEST.appendleft(plan)
    return plan


def _is_alike(one: Portfolio, other: Portfolio) -> bool:
    return all(_ALIKE(getattr(one, name), getattr(other, name)) for name in _INPUTS)


def compile_anew(applied: Portfolio, scenario: str | None) -> Plan:
    """The plan from nothing, whatever was compiled before; ``applied`` has the scenario applied."""
    listed = _all_listed(applied)
    quantities = tuple(chain.from_iterable(one.quantities for one in listed))
    row = {address: number for number, (address, _) in enumerate(quantities)}
    effects = tuple(driver_effects(applied, row))
    delivery = compile_delivery(applied, row)
    plan = Plan(
        portfolio=applied,
        scenario=scenario,
        quantities=quantities,
        row=row,
        base=_bases(listed),
        low=np.concatenate([one.low for one in listed]),
        high=np.concatenate([one.high for one in listed]),
        clipped=_clipped(listed, effects),
        drivers=effects,
        correlations=tuple(correlated_groups(applied, row)),
        delivery=delivery,
        staffing=_staffing(applied, quantities, row, effects),
        money=compile_money(applied, delivery, row),
    )
    for part in (plan, plan.delivery, plan.money):
        freeze(part)
    return plan


def _revalued(known: Plan, applied: Portfolio, scenario: str | None) -> Plan:
    """The plan of a portfolio that is alike, with all that quantities, ranks and the size of teams decide made anew."""
    listed = _all_listed(applied)
    quantities = tuple(chain.from_iterable(one.quantities for one in listed))
    delivery, staffing = known.delivery, known.staffing
    order = rank_order(applied, delivery.stage_initiative)
    if not np.array_equal(order, delivery.rank_order):
        delivery = replace(delivery, rank_order=order)
    if known.portfolio.teams is not applied.teams:
        staffing = _staffing(applied, quantities, known.row, known.drivers)
    plan = replace(
        known,
        portfolio=applied,
        scenario=scenario,
        quantities=quantities,
        base=_bases(listed),
        clipped=_clipped(listed, known.drivers),
        delivery=delivery,
        staffing=staffing,
    )
    for part in (plan, plan.delivery):
        freeze(part)
    return plan


def _staffing(
    portfolio: Portfolio,
    quantities: tuple[tuple[str, Quantity], ...],
    row: dict[str, int],
    effects: tuple[DriverEffect, ...],
) -> StaffingPlan:
    by_target: dict[str, list[tuple[int, bool]]] = {}
    for effect in effects:
        by_target.setdefault(quantities[effect.target_row][0], []).append((effect.driver_row, effect.scales))
    staffing = compile_staffing(portfolio, row, by_target)
    freeze(staffing)
    return staffing


def _bases(listed: list[_Listed]) -> FloatArray:
    return np.concatenate([one.base for one in listed])


def _clipped(listed: list[_Listed], effects: tuple[DriverEffect, ...]) -> IntArray:
    """The rows whose draws can lie beyond what they may be: those that drivers act on, and others by themselves."""
    may_leave = np.concatenate([one.may_leave for one in listed])
    may_leave[[effect.target_row for effect in effects]] = True
    return np.flatnonzero(may_leave)


def _all_listed(portfolio: Portfolio) -> list[_Listed]:
    found = list(families(portfolio))
    _LISTED.make_room(2 * len(found))  # the base's and a scenario's
    return [_LISTED.find(family) or _LISTED.keep(_listed(family), family) for family in found]


def _listed(family: tuple[Located, ...]) -> _Listed:
    named = tuple(_relevant(family))
    ranges = [_range(address, quantity) for address, quantity in named]
    base = np.array([quantity.base for _, quantity in named], dtype=float)
    low, high = (np.array([one[side] for one in ranges], dtype=float) for side in range(2))
    return _Listed(named, base, low, high, np.array([one[2] for one in ranges], dtype=np.bool_))


def _range(address: str, quantity: Quantity) -> tuple[float, float, bool]:
    """Least and greatest value that a quantity may have, and whether its own draws can lie beyond them."""
    low, high = domain(value_info(parse_address(address)).unit)
    least, most = quantity.bounds
    slack = 0.0 if quantity.is_certain else _ROUNDING * max(abs(least), abs(most))
    return low, high, not (low + slack <= least and most <= high - slack)


def freeze(record: object) -> None:
    """Make every array of a dataclass read-only."""
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)


def _relevant(family: tuple[Located, ...]) -> Iterator[tuple[str, Quantity]]:
    """The quantities of a record that a forecast uses: all but those of options that are not selected."""
    left_out: set[str] = set()
    initiative = family[0].record
    if isinstance(initiative, Initiative):
        chosen = selected_option(initiative)
        for option in initiative.options:
            if option is not chosen:
                left_out.add(f"option:{option.id}")
                left_out.update(f"stage:{stage.id}" for stage in option.stages)
                left_out.update(f"benefit:{benefit.id}" for benefit in option.benefits)
    for named in family_quantities(family):
        if named[0].partition(".")[0] not in left_out:
            yield named
