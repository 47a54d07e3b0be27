"""The results workbook: every sheet, live formulas with their values, finance's conventions, a file that is whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from typer.testing import CliRunner

from app.cli import app
from app.exchange.files import FileRefused, save_portfolio
from app.exchange.results import write_results
from models.portfolio import Portfolio
from models.scenario import Override, Scenario
from simulation.result import Result
from simulation.run import forecast
from simulation.summarise import summarise
from tests.portfolios import example_portfolio

MODEL_SHEETS = ("Model", "Model initiatives", "Model benefits", "Model costs", "Model people")
FIRST_MONTH = 8  # column H
VOLATILE = ("OFFSET(", "INDIRECT(", "NOW(", "TODAY(", "RAND(", "RANDBETWEEN(", "CELL(", "INFO(")


@dataclass(frozen=True)
class Written:
    """A workbook as its formulas and as its values, with what it was made from."""

    path: Path
    portfolio: Portfolio
    result: Result
    formulas: Any
    values: Any


def written(path: Path, portfolio: Portfolio, *, trials: int = 200, scenarios: tuple[str, ...] = ()) -> Written:
    """The workbook of a forecast."""
    result = forecast(portfolio, trials=trials)
    others = [forecast(portfolio, scenario, trials=trials) for scenario in scenarios]
    write_results(path, portfolio, result, summarise(result), include_trials=True, scenarios=others)
    return Written(path, portfolio, result, openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The example portfolio, whose name would be a formula if it were not written as a text."""
    portfolio = msgspec.structs.replace(example_portfolio(), name="=1+1")
    return written(tmp_path_factory.mktemp("workbook") / "results.xlsx", portfolio, scenarios=("lean", "lean-partner"))


def formula_cells(book: Any) -> Iterator[tuple[str, Any]]:
    """Every formula with the name of its sheet."""
    for sheet in book:
        for cells in sheet.iter_rows():
            for one in cells:
                if one.data_type == "f":
                    yield sheet.title, one


def test_every_sheet_is_there_and_the_cover_comes_first(example: Written) -> None:
    assert example.formulas.sheetnames == [
        "Cover", "Summary", "Value", "Cash", "Initiatives", "Delivery", "People", "Budget", "Objectives", "Risks",
        "Scenarios", "Distribution", "Trials", "Base case", "Checks", "Inputs", "Model benefits", "Model costs",
        "Inputs time", "Model people", "Model initiatives", "Model",
    ]  # fmt: skip


def test_without_them_there_is_no_sheet_of_scenarios_or_trials(tmp_path: Path) -> None:
    portfolio = example_portfolio()
    result = forecast(portfolio, trials=50)
    write_results(tmp_path / "r.xlsx", portfolio, result, summarise(result))
    names = openpyxl.load_workbook(tmp_path / "r.xlsx", read_only=True).sheetnames
    assert "Scenarios" not in names
    assert "Trials" not in names


def test_every_formula_carries_a_value_that_is_no_error(example: Written) -> None:
    """Viewers that do not calculate show what is kept beside the formula."""
    count = 0
    for sheet, one in formula_cells(example.formulas):
        kept = example.values[sheet][one.coordinate]
        assert kept.value is not None, f"{sheet}!{one.coordinate}"
        assert kept.data_type != "e", f"{sheet}!{one.coordinate}: {kept.value}"
        count += 1
    assert count > 5_000  # two initiatives over 60 months


def test_the_master_check_is_true_and_shown_on_the_cover(example: Written) -> None:
    checks = example.values["Checks"]
    assert checks["B7"].value is True
    assert [cells[0].value for cells in checks.iter_rows() if cells[4].value is False] == []
    cover = {cells[0].value: cells[1].value for cells in example.values["Cover"].iter_rows()}
    assert cover["Master check"] is True
    assert cover["Portfolio digest"] == example.result.provenance.digest
    assert cover["Random seed"] == "1"
    assert cover["Scenario"] == "Base"


