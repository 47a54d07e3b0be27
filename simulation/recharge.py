"""What forecasts of a portfolio that is being edited remember of money.

A memory gives what ``simulation.money.cashflow`` would give, bit for bit, and computes only the trials in which
something has changed that the cash depends on: a discount rate, an envelope or an objective values cash and does not
change it, and after a change of ranks many trials are delivered as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain
from typing import Any, Final
from weakref import ref

import numpy as np

from simulation.arrays import IntArray
from simulation.delivery.contract import Delivery, Workload
from simulation.differences import Array, is_same, trials_that_differ
from simulation.draws import Draws
from simulation.money.cashflow import Basis, CashFlows, charged, recharged
from simulation.money.drawn import MoneyDraws, money_draws
from simulation.money.plan import MoneyPlan
from simulation.plan import Plan

CASH_KEPT: Final = 2
"""For instance the base's and a scenario's."""

MOST: Final = 0.8
"""Share of the trials up to which only those that changed are charged again."""

_OF_DELIVERY: Final = ("start", "end", "done", "launch", "finish", "status", "contractors")
"""What the cash depends on, besides the effort."""


@dataclass(frozen=True, eq=False)
class _Known:
    """A cash flow, and all that it depends on."""

    delivery: ref[Delivery]  # large, and of no use here once its own memory has let go of it
    terms: tuple[Any, ...]
    inputs: tuple[Array, ...]  # trials come first
    cash: CashFlows

    def changed(self, delivery: Delivery, terms: tuple[Any, ...], inputs: tuple[Array, ...]) -> IntArray | None:
        """The trials in which other cash may flow; None where these are most of them, or unknown."""
        before, trials = self.delivery(), len(delivery.launch)
        if before is None or len(before.launch) != trials or not _same(self.terms, terms):
            return None
        delivered = _delivered(before, delivery) if before is not delivery else ()
        return trials_that_differ(chain(delivered, zip(self.inputs, inputs, strict=True)), trials, MOST)


class CashMemory:
    """The latest cash flows, found again by the delivery, the terms and the draws that they came from."""

    def __init__(self) -> None:
        self._known: list[_Known] = []

    def cash_flows(self, plan: Plan, draws: Draws, work: Workload, delivery: Delivery) -> CashFlows:
        """What ``cash_flows`` gives, to be read before it is asked for again; the same where nothing has changed."""
        drawn = money_draws(plan.money, draws.values)
        terms, inputs = tuple(_terms(plan)), _inputs(drawn, draws, work)
        basis = Basis(plan.money, plan.delivery, drawn, draws, work, delivery)
        known, changed = self._nearest(delivery, terms, inputs)
        if known is not None and (not len(changed) or len(self._known) == CASH_KEPT):
            self._known.remove(known)
            cash = recharged(known.cash, changed, basis) if len(changed) else known.cash
        else:
            del self._known[CASH_KEPT - 1 :]  # before there is one more
            cash = charged(basis)
        self._known.insert(0, _Known(ref(delivery), terms, inputs, cash))
        return cash

    def _nearest(
        self, delivery: Delivery, terms: tuple[Any, ...], inputs: tuple[Array, ...]
    ) -> tuple[_Known | None, IntArray]:
        """What is known and differs in the fewest trials, and these."""
        nearest, fewest = None, np.arange(len(delivery.launch))
        for known in self._known:
            changed = known.changed(delivery, terms, inputs)
            if changed is not None and len(changed) < len(fewest):
                nearest, fewest = known, changed
        return nearest, fewest


def _terms(plan: Plan) -> Iterator[Any]:
    """What is the same in all trials."""
    yield from _parts(plan.money)
    yield plan.delivery.initiative_ptr


def _parts(plan: MoneyPlan | Any) -> Iterator[Any]:
    """Everything in a money plan that the cash depends on, but for the draws; that of its tables included."""
    for item in fields(plan):
        value = getattr(plan, item.name)
        if is_dataclass(value):
            yield from _parts(value)
        elif not item.name.endswith("_row") and item.name != "timing":
            yield value


def _inputs(drawn: MoneyDraws, draws: Draws, work: Workload) -> tuple[Array, ...]:
    people = draws.staffing
    return drawn.picked.T, draws.occurs.T, work.cost, people.headcount, people.arrivals


def _delivered(before: Delivery, now: Delivery) -> Iterator[tuple[Array, Array]]:
    for name in _OF_DELIVERY:
        yield getattr(before, name), getattr(now, name)
    yield from zip(before.packed_effort, now.packed_effort, strict=True)  # with the same months, as many are in use


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(map(_equal, one, other))


def _equal(one: Any, other: Any) -> bool:
    return is_same(one, other) if isinstance(one, np.ndarray) else bool(one == other)
