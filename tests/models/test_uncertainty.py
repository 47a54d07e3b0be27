"""Quantities: base values, support, scaling, equality, and life in other processes."""

import copy
import math
import multiprocessing
import pickle

import pytest

from models import metalog
from models.uncertainty import Certain, Discrete, Metalog, Normal, NotationError, Pert, Quantity, Spread


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("4", 4),
        ("3..5..9", 5),
        ("Tri(3, 5, 9)", 5),
        ("Uniform(3, 9)", 6),
        ("P10/50/90(3, 5, 9)", 5),
        ("Metalog(0.1: 3, 0.5: 5, 0.7: 6.5, 0.9: 9; low=0)", 5),
        ("Normal(10, 2)", 10),
        ("LogN(4, 9)", 6),
        ("Discrete(1: 0.3, 2: 0.7)", 2),
        ("Discrete(7: 0.4, 2: 0.2, 5: 0.4)", 7),
        ("Discrete(1: 0.3, 2: 0.4, 1: 0.3)", 1),
        ("Bernoulli(0.3)", 0.3),
        ("History(3, 5, 2, 8)", 4.5),
        ("120 -10 %/+30 %", 120),
        ("3..5..9 * 2 - 1", 9),
    ],
)
def test_base_value_is_the_one_the_contract_names(text: str, base: float) -> None:
    """Mode, middle percentile, likeliest value (equal values added up, the first of equals) or mean."""
    assert Quantity.parse(text).base == pytest.approx(base, rel=1e-12)


def test_base_of_a_throughput_is_its_mean_in_months() -> None:
    """Mean 36.67 x 1.233 / 4.5 = 10.05 weeks of work, half a week more to the end of the last one."""
    quantity = Quantity.parse("Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3, 5, 2, 8))")
    backlog, split = (30 + 4 * 35 + 50) / 6, (1 + 4 * 1.2 + 1.6) / 6
    assert quantity.base == pytest.approx((backlog * split / 4.5 + 0.5) * 12 * 7 / 365.2425, rel=1e-12)


def test_base_of_a_certain_throughput_counts_whole_weeks() -> None:
    """8 items at 3 a week take 3 weeks; 30 at 0.1 take 300 in spite of rounding."""
    assert Quantity.parse("Throughput(backlog=8, weekly=3)").base == pytest.approx(3 * 12 * 7 / 365.2425, rel=1e-12)
    assert Quantity.parse("Throughput(backlog=30, weekly=0.1)").base == pytest.approx(300 * 84 / 365.2425, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("4", (4, 4)),
        ("3..5..9", (3, 9)),
        ("3..5..9 * -2 + 1", (-17, -5)),
        ("3..5..9 * 0 + 1", (1, 1)),
        ("Normal(10, 2) * 0", (0, 0)),
        ("Normal(10, 2)", (-math.inf, math.inf)),
        ("LogN(3, 9) + 2", (2, math.inf)),
        ("P10/50/90(3, 5, 9; high=20)", (-math.inf, 20)),
        ("Discrete(1: 1, 9: 0)", (1, 1)),
        ("Bernoulli(0.3)", (0, 1)),
        ("Bernoulli(0)", (0, 0)),
        ("Bernoulli(1)", (1, 1)),
        ("History(3, 5, 2, 8)", (2, 8)),
        ("-100 -10 %/+30 %", (-110, -70)),
    ],
)
def test_bounds_are_the_least_and_greatest_possible_value(text: str, bounds: tuple[float, float]) -> None:
    """An outcome of probability 0 is not possible; a negative scale swaps the bounds."""
    assert Quantity.parse(text).bounds == bounds


def test_bounds_of_a_throughput() -> None:
    """Best 30 x 1 / 8, so 4 weeks, worst 50 x 2 / 2; weeks that can be empty have no worst."""
    month = 365.2425 / 84
    text = "Throughput(backlog=30..35..50, split=Uniform(1, 2), weekly=History({}))"
    assert Quantity.parse(text.format("2, 8")).bounds == pytest.approx((4 / month, 50 / month))
    assert Quantity.parse(text.format("0, 8")).bounds[1] == math.inf


def test_scaling_and_shifting_compose() -> None:
    """(x + 2) * 3 is x * 3 + 6: the draws stay, scale and shift change."""
    quantity = Quantity.parse("3..5..9").shifted(2).scaled(3)
    assert (quantity.distribution, quantity.scale, quantity.shift) == (Pert(3, 5, 9), 3, 6)
    assert quantity == Quantity.parse("3..5..9 * 3 + 6")


def test_a_certain_number_absorbs_scale_and_shift() -> None:
    """Equal numbers are equal quantities, however they came about; minus zero is zero."""
    assert Quantity.certain(4).scaled(1.5).shifted(1) == Quantity.certain(7)
    assert Quantity.certain(-0.0).text == "0"
    assert Quantity.certain(4).is_certain
    assert not Quantity.parse("3..5..9").is_certain


def test_a_quantity_cannot_be_changed() -> None:
    """Records share quantities, so a change would be everywhere."""
    quantity = Quantity.certain(4)
    with pytest.raises(AttributeError, match="immutable"):
        quantity.scale = 2.0
    with pytest.raises(AttributeError, match="immutable"):
        del quantity.scale


