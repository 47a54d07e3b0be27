"""People over time: who is there in each month, who arrives, who leaves, and what they can do [R10].

Every person is a seat with streams of its own, so that one person more changes nobody else's fate.  A seat is held
by one person after the other; the time from an arrival to a leaving is a *stint*, counted in ``stints``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import floor

import numpy as np

from models.calendar import month_index, month_number
from models.portfolio import Portfolio
from models.uncertainty import Quantity, Throughput
from simulation.arrays import FloatArray, IntArray
from simulation.delivery.stints import (
    WHOLE_MONTH_TOLERANCE,
    FillTime,
    StaffingPlan,
    Stints,
    first_stints,
    later_stints,
    replaced,
    tally,
)
from simulation.draws import Staffing
from simulation.sampling.drawn import sample
from simulation.sampling.quantiles import quantile
from simulation.sampling.streams import Method, numbers_at, stream_keys, uniform_rows

__all__ = ["StaffingPlan", "base_staffing", "compile_staffing", "staff"]


def compile_staffing(
    portfolio: Portfolio, row: Mapping[str, int], drivers: Mapping[str, Sequence[tuple[int, bool]]] | None = None
) -> StaffingPlan:
    """The seats of the portfolio's teams and planned hires.

    ``row`` maps the address of a quantity to its row in the draws, ``drivers`` to the drivers that act on it.
    """
    driven = drivers or {}
    fills = [
        FillTime(team.time_to_fill, tuple(driven.get(f"team:{team.id}.time_to_fill", ()))) for team in portfolio.teams
    ]
    seats = list(_seats(portfolio, driven, fills))
    months = portfolio.settings.horizon_months
    first = month_number(portfolio.settings.start) % 12
    season = [(team.seasonality or (1.0,) * 12) for team in portfolio.teams]
    return StaffingPlan(
        months=months,
        availability_row=_team_rows(portfolio, row, "availability"),
        attrition_row=_team_rows(portfolio, row, "attrition"),
        ramp_row=_team_rows(portfolio, row, "ramp_up"),
        backfill=np.array([team.backfill for team in portfolio.teams], dtype=np.bool_),
        season=np.array(season, dtype=float).reshape(-1, 12)[:, (first + np.arange(months)) % 12],
        fills=tuple(fills),
        seat_key=tuple(seat[0] for seat in seats),
        seat_team=np.array([seat[1] for seat in seats], dtype=np.int64),
        seat_weight=np.array([seat[2] for seat in seats], dtype=float),
        seat_opened=np.array([seat[3] for seat in seats], dtype=float),
        seat_fill=np.array([seat[4] for seat in seats], dtype=np.int64),
    )


def staff(plan: StaffingPlan, values: FloatArray, *, seed: int, block: int, trials: int, method: Method) -> Staffing:
    """The people of each team and month in a block.

    Parameters
    ----------
    values
        Draws of the plan's quantities, shape ``(Q, trials)``.
    method
        How the first holders of the seats are sampled; later ones are few, and drawn at random.
    """
    chance = _Chance(plan, values, seed, block, trials, method)
    generations = [first_stints(plan, chance.hazard, chance.first_arrivals(), chance.first_log_staying())]
    while len((before := replaced(plan, generations[-1])).seat):
        number = len(generations)
        arrives, log_staying = chance.arrivals(before, number), chance.log_staying(before, number)
        generations.append(later_stints(plan, chance.hazard, before, arrives, log_staying))
    return tally(plan, values, generations)


def base_staffing(plan: StaffingPlan, values: FloatArray) -> Staffing:
    """The people of the base case, one trial: hires arrive at their base time, nobody leaves.

    ``values`` are the base values of the plan's quantities, shape ``(Q, 1)``.
    """
    arrives = plan.seat_opened.copy()
    only = np.zeros(1, dtype=np.int64)
    for fill, seats in _joining(plan):
        time = plan.fills[fill]
        arrives[seats] += _driven(time, np.array([time.quantity.base]), values, only)
    joining = np.flatnonzero(plan.seat_fill >= 0)
    never = np.full(len(joining), np.inf)
    return tally(plan, values, [Stints(joining, np.zeros_like(joining), _whole_month(arrives[joining]), never)])


# Compilation


def _team_rows(portfolio: Portfolio, row: Mapping[str, int], field: str) -> IntArray:
    return np.array([row[f"team:{team.id}.{field}"] for team in portfolio.teams], dtype=np.int64)


def _seats(
    portfolio: Portfolio, drivers: Mapping[str, Sequence[tuple[int, bool]]], fills: list[FillTime]
) -> Iterator[tuple[str, int, float, float, int]]:
    """Key, team, weight, month of opening and fill time of every seat; adds the hires' own fill times to ``fills``."""
    for number, team in enumerate(portfolio.teams):
        for place, weight in enumerate(_weights(team.headcount)):
            yield f"team:{team.id}/seat/{place}", number, weight, 0.0, -1
        for hire in team.hires:
            fill = number
            if hire.time_to_fill is not None:
                fill = len(fills)
                fills.append(FillTime(hire.time_to_fill, tuple(drivers.get(f"hire:{hire.id}.time_to_fill", ()))))
            opened = float(month_index(portfolio.settings.start, hire.month))
            for place, weight in enumerate(_weights(hire.count)):
                yield f"hire:{hire.id}/seat/{place}", number, weight, opened, fill


