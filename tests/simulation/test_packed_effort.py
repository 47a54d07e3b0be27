"""The packed effort of charge lines: what is packed is found again, and trials can be taken from another packing."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.arrays import FloatArray
from simulation.delivery import layout
from simulation.delivery.compiled import deliver
from simulation.delivery.effort import packed, renewed, unpacked, widened
from tests.random_plans import random_case

MONTHS = 7


def some_effort(seed: int, trials: int = 5, lines: int = 4) -> FloatArray:
    """Effort in about a third of the months, so that some lines have months without work between others."""
    rng = np.random.default_rng(seed)
    shape = (trials, lines, MONTHS)
    return np.where(rng.random(shape) < 0.3, rng.uniform(0.1, 3.0, shape), 0.0)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_packed_is_found_again(seed: int) -> None:
    """Exactly, also from a packing with more room than it needs: 3 months more."""
    effort = some_effort(seed)
    small = packed(effort)
    np.testing.assert_array_equal(unpacked(small, MONTHS), effort)
    np.testing.assert_array_equal(unpacked(widened(small, small.fte.shape[1] + 3), MONTHS), effort)


def test_only_the_months_from_first_to_last_work_are_kept() -> None:
    """A line at work in the months 2 and 4 has three months, one without work has none."""
    effort = np.zeros((1, 2, MONTHS))
    effort[0, 1, [2, 4]] = 1.5
    small = packed(effort)
    assert small.first.tolist() == [[0, 2]]
    assert small.months.tolist() == [[0, 3]]
    assert small.fte.tolist() == [[1.5, 0.0, 1.5]]


@pytest.mark.parametrize(("mine", "others"), [(0.0, 1.0), (1.0, 0.0)])
def test_some_trials_of_another_packing(mine: float, others: float) -> None:
    """The trials 1 and 3 come from another block, whether that needs more room than the first or less."""
    before, anew = mine * some_effort(1), others * some_effort(2, trials=2)
    chosen = np.array([1, 3])
    whole = unpacked(renewed(packed(before), chosen, packed(anew)), MONTHS)
    before[chosen] = anew
    np.testing.assert_array_equal(whole, before)


@pytest.mark.parametrize("shape", [(0, 3, MONTHS), (2, 0, MONTHS), (2, 3, 0)])
def test_nothing_can_be_packed(shape: tuple[int, int, int]) -> None:
    """No trials, no lines or no months: no effort."""
    assert unpacked(packed(np.zeros(shape)), shape[2]).shape == shape


@pytest.mark.parametrize("seed", range(20))
def test_an_engine_without_room_makes_more(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for a month a line to begin with the engine delivers the same; it goes on where it had no room."""
    plan, work = random_case(seed)
    expected = deliver(plan, work)
    monkeypatch.setattr(layout, "USUAL_MONTHS", 1)
    found = deliver(plan, work)
    np.testing.assert_array_equal(found.effort, expected.effort)
    for name in ("start", "end", "waits", "contractors", "status"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
