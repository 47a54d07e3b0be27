"""Notes are several lines of plain text, in the inspector and in a cell; all of what was typed is one step."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.tables.inspector import Inspector
from app.tables.model import RecordTable
from app.tables.notecell import LEAST_LINES, MOST_LINES, NoteCell
from app.tables.pending import PendingTexts
from app.tables.view import RecordTableView
from models.edits import set_field
from tests.app.tables.fake import FakeEditor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows


@pytest.fixture
def inspector(inspector: Inspector) -> Inspector:
    """Of the second team, high enough for its note."""
    inspector.resize(340, 900)
    inspector.show_record("team", "web")
    return inspector


def note_of(inspector: Inspector) -> NoteCell:
    """The note, with the keys and everything in it marked."""
    note = inspector.fields["note"].editor
    assert isinstance(note, NoteCell)
    inspector.show_field("note")
    note.selectAll()
    return note


def note(editor: FakeEditor) -> str:
    return editor.portfolio.teams[1].note


def test_enter_begins_a_line_and_leaving_hands_all_over_as_one_step(
    inspector: Inspector, editor: FakeEditor, qtbot: QtBot
) -> None:
    """Nothing is handed over before; Tab leaves for the next field."""
    before, cell = note(editor), note_of(inspector)
    qtbot.keyClicks(cell, "Ask Ada")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    qtbot.keyClicks(cell, "before May")
    assert note(editor) == before
    qtbot.keyClick(cell, Qt.Key.Key_Tab)
    assert note(editor) == "Ask Ada\nbefore May"
    assert len(editor.steps) == 1
    editor.undo()
    assert note(editor) == cell.toPlainText() == before


def test_control_enter_hands_over_and_stays(inspector: Inspector, editor: FakeEditor, qtbot: QtBot) -> None:
    cell = note_of(inspector)
    qtbot.keyClicks(cell, "Done")
    qtbot.keyClick(cell, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note(editor) == "Done"
    assert cell.hasFocus()


def test_escape_takes_typing_back(inspector: Inspector, editor: FakeEditor, qtbot: QtBot) -> None:
    before, cell = note(editor), note_of(inspector)
    qtbot.keyClicks(cell, "Never mind")
    qtbot.keyClick(cell, Qt.Key.Key_Escape)
    assert cell.toPlainText() == before
    inspector.show_record("team", "platform")
    assert not editor.steps


def test_choosing_another_record_is_leaving(inspector: Inspector, editor: FakeEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(note_of(inspector), "Kept")
    inspector.show_record("team", "platform")
    assert note(editor) == "Kept"


def test_a_note_is_as_high_as_its_lines_within_reason(inspector: Inspector) -> None:
    """Heights of no line, of seven, and of a hundred: the least, four lines more, and the most."""
    cell = note_of(inspector)
    heights = []
    for lines in (0, 7, 100):
        cell.set_cell_text("\n".join(["line"] * lines))
        heights.append(cell.height())
    line = cell.fontMetrics().lineSpacing()
    assert heights[1] - heights[0] == (7 - LEAST_LINES) * line
    assert heights[2] - heights[0] == (MOST_LINES - LEAST_LINES) * line


def test_a_cell_shows_a_note_on_one_line_and_keeps_its_lines(
    editor: FakeEditor, pending: PendingTexts, qtbot: QtBot
) -> None:
    """Typed over in the table, Enter begins a line too; Ctrl+Enter takes it over, Tab would."""
    editor.portfolio = set_field(editor.portfolio, "team:web.note", "One\ntwo")
    table = RecordTable(editor, pending, "team")
    view = RecordTableView(table)
    qtbot.addWidget(view)
    view.resize(1600, 400)
    view.show()
    index = view.ordering.index(1, table.column("note"))
    assert index.data() == "One two"
    view.setCurrentIndex(index)
    view.edit(index)
    cell = view.findChild(NoteCell)
    assert isinstance(cell, NoteCell)
    assert cell.toPlainText() == "One\ntwo"
    assert view.viewport().rect().contains(cell.geometry())
    qtbot.keyClick(cell, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    qtbot.keyClicks(cell, "three")
    qtbot.keyClick(cell, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note(editor) == "One\ntwo\nthree"
    assert len(editor.steps) == 1
