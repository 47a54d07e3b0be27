"""The quantile function of every distribution: from uniform numbers to values.

The numbers come from ``streams`` and the two meet in ``drawn``; that some quantities depend on others is seen to
afterwards, in ``dependence``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import special

from models import metalog
from models.uncertainty import (
    Bernoulli,
    Certain,
    Discrete,
    Distribution,
    History,
    LogNormal,
    Metalog,
    Normal,
    Pert,
    Spread,
    Triangular,
    Uniform,
)
from simulation.arrays import FloatArray
from simulation.sampling.beta import beta_quantiles
from simulation.sampling.metalog import metalog_quantile


def quantile(distribution: Distribution, u: FloatArray) -> FloatArray:
    """The values below which ``distribution`` lies with probabilities ``u``, of the same shape.

    For separate outcomes the least value that is reached with that probability.

    Parameters
    ----------
    u
        Strictly between 0 and 1.

    Raises
    ------
    ValueError
        For a throughput, which has no quantile function; it is to be sampled.
    """
    u = np.asarray(u, dtype=np.float64)
    find = _QUANTILES.get(type(distribution))
    if find is None:
        raise ValueError(f"{type(distribution).__name__} has no quantile function; sample it instead")
    return find(distribution, u)


def moments(distribution: Distribution) -> tuple[float, float]:
    """Mean and standard deviation, exact up to rounding; the latter is infinite for the heaviest metalogs.

    Raises
    ------
    ValueError
        For a throughput, which has no closed form.
    """
    find = _VARIANCES.get(type(distribution))
    if find is None:
        raise ValueError(f"the moments of {type(distribution).__name__} have no closed form; sample it instead")
    return distribution.mean, math.sqrt(find(distribution))


def as_pert(distribution: Distribution) -> Distribution:
    """The PERT behind a spread; anything else as it is."""
    return distribution.pert if isinstance(distribution, Spread) else distribution


def pert_rows(perts: Sequence[Pert], u: FloatArray) -> FloatArray:
    """One row for each PERT: most quantities are, and they are found faster together."""
    values = beta_quantiles([pert.shape for pert in perts], u)
    low, high = np.array([(pert.low, pert.high) for pert in perts]).reshape(-1, 2).T[:, :, None]
    values *= high - low
    values += low
    return values


def _pert(pert: Pert, u: FloatArray) -> FloatArray:
    return pert_rows([pert], u.reshape(1, -1)).reshape(u.shape)


def _triangular(triangular: Triangular, u: FloatArray) -> FloatArray:
    low, mode, high = triangular.low, triangular.mode, triangular.high
    width = high - low
    rising = low + np.sqrt(u * width) * math.sqrt(mode - low)
    falling = high - np.sqrt((1 - u) * width) * math.sqrt(high - mode)
    return np.where(u * width < mode - low, rising, falling)


def _uniform(uniform: Uniform, u: FloatArray) -> FloatArray:
    return uniform.low + (uniform.high - uniform.low) * u


def _normal(normal: Normal, u: FloatArray) -> FloatArray:
    return np.asarray(normal.mean + normal.sd * special.ndtri(u))


def _log_normal(logn: LogNormal, u: FloatArray) -> FloatArray:
    mu, sigma = logn.log_moments
    return np.asarray(np.exp(mu + sigma * special.ndtri(u)))


def _discrete(discrete: Discrete, u: FloatArray) -> FloatArray:
    values, reached = _ladder(discrete.outcomes)
    return values[np.searchsorted(reached, u)]


@lru_cache(maxsize=1024)
def _ladder(outcomes: tuple[tuple[float, float], ...]) -> tuple[FloatArray, FloatArray]:
    """The possible values in increasing order, and the probability reached before each but the first."""
    possible = sorted(outcome for outcome in outcomes if outcome[1] > 0)
    values, probabilities = (np.array(column, dtype=np.float64) for column in zip(*possible, strict=True))
    return values, np.cumsum(probabilities / probabilities.sum())[:-1]


def _bernoulli(bernoulli: Bernoulli, u: FloatArray) -> FloatArray:
    return (u > 1 - bernoulli.probability).astype(np.float64)


def _history(history: History, u: FloatArray) -> FloatArray:
    values = np.sort(np.array(history.values, dtype=np.float64))
    return values[np.minimum((u * len(values)).astype(np.int64), len(values) - 1)]


_QUANTILES: dict[type[Distribution], Callable[[Any, FloatArray], FloatArray]] = {
    Certain: lambda certain, u: np.full_like(u, certain.value),
    Pert: _pert,
    Spread: lambda spread, u: _pert(spread.pert, u),
    Triangular: _triangular,
    Uniform: _uniform,
    Normal: _normal,
    LogNormal: _log_normal,
    Metalog: lambda metalog, u: metalog_quantile(metalog.coefficients, u, metalog.low, metalog.high),
    Discrete: _discrete,
    Bernoulli: _bernoulli,
    History: _history,
}


def _pert_variance(pert: Pert) -> float:
    first, second = pert.shape
    total = first + second
    return (pert.high - pert.low) ** 2 * first * second / (total**2 * (total + 1))


def _triangular_variance(triangular: Triangular) -> float:
    rise, fall = triangular.mode - triangular.low, triangular.high - triangular.mode
    return (rise**2 + rise * fall + fall**2) / 18


def _log_normal_variance(logn: LogNormal) -> float:
    mu, sigma = logn.log_moments
    return math.expm1(sigma**2) * math.exp(2 * mu + sigma**2)


def _discrete_variance(discrete: Discrete) -> float:
    return math.fsum(probability * (value - discrete.mean) ** 2 for value, probability in discrete.outcomes)


def _history_variance(history: History) -> float:
    return math.fsum((value - history.mean) ** 2 for value in history.values) / len(history.values)


_VARIANCES: dict[type[Distribution], Callable[[Any], float]] = {
    Certain: lambda certain: 0.0,
    Pert: _pert_variance,
    Spread: lambda spread: _pert_variance(spread.pert),
    Triangular: _triangular_variance,
    Uniform: lambda uniform: (uniform.high - uniform.low) ** 2 / 12,
    Normal: lambda normal: normal.sd**2,
    LogNormal: _log_normal_variance,
    Metalog: lambda record: metalog.variance(record.points, record.low, record.high),
    Discrete: _discrete_variance,
    Bernoulli: lambda bernoulli: bernoulli.probability * (1 - bernoulli.probability),
    History: _history_variance,
}
