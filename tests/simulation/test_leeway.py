"""How far the envelopes could have been others without another decision, and who relies on it [R9]."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from models.uncertainty import Quantity
from models.walk import get, put
from simulation import forecast, redelivery
from simulation.cache import Forecaster
from simulation.delivery.compiled import deliver
from simulation.delivery.contract import Delivery, DeliveryPlan, Workload
from simulation.redelivery import DeliveryMemory
from tests.portfolios import example_portfolio
from tests.random_plans import Shape, random_plan, random_work, some_trials
from tests.simulation.results import differing

FIELDS = ("effort", *(field.name for field in fields(Delivery) if field.name not in ("packed_effort", "leeway")))
SEEDS = range(40)


def enforced_case(seed: int) -> tuple[DeliveryPlan, Workload]:
    rng = np.random.default_rng(seed)
    shape = Shape(trials=12)
    plan = replace(random_plan(rng, shape), enforced=True)
    return plan, random_work(rng, shape, plan)


def with_other_envelopes(work: Workload, seed: int) -> Workload:
    """One amount in five is up to a tenth more or less, or another altogether."""
    rng = np.random.default_rng(seed)
    chosen = rng.random(work.envelope.shape) < 0.2
    factor = np.where(rng.random(work.envelope.shape) < 0.8, rng.uniform(0.9, 1.1, work.envelope.shape), 3.0)
    return replace(work, envelope=np.where(chosen, work.envelope * factor, work.envelope))


def same_trials(one: Delivery, other: Delivery) -> list[bool]:
    """Whether each trial is the same in both, bit for bit."""
    trials = range(len(one.launch))
    return [
        all(np.array_equal(getattr(one, name)[t], getattr(other, name)[t], equal_nan=True) for name in FIELDS)
        for t in trials
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_remembered_is_what_would_happen(seed: int) -> None:
    """Edit after edit of the envelopes alone: the memory gives what a simulation from nothing gives."""
    plan, work = enforced_case(seed)
    memory = DeliveryMemory()
    memory.deliver(plan, work)
    for turn in range(4):
        work = with_other_envelopes(work, 10 * seed + turn)
        assert all(same_trials(memory.deliver(plan, work), deliver(plan, work)))


def test_most_changes_of_envelopes_need_no_simulation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory simulates some trials anew, those that end differently among them, and leaves more than half alone."""
    simulated, differ, trials = 0, 0, 0

    def counted(plan: DeliveryPlan, work: Workload) -> Delivery:
        nonlocal simulated
        simulated += work.trials
        return deliver(plan, work)

    for seed in SEEDS:
        plan, work = enforced_case(seed)
        memory, other = DeliveryMemory(), with_other_envelopes(work, seed)
        memory.deliver(plan, work)
        with monkeypatch.context() as patch:
            patch.setattr(redelivery.compiled, "deliver", counted)
            memory.deliver(plan, other)
        differ += same_trials(deliver(plan, work), deliver(plan, other)).count(False)
        trials += work.trials
    assert 0 < differ <= simulated < trials / 2


@pytest.mark.parametrize("carry_over", [True, False])
def test_leeway_is_exact(carry_over: bool) -> None:
    """At the edge of its leeway an envelope decides nothing new; a little beyond it, something happens differently."""
    crossed = 0
    for seed in SEEDS:
        plan, work = enforced_case(seed)
        plan, work = replace(plan, carry_over=carry_over), some_trials(work, slice(0, 1))
        before = deliver(plan, work)
        less = before.leeway[0, 0, :, 0]
        for category in np.flatnonzero(np.isfinite(less) & (less > 0.01)).tolist():
            others = []
            for beyond in (-0.001, 0.001):
                envelope = work.envelope.copy()
                envelope[0, category, 0] -= less[category] + beyond
                others.append(deliver(plan, replace(work, envelope=envelope)))
            assert same_trials(before, others[0]) == [True] or carry_over  # then a later period may be nearer
            crossed += same_trials(before, others[1]) == [False]
    assert crossed >= 5


def test_a_preview_after_a_cut_of_a_budget_is_the_forecast() -> None:
    """Up and down, by little and by all: with the policy enforced, each preview is the forecast from nothing."""
    plan = put(example_portfolio(), "settings.budget_policy", "enforced")
    address = f"budget:{plan.budgets[0].id}.amount"
    amount: Quantity = get(plan, address)
    with Forecaster() as forecaster:
        forecaster.preview(plan, trials=200)
        for factor in (0.999, 1.002, 0.5, 0.0, 2.0, 1.0):
            edited = put(plan, address, amount.scaled(factor))
            assert differing(forecaster.preview(edited, trials=200), forecast(edited, trials=200)) == []
