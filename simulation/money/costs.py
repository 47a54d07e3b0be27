"""What initiatives cost besides people: stages' external cost, up-front, recurring and exit cost [M3].

Licences and partners are paid by what is sold, in ``simulation.money.benefits``.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from simulation.arrays import BoolArray, ByteArray, FloatArray, IntArray
from simulation.delivery.contract import STOPPED, Delivery, DeliveryPlan, Workload
from simulation.jit import compiled, inlined
from simulation.money.drawn import MoneyDraws, OptionDraws
from simulation.money.ledger import EXTERNAL, Ledger, Rule
from simulation.money.plan import NEVER, MoneyPlan


class StageCosts(NamedTuple):
    """Who is charged for S stages, and what they cost in n trials."""

    initiative: IntArray  # (S,)
    category: IntArray  # (S,)
    capitalised: FloatArray  # (S,) share
    cost: FloatArray  # (n, S) if all of the work is done, in the portfolio's currency
    done: FloatArray  # (n, S) share


class OptionCosts(NamedTuple):
    """How I selected options are paid."""

    stage_ptr: IntArray  # (I + 1,)
    category: IntArray  # (I,)
    from_start: BoolArray  # (I,)
    exit_after: FloatArray  # (I,)
    up_front_capitalised: FloatArray  # (I,)


class History(NamedTuple):
    """When stages and initiatives of n trials began and ended; NaN where they did not."""

    start: FloatArray  # (n, S)
    end: FloatArray  # (n, S)
    launch: FloatArray  # (n, I)
    finish: FloatArray  # (n, I)
    status: ByteArray  # (n, I)


def charging_costs(
    plan: MoneyPlan, network: DeliveryPlan, drawn: MoneyDraws, work: Workload, delivery: Delivery, ledger: Ledger
) -> Rule:
    """The cost of stages and options."""
    charges, options = plan.charges, plan.options
    stages = StageCosts(
        charges.stage_initiative, charges.stage_category, charges.stage_capitalised, work.cost, delivery.done
    )
    terms = OptionCosts(
        network.initiative_ptr,
        options.category,
        options.from_start,
        options.exit_after,
        options.up_front_capitalised,
    )
    history = History(delivery.start, delivery.end, delivery.launch, delivery.finish, delivery.status)
    return partial(_charge, stages, terms, drawn.options, history, ledger)


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
def _charge(
    stages: StageCosts,
    terms: OptionCosts,
    drawn: OptionDraws,
    history: History,
    ledger: Ledger,
    trials: IntArray,
) -> None:
    for i in trials:
        _charge_stages(stages, history, i, ledger)
        _charge_options(terms, drawn, history, i, ledger)


@inlined
def _charge_stages(stages: StageCosts, history: History, i: int, ledger: Ledger) -> None:
    """Each stage's cost, evenly over its start to its end or the horizon; a milestone's at once."""
    months = ledger.capitalised.shape[1]
    for s in range(stages.initiative.size):
        start, end = history.start[i, s], history.end[i, s]
        cost = stages.cost[i, s] * stages.done[i, s]
        if np.isnan(start) or cost == 0.0:
            continue
        end = float(months) if np.isnan(end) else end
        owner, category, capitalised = stages.initiative[s], stages.category[s], stages.capitalised[s]
        if end <= start:
            _spend(ledger, i, owner, category, _month_of(start, months), cost, capitalised)
        else:
            _spread(ledger, i, owner, category, start, end, cost, capitalised)


@inlined
def _spread(
    ledger: Ledger, i: int, owner: int, category: int, start: float, end: float, cost: float, capitalised: float
) -> None:
    """Spend evenly from one instant to another."""
    line, net = ledger.series[i, EXTERNAL + category], ledger.initiative_net[i, owner]
    total = ledger.initiative_cost[i, owner]
    for m in range(int(start), min(int(np.ceil(end)), line.size)):
        part = cost * ((min(m + 1.0, end) - max(float(m), start)) / (end - start))
        line[np.uint64(m)] += part
        ledger.capitalised[i, np.uint64(m)] += part * capitalised
        net[np.uint64(m)] -= part
        total += part
    ledger.initiative_cost[i, owner] = total


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


@inlined
def _charge_options(terms: OptionCosts, drawn: OptionDraws, history: History, i: int, ledger: Ledger) -> None:
    months = ledger.capitalised.shape[1]
    for owner in range(terms.category.size):
        stages = history.start[i, terms.stage_ptr[owner] : terms.stage_ptr[owner + 1]]
        begun = _first_start(stages, history.launch[i, owner])
        if np.isnan(begun):
            continue
        category, exchange = terms.category[owner], drawn.currency[owner, i]
        up_front, leave = drawn.up_front[owner, i] * exchange, drawn.exit[owner, i] * exchange
        if up_front != 0.0:
            share = terms.up_front_capitalised[owner]
            _spend(ledger, i, owner, category, _month_of(begun, months), up_front, share)
        left = _leaving(history, i, owner, terms.exit_after[owner])
        if leave != 0.0 and left <= months:
            _spend(ledger, i, owner, category, _month_of(left, months), leave, 0.0)
        since = begun if terms.from_start[owner] else history.launch[i, owner]
        recurring, escalation = drawn.recurring[owner, i] * exchange, 1.0 + drawn.escalation[owner, i]
        if recurring != 0.0 and not np.isnan(since):
            _charge_recurring(ledger, i, owner, category, recurring, escalation, since, min(left, float(months)))


@inlined
def _leaving(history: History, i: int, owner: int, exit_after: float) -> float:
    """When an initiative is left: stopped at a gate, or its planned time after launch; infinity if never."""
    if history.status[i, owner] == STOPPED:
        return float(history.finish[i, owner])
    launch = history.launch[i, owner]
    return NEVER if np.isnan(launch) else float(launch + exit_after)


@inlined
def _charge_recurring(
    ledger: Ledger, i: int, owner: int, category: int, cost: float, escalation: float, since: float, until: float
) -> None:
    growth = 1.0 if escalation == 1.0 else escalation ** (1.0 / 12.0)
    cost *= 1.0 if escalation == 1.0 else growth ** int(since)
    line, net = ledger.series[i, EXTERNAL + category], ledger.initiative_net[i, owner]
    total = ledger.initiative_cost[i, owner]
    for m in range(int(since), int(np.ceil(until))):
        paid = cost * (min(m + 1.0, until) - max(float(m), since))
        line[np.uint64(m)] += paid
        net[np.uint64(m)] -= paid
        total += paid
        cost *= growth
    ledger.initiative_cost[i, owner] = total
