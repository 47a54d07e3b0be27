"""Seats, the stints that people spend in them, and what these add up to by team and month [R10].

Who comes and goes is decided in ``capacity``; here it is only counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.uncertainty import Quantity
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.draws import Staffing
from simulation.jit import compiled


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


@dataclass(frozen=True, eq=False)
class Stints:
    """Times that people spend in seats, one after the other, over all trials; all (M,)."""

    seat: IntArray
    trial: IntArray
    arrives: FloatArray  # whole month
    leaves: FloatArray  # whole month, infinite where not before the horizon
    joins: BoolArray  # arrives new and ramps up, instead of being there from the start


def joined(generations: list[Stints]) -> Stints:
    """All stints of several generations."""
    columns = ("seat", "trial", "arrives", "leaves", "joins")
    return Stints(*(np.concatenate([getattr(stints, column) for stints in generations]) for column in columns))


def tally(plan: StaffingPlan, values: FloatArray, stints: Stints) -> Staffing:
    """Head-count, capacity, arrivals and leavers by trial, team and month."""
    shape = (values.shape[1], len(plan.backfill), plan.months)
    people, capacity, arrivals, leavers = (np.zeros(shape) for _ in range(4))
    if shape[1]:
        team, weight, ramp = plan.seat_team[stints.seat], plan.seat_weight[stints.seat], values[plan.ramp_row]
        people[:, :, 0] += np.bincount(plan.seat_team, plan.seat_weight * (plan.seat_fill < 0), minlength=shape[1])
        moves = (stints.trial, team, weight, stints.arrives, stints.leaves, stints.joins)
        _add_up(*moves, ramp, people, capacity, arrivals, leavers)
        _carry_on(people, capacity, values[plan.availability_row], plan.season.copy())
    return Staffing(headcount=people, capacity=capacity, arrivals=arrivals, leavers=leavers)


@compiled
def _add_up(
    trial: IntArray,
    team: IntArray,
    weight: FloatArray,
    arrives: FloatArray,
    leaves: FloatArray,
    joins: BoolArray,
    ramp: FloatArray,
    change: FloatArray,
    lacking: FloatArray,
    arrivals: FloatArray,
    leavers: FloatArray,
) -> None:
    """Changes of the head-count, arrivals, leavers, and what new people lack of full productivity, by month.

    Who is gone before the portfolio's start has never been there.
    """
    months = change.shape[2]
    for k in range(trial.size):
        i, t, here = trial[k], team[k], leaves[k] > 0.0
        if here and leaves[k] < months:
            change[i, t, int(leaves[k])] -= weight[k]
            leavers[i, t, int(leaves[k])] += weight[k]
        if not (here and joins[k] and arrives[k] < months):
            continue
        change[i, t, max(int(arrives[k]), 0)] += weight[k]
        if arrives[k] >= 0.0:
            arrivals[i, t, int(arrives[k])] += weight[k]
        need = ramp[t, i]
        since, until = max(int(arrives[k]), 0), int(min(leaves[k], months, arrives[k] + np.ceil(need)))
        done = _ramped(since - arrives[k], need)
        for month in range(since, until):
            before, done = done, _ramped(month + 1 - arrives[k], need)
            lacking[i, t, month] += weight[k] * (1.0 - (done - before))


@compiled
def _carry_on(people: FloatArray, capacity: FloatArray, availability: FloatArray, season: FloatArray) -> None:
    """Turn changes of the head-count into the head-count, and what is lacking of productivity into the capacity."""
    for i in range(people.shape[0]):
        for t in range(people.shape[1]):
            there = 0.0
            for month in range(people.shape[2]):
                there += people[i, t, month]
                productive = max(there - capacity[i, t, month], 0.0)
                people[i, t, month] = there
                capacity[i, t, month] = productive * availability[t, i] * season[t, month]


@compiled
def _ramped(age: float, ramp: float) -> float:
    """The productive months of the first ``age`` months: the integral of min(1, age / ramp)."""
    return age * age / (2.0 * ramp) if age < ramp else age - 0.5 * ramp
