"""How values look in cells, and what they look like while they are typed."""

import pytest

from app.tables.columns import columns_of, header, sheet_of
from app.tables.display import Names, display_text, in_words, quantity_text, unit_label
from app.tables.values import CellError, edit_text, read_text, value_at, with_value
from models.portfolio import Portfolio
from models.risk import Risk
from models.uncertainty import Quantity
from models.walk import records


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("14600000", "money", "14,600,000"),
        ("1700000..2300000..2900000", "money", "1.7..2.3..2.9 M"),
        ("40000..55000..80000", "money", "40..55..80 k"),
        ("1234567..2345678..3456789", "money", "1,234,567..2,345,678..3,456,789"),
        ("0.7..0.8..0.85", "share", "70..80..85 %"),
        ("0.025", "share/year", "2.5 %"),
        ("10400 +/- 4 %", "money/month", "10,400 ± 4 %"),
        ("120 -10 %/+30 %", "months", "120 −10 %/+30 %"),
        ("LogN(3, 9)", "months", "LogN(3, 9)"),
        ("3..5..9 * 2", "months", "3..5..9 * 2"),
    ],
)
def test_quantities_read_like_figures_of_their_unit(text: str, unit: str, shown: str) -> None:
    """Separators, one scale for a range where it costs no digit, per cent for shares."""
    assert quantity_text(Quantity.parse(text), unit) == shown


def test_headers_say_title_and_unit() -> None:
    """The unit stands below the title, money in the sign of the portfolio's currency."""
    columns = {column.field: column for column in columns_of("team")}
    assert header("team", columns["monthly_rate"], "EUR") == "Monthly rate\n€/month"
    assert header("team", columns["name"], "EUR") == "Name"
    assert unit_label("money/year +/-", "USD") == "$/year, may be negative"


def test_numbers_in_words_have_three_figures() -> None:
    """As people say them, with their unit."""
    assert in_words(2_345_678, "money", "EUR") == "2.35 M €"
    assert in_words(0.712, "share", "EUR") == "71.2 %"
    assert in_words(5.25, "months", "EUR") == "5.25 months"


def test_every_cell_of_the_sample_reads_back_as_it_was(sample: Portfolio) -> None:
    """The text that an editor opens with means the value that the cell holds, for every field of every record."""
    checked = 0
    for located in records(sample):
        if located.kind in ("settings", "scenario"):
            continue
        for column in sheet_of(located.kind).columns:
            if column.field:
                value = value_at(located.record, column.field)
                text = edit_text(column, value)
                if text or not column.required:
                    assert read_text(column, text) == (value if text else column.default), (located, column.field)
                checked += 1
    assert checked > 5000  # the sample has some 400 records with a dozen fields


def test_every_cell_of_the_sample_can_be_shown(sample: Portfolio) -> None:
    """References by the name of what they name, months in words, and nothing fails."""
    names = Names(sample)
    shown = {
        (located.kind, located.id, column.field): display_text(column, value_at(located.record, column.field), names)
        for located in records(sample)
        if located.kind not in ("settings", "scenario")
        for column in sheet_of(located.kind).columns
        if column.field
    }
    assert shown["initiative", "compass", "product"] == "Ferrowick Docs"
    assert shown["initiative", "compass", "earliest_start"] == "Jan 2027"


def test_a_record_inside_a_record_is_made_when_its_field_is_set(sample: Portfolio) -> None:
    """A risk without mitigation gets one as soon as its cost is typed."""
    risk = Risk(id="r", name="R", probability=Quantity.certain(0.1))
    assert value_at(risk, "mitigation.impact.cost_amount") is None
    changed = with_value(risk, "mitigation.impact.cost_amount", Quantity.certain(5.0))
    assert changed.mitigation.impact.cost_amount == Quantity.certain(5.0)
    assert risk.mitigation is None


def test_an_empty_text_is_the_default_or_an_error() -> None:
    """A required field says what to write."""
    columns = {column.field: column for column in columns_of("initiative")}
    assert read_text(columns["product"], " ") is None
    with pytest.raises(CellError, match="it is empty; write a text"):
        read_text(columns["name"], "")
