"""What to fund and by which option: the best choices of an exact model, simulated in full and ranked anew.

The model (``simulation.decide.optimise.search``) adds up what each option brings by itself; the simulation knows that
people and budgets are shared, and has the last word.  The gap between the two is shown.  What the winner is worth over
the plan as it stands is told from futures that had no part in choosing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.portfolio import Portfolio
from models.scenario import apply_scenario
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.gain import Gain, basis_of, fresh_seed, gain_of
from simulation.decide.odds import Estimate, mean_of
from simulation.decide.optimise.constraints import Constraints, with_choice
from simulation.decide.optimise.goal import Goal
from simulation.decide.optimise.model import Limit, Model, worth
from simulation.decide.optimise.search import ROUNDS, Found, Proposal, search, steps_of
from simulation.decide.pace import Pace, Telling
from simulation.money.views import by_period, view_periods
from simulation.progress import CancelFlag
from simulation.run import checked_plan

CANDIDATES: Final = 5
SCREENING_TRIALS: Final = 250
"""Enough to tell options apart; what comes of it is simulated in full."""


@dataclass(frozen=True)
class Check:
    """How a choice keeps one limit: by the model, and in the simulation."""

    limit: Limit
    model_use: float  # money or person-months
    simulated_use: float  # mean
    chance_over: float  # share of the futures in which it is exceeded


@dataclass(frozen=True)
class Candidate:
    """One choice, what the model says of it and what the simulation does."""

    options: tuple[tuple[str, str | None], ...]  # initiative and option, in document order
    is_plan: bool  # the plan as it stands
    fits: bool  # whether it obeys every limit and rule of the model
    model: float  # the goal by the model
    goal: Estimate  # by the simulation, in the same futures for all
    value: Estimate  # money
    gain: Gain
    checks: tuple[Check, ...]

    @property
    def gap(self) -> float:
        """By how much the simulation exceeds the model."""
        return self.goal.value - self.model

    @property
    def funded(self) -> tuple[str, ...]:
        """The initiatives that are funded."""
        return tuple(initiative for initiative, option in self.options if option is not None)


@dataclass(frozen=True)
class Optimised:
    """The candidates, the best by the simulation first; those that do not fit the model's limits come last."""

    goal: Goal
    constraints: Constraints
    scenario: str | None
    candidates: tuple[Candidate, ...]
    proven: bool  # whether the model around the plan was solved to the end
    bound: float  # no choice is worth more by the model around the plan
    confirmed: Gain  # of the best over the plan, in futures that had no part in choosing
    trials: int
    seed: int

    @property
    def best(self) -> Candidate:
        """The choice that is proposed."""
        return self.candidates[0]

    @property
    def plan(self) -> Candidate:
        """The plan as it stands."""
        return next(one for one in self.candidates if one.is_plan)


