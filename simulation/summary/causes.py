"""Who causes a team's load: the people that each initiative takes from it, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray, IntArray
from simulation.block import some_trials
from simulation.decide.pace import Pace, Telling
from simulation.delivery import compiled
from simulation.delivery.workload import realise
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.result import labels_of
from simulation.run import checked_plan
from simulation.samples import ErrorBasis
from simulation.sampling.draw import sample

_SLICE: Final = 250
"""Trials that are delivered between two looks at whether to stop."""


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
    if trials < 1:
        raise ValueError(f"there must be at least one trial, not {trials}")
    pace = Pace(-(-trials // _SLICE), telling, cancel)
    number = plan.delivery.team_ids.index(team)
    lines = np.flatnonzero(plan.delivery.line_team == number)
    chosen = np.unique(plan.delivery.line_initiative[lines])
    sums = _Sums.empty(len(chosen), plan.months)
    drawn = portfolio.settings.seed if seed is None else seed
    for block in range(-(-trials // BLOCK_TRIALS)):
        wanted = min(BLOCK_TRIALS, trials - block * BLOCK_TRIALS)
        _add_block(plan, sample(plan, block, wanted, seed=drawn), (number, lines, chosen), sums, pace)
    initiatives = [plan.portfolio.initiatives[one] for one in chosen.tolist()]
    return LoadCauses(
        team=team,
        trials=trials,
        months=labels_of(plan).months,
        initiatives=tuple(one.id for one in initiatives),
        names=tuple(one.name for one in initiatives),
        fte=sums.total / trials,
        standard_error=sums.error(ErrorBasis.of(plan.portfolio.settings.sampling, trials), trials),
        capacity=sums.capacity / trials,
    )


@dataclass(eq=False)
class _Sums:
    """What is added up over the trials."""

    total: FloatArray  # (k, months)
    squares: FloatArray  # (k, months)
    capacity: FloatArray  # (months,)
    blocks: list[FloatArray]  # sums of each full block, (k, months)

    @classmethod
    def empty(cls, initiatives: int, months: int) -> _Sums:
        nothing = np.zeros((initiatives, months))
        return cls(nothing, nothing.copy(), np.zeros(months), [])

    def error(self, basis: ErrorBasis, trials: int) -> FloatArray:
        """Standard error of the means."""
        if basis.method == "block_means":
            means = np.stack(self.blocks) / BLOCK_TRIALS
            return np.asarray(means.std(axis=0, ddof=1) / np.sqrt(len(means)))
        if trials < 2:
            return np.full(self.total.shape, np.nan)
        variance = np.maximum(self.squares - self.total**2 / trials, 0.0) / (trials - 1)
        return np.asarray(np.sqrt(variance / trials))


def _add_block(plan: Plan, draws: Draws, who: tuple[int, IntArray, IntArray], sums: _Sums, pace: Pace) -> None:
    """Deliver a block in slices, and add what the team does in it."""
    team, lines, chosen = who
    before = sums.total.copy()
    for first in range(0, draws.trials, _SLICE):
        part = some_trials(draws, first, min(first + _SLICE, draws.trials))
        effort = compiled.deliver(plan.delivery, realise(plan.delivery, part)).effort[:, lines]
        for row, initiative in enumerate(chosen.tolist()):
            worked = effort[:, plan.delivery.line_initiative[lines] == initiative].sum(axis=1)
            sums.total[row] += worked.sum(axis=0)
            sums.squares[row] += np.square(worked).sum(axis=0)
        sums.capacity += part.staffing.capacity[:, team].sum(axis=0)
        pace.step()
    if draws.trials == BLOCK_TRIALS:
        sums.blocks.append(sums.total - before)
