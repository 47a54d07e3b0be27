"""Weighted totals of scorecards, in points of 10."""

from __future__ import annotations

import numpy as np
import pytest

from models.scorecard import Criterion, Score, Scorecard
from simulation.decide.choose.scoring import Totals, weigh


def card(*criteria: tuple[float, dict[str, float]]) -> Scorecard:
    """A scorecard of weights and points."""
    return Scorecard(
        id="card",
        initiative="x",
        criteria=tuple(
            Criterion(
                id=f"c{number}",
                name="C",
                weight=weight,
                scores=tuple(Score(option=option, points=points) for option, points in scores.items()),
            )
            for number, (weight, scores) in enumerate(criteria)
        ),
    )


def judged(*criteria: tuple[float, dict[str, float]]) -> Totals:
    """The totals of options a and b."""
    return weigh(card(*criteria), ("a", "b"))


def test_a_total_is_the_weighted_mean() -> None:
    """Weights 3 and 1: 3/4 of 8 and 1/4 of 4 are 7; 3/4 of 5 and 1/4 of 10 are 6.25."""
    found = judged((3, {"a": 8, "b": 5}), (1, {"a": 4, "b": 10}))
    assert found.weights == pytest.approx([0.75, 0.25])
    assert found.totals == pytest.approx([7, 6.25])
    assert found.best == "a"


def test_only_the_proportions_of_weights_matter() -> None:
    """30 and 10 are 3 and 1."""
    one, other = (judged((3 * k, {"a": 8, "b": 5}), (k, {"a": 4, "b": 10})) for k in (1, 10))
    assert one.totals == pytest.approx(other.totals)


def test_what_is_not_judged_gives_a_range_and_no_total() -> None:
    """B lacks a criterion of a quarter of the weight: from 3.75 to 6.25."""
    found = judged((3, {"a": 8, "b": 5}), (1, {"a": 4}))
    assert np.isnan(found.totals).tolist() == [False, True]
    assert found.complete == pytest.approx([1, 0.75])
    assert found.range_of("b") == pytest.approx((3.75, 6.25))
    assert found.best == "a"


def test_a_criterion_without_weight_need_not_be_judged() -> None:
    """It is shown, and does not count."""
    assert judged((2, {"a": 8, "b": 5}), (0, {})).totals == pytest.approx([8, 5])


@pytest.mark.parametrize("criteria", [(), ((0, {"a": 3, "b": 4}),), ((1, {}),)])
def test_nothing_to_weigh_gives_no_total(criteria: tuple[tuple[float, dict[str, float]], ...]) -> None:
    """No criteria, no weights, no points."""
    found = judged(*criteria)
    assert np.isnan(found.totals).all()
    assert found.best is None
