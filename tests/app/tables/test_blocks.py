"""Blocks of cells in a table: copied, pasted beyond its end, cleared."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.tables.pending import PendingTexts
from tests.app.tables.fake import FakeEditor
from tests.app.tables.keys import MakePanel, go, paste

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows
Key, Modifier = Qt.Key, Qt.KeyboardModifier


def test_paste_is_one_step_and_keeps_what_is_wrong(
    panel_of: MakePanel, editor: FakeEditor, pending: PendingTexts, qtbot: QtBot
) -> None:
    """A block of two columns with one impossible duration: five values go in, one text stays beside."""
    view = panel_of("stage", "compass-build").view
    go(view, 0, "name")
    before = editor.portfolio
    paste(qtbot, view, "Find gaps\t1..2..3\nWrite down\tsoon\nLog\t4\n")
    stages = editor.portfolio.initiatives[0].options[0].stages
    assert [stage.name for stage in stages[:3]] == ["Find gaps", "Write down", "Log"]
    assert stages[0].duration is not None
    assert stages[0].duration.text == "1..2..3"
    assert view.ordering.index(1, view.table.column("duration")).data() == "soon"
    assert [text for text, _, _ in editor.steps] == ["Paste 3 rows"]
    editor.undo()
    assert editor.portfolio == before


def test_paste_beyond_the_end_adds_rows_with_ids_of_their_own(
    panel_of: MakePanel, editor: FakeEditor, pending: PendingTexts, qtbot: QtBot
) -> None:
    """One step still; a wrong text in a new row is kept there."""
    view = panel_of("objective").view
    before = editor.portfolio
    go(view, 3, "name")
    paste(qtbot, view, "Cost\tcost\nGrow\tvalue\nGrow\tworth\n")
    objectives = editor.portfolio.objectives
    assert [(one.id, one.name, one.metric) for one in objectives[4:]] == [
        ("grow", "Grow", "value"),
        ("grow-2", "Grow", "value"),
    ]
    assert view.table.index(5, view.table.column("metric")).data() == "worth"
    assert len(editor.steps) == 1
    editor.undo()
    assert editor.portfolio == before
    assert not pending.issues()


def test_copied_blocks_come_back_as_they_were(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """Exact numbers are copied, not what is shown: 0.45..0.5..0.55 and not 45..50..55 %."""
    view = panel_of("team").view
    go(view, 0, "name")
    qtbot.keyClick(view, Key.Key_Right, Modifier.ShiftModifier)
    qtbot.keyClick(view, Key.Key_Right, Modifier.ShiftModifier)
    qtbot.keyClick(view, Key.Key_Down, Modifier.ShiftModifier)
    qtbot.keyClick(view, Key.Key_C, Modifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text == "Platform and cloud\t20\t10400 +/- 4 %\nWeb and app\t24\t9600 +/- 4 %\n"
    paste(qtbot, view, text)
    assert not editor.steps


def test_one_copied_cell_fills_the_selection(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """And fill down does the same from the uppermost row; delete empties to the default."""
    view = panel_of("team").view
    go(view, 0, "attrition")
    for _ in range(2):
        qtbot.keyClick(view, Key.Key_Down, Modifier.ShiftModifier)
    paste(qtbot, view, "0.2")
    assert [team.attrition.base for team in editor.portfolio.teams[:4]] == [0.2, 0.2, 0.2, 0.14]
    editor.undo()
    qtbot.keyClick(view, Key.Key_D, Modifier.ControlModifier)
    assert len({team.attrition for team in editor.portfolio.teams[:3]}) == 1
    assert editor.steps[-1][0] == "Fill down 6 cells"[:9] + " 2 cells"
    qtbot.keyClick(view, Key.Key_Delete)
    assert [team.attrition.base for team in editor.portfolio.teams[:3]] == [0, 0, 0]
    assert len(editor.steps) == 2


def test_a_needed_cell_that_is_emptied_says_so(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """A team without a name is none; the cell is empty and marked, the plan keeps the name."""
    view = panel_of("team").view
    index = go(view, 0, "name")
    qtbot.keyClick(view, Key.Key_Delete)
    assert index.data() == ""
    assert "it is empty; write a text" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert editor.portfolio.teams[0].name == "Platform and cloud"
