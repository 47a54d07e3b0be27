"""Tables that nobody looks at: they do no work while the plan changes, and show all of it when they are looked at."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from app.tables.changes import blank_record
from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts
from models.edits import add_record, remove_records, set_field
from tests.app.tables.fake import FakeEditor


@pytest.fixture
def panel(editor: FakeEditor, pending: PendingTexts, qtbot: QtBot) -> RecordTablePanel:
    """The table of teams, shown and then hidden."""
    made = RecordTablePanel(editor, pending, "team")
    qtbot.addWidget(made)
    made.show()
    made.hide()
    return made


def shown(panel: RecordTablePanel, row: int, field: str) -> str:
    return str(panel.table.index(row, panel.table.column(field)).data())


def test_an_edit_is_not_followed_before_it_is_looked_at(panel: RecordTablePanel, editor: FakeEditor) -> None:
    """Then its one row is told to have changed."""
    told: list[tuple[int, int]] = []

    def tell(first: QModelIndex, last: QModelIndex) -> None:
        told.append((first.row(), last.row()))

    panel.table.dataChanged.connect(tell)
    team = editor.portfolio.teams[2]
    editor.push(partial(set_field, address=f"team:{team.id}.name", value="Renamed"), "edit")
    assert told == []
    assert shown(panel, 2, "name") == team.name
    panel.show()
    assert (2, 2) in told
    assert shown(panel, 2, "name") == "Renamed"


def test_what_came_and_went_unseen_is_there(panel: RecordTablePanel, editor: FakeEditor) -> None:
    """Two records more and the first one less, as one change."""
    teams = editor.portfolio.teams
    for _ in range(2):
        editor.push(lambda p: add_record(p, "team", blank_record(p, "team")), "add")
    editor.push(partial(remove_records, kind="team", ids=[teams[0].id]), "cut")
    assert panel.table.rowCount() == len(teams)
    panel.show()
    assert [row.id for row in panel.table.rows] == [team.id for team in editor.portfolio.teams]
    assert len(panel.table.rows) == len(teams) + 1
    assert panel.ordering.rowCount() == len(teams) + 1


def test_a_table_that_was_emptied_and_filled_unseen_shows_its_rows(panel: RecordTablePanel, editor: FakeEditor) -> None:
    """Not the invitation to add the first one."""
    everyone = [team.id for team in editor.portfolio.teams]
    editor.push(partial(remove_records, kind="team", ids=everyone), "cut")
    panel.show()
    assert not panel.view.isVisible()
    panel.hide()
    editor.undo()
    panel.show()
    assert panel.view.isVisible()


def test_problems_that_were_found_unseen_are_marked(panel: RecordTablePanel, editor: FakeEditor) -> None:
    """A share above 1 is an error of its cell."""
    editor.push(partial(set_field, address=f"team:{editor.portfolio.teams[0].id}.availability", value=1.7), "edit")
    row = panel.table.rows[0]
    assert panel.table.problems(row, "availability") == []
    panel.show()
    assert len(panel.table.problems(panel.table.rows[0], "availability")) == 1


def test_a_cell_of_a_record_that_came_unseen_can_be_led_to(panel: RecordTablePanel, editor: FakeEditor) -> None:
    """As from the list of problems, before the page is in front."""
    team = blank_record(editor.portfolio, "team")
    editor.push(lambda p: add_record(p, "team", team), "add")
    assert panel.view.show_cell(team.id, "name")
    assert panel.view.row_at(panel.view.currentIndex().row()).id == team.id
