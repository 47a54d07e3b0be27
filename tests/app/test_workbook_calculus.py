"""Terms of the model: the formula says what the value is, in the grammar of spreadsheets."""

import numpy as np
import pytest

from app.exchange.results.calculus import (
    Line,
    Term,
    at,
    cell,
    in_column,
    is_link,
    lowest_so_far,
    maximum,
    rendered,
    rounded_up,
    sum_where,
    term,
    where,
)

A, B, C = (Term(name, value) for name, value in (("A1", 2.0), ("B1", 3.0), ("C1", 5.0)))


def row(*values: float, sheet: str = "Model", number: int = 9) -> Line:
    """A row of months from column H on."""
    text = f"\x03{sheet}\x04\x01{number}"
    return Line(text, np.array(values), sheet=sheet, row=number, first="H", last="J")


@pytest.mark.parametrize(
    ("made", "text", "value"),
    [
        (A + B * C, "A1+B1*C1", 17.0),
        ((A + B) * C, "(A1+B1)*C1", 25.0),
        (A - (B - C), "A1-(B1-C1)", 4.0),
        (A - B - C, "A1-B1-C1", -6.0),
        (A / (B * C), "A1/(B1*C1)", 2 / 15),
        (A / B / C, "A1/B1/C1", 2 / 15),
        ((A**B) ** C, "A1^B1^C1", 8.0**5),  # spreadsheets raise from left to right
        (A ** (B**C), "A1^(B1^C1)", 2.0**243),
        ((-A) ** B, "-A1^B1", -8.0),  # their sign binds tighter than their power
        (-(A**B), "-(A1^B1)", -8.0),
        (A - (-B), "A1-(-B1)", 5.0),
        (1 - A, "1-A1", -1.0),
        (where(A > B, A, B), "IF(A1>B1,A1,B1)", 3.0),
        (maximum(0, A - B), "MAX(0,A1-B1)", 0.0),
        (rounded_up(A / B), "ROUNDUP(A1/B1,0)", 1.0),
    ],
)
def test_a_formula_reads_as_its_value_was_computed(made: Term, text: str, value: float) -> None:
    """2, 3 and 5: small primes, so that no two orders of operation give the same number."""
    assert made.text == text
    assert made.value == pytest.approx(value)


def test_only_the_branch_that_holds_counts() -> None:
    """A division by zero in the other branch is no error, here as in a sheet."""
    zero = Term("D1", 0.0)
    assert where(zero > 0, A / zero, 1).value == 1


def test_a_number_inside_a_formula_is_refused() -> None:
    """12 has to be a labelled input; 0 and 1 are structure."""
    with pytest.raises(ValueError, match="make it an input"):
        A * 12
    assert (A * 1).text == "A1*1"


def test_a_row_is_shown_in_its_own_column_and_the_month_before() -> None:
    """The month before the first counts as 0: its cell is the empty column."""
    line = row(4.0, 6.0, 7.0)
    step = line - line.before
    assert step.value.tolist() == [4.0, 2.0, 1.0]
    assert in_column(rendered(step.text, "Model"), "I", "H") == "=I9-H9"
    assert in_column(rendered(step.text, "Other"), "I", "H") == "='Model'!I9-'Model'!H9"


def test_running_lowest_and_lookup_by_key() -> None:
    line, keys = row(4.0, -1.0, 7.0), row(5.0, 6.0, 5.0, number=8)
    assert lowest_so_far(line).value.tolist() == [4.0, -1.0, -1.0]
    assert sum_where(keys, cell("Model", "$A$1", 5.0), line).value == 11.0
    assert at(line, term(1)).value == 4.0


@pytest.mark.parametrize(
    ("made", "link"),
    [
        (cell("Inputs", "$E$4", 1.0), True),
        (cell("Model", "$E$4", 1.0), False),
        (cell("Inputs", "$E$4", 1.0) + A, False),
    ],
)
def test_a_link_is_a_reference_to_another_sheet_and_nothing_else(made: Term, link: bool) -> None:
    assert is_link(made.text, "Model") is link
