"""How alternatives fare against each other in the same futures: odds, regret, what perfect information is worth.

Pure functions over values of shape ``(n, J)``: money in each trial under each alternative, higher is better.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import FloatArray
from simulation.exact import ExactSample
from simulation.samples import ErrorBasis


class Estimate(NamedTuple):
    """A mean over the trials with its standard error; the latter NaN where there are too few trials to tell."""

    value: float
    error: float


def mean_of(sample: FloatArray, basis: ErrorBasis) -> Estimate:
    """The mean of a figure of shape ``(n,)``.

    Its error comes from block means where the trials are stratified and there are two full blocks, otherwise from the
    sample, which overstates it under stratification.
    """
    kept = ExactSample(sample[:, None], "omit", basis)
    return Estimate(float(kept.mean()[0]), float(kept.standard_error()[0]))


def chance_best(values: FloatArray) -> FloatArray:
    """Share of the futures in which each alternative is the best, shape ``(J,)``; alternatives that tie share."""
    best = values == values.max(axis=1, keepdims=True)
    return np.asarray((best / best.sum(axis=1, keepdims=True)).mean(axis=0))


def chance_beats(values: FloatArray) -> FloatArray:
    """Share of the futures in which alternative i is worth more than j, shape ``(J, J)``; half of the ties count."""
    first, second = values[:, :, None], values[:, None, :]
    return np.asarray(((first > second) + 0.5 * (first == second)).mean(axis=0))


def expected_regret(values: FloatArray) -> FloatArray:
    """Mean of what each alternative is worth less than the best of the same future, shape ``(J,)``."""
    return np.asarray((values.max(axis=1, keepdims=True) - values).mean(axis=0))


def perfect_information(values: FloatArray, basis: ErrorBasis) -> Estimate:
    """What knowing the future before choosing would be worth on average: E max_j V_j - max_j E V_j.

    It is the expected regret of the alternative with the highest mean, and never negative.  With few trials it is
    a little too low, because that alternative is found in the same futures.

    References
    ----------
    Raiffa & Schlaifer (1961), *Applied Statistical Decision Theory*, ch. 4.
    """
    chosen = int(values.mean(axis=0).argmax())
    return mean_of(values.max(axis=1) - values[:, chosen], basis)
