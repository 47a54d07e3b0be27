"""The page of build, buy or partner: what is asked, what the answer shows, how attitudes and edits change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.options import tables
from app.pages.options.page import OptionsPage
from app.pages.options.subject import neutral
from app.pages.options.words import attitude_name, input_name
from app.theme import DARK, LIGHT, apply_theme
from app.wording import money, share
from models.edits import set_field
from models.initiative import Initiative
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from models.scorecards import scorecard_of
from models.walk import get
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import Choice
from simulation.decide.choose.options import choose
from simulation.decide.choose.switches import OptionTornado, SwitchMap, SwitchPoints
from simulation.decide.choose.switching import switch_map, switch_points, tornado_of_options
from tests.app.window.desks import TRIALS, desk_with, shown, studies_of
from tests.choices import one_initiative, priced, q
from tests.portfolios import example_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


def three_ways() -> Portfolio:
    """Build earns much or nothing, buy a sure amount in between, and to partner is never as good as to buy.

    Build: 0 or 2,000 with even odds, for 500, so 500 on average.  Buy: 400 for sure.  Partner: 300 for sure.
    """
    return one_initiative(
        priced("build", 500, earns="Discrete(0: 0.5, 2000: 0.5)"),
        priced("buy", 100, earns=500, kind="buy"),
        priced("partner", 100, earns=400, kind="partner", exit_cost=q(50)),
    )


@pytest.fixture(scope="module")
def choice() -> Choice:
    return choose(three_ways(), ("x",), trials=TRIALS)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(three_ways(), trials=TRIALS, waits=True)
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> OptionsPage:
    return shown(OptionsPage(desk), qtbot, 1060, 640)


def answered(page: OptionsPage) -> Choice:
    page.asking.find_out()
    found = studies_of(page.desk).answer("options.choose")
    assert isinstance(found, Choice)
    return found


def press(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def judge_by(page: OptionsPage, kind: str) -> None:
    box = page.bar.attitude.kind
    box.setCurrentIndex(box.findData(kind))


# Asking.


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


# The answer.


def test_cards_say_what_the_study_says(page: OptionsPage) -> None:
    """Build is worth 500 on average and nothing in half of the futures: best on average, and in half of them."""
    found = answered(page)
    assert page.tabs.isTabVisible(0)
    assert not page.promise.isVisible()
    cards = page.answer.cards.cards
    assert [card.name.text() for card in cards.values()] == ["Build", "Buy", "Partner"]
    for number, card in cards.items():
        assert card.headline.text() == money(found.cards[number].value.p50, "EUR")
        assert card.text_of("best") == share(float(found.best_odds[number]))
        assert card.text_of("regret") == money(float(found.regret[number]), "EUR")
    assert cards[2].text_of("exit") == "50 €"
    assert cards[0].badge.text() == "Recommended, in the plan"
    assert "(± " in page.answer.words.text()
    assert page.answer.words.text().startswith('"Build" is the best of 3 ways')


def test_curves_are_those_of_the_study(page: OptionsPage, choice: Choice) -> None:
    page.show_choice(choice)
    values, odds = page.answer.curves.curve(1)
    np.testing.assert_allclose(values, 400.0)  # bought, it is worth 400 in every future
    assert (odds[0], odds[-1]) == (1.0, 0.0)
    assert [entry.name for entry in page.answer.curves.legend] == ["Build", "Buy", "Partner"]


def test_an_attitude_changes_the_recommendation_in_sight(page: OptionsPage, qtbot: QtBot) -> None:
    """On average to build is best; by the worst fifth of the futures it loses 500, and the sure 400 are better."""
    answered(page)
    judge_by(page, "cvar")
    cards = page.answer.cards.cards
    assert [card.badge.text() for card in cards.values()] == ["In the plan", "Recommended", ""]
    assert page.answer.words.text().startswith('"Buy" is the best of 3 ways')
    assert "it is its risk that decides" in page.answer.words.text()
    assert page.detail.tables["odds"].texts()[0][:2] == ["Buy", "400 €"]
    told = {row[0]: row[1] for row in page.answer.attitudes.texts()}
    assert told["Expected value"] == "Build"
    assert told["80 % safe value"] == "Buy"
    assert told["Mean of the worst 20 %"] == "Buy"


def test_a_great_risk_tolerance_is_the_mean_and_a_small_one_is_not(page: OptionsPage) -> None:
    answered(page)
    judge_by(page, "utility")
    assert page.bar.attitude.tolerance.isVisible()
    page.bar.attitude.tolerance.setValue(100.0)  # millions, against hundreds
    assert page.answer.words.text().startswith('"Build"')
    page.bar.attitude._tolerance = 100.0
    page.bar.attitude.changed.emit()
    assert page.answer.words.text().startswith('"Buy"')


def test_odds_and_dominance_are_those_of_the_study(choice: Choice) -> None:
    """To buy is worth 100 more than to partner in every future: first order."""
    shown = [0, 1, 2]
    beats = tables.beats(choice, shown)
    assert beats[1][3] == "100 %"
    assert beats[0][2] == share(float(choice.beats[0, 1]))
    dominance = [[getattr(cell, "text", cell) for cell in row] for row in tables.dominance(choice, shown)]
    assert dominance[1] == ["Buy", "no", "", "first order"]
    assert dominance[2] == ["Partner", "no", "no", ""]
    assert tables.ties(choice, shown)[0][3] == "50 €"


def test_figures_of_a_card_can_be_asked_about(page: OptionsPage, qtbot: QtBot) -> None:
    """F1 on a card offers all of its figures."""
    answered(page)
    card = page.answer.cards.cards[0]
    qtbot.keyClick(card, Qt.Key.Key_F1)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "What is Regret?" in [action.text() for action in menu.actions()]
    menu.close()


# Taking a way.


def test_a_way_is_taken_into_the_plan_in_one_step(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    """The answer stays current, for it is about all ways; only what is in the plan is another one."""
    answered(page)
    press(qtbot, page.answer.cards.cards[1].take)
    assert get(desk.session.portfolio, "initiative:x.selected") == "buy"
    assert desk.session.undo_stack.undoText() == "take Buy"
    assert page.asking.is_current
    assert page.answer.cards.cards[1].badge.text() == "In the plan"
    assert page.answer.cards.cards[0].headline.isEnabled()
    desk.session.undo_stack.undo()
    assert page.answer.cards.cards[0].badge.text() == "Recommended, in the plan"


def test_under_a_scenario_a_way_is_taken_there(page: OptionsPage, desk: Desk) -> None:
    """The base is as it was; to take what the base has takes the override's place, not away."""
    desk.session.open(example_portfolio(), None)
    desk.session.look_at("lean")
    page.bar.picker.choose(("atlas",))
    found = answered(page)
    number = [card.alternative.option_of("atlas") for card in found.cards].index("atlas-partner")
    page.take(number)
    portfolio = desk.session.portfolio
    assert get(portfolio, "initiative:atlas.selected") == "atlas-build"
    assert get(apply_scenario(portfolio, "lean"), "initiative:atlas.selected") == "atlas-partner"
    assert page.asking.is_current


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


