"""The work that initiatives ask of teams, in person-months: how much, and in which fiscal year it falls.

Asked is the drawn length of a stage at full crew, risks included, without rework and whatever its gate says; it falls
where the simulation does it, evenly from the stage's start to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.optimise.constraints import with_choice
from simulation.decide.optimise.mixed import GoOn
from simulation.delivery.workload import realise
from simulation.draws import BLOCK_TRIALS
from simulation.money.views import view_periods
from simulation.plan import Plan, compile_plan
from simulation.sampling.draw import sample

Lengths: TypeAlias = Mapping[str, FloatArray]
"""(n,) months at full crew of each stage, by id."""


def lengths_of_stages(portfolio: Portfolio, futures: Futures, go_on: GoOn | None = None) -> Lengths:
    """The lengths of every stage of every option, in the futures; they do not depend on what is selected."""
    most = max((len(one.options) for one in portfolio.initiatives), default=0)
    found: dict[str, FloatArray] = {}
    for turn in range(most):
        options = tuple(one.options[turn].id if turn < len(one.options) else None for one in portfolio.initiatives)
        if go_on is not None:
            go_on()
        plan = compile_plan(with_choice(portfolio, options))
        blocks = range(-(-futures.trials // BLOCK_TRIALS))
        lengths = np.concatenate([_lengths(plan, futures, block) for block in blocks])
        found |= {stage: lengths[:, number] for number, stage in enumerate(plan.delivery.stage_ids)}
    return found


def _lengths(plan: Plan, futures: Futures, block: int) -> FloatArray:
    """(n, S) of one block."""
    trials = min(BLOCK_TRIALS, futures.trials - block * BLOCK_TRIALS)
    return realise(plan.delivery, sample(plan, block, trials, seed=futures.seed)).duration


def work_by_year(outcome: Outcome, lengths: Lengths) -> FloatArray:
    """(I, T, Y) mean person-months that each funded initiative asks of each team in each fiscal year."""
    delivery, figures = outcome.plan.delivery, outcome.figures
    years = view_periods(outcome.plan.portfolio.settings, outcome.plan.months, "year")
    found = np.zeros((len(delivery.initiative_ids), len(delivery.team_ids), len(years)))
    begin = np.nan_to_num(figures.stage_start.astype(np.float64), nan=outcome.plan.months)
    end = np.nan_to_num(figures.stage_end.astype(np.float64), nan=outcome.plan.months)
    span = np.maximum(end - begin, 1e-9)
    edges = np.array([year.months[0][0] for year in years] + [outcome.plan.months], dtype=np.float64)
    for year in range(len(years)):
        inside = np.minimum(end, edges[year + 1]) - np.maximum(begin, edges[year])
        share = np.clip(inside / span, 0.0, 1.0)  # (n, S)
        for stage, name in enumerate(delivery.stage_ids):
            months = float((share[:, stage] * lengths[name]).mean())
            for member in range(delivery.crew_ptr[stage], delivery.crew_ptr[stage + 1]):
                place = delivery.stage_initiative[stage], delivery.crew_team[member], year
                found[place] += months * delivery.crew_fte[member]
    return found
