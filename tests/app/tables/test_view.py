"""The table on the screen, by keys and mouse: a user's spreadsheet."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QMenu
from pytestqt.qtbot import QtBot

from app.exchange.sheets import Column
from app.tables.columns import VISIBLE
from app.tables.menus import fill_column_menu, header_menu
from app.tables.model import Face, RecordTable, Role
from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts
from app.tables.rows import Row
from app.tables.view import RecordTableView
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.tables.fake import UNUSED, FakeEditor, UncheckedEditor
from tests.app.tables.keys import go, line_in_use, paste, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows
Key, Modifier = Qt.Key, Qt.KeyboardModifier
MakePanel = Callable[..., RecordTablePanel]


@pytest.fixture
def panel_of(editor: FakeEditor, pending: PendingTexts, qtbot: QtBot) -> MakePanel:
    """Makes the panel of a kind, shown and with the keys."""

    made: list[RecordTablePanel] = []

    def make(kind: str, parent_id: str | None = None) -> RecordTablePanel:
        panel = RecordTablePanel(editor, pending, kind, parent_id)
        made.append(panel)  # or Python would take it away as soon as a test keeps its view only
        panel.resize(1100, 500)
        qtbot.addWidget(panel)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        panel.view.setFocus()
        return panel

    return make


def shown(view: RecordTableView, field: str) -> list[str]:
    """A column as it is shown."""
    column = view.table.column(field)
    return [str(view.ordering.index(row, column).data()) for row in range(view.ordering.rowCount())]


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
