"""The compiled engine and the SimPy reference are the same function: on random plans with every rule in play."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.delivery import compiled, reference
from simulation.delivery.contract import Delivery, DeliveryPlan, Workload
from tests.random_plans import random_case

FIELDS = tuple(Delivery.__dataclass_fields__)
CASES_A_TEST = 50


def assert_same(plan: DeliveryPlan, work: Workload) -> None:
    """Both engines give the same delivery: times, sums and shares within 1e-9, everything else exactly."""
    fast, slow = compiled.deliver(plan, work), reference.deliver(plan, work)
    for name in FIELDS:
        ours, theirs = getattr(fast, name), getattr(slow, name)
        np.testing.assert_allclose(ours, theirs, rtol=0.0, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("first", range(0, 500, CASES_A_TEST))
def test_both_engines_deliver_the_same(first: int) -> None:
    """500 random plans of up to 7 initiatives, two trials each; the seed is in the message where they differ."""
    for seed in range(first, first + CASES_A_TEST):
        try:
            assert_same(*random_case(seed))
        except AssertionError as difference:
            raise AssertionError(f"random_case({seed}): {difference}") from None
