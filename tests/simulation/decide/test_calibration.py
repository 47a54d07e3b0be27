"""How well decisions were forecast: what held, and what chance leaves open."""

from __future__ import annotations

import math

import pytest
from scipy.stats import binomtest

from models.decision import Decision, ForecastFigure
from simulation.decide.calibration import calibration, wilson


def figure(outcome: float | None, metric: str = "cost") -> ForecastFigure:
    """P10 10, P50 50, P80 80, P90 90: each percentile is its own number."""
    return ForecastFigure(metric=metric, p10=10, p50=50, p80=80, p90=90, outcome=outcome)


def decided(*figures: ForecastFigure) -> Decision:
    return Decision(id="d", initiative="atlas", decided_on="2027-03-15", figures=figures)


@pytest.mark.parametrize(("held", "known"), [(0, 1), (3, 4), (8, 10), (50, 50), (400, 500)])
def test_the_interval_is_wilsons(held: int, known: int) -> None:
    """SciPy computes the same interval in another way."""
    theirs = binomtest(held, known).proportion_ci(0.95, method="wilson")
    ours = wilson(held, known)
    assert ours.low == pytest.approx(theirs.low, abs=1e-12)
    assert ours.high == pytest.approx(theirs.high, abs=1e-12)


def test_nothing_known_says_nothing() -> None:
    """The share may be anything; it is no number."""
    assert wilson(0, 0) == (0.0, 1.0)
    found = calibration([decided(figure(None))])
    assert math.isnan(found.overall.at_most_p80.share)
    assert (found.overall.known, found.overall.waiting) == (0, 1)
    assert found.overall.at_most_p80.verdict == "too few to tell"
    assert calibration([]).metrics == ()


def test_more_held_than_known_is_refused() -> None:
    with pytest.raises(ValueError, match="5 of 4"):
        wilson(5, 4)


def test_outcomes_are_counted_against_each_percentile() -> None:
    """5 is below P10, 50 just P50, 80 just P80, 85 within P90, 95 above all; bounds count as held."""
    found = calibration([decided(*(figure(outcome) for outcome in (5, 50, 80, 85, 95, None)))]).overall
    assert (found.at_most_p50.held, found.at_most_p80.held, found.within.held) == (2, 3, 3)
    assert (found.known, found.waiting) == (5, 1)
    assert found.at_most_p80.share == pytest.approx(0.6)
    assert found.at_most_p80.verdict == "too few to tell"


def test_each_metric_is_told_by_itself() -> None:
    """In the order in which they are met, over all decisions."""
    found = calibration([decided(figure(20), figure(95, "launch")), decided(figure(85), figure(None, "value"))])
    assert [one.metric for one in found.metrics] == ["cost", "launch", "value"]
    assert [one.at_most_p80.held for one in found.metrics] == [1, 0, 0]
    assert [one.waiting for one in found.metrics] == [0, 0, 1]
    assert found.overall.known == 3


def many(held: int, known: int) -> str:
    """The verdict on P80 where so many outcomes of so many are at most it."""
    outcomes = [60.0] * held + [95.0] * (known - held)
    return calibration([decided(*(figure(outcome) for outcome in outcomes))]).overall.at_most_p80.verdict


def test_the_verdict_needs_the_interval_to_leave_out_what_was_expected() -> None:
    """16 of 20 is just what 80 % say; 8 of 20 is far less; 100 of 100 far more; 4 of 4 could be chance."""
    assert many(16, 20) == "as expected"
    assert many(8, 20) == "less often than expected"
    assert many(100, 100) == "more often than expected"
    assert many(4, 4) == "too few to tell"
