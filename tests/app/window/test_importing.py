"""Import and export in the window: a preview first, one step of the history, and nothing done by Cancel."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialogButtonBox, QMenu
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.exchange.csv_folder import write_csv_folder
from app.exchange.files import load_portfolio, save_portfolio
from app.exchange.template import input_workbook
from app.shell.importing import ImportDialog
from app.state.engine import Request
from app.state.session import Session
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.window.conftest import ScriptedDialogs
from tests.portfolios import example_portfolio

PATIENCE = 20_000
"""Milliseconds; the first workbook loads what reads workbooks."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The example's workbook, in which the plan has another name."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(input_workbook(set_field(example_portfolio(), "portfolio.name", "From finance")))
    return path


@pytest.fixture
def desktop(start: Callable[[], Desktop], no_engine: list[Request]) -> Desktop:
    return start()


def begun(desktop: Desktop, qtbot: QtBot, path: Path) -> ImportDialog:
    """The dialog of an import with its first outcome."""
    desktop.window.documents.import_workbook(path)
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    qtbot.waitUntil(lambda: "Reading" not in dialogs.importer.said.text(), timeout=PATIENCE)
    return dialogs.importer


def chosen(dialog: ImportDialog, qtbot: QtBot, row: int) -> None:
    """Choose where the import goes."""
    dialog.place.setCurrentIndex(row)
    qtbot.waitUntil(lambda: "Reading" not in dialog.said.text(), timeout=PATIENCE)


def with_plan(desktop: Desktop) -> Session:
    """The session with the example open."""
    desktop.parts.session.open(example_portfolio(), None)
    return desktop.parts.session


def test_an_import_onto_the_open_plan_is_previewed_and_one_step(desktop: Desktop, qtbot: QtBot, workbook: Path) -> None:
    """The name is the one thing that differs; Undo brings the old one back."""
    session = with_plan(desktop)
    dialog = begun(desktop, qtbot, workbook)
    shown = [dialog.changes.item(0, column).text() for column in range(5)]
    assert dialog.changes.rowCount() == 1
    assert (shown[0], shown[3], shown[4]) == ("changed", example_portfolio().name, "From finance")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert session.portfolio.name == "From finance"
    assert session.undo_stack.undoText() == "Import plan.xlsx"
    session.undo_stack.undo()
    assert session.portfolio == example_portfolio()


def test_importing_twice_changes_nothing(desktop: Desktop, qtbot: QtBot, workbook: Path) -> None:
    """The second time there is nothing to take, and it is said."""
    session = with_plan(desktop)
    qtbot.mouseClick(begun(desktop, qtbot, workbook).take, Qt.MouseButton.LeftButton)
    again = begun(desktop, qtbot, workbook)
    assert not again.take.isEnabled()
    assert "nothing to import" in again.said.text()
    again.reject()
    assert session.undo_stack.count() == 1


def test_an_import_as_a_new_plan(desktop: Desktop, qtbot: QtBot, workbook: Path) -> None:
    """It has no file yet and is unsaved."""
    session = with_plan(desktop)
    dialog = begun(desktop, qtbot, workbook)
    chosen(dialog, qtbot, 0)
    with qtbot.waitSignal(session.document_opened):
        qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert session.portfolio.name == "From finance"
    assert session.path is None
    assert session.is_dirty


def test_cancel_leaves_everything_as_it_was(desktop: Desktop, qtbot: QtBot, workbook: Path) -> None:
    """No step, no other document."""
    session = with_plan(desktop)
    dialog = begun(desktop, qtbot, workbook)
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert session.undo_stack.count() == 0
    assert session.portfolio == example_portfolio()


