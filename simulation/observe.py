"""The figures of one block of trials, from what was delivered and what it earned and cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from models.budget import BUDGET_CATEGORIES
from models.calendar import fiscal_year, parse_period, year_label
from models.portfolio import Portfolio
from simulation.arrays import BoolArray, FloatArray
from simulation.delivery.contract import LAUNCHED, STATUSES, UNFINISHED, Delivery
from simulation.draws import Draws
from simulation.figures import COST_LINES, BlockFigures
from simulation.money import measures
from simulation.money.cashflow import CashFlows, valuation_rates
from simulation.money.irr import NO_IRR, SEVERAL_IRR, internal_rate_of_return
from simulation.money.plan import pick
from simulation.money.views import budget_use, by_period, view_periods
from simulation.plan import Plan
from simulation.room import closed, room_for
from simulation.targets import Outcome, exceeds, judge

Arrays = dict[str, npt.NDArray[Any]]


def observe(
    plan: Plan, draws: Draws, delivery: Delivery, cash: CashFlows, room: BlockFigures | None = None
) -> BlockFigures:
    """Every figure of a block, read-only; written into ``room`` where there is one for these trials."""
    room = room_for(plan, draws.trials) if room is None else room
    cost = _cost_by_month(cash)
    found: Arrays = {
        **_of_delivery(delivery),
        **_of_people(draws, delivery, cash.busy),
        **_of_cash(cash),
        **_measures(plan, draws, cash, cost),
        **_of_periods(plan, draws, cash),
    }
    outcome = Outcome(plan, draws, delivery, cash, cost, found["value"], found["initiative_value"])
    for name, values in (found | _of_objectives(outcome)).items():
        getattr(room, name)[...] = values
    return closed(room)


def _cost_by_month(cash: CashFlows) -> FloatArray:
    """The lines that make the cost, added up; shape ``(n, months)``."""
    total = cash.line(COST_LINES[0]).copy()
    for name in COST_LINES[1:]:
        total += cash.line(name)
    return total


def _of_delivery(delivery: Delivery) -> Arrays:
    launched = delivery.status == LAUNCHED
    last = np.where(launched, delivery.launch, -np.inf).max(axis=1, initial=-np.inf)
    final = launched.any(axis=1) & ~(delivery.status == UNFINISHED).any(axis=1)
    return {
        "launches": launched.sum(axis=1),
        "last_launch": np.where(final, last, np.nan),
        "launch": delivery.launch,
        "finish": delivery.finish,
        "status": delivery.status[:, :, None] == np.arange(len(STATUSES)),
        "waits": delivery.waits,
        "stage_start": delivery.start,
        "stage_end": delivery.end,
    }


def _of_people(draws: Draws, delivery: Delivery, busy: FloatArray) -> Arrays:
    staffing = draws.staffing
    alone = np.where(busy > 0, 1.0, 0.0)  # contractors without own people: fully loaded
    load = np.divide(busy, staffing.capacity, out=alone, where=staffing.capacity > 0)
    return {
        "busy": busy,
        "capacity": staffing.capacity,
        "headcount": staffing.headcount,
        "contractors": delivery.contractors,
        "load": load,
    }


def _of_cash(cash: CashFlows) -> Arrays:
    return {
        "lines": cash.series,
        "net": cash.net,
        "cumulative": np.cumsum(cash.net, axis=1),
        "capitalised": cash.capitalised,
        "amortisation": cash.amortisation,
        "product_revenue": cash.product_revenue,
        "initiative_cost": cash.initiative_cost,
        "initiative_revenue": cash.initiative_revenue,
    }


def _measures(plan: Plan, draws: Draws, cash: CashFlows, cost_by_month: FloatArray) -> Arrays:
    """The measures of the portfolio's cash [M6], and the values of its initiatives."""
    rates, timing = valuation_rates(plan.money, draws), plan.money.timing
    irr = internal_rate_of_return(cash.net)
    cost = cost_by_month.sum(axis=1)
    revenue = (cash.line("revenue") + cash.line("savings")).sum(axis=1)
    contribution = revenue - cash.line("cost_of_sales").sum(axis=1)
    return {
        "value": measures.net_present_value(cash.net, rates.discount, timing=timing),
        "initiative_value": measures.net_present_value(cash.initiative_net, rates.discount[:, None], timing=timing),
        "irr": irr.unambiguous,
        "no_irr": irr.status == NO_IRR,
        "several_irr": irr.status == SEVERAL_IRR,
        "mirr": measures.modified_irr(cash.net, rates.finance, rates.reinvestment),
        "payback": measures.payback(cash.net),
        "discounted_payback": measures.discounted_payback(cash.net, rates.discount, timing=timing),
        "profitability_index": measures.profitability_index(cash.net, rates.discount, timing=timing),
        "roi": measures.return_on_investment(contribution, cost),
        "peak_funding": measures.peak_funding(cash.net),
        "cost": cost,
        "revenue": revenue,
    }


