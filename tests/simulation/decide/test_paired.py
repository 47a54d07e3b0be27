"""Differences trial by trial: their mean, their error, and who is better how often."""

import numpy as np
import pytest
from scipy.stats import norm

from simulation.arrays import FloatArray
from simulation.decide.paired import Better, Paired, paired
from simulation.samples import ErrorBasis, Missing

PLAIN = ErrorBasis("sample", 0)


def one(
    first: list[float] | FloatArray,
    second: list[float] | FloatArray,
    better: Better = "higher",
    missing: Missing = "omit",
    basis: ErrorBasis = PLAIN,
) -> Paired:
    """The difference of a single figure."""
    columns = [np.asarray(values, dtype=float)[:, None] for values in (first, second)]
    return paired(columns[0], columns[1], better=better, missing=missing, basis=basis)[0]


def test_how_often_one_normal_beats_another_is_the_closed_form() -> None:
    """N(1, 2) against N(0, 1), independent: Phi(1 / sqrt 5) = 0.673, within four standard errors."""
    chance = np.random.default_rng(5)
    found = one(chance.normal(0, 1, 20_000), chance.normal(1, 2, 20_000))
    expected = norm.cdf(1 / np.sqrt(5))
    assert found.better.standard_error == pytest.approx(np.sqrt(expected * (1 - expected) / 20_000), rel=0.05)
    assert found.better.share == pytest.approx(expected, abs=4 * found.better.standard_error)
    assert found.mean == pytest.approx(1, abs=4 * np.sqrt(5 / 20_000))
    assert found.mean_error == pytest.approx(np.sqrt(5 / 20_000), rel=0.05)
    assert found.p90 == pytest.approx(norm.ppf(0.9, 1, np.sqrt(5)), abs=0.1)


def test_a_figure_against_itself_is_exactly_the_same() -> None:
    values = np.random.default_rng(5).normal(size=100)
    found = one(values, values)
    assert (found.mean, found.mean_error, found.p10, found.p90) == (0, 0, 0, 0)
    assert (found.better.share, found.equal.share, found.worse.share) == (0, 1, 0)


def test_better_is_lower_for_costs() -> None:
    """Cheaper in two of four trials, the same in one."""
    found = one([5, 5, 5, 5], [4, 3, 5, 9], better="lower")
    assert (found.better.share, found.equal.share, found.worse.share) == (0.5, 0.25, 0.25)
    assert found.mean == pytest.approx(0.25)


def test_what_does_not_come_is_later_than_all_else_and_ties_with_its_like() -> None:
    """Of four trials: both come (2 later), only the second, only the first, neither."""
    nan = np.nan
    found = one([10, nan, 10, nan], [12, 12, nan, nan], better="lower", missing="last")
    assert (found.better.share, found.equal.share, found.worse.share) == (0.25, 0.25, 0.5)
    assert found.undecided == 0
    assert found.both_share == 0.25
    assert found.mean == pytest.approx(2)
    assert found.p10 is None
    assert found.p90 is None


def test_a_rate_that_is_missing_cannot_be_judged() -> None:
    """One of four trials has a rate on one side only."""
    found = one([0.1, 0.1, 0.1, np.nan], [0.2, 0.2, 0.05, 0.3])
    assert (found.better.share, found.worse.share, found.undecided) == (0.5, 0.25, 0.25)


def test_nothing_in_common_has_no_mean() -> None:
    found = one([np.nan, 1.0], [1.0, np.nan], better="lower", missing="last")
    assert found.mean is None
    assert found.mean_error is None
    assert (found.better.share, found.worse.share) == (0.5, 0.5)


def test_errors_come_from_block_means_where_there_are_blocks() -> None:
    """Two blocks of 1,000 with differences of 1 and 3: the standard error of their mean is 1, that of the
    sample would be 1 / sqrt 2000."""
    second = np.repeat([1.0, 3.0], 1000)
    found = one(np.zeros(2000), second, basis=ErrorBasis("block_means", 2))
    assert found.mean_error == pytest.approx(1.0)
    assert one(np.zeros(2000), second).mean_error == pytest.approx(1 / np.sqrt(2000), rel=1e-3)


def test_several_columns_are_answered_one_by_one() -> None:
    first, second = np.array([[1.0, 5.0], [2.0, 6.0]]), np.array([[2.0, 5.0], [3.0, 4.0]])
    left, right = paired(first, second, better="higher", missing="omit", basis=PLAIN)
    assert (left.mean, right.mean) == (1.0, -1.0)
    assert (left.better.share, right.better.share) == (1.0, 0.0)
