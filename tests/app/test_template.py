"""The template as a person finds it: lists, validation, help, names, print set-up, and nothing that could harm."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.exchange.sheets import input_sheets, settings_rows
from app.exchange.template import input_workbook
from tests.portfolios import example_portfolio


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(input_workbook(None)))


@pytest.fixture(scope="module")
def filled() -> Workbook:
    return load_workbook(BytesIO(input_workbook(example_portfolio())))


def rules_of(sheet: Worksheet, cell: str) -> list[object]:
    """The validations of a cell."""
    return [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]


def test_sheets_come_in_order(book: Workbook) -> None:
    """Read me and Settings first, then one sheet for each kind of record."""
    assert book.sheetnames == ["Read me", "Settings", *(sheet.title for sheet in input_sheets())]


@pytest.mark.parametrize("schema", input_sheets(), ids=lambda schema: schema.title)
def test_every_sheet_is_a_table_with_help(schema, book: Workbook) -> None:  # type: ignore[no-untyped-def]
    """Units above the header, a comment for every column, an Excel table, frozen panes and print titles."""
    sheet = book[schema.title]
    header = [cell.value for cell in sheet[3]][: len(schema.columns)]
    assert header == [column.title for column in schema.columns]
    assert all(sheet.cell(3, number).comment for number in range(1, len(schema.columns) + 1))
    table = sheet.tables[schema.title]
    assert table.ref.startswith("A3:")
    assert [column.name for column in table.tableColumns] == header
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0


def test_units_and_what_is_required_stand_above_the_header(book: Workbook) -> None:
    """A person sees what to type before typing it."""
    teams = book["Teams"]
    units = {teams.cell(3, number).value: teams.cell(2, number).value for number in range(1, 20)}
    assert units["Headcount"] == "FTE, required"
    assert units["Monthly rate"] == "money/month"
    assert units["Attrition"] == "share (%)"


def test_lists_offer_choices_and_the_ids_of_other_sheets(book: Workbook) -> None:
    """Choices are enforced; ids are offered from the other sheet, new rows included, and only warned about."""
    stages = book["Stages"]
    letters = {stages.cell(3, number).value: stages.cell(3, number).column_letter for number in range(1, 16)}
    category = rules_of(stages, f"{letters['Category']}500")[0]
    assert category.formula1 == '"external,tooling,research"'
    option = rules_of(stages, f"{letters['Option']}500")[0]
    assert option.formula1 == "Options_IDs"
    assert option.errorStyle == "warning"
    assert "COUNTA(Options!$A$4:" in book.defined_names["Options_IDs"].attr_text


def test_plain_numbers_have_bounds_and_uncertain_ones_a_hint(book: Workbook) -> None:
    """An uncertain cell takes text, so it cannot be validated by Excel; it says what may be written."""
    stages = book["Stages"]
    letters = {stages.cell(3, number).value: stages.cell(3, number).column_letter for number in range(1, 16)}
    share = rules_of(stages, f"{letters['Capitalised']}4")[0]
    assert (share.type, float(share.formula1), float(share.formula2)) == ("decimal", 0, 1)
    duration = rules_of(stages, f"{letters['Duration']}4")[0]
    assert duration.type in (None, "none")
    assert "2..3..5" in duration.prompt


def test_settings_are_named_inputs(book: Workbook) -> None:
    """A formula can say Discount_rate; the value is in the second column, the help beside it."""
    settings = book["Settings"]
    names = {settings.cell(row, 1).value: row for row in range(4, 4 + len(settings_rows()))}
    assert book.defined_names["Discount_rate"].attr_text == f"Settings!$B${names['Discount rate']}"
    assert settings.cell(names["Discount rate"], 2).value == 0.1
    assert settings.cell(names["Discount rate"], 2).number_format == "0%"
    assert "discounted" in settings.cell(names["Discount rate"], 4).value
    assert settings.cell(names["Start"], 2).value is None


def test_inputs_are_blue_and_readable(filled: Workbook) -> None:
    """Numbers keep their formats: money with separators, shares as percentages, ranges as text."""
    products = filled["Products"]
    assert products["C4"].font.color.rgb == "FF0000FF"
    assert (products["C4"].value, products["C4"].number_format) == (5_000_000, "#,##0")
    assert (products["D4"].value, products["E4"].number_format) == ("0.02..0.04..0.07", "0%")
    assert products["C5"].value is None  # zero is the default and says nothing


def test_nothing_harmful_is_in_it() -> None:
    """No macros, no links to other files, no volatile functions."""
    with zipfile.ZipFile(BytesIO(input_workbook(example_portfolio()))) as archive:
        names = archive.namelist()
        text = b"".join(archive.read(name) for name in names)
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    assert not [word for word in (b"OFFSET(", b"INDIRECT(", b"NOW(", b"TODAY(", b"RAND(") if word in text]
