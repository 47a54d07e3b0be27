"""The Money page: budgets, statements, cost with date, and the way between scenarios are what the run says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.charts.units import money_in
from app.pages.money.bridge import steps_of
from app.pages.money.budget import bars_of
from app.pages.money.page import MoneyPage, worst_year
from app.pages.money.statements import VIEWS, capex_of, opex_of
from app.state.outlook import Details, Outlook
from app.wording import money, share
from models.budget import Budget
from models.portfolio import Portfolio
from simulation.decide.scenarios.bridge import Bridge
from simulation.figures import COST_LINES
from simulation.summary.confidence import joint_frontier, joint_shares
from tests.app.window.desks import TRIALS, desk_with, shown, studies_of
from tests.app.window.forecast_pages import (
    many,
    of_one_initiative,
    that_never_launches,
    unfunded,
)
from tests.app.window.runs import details_of
from tests.app.window.test_accessible import unnamed
from tests.portfolios import example_portfolio, q

LEFT = Qt.MouseButton.LeftButton
BUDGET, STATEMENTS, JOINT, BRIDGE = range(4)


def opened(qtbot: QtBot, portfolio: Portfolio, outlook: Outlook, tab: int = BUDGET) -> MoneyPage:
    page = MoneyPage(desk_with(portfolio, outlook, trials=TRIALS, waits=True))
    page.tabs.setCurrentIndex(tab)
    return shown(page, qtbot, 1100, 620)


@pytest.fixture
def page(qtbot: QtBot, details: Details) -> Iterator[MoneyPage]:
    made = opened(qtbot, example_portfolio(), Outlook(details=details))
    yield made
    made.desk.studies.close()


# Budget.


def test_bars_are_budget_and_cost_of_each_year(page: MoneyPage, details: Details) -> None:
    """The example has envelopes in FY28 alone, 1.5 M and 0.4 M."""
    rows = page.budget.chart.table().rows
    assert [row[0] for row in rows] == [year.label for year in details.summary.years]
    known = {row[0]: row[1:] for row in rows}
    assert known["FY28"][0] == 1.9e6
    assert known["FY29"][0] is None
    total = next(one.cost for one in details.summary.years[1].costs if one.category == "total")
    assert known["FY28"][1:] == (total.p50, total.p10, total.p90)


def test_rows_are_the_envelopes_with_their_odds(page: MoneyPage, details: Details) -> None:
    rows = page.budget.table.texts()
    external = next(one for one in details.summary.budgets if one.category == "external")
    row = next(row for row in rows if row[:2] == ["FY28", "External"])
    assert external.cost.p80 is not None
    assert external.contingency is not None
    assert row[2] == "400 k €"
    assert row[5] == money(external.cost.p80, "EUR")
    assert row[6] == money(400_000 - external.cost.p80, "EUR")
    assert row[7] == share(external.over.share)
    assert row[8] == money(external.contingency, "EUR")
    assert next(row for row in rows if row[0] == "FY30")[7] == "–"


def test_a_category_is_chosen(page: MoneyPage, details: Details) -> None:
    page.budget.category.setCurrentIndex(2)
    assert page.budget.chart.title.endswith("external")
    cost = next(one.cost for one in details.summary.years[1].costs if one.category == "external")
    assert page.budget.chart.table().rows[1][1:3] == (400_000.0, cost.p50)
    assert {row[1] for row in page.budget.table.texts()} == {"External"}
    assert len(page.budget.table.texts()) == len(details.summary.years)


def test_quarters_count_towards_their_year(details: Details) -> None:
    """Four quarters of 100 k are a year's 400 k."""
    quarters = tuple(
        Budget(id=f"q{n}", period=f"FY28-Q{n}", category="tooling", amount=q(100_000)) for n in range(1, 5)
    )
    portfolio = msgspec.structs.replace(example_portfolio(), budgets=quarters, scenarios=())
    labels, (budget, _) = bars_of(details_of(portfolio, 20).summary, "tooling")
    assert budget.values[labels.index("FY28")] == pytest.approx(400_000)


def test_without_budgets_it_says_where_to_set_them(qtbot: QtBot) -> None:
    portfolio = msgspec.structs.replace(example_portfolio(), budgets=(), scenarios=())
    page = opened(qtbot, portfolio, Outlook(details=details_of(portfolio, 20)))
    assert page.budget.note.text().startswith("There are no budgets yet")
    assert page.lead.text().endswith("There are no budgets yet to be held against it.")


