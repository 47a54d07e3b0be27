"""Metalogs fitted to data and drawn from in bulk."""

import math

import numpy as np
import pytest
from scipy import stats

from models import metalog as exact
from simulation.sampling.metalog import fit_metalog, metalog_quantile
from tests.cases import case_path


def test_fish_lengths() -> None:
    """A published fit: nine terms within [0, 60] have the quartiles 7.241, 9.840 and 12.063."""
    lengths = np.loadtxt(case_path("distributions/fishSize.csv"), skiprows=1)
    fit = fit_metalog(lengths, 9, 0, 60)
    assert fit.quantile(np.array([0.25, 0.5, 0.75])) == pytest.approx([7.241, 9.840, 12.063], abs=1e-3)


def test_a_logistic_sample_gives_a_logistic() -> None:
    """Two terms on exact logistic quantiles: location and scale come back, for few values and for many.

    Condensing many to interpolated percentiles costs some 0.1 % of the scale.
    """
    for count in (20, 100):
        values = stats.logistic(6, 2).ppf((np.arange(count) + 0.5) / count)
        assert fit_metalog(values, 2).coefficients == pytest.approx((6, 2), rel=1e-12)
    many = stats.logistic(6, 2).ppf((np.arange(20_000) + 0.5) / 20_000)
    assert fit_metalog(many, 2).coefficients == pytest.approx((6, 2), rel=2e-3)


def test_as_many_terms_as_values_pass_through_them() -> None:
    """The least-squares fit is then the interpolation, with bounds too."""
    values = np.array([3.0, 4.5, 6.0])
    fit = fit_metalog(values, 3, low=0.0)
    assert fit.quantile(np.array([1 / 6, 1 / 2, 5 / 6])) == pytest.approx(values, rel=1e-10)


@pytest.mark.parametrize("terms", range(2, 17))
def test_bulk_and_exact_evaluation_agree(terms: int) -> None:
    """The arrays regroup the same sum; coefficients of 1, 1/2, 1/3, ... take part with every term."""
    weights = [1 / (index + 1) for index in range(terms)]
    logits = [-9.0, -1.0, 0.0, 0.3, 8.0]
    u = np.array([1 / (1 + math.exp(-logit)) for logit in logits])
    assert metalog_quantile(weights, u) == pytest.approx([exact.at(weights, logit) for logit in logits], rel=1e-9)


@pytest.mark.parametrize("terms", range(2, 17))
def test_slopes_are_the_derivatives_of_the_basis(terms: int) -> None:
    """Central differences at step 1e-6, good to 1e-8 or so."""
    for logit in (-5.0, -0.4, 0.0, 2.0):
        above, below = exact.basis(logit + 1e-6, terms), exact.basis(logit - 1e-6, terms)
        differences = [(up - down) / 2e-6 for up, down in zip(above, below, strict=True)]
        assert exact.slope_basis(logit, terms) == pytest.approx(differences, abs=1e-8)


@pytest.mark.parametrize(
    ("values", "terms", "bounds", "message"),
    [
        ([1.0, 2.0], 3, (None, None), "at least as many values"),
        ([1.0, 2.0, 3.0], 1, (None, None), "2 to 16 terms"),
        ([1.0, 2.0, math.nan], 2, (None, None), "finite"),
        ([1.0, 2.0, 3.0], 2, (1.0, None), "strictly within"),
        ([1.0, 2.0, 3.0], 2, (None, 3.0), "strictly within"),
        ([0.0, 0.01, 9.0], 3, (None, None), "use fewer"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    values: list[float], terms: int, bounds: tuple[float | None, float | None], message: str
) -> None:
    """Too few values, values that are none or beyond the bounds, and fits whose density would be negative."""
    with pytest.raises(ValueError, match=message):
        fit_metalog(np.array(values), terms, *bounds)
