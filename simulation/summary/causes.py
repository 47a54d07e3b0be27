"""Who causes a team's load: the people that each initiative takes from it, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray, IntArray
from simulation.block import Simulated
from simulation.decide.futures import Futures
from simulation.decide.pace import Pace, Telling
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.result import labels_of
from simulation.run import checked_plan
from simulation.samples import ErrorBasis
from simulation.summary.means import means_of


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class LoadCauses:
    """The work of one team, split by who asks for it."""

    team: str
    trials: int
    months: tuple[str, ...]  # 2027-01, ...
    initiatives: tuple[str, ...]  # ids of those that ask the team for people, in document order
    names: tuple[str, ...]
    fte: FloatArray  # (initiatives, months) mean people at work
    standard_error: FloatArray  # (initiatives, months); NaN where it cannot be told
    capacity: FloatArray  # (months,) mean own productive people


def load_causes(
    portfolio: Portfolio,
    team: str,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> LoadCauses:
    """Mean people of ``team`` at work for each initiative and month, contractors included; they add up to its work.

    Standard errors come from block means where the trials are stratified and there are two full blocks, otherwise from
    the plain formula, which overstates them under stratification.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        If the study should stop.
    ValueError
        If there is no such team, or no trial.
    """
    plan = checked_plan(portfolio, scenario)
    if team not in plan.delivery.team_ids:
        raise ValueError(f'there is no team "{team}"')
    number = plan.delivery.team_ids.index(team)
    lines = np.flatnonzero(plan.delivery.line_team == number)
    chosen = np.unique(plan.delivery.line_initiative[lines])
    settings = plan.portfolio.settings
    with Futures(trials, settings.seed if seed is None else seed, Pace(1, telling, cancel)) as futures:
        parts = list(futures.each_part(plan, lambda part: _worked(plan, part, (number, lines, chosen))))
    basis = ErrorBasis.of(settings.sampling, trials)
    worked, capacity = (means_of(found, basis) for found in zip(*parts, strict=True))
    initiatives = [plan.portfolio.initiatives[one] for one in chosen.tolist()]
    return LoadCauses(
        team=team,
        trials=trials,
        months=labels_of(plan).months,
        initiatives=tuple(one.id for one in initiatives),
        names=tuple(one.name for one in initiatives),
        fte=worked.mean,
        standard_error=worked.error,
        capacity=capacity.mean,
    )


def _worked(plan: Plan, part: Simulated, who: tuple[int, IntArray, IntArray]) -> tuple[FloatArray, FloatArray]:
    """People of a team at work for each initiative, (n, initiatives, months), and there at all, (n, months)."""
    team, lines, chosen = who
    effort, owners = part.delivery.effort[:, lines], plan.delivery.line_initiative[lines]
    worked = np.zeros((len(effort), len(chosen), plan.months))
    for row, initiative in enumerate(chosen.tolist()):
        worked[:, row] = effort[:, owners == initiative].sum(axis=1)
    return worked, part.draws.staffing.capacity[:, team]
