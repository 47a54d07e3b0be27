"""Scenarios made, cloned, moved, deleted and promoted, as a user does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.scenarios.page import ScenariosPage
from models.address import parse_address
from models.scenario import apply_scenario
from models.walk import get
from tests.app.window.desks import press
from tests.app.window.scenarios.changes import own


def test_a_new_scenario_builds_on_the_one_that_is_looked_at(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    """Its name can be typed at once."""
    desk.session.look_at("lean")
    press(qtbot, page.editor.new_button)
    assert page.editor.form.name.hasFocus()
    qtbot.keyClicks(page.editor.form.name, "Leaner")
    qtbot.keyClick(page.editor.form.name, Qt.Key.Key_Return)
    made = desk.session.portfolio.scenarios[-1]
    assert (made.name, made.parent, made.overrides) == ("Leaner", "lean", ())
    assert desk.session.scenario == made.id
    assert page.editor.summary.text() == "0 changes, 2 inherited; 3 values of the plan in all."


def test_a_clone_has_the_same_changes(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.look_at("lean")
    press(qtbot, page.editor.clone_button)
    press(qtbot, page.editor.clone_button)
    names = [one.name for one in desk.session.portfolio.scenarios]
    assert names == ["Lean", "Lean (copy)", "Lean (copy) (copy)", "Lean with a partner"]
    assert own(desk, desk.session.portfolio.scenarios[2].id) == own(desk, "lean")


def test_a_scenario_moves_but_never_below_itself(page: ScenariosPage, desk: Desk) -> None:
    desk.session.look_at("lean")
    box = page.editor.form.builds_on
    assert [box.itemText(row) for row in range(box.count())] == ["Base"]
    desk.session.look_at("lean-partner")
    assert [box.itemText(row) for row in range(box.count())] == ["Base", "Lean"]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert desk.session.portfolio.scenarios[1].parent is None
    assert len(page.editor.overrides.texts()) == 1


def test_deleting_leaves_heirs_as_they_were(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    before = apply_scenario(desk.session.portfolio, "lean-partner")
    desk.session.look_at("lean")
    with qtbot.waitSignal(page.said) as said:
        press(qtbot, page.editor.delete_button)
    assert "1 scenario took over its changes" in said.args[0]
    assert desk.session.scenario is None
    after = apply_scenario(desk.session.portfolio, "lean-partner")
    assert (after.teams, after.budgets) == (before.teams, before.budgets)


def test_promotion_is_asked_about_and_is_one_step(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    """Afterwards the base has 6 people, and a scenario of the given name leads back to 8."""
    desk.session.look_at("lean")
    before = desk.session.portfolio
    press(qtbot, page.editor.promote_button)
    dialog = page.editor.commands.dialog
    assert dialog is not None
    assert 'The base takes over 3 values from "Lean"' in dialog.words.text()
    assert dialog.called.text() == "Base before Lean"
    press(qtbot, dialog.confirm)
    now = desk.session.portfolio
    assert get(now, "team:platform.headcount") == 6
    assert [one.name for one in now.scenarios] == ["Lean with a partner", "Base before Lean"]
    assert get(apply_scenario(now, now.scenarios[1].id), "team:platform.headcount") == 8
    assert desk.session.undo_stack.undoText() == "make Lean the base"
    desk.session.undo_stack.undo()
    assert desk.session.portfolio is before


def test_promotion_warns_of_scenarios_that_start_from_elsewhere(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    """Another scenario cuts the same budgets by a tenth: of what remains, after the promotion."""
    desk.session.look_at(None)
    press(qtbot, page.editor.new_button)
    page.editor.line.choose(parse_address("budget:*.amount"))
    page.editor.line.action.setCurrentIndex(page.editor.line.action.findData("scale"))
    page.editor.line.value.setEditText("0.9")
    page.editor.line.make()
    desk.session.look_at("lean")
    page.editor.commands.ask_promotion()
    assert page.editor.commands.dialog is not None
    assert "New scenario, budget:*.amount: it starts from another value" in page.editor.commands.dialog.words.text()
    page.editor.commands.dialog.reject()
    assert len(desk.session.portfolio.scenarios) == 3


def test_a_name_is_needed(page: ScenariosPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.look_at("lean")
    page.editor.form.name.clear()
    with qtbot.waitSignal(page.said) as said:
        page.editor.form.name.editingFinished.emit()
    assert "needs a name" in said.args[0]
    assert page.editor.form.name.text() == "Lean"


def test_a_name_that_is_left_by_a_press_on_the_tree_is_kept_and_the_press_counts(
    page: ScenariosPage, desk: Desk, qtbot: QtBot
) -> None:
    """Leaving the field renames, which makes the tree anew while it is being pressed."""
    desk.session.look_at("lean-partner")
    page.editor.form.name.setFocus()
    page.editor.form.name.selectAll()
    qtbot.keyClicks(page.editor.form.name, "Thin")
    tree = page.editor.tree
    place = tree.visualItemRect(tree.topLevelItem(0).child(0)).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [one.name for one in desk.session.portfolio.scenarios] == ["Lean", "Thin"]
    assert desk.session.scenario == "lean"
