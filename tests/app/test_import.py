"""Importing a workbook: every problem by its cell in one pass, and good rows alone if wanted."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.exchange.importing import Imported, import_file
from app.exchange.workbook import finished, new_workbook
from tests.app.workbooks import SMALL, rezip, said, workbook
from tests.cases import case_path
from tests.portfolios import q


def import_small(tmp_path: Path, change: Any = None, **options: Any) -> Imported:
    """The small workbook, changed, imported."""
    return import_file(workbook(tmp_path / "small.xlsx", change=change), **options)


def put(sheet: str, cell: str, value: Any) -> Any:
    """A change of one cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def stages_of(imported: Imported) -> Any:
    """The stages of the small workbook's only option."""
    assert imported.portfolio is not None, imported.problems
    return imported.portfolio.initiatives[0].options[0].stages


def test_small_workbook_without_title_and_units(tmp_path: Path) -> None:
    """A plain table from row 1, with a few columns, is enough; what is not there has its default."""
    imported = import_small(tmp_path)
    assert said(imported) == []
    assert imported.portfolio is not None
    assert imported.portfolio.settings.horizon_months == 60
    assert [stage.duration for stage in stages_of(imported)] == [q("1..2..4"), q(6)]


def test_columns_in_any_order_and_case_below_title_and_units(tmp_path: Path) -> None:
    """The header is found by its names within the first ten rows; a row of units below it is no record."""
    rows = [
        [None], ["My stages"], [None], [" crew ", "EXTERNAL   cost", "option", "Duration", "id"],
        [None, "money", None, "months", None],
        ["platform 2", 500, "atlas-build", 3, "design"], [None] * 5, ["  "],
        ["platform 1", "1,200.50", "atlas-build", "4", "code"],
        [None] * 5,
    ]  # fmt: skip
    imported = import_file(workbook(tmp_path / "order.xlsx", SMALL | {"Stages": rows}))
    assert said(imported) == []
    assert [(stage.id, stage.duration, stage.external_cost) for stage in stages_of(imported)] == [
        ("design", q(3), q(500)),
        ("code", q(4), q(1200.5)),
    ]


def test_all_problems_at_once_each_with_its_cell(tmp_path: Path) -> None:
    """Wrong cells, unknown references and rules across records are listed together, and nothing is imported."""

    def change(book: Workbook) -> None:
        book["Settings"]["B3"] = "soon"
        book["Teams"]["C2"] = "1,200"
        book["Stages"]["C2"] = "3..5"
        book["Stages"]["D3"] = "platfrom 4"
        book["Initiatives"]["C2"] = "atlas-buy"
        book["Options"].append(["lost", "nowhere"])

    imported = import_small(tmp_path, change)
    assert imported.portfolio is None
    places = [line.split(": ")[0] for line in said(imported)]
    assert places == ["Settings!B3", "Teams!C2", "Initiatives!C2", "Options!B3", "Stages!C2", "Stages!D3"]
    assert 'Stages!D3: there is no team "platfrom"; did you mean "platform"?' in said(imported)
    assert 'Teams!C2: "1,200" can mean 1200 or 1.2; write 1200 or 1.2' in said(imported)


def test_a_broken_cell_is_reported_once(tmp_path: Path) -> None:
    """What follows from a cell that is listed already is not listed too."""
    assert [line.split(":")[0] for line in said(import_small(tmp_path, put("Teams", "A2", "two words")))] == [
        "Teams!A2"
    ]
    assert [line.split(":")[0] for line in said(import_small(tmp_path, put("Teams", "C2", "many")))] == ["Teams!C2"]
    assert said(import_small(tmp_path, put("Options", "A2", None))) == [
        "Options!A2: it is empty; write an id such as atlas-design"
    ]


def test_unknown_sheets_and_columns_are_named_and_not_guessed(tmp_path: Path) -> None:
    """Foreign ones are mentioned; what looks like a misspelling stops the import, with the likely name."""

    def foreign(book: Workbook) -> None:
        book.create_sheet("Scratch")["A1"] = "mine"
        book["Stages"]["E1"] = "Colour"
        book["Stages"]["F3"] = "no header here"

    imported = import_small(tmp_path, foreign)
    assert said(imported) == []
    assert said(imported, "warning")[:3] == [
        "Scratch: there is no such sheet in Foliocast; it was not read",
        'Stages!E1: there is no column "Colour"; it was not read',
        "Stages!F1: the column has values but no name in the header; it was not read",
    ]

    def misspelt(book: Workbook) -> None:
        book["Stages"]["C1"] = "Durration"
        book["Teams"].title = "Team"

    assert said(import_small(tmp_path, misspelt))[:2] == [
        'Team: there is no such sheet in Foliocast; if it is meant as "Teams", rename it',
        'Stages!C1: there is no column "Durration"; if it is meant as "Duration", rename it',
    ]


