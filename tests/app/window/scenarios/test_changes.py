"""What scenarios change: added, taken up and taken away on their page, and what it says of changes that do nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.scenarios.page import ScenariosPage
from app.pages.scenarios.targets import fields_of_target, present_text, target_words, targets_of, value_of
from models.address import parse_address
from models.edits import EditError, remove_records, set_field
from models.overlay import Override
from tests.app.window.desks import press
from tests.app.window.scenarios.changes import own
from tests.portfolios import example_portfolio

# What a scenario changes.


def test_the_tree_shows_what_builds_on_what(page: ScenariosPage) -> None:
    """Base > Lean > Lean with a partner, and how many changes each makes itself."""
    base = page.editor.tree.topLevelItem(0)
    assert base.text(0) == "Base"
    lean = base.child(0)
    assert (lean.text(0), lean.text(1)) == ("Lean", "2")
    assert (lean.child(0).text(0), lean.child(0).text(1)) == ("Lean with a partner", "1")


def test_choosing_a_scenario_looks_at_it_and_shows_what_it_changes(page: ScenariosPage, desk: Desk) -> None:
    """Lean takes 2 of 8 people away and a fifth of both envelopes; its child inherits both."""
    tree = page.editor.tree
    tree.setCurrentItem(tree.topLevelItem(0).child(0))
    assert desk.session.scenario == "lean"
    rows = page.editor.overrides.texts()
    assert rows[0] == ["Team Platform: people at the start", "+ -2", "8", "6", ""]
    assert rows[1] == ["All budgets: money of the period", "× 0.8", "1,500,000, …", "1,200,000, … (2 values)", ""]
    tree.setCurrentItem(tree.topLevelItem(0).child(0).child(0))
    rows = page.editor.overrides.texts()
    assert [row[-1] for row in rows] == ["Lean", "Lean", ""]
    assert rows[2][1:4] == ["set", "Build", "Partner"]
    assert page.editor.summary.text() == "1 change, 2 inherited; 4 values of the plan in all."


def test_the_base_says_what_scenarios_are(page: ScenariosPage, desk: Desk) -> None:
    assert not page.editor.overrides.isVisible()
    assert not page.editor.delete_button.isEnabled()
    desk.session.look_at("lean")
    assert page.editor.overrides.isVisible()
    assert page.editor.form.name.text() == "Lean"


def test_a_change_is_added_by_picking_and_typing(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    """Twice the designers: one step of the history with a name, which undo takes back."""
    desk.session.look_at("lean")
    line = page.editor.line
    assert line.choose(parse_address("team:design.headcount"))
    line.action.setCurrentIndex(line.action.findData("scale"))
    line.value.lineEdit().clear()
    qtbot.keyClicks(line.value.lineEdit(), "2")
    qtbot.keyClick(line.value.lineEdit(), Qt.Key.Key_Return)
    assert own(desk, "lean")[-1] == Override(target="team:design.headcount", action="scale", value=2)
    assert desk.session.undo_stack.undoText() == "Lean: change Team Design: people at the start"
    assert page.editor.overrides.texts()[2][1:4] == ["× 2", "3", "6"]
    desk.session.undo_stack.undo()
    assert len(page.editor.overrides.texts()) == 2


def test_a_field_with_few_values_offers_them_by_name(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.look_at("lean")
    line = page.editor.line
    assert line.choose(parse_address("initiative:atlas.selected"))
    assert [line.value.itemText(row) for row in range(line.value.count())] == ["not funded", "Build", "Partner"]
    line.value.setCurrentIndex(0)
    press(qtbot, line.add)
    assert own(desk, "lean")[-1] == Override(target="initiative:atlas.selected", value=None)
    assert page.editor.overrides.texts()[2][3] == "not funded"


@pytest.mark.parametrize(
    ("address", "action", "typed", "told"),
    [
        ("team:design.headcount", "set", "", "write a value"),
        ("team:design.headcount", "set", "3", "changes nothing"),  # it has three
        ("team:design.headcount", "set", "many", "number"),
        ("hire:platform-h1.count", "add", "many", "number"),
        ("option:atlas-build.kind", "set", "rent", "build"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_changes(
    page: ScenariosPage, desk: Desk, address: str, action: str, typed: str, told: str
) -> None:
    desk.session.look_at("lean")
    before = desk.session.portfolio
    line = page.editor.line
    line.choose(parse_address(address))
    line.action.setCurrentIndex(line.action.findData(action))
    line.value.setEditText(typed)
    line.make()
    assert desk.session.portfolio is before
    assert line.hint.text().startswith("Not added:")
    assert told in line.hint.text()


def test_a_record_that_is_not_there_is_not_taken_for_the_one_before(page: ScenariosPage, desk: Desk) -> None:
    """The list still stands at the first record while something else is typed over its name."""
    desk.session.look_at("lean")
    page.editor.line.record.setEditText("Team Sales")
    page.editor.line.value.setEditText("3")
    page.editor.line.make()
    assert '"Team Sales" is neither' in page.editor.line.hint.text()
    assert len(own(desk, "lean")) == 2


def test_a_change_is_taken_up_again_and_taken_away(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.look_at("lean")
    table, line = page.editor.overrides, page.editor.line
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert str(line.address) == "team:platform.headcount"
    assert (line.action.currentData(), line.value.currentText()) == ("add", "-2")
    line.value.setEditText("-3")
    line.make()
    assert own(desk, "lean")[0].value == -3
    assert len(own(desk, "lean")) == 2
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [one.target for one in own(desk, "lean")] == ["budget:*.amount"]


def test_what_is_inherited_is_taken_away_where_it_comes_from(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.look_at("lean-partner")
    page.editor.overrides.selectRow(0)
    with qtbot.waitSignal(page.said) as said:
        page.editor.overrides.remove_action.trigger()
    assert said.args == ["It comes from Lean; take it away there."]
    assert len(own(desk, "lean")) == 2


def test_an_override_that_does_nothing_says_why(page: ScenariosPage, desk: Desk) -> None:
    """The partner option goes from the plan, so that it cannot be taken any more; budgets go, so none is scaled."""
    desk.session.look_at("lean-partner")
    desk.session.push(lambda now: remove_records(now, "budget", ["fy28-staffing", "fy28-external"]), "no budgets")
    rows = page.editor.overrides.texts()
    assert rows[1][3].startswith("⚠ does nothing: it hits nothing")
    assert page.editor.trouble.isVisible()
    assert page.editor.tree.topLevelItem(0).child(0).text(1) == "⚠ 2"


def test_a_problem_leads_to_its_scenario(page: ScenariosPage, desk: Desk) -> None:
    assert page.show_cell("scenario", "lean", "")
    assert desk.session.scenario == "lean"
    assert not page.show_cell("scenario", "gone", "")


def test_a_hidden_page_waits(page: ScenariosPage, desk: Desk) -> None:
    """What changes meanwhile is shown when the page is."""
    page.hide()
    desk.session.push(lambda now: set_field(now, "scenario:lean.name", "Thin"), "rename")
    assert page.editor.tree.topLevelItem(0).child(0).text(0) == "Lean"
    page.show()
    assert page.editor.tree.topLevelItem(0).child(0).text(0) == "Thin"


# Words and values of targets.


def test_every_offered_field_can_be_read() -> None:
    """Records of all kinds; what is offered for all of a kind has the same words as for one."""
    portfolio = example_portfolio()
    offered = targets_of(portfolio)
    assert [one.label for one in offered[:3]] == ["Settings of the plan", "All teams", "All planned hires"]
    fields = [field for target in offered for field in fields_of_target(portfolio, target)]
    assert len(fields) > 200
    for field in fields:
        assert present_text(portfolio, field.address) or field.address.every
        assert target_words(portfolio, field.address)


def test_values_are_read_as_they_are_kept() -> None:
    headcount, backfill = parse_address("team:design.headcount"), parse_address("team:*.backfill")
    selected = parse_address("initiative:atlas.selected")
    assert value_of("85 %", headcount, "scale") == 0.85
    assert value_of("3..5..9", headcount, "set") == "3..5..9"
    assert value_of("no", backfill, "set") is False
    assert value_of("", selected, "set") is None
    with pytest.raises(EditError, match="1,000"):
        value_of("1,000", headcount, "set")  # a thousand, or one?


def test_before_is_what_the_parent_has(page: ScenariosPage, desk: Desk) -> None:
    """Under Lean the platform team has 6 people, from which a child of it starts."""
    desk.session.look_at("lean-partner")
    page.editor.line.choose(parse_address("team:platform.headcount"))
    assert page.editor.line.hint.text().startswith("Before: 6")


def test_scenarios_that_are_each_others_parents_are_shown_and_explained(page: ScenariosPage, desk: Desk) -> None:
    """Such a document can only be made elsewhere; one of them can be put on the base again."""
    desk.session.push(lambda now: set_field(now, "scenario:lean.parent", "lean-partner"), "a circle")
    desk.session.look_at("lean")
    assert "each other's parents" in page.editor.trouble.text()
    page.editor.form.builds_on.activated.emit(0)
    assert not page.editor.trouble.isVisible()
    assert len(page.editor.overrides.texts()) == 2