def _weights(headcount: float) -> list[float]:
    """One for each whole person, and the fraction that is left."""
    whole = floor(headcount + WHOLE_MONTH_TOLERANCE)
    fraction = headcount - whole
    return [1.0] * whole + ([fraction] if fraction > WHOLE_MONTH_TOLERANCE else [])


# Sampling


class _Chance:
    """What is drawn for the people of a block."""

    def __init__(
        self, plan: StaffingPlan, values: FloatArray, seed: int, block: int, trials: int, method: Method
    ) -> None:
        self._plan = plan
        self._values = values
        self._source = (seed, block, trials, method)
        self._later = stream_keys(seed, [f"{key}/later" for key in plan.seat_key], block)
        with np.errstate(divide="ignore"):  # who leaves for sure has an infinite hazard, and leaves within a month
            self.hazard = -np.log1p(-np.clip(values[plan.attrition_row], 0.0, 1.0))  # (T, n) a year

    def first_arrivals(self) -> FloatArray:
        """The whole months at which people take their seats first, shape ``(N, n)``."""
        trials = np.arange(self._source[2])
        arrives = np.repeat(self._plan.seat_opened[:, None], len(trials), axis=1)
        for fill, seats in _joining(self._plan):
            time = self._plan.fills[fill]
            if isinstance(time.quantity.distribution, Throughput):
                months = np.stack([self._sampled(time.quantity, seat, 0) for seat in seats.tolist()])
            elif time.quantity.is_certain:
                months = np.full((len(seats), len(trials)), time.quantity.base)
            else:
                months = _quantile(time.quantity, self._spread(seats, "fill"))
            arrives[seats] = _whole_month(arrives[seats] + _driven(time, months, self._values, trials))
        return arrives

    def first_log_staying(self) -> FloatArray:
        """For the first holders what ``first_stints`` takes."""
        at_risk = np.flatnonzero((self.hazard.max(axis=1, initial=0.0) > 0.0)[self._plan.seat_team])
        log_staying = np.zeros((len(self._plan.seat_key), self._source[2]))
        log_staying[at_risk] = np.log1p(-self._spread(at_risk, "leave"))
        return log_staying

    def arrivals(self, before: Stints, generation: int) -> FloatArray:
        """The whole months at which vacancies are filled, each after a fill time of its team."""
        team = self._plan.seat_team[before.seat]
        order = np.argsort(team.astype(np.int16), kind="stable")
        last = np.cumsum(np.bincount(team, minlength=len(self._plan.backfill))).tolist()
        months = np.empty(len(team))
        for time, (begin, end) in zip(self._plan.fills, pairwise([0, *last]), strict=False):
            if begin < end:
                own = order[begin:end]
                months[own] = self._months(time, before.seat[own], before.trial[own], generation)
        return _whole_month(before.leaves + months)

    def log_staying(self, before: Stints, generation: int) -> FloatArray:
        """For those who replace others what ``later_stints`` takes."""
        return np.log1p(-self._single(before.seat, before.trial, generation, row=1))

    def _months(self, time: FillTime, seat: IntArray, trial: IntArray, generation: int) -> FloatArray:
        """Drawn fill times, drivers applied."""
        quantity = time.quantity
        if isinstance(quantity.distribution, Throughput):
            months = np.empty(len(seat))
            for number in np.unique(seat).tolist():
                own = seat == number
                months[own] = self._sampled(quantity, number, generation)[trial[own]]
        elif quantity.is_certain:
            months = np.full(len(seat), quantity.base)
        else:
            months = _quantile(quantity, self._single(seat, trial, generation, row=0))
        return _driven(time, months, self._values, trial)

    def _spread(self, seats: IntArray, what: str) -> FloatArray:
        """Uniform numbers for the first holders of some seats, spread as the block is; shape ``(len(seats), n)``."""
        seed, block, trials, method = self._source
        keys = [f"{self._plan.seat_key[seat]}/{what}" for seat in seats.tolist()]
        return uniform_rows(seed, keys, block, trials, method)

    def _single(self, seat: IntArray, trial: IntArray, generation: int, row: int) -> FloatArray:
        """Uniform numbers for those who follow, from a stream of their seat that has two rows for each generation."""
        return numbers_at(self._later, seat, (2 * (generation - 1) + row) * self._source[2] + trial)

    def _sampled(self, quantity: Quantity, seat: int, generation: int) -> FloatArray:
        seed, block, trials, method = self._source
        return sample(quantity, seed, f"{self._plan.seat_key[seat]}/fill/{generation}", block, trials, method)


def _joining(plan: StaffingPlan) -> Iterator[tuple[int, IntArray]]:
    """The fill times of planned hires, each with the seats that are first taken after it."""
    for fill in np.unique(plan.seat_fill[plan.seat_fill >= 0]).tolist():
        yield fill, np.flatnonzero(plan.seat_fill == fill)


def _quantile(quantity: Quantity, u: FloatArray) -> FloatArray:
    return quantile(quantity.distribution, u) * quantity.scale + quantity.shift


def _driven(time: FillTime, months: FloatArray, values: FloatArray, trial: IntArray) -> FloatArray:
    """Fill times with the drivers of their trials applied, never below 0."""
    for row, multiplies in time.drivers:
        months = months * values[row, trial] if multiplies else months + values[row, trial]
    return np.maximum(months, 0.0)


def _whole_month(months: FloatArray) -> FloatArray:
    return np.ceil(months - WHOLE_MONTH_TOLERANCE)
