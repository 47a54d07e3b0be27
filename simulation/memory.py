"""What forecasts of a portfolio that is being edited remember of chance: drawn quantities and people.

Each memory gives what would be computed anew, bit for bit, and computes only what it has not seen.  What is remembered
of deliveries and money is in ``simulation.redelivery`` and ``simulation.recharge``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import is_not
from typing import Any, Final

import numpy as np

from models.uncertainty import Quantity
from simulation.arrays import FloatArray, IntArray
from simulation.delivery.capacity import StaffingPlan, staff
from simulation.draws import BLOCK_TRIALS, Staffing
from simulation.plan import Plan
from simulation.sampling.dependence import correlate
from simulation.sampling.draw import gate_rows, open_gates, tied
from simulation.sampling.drawn import sample_into
from simulation.sampling.streams import Method
from simulation.ties import CorrelatedGroup

FORMER_KEPT: Final = 4
"""Teams as they were before, for instance in the base while a scenario is looked at; each takes some megabytes."""

ROWS_TO_SPARE: Final = 50
"""For quantities that are added while somebody edits."""


@dataclass(frozen=True, eq=False)
class _Correlated:
    """The draws of quantities that move together, and all that they depend on."""

    terms: tuple[Any, ...]
    values: FloatArray  # (k, n)


class QuantityMemory:
    """The draws of one block of the plan before: as they were drawn, and with correlations and drivers applied."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._source: tuple[int, Method] = (0, "random")
        self._quantities: Sequence[tuple[str, Quantity]] = ()
        self._values, self._room = _room(0), _room(0)  # the latter to be written over where rows move
        self._tied: IntArray = np.empty(0, dtype=np.int64)  # rows in which values may differ from what was drawn
        self._drawn = _room(0)  # what was drawn in them
        self._groups: dict[str, _Correlated] = {}

    def values(self, plan: Plan, seed: int) -> FloatArray:
        """What ``simulation.sampling.draw.quantity_draws`` gives; written over when it is asked for again."""
        self._remember(plan, (seed, plan.portfolio.settings.sampling))
        values = self._values[: len(plan.quantities)]
        self._tied = np.concatenate([plan.clipped, *(group.rows for group in plan.correlations)])
        self._drawn = values[self._tied]
        self._groups = {group.key: self._correlated(plan, group) for group in plan.correlations}
        for group in plan.correlations:
            values[group.rows] = self._groups[group.key].values
        return tied(plan, values)

    def _remember(self, plan: Plan, source: tuple[int, Method]) -> None:
        """Bring the values back to what was drawn, and draw what is new."""
        self._values[self._tied] = self._drawn
        self._tied, self._drawn = self._tied[:0], self._drawn[:0]
        if source != self._source:
            self._source, self._quantities = source, ()
        before, self._quantities = self._quantities, ()  # nothing is known for sure until all is done
        new = _changed(before, plan.quantities)
        self._draw(plan, self._rearranged(before, plan) if new is None else new)
        self._quantities = plan.quantities

    def _rearranged(self, before: Sequence[tuple[str, Quantity]], plan: Plan) -> list[int]:
        """Bring what was drawn to the rows where it now belongs; the rows for which nothing was."""
        places = {address: row for row, (address, _) in enumerate(before)}
        found = [places.get(address, -1) for address, _ in plan.quantities]
        for row, (place, named) in enumerate(zip(found, plan.quantities, strict=True)):
            if place >= 0 and _differ(before[place], named):
                found[row] = -1
        if len(self._room) < len(found):
            self._room = _room(len(found) + ROWS_TO_SPARE)
        if len(self._values):
            # What is yet to be drawn takes any row.
            np.take(self._values, found, axis=0, out=self._room[: len(found)], mode="clip")
        self._values, self._room = self._room, self._values
        return [row for row, place in enumerate(found) if place < 0]

    def _draw(self, plan: Plan, rows: Sequence[int]) -> None:
        seed, method = self._source
        uncertain = [row for row in rows if not plan.quantities[row][1].is_certain]
        for row in set(rows).difference(uncertain):
            self._values[row] = plan.quantities[row][1].base
        named = [plan.quantities[row] for row in uncertain]
        sample_into(self._values, np.array(uncertain, dtype=np.int64), named, seed, self._block, method)

    def _correlated(self, plan: Plan, group: CorrelatedGroup) -> _Correlated:
        terms = (self._source, group.matrix.tobytes(), *(plan.quantities[row] for row in group.rows.tolist()))
        known = self._groups.get(group.key)
        if known is not None and known.terms == terms:
            return known
        drawn, seed = self._values[group.rows], self._source[0]
        return _Correlated(terms, correlate(drawn, group.matrix, seed=seed, block=self._block, key=group.key))


def _room(rows: int) -> FloatArray:
    return np.empty((rows, BLOCK_TRIALS))


