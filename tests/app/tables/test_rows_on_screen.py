"""The rows of a table on the screen: added, moved, sorted, searched."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.tables.columns import VISIBLE
from app.tables.view import RecordTableView
from tests.app.tables.fake import UNUSED, FakeEditor
from tests.app.tables.keys import MakePanel, go, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows
Key, Modifier = Qt.Key, Qt.KeyboardModifier


def shown(view: RecordTableView, field: str) -> list[str]:
    """A column as it is shown."""
    column = view.table.column(field)
    return [str(view.ordering.index(row, column).data()) for row in range(view.ordering.rowCount())]


def test_rows_are_inserted_duplicated_and_deleted_by_keys(
    panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot
) -> None:
    """Each is one step; a new initiative takes the rank of the row it was put before."""
    view = panel_of("initiative").view
    before = editor.portfolio
    go(view, 2, "name")
    qtbot.keyClick(view, Key.Key_Plus, Modifier.ControlModifier)
    assert shown(view, "name")[2] == "New initiative"
    assert view.currentIndex().row() == 2
    qtbot.keyClick(view, Key.Key_D, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert len(editor.portfolio.initiatives) == len(before.initiatives) + 2
    editor.undo()
    go(view, 2, "name")
    qtbot.keyClick(view, Key.Key_Minus, Modifier.ControlModifier)
    assert [one.id for one in editor.portfolio.initiatives] == [one.id for one in before.initiatives]
    assert len(editor.steps) == 2


NOT_ADDED = ("decision", "scenario", *UNUSED)  # made elsewhere, or there is no row to start from


@pytest.mark.parametrize("kind", [kind for kind in VISIBLE if kind not in NOT_ADDED])
def test_a_row_can_be_added_to_every_table(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot, kind: str) -> None:
    """With a fresh id, in the right place, and one step back."""
    view = panel_of(kind).view
    before, rows = editor.portfolio, view.table.rowCount()
    view.setCurrentIndex(view.ordering.index(0, view.visible_columns()[0]))
    qtbot.keyClick(view, Key.Key_Plus, Modifier.ControlModifier)
    assert view.table.rowCount() == rows + 1
    assert len(editor.steps) == 1
    editor.undo()
    assert editor.portfolio == before


def test_rows_move_by_keys_and_by_dragging_their_number(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """Initiatives change rank; their order in the document, which decides between equals, is left alone."""
    view = panel_of("initiative").view
    names = shown(view, "name")
    go(view, 3, "name")
    qtbot.keyClick(view, Key.Key_Up, Modifier.AltModifier)
    assert shown(view, "name")[:5] == [names[0], names[1], names[3], names[2], names[4]]
    assert view.currentIndex().data() == names[3]
    view.verticalHeader().moveSection(0, 4)
    assert shown(view, "name")[:5] == [names[1], names[3], names[2], names[4], names[0]]
    assert view.verticalHeader().visualIndex(0) == 0
    assert len(editor.steps) == 2
    editor.undo()
    editor.undo()
    assert shown(view, "name") == names


def test_a_row_is_dragged_with_the_mouse(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """Press on the first row's number, drop it below the third."""
    view = panel_of("team").view
    names = shown(view, "name")
    header = view.verticalHeader()
    port = header.viewport()
    middle = [header.sectionViewportPosition(row) + header.sectionSize(row) // 2 for row in range(4)]
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(10, middle[0]))
    for y in range(middle[0], middle[2] + 9, 4):
        qtbot.mouseMove(port, QPoint(10, y))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(10, middle[2] + 8))
    assert [team.name for team in editor.portfolio.teams[:4]] == [names[1], names[2], names[0], names[3]]


def test_sorting_keeps_ranks_and_the_order_comes_back(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """A click sorts, the next one the other way, the third restores the ranks; rows cannot be moved while sorted."""
    view = panel_of("initiative").view
    names = shown(view, "name")
    column = view.table.column("name")
    said: list[str] = []
    view.said.connect(said.append)
    header = view.horizontalHeader()
    position = QPoint(header.sectionViewportPosition(column) + 20, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=position)
    assert shown(view, "name") == sorted(names, key=str.casefold)
    go(view, 3, "name")
    qtbot.keyClick(view, Key.Key_Up, Modifier.AltModifier)
    assert said
    assert not editor.steps
    view.cycle_sort(column)
    assert shown(view, "name") == sorted(names, key=str.casefold, reverse=True)
    view.cycle_sort(column)
    assert shown(view, "name") == names


def test_search_and_filters_hide_rows(panel_of: MakePanel, qtbot: QtBot) -> None:
    """Ctrl+F, words anywhere in a row; in one column; rows like this one; and Esc shows everything again."""
    panel = panel_of("initiative")
    view = panel.view
    qtbot.keyClick(view, Key.Key_F, Modifier.ControlModifier)
    assert QApplication.focusWidget() is panel.search
    qtbot.keyClicks(panel.search, "docs editor")
    assert shown(view, "name") == ["Docs editor renewal"]
    assert panel.tally.text() == "1 of 28 initiatives"
    qtbot.keyClick(panel.search, Key.Key_Escape)
    assert view.ordering.rowCount() == 28
    panel.search_column.setCurrentText("Product")
    qtbot.keyClicks(panel.search, "insight")
    assert 0 < view.ordering.rowCount() < 28
    assert set(shown(view, "product")) == {"Ferrowick Insight"}
    panel.search.clear()
    view.ordering.set_filter("must_have", "yes")
    assert view.ordering.rowCount() == sum(row.record.must_have for row in view.table.rows)  # type: ignore[attr-defined]
    assert panel.chips.count() == 1
    view.ordering.clear_filters()
    assert panel.chips.count() == 0


def test_rows_do_not_vanish_while_they_are_typed_into(panel_of: MakePanel, qtbot: QtBot) -> None:
    """A wrong text that no longer matches the search stays in sight."""
    panel = panel_of("team")
    panel.search.setText("20")
    view = panel.view
    view.setFocus()
    index = go(view, 0, "headcount")
    rows = view.ordering.rowCount()
    type_text(qtbot, view, "many")
    assert view.ordering.rowCount() == rows
    assert index.data() == "many"
