"""What each risk costs: the plan without it, in the same futures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.chosen import counted, estimate
from simulation.decide.futures import Futures, Outcome
from simulation.decide.inputs import Input, inputs_of
from simulation.decide.lots import Lots
from simulation.decide.odds import Estimate
from simulation.decide.pace import Pace, Telling
from simulation.progress import CancelFlag
from simulation.run import checked_plan

DAYS: Final = 365.25 / 12
"""In a month."""

_LEAST: Final = 1e-6
"""Months; a launch that moves by less has not moved."""


@dataclass(frozen=True)
class RiskEffect:
    """What would be gained on average if a risk could not occur; errors from the differences of each future."""

    risk: str
    words: str
    occurs: float  # share of the futures in which it does
    value: Estimate  # money gained
    cost: Estimate  # money saved
    last_launch: Estimate  # days that the last launch is earlier
    launches: tuple[tuple[str, Estimate], ...]  # days that each initiative launches earlier, those that are touched


@dataclass(frozen=True)
class RiskEffects:
    """The risks by what they cost, the dearest first."""

    rows: tuple[RiskEffect, ...]
    trials: int
    seed: int


def without_each_risk(
    portfolio: Portfolio,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> RiskEffects:
    """Days and money that each risk costs on average: it is kept from occurring, all else stays as it was drawn.

    Launches that do not come about are counted at the horizon, so that the days are a lower bound where some do not.
    The cost of a mitigation that is active stays paid.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    plan = checked_plan(portfolio, scenario)
    risks = [one for one in inputs_of(plan) if one.kind == "risk"]
    pace = Pace(1 + len(risks), telling, cancel)
    root = portfolio.settings.seed if seed is None else seed
    lots = Lots(plan, trials, root, pace)
    shares = lots.values(risks).mean(axis=1).tolist()
    with Futures(trials, root, pace) as futures:
        base = futures.try_draws(plan, lots.draws)
        pace.step("the plan as it is")
        rows = []
        for one, share in zip(risks, shares, strict=True):
            rows.append(_effect(one, share, base, futures.try_draws(plan, lots.held(one, 0.0))))
            pace.step(one.group_words)
    return RiskEffects(tuple(sorted(rows, key=lambda row: -row.value.value)), trials, root)


def _effect(one: Input, share: float, base: Outcome, without: Outcome) -> RiskEffect:
    def earlier(figure: str) -> Estimate:
        return estimate(base.plan, (counted(base, figure) - counted(without, figure)) * DAYS)

    touched = [
        initiative
        for number, initiative in enumerate(base.plan.delivery.initiative_ids)
        if _differs(base.figures.launch[:, number], without.figures.launch[:, number])
    ]
    return RiskEffect(
        risk=one.group.partition(":")[2],
        words=one.group_words,
        occurs=share,
        value=estimate(base.plan, without.value - base.value),
        cost=estimate(base.plan, counted(base, "cost") - counted(without, "cost")),
        last_launch=earlier("last_launch"),
        launches=tuple((initiative, earlier(f"launch:{initiative}")) for initiative in touched),
    )


def _differs(one: FloatArray, other: FloatArray) -> bool:
    moved = np.abs(one - other) > _LEAST
    return bool((moved | (np.isnan(one) != np.isnan(other))).any())
