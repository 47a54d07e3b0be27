"""How often each stage and initiative decides the dates, and what is lost where paths meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.block import Simulated, engine_named, simulate_base
from simulation.decide.futures import Futures
from simulation.decide.matters.chains import BasePaths, base_paths, chains, merge_delays
from simulation.decide.odds import Estimate
from simulation.decide.pace import Pace, Telling
from simulation.exact import ExactSample
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.run import checked_plan
from simulation.samples import ErrorBasis


@dataclass(frozen=True)
class StageCriticality:
    """How much hangs on one stage; an estimate is NaN where there is no trial to judge by."""

    stage: str
    name: str
    initiative: str
    critical: Estimate  # share of the trials with a launch of its initiative in which it is on the longest chain to it
    to_last: Estimate  # share of the trials with any launch in which it is on the longest chain to the latest one
    merge_delay: Estimate  # months, over the trials in which it became ready
    wait: Estimate  # months from ready to its start: for people, limits or budget


@dataclass(frozen=True)
class InitiativeCriticality:
    """How much hangs on one funded initiative."""

    initiative: str
    name: str
    launched: Estimate  # share of all trials
    to_last: Estimate  # share of the trials with any launch in which it is on the longest chain to the latest one
    merge_delay: Estimate  # months that its launch is later than the chain of the base case alone would make it


@dataclass(frozen=True)
class Criticality:
    """Stages and funded initiatives in document order."""

    stages: tuple[StageCriticality, ...]
    initiatives: tuple[InitiativeCriticality, ...]
    trials: int
    seed: int


def criticality(
    portfolio: Portfolio,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Criticality:
    """Which stages and initiatives decide the launches, how often, and the delays where paths meet.

    Chains and merge delays are those of ``simulation.decide.matters.chains``.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    plan = checked_plan(portfolio, scenario)
    root = portfolio.settings.seed if seed is None else seed
    base = simulate_base(plan, engine_named("compiled"))
    paths = base_paths(plan.delivery, base.work, base.delivery)
    with Futures(trials, root, Pace(1, telling, cancel)) as futures:
        parts = list(futures.each_part(plan, lambda part: _seen(plan, part, paths)))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return _told(plan, [_estimates(plan, one) for one in columns], trials, root)


_Seen: TypeAlias = tuple[FloatArray, ...]
"""By trial: stages critical, to the last launch, merge delay, wait; initiatives launched, to the last, merge delay."""


def _seen(plan: Plan, part: Simulated, paths: BasePaths) -> _Seen:
    network, delivery = plan.delivery, part.delivery
    found = chains(network, part.work, delivery)
    of_stage, of_initiative = merge_delays(network, part.work, delivery, paths)
    launched = (~np.isnan(delivery.launch)).astype(np.float64)
    of_stage = np.where(np.isnan(delivery.ready), np.nan, of_stage)
    wait = delivery.start - delivery.ready
    return found.own, found.to_last, of_stage, wait, launched, found.initiatives, of_initiative


def _estimates(plan: Plan, values: FloatArray) -> list[Estimate]:
    """The mean of each column (n, k) over the trials in which there is one."""
    known = ExactSample(values, "omit", ErrorBasis.of(plan.portfolio.settings.sampling, len(values)))
    return [Estimate(mean, error) for mean, error in zip(*_lists(known), strict=True)]


def _lists(known: ExactSample) -> tuple[list[float], list[float]]:
    means: list[float] = known.mean().tolist()
    errors: list[float] = known.standard_error().tolist()
    return means, errors


def _told(plan: Plan, estimates: list[list[Estimate]], trials: int, seed: int) -> Criticality:
    critical, to_last, merge, wait, launched, leads, lost = estimates
    network, initiatives = plan.delivery, plan.portfolio.initiatives
    names = {stage.id: stage.name for one in initiatives for option in one.options for stage in option.stages}
    stages = (
        StageCriticality(
            stage=stage,
            name=names[stage] or stage,
            initiative=network.initiative_ids[network.stage_initiative[s]],
            critical=critical[s],
            to_last=to_last[s],
            merge_delay=merge[s],
            wait=wait[s],
        )
        for s, stage in enumerate(network.stage_ids)
    )
    funded = (
        InitiativeCriticality(one.id, one.name, launched[i], leads[i], lost[i])
        for i, one in enumerate(initiatives)
        if network.funded[i]
    )
    return Criticality(tuple(stages), tuple(funded), trials, seed)
