"""Attitudes to risk: sure amounts that are known on paper."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from simulation.decide.choose.attitude import EXPECTED, Attitude, lead_error
from simulation.samples import ErrorBasis

TEN = np.arange(1.0, 11.0)[:, None]
"""1 to 10, each in one trial."""

RANDOM = ErrorBasis("sample", 0)


def stratified_normal(mean: float, sd: float, trials: int = 20_000) -> np.ndarray:
    """A normal sample without noise: one value in the middle of each of ``trials`` equally likely slices."""
    return mean + sd * norm.ppf((np.arange(trials) + 0.5) / trials)


def test_the_expected_value_is_the_mean() -> None:
    """5.5 for 1 to 10."""
    assert EXPECTED.equivalents(TEN) == pytest.approx([5.5])


def test_a_percentile_is_what_is_reached_with_the_rest_of_the_chance() -> None:
    """2.8 for 1 to 10: a fifth of the way from the least to the greatest."""
    assert Attitude("percentile").equivalents(TEN) == pytest.approx([2.8])


def test_cvar_is_the_mean_of_the_worst() -> None:
    """The worst fifth of 1 to 10 is 1 and 2; the worst quarter also counts half of 3."""
    assert Attitude("cvar").equivalents(TEN) == pytest.approx([1.5])
    assert Attitude("cvar", share=0.25).equivalents(TEN) == pytest.approx([(1 + 2 + 1.5) / 2.5])


def test_utility_takes_half_the_variance_over_the_tolerance_off_a_normal() -> None:
    """mu - sigma^2 / 2R, exact for a normal; the sample's outermost slices cost less than 0.1."""
    values = stratified_normal(1000.0, 200.0)[:, None]
    assert Attitude("utility", tolerance=500.0).equivalents(values) == pytest.approx([1000 - 200**2 / 1000], abs=0.1)


def test_utility_holds_where_the_exponential_would_overflow() -> None:
    """A loss of a billion at a tolerance of 1, as likely as none: the loss, but for ln 2."""
    values = np.array([[-1e9], [0.0]])
    assert Attitude("utility", tolerance=1.0).equivalents(values) == pytest.approx([-1e9 + np.log(2)], rel=1e-15)


def test_a_great_tolerance_is_indifferent_to_risk() -> None:
    """Within the variance over twice the tolerance of the mean."""
    worth = Attitude("utility", tolerance=1e6).equivalents(TEN)
    assert worth == pytest.approx([5.5], abs=1e-5)


@pytest.mark.parametrize(
    ("attitude", "best"),
    [
        (EXPECTED, 0),  # 60 lost against 100
        (Attitude("percentile"), 0),  # nothing lost with 90 %
        (Attitude("percentile", share=0.05), 1),
        (Attitude("cvar"), 1),  # half of the worst fifth loses 600: 300 against 100
        (Attitude("utility", tolerance=10_000.0), 0),
        (Attitude("utility", tolerance=100.0), 1),
    ],
)
def test_the_attitude_decides_between_a_gamble_and_a_sure_loss(attitude: Attitude, best: int) -> None:
    """Losing 600 with a chance of 10 %, or 100 for sure."""
    gamble = np.where(np.arange(1000) < 100, -600.0, 0.0)
    values = np.column_stack([gamble, np.full(1000, -100.0)])
    assert attitude.equivalents(values).argmax() == best


def test_the_error_of_a_lead_is_that_of_the_differences() -> None:
    """What both alternatives share falls out: the second is the first plus noise of deviation 1."""
    noise = np.random.default_rng(1).normal(size=(2, 1000))
    values = np.column_stack([1000 * noise[0], 1000 * noise[0] + noise[1]])
    error = lead_error(values, 0, 1, EXPECTED, RANDOM)
    assert error == pytest.approx(noise[1].std(ddof=1) / np.sqrt(1000))


def test_the_jackknife_agrees_with_the_plain_formula_where_there_is_one() -> None:
    """A utility with a great tolerance is the mean; 20 groups leave the error itself uncertain by 1 in sqrt(38)."""
    values = np.random.default_rng(2).normal(size=(2000, 2))
    plain = lead_error(values, 0, 1, EXPECTED, RANDOM)
    jackknifed = lead_error(values, 0, 1, Attitude("utility", tolerance=1e6), RANDOM)
    assert jackknifed == pytest.approx(plain, rel=3 / np.sqrt(38))


def test_a_single_trial_tells_no_error() -> None:
    """There is nothing to leave out."""
    assert np.isnan(lead_error(np.array([[1.0, 2.0]]), 0, 1, Attitude("cvar"), RANDOM))


@pytest.mark.parametrize("share", [0.0, 1.0, np.nan])
def test_an_impossible_share_is_refused(share: float) -> None:
    """There is no worst nothing, and the worst of all is everything."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        Attitude("cvar", share=share)


@pytest.mark.parametrize("tolerance", [None, 0.0, np.inf, np.nan])
def test_a_utility_needs_a_tolerance(tolerance: float | None) -> None:
    """Nothing, zero and infinity are no tolerance for risk that can be computed with."""
    with pytest.raises(ValueError, match="risk tolerance above 0"):
        Attitude("utility", tolerance=tolerance)
