"""Cash, profit-and-loss and budget views of cash flows, by month, accounting period, quarter or fiscal year.

Each view is a table of named rows over the same money; every trial is kept.  The periods come from
``models.calendar``, which knows the fiscal year and 4-4-5 quarters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

import numpy as np

from models.budget import BUDGET_CATEGORIES
from models.calendar import Period, month_at, month_label, period_weights
from models.portfolio import Settings
from simulation.arrays import FloatArray, IntArray
from simulation.jit import compiled
from simulation.money.cashflow import CashFlows
from simulation.money.ledger import (
    BENCH,
    COST_OF_SALES,
    EXTERNAL,
    LINES,
    PARTNER,
    RECRUITING,
    RESEARCH,
    REVENUE,
    SAVINGS,
    STAFFING,
    TAX,
    TOOLING,
)

Grain: TypeAlias = Literal["month", "period", "quarter", "year"]

PROFIT_ROWS: Final = (
    "revenue",
    "cost_of_sales",
    "gross_profit",
    "savings",
    "operating_cost",
    "amortisation",
    "operating_profit",
    "tax",
    "net_profit",
)
CASH_ROWS: Final = (*LINES, "net", "cumulative")


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class View:
    """A table of money: ``values`` has the shape ``(n, len(rows), len(periods))``; costs are positive."""

    rows: tuple[str, ...]
    periods: tuple[str, ...]
    values: FloatArray

    def row(self, name: str) -> FloatArray:
        """One row, shape ``(n, periods)``; raises ValueError for a name that is not there."""
        return self.values[:, self.rows.index(name)]


@lru_cache(maxsize=64)
def view_periods(settings: Settings, months: int, grain: Grain) -> tuple[Period, ...]:
    """The periods of the first ``months`` months, with the share of each month that is theirs."""
    if grain != "month":
        return period_weights(settings, months, grain)
    return tuple(Period(month_label(month_at(settings.start, m)), ((m, 1.0),)) for m in range(months))


def by_period(cash: FloatArray, periods: tuple[Period, ...]) -> FloatArray:
    """Money of months summed into periods; ``(..., months)`` becomes ``(..., periods)``."""
    money = np.zeros((*cash.shape[:-1], len(periods)))
    rows = np.ascontiguousarray(cash, dtype=np.float64).reshape(-1, cash.shape[-1])
    _add_shares(rows, *_shares(periods), money.reshape(-1, len(periods)))
    return money


@lru_cache(maxsize=64)
def _shares(periods: tuple[Period, ...]) -> tuple[IntArray, IntArray, FloatArray]:
    """Each share of a month: its period, its month and how much of it."""
    listed = [(number, month, share) for number, period in enumerate(periods) for month, share in period.months]
    period, month, share = zip(*listed, strict=True) if listed else ((), (), ())
    return np.array(period, dtype=np.int64), np.array(month, dtype=np.int64), np.array(share, dtype=np.float64)


@compiled
def _add_shares(cash: FloatArray, period: IntArray, month: IntArray, share: FloatArray, money: FloatArray) -> None:
    """Not a matrix product: its rounding depends on the number of trials."""
    for row in range(cash.shape[0]):
        for k in range(period.size):
            money[row, period[k]] += share[k] * cash[row, month[k]]


def budget_use(cash: CashFlows) -> FloatArray:
    """Cost that falls to the budgets, by ``BUDGET_CATEGORIES`` and month; shape ``(n, 4, months)``.

    Staffing is charged people, bench and recruiting.  Partners' pay is a cost of sales and no budget's.
    """
    series = cash.series
    staffing = series[:, STAFFING] + series[:, BENCH] + series[:, RECRUITING]
    return np.stack([staffing, series[:, EXTERNAL], series[:, TOOLING], series[:, RESEARCH]], axis=1)


def cash_view(cash: CashFlows, periods: tuple[Period, ...]) -> View:
    """The lines of the cash flow, their net, and the cumulative net at each period's end."""
    lines = by_period(cash.series, periods)
    net = by_period(cash.net, periods)
    values = np.concatenate([lines, net[:, None], np.cumsum(net, axis=1)[:, None]], axis=1)
    return View(CASH_ROWS, _labels(periods), values)


def profit_view(cash: CashFlows, periods: tuple[Period, ...]) -> View:
    """Profit and loss: capitalised cost is left out when it is spent and comes back as amortisation [M5].

    Cost of sales holds the partners' pay; operating cost is people, bench, recruiting, external, tooling and research
    less what is capitalised.
    """
    series = cash.series
    cost_of_sales = series[:, COST_OF_SALES] + series[:, PARTNER]
    operating = budget_use(cash).sum(axis=1) - cash.capitalised
    gross = series[:, REVENUE] - cost_of_sales
    profit = gross + series[:, SAVINGS] - operating - cash.amortisation
    rows = (series[:, REVENUE], cost_of_sales, gross, series[:, SAVINGS], operating, cash.amortisation, profit)
    monthly = np.stack([*rows, series[:, TAX], profit - series[:, TAX]], axis=1)
    return View(PROFIT_ROWS, _labels(periods), by_period(monthly, periods))


def budget_view(cash: CashFlows, periods: tuple[Period, ...]) -> View:
    """Budget use by category."""
    return View(BUDGET_CATEGORIES, _labels(periods), by_period(budget_use(cash), periods))


def _labels(periods: tuple[Period, ...]) -> tuple[str, ...]:
    return tuple(period.label for period in periods)
