"""Who comes, who leaves, and what the people cost who have nothing to do: team by team and fiscal year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.calendar import period_weights
from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.block import Simulated
from simulation.decide.futures import Futures
from simulation.decide.pace import Pace, Telling
from simulation.delivery.contract import Delivery
from simulation.money.drawn import money_draws
from simulation.money.people import prices_of, recruiting_fees
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.run import checked_plan
from simulation.samples import ErrorBasis
from simulation.summary.means import Means, means_of


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
    plan = checked_plan(portfolio, scenario)
    settings = plan.portfolio.settings
    root = settings.seed if seed is None else seed
    with Futures(trials, root, Pace(1, telling, cancel)) as futures:
        parts = list(futures.each_part(plan, lambda part: _by_year(plan, part)))
    basis = ErrorBasis.of(settings.sampling, trials)
    arrivals, leavers, bench, recruiting = (means_of(found, basis) for found in zip(*parts, strict=True))
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


def _by_year(plan: Plan, part: Simulated) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Arrivals, leavers, bench and recruiting cost in each trial, each of shape (n, teams, years)."""
    people = part.draws.staffing
    fees = recruiting_fees(money_draws(plan.money, part.draws.values)).T[:, :, None] * people.arrivals
    weights = _weights(plan)
    whole = (people.arrivals, people.leavers, _bench(plan, part), fees)
    arrivals, leavers, bench, recruiting = (np.asarray(one @ weights) for one in whole)
    return arrivals, leavers, bench, recruiting


def _bench(plan: Plan, part: Simulated) -> FloatArray:
    """What idle people cost in each trial, team and month [M2]."""
    prices = prices_of(plan.money, money_draws(plan.money, part.draws.values))
    wages = prices.inflation[:, None] ** (np.arange(plan.months) / 12.0)
    present = part.draws.staffing.headcount * prices.availability.T[:, :, None]
    idle = np.maximum(present - _used(plan, part.delivery) + part.delivery.contractors, 0.0)
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
