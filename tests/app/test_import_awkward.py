"""Workbooks as tired people make them: each is imported as meant, or refused by the cell; nothing goes wrong unseen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.styles import PatternFill

from app.exchange.importing import Imported, import_file
from app.exchange.numbers import CellError, read_number
from app.exchange.reading import read_workbook
from tests.app.workbooks import SMALL, TEAMS, workbook


def imported(folder: Path, change: Callable[[Workbook], Any]) -> Imported:
    """The small workbook, changed, imported."""
    return import_file(workbook(folder / "plan.xlsx", change=change))


def cells(sheet: str, **values: Any) -> Callable[[Workbook], None]:
    """A change of some cells of one sheet."""

    def change(book: Workbook) -> None:
        for cell, value in values.items():
            book[sheet][cell] = value

    return change


def said(result: Imported, severity: str) -> list[str]:
    """The problems of a severity as they are shown."""
    return [str(problem) for problem in result.problems if problem.severity == severity]


def team(result: Imported) -> tuple[str, float, float]:
    """Id, people and rate of the first team."""
    assert result.portfolio is not None, said(result, "error")
    first = result.portfolio.teams[0]
    assert first.monthly_rate is not None
    return first.id, first.headcount, first.monthly_rate.base


AS_MEANT: dict[str, Callable[[Workbook], Any]] = {
    "the case of headers": cells("Teams", A1="id", B1="NAME", C1=" headCOUNT ", D1="monthly  RATE"),
    "swapped columns": cells(
        "Teams", A1="Monthly rate", B1="Headcount", C1="Name", D1="ID", A2=9000, B2=8, C2="Platform", D2="platform"
    ),
    "thousands with a point": cells("Teams", D2="9.000,00"),
    "thousands with a curly apostrophe": cells("Teams", D2="9’000"),
    "hard spaces": cells("Teams", A1="\u00a0ID", A2="platform\u00a0", D2="9\u00a0000"),
    "characters without width": cells("Teams", A1="\u200bID\u200d", A2="plat\u200bform\u2060", D2="\ufeff9000"),
    "marks of writing direction": cells("Teams", A2="\u202bplatform\u200e"),
    "numbers kept as texts": cells("Teams", C2="8", D2="9000"),
    "columns before the table": lambda book: book["Teams"].insert_cols(1, 3),
    "empty rows in between": lambda book: book["Stages"].insert_rows(3, 5),
    "a title in merged cells": lambda book: (
        book["Teams"].insert_rows(1, 2),
        cells("Teams", A1="Our teams")(book),
        book["Teams"].merge_cells("A1:D1"),
    ),
    "a broken header": cells("Teams", D1="Monthly\nrate"),
}


@pytest.mark.parametrize("what", AS_MEANT)
def test_what_can_be_read_in_one_way_is(tmp_path: Path, what: str) -> None:
    """Eight people of the platform team at 9,000 a month, however it is laid out."""
    result = imported(tmp_path, AS_MEANT[what])
    assert team(result) == ("platform", 8.0, 9000.0)
    assert said(result, "warning") == []


REFUSED: dict[str, tuple[Callable[[Workbook], Any], str]] = {
    "a header over two columns": (
        lambda book: book["Teams"].merge_cells("C1:D1"),
        "Teams!D1: the header is merged over C1:D1, so the column has no name; unmerge it and name each column",
    ),
    "the header again": (
        lambda book: (
            book["Stages"].insert_rows(3),
            cells("Stages", A3="ID", B3="option", C3="Duration", D3="Crew")(book),
        ),
        "Stages!A3: the header stands here again; take the row out, and keep to one table on the sheet",
    ),
    "another unit in the header": (
        cells("Stages", C1="Duration (weeks)"),
        'Stages!C1: there is no column "Duration (weeks)"; if it is meant as "Duration" (months), rename it',
    ),
    "a thousand or one": (cells("Teams", D2="9.000"), 'Teams!D2: "9.000" can mean 9000 or 9; write 9000 or 9'),
    "a range or a difference": (
        cells("Stages", C2="8 - 5"),
        'Stages!C2: "8 - 5" can be a range or a difference; write 5..8 for the range',
    ),
    "a hyphen that is none": (
        cells("Options", A2="atlas\u2011build"),
        'Options!A2: "atlas\u2011build" is not an id (one of its marks is: non-breaking hyphen); write letters, '
        "digits, - and _ (at most 80), such as atlas-design",
    ),
    "a month in another language": (
        cells("Settings", B3="Januar 2027"),
        'Settings!B3: "Januar 2027" is not a month; write year and month, such as 2027-03',
    ),
    "a day that may be two": (
        cells("Settings", B3="01/02/2027"),
        'Settings!B3: "01/02/2027" is not a month; write year and month, such as 2027-03',
    ),
    "a crew with a comma": (
        cells("Stages", D2="platform 2, web 1"),
        'Stages!D2: "platform 2, web 1": "2, web 1" is not a number; write for example 1.5',
    ),
    "yes in another language": (
        cells("Teams", E1="Backfill", E2="Ja"),
        'Teams!E2: "Ja" is neither; write yes or no',
    ),
    "a choice that was forced in": (
        cells("Options", C1="Kind", C2="lease"),
        'Options!C2: "lease" is not one of the choices; there is: build, buy, partner',
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_can_be_read_in_two_ways_is_refused(tmp_path: Path, what: str) -> None:
    """By its cell, and with what would be right."""
    change, expected = REFUSED[what]
    result = imported(tmp_path, change)
    assert result.portfolio is None
    assert expected in said(result, "error")


def test_a_line_of_totals_is_mentioned(tmp_path: Path) -> None:
    """It would double the people: 8 and the total of 8."""
    result = imported(tmp_path, lambda book: book["Teams"].append(["Total", "", 8, 9000]))
    assert result.portfolio is not None
    assert 'Teams!A3: "Total" is read as a team; take the row out if it is a line of totals' in said(result, "warning")


def test_ids_that_differ_by_capitals_are_mentioned(tmp_path: Path) -> None:
    """They are two teams, which is seldom meant."""
    result = imported(tmp_path, lambda book: book["Teams"].append(["Platform", "", 3, 100]))
    assert result.portfolio is not None
    assert len(result.portfolio.teams) == 2
    expected = 'Teams!A3: "Platform" and "platform" in row 2 are two ids; is one of them meant?'
    assert expected in said(result, "warning")


def test_three_hundred_foreign_columns_are_told_in_a_few_lines(tmp_path: Path) -> None:
    """The first twenty by name, the others by their number; a misspelt one among them is still an error."""

    def change(book: Workbook) -> None:
        for number in range(300):
            book["Teams"].cell(1, 6 + number, f"Extra {number}")
        book["Teams"].cell(1, 400, "Availabillity")

    result = imported(tmp_path, change)
    warnings = said(result, "warning")
    assert len(warnings) == 21
    assert warnings[-1] == "Teams: 280 more columns are not known and were not read"
    assert [problem.cell for problem in result.errors] == ["OJ1"]


@pytest.mark.parametrize("filled", [True, False])
def test_a_chart_on_a_sheet_of_its_own_is_left_out(tmp_path: Path, filled: bool) -> None:
    """It has no cells; some programs write it without a drawing."""

    def change(book: Workbook) -> None:
        sheet = book.create_chartsheet("Chart")
        if filled:
            sheet.add_chart(BarChart())

    result = imported(tmp_path, change)
    assert team(result) == ("platform", 8.0, 9000.0)


def test_empty_rows_that_are_only_coloured_are_no_rows(tmp_path: Path) -> None:
    """Formats down to row 5,000: nothing is kept of them."""
    fill = PatternFill("solid", fgColor="FFFF00")

    def change(book: Workbook) -> None:
        for row in range(3, 5_000):
            book["Teams"].cell(row, 1).fill = fill

    path = workbook(tmp_path / "plan.xlsx", change=change)
    sheet = next(sheet for sheet in read_workbook(path).sheets if sheet.name == "Teams")
    assert [row.number for row in sheet.rows] == [1, 2]
    assert team(import_file(path)) == ("platform", 8.0, 9000.0)


def test_a_second_table_with_the_same_columns_is_refused_and_left_out_by_a_partial_import(tmp_path: Path) -> None:
    """Its rows are good; its header is not a team."""
    rows = [*TEAMS, [], TEAMS[0], ["web", "Web", 3, 8000]]
    path = workbook(tmp_path / "plan.xlsx", SMALL | {"Teams": rows})
    assert import_file(path).portfolio is None
    partial = import_file(path, partial=True).portfolio
    assert partial is not None
    assert [one.id for one in partial.teams] == ["platform", "web"]


@pytest.mark.parametrize("text", ["1.250", "-12.500", "999.990", "1.500 %"])
def test_a_point_before_three_digits_that_end_in_nought_may_be_a_thousand(text: str) -> None:
    """No program of ours writes such a number; German and Spanish ones do."""
    with pytest.raises(CellError, match="can mean"):
        read_number(text)


@pytest.mark.parametrize(("text", "value"), [("1.234", 1.234), ("0.250", 0.25), ("1.25", 1.25), ("1234.500", 1234.5)])
def test_other_points_are_decimal_points(text: str, value: float) -> None:
    assert read_number(text) == value
