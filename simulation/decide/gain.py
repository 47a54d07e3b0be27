"""What one plan is worth over another, future by future."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulation.arrays import FloatArray
from simulation.decide.futures import Outcome
from simulation.decide.odds import Estimate, mean_of
from simulation.samples import ErrorBasis


@dataclass(frozen=True)
class Gain:
    """How much more a plan is worth than another, in the same futures."""

    mean: Estimate  # of what is to be raised
    value: Estimate  # money
    p_better: float  # share of the futures in which the value is higher; a tie is not


def gain_of(proposed: Outcome, now: Outcome, scores: Callable[[Outcome], FloatArray] | None = None) -> Gain:
    """What one plan is worth over another; ``scores`` gives (n,) what is to be raised, the value without it.

    Standard errors are those of ``simulation.decide.odds.mean_of``, of the differences trial by trial.
    """
    basis = basis_of(now)
    value = proposed.value - now.value
    better = float(np.mean(value > 0))
    worth = mean_of(value, basis)
    return Gain(worth if scores is None else mean_of(scores(proposed) - scores(now), basis), worth, better)


def basis_of(outcome: Outcome) -> ErrorBasis:
    """How the standard errors of an outcome are found."""
    return ErrorBasis.of(outcome.plan.portfolio.settings.sampling, len(outcome.value))


def fresh_seed(seed: int) -> int:
    """A seed whose futures have nothing in common with those of ``seed``: they had no part in a search there."""
    return seed ^ (1 << 62)
