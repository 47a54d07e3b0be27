"""What each objective comes to in a block of trials, and whether it is hit.

A launch is measured in months; all else in money.  An initiative's or product's money counts what its initiatives add;
a product's revenue includes its baseline, the portfolio's all baselines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from models.address import parse_reference
from models.budget import Objective
from models.calendar import month_index, parse_period
from models.portfolio import Portfolio
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import Delivery
from simulation.draws import Draws
from simulation.money.benefits import baselines, credit_benefits
from simulation.money.cashflow import LINES, CashFlows
from simulation.money.ledger import Ledger, empty_ledger
from simulation.plan import Plan

_REVENUE = LINES.index("revenue")
_SAVINGS = LINES.index("savings")
_COST_OF_SALES = LINES.index("cost_of_sales")

_SAME_MONEY: Final = 1e-9
"""Amounts that differ by a smaller share are the same: money spread over months does not add up to the last bit."""

_SAME_TIME: Final = 1e-9
"""Months; the grid of times lets ten stages of 0.7 months end a rounding error after month 7."""


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Outcome:
    """What is known of a block when its objectives are judged."""

    plan: Plan
    draws: Draws
    delivery: Delivery
    cash: CashFlows
    cost: FloatArray  # (n, months) of the portfolio
    value: FloatArray  # (n,) of the portfolio
    initiative_value: FloatArray  # (n, I)


def judge(objective: Objective, outcome: Outcome) -> tuple[FloatArray, BoolArray]:
    """What is achieved (NaN: nothing by the horizon) and whether that hits the target, both of shape ``(n,)``."""
    achieved = _achieved(objective, outcome)
    if objective.metric == "launch":
        _, last = span_of(outcome.plan.portfolio, objective)
        return achieved, np.asarray(achieved <= last + 1.0 + _SAME_TIME)
    assert objective.target is not None  # the checks ask for it
    if objective.direction == "at_most":
        return achieved, ~exceeds(achieved, objective.target)
    return achieved, ~exceeds(objective.target, achieved)


def exceeds(money: FloatArray | float, limit: FloatArray | float) -> BoolArray:
    """Where money is above a limit by more than rounding."""
    return np.asarray(money - limit > _SAME_MONEY * np.maximum(np.abs(money), np.abs(limit)))


def span_of(portfolio: Portfolio, objective: Objective) -> tuple[int, int]:
    """First and last month of the date that an objective is to be hit by; the whole horizon where it has none."""
    settings = portfolio.settings
    if objective.by is None:
        return 0, settings.horizon_months - 1
    if objective.by.strip().upper().startswith("FY"):
        first, last = parse_period(settings, objective.by)
        return max(first, 0), min(last, settings.horizon_months - 1)
    month = month_index(settings.start, objective.by)
    return month, month


def _achieved(objective: Objective, outcome: Outcome) -> FloatArray:
    if objective.metric == "launch":
        return np.asarray(outcome.delivery.launch[:, _initiatives(objective, outcome)[0]])
    if objective.metric == "value":
        return _value(objective, outcome)  # over the horizon, whatever date is written
    first, last = span_of(outcome.plan.portfolio, objective)
    if objective.metric == "arr":
        return np.asarray(_revenue(objective, outcome, slice(last, last + 1))[:, 0] * 12)
    months = slice(first, last + 1)
    money = _revenue(objective, outcome, months) if objective.metric == "revenue" else _cost(objective, outcome, months)
    return np.asarray(money.sum(axis=1))


def _value(objective: Objective, outcome: Outcome) -> FloatArray:
    if objective.subject is None:
        return outcome.value
    return np.asarray(outcome.initiative_value[:, _initiatives(objective, outcome)].sum(axis=1))


def _revenue(objective: Objective, outcome: Outcome, months: slice) -> FloatArray:
    """Revenue of each of some months, shape ``(n, months)``."""
    if objective.subject is None:
        going_on = baselines(outcome.plan.money, outcome.draws.values)[:, :, months].sum(axis=1)
        return np.asarray(going_on + outcome.cash.series[:, _REVENUE, months])
    subject = parse_reference(objective.subject, ("initiative", "product"))
    if subject.kind == "product":
        products = outcome.plan.money.products.ids
        return np.asarray(outcome.cash.product_revenue[:, products.index(subject.id), months])
    return np.asarray(_benefits_of(outcome, _initiatives(objective, outcome)).series[:, _REVENUE, months])


def _cost(objective: Objective, outcome: Outcome, months: slice) -> FloatArray:
    """Cost of each of some months, shape ``(n, months)``.

    Of an initiative, it is what its contribution exceeds its net cash by.
    """
    if objective.subject is None:
        return outcome.cost[:, months]
    chosen = _initiatives(objective, outcome)
    series = _benefits_of(outcome, chosen).series[:, :, months]
    contribution = series[:, _REVENUE] + series[:, _SAVINGS] - series[:, _COST_OF_SALES]
    return np.asarray(contribution - outcome.cash.initiative_net[:, chosen, months].sum(axis=1))


def _initiatives(objective: Objective, outcome: Outcome) -> IntArray:
    """The numbers of the initiatives that an objective's subject stands for."""
    subject = parse_reference(str(objective.subject), ("initiative", "product"))
    listed = enumerate(outcome.plan.portfolio.initiatives)
    if subject.kind == "initiative":
        return np.array([number for number, initiative in listed if initiative.id == subject.id], dtype=np.int64)
    return np.array([number for number, initiative in listed if initiative.product == subject.id], dtype=np.int64)


def _benefits_of(outcome: Outcome, initiatives: IntArray) -> Ledger:
    """The books of some initiatives' benefits alone, as if no other had launched."""
    launch = np.full_like(outcome.delivery.launch, np.nan)
    launch[:, initiatives] = outcome.delivery.launch[:, initiatives]
    plan = outcome.plan.money
    ledger = empty_ledger(outcome.draws.trials, launch.shape[1], len(plan.products.ids), plan.months)
    credit_benefits(plan, outcome.draws, replace(outcome.delivery, launch=launch), ledger)
    return ledger