def test_equality_is_by_value() -> None:
    """Also as a member of a set; another type is never equal."""
    assert len({Quantity.parse("3..5..9"), Quantity.parse("PERT(3, 5, 9)"), Quantity.parse("3..5..9 + 1")}) == 2
    assert Quantity.certain(4) != 4


def test_copies_are_equal() -> None:
    """Also deep ones, of a record that holds it."""
    quantity = Quantity.parse("LogN(3, 9) * 1.2 + 2")
    assert copy.copy(quantity) == copy.deepcopy(quantity) == quantity
    assert eval(repr(quantity), {"Quantity": Quantity}) == quantity


def test_a_spawned_process_reads_a_pickled_quantity() -> None:
    """Workers are spawned: nothing but the pickle reaches them."""
    quantity = Quantity.parse("P10/50/90(3, 5, 9; low=0) * 1.2 + 2")
    assert pickle.loads(pickle.dumps(quantity)) == quantity
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_text_of, (quantity,)) == quantity.text


def _text_of(quantity: Quantity) -> str:
    return quantity.text


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 10**400, True, None, [3]])
def test_what_is_no_finite_number_is_refused(number: object) -> None:
    """Integers beyond all floats included."""
    with pytest.raises(NotationError):
        Quantity.parse(number)  # type: ignore[arg-type]


@pytest.mark.parametrize(("scale", "shift"), [(math.nan, 0), (math.inf, 0), (1, math.nan), (1, -math.inf), (1e308, 0)])
def test_scales_and_shifts_that_leave_no_finite_number_are_refused(scale: float, shift: float) -> None:
    """1e308 x 9 overflows."""
    with pytest.raises(NotationError):
        Quantity(Pert(3, 5, 9), scale, shift)
    with pytest.raises(NotationError):
        Quantity(Certain(9), scale, shift)


def test_scaling_to_infinity_is_refused() -> None:
    """A scenario that multiplies twice by 1e200."""
    with pytest.raises(NotationError, match="finite"):
        Quantity.parse("Normal(10, 2)").scaled(1e200).scaled(1e200)


def test_the_mean_of_a_metalog_without_a_middle_point_is_its_base() -> None:
    """Two terms are a logistic distribution, symmetric about 6."""
    assert Metalog(((0.1, 3.0), (0.9, 9.0))).base == pytest.approx(6, abs=1e-12)


def test_mean_and_variance_of_a_logistic_metalog() -> None:
    """Logistic of scale s = 6 / (2 ln 9): variance (pi s)^2 / 3."""
    points = ((0.1, 3.0), (0.9, 9.0))
    scale = 6 / (2 * math.log(9))
    assert metalog.mean(points) == pytest.approx(6, rel=1e-12)
    assert metalog.variance(points) == pytest.approx((math.pi * scale) ** 2 / 3, rel=1e-9)


def test_moments_of_a_log_logistic_metalog() -> None:
    """Two terms above 0 are log-logistic of shape 1/s, median m: mean m pi s / sin(pi s), second moment likewise."""
    points = ((0.1, 3.0), (0.9, 9.0))
    s, median = math.log(3) / (2 * math.log(9)), math.sqrt(27)
    mean = median * math.pi * s / math.sin(math.pi * s)
    second = median**2 * 2 * math.pi * s / math.sin(2 * math.pi * s)
    assert metalog.mean(points, 0.0) == pytest.approx(mean, rel=1e-9)
    assert metalog.variance(points, 0.0) == pytest.approx(second - mean**2, rel=1e-8)


def test_mean_of_a_very_heavy_metalog() -> None:
    """Log-logistic of s = 0.95, mean still finite: the tail beyond the grid holds most of it, the variance is not."""
    points = ((0.1, 9**-0.95), (0.9, 9**0.95))
    assert metalog.mean(points, 0.0) == pytest.approx(math.pi * 0.95 / math.sin(math.pi * 0.95), rel=1e-7)
    assert metalog.variance(points, 0.0) == math.inf


def test_an_upper_bound_mirrors_a_lower_one() -> None:
    """10 - x of a metalog below 10 is one above 0."""
    above, below = ((0.1, 1.0), (0.5, 2.0), (0.9, 5.0)), ((0.1, 5.0), (0.5, 8.0), (0.9, 9.0))
    assert metalog.mean(below, None, 10.0) == pytest.approx(10 - metalog.mean(above, 0.0), rel=1e-10)
    assert metalog.variance(below, None, 10.0) == pytest.approx(metalog.variance(above, 0.0), rel=1e-9)


def test_points_on_a_straight_line_within_bounds_make_a_distribution() -> None:
    """A uniform's metalog has no tails at all: slopes of truly zero are forgiven their rounding."""
    points = tuple((p / 10, float(p)) for p in (1, 4, 5, 9))
    assert metalog.fault(points, None, None) == ""
    assert metalog.mean(points) == pytest.approx(5, abs=1e-9)


def test_a_spread_is_a_pert_about_its_value() -> None:
    """120 +/- 10 % lies between 108 and 132."""
    assert Spread(120, 10, 10).pert == Pert(108, 120, 132)


def test_records_refuse_impossible_parameters_without_the_notation() -> None:
    """A record that exists is possible, also when code makes it."""
    with pytest.raises(NotationError):
        Normal(math.nan, 1)
    with pytest.raises(NotationError):
        Discrete(())
    with pytest.raises(NotationError):
        Pert(0, 1e160, 1e161)
