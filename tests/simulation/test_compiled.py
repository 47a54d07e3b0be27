"""The compiled engine by itself: what holds in any plan, and how it takes its inputs.

That it obeys the rules is held in ``test_reference`` (stories, for both engines) and ``test_engines_agree``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from simulation.arrays import FloatArray
from simulation.delivery.compiled import deliver
from simulation.delivery.contract import NO_LIMIT, Delivery, DeliveryPlan, Workload, snap
from simulation.delivery.kernel import run_block
from tests.engines import DELIVERED
from tests.places import ROOT
from tests.random_plans import Shape, random_case, random_plan, random_work, some_trials

SEEDS = range(40)


def total_effort(plan: DeliveryPlan, delivery: Delivery) -> FloatArray:
    """FTE-months of each team by trial and month."""
    used = np.zeros_like(delivery.contractors)
    np.add.at(used, (slice(None), plan.line_team), delivery.effort)
    return used


def with_everybody(plan: DeliveryPlan, work: Workload) -> tuple[DeliveryPlan, Workload]:
    """The same work with more people than it can use, no limit, no loss, no budget, and every gate passed."""
    free = replace(
        plan,
        enforced=False,
        portfolio_limit=NO_LIMIT,
        team_limit=np.full_like(plan.team_limit, NO_LIMIT),
        switching_loss=np.zeros_like(plan.switching_loss),
    )
    return free, replace(work, capacity=np.full_like(work.capacity, 1e6), passes=np.ones_like(work.passes))


def test_a_block_is_its_trials() -> None:
    """Five trials together are bit for bit the five alone: nothing is left behind by the trial before."""
    rng = np.random.default_rng(1)
    shape = Shape(trials=5)
    plan = replace(random_plan(rng, shape), enforced=True)
    work = random_work(rng, shape, plan)
    together = deliver(plan, work)
    for trial in range(work.trials):
        chosen = slice(trial, trial + 1)
        alone = deliver(plan, some_trials(work, chosen))
        for name in DELIVERED:
            np.testing.assert_array_equal(getattr(together, name)[chosen], getattr(alone, name))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_team_works_beyond_its_people(seed: int) -> None:
    """R4, R10: effort is at most own capacity plus contractors; contractors fill exactly what own people lack."""
    plan, work = random_case(seed)
    delivery = deliver(plan, work)
    used, limit = total_effort(plan, delivery), plan.contractor_limit[:, np.newaxis]
    assert (used <= work.capacity + limit + 1e-9).all()
    assert (delivery.contractors <= limit + 1e-9).all()
    assert (delivery.contractors >= used - work.capacity - 1e-9).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_times_are_in_order(seed: int) -> None:
    """R2: ready <= start <= end <= horizon, and no stage ends faster than its drawn length."""
    plan, work = random_case(seed)
    delivery = deliver(plan, work)
    started = ~np.isnan(delivery.start)
    assert (delivery.ready[started] <= delivery.start[started]).all()
    assert (delivery.start[started] < plan.months).all()
    passed = delivery.succeeded
    assert (delivery.end[passed] <= plan.months).all()
    assert (delivery.end - delivery.start >= work.duration - 1e-9)[passed].all()


@pytest.mark.parametrize("seed", SEEDS)
def test_with_people_for_everybody_nobody_waits(seed: int) -> None:
    """Then every stage starts when it is ready and takes its drawn length, and the effort is length x crew."""
    plan, work = with_everybody(*random_case(seed))
    delivery = deliver(plan, work)
    np.testing.assert_array_equal(delivery.start, delivery.ready)
    ended = delivery.succeeded
    np.testing.assert_array_equal(delivery.end[ended], snap(delivery.start + work.duration)[ended])
    assert not delivery.waits[:, :, 2:].any()  # causes beyond `start` and `predecessor`
    crew = np.zeros(len(plan.stage_ids))
    np.add.at(crew, np.repeat(np.arange(len(crew)), np.diff(plan.crew_ptr)), plan.crew_fte)
    worked = (delivery.done * work.duration * crew).sum(axis=1)
    np.testing.assert_allclose(delivery.effort.sum(axis=(1, 2)), worked, rtol=0.0, atol=1e-9)


def test_nothing_to_do_is_delivered() -> None:
    """A plan without initiatives, stages or teams has results of no size."""
    shape = Shape(initiatives=0, teams=0)
    rng = np.random.default_rng(0)
    plan = random_plan(rng, shape)
    delivery = deliver(plan, random_work(rng, shape, plan))
    assert delivery.start.shape == (2, 0)
    assert delivery.effort.shape == (2, 0, shape.months)


def test_what_arrays_the_caller_has_compiles_nothing_more() -> None:
    """Read-only arrays, other strides and other widths run the same machine code: compiling takes many seconds."""
    plan, work = random_case(3)
    expected = deliver(plan, work)
    variants = {name: np.asfortranarray(getattr(work, name)) for name in work.__dataclass_fields__}
    for array in variants.values():
        array.setflags(write=False)
    narrow = replace(plan, rank_order=plan.rank_order.astype(np.int32), crew_team=plan.crew_team.astype(np.int16))
    delivery = deliver(narrow, Workload(**variants))
    for name in DELIVERED:
        np.testing.assert_array_equal(getattr(delivery, name), getattr(expected, name))
    assert len(run_block.signatures) == 1  # type: ignore[attr-defined]


def test_importing_the_engine_does_not_load_the_compiler() -> None:
    """A window that only wants to show something must not wait for it."""
    program = "import sys, simulation.delivery.compiled; sys.exit('numba' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0
