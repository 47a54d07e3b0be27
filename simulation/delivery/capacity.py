"""People over time: who is there in each month, who arrives, who leaves, and what they can do [R10].

Every person is a seat with streams of its own, so that one person more changes nobody else's fate.  A seat is held
by one person after the other; the time from an arrival to a leaving is a *stint*, counted in ``stints``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import floor

import numpy as np

from models.calendar import month_index, month_number
from models.portfolio import Portfolio
from models.uncertainty import Quantity, Throughput
from simulation.arrays import FloatArray, IntArray
from simulation.delivery.stints import FillTime, StaffingPlan, Stints, joined, tally
from simulation.draws import Staffing
from simulation.jit import compiled
from simulation.sampling.drawn import sample
from simulation.sampling.quantiles import quantile
from simulation.sampling.streams import Method, numbers_at, stream_keys, uniform_rows

__all__ = ["StaffingPlan", "base_staffing", "compile_staffing", "staff"]

WHOLE_MONTH_TOLERANCE = 1e-9
"""3.0000000001 months are 3."""


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
    return tally(plan, values, joined(list(_generations(plan, chance))))


def base_staffing(plan: StaffingPlan, values: FloatArray) -> Staffing:
    """The people of the base case, one trial: hires arrive at their base time, nobody leaves.

    ``values`` are the base values of the plan's quantities, shape ``(Q, 1)``.
    """
    fill = np.array(
        [_driven(time, np.array([time.quantity.base]), values, np.zeros(1, dtype=np.int64))[0] for time in plan.fills]
    )
    joins = plan.seat_fill >= 0
    filling = np.where(joins, fill[plan.seat_fill] if len(fill) else 0.0, 0.0)
    never = np.full(len(joins), np.inf)
    arrives = _whole_month(plan.seat_opened + filling)
    stints = Stints(np.arange(len(joins)), np.zeros(len(joins), dtype=np.int64), arrives, never, joins)
    return tally(plan, values, stints)


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
        self.values = values
        self.trials = trials
        self._plan = plan
        self._seed = seed
        self._block = block
        self._method = method
        self._later = stream_keys(seed, [f"{key}/later" for key in plan.seat_key], block)
        attrition = values[plan.attrition_row] if len(plan.attrition_row) else np.zeros((0, trials))
        with np.errstate(divide="ignore"):  # who leaves for sure has an infinite hazard, and leaves within a month
            self._hazard = -np.log1p(-np.clip(attrition, 0.0, 1.0))  # a year

    def leaving_month(self, seat: IntArray, trial: IntArray, arrives: FloatArray, generation: int) -> FloatArray:
        """The whole month at which each person is gone, at least one after the arrival; infinite after the horizon."""
        leaves = np.full(len(seat), np.inf)
        team = self._plan.seat_team[seat]
        at_risk = np.flatnonzero(self._hazard.max(axis=1, initial=0.0)[team] > 0.0)
        u = self._uniforms(seat[at_risk], trial[at_risk], "leave", generation)
        leaves[at_risk] = _gone(self._hazard, team[at_risk], trial[at_risk], arrives[at_risk], u, self._plan.months)
        return leaves

    def arrival_month(
        self, fill: int, seat: IntArray, trial: IntArray, opened: FloatArray, generation: int
    ) -> FloatArray:
        """The whole month at which people arrive who are looked for from ``opened`` on."""
        time = self._plan.fills[fill]
        quantity = time.quantity
        if isinstance(quantity.distribution, Throughput):
            months = self._sampled(quantity, seat, trial, generation)
        elif quantity.is_certain:
            months = np.full(len(seat), quantity.base)
        else:
            u = self._uniforms(seat, trial, "fill", generation)
            months = quantile(quantity.distribution, u) * quantity.scale + quantity.shift
        return _whole_month(opened + _driven(time, months, self.values, trial))

    def _uniforms(self, seat: IntArray, trial: IntArray, what: str, generation: int) -> FloatArray:
        """One number for each seat and trial, from the streams of the seats.

        The first holders' are spread as the block is; those who follow take single numbers from a stream of their
        seat.
        """
        if generation:
            row = 2 * (generation - 1) + (what == "leave")
            return numbers_at(self._later, seat, row * self.trials + trial)
        wanted = np.bincount(seat, minlength=len(self._plan.seat_key)) > 0
        keys = [f"{self._plan.seat_key[number]}/{what}" for number in np.flatnonzero(wanted).tolist()]
        numbers = uniform_rows(self._seed, keys, self._block, self.trials, self._method)
        place = np.cumsum(wanted) - 1
        found: FloatArray = numbers.reshape(-1)[place[seat] * self.trials + trial]
        return found

    def _sampled(self, quantity: Quantity, seat: IntArray, trial: IntArray, generation: int) -> FloatArray:
        months = np.empty(len(seat))
        for number in np.unique(seat).tolist():
            key = f"{self._plan.seat_key[number]}/fill/{generation}"
            own = seat == number
            months[own] = sample(quantity, self._seed, key, self._block, self.trials, self._method)[trial[own]]
        return months


def _generations(plan: StaffingPlan, chance: _Chance) -> Iterator[Stints]:
    """The first holders of all seats, then those who replace them, until nobody can leave before the horizon."""
    seat = np.tile(np.arange(len(plan.seat_key)), chance.trials)
    trial = np.repeat(np.arange(chance.trials), len(plan.seat_key))  # trial by trial, as the results lie in memory
    joins = plan.seat_fill[seat] >= 0
    arrives = plan.seat_opened[seat]
    arrives[joins] = _arrivals(chance, plan.seat_fill[seat[joins]], seat[joins], trial[joins], arrives[joins], 0)
    generation = 0
    while generation == 0 or len(seat):
        leaves = chance.leaving_month(seat, trial, arrives, generation)
        yield Stints(seat, trial, arrives, leaves, joins)
        replaced = np.flatnonzero(np.isfinite(leaves) & plan.backfill[plan.seat_team[seat]])
        seat, trial, opened = seat[replaced], trial[replaced], leaves[replaced]
        generation += 1
        arrives = _arrivals(chance, plan.seat_team[seat], seat, trial, opened, generation)
        in_time = np.flatnonzero(arrives < plan.months)
        seat, trial, arrives = seat[in_time], trial[in_time], arrives[in_time]
        joins = np.ones(len(seat), dtype=np.bool_)


def _arrivals(
    chance: _Chance, fill: IntArray, seat: IntArray, trial: IntArray, opened: FloatArray, generation: int
) -> FloatArray:
    """Months of arrival, each after a fill time of its own kind."""
    arrives = np.empty(len(seat))
    for kind in np.flatnonzero(np.bincount(fill)).tolist():
        own = np.flatnonzero(fill == kind)
        arrives[own] = chance.arrival_month(kind, seat[own], trial[own], opened[own], generation)
    return arrives


@compiled
def _gone(
    hazard: FloatArray, team: IntArray, trial: IntArray, arrives: FloatArray, u: FloatArray, months: int
) -> FloatArray:
    """Whole months at which people are gone, whose time to leaving is exponential with a yearly ``hazard`` (T, n)."""
    gone = np.full(u.size, np.inf)
    for k in range(u.size):
        yearly = hazard[team[k], trial[k]]
        if yearly > 0.0:
            stay = -12.0 * np.log1p(-u[k]) / yearly
            month = max(np.ceil(arrives[k] + stay - WHOLE_MONTH_TOLERANCE), arrives[k] + 1.0)
            if month < months:
                gone[k] = month
    return gone


def _driven(time: FillTime, months: FloatArray, values: FloatArray, trial: IntArray) -> FloatArray:
    """Fill times with the drivers of their trials applied, never below 0."""
    for row, multiplies in time.drivers:
        months = months * values[row, trial] if multiplies else months + values[row, trial]
    return np.maximum(months, 0.0)


def _whole_month(months: FloatArray) -> FloatArray:
    return np.ceil(months - WHOLE_MONTH_TOLERANCE)
