"""One cell: what people type becomes the value they mean, or a message that says what would be right."""

import math
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.cells import CellError, CellTrouble, Raw, is_blank, read_cell, write_cell
from app.exchange.numbers import plain_number
from app.exchange.safety import escape_controls, protect, unescape_controls, unprotect
from app.exchange.sheets import CellKind, Column
from models.decision import ForecastFigure
from models.initiative import Crew, Link
from models.uncertainty import Quantity
from tests.portfolios import q


def column(cell: CellKind, **other: Any) -> Column:
    """A column of a kind."""
    return Column("Title", "field", cell, **other)


def read(cell: CellKind, raw: Raw, **other: Any) -> Any:
    """What a cell of a kind is read as."""
    return read_cell(column(cell, **other), raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1,200.50", 1200.5),
        ("1.200,50", 1200.5),
        ("1,200,000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1 200 000", 1_200_000),
        ("1\u00a0200\u202f000,5", 1_200_000.5),
        ("1'200.5", 1200.5),
        ("0,850", 0.85),  # no group of thousands begins with 0
        ("1234,567", 1234.567),  # nor has it four digits in front
        ("12,5", 12.5),
        ("12 %", 0.12),
        ("12,5%", 0.125),
        ("\u22125", -5),
        (" 7 ", 7),
        ("007", 7),
        ("1e3", 1000),
        (True + 1.5, 2.5),
        (0.12, 0.12),
    ],
)
def test_numbers_as_people_write_them(raw: Raw, value: float) -> None:
    """Grouped thousands, decimal commas and percentages are read where they can mean one thing only."""
    assert read("number", raw) == pytest.approx(value, rel=1e-15)
    assert read("quantity", raw) == Quantity.certain(value)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("1,200", "1200 or 1.2"),
        ("12,345 %", "12345 or 12.345"),
        ("€ 1,200.50", "write the number alone, such as 1200.50"),
        ("5 EUR", "write the number alone, such as 5"),
        ("many", "many"),
        (True, "not a number"),
        (date(2027, 3, 1), "2027-03-01"),
        (float("inf"), "too large"),
        (10**400, "too large"),
        ("1e999", "too large"),
        (CellTrouble("the cell shows #DIV/0!; mend it"), "#DIV/0!"),
    ],
)
@pytest.mark.parametrize("cell", ["number", "quantity"])
def test_what_is_no_single_number_is_refused_with_a_remedy(cell: CellKind, raw: Raw, said: str) -> None:
    """An ambiguous number is never guessed; the message shows both readings."""
    with pytest.raises(CellError) as refused:
        read(cell, raw)
    assert said in str(refused.value)


def test_ranges_are_read_in_the_notation() -> None:
    """An uncertain cell holds any text of the notation; odd spaces around it do not matter."""
    assert read("quantity", "\u00a03..5..9 ") == q("3..5..9")
    assert read("quantity", "7 %..8 %..9 %") == q("0.07..0.08..0.09")
    with pytest.raises(CellError, match="low, a likeliest and a high"):
        read("quantity", "3..5")


@pytest.mark.parametrize(
    "raw",
    [
        "2027-03", "2027-03-15", "2027/3", "03/2027", "3/2027", "Mar 2027", "March 2027", "mar-2027",
        "2027-03-01 00:00:00",
        date(2027, 3, 31), datetime(2027, 3, 1),
    ],
)  # fmt: skip
def test_months_in_many_forms(raw: Raw) -> None:
    """A month or a day of it, as a text or a date cell."""
    assert read("month", raw) == "2027-03"


@pytest.mark.parametrize(
    "raw", ["2027", "13/2027", "2027-13", "03/04/2027", "Mai 2027", 46000.0, True, time(3), "Mar 27"]
)
def test_what_is_no_month_or_two_is_refused(raw: Raw) -> None:
    """Day and month are never guessed, nor the century."""
    with pytest.raises(CellError, match="such as 2027-03"):
        read("month", raw)


def test_ids_that_a_spreadsheet_changed() -> None:
    """A number is the id as it is shown; a date cannot be turned back, and the message says how to avoid it."""
    assert read("id", 12.0) == "12"
    assert read("id", " atlas ") == "atlas"
    with pytest.raises(CellError, match="made from an id by the spreadsheet"):
        read("id", datetime(2027, 3, 1))
    with pytest.raises(CellError, match="letters, digits"):
        read("id", "two words")


def test_whole_numbers_flags_and_choices() -> None:
    """Case, spaces and punctuation of choices do not matter; halves are no whole numbers."""
    assert read("whole", 3.0) == 3
    assert read("whole", "9223372036854775807") == 2**63 - 1
    with pytest.raises(CellError, match="not a whole number"):
        read("whole", 3.5)
    assert [read("flag", raw) for raw in ("Yes", "FALSE", True, 0, "n")] == [True, False, True, False, False]
    with pytest.raises(CellError, match="yes or no"):
        read("flag", "maybe")
    assert read("choice", " S Curve", choices=("ramp", "s_curve")) == "s_curve"
    with pytest.raises(CellError, match='did you mean "ramp"'):
        read("choice", "rampe", choices=("ramp", "s_curve"))


