"""The quantile function of the beta distribution, by a table for each pair of shapes.

Inverting the incomplete beta function anew for each draw takes some 2 microseconds; a table of a few hundred
inverses, with exact derivatives, gives the same to 1e-9 and more than ten times sooner.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import factorial, perm

import numpy as np
from scipy import special

from simulation.arrays import FloatArray, IntArray
from simulation.jit import compiled

# The table runs over the logit of the probability and holds the logit of the quantile, both of which are smooth
# to the very ends: in the tails one is linear in the other.  37 is the logit of the greatest float below 1.
_REACH = 37.0
_STEP = 0.625
_INTERVALS = round(2 * _REACH / _STEP) + 1
_DEGREE = 7

_FEW = 500
"""Values up to which the compiler is not asked for: a cell's picture takes two hundred, and need not load it."""


def beta_quantile(first: float, second: float, u: FloatArray) -> FloatArray:
    """The quantiles of Beta(first, second) at ``u``, of the same shape, within 1e-9; both shapes at least 1."""
    return beta_quantiles([(first, second)], u.reshape(1, -1)).reshape(u.shape)


def beta_quantiles(shapes: Sequence[tuple[float, float]], u: FloatArray) -> FloatArray:
    """The quantiles of as many beta distributions as ``u`` has rows, each at the probabilities of its row."""
    which, tables = _tables(tuple(shapes))
    logits: FloatArray = 1.0 - u
    np.divide(u, logits, out=logits)
    np.log(logits, out=logits)  # in bulk: the array library does several at once, compiled loops do not
    (_look_up_few if logits.size <= _FEW else _look_up)(tables, which, logits)
    np.negative(logits, out=logits)
    np.exp(logits, out=logits)
    logits += 1.0
    return np.divide(1.0, logits, out=logits)


def _look_up_few(tables: FloatArray, which: IntArray, logits: FloatArray) -> None:
    """As ``_look_up``, bit for bit, by the array library."""
    place = (logits + _REACH) / _STEP
    interval = np.clip(place.astype(np.int64), 0, _INTERVALS - 1)
    place -= interval
    found = tables[which[:, None], interval]
    logits[...] = found[..., _DEGREE]
    for degree in range(_DEGREE - 1, -1, -1):
        np.multiply(logits, place, out=logits)
        np.add(logits, found[..., degree], out=logits)


@compiled
def _look_up(tables: FloatArray, which: IntArray, logits: FloatArray) -> None:
    """Turn logits of probabilities into those of quantiles, row r by the table ``which[r]`` of ``_tables``.

    The places in the table are found first, several at once; that they are unsigned spares a check of each.
    """
    begins = np.empty(logits.shape[1], dtype=np.uint64)
    for row in range(logits.shape[0]):
        table = tables[which[row]].reshape(-1)
        for k in range(logits.shape[1]):
            place = (logits[row, k] + _REACH) / _STEP
            interval = min(max(int(place), 0), _INTERVALS - 1)
            logits[row, k] = place - interval
            begins[k] = interval * (_DEGREE + 1)
        for k in range(logits.shape[1]):
            place, value = logits[row, k], table[begins[k] + np.uint64(_DEGREE)]
            for degree in range(_DEGREE - 1, -1, -1):
                value = value * place + table[begins[k] + np.uint64(degree)]
            logits[row, k] = value


@lru_cache(maxsize=32)
def _tables(shapes: tuple[tuple[float, float], ...]) -> tuple[IntArray, FloatArray]:
    """The number of each pair's table, and the tables, shape ``(tables, intervals, 8)``."""
    distinct = list(dict.fromkeys(shapes))
    number = {shape: position for position, shape in enumerate(distinct)}
    tables = np.array([_table(*shape).T for shape in distinct]).reshape(-1, _INTERVALS, _DEGREE + 1)
    return np.array([number[shape] for shape in shapes], dtype=np.int64), np.ascontiguousarray(tables)


@lru_cache(maxsize=1024)
def _table(first: float, second: float) -> FloatArray:
    """Polynomial coefficients of each interval, shape ``(8, intervals)``, the place in the interval from 0 to 1.

    Each is the Hermite interpolant of value and three derivatives at both ends of the interval.
    """
    nodes = np.asarray(np.arange(_INTERVALS + 1) * _STEP - _REACH, dtype=np.float64)
    derivatives = _derivatives(first, second, nodes)
    scaled = derivatives * (_STEP ** np.arange(4))[:, None]
    left, right = scaled[:, :-1], scaled[:, 1:]
    lower = left / np.array([[factorial(order)] for order in range(4)])
    upper = np.linalg.solve(_FALLING[:, 4:], right - _FALLING[:, :4] @ lower)
    table = np.concatenate([lower, upper])
    table.flags.writeable = False
    return table


# Row k: the k-th derivatives of 1, s, ..., s^7 at s = 1.
_FALLING = np.array([[float(perm(power, order)) for power in range(_DEGREE + 1)] for order in range(4)])


def _derivatives(first: float, second: float, logits: FloatArray) -> FloatArray:
    """The logit of the quantile and its first three derivatives by the logit of the probability, shape (4, n).

    With x the quantile, y its logit, t the logit of u: dy/dt = u (1 - u) B / (x^first (1 - x)^second), the
    density of y being x^first (1 - x)^second / B; the higher ones follow from the logarithm of it.
    """
    u, rest = special.expit(logits), special.expit(-logits)
    # From whichever end is nearer, so that neither x nor 1 - x is a difference of almost equals.
    from_low = special.betaincinv(first, second, u)
    from_high = special.betaincinv(second, first, rest)
    lower = logits < 0
    near = np.where(lower, from_low, from_high)
    side = np.where(lower, 1.0, -1.0)
    y = side * (np.log(near) - np.log1p(-near))
    x = special.expit(y)
    log_x, log_rest = -np.logaddexp(0, -y), -np.logaddexp(0, y)
    rise = np.exp(np.log(u) + np.log(rest) - first * log_x - second * log_rest + special.betaln(first, second))
    pull = first * (1 - x) - second * x
    bend = (rest - u) - pull * rise
    second_rise = rise * bend
    bend_rise = -2 * u * rest + (first + second) * x * (1 - x) * rise**2 - pull * second_rise
    return np.stack([y, rise, second_rise, rise * (bend**2 + bend_rise)])
