"""Rank correlation by rearrangement, and the nearest possible correlation matrix."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.arrays import FloatArray
from simulation.sampling.dependence import (
    correlate,
    iman_conover,
    is_positive_semidefinite,
    nearest_correlation,
)
from simulation.sampling.streams import uniforms
from tests.cases import case_path

TARGET = np.array([[1, 0.9, 0.3], [0.9, 1, 0.1], [0.3, 0.1, 1]])


def _rows(*keys: str, trials: int = 1000) -> FloatArray:
    return np.concatenate([uniforms(1, key, 0, 1, trials) for key in keys])


def _matrices() -> dict[str, FloatArray]:
    text = case_path("distributions/iman_conover_mildenhall.json").read_text()
    return {name: np.array(matrix) for name, matrix in json.loads(text)["matrices"].items()}


def test_published_example_is_reproduced_exactly() -> None:
    """Twenty values of four quantities, with the published scores: every value lands where it should."""
    matrices = _matrices()
    assert np.array_equal(iman_conover(matrices["X"], matrices["S"], matrices["M"]), matrices["Y"])


def test_published_example_has_the_rank_correlation_that_was_recomputed() -> None:
    """Close to the target but not equal to it: the target is that of the scores."""
    matrices = _matrices()
    reordered = iman_conover(matrices["X"], matrices["S"], matrices["M"])
    ranks = stats.spearmanr(reordered).statistic
    assert ranks == pytest.approx(matrices["spearman_of_Y"], abs=1e-6)
    assert np.abs(ranks - matrices["S"]).max() > 0.01


def test_rows_get_the_rank_correlation_asked_for() -> None:
    """Within 0.01: the scores are exact, what is left is the step from scores to ranks."""
    correlated = correlate(_rows("a", "b", "c"), TARGET, 1, 0)
    assert stats.spearmanr(correlated.T).statistic == pytest.approx(TARGET, abs=0.01)


def test_each_row_keeps_its_values() -> None:
    """To the last digit, skewed and discrete ones alike; the argument stays as it was."""
    rows = _rows("a", "b", "c")
    rows[1], rows[2] = np.exp(5 * rows[1]), np.floor(3 * rows[2])
    before = rows.copy()
    correlated = correlate(rows, TARGET, 1, 0)
    assert np.array_equal(np.sort(correlated, axis=1), np.sort(rows, axis=1))
    assert np.array_equal(rows, before)


def test_the_first_row_stays_and_later_ones_change_nothing_before_them() -> None:
    """A quantity added to the group leaves the futures of the others as they were."""
    rows = _rows("a", "b", "c")
    three, two = correlate(rows, TARGET, 1, 0), correlate(rows[:2], TARGET[:2, :2], 1, 0)
    assert np.array_equal(three[0], rows[0])
    assert np.array_equal(three[:2], two)


def test_stretching_a_row_changes_no_order() -> None:
    """A scenario that scales a quantity sees the same futures."""
    rows = _rows("a", "b", "c")
    stretched = rows * np.array([[1.0], [7.0], [1.0]])
    assert np.array_equal(correlate(stretched, TARGET, 1, 0)[[0, 2]], correlate(rows, TARGET, 1, 0)[[0, 2]])


def test_full_correlation_puts_rows_in_step() -> None:
    """Ranks equal for +1, opposite for -1: a matrix of rank one is possible."""
    matrix = np.array([[1.0, 1, -1], [1, 1, -1], [-1, -1, 1]])
    correlated = correlate(_rows("a", "b", "c"), matrix, 1, 0)
    assert stats.spearmanr(correlated.T).statistic == pytest.approx(matrix, abs=1e-12)


def test_no_correlation_removes_that_of_chance() -> None:
    """Two rows of 50 trials happen to correlate by some 1/7; asked for none they have less than a third of it."""
    pairs = [_rows(f"a{index}", f"b{index}", trials=50) for index in range(20)]
    by_chance = [abs(stats.spearmanr(pair.T).statistic) for pair in pairs]
    left = [abs(stats.spearmanr(correlate(pair, np.eye(2), 1, 0).T).statistic) for pair in pairs]
    assert np.mean(by_chance) > 0.08
    assert np.mean(left) < np.mean(by_chance) / 3


def test_equal_values_are_ordered_by_the_keyed_stream() -> None:
    """The same for the same seed, block and key, other for another; a yes/no quantity follows the first row."""
    rows = _rows("a", "b")
    rows[1] = rows[1] > 0.7
    matrix = np.array([[1.0, 0.8], [0.8, 1.0]])
    correlated = correlate(rows, matrix, 1, 0)
    assert np.array_equal(correlated, correlate(rows, matrix, 1, 0))
    assert not np.array_equal(correlated, correlate(rows, matrix, 1, 1))
    assert not np.array_equal(correlated, correlate(rows, matrix, 1, 0, key="another group"))
    assert stats.spearmanr(correlated.T).statistic > 0.5


@pytest.mark.parametrize("trials", [1, 2, 3, 4])
def test_a_handful_of_trials_is_no_error(trials: int) -> None:
    """The last block of a run may be short: values are kept, correlation is out of reach."""
    rows = _rows("a", "b", "c", "d", trials=trials)
    correlated = correlate(rows, np.eye(4) * 0.5 + 0.5, 1, 0)
    assert np.array_equal(np.sort(correlated, axis=1), np.sort(rows, axis=1))


def test_highams_example() -> None:
    """Higham 2002, section 1: the nearest to (1 1 0; 1 1 1; 0 1 1) has 0.7607 and 0.1573."""
    repaired, changes = nearest_correlation(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]))
    assert repaired == pytest.approx(
        np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]), abs=5e-5
    )
    assert [(change.first, change.second, change.before) for change in changes] == [(0, 1, 1), (0, 2, 0), (1, 2, 1)]
    assert [change.after for change in changes] == pytest.approx([0.7607, 0.1573, 0.7607], abs=5e-5)


def test_a_possible_matrix_is_left_alone() -> None:
    """Nothing is changed, nothing is reported, and the caller's array is not handed back."""
    repaired, changes = nearest_correlation(TARGET)
    assert np.array_equal(repaired, TARGET)
    assert changes == ()
    assert repaired is not TARGET


