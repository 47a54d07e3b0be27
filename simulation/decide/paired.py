"""Differences between two alternatives tried in the same futures, trial by trial, and how often which is better.

The noise that both share falls out of a difference, so that its standard error is that of the differences, not of the
two means apart.  Standard errors follow the run's error basis (``simulation.samples.ErrorBasis``): block means where
there are two full blocks or more, else the plain formula, which overstates
them under Latin hypercube and Sobol sampling.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from simulation.arrays import FloatArray
from simulation.exact import ExactSample
from simulation.samples import ErrorBasis, Missing
from simulation.summary.shapes import Chance, Table
from simulation.summary.spreads import number

Better: TypeAlias = Literal["higher", "lower"]
PERCENTS = (10.0, 50.0, 90.0)


class Paired(Table, frozen=True, kw_only=True):
    """A second alternative against a first one, in one figure.

    ``better``, ``equal``, ``worse`` and ``undecided`` add up to 1.
    """

    mean: float | None  # of second - first, over the trials in which both have the figure; None: there is none
    mean_error: float | None
    p10: float | None  # None: falls among the trials in which one of them has no figure
    p50: float | None
    p90: float | None
    better: Chance  # that the second is better
    equal: Chance
    worse: Chance
    both_share: float  # of trials in which both have the figure
    undecided: float  # share of trials that cannot be judged, because one of them has no figure


def paired(
    first: FloatArray, second: FloatArray, *, better: Better, missing: Missing, basis: ErrorBasis
) -> tuple[Paired, ...]:
    """The differences of ``second`` to ``first``, one for each element of a figure.

    Parameters
    ----------
    first, second
        Figures of the same trials, shape ``(n, k)``; NaN where the figure is missing.
    better
        Which direction is better.
    missing
        ``last``: what is missing comes later than all else, and is equal to what is missing too; ``omit``: it
        cannot be judged.
    """
    one, other = first.astype(np.float64), second.astype(np.float64)
    both = ~(np.isnan(one) | np.isnan(other))
    gap = np.where(both, other - one, np.nan)
    differences = ExactSample(gap, "omit", basis)
    means, errors = differences.mean(), differences.standard_error()
    ordered = _ordered(one, other, gap) if missing == "last" else gap
    low, middle, high = ExactSample(ordered, "omit", basis).percentiles(PERCENTS)
    sign = 1.0 if better == "higher" else -1.0
    chances = [_chances(told, basis) for told in (sign * ordered > 0, ordered == 0, sign * ordered < 0)]
    return tuple(
        Paired(
            mean=number(means[k]),
            mean_error=number(errors[k]),
            p10=number(low[k]),
            p50=number(middle[k]),
            p90=number(high[k]),
            better=chances[0][k],
            equal=chances[1][k],
            worse=chances[2][k],
            both_share=float(both[:, k].mean()),
            undecided=float(np.isnan(ordered[:, k]).mean()),
        )
        for k in range(one.shape[1])
    )


def _ordered(first: FloatArray, second: FloatArray, gap: FloatArray) -> FloatArray:
    """The differences with what is missing on one side as infinite, and on both sides as none."""
    late = np.where(np.isnan(second), np.inf, -np.inf)
    return np.where(np.isnan(first) & np.isnan(second), 0.0, np.where(np.isnan(gap), late, gap))


def _chances(told: np.ndarray, basis: ErrorBasis) -> list[Chance]:
    sample = ExactSample(told.astype(np.int8), "last", basis)
    share, error = sample.mean(), sample.standard_error()
    return [Chance(share=float(share[k]), standard_error=number(error[k])) for k in range(told.shape[1])]
