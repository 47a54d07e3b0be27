"""Importing a workbook onto a plan: merged by id, with a preview of what changes."""

from pathlib import Path

import msgspec
from openpyxl import Workbook

from app.exchange.importing import import_file
from app.exchange.preview import Change, apply
from models.portfolio import Portfolio
from tests.app.workbooks import changed, said, workbook
from tests.portfolios import example_portfolio, q


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    """The workbook of a portfolio laid on it is no change, and a second import changes nothing either."""
    portfolio = example_portfolio()

    def change(book: Workbook) -> None:
        book["Stages"]["D4"] = "2..3..5"

    path = changed(tmp_path / "twice.xlsx", portfolio, change)
    first = import_file(path, portfolio)
    assert first.preview is not None
    assert first.preview.changed == (Change("stage", "atlas-build-design", "Duration", "1..2..4", "2..3..5"),)
    once = apply(first.preview)
    again = import_file(path, once)
    assert again.preview is not None
    assert again.preview.changes_nothing
    assert apply(again.preview) == once


def test_preview_tells_added_changed_and_removed(tmp_path: Path) -> None:
    """Nothing is changed by looking; records that are missing stay unless they are to be removed."""
    portfolio = example_portfolio()

    def change(book: Workbook) -> None:
        book["Settings"]["B15"] = 0.07
        book["Drivers"]["C4"] = "0.8..1..1.2"
        book["Products"].append(["new", "New one"])
        book["Objectives"].delete_rows(5)

    path = changed(tmp_path / "preview.xlsx", portfolio, change)
    kept, cut = import_file(path, portfolio).preview, import_file(path, portfolio, remove_missing=True).preview
    assert kept is not None
    assert cut is not None
    assert kept.added == (("product", "new"),)
    assert [(one.kind, one.id, one.field, one.new) for one in kept.changed] == [
        ("settings", "", "Reinvestment rate", "0.07"),
        ("driver", "market", "Value", "0.8..1..1.2"),
    ]
    assert kept.removed == ()
    assert cut.removed == (("objective", "revenue-fy30"),)
    assert [one.id for one in kept.portfolio.objectives] == ["atlas-out", "revenue-fy30"]
    assert [one.id for one in apply(cut).objectives] == ["atlas-out"]
    assert portfolio == example_portfolio()


def test_columns_and_sheets_that_are_missing_leave_what_was(tmp_path: Path) -> None:
    """A workbook with two columns changes those two; an emptied cell is the default again."""
    portfolio = example_portfolio()
    rows = {"Stages": [["ID", "Option", "Duration", "Success"], ["atlas-build-design", "atlas-build", 9, None]]}
    imported = import_file(workbook(tmp_path / "two.xlsx", rows), portfolio)
    assert said(imported) == []
    assert imported.preview is not None
    assert imported.preview.changed == (
        Change("stage", "atlas-build-design", "Duration", "1..2..4", "9.0"),
        Change("stage", "atlas-build-design", "Success", "0.9", "1.0"),
    )
    after = imported.preview.portfolio.initiatives[0].options[0].stages[0]
    before = portfolio.initiatives[0].options[0].stages[0]
    assert after == msgspec.structs.replace(before, duration=q(9), success=q(1))


def test_order_of_rows_is_the_order_of_records(tmp_path: Path) -> None:
    """New rows stand where they are in the sheet; records that it does not mention stay behind their neighbours."""
    portfolio = example_portfolio()
    header = ["ID", "Option", "Duration"]
    own = "atlas-build"
    rows = [header, [f"{own}-code", own, 6], ["review", own, 1], [f"{own}-design", own, 2]]
    imported = import_file(workbook(tmp_path / "order.xlsx", {"Stages": rows}), portfolio)
    assert imported.preview is not None
    stages = imported.preview.portfolio.initiatives[0].options[0].stages
    assert [stage.id for stage in stages] == [f"{own}-code", f"{own}-test", f"{own}-go", "review", f"{own}-design"]
    assert any(one.field == "Order" for one in imported.preview.changed)


def test_a_benefit_may_move_to_another_option(tmp_path: Path) -> None:
    """Its parent is a field like others."""
    rows = {"Benefits": [["ID", "Option"], ["atlas-partner-sales", "atlas-build"]]}
    imported = import_file(workbook(tmp_path / "move.xlsx", rows), example_portfolio())
    assert imported.preview is not None
    change = Change("benefit", "atlas-partner-sales", "Option", "atlas-partner", "atlas-build")
    assert imported.preview.changed == (change,)
    assert imported.preview.portfolio.initiatives[0].options[1].benefits == ()


def test_what_was_wrong_before_does_not_stop_an_import(tmp_path: Path) -> None:
    """Errors of records that the workbook does not touch are not its errors."""
    broken = msgspec.structs.replace(example_portfolio(), correlations=())
    objective = msgspec.structs.replace(broken.objectives[0], by=None)
    broken = msgspec.structs.replace(broken, objectives=(objective,))
    rows = {"Products": [["ID", "Name"], ["new", "New"]]}
    imported = import_file(workbook(tmp_path / "onto.xlsx", rows), broken)
    assert said(imported) == []
    assert imported.portfolio is not None


def test_settings_of_a_portfolio_below_may_be_left_out(tmp_path: Path) -> None:
    """Only what is named is changed."""
    rows = {"Settings": [["Setting", "Value"], ["Trials", 500]]}
    portfolio: Portfolio = example_portfolio()
    imported = import_file(workbook(tmp_path / "settings.xlsx", rows), portfolio)
    assert imported.portfolio == msgspec.structs.replace(
        portfolio, settings=msgspec.structs.replace(portfolio.settings, trials=500)
    )