def optimise(
    portfolio: Portfolio,
    goal: Goal | None = None,
    constraints: Constraints | None = None,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    candidates: int = CANDIDATES,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Optimised:
    """The best choice under the constraints, and the rivals that were simulated with it.

    The envelopes of the constraints hold for the plan as it stands, too, so that like is compared with like.
    Standard errors are those of ``simulation.decide.odds.mean_of``.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    NoChoice
        If nothing obeys the constraints; it says what would have to give way.
    ValueError
        If the goal or the constraints name what is not there.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    goal, constraints = goal or Goal(), constraints or Constraints()
    seed = portfolio.settings.seed if seed is None else seed
    applied = prepared(portfolio, scenario, constraints)
    goal.number_in(applied)
    pace = Pace(ROUNDS * steps_of(applied) + candidates + 3, telling, cancel)
    with Futures(min(trials, SCREENING_TRIALS), seed, pace) as futures:
        found = search(applied, goal, constraints, futures, pace)
    with Futures(trials, seed, pace) as futures:
        ranked = _ranked(applied, goal, _finalists(found, candidates), futures, pace)
    with Futures(trials, fresh_seed(seed), pace) as fresh:
        confirmed = _confirmed(applied, ranked[0], fresh, pace, goal)
    bound = found.first.bound + (found.first_model.value_base if goal.is_money else 0.0)
    return Optimised(goal, constraints, scenario, ranked, found.first.proven, bound, confirmed, trials, seed)


def prepared(portfolio: Portfolio, scenario: str | None, constraints: Constraints) -> Portfolio:
    """The portfolio under a scenario and the constraints' envelopes, checked.

    Raises
    ------
    PortfolioError, ValueError
        As ``optimise`` does.
    """
    checked_plan(portfolio, scenario)
    applied = apply_scenario(portfolio, scenario)
    constraints.require_known(applied)
    return constraints.with_budgets(applied)


def _finalists(found: Found, count: int) -> list[Proposal]:
    """The plan as it stands and the best of the screening."""
    plan, *others = found.proposals
    return [plan, *sorted(others, key=lambda one: one.order, reverse=True)[:count]]


def _ranked(
    portfolio: Portfolio, goal: Goal, finalists: list[Proposal], futures: Futures, pace: Pace
) -> tuple[Candidate, ...]:
    """Each finalist simulated in full, the best first."""
    plan: Outcome | None = None
    found = []
    for one in finalists:
        outcome = futures.try_portfolio(with_choice(portfolio, one.choice))
        plan = plan or outcome
        found.append(_candidate(portfolio, goal, one, outcome, plan))
        pace.step(f"{len(found)} of {len(finalists)} choices simulated in full")
    return tuple(sorted(found, key=lambda one: (not one.fits, -one.goal.value, -one.value.value)))


def _candidate(portfolio: Portfolio, goal: Goal, one: Proposal, outcome: Outcome, plan: Outcome) -> Candidate:
    basis = basis_of(outcome)
    return Candidate(
        options=tuple(zip((initiative.id for initiative in portfolio.initiatives), one.choice, strict=True)),
        is_plan=outcome is plan,
        fits=one.fits,
        model=worth(one.model, goal, one.chosen),
        goal=mean_of(goal.scores(outcome), basis),
        value=mean_of(outcome.value, basis),
        gain=gain_of(outcome, plan, goal.scores),
        checks=tuple(_checks(one.model, one.chosen, outcome)),
    )


def _confirmed(portfolio: Portfolio, best: Candidate, futures: Futures, pace: Pace, goal: Goal) -> Gain:
    now = futures.try_portfolio(portfolio)
    pace.step("confirming in fresh futures")
    choice = tuple(option for _, option in best.options)
    proposed = now if best.is_plan else futures.try_portfolio(with_choice(portfolio, choice))
    pace.step()
    return gain_of(proposed, now, goal.scores)


def _checks(model: Model, chosen: Sequence[int], outcome: Outcome) -> list[Check]:
    use = model.use_of(chosen).tolist()
    found = []
    for limit, asked in zip(model.limits, use, strict=True):
        simulated, most = _simulated_use(limit, outcome)
        over = float((simulated - most > 1e-9 * np.maximum(np.abs(simulated), np.abs(most))).mean())
        found.append(Check(limit, asked, float(simulated.mean()), over))
    return found


def _simulated_use(limit: Limit, outcome: Outcome) -> tuple[FloatArray, FloatArray | float]:
    """What is used of a limit in each trial, and the limit there: envelopes may be uncertain."""
    figures, plan = outcome.figures, outcome.plan
    if limit.kind == "budget":
        number = [budget.id for budget in plan.portfolio.budgets].index(limit.id)
        return figures.budget_use[:, number], figures.budget_amount[:, number]
    if limit.kind == "total":
        return figures.initiative_cost.sum(axis=1), limit.amount
    team = [team.id for team in plan.portfolio.teams].index(limit.id)
    busy = figures.busy[:, team].astype(np.float64)
    if not limit.period:
        return busy.sum(axis=1), limit.amount
    years = view_periods(plan.portfolio.settings, plan.months, "year")
    number = [year.label for year in years].index(limit.period)
    return by_period(busy, years)[:, number], limit.amount
