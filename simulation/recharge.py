"""What forecasts of a portfolio that is being edited remember of money.

A memory gives what ``simulation.money.cashflow`` would give, bit for bit, and computes nothing where all that the cash
depends on is as it was: a discount rate, an envelope or an objective values cash and does not change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final
from weakref import ref

import numpy as np

from simulation.delivery.contract import Delivery, Workload
from simulation.draws import Draws
from simulation.money.cashflow import CashFlows, charged
from simulation.money.drawn import MoneyDraws, money_draws
from simulation.money.plan import MoneyPlan
from simulation.plan import Plan

CASH_KEPT: Final = 2
"""For instance the base's and a scenario's."""


@dataclass(frozen=True, eq=False)
class _Known:
    """A cash flow, and all that it depends on."""

    delivery: ref[Delivery]  # large, and of no use here once its own memory has let go of it
    terms: tuple[Any, ...]
    cash: CashFlows


class CashMemory:
    """The latest cash flows, found again by the delivery, the terms and the draws that they came from."""

    def __init__(self) -> None:
        self._known: list[_Known] = []

    def cash_flows(self, plan: Plan, draws: Draws, work: Workload, delivery: Delivery) -> CashFlows:
        """What ``cash_flows`` gives; the same object where nothing has changed."""
        drawn = money_draws(plan.money, draws.values)
        terms = tuple(_terms(plan, drawn, draws, work))
        for place, known in enumerate(self._known):
            if known.delivery() is delivery and _same(known.terms, terms):
                self._known.insert(0, self._known.pop(place))
                return known.cash
        del self._known[CASH_KEPT - 1 :]  # before there is one more
        cash = charged(plan.money, plan.delivery, drawn, draws, work, delivery)
        self._known.insert(0, _Known(ref(delivery), terms, cash))
        return cash


def _terms(plan: Plan, drawn: MoneyDraws, draws: Draws, work: Workload) -> Iterator[Any]:
    yield from _parts(plan.money)
    yield plan.delivery.initiative_ptr
    yield drawn.picked
    yield draws.occurs
    yield work.cost
    yield draws.staffing.headcount
    yield draws.staffing.arrivals


def _parts(plan: MoneyPlan | Any) -> Iterator[Any]:
    """Everything in a money plan that the cash depends on, but for the draws; that of its tables included."""
    for item in fields(plan):
        value = getattr(plan, item.name)
        if is_dataclass(value):
            yield from _parts(value)
        elif not item.name.endswith("_row") and item.name != "timing":
            yield value


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(map(_equal, one, other))


def _equal(one: Any, other: Any) -> bool:
    if not isinstance(one, np.ndarray):
        return bool(one == other)
    return one.__array_interface__ == other.__array_interface__ or np.array_equal(one, other)
