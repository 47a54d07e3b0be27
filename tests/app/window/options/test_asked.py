"""What is asked about build, buy or partner, and when its answer is old."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.options.page import OptionsPage
from app.pages.options.subject import neutral
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.decide.choose.attitude import Attitude
from tests.app.window.desks import press, studies_of
from tests.app.window.options.three import answered, judge_by, three_ways
from tests.portfolios import example_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


def test_at_first_the_initiative_with_most_to_choose_is_chosen(page: OptionsPage) -> None:
    """There is no answer yet: the page says what will come, and has no tab for it."""
    assert page.bar.picker.chosen == ("x",)
    assert page.bar.told.text().startswith("3 ways to be compared")
    assert page.promise.isVisible()
    assert not page.tabs.isTabVisible(0)


def test_what_cannot_be_asked_says_why(page: OptionsPage, qtbot: QtBot) -> None:
    page.bar.picker.choose(())
    assert page.bar.told.text() == "Choose one or more initiatives first"
    assert not page.asking.button.isEnabled()
    page.bar.picker.choose(("x",))
    assert page.asking.button.isEnabled()


def test_one_option_needs_leaving_out_as_the_other_way(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    """Beacon of the example can only be bought; not to have it at all is the other way."""
    desk.session.open(example_portfolio(), None)
    page.bar.picker.choose(("beacon",))
    assert "nothing to choose" in page.bar.told.text()
    qtbot.keyClick(page.bar.with_none, Qt.Key.Key_Space)
    assert page.bar.told.text().startswith("2 ways")


def test_an_empty_plan_says_what_to_do(page: OptionsPage, desk: Desk) -> None:
    plain = three_ways()
    desk.session.open(Portfolio(name="Bare", settings=plain.settings), None)
    assert "No initiative has an option yet" in page.bar.told.text()
    assert not page.asking.button.isEnabled()


def test_the_question_has_what_is_chosen(page: OptionsPage) -> None:
    """Several initiatives together, with an attitude to risk, in the scenario that is looked at."""
    page.bar.with_none.setChecked(True)
    judge_by(page, "cvar")
    question = page._question(page.desk.session.portfolio, None)
    assert not isinstance(question, str)
    assert question.arguments[1] == ("x",)
    assert question.keywords["with_none"] is True
    assert question.keywords["attitude"] == Attitude("cvar", share=0.2)


def test_another_edit_makes_the_answer_old(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    answered(page)
    desk.session.push(lambda now: set_field(now, "option:buy.up_front_cost", 200), "dearer")
    assert not page.asking.is_current
    assert page.asking.again.isVisible()
    assert not page.answer.cards.cards[0].headline.isEnabled()
    press(qtbot, page.asking.again)
    studies_of(page.desk).answer("options.choose")
    assert page.answer.cards.cards[1].headline.text() == "300 €"
    assert page.answer.cards.cards[0].headline.isEnabled()


def test_other_initiatives_are_asked_about_anew(page: OptionsPage) -> None:
    answered(page)
    page.bar.with_none.setChecked(True)
    assert page.asking.note.text() == "Another question is chosen now."
    assert page.asking.again.isVisible()
    page.bar.with_none.setChecked(False)
    assert not page.asking.again.isVisible()


def test_another_document_has_no_answer(page: OptionsPage, desk: Desk) -> None:
    answered(page)
    desk.session.open(example_portfolio(), None)
    assert page.choice is None
    assert page.promise.isVisible()
    assert page.bar.picker.chosen == ("atlas",)


def test_neutral_forgets_what_is_taken_and_nothing_else() -> None:
    base = three_ways()
    taken = set_field(base, "initiative:x.selected", "buy")
    dearer = set_field(base, "option:buy.up_front_cost", 200)
    assert neutral(taken, None, ("x",)) == neutral(base, None, ("x",))
    assert neutral(dearer, None, ("x",)) != neutral(base, None, ("x",))
    assert neutral(base, None, ("gone",)) is None
    assert neutral(base, "gone", ("x",)) is None
