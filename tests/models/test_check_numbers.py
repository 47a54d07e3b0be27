"""What the rules compute by: matrices that may be correlations, tails of distributions, circles of a graph."""

import pytest

from models.check.dependence import is_semidefinite
from models.check.graph import circles
from models.check.numbers import tails
from tests.portfolios import q


@pytest.mark.parametrize(
    ("rho", "possible"),
    [(-0.49, True), (-0.5, True), (-0.51, False), (1.0, True)],
)
def test_three_equal_correlations_are_possible_down_to_minus_a_half(rho: float, possible: bool) -> None:
    """The smallest eigenvalue of three equal correlations is 1 + 2 rho (or 1 - rho)."""
    assert is_semidefinite({("a", "b"): rho, ("b", "c"): rho, ("a", "c"): rho}) is possible


def test_tails_are_the_percentiles_of_the_normal() -> None:
    """Mean 10, deviation 2, times -1 plus 30: 20 -+ 3.0902 x 2."""
    low, high = tails(q("Normal(10, 2)").scaled(-1).shifted(30))
    assert (low, high) == pytest.approx((20 - 6.180464, 20 + 6.180464), abs=1e-5)


def test_tails_of_a_metalog_pass_its_own_points() -> None:
    """Given at 0.1 % and 99.9 % themselves, those points are the tails."""
    low, high = tails(q("Metalog(0.001: 1, 0.5: 5, 0.999: 9)"))
    assert (low, high) == pytest.approx((1, 9))


def test_circles_do_not_share_members() -> None:
    """Two separate circles are both found; what hangs on them is not part of them."""
    found = circles({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"], "e": ["a"], "f": ["gone"]})
    assert sorted("".join(sorted(set(circle))) for circle in found) == ["ab", "cd"]
