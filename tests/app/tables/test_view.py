"""The table on the screen, by keys and mouse: a user's spreadsheet."""

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QMenu
from pytestqt.qtbot import QtBot

from app.exchange.sheets import Column
from app.tables.menus import fill_column_menu, header_menu
from app.tables.model import Face, RecordTable, Role
from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts
from app.tables.rows import Row
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.tables.fake import FakeEditor, UncheckedEditor
from tests.app.tables.keys import MakePanel, go, line_in_use, paste, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows
Key, Modifier = Qt.Key, Qt.KeyboardModifier


def test_typing_begins_an_edit_and_enter_goes_down(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """As in a spreadsheet; the step says in the menu what it was."""
    view = panel_of("team").view
    go(view, 0, "headcount")
    type_text(qtbot, view, "21.5")
    assert editor.portfolio.teams[0].headcount == 21.5
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, view.table.column("headcount"))
    assert [text for text, _, _ in editor.steps] == ["headcount of Platform and cloud"]


def test_tab_goes_right_and_wraps(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """From the last column to the first of the next row, also when it ends an edit."""
    view = panel_of("budget").view
    go(view, 0, "category")
    qtbot.keyClick(view, Key.Key_Tab)
    assert view.currentIndex().column() == view.table.column("amount")
    type_text(qtbot, view, "7000000", Key.Key_Tab)
    assert editor.portfolio.budgets[0].amount.base == 7_000_000
    assert view.currentIndex().column() == view.table.column("note")
    qtbot.keyClick(view, Key.Key_Tab)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, view.table.column("period"))


def test_escape_leaves_the_edit_and_f2_begins_with_what_is_there(
    panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot
) -> None:
    """The text is the notation, ready to be changed."""
    view = panel_of("team").view
    go(view, 0, "availability")
    qtbot.keyClick(view, Key.Key_F2)
    line = line_in_use()
    assert line.text() == "0.45..0.5..0.55"
    line.clear()
    qtbot.keyClicks(line, "0.9")
    qtbot.keyClick(line, Key.Key_Escape)
    assert not editor.steps


def test_wrong_text_blocks_nothing_and_escape_takes_it_back(
    panel_of: MakePanel, editor: FakeEditor, pending: PendingTexts, qtbot: QtBot
) -> None:
    """Enter goes on as always; back in the cell, Esc (or undo) brings the value again."""
    view = panel_of("stage").view
    index = go(view, 0, "duration")
    before = index.data()
    type_text(qtbot, view, "3..")
    assert index.data() == "3.."
    assert view.currentIndex().row() == 1
    type_text(qtbot, view, "2..3..4")
    assert len(editor.steps) == 1
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Key.Key_Escape)
    assert index.data() == before
    type_text(qtbot, view, "soon")
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Key.Key_Z, Modifier.ControlModifier)
    assert index.data() == before
    assert len(editor.steps) == 1
    assert not pending.issues()


def test_columns_can_be_chosen(panel_of: MakePanel) -> None:
    """Hidden ones are offered with a check box, and come with a width that can be read."""
    view = panel_of("team").view
    column = view.table.column("skill")
    assert view.isColumnHidden(column)
    menu = QMenu(view)
    fill_column_menu(view, menu)
    next(action for action in menu.actions() if action.text() == "Skill").setChecked(True)
    assert not view.isColumnHidden(column)
    assert view.columnWidth(column) >= 64
    assert "Hide this column" in [action.text() for action in header_menu(view, column).actions()]


