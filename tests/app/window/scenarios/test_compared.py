"""Scenarios compared on their page: what is asked, what the answer shows, and when it is old."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.charts.shares import quantile_at
from app.pages.frame import Desk
from app.pages.scenarios import sidebyside
from app.pages.scenarios.page import ScenariosPage
from app.wording import money, share
from models.edits import remove_records, set_field
from simulation.decide.scenarios.compare import compare
from simulation.decide.scenarios.comparison import Comparison
from tests.app.window.desks import TRIALS, studies_of
from tests.portfolios import example_portfolio


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """The base and both scenarios of the example; half of a block, so errors are overstated."""
    return compare(example_portfolio(), (None, "lean", "lean-partner"), trials=TRIALS)


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
