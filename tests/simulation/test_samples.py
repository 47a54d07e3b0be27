"""Samples: means, percentiles, shares and their standard errors, against closed forms and numpy."""

import math

import numpy as np
import pytest

from simulation.exact import ExactSample, ratio_error, side_by_side
from simulation.samples import ErrorBasis, Missing
from tests.simulation.results import same_bits
from tests.simulation.stratified import blocks_of_uniforms


def sample_of(values: object, missing: Missing = "omit", sampling: str = "random") -> ExactSample:
    array = np.asarray(values)
    return ExactSample(array, missing, ErrorBasis.of(sampling, len(array)))


def test_percentiles_are_numpys_where_nothing_is_missing() -> None:
    """Linear interpolation between order statistics, for every element of a figure of shape (2, 3)."""
    values = np.random.default_rng(1).normal(size=(501, 2, 3))
    percents = (0, 10, 33.3, 50, 80, 100)
    np.testing.assert_allclose(
        sample_of(values).percentiles(percents), np.percentile(values, percents, axis=0), rtol=1e-12
    )


def test_what_did_not_come_about_is_later_than_all_that_did() -> None:
    """Launches at 1, 2, 3 and twice never: the median is 3, P60 and above are beyond the horizon."""
    launches = sample_of([2.0, math.nan, 3.0, math.nan, 1.0], missing="last")
    assert launches.percentiles((0, 25, 50, 60, 80)).tolist() == [1.0, 2.0, 3.0, math.inf, math.inf]
    assert launches.missing_count() == 2
    assert launches.mean() == 2.0


def test_omitted_values_do_not_count() -> None:
    """A rate of return that three of five trials have: its median is the middle one of the three."""
    rates = sample_of([0.2, math.nan, 0.3, math.nan, 0.1])
    assert rates.percentile(50) == 0.2
    assert rates.percentile(100) == 0.3


def test_always_missing_gives_nan_and_no_warning() -> None:
    """Means, deviations and percentiles of nothing are NaN; of launches that never come, infinite."""
    nothing = np.full(10, math.nan)
    for answer in (sample_of(nothing).mean(), sample_of(nothing).percentile(50), sample_of(nothing).minimum()):
        assert np.isnan(answer)
    assert sample_of(nothing, missing="last").percentile(50) == math.inf
    assert np.isnan(sample_of(nothing).standard_error())


def test_single_trial_has_no_error() -> None:
    """One trial gives a mean, and nobody knows how good it is."""
    one = sample_of([5.0])
    assert one.mean() == 5.0
    assert np.isnan(one.standard_error())
    assert one.percentile(80) == 5.0


def test_share_counts_missing_values_among_all_trials() -> None:
    """Two of four trials launch by month 2; the one that never launches is not among them."""
    launches = sample_of([1.0, 2.0, 3.0, math.nan], missing="last")
    assert launches.share_at_most(2.0) == 0.5
    assert launches.share_error(2.0) == pytest.approx(math.sqrt(0.5 * 0.5 / 4))


def test_lowest_mean_takes_part_of_a_trial() -> None:
    """The lowest 37.5 % of 1..4 is 1 and half of 2: (1 + 1) / 1.5."""
    assert sample_of([4.0, 1.0, 3.0, 2.0]).lowest_mean(0.375) == pytest.approx((1 + 0.5 * 2) / 1.5)


def test_parts_are_samples_of_their_own() -> None:
    """One initiative's launch has the same answers alone as among the others."""
    values = np.random.default_rng(2).normal(size=(100, 3, 4))
    whole = sample_of(values)
    np.testing.assert_array_equal(whole[1].percentile(30), whole.percentile(30)[1])
    assert whole[1, 2].mean() == pytest.approx(values[:, 1, 2].mean())


def test_plain_standard_error_is_the_textbooks() -> None:
    """s / sqrt(n), where every trial is drawn by itself."""
    values = np.random.default_rng(3).normal(size=2500)
    assert sample_of(values).standard_error() == pytest.approx(values.std(ddof=1) / 50)


