"""What is still being typed when the plan is saved: handed over, with the keys where they belong afterwards.

Qt's warnings fail these tests: it warns where an editor that is closed already is to hand over its text again.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.tables.celleditors import LineCell, PickCell
from app.tables.finish import finish_typing
from app.tables.view import RecordTableView
from tests.app.tables.fake import FakeEditor
from tests.app.tables.keys import MakePanel, go, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows
Key = Qt.Key


def box_opened(view: RecordTableView, qtbot: QtBot, letters: str) -> PickCell:
    """The box over the current cell, opened by typing."""
    qtbot.keyClick(view, letters[0])
    box = QApplication.focusWidget()
    assert isinstance(box, PickCell)
    qtbot.keyClicks(box, letters[1:])
    return box


def test_a_cell_is_taken_and_the_table_has_the_keys(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """The cell stays current: Enter was not pressed."""
    view = panel_of("team").view
    index = go(view, 0, "headcount")
    type_text(qtbot, view, "21.5", end=None)
    finish_typing()
    assert editor.portfolio.teams[0].headcount == 21.5
    assert QApplication.focusWidget() is view
    assert view.currentIndex() == index


def test_a_box_is_taken_while_its_offers_are_open(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """Open offers would keep the box from being left; what is typed is one of them, which the box tells by itself."""
    view = panel_of("stage").view
    go(view, 0, "category")
    box = box_opened(view, qtbot, "tooling")
    assert box.completer().popup().isVisible()  # type: ignore[union-attr]
    finish_typing()
    assert editor.portfolio.initiatives[0].options[0].stages[0].category == "tooling"
    assert QApplication.activePopupWidget() is None
    assert QApplication.focusWidget() is view
    assert len(editor.steps) == 1


def test_enter_in_a_box_takes_it_once_and_goes_down(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """The box tells that an offer is chosen, and Enter that the cell is done."""
    view = panel_of("stage").view
    index = go(view, 0, "category")
    box = box_opened(view, qtbot, "tooling")
    box.completer().popup().hide()  # type: ignore[union-attr]
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: view.currentIndex().row() == 1)
    assert editor.portfolio.initiatives[0].options[0].stages[0].category == "tooling"
    assert view.currentIndex().column() == index.column()
    assert len(editor.steps) == 1


def test_typing_into_a_box_begins_anew(panel_of: MakePanel, qtbot: QtBot) -> None:
    """As in a cell without offers: what stood there is typed over."""
    view = panel_of("initiative").view
    go(view, 0, "product")
    box = box_opened(view, qtbot, "ins")
    assert box.cell_text() == "ins"
    finish_typing()


def test_nothing_typed_is_nothing_to_hand_over(panel_of: MakePanel, editor: FakeEditor) -> None:
    """A table that has the keys keeps them."""
    view = panel_of("team").view
    finish_typing()
    assert QApplication.focusWidget() is view
    assert not editor.steps


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab])
def test_one_key_ends_typing_while_offers_are_open(
    panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot, key: Qt.Key
) -> None:
    """None of them is marked: the key is the cell's, and need not be pressed again."""
    view = panel_of("stage").view
    go(view, 0, "category")
    box = box_opened(view, qtbot, "tooling")
    offers = box.completer().popup()  # type: ignore[union-attr]
    assert offers.isVisible()
    qtbot.keyClick(offers, key)
    qtbot.waitUntil(lambda: view.state() == view.State.NoState)
    assert editor.portfolio.initiatives[0].options[0].stages[0].category == "tooling"
    assert not offers.isVisible()


def test_one_key_ends_a_list_while_offers_are_open(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """Of teams, in the crew of a stage."""
    view = panel_of("stage").view
    go(view, 0, "crew")
    type_text(qtbot, view, "quality 3; web", end=None)
    line = QApplication.focusWidget()
    assert isinstance(line, LineCell)
    offers = line.completer().popup()
    assert offers.isVisible()
    qtbot.keyClicks(offers, " 1")
    qtbot.keyClick(offers if offers.isVisible() else line, Key.Key_Return)
    qtbot.waitUntil(lambda: view.state() == view.State.NoState)
    assert [one.fte for one in editor.portfolio.initiatives[0].options[0].stages[0].crew] == [3, 1]