# The scorecard.


def test_a_scorecard_is_filled_by_typing(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    """Weights 3 and 1, points 8 and 4: 7 in all; a criterion without points leaves a range."""
    part, model = page.judging.part, page.judging.part.model
    assert part.empty.isVisibleTo(page.judging)
    for name in ("Fit", "Freedom"):
        part.new.setText(name)
        qtbot.keyClick(part.new, Qt.Key.Key_Return)
    for row, column, typed in ((0, 1, "3"), (0, 2, "8"), (1, 2, "4"), (0, 3, "6")):
        assert model.setData(model.index(row, column), typed)
    assert model.data(model.index(2, 2)) == "7.0"
    assert model.data(model.index(2, 3)) == "4.5 to 7.0"  # 6 x 3/4, and up to 10 x 1/4 more
    card = scorecard_of(desk.session.portfolio, "x")
    assert card is not None
    assert [one.name for one in card.criteria] == ["Fit", "Freedom"]
    assert desk.session.undo_stack.undoText() == "judge Buy by Fit"
    desk.session.undo_stack.undo()
    assert model.data(model.index(0, 3)) == ""


def test_what_is_no_number_of_points_is_refused(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    part, model = page.judging.part, page.judging.part.model
    part.new.setText("Fit")
    part.add_criterion()
    before = desk.session.portfolio
    for column, typed, told in ((2, "11", "from 0 to 10"), (2, "good", "no number"), (1, "-1", "0 or more")):
        with qtbot.waitSignal(page.said) as said:
            assert not model.setData(model.index(0, column), typed)
        assert told in said.args[0]
    assert desk.session.portfolio is before


def test_a_criterion_is_taken_away_and_the_answer_stays(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    """Points never enter the money, so that judging makes no answer old."""
    answered(page)
    page.tabs.setCurrentIndex(2)
    part = page.judging.part
    part.new.setText("Fit")
    press(qtbot, part.add)
    assert page.asking.is_current
    part.table.setCurrentIndex(part.model.index(0, 0))
    press(qtbot, part.remove)
    assert part.model.criteria == ()
    assert page.asking.is_current


# What would change it.


@pytest.fixture(scope="module")
def points() -> SwitchPoints:
    return switch_points(three_ways(), ("x",), trials=TRIALS)


def test_switch_points_are_shown_with_the_range_that_was_searched(page: OptionsPage, points: SwitchPoints) -> None:
    """To build costs 500 and is worth 100 more than to buy: from about 600 on, buying is the best."""
    answered(page)
    page.switching.asking.find_out()
    found = studies_of(page.desk).answer("options.switches")
    assert isinstance(found, SwitchPoints)
    rows = {row[0]: row for row in page.switching.table.texts()}
    row = next(row for name, row in rows.items() if "up front cost" in name.lower() and row[3] == "Build")
    assert row[1] == "500 €"
    assert row[2].startswith("6") or row[2].startswith("5")
    assert row[4] == "Buy"
    assert row[6] == "0 € to 1.5 k €"
    assert "What would change the choice first is" in page.answer.words.text()
    assert page.switching.chart.table().header[1:] == ("Build", "Buy", "Partner")


def test_an_attitude_makes_switch_points_old_until_it_is_back(page: OptionsPage) -> None:
    answered(page)
    page.switching.asking.find_out()
    studies_of(page.desk).answer("options.switches")
    judge_by(page, "cvar")
    page.tabs.setCurrentIndex(3)
    assert page.switching.asking.again.isVisible()
    assert "What would change the choice first" not in page.answer.words.text()
    judge_by(page, "expected")
    assert not page.switching.asking.again.isVisible()


def test_the_map_shows_a_region_for_each_best_way(page: OptionsPage, points: SwitchPoints, qtbot: QtBot) -> None:
    """Over both prices: what is cheap enough is the best."""
    page.switching.show_points(points)
    first, second = (search.lever.address for search in points.searches[:2])
    found = switch_map(three_ways(), ("x",), first, second, points=3, trials=TRIALS)
    page.switching.map.show_map(found)
    there = {found.asked.alternatives[number].name for number in np.unique(found.best).tolist()}
    assert {entry.name for entry in page.switching.map.legend} == there | {"the plan"}
    said = page.switching.map.words_at(found.first.base, found.second.base)
    assert said is not None
    assert said[0].startswith("Build is the best, by ")
    table = page.switching.map.table()
    assert len(table.rows) == 3
    assert page.switching.map.colours(found).shape == (65, 65, 4)
    assert isinstance(found, SwitchMap)


def test_two_different_inputs_make_a_map(page: OptionsPage, points: SwitchPoints) -> None:
    answered(page)
    page.switching.show_points(points)
    page.switching.second.setCurrentIndex(page.switching.first.currentIndex())
    page.switching.map_asking.find_out()
    assert page.switching.map_asking.note.text() == "Choose two different inputs"


def test_colours_of_the_tornado_say_where_the_choice_changes(page: OptionsPage) -> None:
    """What is earned by building is 0 at P10: there buying is the best, and its colour shows."""
    found = tornado_of_options(three_ways(), ("x",), trials=TRIALS)
    assert isinstance(found, OptionTornado)
    page.moving.show_tornado(found)
    assert page.moving.way.currentText() == "Build"
    assert len(page.moving.chart.changing) == 1
    assert "another way is the best" in page.moving.words.text()
    row = page.moving.chart.table().rows[0]
    assert row[5:] == ("Buy", "Build")
    names = [entry.name for entry in page.moving.chart.legend]
    assert names[:2] == ["Build is best", "Buy is best"]
    page.moving.way.setCurrentIndex(1)
    assert page.moving.chart.title == "What moves the worth of Buy"


def test_charts_without_an_answer_are_empty(page: OptionsPage) -> None:
    for chart in (page.switching.chart, page.switching.map, page.moving.chart):
        assert chart.table().rows == ()
        assert chart.words_at(0.0, 0.0) is None
        assert list(chart.stops()) == []


def test_words_of_attitudes_and_inputs() -> None:
    assert attitude_name(Attitude("percentile", share=0.1), "EUR") == "90 % safe value"
    assert attitude_name(Attitude("utility", tolerance=2e6), "EUR") == "Sure amount, tolerance 2.0 M €"
    assert input_name("CAD: rate") == "CAD, rate"
    long = "Lumen: visual quality inspection: Resell a camera maker's system, revenue share"
    assert input_name(long) == "…maker's system, revenue share"


def test_cards_are_painted_in_the_colours_of_the_theme(page: OptionsPage, qapp: QApplication) -> None:
    """The frame of the recommended card and the spots of all follow the theme of the program."""
    before = qapp.palette(), qapp.styleSheet()
    answered(page)
    card = page.answer.cards.cards[0]
    try:
        for tokens in (LIGHT, DARK):
            apply_theme(qapp, tokens)
            picture = card.grab().toImage()
            assert picture.pixelColor(card.width() // 2, 1).name() == tokens.accent
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])


def test_many_combinations_have_six_cards_and_the_rest_in_the_tables(page: OptionsPage, desk: Desk) -> None:
    """Three initiatives of three options: 27 ways, as many as can be compared."""
    portfolio = three_ways()
    copies = tuple(renamed(portfolio.initiatives[0], name) for name in ("x", "y", "z"))
    desk.session.open(msgspec.structs.replace(portfolio, initiatives=copies), None)
    page.bar.picker.choose(("x", "y", "z"))
    assert page.bar.told.text().startswith("27 ways")
    answered(page)
    assert len(page.answer.cards.cards) == 6
    assert page.answer.more.text() == "21 more ways in the tables of the next tab."
    assert len(page.detail.tables["odds"].texts()) == 27
    page.bar.with_none.setChecked(True)
    assert page.bar.told.text() == "64 combinations are too many to compare; choose fewer initiatives"


def renamed(initiative: Initiative, name: str) -> Initiative:
    """A copy with ids of its own."""
    replace = msgspec.structs.replace
    options = tuple(
        replace(
            one,
            id=f"{name}-{one.id}",
            stages=tuple(replace(stage, id=f"{name}-{stage.id}") for stage in one.stages),
            benefits=tuple(replace(benefit, id=f"{name}-{benefit.id}") for benefit in one.benefits),
        )
        for one in initiative.options
    )
    return replace(initiative, id=name, name=name.upper(), options=options, selected=options[0].id)
