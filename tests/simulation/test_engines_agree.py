"""The compiled engine and the SimPy reference are the same function: on random plans with every rule in play."""

from __future__ import annotations

import numpy as np
import pytest

from models.initiative import Link
from simulation.delivery import compiled, reference
from simulation.delivery.contract import CAUSES, STATUSES, Delivery, DeliveryPlan, Workload
from simulation.delivery.kernel.floor import FEW
from tests.networks import compiled_inputs, initiative, portfolio, q, spans, stage, team
from tests.random_plans import Shape, large_shape, random_case, random_plan, random_work

FIELDS = ("effort", *(name for name in Delivery.__dataclass_fields__ if name != "packed_effort"))
CASES_A_TEST = 100


def assert_same(plan: DeliveryPlan, work: Workload) -> Delivery:
    """Both engines give the same delivery: times, sums and shares within 1e-9, everything else exactly."""
    fast, slow = compiled.deliver(plan, work), reference.deliver(plan, work)
    for name in FIELDS:
        ours, theirs = getattr(fast, name), getattr(slow, name)
        np.testing.assert_allclose(ours, theirs, rtol=0.0, atol=1e-9, err_msg=name)
    return slow


@pytest.mark.parametrize("first", range(0, 1000, CASES_A_TEST))
def test_both_engines_deliver_the_same(first: int) -> None:
    """1,000 random plans of up to 7 initiatives, two trials each; the message names the case where they differ."""
    for seed in range(first, first + CASES_A_TEST):
        try:
            assert_same(*random_case(seed))
        except AssertionError as difference:
            raise AssertionError(f"random_case({seed}): {difference}") from None


def test_both_engines_deliver_the_same_in_large_plans() -> None:
    """Three plans of some 170 stages, where dozens of stages compete for the same people and money."""
    for seed in range(3):
        rng = np.random.default_rng(seed)
        plan = random_plan(rng, large_shape(trials=1))
        assert len(plan.stage_ids) > 100
        assert_same(plan, random_work(rng, large_shape(trials=1), plan))


def test_both_engines_deliver_the_same_in_a_crowd() -> None:
    """Eight plans in which more stages are under way than the compiled engine looks at one by one.

    It then looks only at those whose teams have changed; of 64 teams some share a bit.
    """
    for seed in range(8):
        rng = np.random.default_rng(seed)
        shape = Shape(initiatives=160, most_stages=2, teams=(8, 64)[seed % 2], months=9, trials=1, nice=seed < 4)
        plan = random_plan(rng, shape)
        delivery = assert_same(plan, random_work(rng, shape, plan))
        gone = np.where(np.isnan(delivery.end), np.inf, delivery.end)
        under_way = [np.count_nonzero((delivery.ready <= month) & (gone > month)) for month in range(plan.months)]
        assert max(under_way) > FEW


def test_the_random_plans_reach_every_rule() -> None:
    """Agreement means little unless every status, cause, repetition and abandonment occurs: it does in 200 plans."""
    statuses, waits, attempts, abandoned, contractors = np.zeros(len(STATUSES)), np.zeros(len(CAUSES)), 0, 0, 0.0
    for seed in range(200):
        plan, work = random_case(seed)
        delivery = compiled.deliver(plan, work)
        statuses += np.bincount(delivery.status.ravel(), minlength=len(STATUSES))
        waits += delivery.waits.sum(axis=(0, 1))
        attempts = max(attempts, int(delivery.attempts.max(initial=0)))
        abandoned += int(np.count_nonzero(~delivery.succeeded & (delivery.done > 0) & (delivery.done < 1)))
        contractors += float(delivery.contractors.sum())
    assert (statuses > 20).all()
    assert (waits > 20.0).all()
    assert attempts == 3
    assert abandoned > 20
    assert contractors > 20.0


def test_a_stage_given_up_before_it_is_ready_is_no_event() -> None:
    """What cases 1991 and 5275 came down to, when the compiled engine allocated people where nothing happened.

    a runs at half speed for want of y's people and takes half of x; b starts on the other half at 1.5 and, by its
    rank, comes first from the next event on: month 2, so b ends at 2 + 1.75.  At 1.75 z2 would have become ready, had
    not z stopped at 1; taken for an event, it would give b all of x too early.
    """
    z = initiative(
        "z",
        stage("z0", 0.5, after=[]),
        stage("z1", 1, after=[]),
        stage("z2", 1, after=[Link(stage="z0", lag=q(1.25))]),
    )
    b = initiative("b", stage("b0", 2, {"x": 1}), rank=1, start_delay=q(1.5))
    a = initiative("a", stage("a0", 9, {"x": 1, "y": 1}), rank=2)
    plan, work = compiled_inputs(portfolio([a, b, z], [team("x", 1), team("y", 0.5)]), {"z1": [False]})
    assert spans(plan, assert_same(plan, work))["b0"] == (1.5, 3.75)
