"""The metalog family: coefficients through assessed points, and whether they make a distribution.

Owns the small exact mathematics that checking a typed metalog needs (Keelin 2016, *The Metalog
Distributions*, Decision Analysis 13(4)), in plain Python for a few points.  Drawing from metalogs in
bulk and fitting them to data are left to the simulation, which reuses the coefficients from here.

A metalog's quantile function at probability y is M(y), a sum of coefficients times ``basis`` terms.
Bounds are kept by a transformation: with a lower bound the *logarithm* of the distance to it is a
metalog, with an upper bound minus the logarithm, with both the logarithm of the ratio of distances.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

Points = tuple[tuple[float, float], ...]
Integrand = Callable[[float], float]
MOST_TERMS = 16
# The grid on which the density is checked and means are integrated: the logit of y, from about
# 1e-17 to 1 - 1e-17, beyond which the tails are exponential to the last bit.
REACH = 40.0
STEP = 0.05


def basis(logit: float, terms: int) -> list[float]:
    """The first ``terms`` basis functions at y = 1 / (1 + exp(-logit)), Keelin 2016 eq. 6."""
    centred = math.tanh(logit / 2) / 2
    row = [1.0, logit, centred * logit, centred]
    power = centred
    while len(row) < terms:
        power *= centred
        row += [power, power * logit]
    return row[:terms]


def slope_basis(logit: float, terms: int) -> list[float]:
    """Derivatives of the basis by the logit of y; their sum has the sign of the density."""
    centred = math.tanh(logit / 2) / 2
    spread = 0.25 - centred * centred
    row = [0.0, 1.0, spread * logit + centred, spread]
    power, degree = centred, 1
    while len(row) < terms:
        degree += 1
        rise = degree * power * spread
        power *= centred
        row += [rise, rise * logit + power]
    return row[:terms]


def transformed(value: float, low: float | None, high: float | None) -> float:
    """Where ``value`` lies on the unbounded scale of the metalog."""
    if low is not None and high is not None:
        return math.log((value - low) / (high - value))
    if low is not None:
        return math.log(value - low)
    if high is not None:
        return -math.log(high - value)
    return value


@lru_cache(maxsize=4096)
def fault(points: Points, low: float | None, high: float | None) -> str:
    """What is wrong with a metalog through ``points``, and what would be right; empty if nothing is."""
    wrong = _misplaced(points, low, high)
    if wrong:
        return wrong
    weights = coefficients(points, low, high)
    if not all(map(math.isfinite, weights)) or _misfit(weights, points, low, high) > 1e-6:
        return "the points lie too close together to draw a curve through them; use fewer of them"
    if not is_feasible(weights):
        return "no distribution passes through these points (its density would be negative); make them less lopsided"
    if heavy_tail(weights, low, high) >= 1:
        bound = "high" if high is None else "low"
        return f"its open tail is so heavy that the mean is infinite; add a bound, such as {bound}=..."
    return ""


def _misplaced(points: Points, low: float | None, high: float | None) -> str:
    """What is wrong with the places of the points; empty if nothing is."""
    probabilities = [probability for probability, _ in points]
    values = [value for _, value in points]
    if not 2 <= len(points) <= MOST_TERMS:
        return f"it takes 2 to {MOST_TERMS} points, here are {len(points)}"
    if not all(0 < probability < 1 for probability in probabilities):
        return "the probabilities must lie between 0 and 1, both excluded"
    if not _increasing(probabilities):
        return "the probabilities must increase from point to point"
    if not _increasing(values):
        return "the values must increase from point to point"
    if low is not None and low >= values[0]:
        return f"low={low:.17g} must lie below all values"
    if high is not None and high <= values[-1]:
        return f"high={high:.17g} must lie above all values"
    return ""


def _increasing(numbers: Sequence[float]) -> bool:
    return all(one < following for one, following in pairwise(numbers))


@lru_cache(maxsize=4096)
def coefficients(points: Points, low: float | None = None, high: float | None = None) -> tuple[float, ...]:
    """The coefficients of the metalog with as many terms as points that passes through them.

    With bounds they describe the transformed quantity.  NaN where the points do not determine them.
    """
    terms = len(points)
    rows = [
        [*basis(math.log(probability) - math.log1p(-probability), terms), transformed(value, low, high)]
        for probability, value in points
    ]
    return tuple(_solved(rows))


def _solved(rows: list[list[float]]) -> list[float]:
    """The solution of a small linear system, its right side in the last column (Gauss, partial pivoting)."""
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        if rows[column][column] == 0:
            return [math.nan] * size
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            rows[row] = [mine - factor * other for mine, other in zip(rows[row], rows[column], strict=True)]
    solution = [0.0] * size
    for row in reversed(range(size)):
        known = math.fsum(rows[row][column] * solution[column] for column in range(row + 1, size))
        solution[row] = (rows[row][size] - known) / rows[row][row]
    return solution


def at(weights: Sequence[float], logit: float) -> float:
    """The metalog's value, on its unbounded scale, at a logit of the probability."""
    return math.fsum(map(float.__mul__, basis(logit, len(weights)), weights))


