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
    """Which months fall to which period, and which months, category and year to which budget."""

    year: IntArray  # (months,) number of the year that each month is in
    quarter: IntArray  # (months,)
    years: int
    amount_row: IntArray  # (B,)
    category: IntArray  # (B,)
    first: IntArray  # (B,) first month within the horizon
    end: IntArray  # (B,) the month after the last
    budget_year: IntArray  # (B,) number of the year, -1 for one that is not within the horizon


def observe_periods(plan: Plan, draws: Draws, cash: CashFlows, room: BlockFigures) -> None:
    """Write the figures of periods and budgets into their room."""
    periods = _periods_of(plan)
    room.budget_amount[...] = pick(draws.values, periods.amount_row, 0.0).T
    used, agreed = np.zeros((2, draws.trials, periods.years))  # by the budgets of each year together
    for array in (room.year_cost, room.year_revenue, room.year_net, room.quarter_net, room.budget_use):
        array[...] = 0.0
    _add_up_months(
        cash.series,
        cash.net,
        periods.year,
        periods.quarter,
        room.year_cost,
        room.year_revenue,
        room.year_net,
        room.quarter_net,
    )
    _add_up_budgets(
        cash.series,
        periods.category,
        periods.first,
        periods.end,
        periods.budget_year,
        room.budget_amount,
        room.budget_use,
        agreed,
        used,
    )
    room.year_total[...] = room.year_cost.sum(axis=1)
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
    spans = [parse_period(settings, budget.period) for budget in portfolio.budgets]
    return _Periods(
        year=_period_of_months(years, plan.months),
        quarter=_period_of_months(view_periods(settings, plan.months, "quarter"), plan.months),
        years=len(years),
        amount_row=_numbers(plan.row[f"budget:{budget.id}.amount"] for budget in portfolio.budgets),
        category=_numbers(BUDGET_CATEGORIES.index(budget.category) for budget in portfolio.budgets),
        first=_numbers(max(first, 0) for first, _ in spans),
        end=_numbers(min(last + 1, plan.months) for _, last in spans),
        budget_year=_numbers(number.get(label, -1) for label in year_of_budgets(portfolio)),
    )


def _period_of_months(periods: tuple[Period, ...], months: int) -> IntArray:
    """The number of the period that each month is in; years and quarters are whole months."""
    found = np.full(months, -1, dtype=np.int64)
    for number, period in enumerate(periods):
        found[[month for month, _ in period.months]] = number
    return found


def _numbers(listed: Iterable[int]) -> IntArray:
    return np.array(list(listed), dtype=np.int64)


@compiled
def _cost(lines: FloatArray, category: int, month: int) -> float:
    """What falls to a category of ``BUDGET_CATEGORIES``: see ``simulation.money.views.budget_use``."""
    if category == 0:
        return float(lines[STAFFING, month] + lines[BENCH, month] + lines[RECRUITING, month])
    return float(lines[EXTERNAL + category - 1, month])


@compiled
def _add_up_months(
    series: FloatArray,
    net: FloatArray,
    year: IntArray,
    quarter: IntArray,
    year_cost: FloatArray,
    year_revenue: FloatArray,
    year_net: FloatArray,
    quarter_net: FloatArray,
) -> None:
    for n in range(series.shape[0]):
        lines = series[n]
        for m in range(year.size):
            for category in range(year_cost.shape[1]):
                year_cost[n, category, year[m]] += _cost(lines, category, m)
            year_revenue[n, year[m]] += lines[REVENUE, m] + lines[SAVINGS, m]
            year_net[n, year[m]] += net[n, m]
            quarter_net[n, quarter[m]] += net[n, m]


@compiled
def _add_up_budgets(
    series: FloatArray,
    category: IntArray,
    first: IntArray,
    end: IntArray,
    year: IntArray,
    amount: FloatArray,
    use: FloatArray,
    year_amount: FloatArray,
    year_use: FloatArray,
) -> None:
    for n in range(series.shape[0]):
        for b in range(category.size):
            for m in range(first[b], end[b]):
                use[n, b] += _cost(series[n], category[b], m)
            if year[b] >= 0:
                year_amount[n, year[b]] += amount[n, b]
                year_use[n, year[b]] += use[n, b]
