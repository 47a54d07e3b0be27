"""Cells that name records: read by names, typed and copied by ids."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.tables.model import RecordTable, Role
from models.edits import set_field
from tests.app.tables.fake import FakeEditor
from tests.app.tables.keys import MakePanel, go, paste

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows
Display, Edit, Tip = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole


def cell(table: RecordTable, record_id: str, field: str, role: int = Display) -> str:
    """What a cell says."""
    return str(table.index(table.position(record_id), table.column(field)).data(role))


def test_crews_and_predecessors_are_read_by_names(panel_of: MakePanel, editor: FakeEditor) -> None:
    """Another initiative is waited for until its launch; who follows nothing begins by itself."""
    editor.push(lambda p: set_field(p, "stage:compass-build-incident.crew", ()), "no crew")
    table = panel_of("stage").table
    assert cell(table, "compass-build-policy", "crew") == "Quality and operations 2, Design and research 1"
    assert cell(table, "compass-build-policy", "crew", Edit) == "quality 2; design 1"
    assert cell(table, "compass-build-incident", "crew") == ""
    links = table.column("after")
    for typed, shown in (
        ("compass-build-gap + 1..2..3", "Gap analysis + 1..2..3"),
        ("compass-build-gap; initiative:bedrock", "Gap analysis, launch of Bedrock: shared platform core"),
        ("none", "none"),
        ("", ""),
        ("nowhere", "nowhere"),
    ):
        index = table.index(table.position("compass-build-access"), links)
        table.setData(index, typed)
        assert (index.data(), index.data(Edit)) == (shown, typed)


def test_effort_is_said_beside_the_people(panel_of: MakePanel) -> None:
    """Person-months after =, as they are typed."""
    table = panel_of("stage").table
    index = table.index(0, table.column("crew"))
    table.setData(index, "quality 2 = 4..6..9")
    assert index.data() == "Quality and operations 2 = 4..6..9"


def test_the_tooltip_says_names_in_full_and_what_is_typed(panel_of: MakePanel) -> None:
    """The column may be too narrow for the names, and ids are what other rows are typed with."""
    table = panel_of("stage").table
    assert cell(table, "compass-build-policy", "crew", Tip) == (
        "Quality and operations 2, Design and research 1\nTyped as: quality 2; design 1"
    )


def test_targets_are_read_by_names(panel_of: MakePanel) -> None:
    """Of risks and objectives, whose kinds stand in front; what is not there stays as typed."""
    risks = panel_of("risk").table
    index = risks.index(0, risks.column("targets"))
    risks.setData(index, "initiative:*; stage:compass-build-gap; stage:nowhere")
    assert index.data() == "all initiatives, Gap analysis, stage:nowhere"
    objectives = panel_of("objective").table
    subject = objectives.index(0, objectives.column("subject"))
    objectives.setData(subject, "initiative:bedrock")
    assert subject.data() == "Bedrock: shared platform core"


def test_copied_crews_and_predecessors_are_read_as_before(
    panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot
) -> None:
    """Names may be there twice: a block carries what is typed, and pasting it changes nothing."""
    panel = panel_of("stage")
    view, before = panel.view, editor.portfolio
    crew = go(view, 0, "crew")
    view.select_block(0, view.ordering.rowCount(), [crew.column(), crew.column() + 1])
    view.blocks.copy()
    copied = QGuiApplication.clipboard().text()
    assert "quality 2; design 1\t" in copied
    assert "compass-build-access; compass-build-incident" in copied
    go(view, 0, "crew")
    paste(qtbot, view, copied)
    assert editor.portfolio == before


def test_a_team_is_found_by_name_and_by_id(panel_of: MakePanel) -> None:
    """Who reads names searches for them; who knows ids from a message searches for those."""
    panel = panel_of("stage")
    panel.search_column.setCurrentIndex(panel.search_column.findData("crew"))
    panel.search.setText("and operations")
    by_name = panel.ordering.rowCount()
    panel.search.setText("quality")
    assert panel.ordering.rowCount() == by_name
    assert 0 < by_name < panel.table.rowCount()


def test_crews_are_sorted_and_filtered_by_what_is_read(panel_of: MakePanel) -> None:
    """Sorting by ids would look like no order at all."""
    panel = panel_of("stage")
    column = panel.table.column("crew")
    panel.view.sort_by(column, Qt.SortOrder.AscendingOrder)
    shown = [str(panel.ordering.index(row, column).data()) for row in range(panel.ordering.rowCount())]
    assert shown == sorted(shown, key=str.casefold)
    panel.ordering.set_filter("crew", shown[-1])
    assert panel.ordering.rowCount() == shown.count(shown[-1])
    assert panel.ordering.index(0, column).data(Role.SORT) == shown[-1].casefold()


def test_a_new_name_is_read_at_once(panel_of: MakePanel, editor: FakeEditor, qtbot: QtBot) -> None:
    """Views are told of the column, which holds the id that it held before."""
    table = panel_of("stage").table
    with qtbot.waitSignal(table.dataChanged, check_params_cb=lambda first, *_: first.column() == table.column("crew")):
        editor.push(lambda p: set_field(p, "team:quality.name", "Testers"), "name")
    assert cell(table, "compass-build-policy", "crew") == "Testers 2, Design and research 1"