def test_missing_sheets_columns_and_settings(tmp_path: Path) -> None:
    """A missing sheet has no records; a required column, the settings and their start are asked for."""
    without = {title: rows for title, rows in SMALL.items() if title != "Settings"}
    assert "Settings is missing" in said(import_file(workbook(tmp_path / "a.xlsx", without)))[0]
    no_start = SMALL | {"Settings": [["Setting", "Value"], ["Name", "x"], ["Strat", "2027-01"]]}
    problems = said(import_file(workbook(tmp_path / "b.xlsx", no_start)))
    assert problems[0] == "Settings: the setting Start is missing; add it, such as 2027-01"
    assert 'did you mean "Start"' in problems[1]
    no_option = SMALL | {"Stages": [["ID", "Duration"], ["a", 1]]}
    assert said(import_file(workbook(tmp_path / "c.xlsx", no_option))) == [
        'Stages: the column "Option" is missing; add it to the header in row 1'
    ]
    twice = SMALL | {"Teams": [["ID", "Name", "Headcount", "name"], ["platform", "P", 8, "Q"]]}
    assert 'Teams!D1: the column "name" is there twice; keep one of them' in said(
        import_file(workbook(tmp_path / "d.xlsx", twice))
    )


def test_dates_percentages_currencies_and_stored_texts(tmp_path: Path) -> None:
    """Cells formatted as dates, percentages and money are what they show; numbers stored as text are numbers."""

    def change(book: Workbook) -> None:
        book["Settings"]["B3"] = datetime(2027, 1, 1)
        book["Settings"].append(["Discount rate", 0.08])
        book["Settings"]["B4"].number_format = "0%"
        book["Settings"].append(["Tax rate", "25 %"])
        book["Teams"]["D2"] = 9000.5
        book["Teams"]["D2"].number_format = '#,##0.00 "€"'
        book["Teams"]["C2"] = "8"

    imported = import_small(tmp_path, change)
    assert said(imported) == []
    assert imported.portfolio is not None
    settings, team = imported.portfolio.settings, imported.portfolio.teams[0]
    assert (settings.start, settings.discount_rate, settings.tax_rate) == ("2027-01", q(0.08), q(0.25))
    assert (team.headcount, team.monthly_rate) == (8, q(9000.5))