def _of_periods(plan: Plan, draws: Draws, cash: CashFlows) -> Arrays:
    settings = plan.portfolio.settings
    years = view_periods(settings, plan.months, "year")
    quarters = view_periods(settings, plan.months, "quarter")
    use = budget_use(cash)
    year_use = by_period(use, years)
    amount = envelopes(plan, draws)
    budget_cost = np.zeros_like(amount)
    for number in range(amount.shape[1]):
        budget_cost[:, number] = _use_of(plan.portfolio, use, number)
    return {
        "year_cost": year_use,
        "year_total": year_use.sum(axis=1),
        "year_revenue": by_period(cash.line("revenue") + cash.line("savings"), years),
        "year_net": by_period(cash.net, years),
        "quarter_net": by_period(cash.net, quarters),
        "budget_amount": amount,
        "budget_use": budget_cost,
        "budget_over": exceeds(budget_cost, amount),
        "year_over": _over_by_year(plan, amount, budget_cost),
    }


def envelopes(plan: Plan, draws: Draws) -> FloatArray:
    """The drawn amount of each budget, shape ``(n, budgets)``."""
    rows = np.array([plan.row[f"budget:{budget.id}.amount"] for budget in plan.portfolio.budgets], dtype=np.int64)
    return np.asarray(pick(draws.values, rows, 0.0).T)


def _use_of(portfolio: Portfolio, use: FloatArray, number: int) -> FloatArray:
    """What falls to a budget within the horizon, shape ``(n,)``."""
    budget = portfolio.budgets[number]
    first, last = parse_period(portfolio.settings, budget.period)
    category = BUDGET_CATEGORIES.index(budget.category)
    return np.asarray(use[:, category, max(first, 0) : max(last + 1, 0)].sum(axis=1))


def _over_by_year(plan: Plan, amount: FloatArray, use: FloatArray) -> BoolArray:
    """Whether the cost under the envelopes of each fiscal year is above their sum, shape ``(n, years)``."""
    member = year_of_budgets(plan.portfolio)
    years = view_periods(plan.portfolio.settings, plan.months, "year")
    over = np.zeros((len(amount), len(years)), dtype=np.bool_)
    for number, year in enumerate(years):
        mine = [budget for budget, label in enumerate(member) if label == year.label]
        over[:, number] = exceeds(use[:, mine].sum(axis=1), amount[:, mine].sum(axis=1))
    return over


def year_of_budgets(portfolio: Portfolio) -> list[str]:
    """The fiscal year of each budget, as ``FY27``."""
    settings = portfolio.settings
    found = []
    for budget in portfolio.budgets:
        first, _ = parse_period(settings, budget.period)
        found.append(year_label(fiscal_year(settings, first)))
    return found


def _of_objectives(outcome: Outcome) -> Arrays:
    objectives = outcome.plan.portfolio.objectives
    achieved = np.full((outcome.draws.trials, len(objectives)), np.nan)
    hit = np.zeros(achieved.shape, dtype=np.bool_)
    for number, objective in enumerate(objectives):
        achieved[:, number], hit[:, number] = judge(objective, outcome)
    return {"objective": achieved, "objective_hit": hit}
