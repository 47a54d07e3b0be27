"""The card of an alternative, from what became of it in the futures.

What is shown of an alternative is in ``choice``; which alternatives there are, in ``variants``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.block import some_trials
from simulation.decide.choose.choice import Alternative, Card, Hit, Launching, LockIn, Spread, TeamNeed
from simulation.decide.futures import Outcome
from simulation.decide.odds import mean_of
from simulation.delivery import compiled
from simulation.delivery.contract import LAUNCHED
from simulation.delivery.network import selected_option
from simulation.delivery.workload import realise
from simulation.exact import ExactSample
from simulation.figures import SPECS
from simulation.money.plan import pick
from simulation.plan import Plan
from simulation.samples import ErrorBasis, Missing
from simulation.sampling.draw import sample

PEOPLE_TRIALS: Final = 200
"""Futures in which the people of an alternative are counted: their means are steady, and the counting takes room."""

_SPREAD_PERCENTS: Final = (10, 20, 50, 80, 90)


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Without:
    """What became of the plan without any of the chosen initiatives: all that is needed of it, and no more."""

    value: FloatArray  # (n, I) of each initiative
    launch: FloatArray  # (n, I) months; at the horizon where it has not launched
    launched: FloatArray  # (I,) share of the futures

    @classmethod
    def of(cls, tried: Outcome) -> Without:
        """From its outcome, which may be forgotten."""
        return cls(tried.figures.initiative_value, _launch_by_horizon(tried), _launched(tried))


def card_of(alternative: Alternative, tried: Outcome, without: Without, inputs: FloatArray, need: FloatArray) -> Card:
    """The card of an alternative.

    Parameters
    ----------
    tried
        What became of it, in the same futures as ``without``.
    inputs
        What was drawn for the quantities of its plan, shape ``(Q, n)``.
    need
        FTE-months that the chosen initiatives use of each team, shape ``(trials, T, months)``.
    """
    plan, figures = tried.plan, tried.figures
    basis = ErrorBasis.of(plan.portfolio.settings.sampling, len(figures.value))
    chosen = _positions(plan, [initiative for initiative, _ in alternative.options])
    others = np.array([i for i in range(len(plan.delivery.initiative_ids)) if i not in chosen], dtype=np.int64)
    gained, later = figures.initiative_value - without.value, _launch_by_horizon(tried) - without.launch
    funded = others[plan.delivery.funded[others]]
    return Card(
        alternative=alternative,
        value=spread_of(figures.value, basis),
        chance_positive=float((figures.value > 0).mean()),
        own_value=spread_of(figures.initiative_value[:, chosen].sum(axis=1), basis),
        launches=tuple(_launching(tried, number, basis) for number in chosen.tolist() if plan.delivery.funded[number]),
        peak_funding=spread_of(figures.peak_funding, basis),
        cost=spread_of(figures.cost, basis),
        own_cost=spread_of(figures.initiative_cost[:, chosen].sum(axis=1), basis),
        people=_people(plan, need),
        lock_in=_lock_in(tried, chosen, inputs),
        others_value=mean_of(gained[:, others].sum(axis=1), basis),
        others_delay=mean_of(later[:, funded].sum(axis=1) / max(len(funded), 1), basis),
        hits=_hits(plan, others, gained, later, _launched(tried) - without.launched, basis),
    )


def spread_of(values: FloatArray, basis: ErrorBasis, missing: Missing = "omit") -> Spread:
    """The spread of a figure of shape ``(n,)``."""
    kept = ExactSample(np.asarray(values, dtype=np.float64)[:, None], missing, basis)
    percentiles = kept.percentiles(_SPREAD_PERCENTS)[:, 0].tolist()
    return Spread(float(kept.mean()[0]), float(kept.standard_error()[0]), *percentiles)


def people_needed(plan: Plan, initiatives: Sequence[str], seed: int, trials: int) -> FloatArray:
    """FTE-months that some initiatives use of each team in the first ``trials`` futures: ``(trials, T, months)``."""
    draws = some_trials(sample(plan, 0, seed=seed), 0, trials)
    delivery = compiled.deliver(plan.delivery, realise(plan.delivery, draws))
    mine = np.isin(plan.delivery.line_initiative, _positions(plan, initiatives))
    used = np.zeros((trials, len(plan.delivery.team_ids), plan.months))
    for line in np.flatnonzero(mine).tolist():
        used[:, plan.delivery.line_team[line]] += delivery.effort[:, line]
    return used


def _positions(plan: Plan, initiatives: Sequence[str]) -> IntArray:
    return np.array([plan.delivery.initiative_ids.index(name) for name in initiatives], dtype=np.int64)


def _launching(tried: Outcome, number: int, basis: ErrorBasis) -> Launching:
    months = spread_of(tried.figures.launch[:, number], basis, SPECS["launch"].missing)
    chance = float(tried.figures.status[:, number, LAUNCHED].mean())
    return Launching(tried.plan.delivery.initiative_ids[number], months, chance)


def _people(plan: Plan, need: FloatArray) -> tuple[TeamNeed, ...]:
    months, peaks = need.sum(axis=2).mean(axis=0), need.max(axis=2)
    return tuple(
        TeamNeed(team, float(months[number]), float(peaks[:, number].mean()), float(np.quantile(peaks[:, number], 0.8)))
        for number, team in enumerate(plan.delivery.team_ids)
        if months[number] > 0
    )


def _lock_in(tried: Outcome, chosen: IntArray, inputs: FloatArray) -> LockIn:
    """Exit cost and commitments of the options that are taken; see ``LockIn`` for what is counted."""
    plan, options = tried.plan, tried.plan.money.options
    launch = tried.figures.launch[:, chosen]
    left = np.minimum(launch + options.exit_after[chosen], plan.months)
    bound = np.nan_to_num(left - launch, nan=0.0).T  # (k, n) months
    owed = np.array([[_is_owed(plan, number)] for number in chosen.tolist()], dtype=float)
    parts = (
        pick(inputs, options.exit_row[chosen], 0.0),
        pick(inputs, options.guarantee_row[chosen], 0.0) * bound / 12.0,
        pick(inputs, options.recurring_row[chosen], 0.0) * bound * owed,
    )
    exchange = pick(inputs, options.currency_row[chosen], 1.0)
    return LockIn(*(float((part * exchange).sum(axis=0).mean()) for part in parts))


def _is_owed(plan: Plan, number: int) -> bool:
    """Whether the running cost of an initiative's option is owed to somebody else."""
    initiative = plan.portfolio.initiatives[number]
    option = selected_option(initiative)
    return option is not None and option.kind != "build"


def _launch_by_horizon(tried: Outcome) -> FloatArray:
    """(n, I) launches in months; what has not launched counts as launched at the horizon."""
    return np.asarray(np.nan_to_num(tried.figures.launch, nan=float(tried.plan.months)))


def _launched(tried: Outcome) -> FloatArray:
    """(I,) share of the futures in which each initiative launches by the horizon."""
    return np.asarray(tried.figures.status[:, :, LAUNCHED].mean(axis=0))


def _hits(
    plan: Plan, others: IntArray, gained: FloatArray, later: FloatArray, launched: FloatArray, basis: ErrorBasis
) -> tuple[Hit, ...]:
    """The initiatives that are not the same in every future, the greatest change of value first."""
    found = [
        Hit(
            plan.delivery.initiative_ids[number],
            mean_of(gained[:, number], basis),
            mean_of(later[:, number], basis),
            float(launched[number]),
        )
        for number in others.tolist()
        if np.any(gained[:, number]) or np.any(later[:, number])
    ]
    return tuple(sorted(found, key=lambda hit: -abs(hit.value.value)))
