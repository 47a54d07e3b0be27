"""Cash flows gone through month by month, as machine code: present values, paybacks, how deep the money falls.

One cash flow a row.  What the measures mean, and what they are called with, is said in ``simulation.money.measures``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulation.arrays import FloatArray
from simulation.jit import compiled, inlined

_BREAK_EVEN: Final = 1e-12
"""Cumulative cash within this share of the money that flowed is rounding, and counts as zero."""


@compiled
def present_values(cash: FloatArray, factor: FloatArray, offset: float, value: FloatArray) -> None:
    """The value of each row at the start of its first period.

    ``factor`` is what a unit of money is worth a period earlier, one a row; the first falls ``offset`` periods after
    the start.
    """
    factors = np.empty(cash.shape[1])
    for i in range(cash.shape[0]):
        if i == 0 or factor[i] != factor[i - 1]:  # the initiatives of a trial share its rate
            _fill(factor[i], offset, factors)
        value[i] = _product(cash[i], factors)


@inlined
def _fill(factor: float, offset: float, factors: FloatArray) -> None:
    worth = factor**offset
    for m in range(factors.size):
        factors[m] = worth
        worth *= factor


@inlined
def _product(cash: FloatArray, factors: FloatArray) -> float:
    """The sum of the products; four at a time, for each addition would wait for that before."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = cash.size - cash.size % 4
    for m in range(0, whole, 4):
        a += cash[m] * factors[m]
        b += cash[m + 1] * factors[m + 1]
        c += cash[m + 2] * factors[m + 2]
        d += cash[m + 3] * factors[m + 3]
    for m in range(whole, cash.size):
        a += cash[m] * factors[m]
    return (a + b) + (c + d)


@compiled
def present_sides(
    cash: FloatArray,
    paying: FloatArray,
    earning: FloatArray,
    offset: float,
    paid: FloatArray,
    earned: FloatArray,
) -> None:
    """The values of what each row pays and of what it earns, both positive, each with its own factor."""
    for i in range(cash.shape[0]):
        costs, gains = 0.0, 0.0
        cost_worth, gain_worth = paying[i] ** offset, earning[i] ** offset
        for m in range(cash.shape[1]):
            costs -= np.minimum(cash[i, m], 0.0) * cost_worth
            gains += np.maximum(cash[i, m], 0.0) * gain_worth
            cost_worth *= paying[i]
            gain_worth *= earning[i]
        paid[i], earned[i] = costs, gains


@compiled
def paybacks(cash: FloatArray, factor: FloatArray, offset: float, when: FloatArray) -> None:
    """Periods until the discounted cumulative cash of each row is back at zero, as ``measures.payback`` says."""
    worth = np.empty(cash.shape[1])
    for i in range(cash.shape[0]):
        now = factor[i] ** offset
        for m in range(worth.size):
            worth[m] = cash[i, m] * now
            now *= factor[i]
        when[i] = _payback(worth)


@inlined
def _payback(cash: FloatArray) -> float:
    flowed, earns = 0.0, False
    for money in cash:
        flowed += abs(money)
        earns = earns or money > 0.0
    slack, total, under = _BREAK_EVEN * flowed, 0.0, False
    for m in range(cash.size):
        total += cash[m]
        if total < -slack:
            under = True
        elif under and total >= -slack:
            share = (cash[m] - total) / cash[m] if cash[m] > 0.0 else 0.0
            return float(m + min(max(share, 0.0), 1.0))
    return 0.0 if earns and not under and not np.isnan(flowed) else np.nan


@compiled
def depths(cash: FloatArray, depth: FloatArray) -> None:
    """How deep the cumulative cash of each row falls below zero; >= 0."""
    for i in range(cash.shape[0]):
        total, least = 0.0, 0.0
        for m in range(cash.shape[1]):
            total += cash[i, m]
            least = np.minimum(total, least)  # NaN stays
        depth[i] = 0.0 - least  # not -0
