"""The Value page: what is drawn is what the run says, markers speak, parts are chosen, what is not known is said."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.charts.shares import share_at_most
from app.pages.explaining import Popover
from app.pages.value.cash import marks
from app.pages.value.page import ValuePage
from app.pages.value.parts import parts_of
from app.pages.value.worst import clear_shifts, short_words
from app.state.outlook import Details, Failure, Outlook
from app.wording import money, share
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.decide.choose.choice import Choice
from simulation.summary.views import FAN_PERCENTS
from simulation.summary.worst import Odds, Shift, WorstTrials
from tests.app.window.desks import TRIALS, desk_with, shown, studies_of
from tests.app.window.forecast_pages import (
    many,
    of_one_initiative,
    that_never_launches,
    unfunded,
)
from tests.app.window.runs import details_of
from tests.app.window.test_accessible import unnamed
from tests.portfolios import example_portfolio

LEFT = Qt.MouseButton.LeftButton
HOW_SURE, CASH, OPTIONS, WORST = range(4)


def opened(qtbot: QtBot, portfolio: Portfolio, outlook: Outlook) -> ValuePage:
    return shown(ValuePage(desk_with(portfolio, outlook, trials=TRIALS, waits=True)), qtbot, 1100, 620)


@pytest.fixture
def page(qtbot: QtBot, details: Details) -> Iterator[ValuePage]:
    made = opened(qtbot, example_portfolio(), Outlook(details=details))
    yield made
    made.desk.studies.close()


def first_marker(page: ValuePage) -> float:
    return page.distribution.chart.markers[0]


def go_to(page: QWidget, qtbot: QtBot, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(page, key)


# What is shown is what the run says.


def test_tiles_and_sentence_are_those_of_the_summary(page: ValuePage, details: Details) -> None:
    key = details.summary.key
    assert key.value.mean is not None
    assert key.value.p20 is not None
    shown = {tile.figure.key: tile.headline.text() for tile in page.tiles.tiles}
    assert shown["value"] == money(key.value.mean, "EUR")
    assert shown["p_value_positive"] == share(key.value_positive.share)
    assert shown["conditional_value_at_risk"] == money(key.conditional_value_at_risk, "EUR")
    assert page.lead.text().startswith(f"80 % chance of at least {money(key.value.p20, 'EUR')} in value;")


def test_distribution_is_that_of_the_views(page: ValuePage, details: Details) -> None:
    """The shares of the bins sum to all futures but for the tails of 0.2 % that are cut at each side."""
    assert details.views is not None
    table = page.distribution.chart.table()
    assert sum(float(row[2] or 0) for row in table.rows) == pytest.approx(1.0, abs=0.005)
    quantiles = details.views.single("value").quantiles[0]
    assert first_marker(page) == pytest.approx(float(quantiles[200]), rel=1e-6)


def test_parts_are_those_that_are_funded_the_most_valuable_first(page: ValuePage, details: Details) -> None:
    means = {one.name: one.value.mean for one in details.summary.initiatives}
    wanted = sorted(means, key=lambda name: -(means[name] or 0.0))
    rows = page.distribution.table.texts()
    assert [row[0] for row in rows] == ["Whole plan", *wanted]
    assert details.summary.key.value.p20 is not None
    assert rows[0][1] == money(details.summary.key.value.p20, "EUR")
    assert rows[0][3] == share(details.summary.key.value_positive.share)


def test_a_product_of_one_initiative_is_worth_as_much(page: ValuePage) -> None:
    """Cloud has Atlas alone, Suite has Beacon alone."""
    before = {row[0]: row[1:] for row in page.distribution.table.texts()}
    page.distribution.group.setCurrentIndex(1)
    after = {row[0]: row[1:] for row in page.distribution.table.texts()}
    assert after["Cloud"] == before["Atlas"]
    assert after["Suite"] == before["Beacon"]


def test_cash_is_drawn_with_its_marks(page: ValuePage, details: Details) -> None:
    page.tabs.setCurrentIndex(CASH)
    assert details.views is not None
    rows = page.cash.chart.table().rows
    assert len(rows) == details.horizon_months
    middle = FAN_PERCENTS.index(50)
    assert rows[11][1 + middle] == pytest.approx(float(details.views.cumulative[middle, 11]))
    names = [one.name for one in marks(details, details.views)]
    payback = details.summary.key.payback.months.p50
    assert any(name.startswith("deepest median") for name in names)
    assert any(name.startswith("payback") for name in names) == (payback is not None)
    peak = details.summary.key.peak_funding.p80
    assert peak is not None
    assert f"80 % chance that at most {money(peak, 'EUR')} are tied up" in page.cash.words.text()


# As a user acts.


def test_a_marker_moves_by_keys_and_says_its_chance(page: ValuePage, qtbot: QtBot) -> None:
    """Right, so that less is left at its right."""
    chart, before = page.distribution.chart, first_marker(page)
    chart.setFocus()
    go_to(chart, qtbot, Qt.Key.Key_Right, 5)
    assert first_marker(page) > before
    assert chart.chances(first_marker(page))[0] in page.distribution.words.text()
    assert page.distribution.limit.value() == pytest.approx(first_marker(page) / 1e6, abs=0.006)


def test_a_marker_is_typed(page: ValuePage, qtbot: QtBot, details: Details) -> None:
    """1.25 M €: the box counts in millions."""
    box = page.distribution.limit
    box.selectAll()
    qtbot.keyClicks(box, box.locale().toString(1.25))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert first_marker(page) == pytest.approx(1.25e6)
    assert details.views is not None
    odds = 1.0 - float(share_at_most(details.views.single("value").quantiles[0], 1.25e6))
    assert page.distribution.words.text().startswith(f"{share(odds)} chance of at least 1.2 M €")


def test_a_row_that_is_chosen_is_drawn(page: ValuePage, qtbot: QtBot, details: Details) -> None:
    panel = page.distribution
    where = panel.table.visualRect(panel.table.model().index(1, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), LEFT, pos=where)
    assert panel.part is not None
    name = panel.table.texts()[1][0]
    assert panel.part.name == name
    assert panel.chart.title == f"Value of {name}"
    assert not panel.figure.isEnabled()
    go_to(panel.table, qtbot, Qt.Key.Key_Up)
    assert panel.chart.title == "Value of the whole plan"


def test_a_chosen_part_and_its_markers_outlive_a_new_run(page: ValuePage, details: Details, qtbot: QtBot) -> None:
    panel = page.distribution
    panel.table.setCurrentIndex(panel.table.model().index(2, 0))
    panel.chart.move_marker(0, 123_456.0)
    name = panel.chart.title
    page.desk.session.set_outlook(Outlook(details=details_of(example_portfolio(), trials=60, seed=9)))
    assert panel.chart.title == name
    assert panel.chart.markers[0] == 123_456.0


def test_a_marker_that_nobody_moved_follows_the_new_run(page: ValuePage) -> None:
    """It says what is safe with 80 % certainty, of the preview and of the full run after it."""
    again = details_of(example_portfolio(), trials=60, seed=9)
    assert again.views is not None
    page.desk.session.set_outlook(Outlook(details=again))
    assert first_marker(page) == pytest.approx(float(again.views.single("value").quantiles[0][200]))
    assert page.distribution.words.text().startswith("80 % chance of at least")


def test_the_s_curve_is_chosen_by_the_box_and_by_the_menu(page: ValuePage) -> None:
    panel = page.distribution
    panel.mode.setCurrentIndex(1)
    assert panel.chart.mode == "s_curve"
    panel.chart.histogram_action.trigger()
    assert panel.mode.currentIndex() == 0


def test_other_figures_of_the_plan_have_their_own_markers(page: ValuePage, details: Details) -> None:
    """Peak funding is safe when it is at most something; payback is seldom, so its marker is at the last there is."""
    panel = page.distribution
    panel.figure.setCurrentIndex(2)
    assert panel.chart.title == "Peak funding of the whole plan"
    peak = details.summary.key.peak_funding.p80
    assert peak is not None
    assert first_marker(page) == pytest.approx(peak, rel=1e-3)
    assert "chance of at most" in panel.words.text()
    panel.figure.setCurrentIndex(3)
    late = details.summary.key.payback.months.missing_share
    assert late > 0.8
    assert first_marker(page) <= details.horizon_months
    assert panel.words.text().startswith(f"{share(1.0 - late)} chance by ")


def test_options_are_compared_in_the_same_futures(page: ValuePage, qtbot: QtBot) -> None:
    """Atlas alone has two options; leaving it out is the third alternative, and the odds to be best add up."""
    page.tabs.setCurrentIndex(OPTIONS)
    panel = page.options
    assert panel.initiative.count() == 1
    qtbot.mouseClick(panel.asking.button, LEFT)
    answer = studies_of(page.desk).answer("value_by_option")
    assert isinstance(answer, Choice)
    rows = panel.table.texts()
    assert [row[0] for row in rows][:2] == ["Build (now)", "Partner"]
    assert len(rows) == len(answer.cards) == 3
    assert rows[0][1] == money(answer.cards[0].value.p20, "EUR")
    assert len(panel.chart.table().header) == 6
    assert panel.answer.isVisible()


def test_the_worst_futures_are_explained(page: ValuePage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(WORST)
    panel = page.worst
    assert not panel.answer.isVisible()
    qtbot.mouseClick(panel.asking.button, LEFT)
    answer = studies_of(page.desk).answer("worst_trials")
    assert isinstance(answer, WorstTrials)
    assert panel.words.text().startswith(f"{answer.worst} futures of {answer.trials} are worth")
    assert len(panel.inputs.table().rows) == len(clear_shifts(answer))
    assert panel.answer.isVisible()


def test_only_what_is_clear_is_shown_of_the_worst(page: ValuePage) -> None:
    """Three errors, of at least 1 / sqrt(400) = 0.05: 0.4 with 0.1 is clear; 0.2 is not, nor is 0.14 with none."""

    def shift(address: str, words: str, size: float, error: float) -> Shift:
        return Shift(address, words, 5.0, 5.0 + size, 1.0, size, error)

    inputs = (
        shift("stage:code.duration", "Atlas: Code duration", 0.4, 0.1),
        shift("driver:market.value", "Market", 0.2, 0.1),
        shift("stage:test.duration", "Atlas: Test duration", -0.9, np.nan),
        shift("stage:go.duration", "Atlas: Go duration", -0.14, 0.0),
    )
    risks = (Odds("audit", "Failed audit", 0.2, 0.6, 0.05), Odds("fire", "Fire", 0.1, 0.12, 0.05))
    page.worst.show_answer(WorstTrials(8000, 400, -1e6, -2e6, 3e6, inputs, risks, ()), "EUR")
    assert [row[0] for row in page.worst.inputs.table().rows] == ["duration · Atlas"]
    assert page.worst.risks.texts() == [["Failed audit", "60 %", "20 %"]]
    assert not page.worst.missed_card.note.isHidden()
    assert "Atlas: Code duration, higher than usual" in page.worst.words.text()
    assert short_words(inputs[1]) == "Market"


# States.


def test_before_the_first_forecast_it_says_so(qtbot: QtBot) -> None:
    page = opened(qtbot, example_portfolio(), Outlook())
    assert page.nothing.text() == "The first forecast is being computed."
    assert not page.tabs.isVisible()


def test_a_failed_run_says_why_and_keeps_what_was_drawn(page: ValuePage, qtbot: QtBot, details: Details) -> None:
    session = page.desk.session
    session.set_outlook(Outlook(phase="failed", details=details, failure=Failure("Two errors are in its way", 2)))
    assert page.state.text().startswith("Two errors are in its way. What is shown")
    assert page.tabs.isVisible()
    session.set_outlook(Outlook(phase="failed", failure=Failure("Two errors are in its way", 2)))
    assert "comes by itself" in page.nothing.text()


def test_a_stale_forecast_is_grey(page: ValuePage, details: Details) -> None:
    page.desk.session.set_outlook(Outlook(phase="preview", stale=True, overdue=True, details=details))
    assert page.state.isVisible()
    assert page.tiles.tiles[0].headline.property("stale") == "true"
    page.desk.session.set_outlook(Outlook(details=details))
    assert not page.state.isVisible()
    assert page.tiles.tiles[0].headline.property("stale") == "false"


def test_without_views_the_chart_stays_as_it_was(page: ValuePage, details: Details) -> None:
    before = page.distribution.chart.table()
    page.desk.session.set_outlook(Outlook(details=Details(2, details.summary, None)))
    assert page.distribution.chart.table() == before


def test_a_hidden_page_draws_when_it_is_shown(qtbot: QtBot, details: Details) -> None:
    page = ValuePage(desk_with(example_portfolio(), Outlook(details=details)))
    qtbot.addWidget(page)
    assert page.distribution.part is None
    page.show()
    assert page.distribution.part is not None
    assert page.cash.chart.table().rows == ()


def test_another_document_is_a_fresh_start(page: ValuePage) -> None:
    page.distribution.table.setCurrentIndex(page.distribution.table.model().index(1, 0))
    page.desk.session.open(example_portfolio(), None)
    assert page.nothing.isVisible()
    assert page.distribution.part is None


def test_an_empty_portfolio(qtbot: QtBot) -> None:
    empty = Portfolio(name="Empty", settings=example_portfolio().settings)
    page = opened(qtbot, empty, Outlook(details=details_of(empty, 20)))
    assert page.nothing.isVisible()
    assert page.nothing.text().startswith("Nothing is funded yet.")
    assert not page.tabs.isVisible()
    assert page.distribution.table.texts() == [["Whole plan", "0 €", "0 €", "0 %"]]
    assert page.distribution.note.text().startswith("No initiative is funded yet")
    for tab in range(4):
        page.tabs.setCurrentIndex(tab)
    page.options.asking.find_out()
    assert page.options.asking.note.text().startswith("No initiative has more than one option")
    page.worst.asking.find_out()
    assert page.worst.asking.note.text().startswith("Nothing is funded yet")


def test_a_plan_of_nothing_but_unused_people(qtbot: QtBot) -> None:
    """No payback, no rate of return: dashes, and no chance to be above zero."""
    bare = unfunded(example_portfolio())
    page = opened(qtbot, bare, Outlook(details=details_of(bare, 40)))
    shown = {tile.figure.key: tile.headline.text() for tile in page.tiles.tiles}
    assert shown["p_value_positive"] == "0 %"
    assert shown["irr"] == "–"
    page.distribution.figure.setCurrentIndex(1)
    assert page.distribution.words.text() == "There is no rate of return in any future, or several."
    page.tabs.setCurrentIndex(CASH)
    assert "does not come back within the horizon in any future" in page.cash.words.text()


@pytest.mark.parametrize("make", [of_one_initiative, that_never_launches])
def test_a_single_initiative_and_one_that_never_launches(qtbot: QtBot, make: object) -> None:
    assert callable(make)
    portfolio = make(example_portfolio())
    page = opened(qtbot, portfolio, Outlook(details=details_of(portfolio, 40)))
    for tab in range(4):
        page.tabs.setCurrentIndex(tab)
    assert page.distribution.chart.table().rows


def test_two_hundred_initiatives(qtbot: QtBot) -> None:
    """All are listed, and the page is no higher for it."""
    portfolio = many(example_portfolio(), 198)
    page = opened(qtbot, portfolio, Outlook(details=details_of(portfolio, 10)))
    assert len(page.distribution.table.texts()) == 201
    assert page.distribution.table.height() < page.height()


def test_a_product_of_several_whose_sum_was_not_kept_is_a_dash(details: Details) -> None:
    """As runs of very many futures leave it: quantiles that are not known."""
    assert details.views is not None
    views = details_of(example_portfolio(), 20).views
    assert views is not None
    views.product_value.quantiles[:] = np.nan
    parts = parts_of(details.summary, views, example_portfolio())
    assert [part.is_known for part in parts if part.kind == "product"] == [False, False]


def test_everything_has_a_name_and_is_explained(page: ValuePage, qtbot: QtBot) -> None:
    for tab in range(4):
        page.tabs.setCurrentIndex(tab)
    assert list(unnamed(page)) == []
    assert {tile.ask.accessibleName() for tile in page.tiles.tiles} >= {"What is Value?", "What is IRR?"}


def test_a_tile_is_asked_what_it_is(page: ValuePage, qtbot: QtBot, details: Details) -> None:
    """By its button and by F1; the standard error is that of the figure it shows."""
    tile = page.tiles.tiles[0]
    error = details.summary.key.value.mean_error
    assert error is not None
    qtbot.mouseClick(tile.ask, LEFT)
    told = QApplication.activePopupWidget()
    assert isinstance(told, Popover)
    assert f"± {money(error, 'EUR')}" in told.text.words
    told.close()
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_F1)
    again = QApplication.activePopupWidget()
    assert isinstance(again, Popover)
    again.close()


def test_an_edit_of_names_is_seen_with_the_next_run(page: ValuePage, details: Details) -> None:
    """Products are named by the document, for the run knows their ids alone."""
    page.desk.session.push(lambda one: set_field(one, "product:cloud.name", "Sky"), "name")
    page.desk.session.set_outlook(Outlook(details=Details(2, details.summary, details.views)))
    page.distribution.group.setCurrentIndex(1)
    assert "Sky" in [row[0] for row in page.distribution.table.texts()]