def _changed(before: Sequence[tuple[str, Quantity]], now: Sequence[tuple[str, Quantity]]) -> list[int] | None:
    """The rows with another quantity of the same address; None where there are other addresses than before."""
    if len(before) != len(now):
        return None
    rows = [row for row, named in enumerate(zip(before, now, strict=True)) if _differ(*named)]
    return rows if all(before[row][0] == now[row][0] for row in rows) else None


def _differ(one: tuple[str, Quantity], other: tuple[str, Quantity]) -> bool:
    return one is not other and one != other


class GateMemory:
    """The draws at the gates of one block; only those that could not fail before are drawn."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._terms: tuple[Any, ...] = ()
        self._source: tuple[int, Method] = (0, "random")
        self._rows: dict[tuple[str, int], FloatArray] = {}  # of each stage with so many attempts at its gate
        self._gates: FloatArray = np.empty((0, BLOCK_TRIALS))

    def gates(self, plan: Plan, values: FloatArray, seed: int) -> FloatArray:
        """What ``simulation.sampling.draw.draw_gates`` gives; the same object where nothing has changed."""
        network, can_fail = plan.delivery, open_gates(plan, values)
        source = (seed, plan.portfolio.settings.sampling)
        terms = (*source, network.stage_ids, network.gate_ptr.tobytes(), can_fail.tobytes())
        if terms != self._terms:
            self._rows = self._drawn(plan, can_fail.tolist(), source)
            self._gates = np.zeros((int(network.gate_ptr[-1]), BLOCK_TRIALS))
            for stage, rows in zip(can_fail.tolist(), self._rows.values(), strict=True):
                self._gates[network.gate_ptr[stage] : network.gate_ptr[stage + 1]] = rows
            self._terms, self._source = terms, source
        return self._gates

    def _drawn(self, plan: Plan, stages: list[int], source: tuple[int, Method]) -> dict[tuple[str, int], FloatArray]:
        """The rows of each of the stages."""
        known = self._rows if source == self._source else {}
        attempts = np.diff(plan.delivery.gate_ptr)
        names = {stage: (plan.delivery.stage_ids[stage], int(attempts[stage])) for stage in stages}
        new = [stage for stage in stages if names[stage] not in known]
        drawn = gate_rows(plan, np.array(new, dtype=np.int64), source[0], self._block)
        parts = dict(zip(new, np.split(drawn, np.cumsum(attempts[new])[:-1]), strict=True)) if new else {}
        return {names[stage]: parts[stage].copy() if stage in parts else known[names[stage]] for stage in stages}


@dataclass(frozen=True, eq=False)
class _Staffed:
    """The people of one team, and all that they depend on."""

    terms: tuple[Any, ...]
    drawn: FloatArray  # (k, n) the drawn quantities
    people: Staffing  # with one team

    def is_of(self, terms: tuple[Any, ...], drawn: FloatArray) -> bool:
        return self.terms == terms and np.array_equal(self.drawn, drawn)


class PeopleMemory:
    """The people of each team in one block, drawn anew only where something about the team has changed."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._now: dict[str, _Staffed] = {}
        self._former: list[tuple[str, _Staffed]] = []  # latest first
        self._teams: list[Staffing] = []
        self._all: Staffing | None = None

    def staffing(self, plan: Plan, values: FloatArray, seed: int) -> Staffing:
        """What ``simulation.delivery.capacity.staff`` gives; the same object where no team has changed."""
        method = plan.portfolio.settings.sampling
        teams = [
            self._team(team, one_team(plan.staffing, number), values, (seed, method))
            for number, team in enumerate(plan.delivery.team_ids)
        ]
        if not teams:
            return staff(plan.staffing, values, seed=seed, block=self._block, trials=BLOCK_TRIALS, method=method)
        if self._all is None or len(teams) != len(self._teams) or any(map(is_not, teams, self._teams)):
            names = [item.name for item in fields(Staffing)]
            whole = np.empty((len(names), BLOCK_TRIALS, len(teams), plan.months))
            for name, array in zip(names, whole, strict=True):
                np.concatenate([getattr(team, name) for team in teams], axis=1, out=array)
            self._teams, self._all = teams, Staffing(*whole)
        return self._all

    def _team(self, team: str, plan: StaffingPlan, values: FloatArray, source: tuple[int, Method]) -> Staffing:
        terms = (source, *_terms(plan))
        drawn = values[_rows(plan)]
        now = self._now.get(team)
        if now is not None:
            if now.is_of(terms, drawn):
                return now.people
            self._former.insert(0, (team, now))
        staffed = self._recalled(team, terms, drawn)
        if staffed is None:
            method = source[1]
            people = staff(plan, values, seed=source[0], block=self._block, trials=BLOCK_TRIALS, method=method)
            staffed = _Staffed(terms, drawn, people)
        del self._former[FORMER_KEPT:]
        self._now[team] = staffed
        return staffed.people

    def _recalled(self, team: str, terms: tuple[Any, ...], drawn: FloatArray) -> _Staffed | None:
        for place, (name, staffed) in enumerate(self._former):
            if name == team and staffed.is_of(terms, drawn):
                return self._former.pop(place)[1]
        return None


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
