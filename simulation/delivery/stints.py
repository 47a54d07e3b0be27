"""Seats, the stints that people spend in them, and what these add up to by team and month [R10].

What chance says of people is drawn in ``capacity``; here it is lived through and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from models.uncertainty import Quantity
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.draws import Staffing
from simulation.jit import compiled, inlined

WHOLE_MONTH_TOLERANCE: Final = 1e-9
"""3.0000000001 months are 3."""

_TRIALS_AT_ONCE: Final = 8
"""As many numbers as the processor fetches together."""


@dataclass(frozen=True, eq=False)
class FillTime:
    """Months from an opening to an arrival, and the drivers that act on them: (row, whether it multiplies)."""

    quantity: Quantity
    drivers: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, eq=False)
class StaffingPlan:
    """The seats of a portfolio's teams.  ``*_row`` arrays index the rows of ``Draws.values``."""

    months: int
    availability_row: IntArray  # (T,)
    attrition_row: IntArray  # (T,)
    ramp_row: IntArray  # (T,)
    backfill: BoolArray  # (T,)
    season: FloatArray  # (T, months) capacity factor
    fills: tuple[FillTime, ...]  # the teams' own, then those of hires that have one

    seat_key: tuple[str, ...]
    seat_team: IntArray  # (N,)
    seat_weight: FloatArray  # (N,) 1, less for the last seat of a head-count with a fraction
    seat_opened: FloatArray  # (N,) months from the start; 0 where somebody is there from the start
    seat_fill: IntArray  # (N,) index into ``fills`` of the first arrival, -1: there from the start


class Stints(NamedTuple):
    """Times that people spend in seats: those who arrive or leave before the horizon, by trial, then by seat."""

    seat: IntArray  # (M,)
    trial: IntArray  # (M,)
    arrives: FloatArray  # (M,) whole month
    leaves: FloatArray  # (M,) whole month, or infinite

    def at(self, places: IntArray | slice) -> Stints:
        """Some of the stints."""
        return Stints(self.seat[places], self.trial[places], self.arrives[places], self.leaves[places])


def first_stints(plan: StaffingPlan, hazard: FloatArray, arrives: FloatArray, log_staying: FloatArray) -> Stints:
    """The stints of those who take the N seats first, in n trials.

    Parameters
    ----------
    hazard
        Of leaving, a year, by team, shape ``(T, n)``.
    arrives
        Whole months, shape ``(N, n)``.
    log_staying
        Logarithms of uniform numbers, shape ``(N, n)``: the later somebody leaves, the lower.
    """
    stints = _room(arrives.size)
    joins = plan.seat_fill >= 0
    count = _begin(plan.seat_team.copy(), joins, arrives, log_staying, hazard, plan.months, stints)
    return stints.at(slice(count))


def later_stints(
    plan: StaffingPlan, hazard: FloatArray, before: Stints, arrives: FloatArray, log_staying: FloatArray
) -> Stints:
    """The stints of those who replace others: ``arrives`` and ``log_staying`` belong to the stints ``before``."""
    stints = _room(arrives.size)
    count = _go_on(plan.seat_team.copy(), before, arrives, log_staying, hazard, plan.months, stints)
    return stints.at(slice(count))


def replaced(plan: StaffingPlan, stints: Stints) -> Stints:
    """Those stints after which somebody else is looked for."""
    return stints.at(np.flatnonzero((stints.leaves < plan.months) & plan.backfill[plan.seat_team[stints.seat]]))


def tally(plan: StaffingPlan, values: FloatArray, generations: Sequence[Stints]) -> Staffing:
    """Head-count, capacity, arrivals and leavers by trial, team and month; the first generation begins in the seats."""
    trials, teams = values.shape[1], len(plan.backfill)
    joins = plan.seat_fill >= 0
    start = np.bincount(plan.seat_team, plan.seat_weight * ~joins, minlength=teams).astype(np.float64)
    ends = np.cumsum([0] + [len(stints.seat) for stints in generations])
    stints = Stints(*map(np.concatenate, zip(*generations, strict=True)))
    counts = np.empty((4, trials, teams, plan.months))
    longest_ramp = plan.months + int(max(0.0, -plan.seat_opened.min(initial=0.0)))
    _add_up(
        *(ends, stints, plan.seat_team.copy(), plan.seat_weight.copy(), joins),
        *(start, values[plan.ramp_row], values[plan.availability_row], plan.season.copy()),
        *(np.empty(longest_ramp), *counts),
    )
    return Staffing(*counts)


def _room(count: int) -> Stints:
    return Stints(np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64), np.empty(count), np.empty(count))


