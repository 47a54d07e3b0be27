"""Amortisation of capitalised cost, and tax on the profit that is left [M5]."""

from __future__ import annotations

import numpy as np

from simulation.arrays import FloatArray


def amortise(capitalised: FloatArray, over: int) -> FloatArray:
    """What of the capitalised cost is written off each month: equal parts over the ``over`` months after it is spent.

    What falls after the last month is left out.  With ``over`` = 0 it is written off at once.  Shape as given,
    ``(..., months)``.
    """
    if over <= 0:
        return capitalised.copy()
    months = capitalised.shape[-1]
    total = np.zeros((*capitalised.shape[:-1], months + 1))
    np.cumsum(capitalised, axis=-1, out=total[..., 1:])
    spent = total[..., :months]  # before the month
    written_off = np.zeros_like(spent)
    written_off[..., over:] = spent[..., : max(0, months - over)]
    return np.asarray((spent - written_off) / over)


def tax_on_profit(profit: FloatArray, rate: FloatArray, *, carry_losses: bool) -> FloatArray:
    """Tax of each month; shape as ``profit``, ``(n, months)``, rates ``(n,)``.

    With losses carried forward, the rate on the rise of the highest cumulative profit so far, which starts at 0:
    profit is taxed only once it has made up for all losses before.  Otherwise the rate on every profit, and a loss is
    a credit.
    """
    if not carry_losses:
        return np.asarray(rate[:, None] * profit)
    highest = np.maximum.accumulate(np.maximum(np.cumsum(profit, axis=1), 0.0), axis=1)
    return np.asarray(rate[:, None] * np.diff(highest, axis=1, prepend=0.0))
