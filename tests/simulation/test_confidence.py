"""Cost and date together: shares that are known by hand, and a frontier that keeps what it promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.summary.confidence import joint_frontier, joint_shares

NAN = math.nan


def test_shares_of_four_futures() -> None:
    """One in each corner; a limit itself is kept."""
    found = joint_shares([10, 20, 10, 20], [6, 6, 9, 9], cost_limit=10, date_limit=6)
    assert (found.both, found.only_in_time, found.only_within_cost, found.neither) == (0.25, 0.25, 0.25, 0.25)
    assert found.in_time == 0.5
    assert found.within_cost == 0.5
    assert found.unfinished == 0.0


def test_what_is_unfinished_is_late() -> None:
    """However far the date limit is."""
    found = joint_shares([1, 1, 5, 5], [3, NAN, NAN, NAN], cost_limit=2, date_limit=1e9)
    assert found.both == 0.25
    assert found.only_within_cost == 0.25
    assert found.neither == 0.5
    assert found.unfinished == 0.75


def test_shares_of_independent_figures_multiply() -> None:
    """All pairs of 1..10 and 1..20: exactly half keep the cost, exactly a quarter the date."""
    cost, done = (one.reshape(-1) for one in np.meshgrid(np.arange(1.0, 11.0), np.arange(1.0, 21.0)))
    found = joint_shares(cost, done, cost_limit=5, date_limit=5)
    assert found.both == pytest.approx(0.5 * 0.25)
    assert found.neither == pytest.approx(0.5 * 0.75)


def test_without_futures_nothing_is_known() -> None:
    assert math.isnan(joint_shares([], [], 1, 1).both)
    dates, costs = joint_frontier([], [], 0.7, 12)
    assert dates.size == costs.size == 0


def test_frontier_of_four_futures_by_hand() -> None:
    """Half of four are two: by month 2 those of 40 and 10 are done, by month 3 that of 20 is the second cheapest."""
    dates, costs = joint_frontier([40, 10, 20, 5], [1, 2, 3, NAN], 0.5, 4)
    assert dates.tolist() == [2, 3, 4]
    assert costs.tolist() == [40, 20, 20]


def test_a_confidence_out_of_reach_has_no_frontier() -> None:
    """Three of four are done by the horizon: 75 % can be kept, 76 % cannot."""
    cost, done = [1, 2, 3, 4], [1, 1, 1, NAN]
    assert joint_frontier(cost, done, 0.75, 12)[0].size == 12
    assert joint_frontier(cost, done, 0.76, 12)[0].size == 0


@pytest.mark.parametrize("confidence", [0.0, -0.1, 1.1])
def test_an_impossible_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        joint_frontier([1.0], [1.0], confidence, 12)


futures = st.lists(
    st.tuples(st.integers(0, 50).map(float), st.one_of(st.integers(1, 14).map(float), st.just(NAN))),
    min_size=1,
    max_size=40,
)


@given(futures, st.sampled_from((0.1, 0.5, 0.7, 0.9, 1.0)))
def test_the_frontier_keeps_its_promise_and_asks_for_no_more(pairs: list[tuple[float, float]], level: float) -> None:
    """On it the share is reached, for one unit less it is not, and later dates never cost more."""
    cost, done = np.array([one for one, _ in pairs]), np.array([one for _, one in pairs])
    dates, costs = joint_frontier(cost, done, level, 12)
    for date, limit in zip(dates, costs, strict=True):
        assert joint_shares(cost, done, limit, date).both >= level - 1e-9
        assert joint_shares(cost, done, limit - 1, date).both < level
    assert np.all(np.diff(costs) <= 0)
    assert np.all(np.diff(dates) == 1)
    reached = float((done <= 12).mean())
    assert bool(dates.size) == (reached >= level - 1e-9)
