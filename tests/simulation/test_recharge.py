"""Cash of a portfolio that is being edited: only trials in which something changed are charged again, to the bit."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TypeAlias

import numpy as np
import pytest

from models.edits import rerank
from models.portfolio import Portfolio
from models.walk import get, put
from simulation import recharge
from simulation.arrays import IntArray
from simulation.delivery import compiled
from simulation.delivery.contract import Delivery, Workload
from simulation.delivery.workload import realise
from simulation.differences import Array, trials_that_differ
from simulation.draws import Draws
from simulation.money.cashflow import Basis, CashFlows, cash_flows
from simulation.plan import Plan, compile_plan
from simulation.recharge import CashMemory
from simulation.sampling.draw import sample
from tests.places import sample_portfolio

Happened: TypeAlias = tuple[Plan, Draws, Workload, Delivery]

SAMPLE = sample_portfolio()
TRIALS = 200
OF_DELIVERY = ("start", "end", "done", "launch", "finish", "status", "contractors", "effort")


def happened(portfolio: Portfolio) -> Happened:
    """What the cash of a portfolio's trials comes from."""
    plan = compile_plan(portfolio)
    draws = sample(plan, 0, TRIALS, seed=5)
    work = realise(plan.delivery, draws)
    return plan, draws, work, compiled.deliver(plan.delivery, work)


def exchanged(first: int) -> Portfolio:
    """Two neighbours by rank change places."""
    order = [one.id for one in sorted(SAMPLE.initiatives, key=lambda one: one.rank)]
    order[first], order[first + 1] = order[first + 1], order[first]
    return rerank(SAMPLE, order)


def dearer() -> Portfolio:
    """Another price of the first benefit."""
    benefits = (benefit for one in SAMPLE.initiatives for option in one.options for benefit in option.benefits)
    address = f"benefit:{next(benefits).id}.price"
    return put(SAMPLE, address, get(SAMPLE, address).scaled(1.1))


def afresh(plan: Plan, draws: Draws, work: Workload, delivery: Delivery) -> CashFlows:
    return cash_flows(plan.money, plan.delivery, draws, work, delivery)


def same_bits(one: CashFlows, other: CashFlows) -> bool:
    return all(getattr(one, item.name).tobytes() == getattr(other, item.name).tobytes() for item in fields(one))


@pytest.fixture(scope="module")
def before() -> Happened:
    return happened(SAMPLE)


@pytest.fixture(scope="module")
def of_another() -> Happened:
    """Of a plan with other months, which is of no use to the sample."""
    return happened(put(SAMPLE, "settings.horizon_months", 48))


@pytest.fixture
def charged_again(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many trials each charging was."""
    counts: list[int] = []
    whole, some = recharge.charged, recharge.recharged

    def counting_all(basis: Basis) -> CashFlows:
        counts.append(TRIALS)
        return whole(basis)

    def counting_some(cash: CashFlows, trials: IntArray, basis: Basis) -> CashFlows:
        counts.append(len(trials))
        return some(cash, trials, basis)

    monkeypatch.setattr(recharge, "charged", counting_all)
    monkeypatch.setattr(recharge, "recharged", counting_some)
    return counts


@pytest.fixture
def memory(before: Happened, of_another: Happened, charged_again: list[int]) -> CashMemory:
    """Full, with the sample's cash in it: without room for more, what is known is written over."""
    full = CashMemory()
    full.cash_flows(*before)
    full.cash_flows(*of_another)
    charged_again.clear()
    return full


def test_edit_after_edit_the_cash_is_what_it_would_be_from_nothing(before: Happened) -> None:
    """Ranks, a price, and back again, in any order: the cash has the bits of one charged from nothing."""
    memory, states = CashMemory(), [before, *(happened(exchanged(first)) for first in (0, 1, 3)), happened(dearer())]
    for number in (0, 1, 2, 0, 4, 3, 4, 1, 0, 0, 2, 4):
        assert same_bits(memory.cash_flows(*states[number]), afresh(*states[number])), number


def test_trials_delivered_as_before_keep_their_cash(
    memory: CashMemory, before: Happened, charged_again: list[int]
) -> None:
    """After a change of ranks: as many trials are charged again as are delivered otherwise, some and not most."""
    after = happened(exchanged(1))
    found = memory.cash_flows(*after)
    differ = sum(
        any(
            not np.array_equal(getattr(before[3], name)[trial], getattr(after[3], name)[trial], equal_nan=True)
            for name in OF_DELIVERY
        )
        for trial in range(TRIALS)
    )
    assert charged_again == [differ]
    assert 0 < differ < recharge.MOST * TRIALS
    assert same_bits(found, afresh(*after))


def test_a_risk_is_charged_where_it_now_occurs_or_no_longer_does(
    memory: CashMemory, before: Happened, charged_again: list[int]
) -> None:
    """With the deliveries left as they were: the trials in which it is another matter, and no others."""
    plan, draws, work, delivery = before
    occurs = draws.occurs.copy()
    occurs[0, [3, 17]] = ~occurs[0, [3, 17]]
    changed = replace(draws, occurs=occurs)
    found = memory.cash_flows(plan, changed, work, delivery)
    assert charged_again == [2]
    assert same_bits(found, afresh(plan, changed, work, delivery))


def test_where_all_changes_all_is_charged(memory: CashMemory, charged_again: list[int]) -> None:
    """Another price changes the cash of all trials: what is known is of no use."""
    memory.cash_flows(*happened(dearer()))
    assert charged_again == [TRIALS]


def test_trials_that_differ() -> None:
    """By rows and by columns, in numbers and in bytes; what is missing in both is the same, as is what only one has."""
    one = np.arange(12.0).reshape(4, 3)
    one[1, 1] = np.nan
    other = one.copy()
    other[2, 0] += 1e-9
    small = np.array([[1], [0], [0], [0]], dtype=np.int8)
    pairs = [(one, other), (small, np.zeros_like(small))]
    assert differing(pairs) == [0, 2]
    assert differing([(a.copy("F"), b.copy("F")) for a, b in pairs]) == [0, 2]
    assert differing([(one, np.hstack([one, one]))]) == []
    assert trials_that_differ(pairs, 4, most=0.25) is None
    assert trials_that_differ([(one, one[:3])], 4, most=1.0) is None


def differing(pairs: list[tuple[Array, Array]]) -> list[int]:
    found = trials_that_differ(pairs, 4, most=1.0)
    assert found is not None
    return [int(trial) for trial in found]
