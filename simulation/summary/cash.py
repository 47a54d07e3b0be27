"""Fiscal years, budgets and cash of a forecast, as tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from models.budget import BUDGET_CATEGORIES
from models.calendar import period_name
from simulation.arrays import FloatArray
from simulation.money.cashflow import LINES, CashFlows
from simulation.money.views import PROFIT_ROWS, by_period, profit_view, view_periods
from simulation.result import Result
from simulation.samples import Sample
from simulation.summary.key import over_by_year
from simulation.summary.shapes import CashPeriod, CategoryCost, EnvelopeUse, YearSummary
from simulation.summary.spreads import chances, contingency, spreads


def years(result: Result) -> tuple[YearSummary, ...]:
    """Every fiscal year within the horizon: revenue, cost by category, cash lines, profit and loss."""
    figures, base = result.figures, result.base.figures
    revenue, over = spreads(figures.year_revenue, base.year_revenue), over_by_year(result)
    costs = [
        spreads(figures.year_cost[number], base.year_cost[:, number]) for number in range(len(BUDGET_CATEGORIES))
    ]
    costs.append(spreads(figures.year_total, base.year_total))
    names = (*BUDGET_CATEGORIES, "total")
    cash, periods = _mean_cash(result), view_periods(result.plan.portfolio.settings, result.plan.months, "year")
    lines, profit = by_period(cash.series, periods)[0], profit_view(cash, periods).values[0]
    return tuple(
        YearSummary(
            label=label,
            revenue=revenue[year],
            costs=tuple(
                CategoryCost(category=name, cost=of_category[year], contingency=contingency(of_category[year]))
                for name, of_category in zip(names, costs, strict=True)
            ),
            over=over[year],
            lines=dict(zip(LINES, lines[:, year].tolist(), strict=True)),
            profit=dict(zip(PROFIT_ROWS, profit[:, year].tolist(), strict=True)),
        )
        for year, label in enumerate(result.labels.years)
    )


def _mean_cash(result: Result) -> CashFlows:
    """The mean cash of all trials as if it were one trial; views of it are means of views, which are sums."""
    figures = result.figures
    return replace(
        result.base.cash,
        series=figures.lines.mean()[None],
        capitalised=figures.capitalised.mean()[None],
        amortisation=figures.amortisation.mean()[None],
    )


def budgets(result: Result) -> tuple[EnvelopeUse, ...]:
    """Every budget and what falls to it within the horizon."""
    figures, base = result.figures, result.base.figures
    amount, cost = spreads(figures.budget_amount, base.budget_amount), spreads(figures.budget_use, base.budget_use)
    over = chances(figures.budget_over)
    return tuple(
        EnvelopeUse(
            id=budget.id,
            period=period_name(result.plan.portfolio.settings, budget.period),
            category=budget.category,
            amount=amount[number],
            cost=cost[number],
            over=over[number],
            contingency=contingency(cost[number]),
        )
        for number, budget in enumerate(result.plan.portfolio.budgets)
    )


def cash_months(result: Result) -> tuple[CashPeriod, ...]:
    """Net and cumulative cash of each month."""
    ends = range(result.plan.months)
    return _cash(result, result.labels.months, result.figures.net, result.base.figures.net, list(ends))


def cash_quarters(result: Result) -> tuple[CashPeriod, ...]:
    """Net and cumulative cash of each fiscal quarter."""
    figures, base = result.figures.quarter_net, result.base.figures.quarter_net
    return _cash(result, result.labels.quarters, figures, base, _last_months(result, "quarter"))


def cash_years(result: Result) -> tuple[CashPeriod, ...]:
    """Net and cumulative cash of each fiscal year."""
    figures, base = result.figures.year_net, result.base.figures.year_net
    return _cash(result, result.labels.years, figures, base, _last_months(result, "year"))


def _last_months(result: Result, grain: Literal["quarter", "year"]) -> list[int]:
    """The last month of each period; quarters and years are whole months."""
    periods = view_periods(result.plan.portfolio.settings, result.plan.months, grain)
    return [period.months[-1][0] for period in periods]


def _cash(
    result: Result, labels: tuple[str, ...], net: Sample, base_net: FloatArray, ends: list[int]
) -> tuple[CashPeriod, ...]:
    index = np.array(ends, dtype=np.int64)
    nets = spreads(net, base_net)
    totals = spreads(result.figures.cumulative[index], result.base.figures.cumulative[:, index])
    return tuple(
        CashPeriod(label=label, net=nets[number], cumulative=totals[number]) for number, label in enumerate(labels)
    )
