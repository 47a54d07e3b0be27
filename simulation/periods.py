"""Cost, revenue and net cash by fiscal year and quarter, and what falls to the budgets.

Sums run from month to month, so that a budget of a whole year holds the year's cost of its category to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.budget import BUDGET_CATEGORIES
from models.calendar import Period, fiscal_year, parse_period, year_label
from models.portfolio import Portfolio
from simulation.arrays import FloatArray, IntArray
from simulation.draws import Draws
from simulation.figures import BlockFigures
from simulation.jit import compiled
from simulation.money.cashflow import CashFlows
from simulation.money.ledger import BENCH, EXTERNAL, RECRUITING, REVENUE, SAVINGS, STAFFING
from simulation.money.plan import pick
from simulation.money.views import view_periods
from simulation.plan import Plan
from simulation.targets import exceeds


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class _Periods:
    """Which months fall to which period and budget, as first month and the month after the last."""

    years: IntArray  # (years, 2)
    quarters: IntArray  # (quarters, 2)
    budgets: IntArray  # (B, 2) within the horizon
    category: IntArray  # (B,)
    amount_row: IntArray  # (B,)
    budget_year: IntArray  # (B,) number of the year, -1 for one that is not within the horizon


def observe_periods(plan: Plan, draws: Draws, cash: CashFlows, room: BlockFigures) -> None:
    """Write the figures of periods and budgets into their room."""
    periods = _periods_of(plan)
    _add_up_years(cash.series, periods.years, room.year_cost, room.year_revenue)
    _add_up_net(cash.net, periods.years, room.year_net)
    _add_up_net(cash.net, periods.quarters, room.quarter_net)
    room.year_total[...] = room.year_cost.sum(axis=1)
    room.budget_amount[...] = pick(draws.values, periods.amount_row, 0.0).T
    used, agreed = np.zeros((2, draws.trials, len(periods.years)))  # by the budgets of each year together
    _add_up_budgets(
        cash.series,
        periods.budgets,
        periods.category,
        periods.budget_year,
        room.budget_amount,
        room.budget_use,
        agreed,
        used,
    )
    room.budget_over[...] = exceeds(room.budget_use, room.budget_amount)
    room.year_over[...] = exceeds(used, agreed)


def year_of_budgets(portfolio: Portfolio) -> list[str]:
    """The fiscal year of each budget, as ``FY27``."""
    settings = portfolio.settings
    spans = (parse_period(settings, budget.period) for budget in portfolio.budgets)
    return [year_label(fiscal_year(settings, first)) for first, _ in spans]


@lru_cache(maxsize=8)
def _periods_of(plan: Plan) -> _Periods:
    portfolio, settings = plan.portfolio, plan.portfolio.settings
    years = view_periods(settings, plan.months, "year")
    number = {year.label: number for number, year in enumerate(years)}
    spans = (parse_period(settings, budget.period) for budget in portfolio.budgets)
    return _Periods(
        years=_spans(map(_span, years)),
        quarters=_spans(map(_span, view_periods(settings, plan.months, "quarter"))),
        budgets=_spans((max(first, 0), min(last + 1, plan.months)) for first, last in spans),
        category=_numbers(BUDGET_CATEGORIES.index(budget.category) for budget in portfolio.budgets),
        amount_row=_numbers(plan.row[f"budget:{budget.id}.amount"] for budget in portfolio.budgets),
        budget_year=_numbers(number.get(label, -1) for label in year_of_budgets(portfolio)),
    )


def _span(period: Period) -> tuple[int, int]:
    """Years and quarters are whole months."""
    return period.months[0][0], period.months[-1][0] + 1


def _spans(listed: Iterable[tuple[int, int]]) -> IntArray:
    return np.array(list(listed), dtype=np.int64).reshape(-1, 2)


def _numbers(listed: Iterable[int]) -> IntArray:
    return np.array(list(listed), dtype=np.int64)


@compiled
def _cost(lines: FloatArray, category: int, first: int, end: int) -> float:
    """What falls to a category of ``BUDGET_CATEGORIES``: see ``simulation.money.views.budget_use``."""
    total = 0.0
    for m in range(first, end):
        if category == 0:
            total += lines[STAFFING, m] + lines[BENCH, m] + lines[RECRUITING, m]
        else:
            total += lines[EXTERNAL + category - 1, m]
    return total


@compiled
def _add_up_years(series: FloatArray, years: IntArray, cost: FloatArray, revenue: FloatArray) -> None:
    for n in range(series.shape[0]):
        lines = series[n]
        for y in range(years.shape[0]):
            for category in range(cost.shape[1]):
                cost[n, category, y] = _cost(lines, category, years[y, 0], years[y, 1])
            total = 0.0
            for m in range(years[y, 0], years[y, 1]):
                total += lines[REVENUE, m] + lines[SAVINGS, m]
            revenue[n, y] = total


@compiled
def _add_up_net(net: FloatArray, spans: IntArray, money: FloatArray) -> None:
    for n in range(net.shape[0]):
        for p in range(spans.shape[0]):
            total = 0.0
            for m in range(spans[p, 0], spans[p, 1]):
                total += net[n, m]
            money[n, p] = total


@compiled
def _add_up_budgets(
    series: FloatArray,
    budgets: IntArray,
    category: IntArray,
    year: IntArray,
    amount: FloatArray,
    use: FloatArray,
    year_amount: FloatArray,
    year_use: FloatArray,
) -> None:
    for n in range(series.shape[0]):
        for b in range(budgets.shape[0]):
            use[n, b] = _cost(series[n], category[b], budgets[b, 0], budgets[b, 1])
            if year[b] >= 0:
                year_amount[n, year[b]] += amount[n, b]
                year_use[n, year[b]] += use[n, b]
