"""What is pinned stands behind the charts and is told in words; what is stale is grey until the new run is in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.charts.byturn import by_turn
from app.charts.dressed import DressedPlot
from app.pages.delivery.page import DeliveryPage
from app.pages.forecasting import ForecastPage
from app.pages.frame import Desk, Page
from app.pages.money.page import MoneyPage
from app.pages.overview.page import OverviewPage
from app.pages.people.page import PeoplePage
from app.pages.since import OVERVIEW, since_words
from app.pages.value.page import ValuePage
from app.state.outlook import Details, Outlook, figures_of
from app.state.pinned import Kept, kept_of
from app.theme import LIGHT, greyed
from models.baselines import without_baselines
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.summary.shapes import Summary
from simulation.summary.views import FAN_PERCENTS
from tests.app.window.desks import TRIALS, desk_with
from tests.app.window.desks import shown as on_screen
from tests.app.window.runs import details_of
from tests.portfolios import example_portfolio

PAGES: tuple[Callable[[Desk], Page], ...] = (OverviewPage, ValuePage, DeliveryPage, PeoplePage, MoneyPage)


def plan() -> Portfolio:
    return without_baselines(example_portfolio())


@pytest.fixture(scope="module")
def before() -> Details:
    return details_of(plan())


@pytest.fixture(scope="module")
def after() -> Details:
    """With half the platform team: later, and worth less."""
    return details_of(set_field(plan(), "team:platform.headcount", 4), revision=2)


@pytest.fixture(scope="module")
def kept(before: Details) -> Kept:
    return Kept(kept_of(before, "Board", "", "2026-11-30").baseline, is_stored=True)


def outlook_of(details: Details, pinned: Kept | None = None, *, stale: bool = False) -> Outlook:
    return Outlook(
        full_is_in=not stale,
        stale=stale,
        overdue=stale,
        figures=figures_of(details),
        details=details,
        pinned=pinned,
        phase="preview",
    )


def shown(make: Callable[[Desk], Page], qtbot: QtBot, outlook: Outlook) -> Page:
    return on_screen(make(desk_with(plan(), outlook, trials=TRIALS, waits=True)), qtbot, 1200, 800)


def forecast_page(make: Callable[[Desk], Page], qtbot: QtBot, outlook: Outlook) -> ForecastPage:
    page = shown(make, qtbot, outlook)
    assert isinstance(page, ForecastPage)
    return page


def charts_of(page: Page) -> list[DressedPlot]:
    """The charts of the run that are in sight."""
    if isinstance(page, ForecastPage):
        return [chart for chart in page.panels[page.tabs.currentIndex()].charts() if chart.isVisible()]
    assert isinstance(page, OverviewPage)
    return list(page.board.charts())


# Behind.


def test_the_overview_draws_what_is_pinned_behind(qtbot: QtBot, before: Details, after: Details, kept: Kept) -> None:
    """Roadmap, value, cash and budget; and nothing once it is not pinned any more."""
    page = shown(OverviewPage, qtbot, outlook_of(after, kept))
    assert isinstance(page, OverviewPage)
    board, summary = page.board, before.summary
    for chart in board.charts():
        assert any("Board" in entry.name for entry in chart.legend), chart
    spans = {row[0]: row[8:10] for row in board.roadmap.table().rows}
    for one in summary.initiatives:
        starts = [stage.start.months.p50 for stage in summary.stages if stage.initiative == one.id]
        begun = min(start for start in starts if start is not None)
        assert spans[one.name] == pytest.approx((begun, one.launch.months.p50 or 60.0), rel=1e-6)
    cash, header = board.cash.table(), board.cash.table().header
    column = header.index("Board P50")
    assert before.views is not None
    expected = before.views.cumulative[FAN_PERCENTS.index(50)]
    assert [row[column] for row in cash.rows] == pytest.approx(expected.tolist(), rel=1e-5)
    page.desk.session.unpin()
    qtbot.waitUntil(lambda: by_turn().is_at_rest)
    assert all(not any("Board" in entry.name for entry in chart.legend) for chart in board.charts())
    assert not page.since.text()


def test_value_stands_before_the_pinned_distribution(qtbot: QtBot, before: Details, kept: Kept, after: Details) -> None:
    """As an outline, as an S-curve, and in what the markers say; of the whole plan only."""
    page = forecast_page(ValuePage, qtbot, outlook_of(after, kept))
    assert isinstance(page, ValuePage)
    chart = page.distribution.chart
    assert chart.chances(0.0)[1].startswith("Board: ")
    assert chart.table().header[-1] == "share of futures: Board"
    chart.set_mode("s_curve")
    values, odds = chart.curve(1)
    assert before.views is not None
    quantiles = before.views.single("value").quantiles[0]
    assert values == pytest.approx(quantiles[::5], rel=1e-6)
    assert odds == pytest.approx(1.0 - np.linspace(0, 1, len(values)))
    page.distribution.figure.setCurrentIndex(1)  # the rate of return, of which no curve was kept
    assert len(chart.chances(0.1)) == 1


def test_money_and_people_stand_before_the_pinned_result(
    qtbot: QtBot, before: Details, after: Details, kept: Kept
) -> None:
    money = forecast_page(MoneyPage, qtbot, outlook_of(after, kept))
    assert isinstance(money, MoneyPage)
    table = money.budget.chart.table()
    assert table.header[-1] == "Board, P50"
    costs = [next(cost.cost.p50 for cost in year.costs if cost.category == "total") for year in before.summary.years]
    assert [row[-1] for row in table.rows] == pytest.approx(costs, rel=1e-6)
    money.tabs.setCurrentIndex(1)
    nets = [period.net.p50 for period in before.summary.cash_years]
    assert [row[-1] for row in money.statements.chart.table().rows] == pytest.approx(nets, rel=1e-6)
    people = forecast_page(PeoplePage, qtbot, outlook_of(after, kept))
    assert isinstance(people, PeoplePage)
    rows = people.load.heatmap.table().rows
    first = before.summary.teams[0]
    name, *loads = rows[len(before.summary.teams)]
    assert name == f"{first.name} (Board)"
    assert loads == pytest.approx(list(first.load_mean), rel=1e-6)
    assert people.load.heatmap.changed().any()
    people.tabs.setCurrentIndex(1)
    assert "Board P50" in people.headcount.fan.table().header


def test_a_pinned_result_of_another_currency_or_start_is_drawn_where_it_can_be(
    before: Details, after: Details, kept: Kept
) -> None:
    """Dates are moved to the start of the plan, money of another currency is left out; and both are said."""
    foreign = Kept(msgspec.structs.replace(kept.baseline, currency="USD", start="2026-07"), is_stored=True)
    words = since_words(outlook_of(after, foreign), OVERVIEW)
    assert "Its money is in USD, the plan's in EUR" in words
    assert "It starts in Jul 2026, the plan in Jan 2027" in words
    assert "€" not in words
    assert "value (P50)" not in words
    assert "last launch" in words


# In words.


def test_what_changed_is_said_in_dates_money_and_odds(
    qtbot: QtBot, before: Details, after: Details, kept: Kept
) -> None:
    """Each before and now, on every page that shows a run."""
    told = since_words(outlook_of(after, kept), OVERVIEW)
    assert told.startswith("Since the baseline “Board” (30 Nov 2026): value (P50) ")
    assert "P(value > 0)" in told
    assert "last launch (P80)" in told
    assert "→" in told
    later = (after.summary.key.last_launch.months.p80 or 0) - (before.summary.key.last_launch.months.p80 or 0)
    assert later == 0 or f"{abs(later):.1f}".removesuffix(".0") in told
    for make in PAGES[1:]:
        page = forecast_page(make, qtbot, outlook_of(after, kept))
        assert page.since.isVisible()
        assert "→" in page.since.text(), page.name


def test_the_pinned_result_itself_is_not_compared(before: Details, kept: Kept) -> None:
    assert since_words(outlook_of(before, kept), OVERVIEW).startswith(
        "This is the baseline “Board” (30 Nov 2026) itself"
    )
    assert outlook_of(before, kept).behind is None


def test_other_futures_are_said(after: Details, kept: Kept) -> None:
    """A baseline of another seed: small differences are chance."""
    other = Kept(msgspec.structs.replace(kept.baseline, seed=99, trials=5_000), is_stored=True)
    assert "It saw other futures (5,000 futures, seed 99)" in since_words(outlook_of(after, other), OVERVIEW)


def test_a_baseline_without_figures_says_what_to_do(after: Details, kept: Kept) -> None:
    empty = Kept(msgspec.structs.replace(kept.baseline, figures=()), is_stored=True)
    words = since_words(outlook_of(after, empty), OVERVIEW)
    assert "store it anew from a full run" in words


def test_what_is_new_and_what_is_gone_is_named(before: Details, after: Details) -> None:
    """Kept while Beacon alone was funded, shown with both; and the other way round."""
    alone = partial(msgspec.structs.replace, option=None)
    few = tuple(alone(one) if one.id == "atlas" else one for one in before.summary.initiatives)
    summary: Summary = msgspec.structs.replace(before.summary, initiatives=few)
    smaller = Details(1, summary)
    assert "new: " in since_words(outlook_of(after, kept_of(smaller, "Board", "", "2026-11-30")), OVERVIEW)
    shrunk = replace(after, summary=msgspec.structs.replace(after.summary, initiatives=few))
    told = since_words(outlook_of(shrunk, kept_of(before, "Board", "", "2026-11-30")), OVERVIEW)
    assert "1 initiative no longer funded" in told


# Grey.


@pytest.mark.parametrize("make", PAGES)
def test_charts_grey_while_the_plan_is_forecast_anew(
    qtbot: QtBot, make: Callable[[Desk], Page], before: Details, after: Details
) -> None:
    """What is drawn of before goes grey once the new run is overdue; the new run has its colours."""
    page = shown(make, qtbot, outlook_of(before))
    session = page.desk.session
    charts = charts_of(page)
    assert charts
    assert {chart.tokens for chart in charts} == {LIGHT}
    session.set_outlook(replace(session.outlook, stale=True))
    assert {chart.tokens for chart in charts} == {LIGHT}
    session.set_outlook(replace(session.outlook, overdue=True))
    assert {chart.tokens for chart in charts} == {greyed(LIGHT)}
    qtbot.waitUntil(lambda: by_turn().is_at_rest)
    assert all(entry.colour not in LIGHT.series for chart in charts for entry in chart.legend)
    session.set_outlook(outlook_of(after))
    assert {chart.tokens for chart in charts} == {LIGHT}
    qtbot.waitUntil(lambda: by_turn().is_at_rest)
    assert any(entry.colour in LIGHT.series for chart in charts for entry in chart.legend) or make is PeoplePage


def test_figures_that_are_ahead_of_the_charts_leave_them_grey(qtbot: QtBot, before: Details, after: Details) -> None:
    """The figures of the new plan are in, its tables are not yet: what is drawn is still of before."""
    page = shown(OverviewPage, qtbot, replace(outlook_of(before), figures=figures_of(after), overdue=True))
    assert all(chart.is_stale for chart in charts_of(page))


def test_charts_of_views_are_grey_until_there_are_views(qtbot: QtBot, before: Details, after: Details) -> None:
    """A preview tells its tables first: the distribution is of before until its views are in, and grey once overdue."""
    page = forecast_page(ValuePage, qtbot, outlook_of(before))
    assert isinstance(page, ValuePage)
    page.desk.session.set_outlook(outlook_of(replace(after, views=None)))
    assert not page.distribution.chart.is_stale
    page.desk.session.set_outlook(replace(page.desk.session.outlook, views_overdue=True))
    assert page.distribution.chart.is_stale
    page.desk.session.set_outlook(outlook_of(after))
    assert not page.distribution.chart.is_stale


def test_what_is_exported_is_never_grey(qtbot: QtBot, before: Details) -> None:
    page = shown(OverviewPage, qtbot, outlook_of(before, stale=True))
    chart = charts_of(page)[0]
    assert chart.is_stale
    with chart.dressed_in(LIGHT):
        assert chart.tokens == LIGHT
    assert chart.tokens == greyed(LIGHT)


# Nothing to show.


def bare() -> Portfolio:
    """Neither initiatives nor people."""
    return Portfolio(name="Bare", settings=plan().settings)


@pytest.mark.parametrize("make", PAGES[1:])
def test_a_page_with_nothing_to_show_says_what_to_do(qtbot: QtBot, make: Callable[[Desk], Page]) -> None:
    """Instead of charts of zeros; with the plan of before it shows its charts again."""
    page = forecast_page(make, qtbot, outlook_of(details_of(bare(), 20)))
    assert page.nothing.isVisible()
    assert "page (Ctrl+" in page.nothing.text()
    assert not any(part.isVisible() for part in (page.tabs, page.tiles, page.lead, page.since))
    page.desk.session.set_outlook(outlook_of(details_of(plan(), 20)))
    assert page.tabs.isVisible()
    assert not page.nothing.isVisible()


def test_the_overview_of_nothing_says_where_to_begin(qtbot: QtBot) -> None:
    """One card that says so, and the problems; no charts."""
    page = shown(OverviewPage, qtbot, outlook_of(details_of(bare(), 20)))
    assert isinstance(page, OverviewPage)
    assert {name for name, card in page.board.cards.items() if card.isVisible()} == {"roadmap", "problems"}
    assert not page.board.roadmap.isVisible()
    assert "Initiatives page" in page.board.cards["roadmap"].note.text()
    assert page.lead.text() == "There is nothing to forecast yet."
    page.desk.session.set_outlook(outlook_of(details_of(plan(), 20)))
    assert all(card.isVisible() for card in page.board.cards.values())
