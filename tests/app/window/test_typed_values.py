"""Typed texts that are no values: saving says that they are not in the file, and nothing loses them unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.exchange.files import load_portfolio, save_portfolio
from app.pages.frame import TablesPage
from app.shell.dialogs import Dialogs, UnsavedAnswer
from app.shell.unsaved import Unsaved
from app.state.engine import Request
from app.tables.view import RecordTableView
from models.edits import set_field
from tests.app.tables.keys import go, type_text
from tests.app.window.acts import page_of, position
from tests.app.window.conftest import ScriptedDialogs
from tests.portfolios import example_portfolio, q

Key = Qt.Key
Buttons = QMessageBox.StandardButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desktop(start: Callable[[], Desktop], qtbot: QtBot, plan: Path, no_engine: list[Request]) -> Desktop:
    """A program with that file open."""
    made = start()
    with qtbot.waitSignal(made.parts.files.opened):
        made.window.documents.open(plan)
    return made


@pytest.fixture
def view(desktop: Desktop) -> RecordTableView:
    """The table of envelopes, with the keys."""
    return budgets(desktop)


def budgets(desktop: Desktop) -> RecordTableView:
    desktop.window.show_page(position("Budget"))
    page = page_of(desktop, position("Budget"))
    assert isinstance(page, TablesPage)
    view = page.panel("budget").view
    desktop.window.activateWindow()
    view.setFocus()
    return view


def dialogs_of(desktop: Desktop) -> ScriptedDialogs:
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    return dialogs


def typed(qtbot: QtBot, view: RecordTableView, row: int, text: str) -> QModelIndex:
    """Type a text into an amount, and end with Enter."""
    index = go(view, row, "amount")
    type_text(qtbot, view, text)
    return index


def is_red(view: RecordTableView, index: QModelIndex, plain: QModelIndex) -> bool:
    """Whether a cell has another ground than one that holds a value."""
    return bool(index.data(Qt.ItemDataRole.BackgroundRole) != plain.data(Qt.ItemDataRole.BackgroundRole))


def test_saving_says_what_is_not_in_the_file(desktop: Desktop, view: RecordTableView, qtbot: QtBot, plan: Path) -> None:
    """Ctrl+S writes the values that hold, 2,000,000 among them; the text stays in its red cell."""
    wrong = typed(qtbot, view, 0, "abc")
    right = typed(qtbot, view, 1, "2000000")
    with qtbot.waitSignal(desktop.parts.files.saved):
        qtbot.keyClick(desktop.window, Key.Key_S, CONTROL)
    said = desktop.window.status.currentMessage()
    assert said == "Saved plan.foliocast; 1 typed value was not taken over and is not in the file"
    assert [one.amount for one in load_portfolio(plan).budgets] == [q(1_500_000), q(2_000_000)]
    assert not desktop.parts.session.is_dirty
    assert wrong.data() == "abc"
    assert is_red(view, wrong, right)
    assert desktop.window.status.problems.text().startswith("1 error")
    assert dialogs_of(desktop).questions == []


def test_saving_as_says_it_as_well(desktop: Desktop, view: RecordTableView, qtbot: QtBot, tmp_path: Path) -> None:
    """Of two texts; both stay, though the document has another file now."""
    cells = [typed(qtbot, view, row, "abc") for row in (0, 1)]
    dialogs_of(desktop).path = tmp_path / "other.foliocast"
    with qtbot.waitSignal(desktop.parts.files.saved):
        desktop.window.documents.save_as()
    said = desktop.window.status.currentMessage()
    assert said == "Saved other.foliocast; 2 typed values were not taken over and are not in the file"
    assert [cell.data() for cell in cells] == ["abc", "abc"]


def test_saving_says_no_more_once_all_is_put_right(desktop: Desktop, view: RecordTableView, qtbot: QtBot) -> None:
    """Esc in the cell takes the text back."""
    view.setCurrentIndex(typed(qtbot, view, 0, "abc"))
    qtbot.keyClick(view, Key.Key_Escape)
    with qtbot.waitSignal(desktop.parts.files.saved):
        desktop.window.documents.save()
    assert desktop.window.status.currentMessage() == "Saved plan.foliocast"


def test_an_export_says_it_too(desktop: Desktop, view: RecordTableView, qtbot: QtBot, tmp_path: Path) -> None:
    """A folder of CSV files holds the values that hold, as a file of the plan does."""
    typed(qtbot, view, 0, "abc")
    dialogs_of(desktop).path = tmp_path
    with qtbot.waitSignal(desktop.parts.files.exported):
        desktop.window.documents.export_csv()
    assert desktop.window.status.currentMessage().endswith("1 typed value was not taken over and is not in the files")


def test_closing_asks_though_nothing_else_is_unsaved(desktop: Desktop, view: RecordTableView, qtbot: QtBot) -> None:
    """Cancel keeps window and text; a text that is still being typed counts as well."""
    wrong = go(view, 0, "amount")
    type_text(qtbot, view, "abc", end=None)
    desktop.window.close()
    assert desktop.window.isVisible()
    assert wrong.data() == "abc"
    question = dialogs_of(desktop).questions[0]
    assert not question.is_edited
    assert question.question == "1 typed value was not taken over. Save plan.foliocast without it?"


def test_closing_saves_what_holds(desktop: Desktop, view: RecordTableView, qtbot: QtBot, plan: Path) -> None:
    """One question for both: an amount that holds and one that is none."""
    typed(qtbot, view, 0, "abc")
    typed(qtbot, view, 1, "2000000")
    dialogs_of(desktop).unsaved = "save"
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    assert [one.amount for one in load_portfolio(plan).budgets] == [q(1_500_000), q(2_000_000)]
    (question,) = dialogs_of(desktop).questions
    assert question.question == "Save the changes in plan.foliocast?"
    assert "1 typed value was not taken over." in question.explanation


def test_closing_may_give_them_up(desktop: Desktop, view: RecordTableView, qtbot: QtBot, plan: Path) -> None:
    """The file is as it was, byte for byte."""
    before = plan.read_bytes()
    typed(qtbot, view, 0, "abc")
    dialogs_of(desktop).unsaved = "discard"
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    assert plan.read_bytes() == before
    assert len(dialogs_of(desktop).questions) == 1


def test_opening_another_plan_asks(desktop: Desktop, view: RecordTableView, qtbot: QtBot, tmp_path: Path) -> None:
    """Cancel keeps the plan; given up, the texts are gone with it, and the next plan is free of them."""
    other = tmp_path / "other.foliocast"
    save_portfolio(other, set_field(example_portfolio(), "portfolio.name", "Other"))
    wrong = typed(qtbot, view, 0, "abc")
    desktop.window.documents.open(other)
    assert dialogs_of(desktop).asked_about == ["plan.foliocast"]
    assert wrong.data() == "abc"
    dialogs_of(desktop).unsaved = "discard"
    with qtbot.waitSignal(desktop.parts.files.opened):
        desktop.window.documents.open(other)
    assert budgets(desktop).ordering.index(0, wrong.column()).data() != "abc"
    assert not desktop.window.documents.unsaved.is_anything


def test_a_new_plan_asks_and_saves_first(desktop: Desktop, view: RecordTableView, qtbot: QtBot) -> None:
    """Ctrl+N; to save is to write what holds, and then the empty plan comes."""
    typed(qtbot, view, 0, "abc")
    dialogs_of(desktop).unsaved = "save"
    with qtbot.waitSignals([desktop.parts.files.saved, desktop.parts.session.document_opened], order="strict"):
        qtbot.keyClick(desktop.window, Key.Key_N, CONTROL)
    assert desktop.parts.session.path is None
    assert len(dialogs_of(desktop).questions) == 1


def test_texts_stay_through_pages_and_saving_and_go_by_undo(
    desktop: Desktop, view: RecordTableView, qtbot: QtBot
) -> None:
    """Ctrl+Z in the cell takes back the text alone, then the edit before; Ctrl+Y brings that again."""
    right = typed(qtbot, view, 1, "2000000")
    wrong = typed(qtbot, view, 0, "abc")
    with qtbot.waitSignal(desktop.parts.files.saved):
        desktop.window.documents.save()
    desktop.window.show_page(position("Initiatives"))
    view = budgets(desktop)
    assert wrong.data() == "abc"
    view.setCurrentIndex(wrong)
    session = desktop.parts.session
    qtbot.keyClick(view, Key.Key_Z, CONTROL)
    assert wrong.data() != "abc"
    assert not desktop.window.documents.unsaved.is_anything
    edited = right.data()
    qtbot.keyClick(view, Key.Key_Z, CONTROL)
    assert right.data() != edited
    session.undo_stack.redo()
    assert right.data() == edited


@pytest.mark.parametrize(
    ("button", "answer"),
    [(Buttons.Save, "save"), (Buttons.Discard, "discard"), (Buttons.Cancel, "cancel"), (None, "cancel")],
)
def test_the_question_is_answered(desktop: Desktop, qtbot: QtBot, button: Buttons | None, answer: str) -> None:
    """By a click, or by Enter (None), which is Cancel here: it loses nothing."""
    said, answered = asked(desktop, qtbot, Unsaved("plan.foliocast", is_edited=False, typed=2), button)
    assert answered == answer
    assert said == (
        "2 typed values were not taken over. Save plan.foliocast without them?",
        "Saving does not keep them. Cancel to put them right: the cells are red, and Problems (F8) leads to them.",
    )


def test_enter_saves_where_nothing_else_is_lost(desktop: Desktop, qtbot: QtBot) -> None:
    """As ever, where the question is about edits alone."""
    said, answered = asked(desktop, qtbot, Unsaved("plan.foliocast", is_edited=True, typed=0), None)
    assert answered == "save"
    assert said == ("Save the changes in plan.foliocast?", "Without saving, they are lost.")


def asked(
    desktop: Desktop, qtbot: QtBot, unsaved: Unsaved, button: Buttons | None
) -> tuple[tuple[str, str], UnsavedAnswer]:
    """What the real question says, and how it is answered by a click, or by Enter."""
    said: list[tuple[str, str]] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append((box.text(), box.informativeText()))
        if button is None:
            qtbot.keyClick(box, Key.Key_Return)
        else:
            qtbot.mouseClick(box.button(button), Qt.MouseButton.LeftButton)
        box.close()

    QTimer.singleShot(0, desktop.window, press)
    answer = Dialogs(desktop.window).about_unsaved(unsaved)
    return said[0], answer


def test_a_change_on_disk_says_what_reading_again_would_lose(
    desktop: Desktop, view: RecordTableView, qtbot: QtBot
) -> None:
    """The file is another one, and a text is still in its cell."""
    typed(qtbot, view, 0, "abc")
    desktop.parts.files.changed_on_disk.emit()
    assert "1 typed value not taken over is still here." in desktop.window.notice.accessibleName()