@given(st.integers(2, 6).flatmap(lambda k: st.lists(st.floats(-1, 1), min_size=k * k, max_size=k * k)))
def test_a_repaired_matrix_is_a_correlation_matrix(entries: list[float]) -> None:
    """Symmetric, ones on the diagonal, no negative eigenvalue; repairing again changes nothing."""
    size = round(len(entries) ** 0.5)
    matrix = np.array(entries).reshape(size, size)
    matrix = np.triu(matrix, 1) + np.triu(matrix, 1).T + np.eye(size)
    repaired, changes = nearest_correlation(matrix)
    assert is_positive_semidefinite(repaired)
    assert np.array_equal(repaired, repaired.T)
    assert (np.diag(repaired) == 1).all()
    assert np.abs(repaired).max() <= 1
    assert bool(changes) != is_positive_semidefinite(matrix) or np.abs(repaired - matrix).max() < 1e-8
    assert nearest_correlation(repaired)[1] == ()


def test_semidefiniteness() -> None:
    """Three quantities that cannot all oppose each other by more than a half."""
    assert is_positive_semidefinite(np.full((3, 3), -0.5) + 1.5 * np.eye(3))
    assert not is_positive_semidefinite(np.full((3, 3), -0.51) + 1.51 * np.eye(3))


@pytest.mark.parametrize(
    "matrix",
    [
        np.ones((2, 3)),
        np.array([[1, 0.5], [0.4, 1]]),
        np.array([[1, np.nan], [np.nan, 1]]),
        np.array([[2.0, 0.5], [0.5, 1]]),
    ],
)
def test_what_is_no_table_of_correlations_is_refused(matrix: FloatArray) -> None:
    """Shape, symmetry, finite entries, unit diagonal."""
    with pytest.raises(ValueError, match="correlations"):
        nearest_correlation(matrix)
    with pytest.raises(ValueError, match="correlations"):
        correlate(_rows("a", "b"), matrix, 1, 0)
