"""How many trials are simulated between two checkpoints: enough to be worth the work around, few enough to be heard."""

import pytest

from simulation.block import LARGEST_SLICE, LEAST_SLICE, LONGEST_SLICE_SECONDS, SLICE_SECONDS, BlockJob
from simulation.plan import compile_plan
from tests.portfolios import example_portfolio

PLAN = compile_plan(example_portfolio())


def learnt(seconds_a_trial: float, slices: int = 8, engine: str = "compiled") -> list[int]:
    """The slices of an engine that takes so long for each trial."""
    job = BlockJob(PLAN, 1, engine)  # type: ignore[arg-type]
    found = [job._slice]
    for _ in range(slices):
        job._learn(job._slice, job._slice * seconds_a_trial)
        found.append(job._slice)
    return found


def test_a_slice_takes_its_time() -> None:
    """At a millisecond a trial, a tenth of a second is a hundred trials."""
    assert learnt(1e-3)[-1] == round(SLICE_SECONDS / 1e-3)


def test_a_quick_engine_stops_at_the_largest_slice() -> None:
    """At a microsecond a trial, time would allow 100,000; the room for what happens in each month does not."""
    assert learnt(1e-6)[-1] == LARGEST_SLICE


def test_a_slow_moment_does_not_make_tiny_slices() -> None:
    """At 8 ms a trial, a tenth of a second would be 12 trials: 25 still take less than a quarter of a second."""
    assert learnt(8e-3)[-1] == LEAST_SLICE["compiled"] == 25


@pytest.mark.parametrize("seconds", [0.02, 0.1, 3.0])
def test_cancel_is_heard_in_large_plans(seconds: float) -> None:
    """Where 25 trials would take more than a quarter of a second, slices are smaller, down to a single trial."""
    last = learnt(seconds)[-1]
    assert last == 1 or last * seconds <= LONGEST_SLICE_SECONDS


def test_simpy_may_go_trial_by_trial() -> None:
    """At 0.2 s a trial, no slice of the reference is more than one."""
    assert learnt(0.2, engine="simpy") == [1] * 9