def test_dates_of_workbooks_that_count_from_1904(tmp_path: Path) -> None:
    """Old Mac workbooks count days from another year."""

    def change(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["Settings"]["B3"] = datetime(2027, 1, 15)

    imported = import_small(tmp_path, change)
    assert imported.portfolio is not None
    assert imported.portfolio.settings.start == "2027-01"


def test_error_cells_and_formulas_without_value(tmp_path: Path) -> None:
    """``#DIV/0!`` and a formula that nobody has calculated are problems of their cells, not empty cells."""

    def change(book: Workbook) -> None:
        book["Stages"]["C2"] = "#DIV/0!"
        book["Teams"]["C2"] = "=4+4"

    imported = import_small(tmp_path, change)
    assert said(imported) == [
        "Teams!C2: the formula was never calculated; open the workbook in Excel or LibreOffice and save it there",
        "Stages!C2: the cell shows #DIV/0!, a division by zero; mend it, or type a value",
    ]


def test_formulas_with_value_give_it(tmp_path: Path) -> None:
    """What the spreadsheet has calculated counts, numbers and texts."""
    book, target = new_workbook()
    for title, rows in SMALL.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
    book.get_worksheet_by_name("Teams").write_formula(1, 2, "=4+4", None, 8)
    book.get_worksheet_by_name("Stages").write_formula(1, 2, '="1.."&2&"..4"', None, "1..2..4")
    book.get_worksheet_by_name("Stages").write_formula(1, 3, '=IF(1=1,"","x")', None, "")
    path = tmp_path / "formulas.xlsx"
    path.write_bytes(finished(book, target))
    rezip(path, lambda name, data: data.replace(b'<c r="D2"><f>', b'<c r="D2" t="str"><f>'))  # as Excel writes no text
    imported = import_file(path)
    assert said(imported) == []
    assert imported.portfolio is not None
    assert imported.portfolio.teams[0].headcount == 8
    assert (stages_of(imported)[0].duration, stages_of(imported)[0].crew) == (q("1..2..4"), ())


def test_merged_and_hidden_cells(tmp_path: Path) -> None:
    """A merged range over several records is a problem; hidden rows and columns count, and are mentioned."""

    def change(book: Workbook) -> None:
        sheet = book["Stages"]
        sheet.merge_cells("C2:C3")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        book["Teams"].sheet_state = "hidden"

    imported = import_small(tmp_path, change)
    assert said(imported) == [
        "Stages!C2: it lies in the merged cells C2:C3, which cover several rows; unmerge them and fill in each row"
    ]
    assert said(imported, "warning") == [
        "Teams: the sheet is hidden; it was read all the same",
        "Stages: rows are hidden (3); they were read all the same",
        "Stages!D1: the column is hidden; it was read all the same",
    ]


def test_ids_that_are_there_twice(tmp_path: Path) -> None:
    """The second row is refused, and the first is named."""

    def change(book: Workbook) -> None:
        book["Stages"].append(["design", "atlas-build", 1])

    assert said(import_small(tmp_path, change)) == [
        'Stages!A4: the id "design" is in row 2 already; give each stage its own'
    ]


def test_scenarios_of_one_and_of_many_rows(tmp_path: Path) -> None:
    """The scenario's own columns may be repeated, or stand in its first row only; contradictions are reported."""
    header = ["ID", "Name", "Override target", "Override action", "Override value"]
    rows = [
        header,
        ["lean", "Lean", "team:platform.headcount", "add", -2],
        [None, None, "stage:code.duration", "scale", "120 %"],
        ["lean", "Lean", "settings.discount_rate", None, "5 %..8 %..12 %"],
        ["empty", "Nothing yet"],
    ]
    imported = import_file(workbook(tmp_path / "a.xlsx", SMALL | {"Scenarios": rows}))
    assert said(imported) == []
    assert imported.portfolio is not None
    lean, empty = imported.portfolio.scenarios
    assert [(one.action, one.value) for one in lean.overrides] == [
        ("add", -2),
        ("scale", 1.2),
        ("set", "5 %..8 %..12 %"),
    ]
    assert empty.overrides == ()
    rows[3][1] = "Fat"
    rows[2][2] = "stage:cod.duration"
    assert said(import_file(workbook(tmp_path / "b.xlsx", SMALL | {"Scenarios": rows}))) == [
        'Scenarios!C3: stage:cod.duration: there is no stage "cod"; did you mean "code"?',
        "Scenarios!B4: row 2 says something else of the same scenario; write it once, or the same",
    ]


def test_partial_takes_the_good_rows_and_lists_the_others(tmp_path: Path) -> None:
    """A row with a wrong cell goes, and whatever needs it; every row that went is listed."""

    def change(book: Workbook) -> None:
        book["Stages"].append(["test", "atlas-build", "much", "platform 1"])
        book["Stages"].append(["ship", "atlas-build", 1, "nobody 1"])
        book["Teams"].append(["design", "Design", "many"])
        book["Stages"].append(["draw", "atlas-build", 1, "design 1"])
        book["Initiatives"].append(["beacon", "Beacon", "beacon-buy"])
        book["Options"].append(["beacon-buy", "beacom"])

    imported = import_small(tmp_path, change, partial=True)
    assert imported.portfolio is not None
    assert [stage.id for stage in stages_of(imported)] == ["design", "code"]
    assert [one.id for one in imported.portfolio.initiatives] == ["atlas"]
    assert {(problem.sheet, problem.row) for problem in imported.errors} == {
        ("Teams", 3), ("Stages", 4), ("Stages", 5), ("Stages", 6), ("Initiatives", 3), ("Options", 3),
    }  # fmt: skip
    assert imported.left_out == 6


def test_partial_takes_a_scenario_whole_or_not_at_all(tmp_path: Path) -> None:
    """A scenario that does less than it says would mislead."""
    rows = [
        ["ID", "Name", "Override target", "Override action", "Override value"],
        ["lean", "Lean", "team:platform.headcount", "add", -2],
        ["lean", None, "team:platform.headcount", "multiply", 2],
    ]
    imported = import_file(workbook(tmp_path / "s.xlsx", SMALL | {"Scenarios": rows}), partial=True)
    assert imported.portfolio is not None
    assert imported.portfolio.scenarios == ()
    assert [problem.row for problem in imported.errors] == [2, 3]


def test_partial_does_not_do_without_settings(tmp_path: Path) -> None:
    """A wrong start would move everything: it is never left out."""
    assert import_small(tmp_path, put("Settings", "B3", "soon"), partial=True).portfolio is None


@pytest.mark.parametrize(
    "name", ["initiative_valuation_NPV", "initiative_valuation_ROI", "saas_financial_model", "saas_unit_economics"]
)
def test_foreign_workbooks_are_named_sheet_by_sheet(name: str) -> None:
    """Workbooks of other people hold none of our sheets: each of theirs is named, and nothing is made up."""
    path = case_path(f"workbooks/{name}.xlsx")
    imported = import_file(path)
    assert imported.portfolio is None
    named = {problem.sheet for problem in imported.problems}
    assert set(load_workbook(path).sheetnames) <= named
    assert any("none of the sheets" in problem.message for problem in imported.errors)
