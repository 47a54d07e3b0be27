"""An uncertain length keeps its kind of notation and its proportions, whatever it is stretched to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pages.initiative.stretch import stretched
from models.uncertainty import Quantity


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("4", 6, "6"),
        ("2..3..5", 4.5, "3..4.5..7.5"),
        ("PERT(2, 4, 8, 3)", 2, "PERT(1, 2, 4, 3)"),
        ("Tri(2, 4, 8)", 6, "Tri(3, 6, 12)"),
        ("Uniform(2, 4)", 6, "Uniform(4, 8)"),
        ("P10/50/90(2, 4, 8; low=0)", 2, "P10/50/90(1, 2, 4; low=0)"),
        ("Metalog(0.1: 2, 0.5: 4, 0.9: 8; low=1, high=20)", 8, "Metalog(0.1: 4, 0.5: 8, 0.9: 16; low=2, high=40)"),
        ("Normal(4, 1)", 8, "Normal(8, 2)"),
        ("LogN(2, 8)", 2, "LogN(1, 4)"),
        ("4 +/- 10 %", 5, "5 +/- 10 %"),
        ("4 -10 %/+30 %", 2, "2 -10 %/+30 %"),
        ("Discrete(2: 0.6, 4: 0.4)", 3, "Discrete(3: 0.6, 6: 0.4)"),
        ("History(2, 4)", 6, "History(4, 8)"),
        ("Bernoulli(0.5)", 1, "Bernoulli(0.5) * 2"),
        ("2..3..5 * 2 + 1", 14, "4..6..10 * 2 + 2"),
    ],
)
def test_all_numbers_are_scaled_in_the_same_notation(text: str, base: float, expected: str) -> None:
    """For instance 2..3..5 to 4.5: all times 1.5.  Percentages and probabilities are shapes, and stay."""
    made = stretched(Quantity.parse(text), base)
    assert made.text == Quantity.parse(expected).text
    assert made.base == pytest.approx(base)


def test_of_a_throughput_the_backlog_is_scaled() -> None:
    """The base counts half a week beside the backlog, so its factor is not quite the ratio; split and pace stay."""
    before = Quantity.parse("Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3, 5, 2, 8))")
    made = stretched(before, 2 * before.base)
    assert made.base == pytest.approx(2 * before.base, rel=1e-3)
    assert made.text.endswith("split=1..1.2..1.6, weekly=History(3, 5, 2, 8))")


def test_numbers_are_rounded_to_four_digits() -> None:
    """2.5..3..4.5 to 3.25: times 1.08333...; 2.708333 is written 2.708."""
    assert stretched(Quantity.parse("2.5..3..4.5"), 3.25).text == "2.708..3.25..4.875"


def test_rounding_never_makes_a_quantity_impossible() -> None:
    """In four digits 1.00001 and 1.00002 are one number; Uniform(1, 1) would be refused, so they are not rounded."""
    made = stretched(Quantity.parse("Uniform(1.00001, 1.00002)"), 2.00003)
    assert made.bounds[0] < made.bounds[1]
    assert made.base == pytest.approx(2.00003)


def test_a_likeliest_length_of_nothing_cannot_be_stretched() -> None:
    with pytest.raises(ValueError, match="cannot be stretched"):
        stretched(Quantity.parse("0..0..3"), 2)


@given(
    numbers=st.tuples(*[st.floats(0.1, 20)] * 3).map(sorted).filter(lambda three: three[2] - three[0] > 0.05),
    base=st.floats(0.25, 60),
)
def test_the_range_keeps_its_proportions(numbers: list[float], base: float) -> None:
    """High / low is the same before and after, up to the four digits that numbers are rounded to."""
    low, mode, high = numbers
    made = stretched(Quantity.parse(f"{low!r}..{mode!r}..{high!r}"), base)
    assert made.bounds[1] / made.bounds[0] == pytest.approx(high / low, rel=2e-3)
    assert made.base == pytest.approx(base, rel=1e-3)
