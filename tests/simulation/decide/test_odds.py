"""Odds, regret and perfect information of alternatives in the same futures."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from simulation.decide.odds import chance_beats, chance_best, expected_regret, mean_of, perfect_information
from simulation.samples import ErrorBasis

RANDOM = ErrorBasis("sample", 0)

VALUES = np.array([[5.0, 1.0, 5.0], [2.0, 4.0, 1.0], [0.0, 3.0, 3.0], [6.0, 2.0, 2.0]])
"""First and third tie in the first future, second and third in the third."""


def test_ties_share_the_chance_to_be_best() -> None:
    """1.5, 1.5 and 1 futures of 4."""
    assert chance_best(VALUES) == pytest.approx([0.375, 0.375, 0.25])


def test_beating_counts_half_of_the_ties() -> None:
    """The first against the third: more in two futures, a tie in one, less in one."""
    beats = chance_beats(VALUES)
    assert beats[0, 2] == pytest.approx(2.5 / 4)
    assert beats + beats.T == pytest.approx(np.ones((3, 3)))


def test_regret_of_the_best_is_what_perfect_information_is_worth() -> None:
    """Best of each future: 5, 4, 3, 6; means 3.25, 2.5, 2.75."""
    regret = expected_regret(VALUES)
    assert regret == pytest.approx([4.5 - 3.25, 4.5 - 2.5, 4.5 - 2.75])
    assert perfect_information(VALUES, RANDOM).value == pytest.approx(regret.min())


def test_perfect_information_of_two_normals_has_its_closed_form() -> None:
    """A lead of mean m = 30 and deviation s = 100: s phi(m/s) - m Phi(-m/s), and a chance of Phi(m/s) to lead."""
    noise = np.random.default_rng(3).normal(size=(4000, 2))
    values = np.column_stack([30 + 60 * noise[:, 0], 80 * noise[:, 1]])
    found = perfect_information(values, RANDOM)
    expected = 100 * norm.pdf(0.3) - 30 * norm.cdf(-0.3)
    assert abs(found.value - expected) < 3 * found.error
    chance = norm.cdf(0.3)
    assert abs(chance_best(values)[0] - chance) < 3 * np.sqrt(chance * (1 - chance) / 4000)


def test_errors_come_from_block_means_where_there_are_blocks() -> None:
    """Two blocks of 1,000 with means 0 and 2: a mean of 1 with an error of 1, whatever happens inside the blocks."""
    sample = np.concatenate([np.tile([-5.0, 5.0], 500), np.tile([-5.0, 9.0], 500)])
    found = mean_of(sample, ErrorBasis.of("latin_hypercube", 2000))
    assert found == pytest.approx((1.0, 1.0))
