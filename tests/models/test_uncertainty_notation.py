"""The notation of quantities: what is read, what is printed, and what is refused with good advice."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.uncertainty import (
    Bernoulli,
    Certain,
    Discrete,
    Distribution,
    History,
    LogNormal,
    Metalog,
    Normal,
    NotationError,
    Pert,
    Quantity,
    Spread,
    Throughput,
    Triangular,
    Uniform,
)

THREE_POINTS = ((0.1, 3.0), (0.5, 5.0), (0.9, 9.0))


@pytest.mark.parametrize(
    ("text", "distribution", "printed"),
    [
        ("4", Certain(4), "4"),
        (" -0.10 ", Certain(-0.1), "-0.1"),
        ("\u22124", Certain(-4), "-4"),
        ("+4", Certain(4), "4"),
        (".5", Certain(0.5), "0.5"),
        ("1E3", Certain(1000), "1000"),
        ("2.5e-7", Certain(2.5e-7), "2.5e-07"),
        ("1e300", Certain(1e300), "1e+300"),
        ("12 %", Certain(0.12), "0.12"),
        ("1.1%", Certain(0.011), "0.011"),
        ("4 * 1.5 + 1", Certain(7), "7"),
        ("100 - 5", Certain(95), "95"),
        ("3..5..9", Pert(3, 5, 9), "3..5..9"),
        (" 3 .. 5 .. 9 ", Pert(3, 5, 9), "3..5..9"),
        ("-5..-3..-1", Pert(-5, -3, -1), "-5..-3..-1"),
        ("0.5...75..1.5", Pert(0.5, 0.75, 1.5), "0.5..0.75..1.5"),
        ("3 %..5 %..9 %", Pert(0.03, 0.05, 0.09), "0.03..0.05..0.09"),
        ("pert(3, 5, 9)", Pert(3, 5, 9), "3..5..9"),
        ("PERT(3,5,9,6)", Pert(3, 5, 9, 6), "PERT(3, 5, 9, 6)"),
        ("3..3..9", Pert(3, 3, 9), "3..3..9"),
        ("TRI(3, 5, 9)", Triangular(3, 5, 9), "Tri(3, 5, 9)"),
        ("uniform ( 3 , 9 )", Uniform(3, 9), "Uniform(3, 9)"),
        ("P10/50/90(3, 5, 9)", Metalog(THREE_POINTS), "P10/50/90(3, 5, 9)"),
        ("p10 / 50 / 90(3, 5, 9; LOW=0)", Metalog(THREE_POINTS, 0), "P10/50/90(3, 5, 9; low=0)"),
        ("P10/50/90(3,5,9;high=40,low=0)", Metalog(THREE_POINTS, 0, 40), "P10/50/90(3, 5, 9; low=0, high=40)"),
        ("metalog(0.1: 3, 50 %: 5, 0.9: 9)", Metalog(THREE_POINTS), "P10/50/90(3, 5, 9)"),
        (
            "Metalog(0.05: 3, 0.95: 9; high=20)",
            Metalog(((0.05, 3), (0.95, 9)), None, 20),
            "Metalog(0.05: 3, 0.95: 9; high=20)",
        ),
        ("Normal(10, 2)", Normal(10, 2), "Normal(10, 2)"),
        ("logn(3, 9)", LogNormal(3, 9), "LogN(3, 9)"),
        ("Discrete(1: 0.3, 2: 70 %)", Discrete(((1, 0.3), (2, 0.7))), "Discrete(1: 0.3, 2: 0.7)"),
        ("Bernoulli(0.3)", Bernoulli(0.3), "Bernoulli(0.3)"),
        ("History(3,5,2,8)", History((3, 5, 2, 8)), "History(3, 5, 2, 8)"),
        ("120 +/- 10 %", Spread(120, 10, 10), "120 +/- 10 %"),
        ("120±10%", Spread(120, 10, 10), "120 +/- 10 %"),
        ("120 -10 %/+30 %", Spread(120, 10, 30), "120 -10 %/+30 %"),
        ("120 - 10% / + 0%", Spread(120, 10, 0), "120 -10 %/+0 %"),
        (
            "throughput(weekly=History(3,5), Backlog=30..35..50)",
            Throughput(Pert(30, 35, 50), Certain(1), History((3, 5))),
            "Throughput(backlog=30..35..50, split=1, weekly=History(3, 5))",
        ),
        (
            "Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3,5,2,8))",
            Throughput(Pert(30, 35, 50), Pert(1, 1.2, 1.6), History((3, 5, 2, 8))),
            "Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3, 5, 2, 8))",
        ),
    ],
)
def test_every_form_is_read_and_printed_canonically(text: str, distribution: Distribution, printed: str) -> None:
    """Case and blanks do not matter; what is printed is read back as the same."""
    quantity = Quantity.parse(text)
    assert quantity == Quantity(distribution)
    assert quantity.text == printed
    assert Quantity.parse(printed) == quantity


@pytest.mark.parametrize(
    ("text", "scale", "shift"),
    [
        ("LogN(3, 9) * 1.2 + 2", 1.2, 2),
        ("3..5..9 * 0.85", 0.85, 0),
        ("3..5..9 - 2", 1, -2),
        ("120 +/- 10 % * 2 - 3", 2, -3),
        ("120 -10 %/+30 % * 2", 2, 0),
        ("Normal(10, 2) * -1e-3 + 1e+2", -1e-3, 100),
    ],
)
def test_scale_and_shift_follow_the_distribution(text: str, scale: float, shift: float) -> None:
    """The suffix of scenarios, in any of the forms."""
    quantity = Quantity.parse(text)
    assert (quantity.scale, quantity.shift) == (scale, shift)
    assert Quantity.parse(quantity.text) == quantity


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "There is no number"),
        ("   ", "There is no number"),
        ("1,000", "no thousands separators"),
        ("1 000", "no thousands separators"),
        ("1'000", "no thousands separators"),
        ("1_000", "no thousands separators"),
        ("1,5", "decimal point"),
        ("History(1,000, 2,000)", "no thousands separators"),
        ("Normal(1,5, 2)", "commas separate"),
        ("5 months", "'months'"),
        ("1.5.2", "the end is expected"),
        ("5.", "the end is expected"),
        ("three", "is no distribution"),
        ("Foo(3)", "there are PERT, Tri"),
        ("nan", "finite"),
        ("-inf", "a number is expected"),
        ("Infinity", "finite"),
        ("1e999", "too large"),
        ("1e999999999", "too large"),
        ("3..9", r"Uniform\(3, 9\)"),
        ("3..5..9..12", "the end is expected"),
        ("1-4", r"For a range write 1\.\.2\.5\.\.4, with .* Uniform\(1, 4\); for the difference -3"),
        ("1 - 4", r"Uniform\(1, 4\)"),
        ("1 \u2013 4", r"Uniform\(1, 4\)"),
        ("1 to 4", r"Uniform\(1, 4\)"),
        ("3-5-9", r"Uniform\(3, 5\)"),
        ("8-9 %", r"Uniform\(0\.08, 0\.09\)"),
        ("20%-30%", r"Uniform\(0\.2, 0\.3\)"),
        ("Throughput(backlog=30-50, weekly=3)", r"Uniform\(30, 50\)"),
        ("3..5..9 %", "% after each"),
        ("9..5..3", "must increase"),
        ("3..9..5", "must increase"),
        ("5..5..5", "plain number"),
        ("PERT(3, 5, 9, 0)", "lambda"),
        ("PERT(3, 5, 9, -4)", "lambda"),
        ("PERT(3, 5, 9, 1e6)", "lambda"),
        ("PERT(3, 5)", "3 or 4 numbers"),
        ("Tri(5, 5, 5)", "plain number"),
        ("Tri(5, 3, 9)", "must increase"),
        ("Uniform(9, 3)", "less than"),
        ("Uniform(3, 3)", "less than"),
        ("Uniform(3, 9", r"'\)' is expected"),
        ("Uniform 3, 9", r"'\(' is expected"),
        ("Normal(10, 0)", "must be positive"),
        ("Normal(10, -2)", "must be positive"),
        ("Normal(1e200, 1)", "too large"),
        ("LogN(9, 3)", "positive and increase"),
        ("LogN(0, 3)", "positive and increase"),
        ("LogN(-3, 3)", "positive and increase"),
        ("LogN(1e-100, 1e100)", "too far apart"),
        ("P10/50/90(3, 5)", "3 numbers"),
        ("P10/50/90(5, 3, 9)", "values must increase"),
        ("P10/50/90(1, 2, 30)", "density would be negative"),
        ("P10/50/90(1, 10, 100; low=0)", "mean is infinite"),
        ("P10/50/90(-100, -10, -1; high=0)", "add a bound, such as low="),
        ("P10/50/90(3, 5, 9; low=4)", "below all values"),
        ("P10/50/90(3, 5, 9; high=9)", "above all values"),
        ("P10/50/90(3, 5, 9; foo=9)", "low= or high="),
        ("P10/50/90(3, 5, 9; low=0, low=1)", "high="),
        ("Metalog(0.5: 3)", "2 to 16 points"),
        ("Metalog(0: 3, 0.5: 5)", "between 0 and 1"),
        ("Metalog(0.5: 3, 0.1: 5)", "probabilities must increase"),
        ("Metalog(0.1: 3, 0.1: 5)", "probabilities must increase"),
        ("Metalog(0.1, 3)", "':'"),
        ("Discrete()", "a number is expected"),
        ("Discrete(1: 0.3, 2: 0.6)", "sum to 1, here to 0.9"),
        ("Discrete(1: 1.2, 2: -0.2)", "negative"),
        ("Bernoulli(1.2)", "between 0 and 1"),
        ("Bernoulli(-0.1)", "between 0 and 1"),
        ("History()", "a number is expected"),
        ("120 +/- 10", "'%' is expected"),
        ("120 +/- 0 %", "difference"),
        ("120 +/- -10 %", "second sign"),
        ("0 +/- 10 %", "of 0 is nothing"),
        ("120 - 10 %", r"120 -10 %/\+30 %"),
        ("120 -10 %/30 %", r"'\+' is expected"),
        ("Throughput(weekly=3)", "backlog= and weekly="),
        ("Throughput(30, 1, 3)", "backlog="),
        ("Throughput(backlog=Throughput(backlog=3, weekly=1), weekly=1)", "cannot be throughputs"),
        ("Throughput(backlog=Normal(50, 5), weekly=3)", "backlog must never be negative"),
        ("Throughput(backlog=50, split=0..1..2, weekly=3)", "split must always"),
        ("Throughput(backlog=50, split=-1, weekly=3)", "split must always"),
        ("Throughput(backlog=50, weekly=0)", "nor always 0"),
        ("Throughput(backlog=50, weekly=History(0, 0))", "nor always 0"),
        ("Throughput(backlog=50, weekly=-1..2..3)", "nor always 0"),
        ("Throughput(backlog=1e9, weekly=3)", "over a century"),
        ("3..5..9 * nan", "a factor is expected"),
        ("3..5..9 * 1e300 * 2", "the end is expected"),
    ],
)
def test_what_cannot_be_is_refused_with_advice(text: str, advice: str) -> None:
    """Each message says what is wrong or what would be right."""
    with pytest.raises(NotationError, match=advice):
        Quantity.parse(text)


def test_the_message_names_the_field() -> None:
    """So that a list of faults can be read without its form."""
    with pytest.raises(NotationError, match=r"^duration: .*Uniform"):
        Quantity.parse("3..9", field="duration")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 19_000,
        "9" * 19_999,
        " " * 19_999 + "x",
        "1" + " " * 19_000 + "-",
        "Throughput(backlog=" * 1000,
        "History(" + "1," * 9_000,
        "0." * 9_000,
        "1 - " + "." * 19_000 + "%",
    ],
)
@pytest.mark.timeout(30)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    """Milliseconds for an honest reader, for ever for one that tries all ways to read it."""
    with pytest.raises(NotationError):
        Quantity.parse(text)


def test_text_beyond_20_000_characters_is_refused_on_the_way_in_and_out() -> None:
    """What could not be read again must not be made: 5,000 values of six characters each."""
    with pytest.raises(NotationError, match="20000 characters"):
        Quantity.parse("1" + " " * 20_000)
    with pytest.raises(NotationError, match="20000 characters"):
        Quantity(History((0.125,) * 5000))


NUMBERS = st.floats(-1e140, 1e140).map(lambda number: number + 0.0)
POSITIVE = st.floats(1e-140, 1e140)


@st.composite
def _distributions(draw: st.DrawFn) -> Distribution:
    """Any distribution whose parameters are possible, of any magnitude."""
    low, mode, high = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3, unique=True)))
    ends = sorted(draw(st.lists(st.floats(1, 1e6), min_size=2, max_size=2, unique=True)))
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=5))
    return draw(
        st.sampled_from(
            [
                Certain(low),
                Pert(low, mode, high, draw(st.floats(0.01, 1000))),
                Pert(low, low, high),
                Triangular(low, mode, high),
                Uniform(low, high),
                Metalog(((draw(st.floats(0.01, 0.4)), ends[0]), (draw(st.floats(0.6, 0.99)), ends[1])), draw(_BOUND)),
                Normal(low, draw(POSITIVE)),
                LogNormal(ends[0], ends[1]),
                Discrete(tuple((draw(NUMBERS), weight / sum(weights)) for weight in weights)),
                Bernoulli(draw(st.floats(0, 1))),
                History(tuple(draw(st.lists(NUMBERS, min_size=1, max_size=9)))),
                Spread(draw(POSITIVE), draw(st.floats(0.1, 300)), draw(st.floats(0, 300))),
                Throughput(Uniform(*ends), Pert(1, draw(st.floats(1, 2)), 3), History((draw(st.floats(1e6, 1e9)),))),
            ]
        )
    )


_BOUND = st.one_of(st.none(), st.floats(-1e8, -1e7))  # nearer bounds make tails so long that the mean is infinite


@given(_distributions(), st.floats(-1e6, 1e6), NUMBERS)
def test_the_round_trip_is_exact(distribution: Distribution, scale: float, shift: float) -> None:
    """Bit for bit, for floats of any magnitude; also in capitals and without blanks."""
    quantity = Quantity(distribution, scale, shift)
    assert Quantity.parse(quantity.text) == quantity
    assert Quantity.parse(quantity.text.upper()) == quantity
    assert Quantity.parse(quantity.text.replace(" ", "")) == quantity
    assert Quantity.parse(quantity.text).text == quantity.text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_printed_so_that_it_reads_back(number: float) -> None:
    """Denormals and the greatest float included; the text is never longer than Python's own."""
    quantity = Quantity.certain(number)
    assert Quantity.parse(quantity.text) == quantity
    assert len(quantity.text) <= len(repr(number))


@given(st.text(alphabet="0123456789.+-/*%()=:;,eE PERTMetalogHistoryLowHighNormal\u00a0±", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Never another error, and what is read can be printed and read again."""
    try:
        quantity = Quantity.parse(text)
    except NotationError:
        return
    assert Quantity.parse(quantity.text) == quantity
