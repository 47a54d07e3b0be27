"""What one more person would bring, team by team, in the same futures."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from models.portfolio import Portfolio
from models.team import Team
from simulation.arrays import FloatArray
from simulation.decide.chosen import counted, estimate
from simulation.decide.futures import Futures, Outcome
from simulation.decide.odds import Estimate
from simulation.decide.pace import Pace, Telling
from simulation.plan import compile_plan
from simulation.progress import CancelFlag
from simulation.run import checked_plan


@dataclass(frozen=True)
class OneMore:
    """The plan with one more person in a team from its start, against the plan as it is; errors of each mean change."""

    team: str
    words: str
    months: Estimate  # that an initiative launches earlier, the mean over the funded ones
    value: Estimate  # money gained, the person's pay taken off
    cost: Estimate  # money spent more
    launches: tuple[tuple[str, Estimate], ...]  # months that each funded initiative launches earlier


@dataclass(frozen=True)
class OneMoreEach:
    """The teams by the money that one more person brings, the most first."""

    rows: tuple[OneMore, ...]
    not_launched: float  # mean number of funded initiatives that do not launch, in the plan as it is
    trials: int
    seed: int


def one_more_person(
    portfolio: Portfolio,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> OneMoreEach:
    """For each team: months and money that one more person brings who is there, and paid, from the start.

    Everyone else comes and goes as before.  A funded initiative that does not launch counts as launching at the
    horizon, in both plans: where stages stay unfinished the months are a lower bound, and one that a gate has stopped
    gains nothing.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    plan = checked_plan(portfolio, scenario)
    applied = plan.portfolio
    pace = Pace(1 + len(applied.teams), telling, cancel)
    root = applied.settings.seed if seed is None else seed
    rows = []
    with Futures(trials, root, pace) as futures:
        base = futures.try_plan(plan)
        pace.step("the plan as it is")
        for team in applied.teams:
            rows.append(_row(team, base, futures.try_plan(compile_plan(_with_one_more(applied, team)))))
            pace.step(team.name)
    missed = np.isnan(base.figures.launch[:, plan.delivery.funded]).sum(axis=1).mean()
    return OneMoreEach(tuple(sorted(rows, key=lambda row: -row.value.value)), float(missed), trials, root)


def _with_one_more(portfolio: Portfolio, team: Team) -> Portfolio:
    larger = msgspec.structs.replace(team, headcount=team.headcount + 1.0)
    teams = tuple(larger if one is team else one for one in portfolio.teams)
    return msgspec.structs.replace(portfolio, teams=teams)


def _row(team: Team, base: Outcome, larger: Outcome) -> OneMore:
    plan = base.plan
    funded = plan.delivery.funded
    names = [name for name, taken in zip(plan.delivery.initiative_ids, funded, strict=True) if taken]
    earlier = _launches(base)[:, funded] - _launches(larger)[:, funded]
    overall = earlier.mean(axis=1) if len(names) else np.zeros(len(earlier))
    return OneMore(
        team=team.id,
        words=team.name,
        months=estimate(plan, overall),
        value=estimate(plan, larger.value - base.value),
        cost=estimate(plan, counted(larger, "cost") - counted(base, "cost")),
        launches=tuple((name, estimate(plan, earlier[:, number])) for number, name in enumerate(names)),
    )


def _launches(outcome: Outcome) -> FloatArray:
    """(n, I) launches, those that do not come about at the horizon."""
    return np.nan_to_num(outcome.figures.launch, nan=float(outcome.plan.months))
