"""Amortisation of capitalised cost, and tax on the profit that is left [M5]."""

from __future__ import annotations

import numpy as np

from simulation.arrays import FloatArray
from simulation.jit import compiled


def amortise(capitalised: FloatArray, over: int) -> FloatArray:
    """What of the capitalised cost is written off each month: equal parts over the ``over`` months after it is spent.

    What falls after the last month is left out.  With ``over`` = 0 it is written off at once.  Shape as given,
    ``(..., months)``.
    """
    if over <= 0:
        return capitalised.copy()
    months = capitalised.shape[-1]
    written_off = np.empty_like(capitalised)
    _write_off(capitalised.reshape(-1, months), over, written_off.reshape(-1, months))
    return written_off


@compiled
def _write_off(capitalised: FloatArray, over: int, written_off: FloatArray) -> None:
    months = capitalised.shape[1]
    spent = np.zeros(months)  # before the month
    for i in range(capitalised.shape[0]):
        for m in range(1, months):
            spent[m] = spent[m - 1] + capitalised[i, m - 1]
        for m in range(months):
            gone = spent[m - over] if m >= over else 0.0
            written_off[i, m] = (spent[m] - gone) / over


def tax_on_profit(profit: FloatArray, rate: FloatArray, *, carry_losses: bool) -> FloatArray:
    """Tax of each month; shape as ``profit``, ``(n, months)``, rates ``(n,)``.

    With losses carried forward, the rate on the rise of the highest cumulative profit so far, which starts at 0:
    profit is taxed only once it has made up for all losses before.  Otherwise the rate on every profit, and a loss is
    a credit.
    """
    tax = np.empty_like(profit)
    if carry_losses:
        _tax_on_rises(profit, rate, tax)
    else:
        np.multiply(rate[:, None], profit, out=tax)
    return tax


@compiled
def _tax_on_rises(profit: FloatArray, rate: FloatArray, tax: FloatArray) -> None:
    for i in range(profit.shape[0]):
        total, highest = 0.0, 0.0
        for m in range(profit.shape[1]):
            total += profit[i, m]
            before, highest = highest, max(highest, total)
            tax[i, m] = rate[i] * (highest - before)
