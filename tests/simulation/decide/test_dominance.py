"""Stochastic dominance of known pairs, exact on samples."""

import numpy as np
import pytest
from scipy.stats import norm

from simulation.arrays import FloatArray
from simulation.decide.dominance import Dominance, first_order, second_order

RANKS = (np.arange(2000) + 0.5) / 2000
"""Evenly spread probabilities: samples made of them have no noise."""

NONE = Dominance(holds=False, violation=0.0, at=None)


def normal(mean: float, deviation: float) -> FloatArray:
    """A sample of a normal distribution without noise."""
    return np.asarray(norm.ppf(RANKS, mean, deviation))


def test_a_shifted_normal_dominates_at_both_orders() -> None:
    """Its distribution lies to the right everywhere; the other way round the curves are apart by at most
    2 Phi(0.5) - 1 = 0.383, halfway between the means."""
    more, less = normal(1, 1), normal(0, 1)
    assert first_order(more, less) == Dominance(True, 0.0, None)
    assert second_order(more, less) == Dominance(True, 0.0, None)
    back = first_order(less, more)
    assert not back.holds
    assert back.violation == pytest.approx(2 * norm.cdf(0.5) - 1, abs=1e-3)
    assert back.at == pytest.approx(0.5, abs=0.1)  # the top is flat: shares there differ by less than one of 2,000


def test_a_mean_preserving_spread_is_dominated_at_the_second_order_only() -> None:
    """Same mean, more risk: who shuns risk prefers the narrow one, who does not may prefer either.  The curves of
    N(0, 1) and N(0, 2) are apart by at most 0.1610 (Phi(x) - Phi(x/2) at x^2 = 8 ln 2 / 3)."""
    narrow, wide = normal(0, 1), normal(0, 2)
    assert second_order(narrow, wide).holds
    assert not second_order(wide, narrow).holds
    apart = np.sqrt(8 * np.log(2) / 3)
    found = first_order(narrow, wide)
    assert not found.holds
    assert found.violation == pytest.approx(norm.cdf(apart) - norm.cdf(apart / 2), abs=1e-3)


def test_curves_that_cross_dominate_neither_way() -> None:
    """N(1, 3) has the larger mean and the worse low end: neither order holds in either direction."""
    bold, safe = normal(1, 3), normal(0, 1)
    for order in (first_order, second_order):
        assert not order(bold, safe).holds
        assert not order(safe, bold).holds


def test_areas_are_exact_on_a_small_case() -> None:
    """{0, 10} against {4, 5}: below 4 the first has shortfall half of 4 = 2, at 5 one of 2.5 against 0.5."""
    found = second_order(np.array([0.0, 10.0]), np.array([4.0, 5.0]))
    assert not found.holds
    assert found.violation == pytest.approx(2.0)
    assert found.at == pytest.approx(4.0)


def test_a_sample_does_not_dominate_itself() -> None:
    """Nowhere worse and nowhere better, in any order of the values."""
    sample = normal(3, 2)
    assert first_order(sample, sample[::-1]) == NONE
    assert second_order(sample, sample[::-1]) == NONE
    assert first_order(np.array([1.0]), np.array([1.0, 1.0])) == NONE


def test_samples_of_different_sizes_are_compared_by_shares() -> None:
    """{1, 2} and {1, 1, 2, 2} are the same distribution; {1, 2, 2} lies above both."""
    pair, twice, more = np.array([1.0, 2.0]), np.array([2.0, 1.0, 2.0, 1.0]), np.array([1.0, 2.0, 2.0])
    assert first_order(pair, twice) == NONE
    assert first_order(more, pair).holds


def test_what_never_comes_is_worse_than_all_else() -> None:
    """Minus infinity once in three trials against twice; with equal odds of it the finite part decides."""
    never = -np.inf
    rare, often = np.array([never, -9.0, -9.0]), np.array([never, never, -1.0])
    assert second_order(rare, often) == Dominance(True, 0.0, None)
    assert second_order(often, rare) == Dominance(False, np.inf, never)
    assert first_order(rare, often).violation == pytest.approx(1 / 3)
    early, late = np.array([never, -3.0]), np.array([never, -5.0])
    assert second_order(early, late).holds
    assert second_order(np.array([never]), np.array([never])) == NONE


def test_missing_values_and_empty_samples_are_refused() -> None:
    for order in (first_order, second_order):
        with pytest.raises(ValueError, match="without missing values"):
            order(np.array([np.nan]), np.array([1.0]))
        with pytest.raises(ValueError, match="two samples"):
            order(np.array([]), np.array([1.0]))
    with pytest.raises(ValueError, match="plus infinity"):
        second_order(np.array([np.inf]), np.array([1.0]))
