"""Who comes, who leaves, and what the people cost who have nothing to do: team by team and fiscal year by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.calendar import period_weights
from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.block import some_trials
from simulation.decide.pace import Pace, Telling
from simulation.delivery import compiled
from simulation.delivery.contract import Delivery
from simulation.delivery.workload import realise
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.exact import ExactSample
from simulation.money.people import prices_of, recruiting_fees
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.run import checked_plan
from simulation.samples import ErrorBasis
from simulation.sampling.draw import sample

_SLICE: Final = 250
"""Trials that are delivered between two looks at whether to stop."""


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Means:
    """Means over the trials with their standard errors, both of shape (teams, years)."""

    mean: FloatArray
    error: FloatArray  # NaN where it cannot be told


@dataclass(frozen=True, eq=False)
class StaffingStory:
    """People who come and go, and what idle ones cost."""

    trials: int
    seed: int
    currency: str
    teams: tuple[str, ...]  # ids
    names: tuple[str, ...]
    years: tuple[str, ...]  # FY27, ...; only their months within the horizon
    arrivals: Means  # people
    leavers: Means  # people
    bench: Means  # money: own people's time that no stage uses
    recruiting: Means  # money


def staffing_story(
    portfolio: Portfolio,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> StaffingStory:
    """Arrivals, leavers, bench and recruiting cost of each team in each fiscal year.

    Standard errors come from block means where the trials are stratified and there are two full blocks, otherwise from
    the plain formula, which overstates them under stratification.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        If the study should stop.
    ValueError
        If there is no trial.
    """
    if trials < 1:
        raise ValueError(f"there must be at least one trial, not {trials}")
    plan = checked_plan(portfolio, scenario)
    settings = plan.portfolio.settings
    root = settings.seed if seed is None else seed
    pace = Pace(-(-trials // _SLICE), telling, cancel)
    parts: list[list[FloatArray]] = [[], [], [], []]
    for block in range(-(-trials // BLOCK_TRIALS)):
        draws = sample(plan, block, min(BLOCK_TRIALS, trials - block * BLOCK_TRIALS), seed=root)
        for first in range(0, draws.trials, _SLICE):
            part = some_trials(draws, first, min(first + _SLICE, draws.trials))
            for found, one in zip(parts, _by_year(plan, part), strict=True):
                found.append(one)
            pace.step()
    basis = ErrorBasis.of(settings.sampling, trials)
    arrivals, leavers, bench, recruiting = (_means(found, basis) for found in parts)
    return StaffingStory(
        trials=trials,
        seed=root,
        currency=settings.currency,
        teams=plan.delivery.team_ids,
        names=tuple(team.name for team in plan.portfolio.teams),
        years=tuple(period.label for period in period_weights(settings, plan.months, "year")),
        arrivals=arrivals,
        leavers=leavers,
        bench=bench,
        recruiting=recruiting,
    )


def _by_year(plan: Plan, draws: Draws) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Arrivals, leavers, bench and recruiting cost in each trial, each of shape (n, teams, years)."""
    people = draws.staffing
    fees = recruiting_fees(plan.money, draws).T[:, :, None] * people.arrivals
    weights = _weights(plan)
    whole = (people.arrivals, people.leavers, _bench(plan, draws), fees)
    arrivals, leavers, bench, recruiting = (np.asarray(one @ weights) for one in whole)
    return arrivals, leavers, bench, recruiting


def _bench(plan: Plan, draws: Draws) -> FloatArray:
    """What idle people cost in each trial, team and month [M2]."""
    delivery = compiled.deliver(plan.delivery, realise(plan.delivery, draws))
    prices = prices_of(plan.money, draws)
    wages = prices.inflation[:, None] ** (np.arange(plan.months) / 12.0)
    present = draws.staffing.headcount * prices.availability.T[:, :, None]
    idle = np.maximum(present - _used(plan, delivery) + delivery.contractors, 0.0)
    return np.asarray(idle * prices.rate.T[:, :, None] * wages[:, None, :])


def _used(plan: Plan, delivery: Delivery) -> FloatArray:
    """FTE-months that stages used of each team, shape (n, teams, months)."""
    used = np.zeros(delivery.contractors.shape)
    for line, team in enumerate(plan.delivery.line_team.tolist()):
        used[:, team] += delivery.effort[:, line]
    return used


def _weights(plan: Plan) -> FloatArray:
    """The share of each month that belongs to each fiscal year, shape (months, years)."""
    periods = period_weights(plan.portfolio.settings, plan.months, "year")
    weights = np.zeros((plan.months, len(periods)))
    for year, period in enumerate(periods):
        for month, share in period.months:
            weights[month, year] = share
    return weights


def _means(parts: list[FloatArray], basis: ErrorBasis) -> Means:
    kept = ExactSample(np.concatenate(parts), "omit", basis)
    error = kept.standard_error() if kept.trials > 1 else np.full(kept.shape, np.nan)
    return Means(kept.mean(), error)
