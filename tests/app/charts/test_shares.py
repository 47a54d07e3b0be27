"""Distributions by their quantiles: shares and quantiles are each other's inverse, and histograms miss nobody."""

import numpy as np
import pytest

from app.charts.shares import bin_edges, histogram, quantile_at, share_at_most, share_below

EVEN = np.linspace(0.0, 10.0, 1001)
"""The uniform distribution from 0 to 10."""


def test_shares_of_the_uniform_distribution() -> None:
    assert share_at_most(EVEN, [-1.0, 0.0, 2.5, 10.0, 11.0]) == pytest.approx([0.0, 0.0, 0.25, 1.0, 1.0])
    assert quantile_at(EVEN, 0.25) == pytest.approx(2.5)


def test_a_value_that_many_have_counts_them_all() -> None:
    """Half of all futures have exactly 3; at most 3 is 50 %, anything less 0."""
    half = np.concatenate([np.full(501, 3.0), np.linspace(3.0, 4.0, 500)])
    assert share_at_most(half, [2.999, 3.0]) == pytest.approx([0.0, 0.501], abs=0.002)


def test_less_than_a_value_leaves_out_those_that_have_it() -> None:
    """Half of all futures have exactly 3, and none has less; of the uniform one a quarter has less than 2.5."""
    half = np.concatenate([np.full(501, 3.0), np.linspace(3.0, 4.0, 500)])
    assert share_below(half, [2.999, 3.0]) == pytest.approx([0.0, 0.0])
    assert share_below(half, 4.5) == pytest.approx(1.0)
    assert share_below(EVEN, [-1.0, 0.0, 2.5, 11.0]) == pytest.approx([0.0, 0.0, 0.25, 1.0])


def test_what_has_not_come_about_is_beyond_every_value() -> None:
    """A fifth of the futures is later than the horizon."""
    late = np.concatenate([np.linspace(0.0, 60.0, 801), np.full(200, np.inf)])
    assert share_at_most(late, 1e9) == pytest.approx(0.8)
    assert share_at_most(late, 30.0) == pytest.approx(0.4)
    assert quantile_at(late, 0.9) == np.inf


def test_nothing_is_said_of_what_is_not_known() -> None:
    assert np.isnan(share_at_most(np.full(1001, np.nan), 3.0))
    assert np.isnan(share_at_most([], 3.0))
    assert np.isnan(quantile_at([], 0.5))
    assert bin_edges([np.full(1001, np.inf)], 10).size == 0
    assert share_at_most(np.full(1001, np.inf), 3.0) == 0.0


def test_a_histogram_adds_up_to_what_lies_between_its_edges() -> None:
    """The tails beyond the edges are 0.2 % each; a constant is one full bin."""
    edges = bin_edges([EVEN], 20)
    assert histogram(EVEN, edges).sum() == pytest.approx(0.996)
    constant = np.full(1001, 7.0)
    around = bin_edges([constant], 21)
    assert histogram(constant, around).sum() == pytest.approx(1.0)
    assert histogram(constant, [7.0, 8.0, 9.0]) == pytest.approx([1.0, 0.0])
