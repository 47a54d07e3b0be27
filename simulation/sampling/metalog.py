"""Metalogs in bulk: drawing from them and fitting them to data (Keelin 2016, *Decision Analysis* 13(4)).

The coefficients through a few assessed points come from ``models.metalog``, which also says whether coefficients
make a distribution; here are the arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from models import metalog
from simulation.arrays import FloatArray

# More observations than this are condensed to percentiles, finer by ten in the tails.
_MOST_OBSERVATIONS = 100
_TAIL = np.arange(1, 10) / 1000
_PERCENTILES = np.concatenate([_TAIL, np.arange(1, 100) / 100, 0.99 + _TAIL])


@dataclass(frozen=True)
class FittedMetalog:
    """A metalog by its coefficients and bounds."""

    coefficients: tuple[float, ...]
    low: float | None
    high: float | None

    def quantile(self, u: FloatArray) -> FloatArray:
        """The values at probabilities ``u``, of the same shape."""
        return metalog_quantile(self.coefficients, u, self.low, self.high)


def metalog_quantile(
    coefficients: Sequence[float], u: FloatArray, low: float | None = None, high: float | None = None
) -> FloatArray:
    """The values of a metalog at probabilities ``u`` strictly between 0 and 1, of the same shape.

    ``coefficients`` are those of the scale that the bounds transform: the logarithm of the distance to ``low``,
    minus that to ``high``, or of the ratio of both.
    """
    level = _level(coefficients, u)
    if low is not None and high is not None:
        return np.asarray(low + (high - low) * special.expit(level))
    if low is not None:
        return low + np.exp(level)
    if high is not None:
        return high - np.exp(-level)
    return level


def _level(coefficients: Sequence[float], u: FloatArray) -> FloatArray:
    """The sum of the basis terms: two polynomials in u - 1/2, one of them times the logit."""
    plain, with_logit = _polynomials(coefficients)
    centred = u - 0.5
    return np.asarray(_horner(plain, centred) + _horner(with_logit, centred) * special.logit(u))


def _polynomials(coefficients: Sequence[float]) -> tuple[list[float], list[float]]:
    """The terms sorted by whether they carry the logit: a1, a4, a5, a7, ... and a2, a3, a6, a8, ..."""
    first = list(coefficients[:4]) + [0.0] * (4 - len(coefficients[:4]))
    later = coefficients[4:]
    return [first[0], first[3], *later[0::2]], [first[1], first[2], *later[1::2]]


def _horner(polynomial: Sequence[float], at: FloatArray) -> FloatArray:
    value = np.full_like(at, polynomial[-1])
    for coefficient in reversed(polynomial[:-1]):
        value *= at
        value += coefficient
    return value


def fit_metalog(values: FloatArray, terms: int, low: float | None = None, high: float | None = None) -> FittedMetalog:
    """The metalog of ``terms`` terms that fits observed ``values`` best, by least squares on the transformed scale.

    The i-th of n sorted values stands at probability (i - 1/2) / n.  More than 100 values are first condensed to
    their percentiles, with steps of 0.1 % beyond the first and last: the practice of the published
    implementations as far as their results tell, which keeps ties and sheer numbers from outweighing the tails.

    Raises
    ------
    ValueError
        If there are fewer values than terms, a value is not within the bounds, or the fit is no distribution.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if not 2 <= terms <= metalog.MOST_TERMS or len(ordered) < terms:
        raise ValueError(f"a fit takes 2 to {metalog.MOST_TERMS} terms and at least as many values")
    if not np.isfinite(ordered).all():
        raise ValueError("all observed values must be finite")
    if (low is not None and low >= ordered[0]) or (high is not None and high <= ordered[-1]):
        raise ValueError("all observed values must lie strictly within the bounds")
    probabilities = (np.arange(len(ordered)) + 0.5) / len(ordered)
    if len(ordered) > _MOST_OBSERVATIONS:
        probabilities, ordered = _PERCENTILES, np.quantile(ordered, _PERCENTILES)
    aims = [metalog.transformed(value, low, high) for value in ordered.tolist()]
    rows = [metalog.basis(logit, terms) for logit in special.logit(probabilities).tolist()]
    solution = np.linalg.lstsq(np.array(rows), np.array(aims), rcond=None)[0]
    coefficients = tuple(solution.tolist())
    if not metalog.is_feasible(coefficients):
        raise ValueError(f"{terms} terms do not make a distribution of these values; use fewer")
    return FittedMetalog(coefficients, low, high)