def test_the_likeliest_year_to_be_over_is_named(page: MoneyPage, details: Details) -> None:
    worst = worst_year(details.summary)
    assert worst is not None
    assert worst[0] == "FY28"
    shown = {tile.figure.caption: tile.headline.text() for tile in page.tiles.tiles}
    assert shown["P(FY28 over budget)"] == share(worst[1].share)


# Statements.


def test_statements_are_chosen_and_are_those_of_the_summary(page: MoneyPage, details: Details) -> None:
    page.tabs.setCurrentIndex(STATEMENTS)
    panel = page.statements
    assert panel.chart.table().rows[0][1] == details.summary.cash_years[0].net.p50
    titles = []
    for number, view in enumerate(VIEWS):
        panel.view.setCurrentIndex(number)
        assert panel.chart.title == view.name
        titles.append(len(panel.table.texts()))
    assert titles[:3] == [len(details.summary.cash_years), len(details.summary.cash_quarters), 60]


def test_only_so_many_periods_are_named_as_have_room(page: MoneyPage) -> None:
    """Of 60 months a few, and more once the chart is wider."""
    page.tabs.setCurrentIndex(STATEMENTS)
    panel = page.statements
    panel.view.setCurrentIndex(2)
    assert panel.chart.table().rows[0][0] == "Jan 2027"
    (named,) = panel.chart.getAxis("bottom")._tickLevels
    assert 4 < len(named) < 30
    assert named[1][1] == panel.chart.table().rows[int(named[1][0])][0]
    page.resize(2000, 620)
    (more,) = panel.chart.getAxis("bottom")._tickLevels
    assert len(more) > len(named)


def test_lines_sum_to_the_mean_net_cash(details: Details) -> None:
    """Money in less money out is the mean of the net cash, year by year."""
    shown = VIEWS[3].make(details.summary)
    for year, cash in enumerate(details.summary.cash_years):
        assert sum(one.values[year] for one in shown.series) == pytest.approx(cash.net.mean, abs=2.0)


def test_capex_and_opex_are_the_cost(details: Details) -> None:
    """80 % of the coding is capitalised, nothing else is; together they are all cost but that of partners."""
    years = details.summary.years
    for year in years:
        cost = math.fsum(year.lines[line] for line in COST_LINES if line != "partner")
        assert capex_of(year) + opex_of(year) == pytest.approx(cost, abs=1.0)
        assert capex_of(year) > -1.0
    assert 0 < math.fsum(map(capex_of, years)) < math.fsum(map(opex_of, years))


# Cost and date together.


def test_the_limits_begin_at_the_plan_and_the_shares_are_counted(page: MoneyPage, details: Details) -> None:
    page.tabs.setCurrentIndex(JOINT)
    panel, key = page.joint, details.summary.key
    assert panel.chart.cross is not None
    date, cost = panel.chart.cross
    assert key.last_launch.months.base is not None
    assert date == pytest.approx(math.ceil(key.last_launch.months.base), abs=1e-5)
    assert cost == key.cost.base
    assert details.views is not None
    joint = details.views.joint
    found = joint_shares(joint.cost, joint.last_launch, cost, date)
    wanted = [found.both, found.only_in_time, found.only_within_cost, found.neither]
    assert [row[1] for row in panel.shares.texts()] == [share(one) for one in wanted]
    corners = panel.chart.quarters(date, cost)
    drawn = (corners.lower_left, corners.upper_left, corners.lower_right, corners.upper_right)
    assert drawn == pytest.approx(wanted)
    assert corners.missing == 0.0


