"""From one scenario to another in the same futures: what each initiative, and what all share, does to the mean value.

The value of the plan is that of its initiatives less what belongs to no initiative: unused people, recruiting, tax and
the mitigation of risks, all discounted.  So the steps add up to the whole difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.odds import Estimate, mean_of
from simulation.decide.pace import Pace, Telling
from simulation.money.ledger import BENCH, RECRUITING, TAX
from simulation.money.measures import net_present_value
from simulation.progress import CancelFlag
from simulation.run import checked_plan
from simulation.samples import ErrorBasis

SHARED = (
    ("bench", "Unused people", BENCH),
    ("recruiting", "Recruiting", RECRUITING),
    ("tax", "Tax", TAX),
)
"""What belongs to no initiative: id, name and line of the cash flow."""


@dataclass(frozen=True)
class BridgeStep:
    """What one part of the plan adds to the mean value, or takes from it, on the way."""

    kind: Literal["initiative", "shared"]
    id: str  # of the initiative; bench, recruiting, tax or mitigation
    name: str
    before: float  # mean value, money; costs negative
    after: float
    change: Estimate  # after - before, in the same futures


@dataclass(frozen=True)
class Bridge:
    """Two mean values and the steps between them: initiatives in document order, then what is shared."""

    since: str | None  # scenario, None for the base
    scenario: str | None
    trials: int
    seed: int
    currency: str
    before: Estimate
    after: Estimate
    change: Estimate  # after - before, in the same futures
    steps: tuple[BridgeStep, ...]

    def largest(self, most: int) -> tuple[tuple[BridgeStep, ...], tuple[BridgeStep, ...]]:
        """The ``most`` initiatives that change most, in document order; and the others."""
        initiatives = [step for step in self.steps if step.kind == "initiative"]
        by_size = sorted(initiatives, key=lambda step: -abs(step.change.value))[:most]
        kept = {step.id for step in by_size if step.change.value}
        return (
            tuple(step for step in initiatives if step.id in kept),
            tuple(step for step in initiatives if step.id not in kept),
        )


def value_bridge(
    portfolio: Portfolio,
    *,
    scenario: str | None,
    since: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Bridge:
    """How the mean value gets from that of ``since`` (None: the base) to that of ``scenario``.

    The changes are means of differences, trial by trial; their standard errors come from block means where the trials
    are stratified and there are two full blocks, otherwise from the sample, which overstates them under
    stratification.

    Raises
    ------
    PortfolioError
        If the portfolio under one of the two scenarios has errors.
    Cancelled
        If the study should stop.
    """
    plans = (checked_plan(portfolio, since), checked_plan(portfolio, scenario))
    pace = Pace(len(plans), telling, cancel)
    root = portfolio.settings.seed if seed is None else seed
    parts = []
    with Futures(trials, root, pace) as futures:
        for plan, what in zip(plans, ("what it starts from", "what it leads to"), strict=True):
            outcome = futures.try_plan(plan)
            parts.append(_parts(outcome, futures.inputs(plan)))
            pace.step(what)
    basis = ErrorBasis.of(portfolio.settings.sampling, trials)
    before, after = (one.sum(axis=1) for one in parts)
    return Bridge(
        since=since,
        scenario=scenario,
        trials=trials,
        seed=root,
        currency=portfolio.settings.currency,
        before=mean_of(before, basis),
        after=mean_of(after, basis),
        change=mean_of(after - before, basis),
        steps=_steps(portfolio, parts[0], parts[1], basis),
    )


def _parts(outcome: Outcome, inputs: FloatArray) -> FloatArray:
    """Value in each trial by initiative, shared line and mitigation, shape ``(n, I + 4)``; they sum to the plan's.

    Mitigation is what is left: it is spent within the external line, where it cannot be told from the initiatives'.
    So it bears the rounding of the shared lines, which are kept in single precision.
    """
    figures, money = outcome.figures, outcome.plan.money
    rate = inputs[money.discount_row]
    shared = [
        net_present_value(-figures.lines[:, line].astype(np.float64), rate, timing=money.timing)
        for _, _, line in SHARED
    ]
    known = np.column_stack([figures.initiative_value, *shared])
    return np.column_stack([known, outcome.value - known.sum(axis=1)])


def _steps(portfolio: Portfolio, before: FloatArray, after: FloatArray, basis: ErrorBasis) -> tuple[BridgeStep, ...]:
    named: list[tuple[Literal["initiative", "shared"], str, str]] = [
        ("initiative", one.id, one.name) for one in portfolio.initiatives
    ]
    named += [("shared", key, name) for key, name, _ in SHARED]
    named.append(("shared", "mitigation", "Mitigation of risks"))
    return tuple(
        BridgeStep(
            kind,
            key,
            name,
            float(before[:, column].mean()),
            float(after[:, column].mean()),
            mean_of(after[:, column] - before[:, column], basis),
        )
        for column, (kind, key, name) in enumerate(named)
    )