def test_ratio_error_of_equal_blocks_is_the_spread_of_their_means() -> None:
    """With equal counts the ratio estimator is nothing else."""
    sums = np.array([10.0, 12.0, 17.0])
    expected = (sums / 4).std(ddof=1) / math.sqrt(3)
    assert ratio_error(sums, np.full(3, 4.0)) == pytest.approx(expected)


def test_method_of_the_error_follows_the_sampling() -> None:
    """One block of a stratified sample has only an upper bound; two have block means; random needs neither."""
    assert ErrorBasis.of("random", 10_000).method == "sample"
    assert ErrorBasis.of("latin_hypercube", 1999).method == "upper_bound"
    assert ErrorBasis.of("latin_hypercube", 2000).method == "block_means"
    assert ErrorBasis.of("sobol", 2000).method == "block_means"


def test_block_means_see_how_much_better_stratified_blocks_are() -> None:
    """Latin hypercube of x: the mean of 20 blocks of 1,000 is off by 1 / sqrt(12 * 1000^3 * 20), far less than chance.

    Each value is its stratum plus a uniform share of it, so a block's mean has the variance 1 / (12 n^3).
    """
    values = blocks_of_uniforms(20, seed=4)
    error = float(sample_of(values, sampling="latin_hypercube").standard_error())
    exact = 1 / math.sqrt(12 * 1000**3 * 20)
    assert 0.5 * exact < error < 1.6 * exact  # 19 degrees of freedom: a chi-square 99.9 % range
    assert abs(values.mean() - 0.5) < 4 * error


def test_percentile_error_of_random_samples_is_the_asymptotic_one() -> None:
    """The median of n normals is off by sqrt(pi / 2 / n) (Cramer, sec. 28.5)."""
    values = np.random.default_rng(5).normal(size=40_000)
    assert sample_of(values).percentile_error(50) == pytest.approx(math.sqrt(math.pi / 2 / 40_000), rel=0.1)


def test_percentile_error_covers_what_repetition_shows() -> None:
    """P80 of sums of stratified uniforms: over 40 runs its spread is what each run says, within a factor of 1.5."""
    found, told = [], []
    for seed in range(40):
        values = sum(blocks_of_uniforms(10, seed=100 * seed + part) for part in range(3))
        sample = sample_of(values, sampling="latin_hypercube")
        found.append(float(sample.percentile(80)))
        told.append(float(sample.percentile_error(80)))
    assert 1 / 1.5 < np.std(found, ddof=1) / np.mean(told) < 1.5


def test_error_of_a_percentile_at_the_edge_of_never_uses_the_side_that_exists() -> None:
    """P50 of launches of which just over half come: no error can reach into "never", so the lower side is taken."""
    values = np.concatenate([np.linspace(1, 10, 505), np.full(495, np.nan)])
    launches = sample_of(values, missing="last")
    assert 0 < float(launches.percentile_error(50)) < 1
    assert np.isnan(launches.percentile_error(60))


@pytest.mark.parametrize("missing", ["omit", "last"])
@pytest.mark.parametrize("sampling", ["random", "latin_hypercube"])
def test_figures_side_by_side_are_what_each_is_alone(missing: Missing, sampling: str) -> None:
    """To the last bit, with 2,300 trials of two full blocks, a tenth, all or none of the values missing."""
    rng = np.random.default_rng(4)
    values = [rng.lognormal(10.0, 2.0, size=2300) for _ in range(4)]
    values[1][rng.random(2300) < 0.1] = math.nan
    values[2][:] = math.nan
    alone = [sample_of(one, missing, sampling) for one in values]
    together, percents = side_by_side(alone), (5.0, 50.0, 99.5)
    for number, sample in enumerate(alone):
        assert same_bits(together.mean()[number], sample.mean())
        assert same_bits(together.standard_error()[number], sample.standard_error())
        assert same_bits(together.missing_count()[number], sample.missing_count())
        for found, expected in zip(together.spread(percents), sample.spread(percents), strict=True):
            assert same_bits(found[:, number], expected)
