"""The page of scenarios: made, changed and compared as a user does it, and what it says about what does nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.charts.shares import quantile_at
from app.pages.frame import Desk
from app.pages.scenarios import sidebyside
from app.pages.scenarios.page import ScenariosPage
from app.pages.scenarios.targets import fields_of_target, present_text, target_words, targets_of, value_of
from app.wording import money, share
from models.address import parse_address
from models.edits import EditError, remove_records, set_field
from models.overlay import Override
from models.scenario import apply_scenario
from models.walk import get
from simulation.decide.scenarios.compare import compare
from simulation.decide.scenarios.comparison import Comparison
from tests.app.window.desks import TRIALS, desk_with, shown, studies_of
from tests.portfolios import example_portfolio


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(example_portfolio(), trials=TRIALS, waits=True)
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScenariosPage:
    return shown(ScenariosPage(desk), qtbot, 1060, 640)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """The base and both scenarios of the example; half of a block, so errors are overstated."""
    return compare(example_portfolio(), (None, "lean", "lean-partner"), trials=TRIALS)


def press(qtbot: QtBot, widget: object) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def own(desk: Desk, scenario: str) -> tuple[Override, ...]:
    return next(one.overrides for one in desk.session.portfolio.scenarios if one.id == scenario)


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


# Scenarios made, cloned, moved, deleted, promoted.


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


# Comparing.


def answered(page: ScenariosPage) -> Comparison:
    """Ask what is chosen, and have it answered."""
    page.tabs.setCurrentWidget(page.compare)
    page.compare.asking.find_out()
    found = studies_of(page.desk).answer("scenarios.compare")
    assert isinstance(found, Comparison)
    return found


def test_two_to_four_can_be_compared(page: ScenariosPage, qtbot: QtBot) -> None:
    """At first the base and the first scenario; one alone cannot be asked about."""
    page.tabs.setCurrentWidget(page.compare)
    choice = page.compare.choice
    assert choice.chosen == [None, "lean"]
    qtbot.keyClick(choice.boxes[1], Qt.Key.Key_Space)
    assert choice.chosen == [None]
    assert page.compare.advice.text() == "Choose 2 to 4; 1 are chosen."
    assert not page.compare.asking.button.isEnabled()
    choice.choose(["lean", "lean-partner"])
    assert page.compare.advice.text() == "The others are seen against Lean."
    assert page.compare.asking.button.isEnabled()


def test_the_answer_shows_every_part(page: ScenariosPage) -> None:
    found = answered(page)
    assert [side.id for side in found.scenarios] == [None, "lean"]
    shown = page.compare
    assert shown.words.text().splitlines()[0] == f"{found.sentences[0]}."
    assert shown.tables["key"].header_texts() == ["Figure", "Base", "Lean"]
    assert len(shown.tables["difference"].texts()) > 10
    assert [row[0] for row in shown.tables["dates"].texts()] == ["Atlas", "Beacon"]
    assert shown.tables["inputs"].texts()[0][0] == "Team Platform: People at the start"
    assert shown.pair.currentText() == "Lean against Base"


def test_other_scenarios_are_asked_about_anew(page: ScenariosPage) -> None:
    answered(page)
    page.compare.choice.choose([None, "lean-partner"])
    assert page.compare.asking.again.isVisible()
    page.compare.choice.choose([None, "lean"])
    assert not page.compare.asking.again.isVisible()


def test_an_edit_greys_the_answer_and_undo_revives_it(page: ScenariosPage, desk: Desk) -> None:
    answered(page)
    desk.session.push(lambda now: set_field(now, "team:design.headcount", 4), "more designers")
    assert not page.compare.words.isEnabled()
    desk.session.undo_stack.undo()
    assert page.compare.words.isEnabled()


def test_another_document_clears_the_answer(page: ScenariosPage, desk: Desk) -> None:
    answered(page)
    desk.session.open(example_portfolio(), None)
    assert page.compare.comparison is None
    assert not page.compare.words.isVisible()


def test_a_plan_without_scenarios_says_what_to_do(page: ScenariosPage, desk: Desk) -> None:
    desk.session.push(lambda now: remove_records(now, "scenario", ["lean-partner", "lean"]), "no scenarios")
    page.compare.asking.find_out()
    assert "make one on the first tab" in page.compare.asking.note.text()


def test_rows_say_what_the_comparison_says(comparison: Comparison) -> None:
    """Figures and differences in words, and P(B beats A) from both sides: ties count half for each."""
    rows = {row[0]: row[1:] for row in sidebyside.key_figures(comparison)}
    value = comparison.figure("value")
    told = [money(spread.p20, "EUR") for spread in value.spreads if spread is not None and spread.p20 is not None]
    assert list(rows["Value: 80 % chance of at least"]) == told
    pair = comparison.against(value, 1)
    assert pair is not None
    difference = sidebyside.differences(comparison, 0, 1)[0]
    assert getattr(difference[3], "text", "") == share(pair.better.share)
    beats = sidebyside.beats(comparison, "value")
    assert beats[1][1] == share(pair.better.share + pair.equal.share / 2)
    assert beats[0][2] == share(pair.worse.share + pair.equal.share / 2)
    assert beats[0][1] == ""


def test_curves_and_fans_are_those_of_the_comparison(page: ScenariosPage, comparison: Comparison) -> None:
    """Each S-curve passes 50 % at the median; the middle of a fan ends where the comparison says."""
    page.compare.show_comparison(comparison)
    for place, series in enumerate(sidebyside.curves(comparison, "value")):
        spread = comparison.figure("value").spreads[place]
        assert spread is not None
        assert quantile_at(series.quantiles, 0.5) == pytest.approx(spread.p50)
    table = page.compare.fans.table()
    assert table.rows[-1][2] == comparison.fans[0].p50[-1]
    assert [entry.name for entry in page.compare.curves.legend] == ["Base", "Lean", "Lean with a partner"]
    page.compare.figure.setCurrentIndex(page.compare.figure.findData("last_launch"))
    assert page.compare.curves.title.startswith("Last launch")


def test_a_table_is_copied_as_a_block(page: ScenariosPage, comparison: Comparison, qtbot: QtBot) -> None:
    page.tabs.setCurrentWidget(page.compare)
    page.compare.show_comparison(comparison)
    table = page.compare.tables["key"]
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Figure\tBase\tLean\tLean with a partner"
    assert len(lines) == 1 + len(table.texts())


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