@compiled
def _begin(
    seat_team: IntArray,
    joins: BoolArray,
    arrives: FloatArray,
    log_staying: FloatArray,
    hazard: FloatArray,
    months: int,
    stints: Stints,
) -> int:
    """Write the ``first_stints``; their number.  Some trials at a time: seats lie far apart in the given arrays."""
    stint_seat, stint_trial, stint_arrives, stint_leaves = stints
    seats, trials = arrives.shape
    leaves = np.empty((_TRIALS_AT_ONCE, seats))
    count = 0
    for first in range(0, trials, _TRIALS_AT_ONCE):
        last = min(first + _TRIALS_AT_ONCE, trials)
        for seat in range(seats):
            for trial in range(first, last):
                yearly = hazard[seat_team[seat], trial]
                leaves[trial - first, seat] = _leaving(arrives[seat, trial], log_staying[seat, trial], yearly)
        for trial in range(first, last):
            for seat in range(seats):
                gone = leaves[trial - first, seat]
                stint_seat[count], stint_trial[count] = seat, trial
                stint_arrives[count], stint_leaves[count] = arrives[seat, trial], gone
                count += joins[seat] or gone < months
    return count


@compiled
def _go_on(
    seat_team: IntArray,
    before: Stints,
    arrives: FloatArray,
    log_staying: FloatArray,
    hazard: FloatArray,
    months: int,
    stints: Stints,
) -> int:
    """Write the ``later_stints`` of those who arrive before the horizon; their number."""
    before_seat, before_trial, _, _ = before
    stint_seat, stint_trial, stint_arrives, stint_leaves = stints
    count = 0
    for k in range(arrives.size):
        if arrives[k] < months:
            seat, trial = before_seat[k], before_trial[k]
            stint_seat[count], stint_trial[count], stint_arrives[count] = seat, trial, arrives[k]
            stint_leaves[count] = _leaving(arrives[k], log_staying[k], hazard[seat_team[seat], trial])
            count += 1
    return count


@inlined
def _leaving(arrives: float, log_staying: float, yearly: float) -> float:
    """The whole month at which somebody is gone, at the earliest one after the arrival; the time is exponential."""
    if yearly > 0.0:
        stay = -12.0 * log_staying / yearly
        return max(float(np.ceil(arrives + stay - WHOLE_MONTH_TOLERANCE)), arrives + 1.0)
    return np.inf


@compiled
def _add_up(
    ends: IntArray,
    stints: Stints,
    seat_team: IntArray,
    weight: FloatArray,
    joins: BoolArray,
    start: FloatArray,
    ramp: FloatArray,
    availability: FloatArray,
    season: FloatArray,
    lack: FloatArray,
    people: FloatArray,
    capacity: FloatArray,
    arrivals: FloatArray,
    leavers: FloatArray,
) -> None:
    """``tally``, trial by trial, while its months are at hand: generation g has the stints from ``ends[g]`` on.

    ``lack`` is room for what one ramp lacks.
    """
    stint_seat, stint_trial, stint_arrives, stint_leaves = stints
    trials, teams, months = people.shape
    place = ends.copy()
    for trial in range(trials):
        for count in (people, capacity, arrivals, leavers):
            count[trial] = 0.0
        for team in range(teams):
            people[trial, team, 0] += start[team]
        for generation in range(ends.size - 1):
            ramped = -1
            k = place[generation]
            while k < ends[generation + 1] and stint_trial[k] == trial:
                seat, arrives, leaves = stint_seat[k], stint_arrives[k], stint_leaves[k]
                team = seat_team[seat]
                k += 1
                if leaves <= 0.0:  # who is gone before the portfolio's start has never been there
                    continue
                if leaves < months:
                    people[trial, team, int(leaves)] -= weight[seat]
                    leavers[trial, team, int(leaves)] += weight[seat]
                if (generation > 0 or joins[seat]) and arrives < months:
                    since = max(int(arrives), 0)
                    people[trial, team, since] += weight[seat]
                    if arrives >= 0.0:
                        arrivals[trial, team, since] += weight[seat]
                    if team != ramped:
                        _ramp_up(lack, ramp[team, trial])
                        ramped = team
                    until = int(min(leaves, months, arrives + np.ceil(ramp[team, trial])))
                    for month in range(since, until):
                        capacity[trial, team, month] += weight[seat] * lack[month - int(arrives)]
            place[generation] = k
        _carry_on(trial, availability, season, people, capacity)


@inlined
def _carry_on(
    trial: int, availability: FloatArray, season: FloatArray, people: FloatArray, capacity: FloatArray
) -> None:
    """Turn changes of the head-count into the head-count, and what is lacking of productivity into the capacity."""
    for team in range(people.shape[1]):
        there = 0.0
        for month in range(people.shape[2]):
            there += people[trial, team, month]
            productive = max(there - capacity[trial, team, month], 0.0)
            people[trial, team, month] = there
            capacity[trial, team, month] = productive * availability[team, trial] * season[team, month]


@inlined
def _ramp_up(lack: FloatArray, ramp: float) -> None:
    """Write what people lack of full productivity in each month from their arrival on, until they are ramped up."""
    done = 0.0
    for age in range(int(min(np.ceil(ramp), lack.size))):
        before, done = done, _ramped(age + 1.0, ramp)
        lack[age] = 1.0 - (done - before)


@inlined
def _ramped(age: float, ramp: float) -> float:
    """The productive months of the first ``age`` months: the integral of min(1, age / ramp)."""
    return age * age / (2.0 * ramp) if age < ramp else age - 0.5 * ramp
