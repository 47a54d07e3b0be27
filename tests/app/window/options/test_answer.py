"""What the answer to build, buy or partner shows, how an attitude changes it, and a way taken from it."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.options import tables
from app.pages.options.page import OptionsPage
from app.pages.options.words import attitude_name, input_name
from app.theme import DARK, LIGHT, apply_theme
from app.wording import money, share
from models.initiative import Initiative
from models.scenario import apply_scenario
from models.walk import get
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import Choice
from tests.app.window.desks import press
from tests.app.window.options.three import answered, judge_by, three_ways
from tests.portfolios import example_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


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