def test_no_formula_holds_a_number_but_0_and_1(example: Written) -> None:
    """Constants are labelled inputs; row and column numbers and texts are no constants."""
    for sheet, one in formula_cells(example.formulas):
        bare = re.sub(r'"[^"]*"|\'[^\']*\'!|\$?[A-Z]{1,3}\$?\d+', "", one.value)
        numbers = set(re.findall(r"(?<![A-Za-z_])\d+(?:\.\d+)?", bare))
        assert numbers <= {"0", "1"}, f"{sheet}!{one.coordinate}: {one.value}"


def test_no_formula_is_volatile_or_leads_to_another_file(example: Written) -> None:
    for sheet, one in formula_cells(example.formulas):
        assert not any(name in one.value for name in VOLATILE), f"{sheet}!{one.coordinate}"
        assert "[" not in one.value
    assert not example.formulas._external_links
    assert example.formulas.vba_archive is None


@pytest.mark.parametrize("name", MODEL_SHEETS)
def test_a_row_of_the_model_is_one_formula(example: Written, name: str) -> None:
    """Relative to its column, each cell of a row says the same."""
    sheet = example.formulas[name]
    for cells in sheet.iter_rows(min_row=6, min_col=FIRST_MONTH):
        patterns = {relative(one.value, one.column) for one in cells if one.data_type == "f"}
        assert len(patterns) <= 1, f"{name}, row {cells[0].row}: {sorted(patterns)[:2]}"


def relative(formula: str, column: int) -> str:
    """The formula with its own column and the one before replaced by words."""
    for number, word in ((column, "<this>"), (column - 1, "<before>")):
        formula = re.sub(rf"(?<![A-Z$]){get_column_letter(number)}(?=\$?\d)", word, formula)
    return formula


def test_inputs_are_blue_formulas_black_and_plain_links_green(example: Written) -> None:
    for sheet, one in formula_cells(example.formulas):
        if sheet in MODEL_SHEETS:
            is_link = re.fullmatch(r"='[^']+'!\$?[A-Z]+\$?\d+|=Inputs!\$?[A-Z]+\$?\d+", one.value) is not None
            assert one.font.color.rgb == ("FF00803C" if is_link else "FF000000"), (
                f"{sheet}!{one.coordinate}: {one.value}"
            )
    prices = [cells for cells in example.formulas["Inputs"].iter_rows() if cells[3].value == "settings.discount_rate"]
    assert {one.font.color.rgb for one in prices[0][6:9]} == {"FF0000FF"}


def test_text_that_looks_like_a_formula_stays_text(example: Written) -> None:
    title = example.formulas["Cover"]["A1"]
    assert (title.value, title.data_type) == ("=1+1", "s")


def test_pages_are_set_up_for_print_and_panes_are_frozen(example: Written) -> None:
    for sheet in example.formulas:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        if sheet.title != "Cover":
            assert sheet.freeze_panes is not None, sheet.title
            assert sheet.print_title_rows is not None, sheet.title


def test_dates_are_dates_and_money_has_separators(example: Written) -> None:
    delivery = {cells[0].value: cells for cells in example.values["Delivery"].iter_rows(min_row=4)}
    assert delivery["Beacon"][3].is_date
    summary = {cells[0].value: cells for cells in example.values["Summary"].iter_rows()}
    assert summary["Value (NPV after tax)"][3].number_format.startswith("#,##0")


def test_the_summary_shows_the_figures_of_the_forecast(example: Written) -> None:
    key = summarise(example.result).key
    cells = {cells[0].value: [one.value for one in cells] for cells in example.values["Summary"].iter_rows()}
    shown = cells["Value (NPV after tax)"]
    assert shown[2:9] == pytest.approx(  # a file holds 16 digits
        [
            key.value.base,
            key.value.mean,
            key.value.mean_error,
            key.value.p10,
            key.value.p50,
            key.value.p80,
            key.value.p90,
        ]
    )
    words = [cells[0].value for cells in example.values["Summary"].iter_rows(max_row=8)]
    assert any(str(said).startswith("Value: 80 % chance of at least") for said in words)