def test_the_cross_hair_moves_by_a_month_and_stays_within_the_horizon(page: MoneyPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(JOINT)
    panel = page.joint
    assert panel.chart.cross is not None
    before, cost = panel.chart.cross
    panel.chart.setFocus()
    qtbot.keyClick(panel.chart, Qt.Key.Key_Right)
    qtbot.keyClick(panel.chart, Qt.Key.Key_Up)
    assert panel.chart.cross[0] == pytest.approx(before + 1)
    assert panel.chart.cross[1] > cost
    assert panel.date.currentIndex() == round(before)
    panel.chart.move_cross(999.0, cost)
    assert round(panel.chart.cross[0]) == 60


def test_limits_are_chosen_and_typed(page: MoneyPage, qtbot: QtBot, details: Details) -> None:
    """Everything is in time at the horizon, and nothing is free."""
    page.tabs.setCurrentIndex(JOINT)
    panel = page.joint
    panel.date.setCurrentIndex(59)
    panel.date.activated.emit(59)
    panel.cost.setValue(0.0)
    assert panel.chart.cross is not None
    assert panel.chart.cross[1] == 0.0
    assert panel.shares.texts()[0][1] == "0 %"
    assert details.views is not None
    done = float(np.isfinite(details.views.joint.last_launch).mean())
    assert panel.words.text().startswith(f"{share(done)} chance that all is launched by Dec 2031, 0 % of a cost")


def test_the_frontier_is_that_of_the_chosen_confidence(page: MoneyPage, details: Details) -> None:
    """Three futures in five launch everything here, so at first that is what can be asked for."""
    page.tabs.setCurrentIndex(JOINT)
    panel = page.joint
    assert details.views is not None
    joint = details.views.joint
    done = float(np.isfinite(joint.last_launch).mean())
    possible = [one for one in (0.7, 0.6, 0.5) if done >= one]
    assert panel.confidence.currentData() == possible[0]
    panel.confidence.setCurrentIndex(panel.confidence.findData(0.5))
    dates, costs = joint_frontier(joint.cost, joint.last_launch, 0.5, 60)
    drawn = [row[1:] for row in panel.chart.table().rows if row[0] == "50 % keep both"]
    assert drawn == list(zip(dates.tolist(), costs.tolist(), strict=True))
    assert money_in("EUR").say(float(costs[-1])) in panel.frontier_words.text()
    assert f"More than {share(done)} cannot be had" in panel.frontier_words.text()


def test_a_confidence_out_of_reach_says_what_can_be_reached(page: MoneyPage, details: Details) -> None:
    page.tabs.setCurrentIndex(JOINT)
    panel = page.joint
    panel.confidence.setCurrentIndex(0)
    assert details.views is not None
    done = float(np.isfinite(details.views.joint.last_launch).mean())
    assert done < 0.9
    assert panel.frontier_words.text() == (
        f"No cost is enough for 90 %: only {share(done)} of futures launch everything by the horizon."
    )


def test_limits_outlive_a_new_run_and_not_another_document(page: MoneyPage, details: Details) -> None:
    page.tabs.setCurrentIndex(JOINT)
    panel, session = page.joint, page.desk.session
    panel.chart.move_cross(30.0, 1e6)
    again = details_of(example_portfolio(), 60, seed=9)
    session.set_outlook(Outlook(details=again))
    assert panel.chart.cross == pytest.approx((30.0, 1e6), rel=1e-6)
    session.open(example_portfolio(), None)
    session.set_outlook(Outlook(details=details))
    assert panel.chart.cross is not None
    assert panel.chart.cross[1] == details.summary.key.cost.base


def test_a_run_that_kept_no_futures_says_so(qtbot: QtBot) -> None:
    """As one of very many futures does."""
    few = details_of(example_portfolio(), 20)
    assert few.views is not None
    nothing = np.empty(0, dtype=np.float32)
    empty = replace(few.views.joint, value=nothing, cost=nothing, last_launch=nothing)
    page = opened(
        qtbot,
        example_portfolio(),
        Outlook(details=Details(1, few.summary, replace(few.views, joint=empty))),
        JOINT,
    )
    assert page.joint.nothing.text().startswith("Runs of so many futures")
    assert not page.joint.board.isVisible()


# From scenario to scenario.


def test_the_way_to_a_scenario_is_drawn_and_adds_up(page: MoneyPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(BRIDGE)
    panel = page.bridge
    assert (panel.since.currentText(), panel.scenario.currentText()) == ("Base", "Lean")
    qtbot.mouseClick(panel.asking.button, LEFT)
    answer = studies_of(page.desk).answer("value_bridge")
    assert isinstance(answer, Bridge)
    assert (answer.since, answer.scenario) == (None, "lean")
    begins, ends = panel.chart.spans()
    assert begins[0] == 0.0
    assert ends[-2] == pytest.approx(answer.after.value, rel=1e-6)
    assert ends[-1] == answer.after.value
    assert panel.table.texts()[-1][0] == "Whole plan"
    assert panel.words.text().startswith("Lean is worth")


def test_another_scenario_is_a_question_by_itself_once_one_was_answered(page: MoneyPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(BRIDGE)
    panel = page.bridge
    panel.scenario.setCurrentIndex(2)
    panel.scenario.activated.emit(2)
    assert studies_of(page.desk).waiting == {}
    panel.asking.find_out()
    studies_of(page.desk).answer("value_bridge")
    panel.since.setCurrentIndex(1)
    panel.since.activated.emit(1)
    answer = studies_of(page.desk).answer("value_bridge")
    assert (answer.since, answer.scenario) == ("lean", "lean-partner")


def test_the_same_scenario_twice_is_no_question(page: MoneyPage) -> None:
    page.tabs.setCurrentIndex(BRIDGE)
    page.bridge.scenario.setCurrentIndex(0)
    page.bridge.asking.find_out()
    assert page.bridge.asking.note.text().startswith("Both are the same")


def test_many_initiatives_share_a_step(details: Details) -> None:
    """Six have bars of their own; what the others change is one bar."""
    from simulation.decide.odds import Estimate
    from simulation.decide.scenarios.bridge import BridgeStep

    steps = tuple(
        BridgeStep("initiative", f"i{n}", f"Initiative {n}", 0.0, 100.0 + n, Estimate(100.0 + n, 1.0))
        for n in range(20)
    )
    whole = sum(one.after for one in steps)
    bridge = Bridge(None, "x", 10, 1, "EUR", Estimate(0.0, 1.0), Estimate(whole, 1.0), Estimate(whole, 1.0), steps)
    drawn = steps_of(bridge, "Base", "X")
    assert [one.name for one in drawn][-2:] == ["14 others", "X"]
    assert len(drawn) == 9
    assert sum(one.amount for one in drawn[1:-1]) == pytest.approx(whole)


def test_without_scenarios_it_says_what_to_do(qtbot: QtBot) -> None:
    portfolio = msgspec.structs.replace(example_portfolio(), scenarios=())
    page = opened(qtbot, portfolio, Outlook(details=details_of(portfolio, 20)), BRIDGE)
    page.bridge.asking.find_out()
    assert page.bridge.asking.note.text().startswith("There are no scenarios yet")


# States.


def empty(portfolio: Portfolio) -> Portfolio:
    return Portfolio(name="Empty", settings=portfolio.settings)


@pytest.mark.parametrize("make", [empty, unfunded, of_one_initiative, that_never_launches])
def test_odd_plans_are_shown_without_a_fault(qtbot: QtBot, make: object) -> None:
    assert callable(make)
    portfolio = make(example_portfolio())
    page = opened(qtbot, portfolio, Outlook(details=details_of(portfolio, 40)))
    for tab in range(4):
        page.tabs.setCurrentIndex(tab)
    unfinished = make is not of_one_initiative
    assert page.joint.nothing.text().startswith("In no future") == unfinished
    assert page.lead.text().startswith("Nothing is funded yet") == (make in (empty, unfunded))
    assert len(page.budget.chart.table().rows) == len(page.statements.chart.table().rows) > 0


def test_two_hundred_initiatives(qtbot: QtBot) -> None:
    portfolio = many(example_portfolio(), 198)
    page = opened(qtbot, portfolio, Outlook(details=details_of(portfolio, 10)))
    for tab in range(4):
        page.tabs.setCurrentIndex(tab)
    assert page.budget.chart.table().rows


def test_everything_has_a_name(page: MoneyPage) -> None:
    for tab in range(4):
        page.tabs.setCurrentIndex(tab)
    assert list(unnamed(page)) == []


def test_a_stale_forecast_greys_the_tables(page: MoneyPage, details: Details) -> None:
    page.desk.session.set_outlook(Outlook(phase="preview", stale=True, overdue=True, details=details))
    model = page.budget.table.model()
    grey = model.data(model.index(0, 0), Qt.ItemDataRole.ForegroundRole)
    page.desk.session.set_outlook(Outlook(details=details))
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ForegroundRole) != grey