def test_texts_take_whatever_stands_there() -> None:
    """A text keeps its spaces; numbers, booleans and dates are taken as they are shown."""
    assert [read("text", raw) for raw in ("  a ", 7.0, 0.5, True)] == ["  a ", "7", "0.5", "TRUE"]
    assert read("text", date(2027, 3, 15)) == "2027-03-15"
    assert read("day", datetime(2027, 3, 15)) == "2027-03-15"
    with pytest.raises(CellError, match="format the cell as text"):
        read("text", timedelta(hours=1))


def test_periods_keep_texts_and_turn_dates_into_months() -> None:
    """``FY28`` stays; what is surely a month is written as one."""
    assert [read("period", raw) for raw in ("FY28-Q1", "Mar 2028", date(2028, 3, 1))] == [
        "FY28-Q1",
        "2028-03",
        "2028-03",
    ]
    assert write_cell(column("period"), "Mar 2028") == "'Mar 2028"  # so that it is read back as it was
    assert read("period", "'Mar 2028") == "Mar 2028"


def test_crews() -> None:
    """Teams with people and, after ``=``, person-months; parentheses protect separators."""
    text = "platform 2; web 1.5 = P10/50/90(3, 5, 9; low=0)"
    crew = (Crew(team="platform", fte=2.0), Crew(team="web", fte=1.5, effort=q("P10/50/90(3, 5, 9; low=0)")))
    assert read("crew", text) == crew
    assert write_cell(column("crew"), crew) == text
    for wrong in ("platform", "platform two", "platform 2 = ", "2 platform", "platform 1,200"):
        with pytest.raises(CellError):
            read("crew", wrong)


def test_links() -> None:
    """Stages by id, initiatives by kind and id, lags after ``+``; ``none`` is no predecessor."""
    links = (Link(stage="design"), Link(stage="build", lag=q("0..1..2")), Link(initiative="atlas", lag=q(1)))
    assert read("links", "design; Stage: build + 0..1..2; initiative:atlas + 1") == links
    assert read("links", "None") == ()
    assert write_cell(column("links"), ()) == "none"
    assert write_cell(column("links"), (Link(stage="none"),)) == "stage:none"
    assert read("links", "stage:none") == (Link(stage="none"),)
    with pytest.raises(CellError, match="not a predecessor"):
        read("links", "design +")
    with pytest.raises(CellError, match="either a stage or an initiative"):
        write_cell(column("links"), (Link(),))


def test_figures() -> None:
    """Metrics may be called anything."""
    figures = (
        ForecastFigure(metric='odd; "one" = |', p10=1, p50=2, p80=3, p90=4),
        ForecastFigure(metric="npv", p10=-1.5, p50=2, p80=3, p90=4, outcome=0),
    )
    text = write_cell(column("figures"), figures)
    assert read("figures", text) == figures
    assert read("figures", "npv=1|2|3|4") == (ForecastFigure(metric="npv", p10=1, p50=2, p80=3, p90=4),)
    with pytest.raises(CellError, match="P10"):
        read("figures", "npv = 1 | 2")


def test_lists_of_numbers() -> None:
    """A single number needs no separator and may be a number cell."""
    assert read("numbers", "1; 0,5; 2 ;") == (1, 0.5, 2)
    assert read("numbers", 1.0) == (1.0,)
    assert read("quantities", "5; 3..5..9") == (q(5), q("3..5..9"))
    assert read("names", " a ;; b") == ("a", "b")
    with pytest.raises(CellError, match='"x" is not a number'):
        read("numbers", "1; x")


@given(st.text(max_size=20) | st.integers() | st.booleans() | st.floats(-1e300, 1e300, allow_nan=False) | st.none())
def test_override_values_keep_their_type(value: Any) -> None:
    """Text that looks like a number or a truth value is marked, so that it stays a text."""
    cell = write_cell(column("scalar"), value)
    back = None if cell is None else read("scalar", cell)
    assert back == value
    assert type(back) is type(value) or isinstance(value, float)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_so_that_15_digits_keep_them(value: float) -> None:
    """Spreadsheets keep 15 digits of a number; what needs more becomes text, and both are read back exactly."""
    cell = write_cell(column("number"), value)
    kept = float(f"{cell:.15g}") if isinstance(cell, float) else cell
    assert read("number", kept) == value


@given(st.text())
def test_escapes_undo_each_other(text: str) -> None:
    """Control characters for XML, formula marks for CSV: both are taken off again exactly."""
    assert unescape_controls(escape_controls(text)) == text
    assert unprotect(protect(text)) == text
    assert not protect(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text("0123456789.,' %-e", max_size=12))
def test_number_texts_never_fail(text: str) -> None:
    """Any mess of digits and marks is a number, no number, or refused; never a crash."""
    try:
        plain = plain_number(text.strip())
    except CellError:
        return
    assert plain is None or math.isfinite(Quantity.parse(plain).base) or "e" in plain


def test_blank_cells() -> None:
    """Spaces of any kind are nothing."""
    assert [is_blank(raw) for raw in (None, "", " \u00a0\u2009", 0, False)] == [True, True, True, False, False]
