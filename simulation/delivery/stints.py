"""Seats, the stints that people spend in them, and what these add up to by team and month [R10].

Who comes and goes is decided in ``capacity``; here it is only counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.uncertainty import Quantity
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.draws import Staffing


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
    if not shape[1]:
        return Staffing(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape))
    seen = stints.leaves > 0.0  # not gone before the portfolio's start
    came = _counted(plan, shape, stints, np.maximum(stints.arrives, 0.0), seen & stints.joins)
    came[:, :, 0] += np.bincount(plan.seat_team, plan.seat_weight * (plan.seat_fill < 0), minlength=shape[1])
    leavers = _counted(plan, shape, stints, np.maximum(stints.leaves, 0.0), seen)
    arrivals = _counted(plan, shape, stints, stints.arrives, stints.joins)
    headcount = np.cumsum(came - leavers, axis=2)
    productive = headcount - _ramping(plan, shape, stints, values[plan.ramp_row])
    capacity = np.maximum(productive, 0.0) * values[plan.availability_row].T[:, :, None] * plan.season
    return Staffing(headcount=headcount, capacity=capacity, arrivals=arrivals, leavers=leavers)


def _counted(
    plan: StaffingPlan, shape: tuple[int, ...], stints: Stints, month: FloatArray, counts: BoolArray
) -> FloatArray:
    """The weight of the stints that count, at their months, where these are inside the horizon."""
    inside = np.flatnonzero(counts & (month >= 0.0) & (month < plan.months))
    return _at(plan, shape, stints, inside, month[inside], np.ones(len(inside)))


def _ramping(plan: StaffingPlan, shape: tuple[int, ...], stints: Stints, ramp: FloatArray) -> FloatArray:
    """What new people lack of full productivity in each month: 1 less the month's average of min(1, age / ramp)."""
    new = np.flatnonzero(stints.joins)
    needed = ramp[plan.seat_team[stints.seat[new]], stints.trial[new]]
    last = np.minimum(stints.leaves[new], plan.months)
    which, months, lacking = [new[:0]], [needed[:0]], [needed[:0]]
    for age in range(int(np.ceil(needed.max(initial=0.0)))):
        month = stints.arrives[new] + age
        ramping = np.flatnonzero((needed > age) & (month >= 0.0) & (month < last))
        share = _ramped(age + 1.0, needed[ramping]) - _ramped(float(age), needed[ramping])
        which.append(new[ramping])
        months.append(month[ramping])
        lacking.append(1.0 - share)
    return _at(plan, shape, stints, np.concatenate(which), np.concatenate(months), np.concatenate(lacking))


def _ramped(age: float, ramp: FloatArray) -> FloatArray:
    """The productive months of the first ``age`` months: the integral of min(1, age / ramp)."""
    within = np.minimum(age, ramp)
    return within**2 / (2.0 * ramp) + (age - within)


def _at(
    plan: StaffingPlan, shape: tuple[int, ...], stints: Stints, which: IntArray, month: FloatArray, amount: FloatArray
) -> FloatArray:
    """The amounts of some stints, times their seats' weights, added up by trial, team and month."""
    seat = stints.seat[which]
    cell = (stints.trial[which] * shape[1] + plan.seat_team[seat]) * shape[2] + month.astype(np.int64)
    weights = amount * plan.seat_weight[seat]
    totals: FloatArray = np.bincount(cell, weights=weights, minlength=shape[0] * shape[1] * shape[2]).astype(float)
    return totals.reshape(shape)
