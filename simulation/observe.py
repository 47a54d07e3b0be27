"""The figures of one block of trials, from what was delivered and what it earned and cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.arrays import ByteArray, FloatArray
from simulation.delivery.contract import LAUNCHED, UNFINISHED, Delivery
from simulation.draws import Draws
from simulation.figures import COST_LINES, BlockFigures
from simulation.jit import compiled
from simulation.money import measures
from simulation.money.cashflow import CashFlows, valuation_rates
from simulation.money.irr import NO_IRR, SEVERAL_IRR, internal_rate_of_return
from simulation.periods import observe_periods
from simulation.plan import Plan
from simulation.room import closed, room_for
from simulation.targets import Outcome, judge

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
    }
    _add_up_launches(delivery.status, delivery.launch, room.status, room.launches, room.last_launch)
    _divide(cash.busy.ravel(), draws.staffing.capacity.ravel(), room.load.ravel())
    observe_periods(plan, draws, cash, room)
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
    return {
        "launch": delivery.launch,
        "finish": delivery.finish,
        "waits": delivery.waits,
        "stage_start": delivery.start,
        "stage_end": delivery.end,
    }


@compiled
def _add_up_launches(
    status: ByteArray, launch: FloatArray, has_status: ByteArray, launches: FloatArray, last_launch: FloatArray
) -> None:
    for n in range(status.shape[0]):
        count, last, is_final = 0, -np.inf, True
        for i in range(status.shape[1]):
            for s in range(has_status.shape[2]):
                has_status[n, i, s] = 1 if status[n, i] == s else 0
            if status[n, i] == LAUNCHED:
                count += 1
                last = max(last, launch[n, i])
            elif status[n, i] == UNFINISHED:
                is_final = False
        launches[n] = count
        last_launch[n] = last if is_final and count > 0 else np.nan


def _of_people(draws: Draws, delivery: Delivery, busy: FloatArray) -> Arrays:
    return {
        "busy": busy,
        "capacity": draws.staffing.capacity,
        "headcount": draws.staffing.headcount,
        "contractors": delivery.contractors,
    }


@compiled
def _divide(busy: FloatArray, capacity: FloatArray, load: FloatArray) -> None:
    """Contractors without own people are fully loaded."""
    for k in range(load.size):
        alone = 1.0 if busy[k] > 0.0 else 0.0
        load[k] = busy[k] / capacity[k] if capacity[k] > 0.0 else alone


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


def _of_objectives(outcome: Outcome) -> Arrays:
    objectives = outcome.plan.portfolio.objectives
    achieved = np.full((outcome.draws.trials, len(objectives)), np.nan)
    hit = np.zeros(achieved.shape, dtype=np.bool_)
    for number, objective in enumerate(objectives):
        achieved[:, number], hit[:, number] = judge(objective, outcome)
    return {"objective": achieved, "objective_hit": hit}