def test_wrong_rows_are_listed_and_the_good_ones_can_be_taken(desktop: Desktop, qtbot: QtBot, workbook: Path) -> None:
    """A rate that is no number is named with its cell; the rest comes in when it is wanted."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["Currencies"]
    rate = next(cell.column for cell in sheet[3] if cell.value == "Rate")
    sheet.cell(4, rate).value = "much"
    book.save(workbook)
    session = with_plan(desktop)
    dialog = begun(desktop, qtbot, workbook)
    assert not dialog.take.isEnabled()
    places = [dialog.problems.item(row, 1).text() for row in range(dialog.problems.rowCount())]
    assert any(place.startswith("Currencies!") for place in places)
    qtbot.keyClick(dialog.partial, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Reading" not in dialog.said.text(), timeout=PATIENCE)
    assert dialog.take.isEnabled()
    assert "1 row left out" in dialog.said.text()
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert session.portfolio.name == "From finance"


def test_a_foreign_workbook_leads_to_the_menu(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    """Who sits at the window has menus, no commands: both entries that it speaks of are in the menu File."""
    foreign = tmp_path / "foreign.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Somebody's", "sheet"])
    book.save(foreign)
    dialog = begun(desktop, qtbot, foreign)
    said = [dialog.problems.item(row, 2).text() for row in range(dialog.problems.rowCount())]
    told = next(one for one in said if "none of the sheets" in one)
    assert not any("foliocast" in one for one in said)
    in_file = {action.text().replace("&", "") for action in file_menu(desktop).actions()}
    named = [one.strip() for one in re.findall(r"File > ([^,]+)", told)]
    assert len(named) == 2
    assert set(named) <= in_file


def test_a_plan_with_an_id_twice_leads_to_its_problems(desktop: Desktop, qtbot: QtBot, workbook: Path) -> None:
    """Rows are matched by id, so that the plan has to be mended first; the panel of problems says where."""
    plan = example_portfolio()
    desktop.parts.session.open(msgspec.structs.replace(plan, teams=(*plan.teams, plan.teams[0])), None)
    dialog = begun(desktop, qtbot, workbook)
    said = [dialog.problems.item(row, 2).text() for row in range(dialog.problems.rowCount())]
    panel = desktop.window.docks.problems_dock.windowTitle().split()[0]  # without how many there are
    assert any(f"the panel {panel}" in one for one in said if "two records" in one)
    assert not any("foliocast" in one for one in said)


def file_menu(desktop: Desktop) -> QMenu:
    """The menu File."""
    menus = desktop.window.menuBar().findChildren(QMenu)
    return next(menu for menu in menus if menu.title().replace("&", "") == "File")


def test_something_else_under_the_name_of_a_workbook_is_refused(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    """The dialog goes, the reason stays, the plan is as it was."""
    session = with_plan(desktop)
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_text("this is no workbook")
    desktop.window.documents.import_workbook(wrong)
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    qtbot.waitUntil(lambda: bool(dialogs.told), timeout=PATIENCE)
    assert "wrong.xlsx" in dialogs.told[0] or "workbook" in dialogs.told[0]
    assert session.portfolio == example_portfolio()


def test_a_dropped_workbook_is_imported_and_a_dropped_plan_opened(
    desktop: Desktop, qtbot: QtBot, workbook: Path, tmp_path: Path
) -> None:
    """As if it had been chosen in the menu."""
    dropped(desktop, workbook)
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    qtbot.waitUntil(lambda: "Reading" not in dialogs.importer.said.text(), timeout=PATIENCE)
    dialogs.importer.reject()
    plan = tmp_path / "dropped.foliocast"
    save_portfolio(plan, example_portfolio())
    with qtbot.waitSignal(desktop.parts.files.opened):
        dropped(desktop, plan)
    assert desktop.parts.session.path == plan


def dropped(desktop: Desktop, path: Path) -> None:
    """Drop a file on the window."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    desktop.window.dropEvent(
        QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            content,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_workbook_goes_out_and_comes_in(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    """There is nothing to import from what was just exported."""
    with_plan(desktop)
    path = scripted(desktop, tmp_path / "out.xlsx")
    with qtbot.waitSignal(desktop.parts.files.exported, timeout=PATIENCE):
        desktop.window.documents.export_workbook()
    dialog = begun(desktop, qtbot, path)
    assert "nothing to import" in dialog.said.text()
    dialog.reject()


def test_csv_files_go_out_and_come_in(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    """Files that are there are replaced only after a question."""
    with_plan(desktop)
    folder = scripted(desktop, tmp_path / "tables")
    folder.mkdir()
    with qtbot.waitSignal(desktop.parts.files.exported, timeout=PATIENCE):
        desktop.window.documents.export_csv()
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    dialogs.accepts = False
    desktop.window.documents.export_csv()
    assert dialogs.asked_about == ["tables"]
    changed = set_field(example_portfolio(), "portfolio.name", "From finance")
    write_csv_folder(folder, changed)
    desktop.window.documents.import_csv()
    qtbot.waitUntil(lambda: "Reading" not in dialogs.importer.said.text(), timeout=PATIENCE)
    assert dialogs.importer.changes.rowCount() == 1
    dialogs.importer.reject()


def scripted(desktop: Desktop, path: Path) -> Path:
    """The path that the dialogs will give."""
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    dialogs.path = path
    return path


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk can only be read")]
)
def test_a_disk_that_takes_nothing_keeps_file_and_edits(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """The disk refuses when the data are flushed: the file holds the old plan, the window the new one."""
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, example_portfolio())
    with qtbot.waitSignal(desktop.parts.files.opened):
        desktop.window.documents.open(path)
    session = desktop.parts.session

    def renamed(portfolio: Portfolio) -> Portfolio:
        return set_field(portfolio, "portfolio.name", "Edited")

    session.push(renamed, "rename")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    with monkeypatch.context() as patch:
        patch.setattr("app.exchange.files.os.fsync", refuse)
        desktop.window.documents.save()
        qtbot.waitUntil(lambda: bool(dialogs.told))
    assert words in dialogs.told[0]
    assert session.is_dirty
    assert session.portfolio.name == "Edited"
    assert load_portfolio(path) == example_portfolio()


def test_problems_are_as_high_as_their_text(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    """They are filled in while their tab is hidden, where columns are narrow and texts wrap into many lines."""
    with_plan(desktop)
    path = tmp_path / "shopping.xlsx"
    openpyxl.Workbook().save(path)
    problems = begun(desktop, qtbot, path).problems
    qtbot.waitUntil(lambda: problems.isVisible() and problems.columnWidth(2) > 400)
    qtbot.wait(0)  # rows follow their columns in the next turn
    heights = [problems.rowHeight(row) for row in range(problems.rowCount())]
    problems.resizeRowsToContents()
    assert heights == [problems.rowHeight(row) for row in range(problems.rowCount())]
