"""What forecasts of a portfolio that is being edited remember: draws, people and deliveries.

Each memory gives what would be computed anew, bit for bit, and computes only what it has not seen.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from models.uncertainty import Quantity
from simulation.arrays import FloatArray, IntArray
from simulation.delivery import compiled
from simulation.delivery.capacity import StaffingPlan, staff
from simulation.delivery.contract import Delivery, DeliveryPlan, Workload
from simulation.draws import BLOCK_TRIALS, Staffing
from simulation.plan import Plan
from simulation.sampling.dependence import correlate
from simulation.sampling.draw import tied
from simulation.sampling.quantiles import sample_rows
from simulation.sampling.streams import Method

DELIVERIES_KEPT: Final = 2
"""For instance the base's and a scenario's; each takes some tens of megabytes."""

STAFFINGS_KEPT: Final = 2
"""For each team."""


class QuantityMemory:
    """The draws of one block of the plan before, as they were before correlations and drivers."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._source: tuple[int, Method] | None = None
        self._known: dict[str, tuple[Quantity, int]] = {}
        self._raw: FloatArray = np.empty((0, BLOCK_TRIALS))

    def values(self, plan: Plan, seed: int) -> FloatArray:
        """What ``simulation.sampling.draw.quantity_draws`` gives."""
        self._remember(plan, (seed, plan.portfolio.settings.sampling))
        values = self._raw.copy()
        for group in plan.correlations:
            drawn = values[group.rows]
            values[group.rows] = correlate(drawn, group.matrix, seed=seed, block=self._block, key=group.key)
        return tied(plan, values)

    def _remember(self, plan: Plan, source: tuple[int, Method]) -> None:
        if source != self._source:
            self._known.clear()
        kept: list[tuple[int, int]] = []
        new: list[int] = []
        for row, (address, quantity) in enumerate(plan.quantities):
            before = self._known.get(address)
            if before is not None and (before[0] is quantity or before[0] == quantity):
                kept.append((row, before[1]))
            else:
                new.append(row)
        raw = np.empty((len(plan.quantities), BLOCK_TRIALS))
        if kept:
            here, there = np.array(kept).T
            raw[here] = self._raw[there]
        _draw(plan, new, raw, source, self._block)
        self._raw, self._source = raw, source
        self._known = {address: (quantity, row) for row, (address, quantity) in enumerate(plan.quantities)}


def _draw(plan: Plan, rows: list[int], raw: FloatArray, source: tuple[int, Method], block: int) -> None:
    seed, method = source
    uncertain = [row for row in rows if not plan.quantities[row][1].is_certain]
    for row in set(rows).difference(uncertain):
        raw[row] = plan.quantities[row][1].base
    if uncertain:
        raw[uncertain] = sample_rows([plan.quantities[row] for row in uncertain], seed, block, BLOCK_TRIALS, method)


@dataclass(frozen=True, eq=False)
class _Staffed:
    """The people of one team, and all that they depend on."""

    terms: tuple[Any, ...]
    drawn: FloatArray  # (k, n) the drawn quantities
    people: Staffing  # with one team


class PeopleMemory:
    """The people of each team in one block, drawn anew only where something about the team has changed."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._known: dict[str, list[_Staffed]] = {}

    def staffing(self, plan: Plan, values: FloatArray, seed: int) -> Staffing:
        """What ``simulation.delivery.capacity.staff`` gives."""
        method = plan.portfolio.settings.sampling
        teams = [
            self._team(team, one_team(plan.staffing, number), values, (seed, method))
            for number, team in enumerate(plan.delivery.team_ids)
        ]
        if not teams:
            return staff(plan.staffing, values, seed=seed, block=self._block, trials=BLOCK_TRIALS, method=method)
        names = [item.name for item in fields(Staffing)]
        return Staffing(**{name: np.concatenate([getattr(team, name) for team in teams], axis=1) for name in names})

    def _team(self, team: str, plan: StaffingPlan, values: FloatArray, source: tuple[int, Method]) -> Staffing:
        terms = (source, *_terms(plan))
        drawn = values[_rows(plan)]
        known = self._known.setdefault(team, [])
        for place, staffed in enumerate(known):
            if staffed.terms == terms and np.array_equal(staffed.drawn, drawn):
                known.insert(0, known.pop(place))
                return staffed.people
        people = staff(plan, values, seed=source[0], block=self._block, trials=BLOCK_TRIALS, method=source[1])
        known.insert(0, _Staffed(terms, drawn, people))
        del known[STAFFINGS_KEPT:]
        return people


def one_team(plan: StaffingPlan, team: int) -> StaffingPlan:
    """The staffing plan of one team alone; seats keep their keys, and so their draws."""
    seats = np.flatnonzero(plan.seat_team == team)
    fills = list(dict.fromkeys([team, *(fill for fill in plan.seat_fill[seats].tolist() if fill >= 0)]))
    only = slice(team, team + 1)
    return StaffingPlan(
        months=plan.months,
        availability_row=plan.availability_row[only],
        attrition_row=plan.attrition_row[only],
        ramp_row=plan.ramp_row[only],
        backfill=plan.backfill[only],
        season=plan.season[only],
        fills=tuple(plan.fills[fill] for fill in fills),
        seat_key=tuple(plan.seat_key[seat] for seat in seats.tolist()),
        seat_team=np.zeros(len(seats), dtype=np.int64),
        seat_weight=plan.seat_weight[seats],
        seat_opened=plan.seat_opened[seats],
        seat_fill=np.array([fills.index(fill) if fill >= 0 else -1 for fill in plan.seat_fill[seats]], dtype=np.int64),
    )


def _terms(plan: StaffingPlan) -> tuple[Any, ...]:
    """What is certain about a team's people; where the drawn quantities stand does not matter."""
    fills = tuple((fill.quantity, tuple(scales for _, scales in fill.drivers)) for fill in plan.fills)
    arrays = (plan.backfill, plan.season, plan.seat_weight, plan.seat_opened, plan.seat_fill)
    return (plan.months, fills, plan.seat_key, *(array.tobytes() for array in arrays))


def _rows(plan: StaffingPlan) -> IntArray:
    """The drawn quantities that a team's people depend on, in a fixed order."""
    driven = [row for fill in plan.fills for row, _ in fill.drivers]
    return np.concatenate([plan.availability_row, plan.attrition_row, plan.ramp_row, driven]).astype(np.int64)


class DeliveryMemory:
    """The latest deliveries, found again by the network and the workload that they came from."""

    def __init__(self) -> None:
        self._known: list[tuple[DeliveryPlan, Workload, Delivery]] = []

    def deliver(self, plan: DeliveryPlan, work: Workload) -> Delivery:
        """What the compiled engine gives."""
        for place, (network, workload, delivery) in enumerate(self._known):
            if _same(network, plan) and _same(workload, work):
                self._known.insert(0, self._known.pop(place))
                return delivery
        delivery = compiled.deliver(plan, work)
        self._known.insert(0, (plan, work, delivery))
        del self._known[DELIVERIES_KEPT:]
        return delivery


def _same(one: DeliveryPlan | Workload, other: DeliveryPlan | Workload) -> bool:
    """Whether an engine could not tell them apart; where the drawn quantities stand does not matter to it."""
    names = (item.name for item in fields(one) if not item.name.endswith("_row"))
    return all(_equal(getattr(one, name), getattr(other, name)) for name in names)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one is other or np.array_equal(one, other)
    return bool(one == other)
