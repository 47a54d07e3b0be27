"""What initiatives cost besides people: stages' external cost, up-front, recurring and exit cost, mitigation [M3].

Licences and partners are paid by what is sold, in ``simulation.money.benefits``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import BoolArray, ByteArray, FloatArray, IntArray
from simulation.delivery.contract import STOPPED, Delivery, DeliveryPlan, Workload
from simulation.draws import Draws
from simulation.jit import compiled, inlined
from simulation.money.ledger import EXTERNAL, Ledger
from simulation.money.plan import NEVER, ChargeTable, MoneyPlan, pick


class StageCosts(NamedTuple):
    """Who is charged for S stages."""

    initiative: IntArray
    category: IntArray
    capitalised: FloatArray


class OptionCosts(NamedTuple):
    """What I selected options cost in n trials, in the portfolio's currency."""

    stage_ptr: IntArray  # (I + 1,)
    category: IntArray  # (I,)
    from_start: BoolArray  # (I,)
    exit_after: FloatArray  # (I,)
    up_front_capitalised: FloatArray  # (I,)
    up_front: FloatArray  # (I, n)
    recurring: FloatArray  # (I, n) a month
    escalation: FloatArray  # (I, n) factor of a year
    exit: FloatArray  # (I, n)


class History(NamedTuple):
    """When stages and initiatives of n trials began and ended; NaN where they did not."""

    start: FloatArray  # (n, S)
    end: FloatArray  # (n, S)
    launch: FloatArray  # (n, I)
    finish: FloatArray  # (n, I)
    status: ByteArray  # (n, I)


def charge_costs(
    plan: MoneyPlan, network: DeliveryPlan, draws: Draws, work: Workload, delivery: Delivery, ledger: Ledger
) -> None:
    """Book the cost of stages, options and mitigation."""
    values, options = draws.values, plan.options
    exchange = pick(values, options.currency_row, 1.0)
    costs = OptionCosts(
        stage_ptr=network.initiative_ptr,
        category=options.category,
        from_start=options.from_start,
        exit_after=options.exit_after,
        up_front_capitalised=options.up_front_capitalised,
        up_front=pick(values, options.up_front_row, 0.0) * exchange,
        recurring=pick(values, options.recurring_row, 0.0) * exchange,
        escalation=1.0 + pick(values, options.escalation_row, 0.0),
        exit=pick(values, options.exit_row, 0.0) * exchange,
    )
    history = History(delivery.start, delivery.end, delivery.launch, delivery.finish, delivery.status)
    _charge_stages(_stage_costs(plan.charges), history, work.cost * delivery.done, ledger)
    _charge_options(costs, history, ledger)
    ledger.series[:, EXTERNAL, 0] += pick(values, plan.mitigation_row, 0.0).sum(axis=0)


def _stage_costs(charges: ChargeTable) -> StageCosts:
    return StageCosts(charges.stage_initiative, charges.stage_category, charges.stage_capitalised)


@inlined
def _spend(ledger: Ledger, i: int, initiative: int, category: int, m: int, cost: float, capitalised: float) -> None:
    ledger.series[i, EXTERNAL + category, m] += cost
    ledger.capitalised[i, m] += cost * capitalised
    ledger.initiative_net[i, initiative, m] -= cost
    ledger.initiative_cost[i, initiative] += cost


@inlined
def _month_of(instant: float, months: int) -> int:
    """The month that an instant falls in; the horizon itself is the end of the last one."""
    return min(int(instant), months - 1)


@compiled
def _charge_stages(stages: StageCosts, history: History, cost: FloatArray, ledger: Ledger) -> None:
    """Each stage's cost, evenly over its start to its end or the horizon; a milestone's at once."""
    months = ledger.capitalised.shape[1]
    for i in range(cost.shape[0]):
        for s in range(cost.shape[1]):
            start, end = history.start[i, s], history.end[i, s]
            if np.isnan(start) or cost[i, s] == 0.0:
                continue
            end = float(months) if np.isnan(end) else end
            owner, category, capitalised = stages.initiative[s], stages.category[s], stages.capitalised[s]
            if end <= start:
                _spend(ledger, i, owner, category, _month_of(start, months), cost[i, s], capitalised)
                continue
            for m in range(int(start), min(int(np.ceil(end)), months)):
                share = (min(m + 1.0, end) - max(float(m), start)) / (end - start)
                _spend(ledger, i, owner, category, m, cost[i, s] * share, capitalised)


@inlined
def _first_start(starts: FloatArray, launch: float) -> float:
    """When the first stage started; an option without stages starts at its launch.  NaN if it never did."""
    if starts.size == 0:
        return launch
    first = np.inf
    for start in starts:
        if start < first:  # false for NaN
            first = start
    return first if first < np.inf else np.nan


@compiled
def _charge_options(costs: OptionCosts, history: History, ledger: Ledger) -> None:
    months = ledger.capitalised.shape[1]
    for i in range(history.launch.shape[0]):
        for owner in range(costs.category.size):
            begun = _first_start(
                history.start[i, costs.stage_ptr[owner] : costs.stage_ptr[owner + 1]], history.launch[i, owner]
            )
            if np.isnan(begun):
                continue
            category = costs.category[owner]
            if costs.up_front[owner, i] != 0.0:
                share = costs.up_front_capitalised[owner]
                _spend(ledger, i, owner, category, _month_of(begun, months), costs.up_front[owner, i], share)
            left = _leaving(history, i, owner, costs.exit_after[owner])
            if costs.exit[owner, i] != 0.0 and left <= months:
                _spend(ledger, i, owner, category, _month_of(left, months), costs.exit[owner, i], 0.0)
            since = begun if costs.from_start[owner] else history.launch[i, owner]
            if costs.recurring[owner, i] != 0.0 and not np.isnan(since):
                _charge_recurring(costs, i, owner, since, min(left, float(months)), ledger)


@inlined
def _leaving(history: History, i: int, owner: int, exit_after: float) -> float:
    """When an initiative is left: stopped at a gate, or its planned time after launch; infinity if never."""
    if history.status[i, owner] == STOPPED:
        return float(history.finish[i, owner])
    launch = history.launch[i, owner]
    return NEVER if np.isnan(launch) else float(launch + exit_after)


@inlined
def _charge_recurring(costs: OptionCosts, i: int, owner: int, since: float, until: float, ledger: Ledger) -> None:
    escalation = costs.escalation[owner, i]
    growth = 1.0 if escalation == 1.0 else escalation ** (1.0 / 12.0)
    cost = costs.recurring[owner, i] * (1.0 if escalation == 1.0 else growth ** int(since))
    line, total = EXTERNAL + costs.category[owner], ledger.initiative_cost[i, owner]
    for m in range(int(since), int(np.ceil(until))):
        paid = cost * (min(m + 1.0, until) - max(float(m), since))
        ledger.series[i, line, m] += paid
        ledger.initiative_net[i, owner, m] -= paid
        total += paid
        cost *= growth
    ledger.initiative_cost[i, owner] = total
