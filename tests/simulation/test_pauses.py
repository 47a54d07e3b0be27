"""Work that pauses now and then, to be given up by whoever no longer wants it."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.block import BLOCK_TRIALS, BlockJob
from simulation.executors import Task
from simulation.plan import compile_plan
from simulation.progress import Cancelled
from simulation.sampling.draw import sample
from tests.engines import DELIVERED, ENGINES
from tests.portfolios import example_portfolio
from tests.random_plans import Shape, random_case


class Pauses:
    """Counts pauses, and gives up at one of them."""

    def __init__(self, last: int = 1_000_000) -> None:
        self.count = 0
        self._last = last

    def __call__(self, trials: int = 0) -> None:
        self.count += 1
        if self.count == self._last:
            raise Cancelled


@pytest.mark.parametrize("engine", ENGINES)
def test_pauses_change_nothing(engine: str) -> None:
    """Seven trials with pauses are those without, in every field and to the last bit."""
    plan, work = random_case(3, Shape(trials=7))
    pauses = Pauses()
    with_pauses, without = ENGINES[engine](plan, work, pauses), ENGINES[engine](plan, work)
    assert pauses.count > 1
    for name in DELIVERED:
        np.testing.assert_array_equal(getattr(with_pauses, name), getattr(without, name))


@pytest.mark.parametrize("engine", ENGINES)
def test_work_ends_at_a_pause(engine: str) -> None:
    """The second of at least three pauses is the last."""
    plan, work = random_case(3, Shape(trials=7))
    pauses = Pauses(last=2)
    with pytest.raises(Cancelled):
        ENGINES[engine](plan, work, pauses)
    assert pauses.count == 2


def test_drawing_pauses_too() -> None:
    """A block is not drawn to its end where nobody waits for it."""
    plan = compile_plan(example_portfolio(), None)
    with pytest.raises(Cancelled):
        sample(plan, 0, pause=Pauses(last=1))


def test_a_block_is_given_up_between_its_slices() -> None:
    """From the first trials on, a block asks more often than it has slices, and ends where it is told to."""
    asked: list[int] = []

    def checkpoint(trials: int) -> None:
        asked.append(trials)
        if len(asked) == 5:  # two for the draws, and a few within the first slice
            raise Cancelled

    with pytest.raises(Cancelled):
        BlockJob(compile_plan(example_portfolio(), None), 1, "compiled")(Task(0, BLOCK_TRIALS), checkpoint)
    assert asked == [0] * 5