def test_trials_are_written_in_their_order(example: Written) -> None:
    rows = list(example.values["Trials"].iter_rows(min_row=5, values_only=True))
    assert [row[1] for row in rows[:200]] == pytest.approx(example.result.figures.value.values)


def test_favourable_variance_is_positive(example: Written) -> None:
    """Variance = budget less mean; contingency = P80 less base: stated on the sheet, and so computed."""
    sheet = example.values["Budget"]
    assert "positive is favourable" in sheet["A2"].value
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[1] == "staffing" and row[2]]
    for row in rows:
        assert row[10] == pytest.approx(row[2] - row[4])
        assert row[9] == pytest.approx(row[6] - row[3])
    assert rows


def test_the_sheets_have_native_charts(example: Written) -> None:
    for name, count in (("Value", 2), ("Cash", 1), ("People", 1), ("Budget", 1)):
        assert len(example.formulas[name]._charts) == count, name


def test_a_scenario_with_another_horizon_is_left_out_and_named(tmp_path: Path) -> None:
    """The months of the model are those of the forecast."""
    short = Scenario(id="short", name="Short", overrides=(Override(target="settings.horizon_months", value=48),))
    book = written(tmp_path / "r.xlsx", msgspec.structs.replace(example_portfolio(), scenarios=(short,)), trials=50)
    notes = [cells[1].value for cells in book.values["Cover"].iter_rows() if cells[0].value == "Note"]
    assert notes == ["Not offered by the model: Short: its horizon is another"]


def test_a_workbook_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    portfolio = example_portfolio()
    result = forecast(portfolio, trials=50)
    with pytest.raises(FileRefused, match="no folder"):
        write_results(tmp_path / "none" / "r.xlsx", portfolio, result, summarise(result))
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_workbook(tmp_path: Path) -> None:
    save_portfolio(tmp_path / "p.foliocast", example_portfolio())
    out = tmp_path / "r.xlsx"
    done = CliRunner().invoke(app, ["forecast", str(tmp_path / "p.foliocast"), "--trials", "50", "--xlsx", str(out)])
    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(out, data_only=True)["Checks"]["B7"].value is True


def test_the_command_refuses_a_name_that_excel_would_not_open(tmp_path: Path) -> None:
    save_portfolio(tmp_path / "p.foliocast", example_portfolio())
    out = tmp_path / "r.txt"
    done = CliRunner().invoke(app, ["forecast", str(tmp_path / "p.foliocast"), "--trials", "50", "--xlsx", str(out)])
    assert done.exit_code == 3
    assert not out.exists()


def test_the_command_writes_scenarios_and_trials_where_asked(tmp_path: Path) -> None:
    """Others stand beside the base in the order that they were named; ``base`` is a name too."""
    source, out = tmp_path / "plan.foliocast", tmp_path / "r.xlsx"
    save_portfolio(source, example_portfolio())
    run = ["forecast", str(source), "--trials", "60", "--xlsx", str(out), "--all-trials"]
    answer = CliRunner().invoke(app, [*run, "--scenario", "lean", "--beside", "base", "--beside", "lean-partner"])
    assert answer.exit_code == 0, answer.output
    book = openpyxl.load_workbook(out, read_only=True)
    header = [cell.value for cell in next(book["Scenarios"].iter_rows(min_row=4, max_row=4))]
    assert header[2] == "Base"
    assert sum(isinstance(row[0].value, int) for row in book["Trials"].iter_rows(min_row=5, max_col=1)) == 60
    book.close()


def test_scenarios_beside_a_forecast_without_a_workbook_are_refused(tmp_path: Path) -> None:
    """Nothing would show them."""
    source = tmp_path / "plan.foliocast"
    save_portfolio(source, example_portfolio())
    answer = CliRunner().invoke(app, ["forecast", str(source), "--beside", "lean"])
    assert answer.exit_code == 2
    assert "--xlsx" in answer.output
