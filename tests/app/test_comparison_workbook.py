"""The comparison workbook: every sheet, figures that are those of the study, live differences, native charts."""

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from app.exchange.results.comparison import write_comparison
from simulation.decide.scenarios.compare import compare
from simulation.decide.scenarios.comparison import Comparison
from tests.portfolios import example_portfolio


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Three scenarios of a portfolio whose name would be a formula if it were not written as a text."""
    portfolio = msgspec.structs.replace(example_portfolio(), name="=1+1")
    return compare(portfolio, [None, "lean", "lean-partner"], trials=200)


@pytest.fixture(scope="module")
def path(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("workbook") / "comparison.xlsx"
    write_comparison(out, comparison)
    return out


@pytest.fixture(scope="module")
def values(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True)


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_every_sheet_is_there(values: Any) -> None:
    assert values.sheetnames == ["Cover", "Key figures", "Differences", "Dates", "Inputs that differ", "Curves"]


def test_the_cover_says_what_to_take_away_and_where_it_comes_from(values: Any, comparison: Comparison) -> None:
    told = [cell for row in rows(values["Cover"]) for cell in row if cell is not None]
    assert told[0] == "=1+1"
    assert f"{comparison.sentences[0]}." in told
    assert all(side.provenance.digest in told for side in comparison.scenarios)


def test_key_figures_are_those_of_the_study(values: Any, comparison: Comparison) -> None:
    """Mean and P80 of the cost under each scenario, and the differences to the first."""
    found = {(row[0], row[2]): row for row in rows(values["Key figures"])[4:]}
    spreads = comparison.figure("cost").spreads
    means = [spread.mean for spread in spreads if spread is not None]
    assert found["Cost", "Mean"][3:6] == pytest.approx(means)
    assert found["Cost", "Mean"][6:8] == pytest.approx([mean - means[0] for mean in means[1:]])  # type: ignore[operator]
    assert found["Cost", "P80"][4] == pytest.approx(spreads[1].p80)  # type: ignore[union-attr]
    assert found["Atlas: launched", "Chance"][3] == comparison.figure("launched", "atlas").spreads[0].mean  # type: ignore[union-attr]


def test_differences_of_statistics_are_live(path: Path) -> None:
    """A formula with its value beside it; the error of a mean has no difference."""
    sheet = openpyxl.load_workbook(path)["Key figures"]
    found = {sheet.cell(row, 3).value: sheet.cell(row, 7).value for row in range(5, 13)}
    assert found["Mean"] == "=E5-D5"
    assert found["± of the mean"] is None


def test_every_pair_is_there_future_by_future(values: Any, comparison: Comparison) -> None:
    told = rows(values["Differences"])
    headings = [row[0] for row in told if row[0] and " against " in str(row[0]) and row[0][-1] != "."]
    assert headings == ["Lean against Base", "Lean with a partner against Base", "Lean with a partner against Lean"]
    first = next(number for number, row in enumerate(told) if row[0] == headings[0])
    pair = comparison.figure("value").differences[0].paired
    assert told[first + 2][2:4] == pytest.approx((pair.mean, pair.mean_error))
    assert told[first + 2][7] == pair.better.share
    assert any(row[4] == "first order" for row in told)


def test_dates_are_days(values: Any) -> None:
    """Words where a day is later than the horizon."""
    launches = [row for row in rows(values["Dates"])[4:] if row[0] == "Atlas: launch"]
    assert [row[1] for row in launches] == ["Base", "Lean", "Lean with a partner"]
    assert isinstance(launches[0][2], datetime)
    told = {cell for row in rows(values["Dates"])[4:] for cell in row[2:6] if isinstance(cell, str)}
    assert told <= {"after horizon"}
    assert launches[0][6] is None
    assert sum(launches[1][7:10]) == pytest.approx(1)


def test_inputs_that_differ_are_numbers_where_they_can_be(values: Any) -> None:
    told = rows(values["Inputs that differ"])[4:]
    assert told[0] == ("team Platform", "People at the start", "FTE", 8, 6, 6, "team:platform.headcount")
    assert told[1][3:6] == ("Build (atlas-build)", "Build (atlas-build)", "Partner (atlas-partner)")
    assert told[2][2:6] == ("EUR", 1_500_000, 1_200_000, 1_200_000)


def test_curves_have_native_charts_over_all_scenarios(path: Path, values: Any) -> None:
    """Two S-curves of three scenarios and one of cash with three lines each; 101 points from 0 to 100 %."""
    with zipfile.ZipFile(path) as book:
        charts = sorted(name for name in book.namelist() if name.startswith("xl/charts/chart"))
        series = [book.read(name).decode().count("<c:ser>") for name in charts]
    assert series == [3, 3, 9]
    shares = [row[12] for row in rows(values["Curves"])[4:]]
    assert shares[:2] == [0, 0.01]
    assert shares[100] == 1


def test_equal_scenarios_have_no_inputs_that_differ(tmp_path: Path) -> None:
    out = tmp_path / "same.xlsx"
    write_comparison(out, compare(example_portfolio(), ["lean", "lean"], trials=20))
    told = rows(openpyxl.load_workbook(out)["Inputs that differ"])
    assert told[4][0] == "None: the scenarios take the same inputs."