def test_a_reference_is_picked_by_any_part_of_its_name(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """The list shows id and name; another text can be left standing, and the check says that it names nothing."""
    view = panel_of("initiative").view
    index = go(view, 0, "product")
    qtbot.keyClick(view, Key.Key_F2)
    box = view.indexWidget(index) or view.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert "insight — Ferrowick Insight" in [box.itemText(row) for row in range(box.count())]
    box.lineEdit().selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(box, "wick ins")
    offers = box.completer().popup()  # type: ignore[union-attr]
    qtbot.keyClick(offers, Key.Key_Down)
    qtbot.keyClick(offers, Key.Key_Return)
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: editor.portfolio.initiatives[0].product == "insight")
    view.table.setData(view.ordering.mapToSource(index), "nowhere")
    assert editor.portfolio.initiatives[0].product == "nowhere"
    assert "there is no product" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_reference_is_typed_by_its_name(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """The cell shows the name: typing it is enough."""
    view = panel_of("initiative").view
    go(view, 0, "product")
    type_text(qtbot, view, "ferrowick insight")
    assert editor.portfolio.initiatives[0].product == "insight"


def test_a_name_that_is_there_twice_is_not_guessed(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """It stays as typed, and the check says that it names nothing."""
    editor.push(lambda p: set_field(p, "product:docs.name", "Ferrowick Insight"), "name")
    view = panel_of("initiative").view
    index = go(view, 0, "product")
    type_text(qtbot, view, "ferrowick insight")
    assert index.data() == "ferrowick insight"
    assert editor.portfolio.initiatives[0].product == "docs"


def test_a_box_that_is_emptied_is_empty(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """Although one of its offers, the portfolio's own currency, goes by no name."""
    view = panel_of("product").view
    index = go(view, 0, "currency")
    view.table.setData(view.ordering.mapToSource(index), "USD")
    qtbot.keyClick(view, Key.Key_F2)
    box = QApplication.focusWidget()
    qtbot.keyClick(box, Key.Key_Delete)
    qtbot.keyClick(box, Key.Key_Tab)
    assert editor.portfolio.products[0].currency == ""


def test_options_offered_are_the_initiatives_own(panel_of: MakePanel, qtbot: QtBot) -> None:
    """Not all of the portfolio's."""
    view = panel_of("initiative").view
    row = view.row_at(3)
    go(view, 3, "selected")
    qtbot.keyClick(view, Key.Key_F2)
    box = view.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert box.count() == 1 + len(row.record.options)  # type: ignore[attr-defined]
    qtbot.keyClick(box, Key.Key_Escape)


def test_space_turns_a_flag(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """And so does a click on its box."""
    view = panel_of("initiative").view
    index = go(view, 0, "must_have")
    was = bool(index.data(Role.VALUE))
    qtbot.keyClick(view, Key.Key_Space)
    assert editor.portfolio.initiatives[0].must_have is not was
    box = view.visualRect(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 15, box.center().y()))
    assert editor.portfolio.initiatives[0].must_have is was


def test_a_problem_leads_to_its_cell(panel_of: MakePanel) -> None:
    """Its column is shown and its row too, even where a search hides it."""
    panel = panel_of("team")
    panel.search.setText("no such team")
    assert panel.view.ordering.rowCount() == 0
    last = panel.table.rows[-1].id
    assert panel.view.show_cell(last, "skill")
    assert panel.view.currentIndex().column() == panel.table.column("skill")
    assert panel.view.row_at(panel.view.currentIndex().row()).id == last
    assert not panel.view.isColumnHidden(panel.table.column("skill"))
    assert not panel.view.show_cell("gone")


def test_everything_has_a_name_for_screen_readers(panel_of: MakePanel) -> None:
    """Every control of the panel, and every action has keys."""
    panel = panel_of("risk")
    controls = [panel.view, panel.search, panel.search_column, *panel.findChildren(QComboBox)]
    assert all(control.accessibleName() for control in controls)
    assert all(action.shortcut().toString() for action in panel.view.actions())


def test_an_empty_table_says_what_to_do_next(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """A button adds the first record, and the table appears."""
    panel = panel_of("currency")
    editor.push(lambda portfolio: msgspec.structs.replace(portfolio, currencies=()), "empty")
    assert not panel.view.isVisible()
    panel.view.row_edits.insert_row()
    assert panel.view.isVisible()
    assert len(editor.portfolio.currencies) == 1


def test_two_thousand_rows_ask_only_for_the_cells_in_sight(
    sample: Portfolio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Painting and an edit ask for some cells of some rows: far fewer than the 2,000 x 16 cells there are."""
    editor = UncheckedEditor(sample)
    asked: list[int] = []
    answer, face = RecordTable.data, RecordTable.face

    def counted(table: RecordTable, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        asked.append(index.row())
        return answer(table, index, role)

    def counted_face(table: RecordTable, row: Row, column: Column) -> Face:
        asked.append(table.position(row.key))
        return face(table, row, column)

    monkeypatch.setattr(RecordTable, "data", counted)
    monkeypatch.setattr(RecordTable, "face", counted_face)
    panel = RecordTablePanel(editor, PendingTexts(editor), "stage", "compass-build")
    panel.resize(1100, 500)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    view = panel.view
    panel.activateWindow()
    view.setFocus()
    go(view, 0, "name")
    paste(qtbot, view, "\n".join(f"Stage {number}\t1..2..3" for number in range(2_000)))
    assert view.table.rowCount() == 2_000
    QApplication.processEvents()
    asked.clear()
    view.viewport().repaint()
    in_sight = len(set(asked))
    assert 5 < in_sight < 40  # 500 pixels of rows 30 high
    assert len(asked) < in_sight * len(view.visible_columns()) * 3  # of each cell its face, of some a little more
    asked.clear()
    name = view.row_at(3).id
    editor.push(lambda p: set_field(p, f"stage:{name}.note", "x"), "edit")
    QApplication.processEvents()
    assert len(set(asked)) < 40
