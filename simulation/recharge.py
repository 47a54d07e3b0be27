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

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import Delivery, Workload
from simulation.draws import Draws
from simulation.money.cashflow import CashFlows, cash_flows
from simulation.money.plan import MoneyPlan
from simulation.plan import Plan

CASH_KEPT: Final = 2
"""For instance the base's and a scenario's."""

_VALUING: Final = ("timing", "discount_row", "finance_row", "reinvestment_row")
"""What a money plan knows of the worth of cash, not of the cash itself."""


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
        terms = tuple(_terms(plan, draws, work))
        for place, known in enumerate(self._known):
            if known.delivery() is delivery and _same(known.terms, terms):
                self._known.insert(0, self._known.pop(place))
                return known.cash
        del self._known[CASH_KEPT - 1 :]  # before there is one more
        cash = cash_flows(plan.money, plan.delivery, draws, work, delivery)
        self._known.insert(0, _Known(ref(delivery), terms, cash))
        return cash


def _terms(plan: Plan, draws: Draws, work: Workload) -> Iterator[Any]:
    listed = list(_parts(plan.money))
    yield from (part for _, part in listed)
    yield plan.delivery.initiative_ptr
    yield _drawn(listed, draws.values)
    yield draws.occurs
    yield work.cost
    yield draws.staffing.headcount
    yield draws.staffing.arrivals


def _parts(plan: MoneyPlan | Any) -> Iterator[tuple[str, Any]]:
    """Everything in a money plan that the cash depends on, by name, those of its tables included."""
    for item in fields(plan):
        value = getattr(plan, item.name)
        if is_dataclass(value):
            yield from _parts(value)
        elif item.name not in _VALUING:
            yield item.name, value


def _drawn(listed: list[tuple[str, Any]], values: FloatArray) -> FloatArray:
    """The draws that the cash depends on, in the order of the plan; a copy."""
    rows: IntArray = np.concatenate([np.atleast_1d(part) for name, part in listed if name.endswith("_row")])
    return np.asarray(values[rows[rows >= 0].astype(np.int64)])


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(map(_equal, one, other))


def _equal(one: Any, other: Any) -> bool:
    if not isinstance(one, np.ndarray):
        return bool(one == other)
    return one.__array_interface__ == other.__array_interface__ or np.array_equal(one, other)
