"""The fit of a Bass curve to observed sales."""

import json

import numpy as np
import pytest

from simulation.money.curves import fit_bass
from tests.cases import case_path


def test_video_recorders_in_the_united_states() -> None:
    """Sales of 1979 to 1988, as published: M 67,981, p 0.006594, q 0.6381."""
    case = json.loads(case_path("adoption/bass_vcr.json").read_text())
    expected, tolerance = case["expected"], case["tol_rel"]
    fit = fit_bass(np.array(case["sales"], dtype=float))
    assert fit == pytest.approx((expected["M"], expected["P"], expected["Q"]), rel=tolerance)


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.001, 0.9), (0.2, 0.05)])
def test_sales_within_periods_give_their_curve_back(p: float, q: float) -> None:
    """Exact sales of 12 periods, as the benefit curve counts them."""
    left = np.exp(-(p + q) * np.arange(13))
    sales = 8000 * np.diff((1 - left) / (1 + q / p * left))
    assert fit_bass(sales, observed="period") == pytest.approx((8000, p, q), rel=1e-4)


@pytest.mark.parametrize("sales", [[1.0, 2.0], [0.0, 0.0, 0.0], [1.0, -1.0, 2.0], [1.0, np.nan, 2.0]])
def test_sales_that_say_nothing_are_refused(sales: list[float]) -> None:
    """Too few, none, negative or missing."""
    with pytest.raises(ValueError, match="three periods"):
        fit_bass(np.array(sales))
