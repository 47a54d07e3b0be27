"""The internal rate of return: every real rate above -100 % is looked for, and ambiguity is told.

With x = 1 / (1 + rate of a period) the present value is a polynomial in x.  Rates of 0 and more are its roots in
(0, 1]; negative ones are the roots in (0, 1) of the polynomial with its coefficients reversed.  So both are counted
the same way on the unit interval: by the sign changes of the cumulative cash (Norstrom), and where those leave room
for several roots, exactly, by Descartes' rule on ever smaller pieces (Bernstein subdivision).  A root is then refined
inside a bracket, so that it cannot be a wrong one.

References
----------
Norstrom, C. J. (1972), *A sufficient condition for a unique nonnegative internal rate of return*, J. Financial and
Quantitative Analysis 7.  Mourrain, Rouillier & Roy (2005), *The Bernstein basis and real root isolation*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from simulation.arrays import ByteArray, FloatArray
from simulation.jit import compiled, inlined
from simulation.money.measures import MONTHS_PER_YEAR

IRR_STATUSES: Final = ("none", "unique", "multiple")
NO_IRR, UNIQUE_IRR, SEVERAL_IRR = range(3)

_ROUNDING: Final = 1e-13
"""Cumulative cash below this share of all the money that flowed is rounding and counts as zero."""

_CUT: Final = 0.4871067811865475
"""Where an interval is cut: near its middle, but never at a round rate, for a root at the cut would not be counted."""

_LEAST_WIDTH: Final = 1e-12
"""Roots nearer to each other than this are one double root."""

_DEPTH: Final = 48
"""Cuts that make an interval narrower than that."""


_PRECISION: Final = 4e-16
"""A root is found where the next step is a smaller share of it."""


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class RateOfReturn:
    """Annual internal rates of return, and whether each can be trusted to decide.

    ``rate`` is a real root wherever there is one, NaN where the status is ``NO_IRR``.  ``UNIQUE_IRR``: the only rate
    of 0 or more, or, where there is none of those, the only negative one; the value then changes its sign at this rate
    and at no other discount rate from 0 on.  ``SEVERAL_IRR``: the rate is the least of several of 0 or more, or the
    greatest of several negative ones; it should be counted and shown as ambiguous, and the present value used instead.
    """

    rate: FloatArray
    status: ByteArray

    @property
    def unambiguous(self) -> FloatArray:
        """The rates, NaN unless unique."""
        return np.where(self.status == UNIQUE_IRR, self.rate, np.nan)


def internal_rate_of_return(cash: FloatArray, *, periods_per_year: int = MONTHS_PER_YEAR) -> RateOfReturn:
    """The effective annual rate at which each cash flow is worth nothing, with its status.

    Parameters
    ----------
    cash
        Money per period, shape ``(..., periods)``; outflows negative.  Where in the period it falls does not matter.

    Returns
    -------
    Rates and statuses of shape ``cash.shape[:-1]``; the rate is NaN and the status ``NO_IRR`` where no rate above
    -100 % makes the value zero, where no money flows, and where the cash is not finite.

    References
    ----------
    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 5; see the module for the counting of roots.
    """
    flat = np.ascontiguousarray(cash, dtype=np.float64).reshape(-1, cash.shape[-1])
    growth, status = np.empty(len(flat)), np.empty(len(flat), dtype=np.int8)
    _solve_all(flat, growth, status)
    with np.errstate(over="ignore"):  # a tiny outlay that earns at once has no finite annual rate worth a number
        rate = np.where(status == NO_IRR, np.nan, growth**periods_per_year - 1.0)
    return RateOfReturn(rate.reshape(cash.shape[:-1]), status.reshape(cash.shape[:-1]))


@inlined
def _value(coefficients: FloatArray, x: float) -> tuple[float, float]:
    """A polynomial (constant first) and its derivative at x."""
    value, slope = 0.0, 0.0
    for k in range(coefficients.size - 1, -1, -1):
        slope = slope * x + value
        value = value * x + coefficients[k]
    return value, slope


@compiled
def _refine(coefficients: FloatArray, low: float, high: float) -> float:
    """The root between two points at which the polynomial has opposite signs: Newton, halving where that leaves.

    It begins at the upper end: from there to its last root the polynomial of a plain investment is convex.
    """
    at_low, _ = _value(coefficients, low)
    if at_low == 0.0:
        return low
    x = high
    for _ in range(200):
        value, slope = _value(coefficients, x)
        if value == 0.0:
            return x
        if (value > 0.0) == (at_low > 0.0):
            low = x
        else:
            high = x
        following = x - value / slope if slope != 0.0 else low
        if not low < following < high and abs(following - x) > _PRECISION * abs(x):
            following = 0.5 * (low + high)
        if abs(following - x) <= _PRECISION * abs(x):
            return following
        x = following
    return x


@inlined
def _sign_changes(values: FloatArray, noise: float) -> int:
    changes, last = 0, 0.0
    for value in values:
        if abs(value) <= noise:
            continue
        if value * last < 0.0:
            changes += 1
        last = 1.0 if value > 0.0 else -1.0
    return changes


@compiled
def _bernstein(coefficients: FloatArray) -> FloatArray:
    """The coefficients of the same polynomial in the Bernstein basis of [0, 1]."""
    size = coefficients.size
    degree = size - 1
    result = np.zeros(size)
    for j in range(size):
        weight = 1.0  # C(j, k) / C(degree, k)
        for k in range(j + 1):
            result[j] += weight * coefficients[k]
            weight *= (j - k) / (degree - k) if k < degree else 0.0
    return result


@compiled
def _copy(values: FloatArray, to: FloatArray) -> None:
    for k in range(values.size):  # an assignment of whole arrays takes the compiler ten times as long
        to[k] = values[k]


@compiled
def _cut(curve: FloatArray, left: FloatArray, right: FloatArray) -> None:
    """De Casteljau: the Bernstein coefficients of the two parts."""
    size = curve.size
    _copy(curve, right)
    for level in range(size):
        left[level] = right[0]
        for j in range(size - 1 - level):
            right[j] = (1.0 - _CUT) * right[j] + _CUT * right[j + 1]


@compiled
def _last_root_exactly(coefficients: FloatArray) -> tuple[int, float]:
    """How many roots lie in (0, 1), counted up to 2, and the greatest of them."""
    size = coefficients.size
    stack = np.empty((_DEPTH + 2, size))
    lows, widths = np.empty(_DEPTH + 2), np.empty(_DEPTH + 2)
    _copy(_bernstein(coefficients), stack[0])
    lows[0], widths[0] = 0.0, 1.0
    noise = 1e-15 * np.abs(stack[0]).max()
    left, right = np.empty(size), np.empty(size)
    top, found, greatest = 1, 0, np.nan
    while top > 0 and found < 2:
        top -= 1
        changes = _sign_changes(stack[top], noise)
        low, width = lows[top], widths[top]
        if changes == 0:
            continue
        if changes == 1 or width < _LEAST_WIDTH:
            root = _refine(coefficients, low, low + width) if changes == 1 else low + 0.5 * width
            greatest = root if found == 0 else greatest
            found += changes
            continue
        _cut(stack[top], left, right)
        _copy(left, stack[top])
        _copy(right, stack[top + 1])
        lows[top], widths[top] = low, _CUT * width
        lows[top + 1], widths[top + 1] = low + _CUT * width, (1.0 - _CUT) * width
        top += 2
    return found, greatest


@compiled
def _last_root(coefficients: FloatArray, cumulative: FloatArray, noise: float) -> tuple[int, float]:
    """As above, by the sign changes of the cumulative coefficients where those decide."""
    changes = _sign_changes(cumulative, noise)
    if changes == 0:
        return 0, np.nan
    total = cumulative[-1]
    if changes == 1 and abs(total) > noise:
        return 1, _refine(coefficients, 0.0, 1.0)
    if abs(total) <= noise:  # 1 is a root itself: look at what is left without it
        return _last_root_exactly(cumulative[:-1].copy())
    return _last_root_exactly(coefficients)


@inlined
def _add_up(values: FloatArray, cumulative: FloatArray) -> None:
    total = 0.0
    for k in range(values.size):
        total += values[k]
        cumulative[k] = total


@compiled
def _solve(cash: FloatArray, shares: FloatArray, cumulative: FloatArray) -> tuple[float, int]:
    """1 + rate of a period, and the status, of one cash flow; the other arrays are room for as many periods."""
    size = 0.0
    first, last = cash.size, 0  # of the periods in which money moves; the last is not included
    for k in range(cash.size):
        size += abs(cash[k])
        if cash[k] != 0.0:
            first, last = min(first, k), k + 1
    if not np.isfinite(size) or last - first < 2:
        return np.nan, NO_IRR
    forward, running = shares[first:last], cumulative[first:last]
    for k in range(first, last):
        shares[k] = cash[k] / size
    _add_up(forward, running)
    at_zero = 1 if abs(running[-1]) <= _ROUNDING else 0
    count, x = _last_root(forward, running, _ROUNDING)
    if at_zero + count > 0:
        growth = 1.0 if at_zero == 1 else 1.0 / x
        return growth, UNIQUE_IRR if at_zero + count == 1 else SEVERAL_IRR
    backward = forward[::-1].copy()
    _add_up(backward, running)
    count, growth = _last_root(backward, running, _ROUNDING)
    if count == 0:
        return np.nan, NO_IRR
    return growth, UNIQUE_IRR if count == 1 else SEVERAL_IRR


@compiled
def _solve_all(cash: FloatArray, growth: FloatArray, status: ByteArray) -> None:
    shares, cumulative = np.empty(cash.shape[1]), np.empty(cash.shape[1])
    for i in range(cash.shape[0]):
        growth[i], status[i] = _solve(cash[i], shares, cumulative)