def _misfit(weights: Sequence[float], points: Points, low: float | None, high: float | None) -> float:
    """The worst miss of the points, relative to the width they span."""
    aims = [transformed(value, low, high) for _, value in points]
    hits = [at(weights, math.log(probability) - math.log1p(-probability)) for probability, _ in points]
    width = aims[-1] - aims[0]
    return max(abs(aim - hit) for aim, hit in zip(aims, hits, strict=True)) / width if width > 0 else math.inf


def _grid() -> list[float]:
    count = round(2 * REACH / STEP)
    return [-REACH + STEP * index for index in range(count + 1)]


def is_feasible(weights: Sequence[float]) -> bool:
    """Whether the quantile function of these coefficients nowhere falls, on a grid over all probabilities."""
    terms = len(weights)
    slopes = [math.fsum(map(float.__mul__, slope_basis(logit, terms), weights)) for logit in _grid()]
    # The tolerance forgives rounding where a slope is truly zero, as in the tails of a uniform.
    return max(slopes) > 0 and min(slopes) >= -1e-12 * max(slopes)


def tail_slope(weights: Sequence[float], side: int) -> float:
    """How fast the unbounded scale grows with the logit in the upper (+1) or lower (-1) tail."""
    slopes = slope_basis(side * 2 * REACH, len(weights))
    return math.fsum(map(float.__mul__, slopes, weights))


def heavy_tail(weights: Sequence[float], low: float | None, high: float | None) -> float:
    """The exponent of the power-law tail that one bound leaves open: the mean is finite below 1, the variance
    below 1/2; 0 where both tails are bounded or both exponential."""
    if (low is None) == (high is None):
        return 0.0
    return tail_slope(weights, 1 if high is None else -1)


@lru_cache(maxsize=4096)
def mean(points: Points, low: float | None = None, high: float | None = None) -> float:
    """The mean: the quantile function integrated over all probabilities.

    By the logit, where the trapezoidal rule converges faster than any power of its step; the power-law tail of a
    half-bounded metalog beyond the grid is added in closed form.
    """
    weights = coefficients(points, low, high)
    if (low is None) != (high is None):
        distance = _distance_moment(weights, high is None, 1)
        return low + distance if low is not None else (high or 0.0) - distance
    return _integral(lambda logit: _value(at(weights, logit), low, high) * _density(logit))


@lru_cache(maxsize=4096)
def variance(points: Points, low: float | None = None, high: float | None = None) -> float:
    """The variance, integrated as the mean is; infinite where an open tail is too heavy."""
    weights, centre = coefficients(points, low, high), mean(points, low, high)
    if heavy_tail(weights, low, high) >= 0.5:
        return math.inf
    if (low is None) != (high is None):
        return _distance_moment(weights, high is None, 2) - _distance_moment(weights, high is None, 1) ** 2
    return _integral(lambda logit: (_value(at(weights, logit), low, high) - centre) ** 2 * _density(logit))


def _value(level: float, low: float | None, high: float | None) -> float:
    """The value at a level of the unbounded scale, for both bounds or none."""
    if low is None or high is None:
        return level
    return low + (high - low) * (1 / (1 + math.exp(-level)) if level > -700 else 0.0)


def _distance_moment(weights: Sequence[float], open_above: bool, power: int) -> float:
    """The mean of a power of the distance to the one bound."""
    side = 1 if open_above else -1

    def integrand(logit: float) -> float:
        return math.exp(power * side * at(weights, logit) + math.log(_density(logit)))

    end = integrand(side * REACH)
    decay = 1 - power * tail_slope(weights, side)
    # Euler-Maclaurin: the trapezoidal rule's error at an end where the integrand has not died away.
    correction = STEP**2 / 12 * decay * end
    return _integral(integrand) + correction + end / decay


def _integral(integrand: Integrand) -> float:
    """Trapezoidal rule over the grid."""
    values = [integrand(logit) for logit in _grid()]
    return STEP * (math.fsum(values) - (values[0] + values[-1]) / 2)


def _density(logit: float) -> float:
    """dy / d logit = y (1 - y), without cancellation in either tail."""
    smaller = math.exp(-abs(logit))
    return smaller / (1 + smaller) ** 2
