"""Counted samples against exact ones of the same trials."""

import numpy as np
import pytest

from simulation.counted import CountedSample
from simulation.exact import ExactSample
from simulation.samples import ErrorBasis, Missing, TrialsNotKept
from simulation.sketch import PILOT_TRIALS, Tally, bins_of, count, counts_of
from tests.simulation.stratified import blocks_of_uniforms

TRIALS = 40_000


def columns() -> np.ndarray:
    """Five sorts of figure: normal, heavy-tailed, whole numbers, 0/1, and one that is missing in 30 % of the trials."""
    random = np.random.default_rng(11)
    sometimes = np.where(random.random(TRIALS) < 0.3, np.nan, random.gamma(2.0, size=TRIALS))
    return np.stack(
        [
            random.normal(1e6, 1e5, TRIALS),
            random.standard_cauchy(TRIALS),
            random.poisson(4.0, TRIALS),
            random.random(TRIALS) < 0.02,
            sometimes,
        ],
        axis=1,
    ).astype(float)


def counted(values: np.ndarray, missing: Missing = "omit", sampling: str = "random") -> CountedSample:
    tally = Tally.empty(bins_of(values[:PILOT_TRIALS]), omit=missing == "omit")
    for first in range(0, len(values), 1000):
        tally.add(count(values[first : first + 1000], tally.bins))
    return CountedSample(tally, values.shape[1:], missing, ErrorBasis.of(sampling, len(values)))


def exact(values: np.ndarray, missing: Missing = "omit", sampling: str = "random") -> ExactSample:
    return ExactSample(values, missing, ErrorBasis.of(sampling, len(values)))


@pytest.mark.parametrize("missing", ["omit", "last"])
@pytest.mark.parametrize("percent", [1, 5, 10, 20, 50, 69, 80, 90, 99])
def test_percentiles_are_within_the_rank_error(missing: Missing, percent: float) -> None:
    """The exact percentiles at the rank one bin's share below and above enclose the counted one."""
    values = columns()
    sketch, whole = counted(values, missing), exact(values, missing)
    off = 100 * sketch.rank_error + 0.01
    low, high = whole.percentile(percent - off), whole.percentile(min(percent + off, 100))
    told = sketch.percentile(percent)
    assert (told >= low - 1e-9).all()
    assert (told <= high + 1e-9).all()


def test_rank_error_is_small() -> None:
    """512 bins closer in the tails: the widest holds under a half per cent of the trials."""
    assert counted(columns()).rank_error < 0.005


def test_values_that_come_often_are_exact() -> None:
    """Percentiles of whole numbers are whole numbers: each has a bin of its own."""
    values, percents = columns()[:, 2:4], (10, 50, 80, 90)
    np.testing.assert_array_equal(counted(values).percentiles(percents), exact(values).percentiles(percents))


@pytest.mark.parametrize("missing", ["omit", "last"])
@pytest.mark.parametrize("sampling", ["random", "latin_hypercube"])
def test_sums_lose_nothing(missing: Missing, sampling: str) -> None:
    """Mean, deviation, extremes, missing trials and the error of the mean are those of the values themselves."""
    values = columns()
    sketch, whole = counted(values, missing, sampling), exact(values, missing, sampling)
    for ask in ("mean", "deviation", "minimum", "maximum", "missing_count", "standard_error"):
        np.testing.assert_allclose(getattr(sketch, ask)(), getattr(whole, ask)(), rtol=1e-7, err_msg=ask)


@pytest.mark.parametrize("sampling", ["random", "latin_hypercube"])
def test_errors_of_percentiles_agree(sampling: str) -> None:
    """Within a tenth for the smooth figures: block counts at the edges say what block counts at the values say."""
    values = columns()[:, [0, 4]]
    sketch, whole = counted(values, "omit", sampling), exact(values, "omit", sampling)
    for percent in (10, 50, 80):
        np.testing.assert_allclose(sketch.percentile_error(percent), whole.percentile_error(percent), rtol=0.1)


def test_errors_see_stratification() -> None:
    """Counts of stratified uniforms hardly differ between blocks; the binomial formula would say 0.0025."""
    values = blocks_of_uniforms(40, seed=3)[:, None]
    sketch = counted(values, sampling="latin_hypercube")
    assert float(sketch.share_error(0.5)[0]) < 1e-4
    assert float(sketch.percentile_error(50)[0]) < 1e-4


@pytest.mark.parametrize("limit", [0.0, 3.0, 950_000.0])
def test_shares_agree(limit: float) -> None:
    """Among all trials, missing ones included; within the share of a bin."""
    values = columns()
    sketch, whole = counted(values), exact(values)
    np.testing.assert_allclose(sketch.share_at_most(limit), whole.share_at_most(limit), atol=sketch.rank_error)
    np.testing.assert_allclose(sketch.share_error(limit), whole.share_error(limit), rtol=0.05, atol=1e-5)


def test_tail_means_agree() -> None:
    """The mean of the worst 5 %, by bins, is within a per mille of the deviation of that by values."""
    values = columns()[:, [0, 4]]
    difference = counted(values).lowest_mean(0.05) - exact(values).lowest_mean(0.05)
    assert (np.abs(difference) < 1e-2 * exact(values).deviation()).all()


def test_parts_are_samples_of_their_own() -> None:
    """A figure of shape (5, 1) and its third row."""
    sketch = counted(columns()[:, :, None])
    assert sketch[2].shape == (1,)
    np.testing.assert_array_equal(sketch[2].percentile(80), sketch.percentile(80)[2])
    np.testing.assert_array_equal(sketch[2, 0].mean(), sketch.mean()[2, 0])


def test_values_of_single_trials_are_refused_with_the_reason() -> None:
    """Whoever wants them is told why they are not there and what to do."""
    with pytest.raises(TrialsNotKept, match="of 40,000 trials only counts were kept; run fewer"):
        _ = counted(columns()).values


def test_a_figure_that_is_always_missing() -> None:
    """Means are NaN, percentiles NaN or beyond the horizon, as for values."""
    nothing = np.full((12_000, 1), np.nan)
    assert np.isnan(counted(nothing).mean()).all()
    assert np.isnan(counted(nothing).percentile(50)).all()
    assert np.isinf(counted(nothing, "last").percentile(50)).all()
    assert np.isnan(counted(nothing).minimum()).all()


def test_elements_have_bins_of_their_own() -> None:
    """Of 150 elements, found side by side some at a time, each has the bins and counts of that element alone."""
    rng = np.random.default_rng(8)
    values = np.where(rng.random((2500, 150)) < 0.2, np.nan, rng.normal(size=(2500, 150)).round(1))
    values[:, 70], values[:, 71] = np.nan, 3.0
    together = bins_of(values)
    for element in (0, 63, 64, 70, 71, 149):
        alone = bins_of(values[:, element])
        assert alone.edges.tobytes() == together.edges[element].tobytes()
        assert alone.centre.tolist() == [together.centre[element]]
    parts = list(counts_of(values, together, 1000))
    assert [part.trials for part in parts] == [1000, 1000, 500]
    for part, first in zip(parts, (0, 1000, 2000), strict=True):
        assert part.counts.tobytes() == count(values[first : first + 1000], together).counts.tobytes()
        assert part.counts.sum(axis=1)[[70, 71]].tolist() == [0, part.trials]
