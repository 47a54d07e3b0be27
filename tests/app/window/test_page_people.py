"""The People page: loads, who causes them, headcount against plan, and one more person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.people.hiring import planned_headcount, planned_hires
from app.pages.people.page import PeoplePage
from app.state.outlook import Details, Failure, Outlook
from models.edits import set_field
from models.portfolio import Portfolio
from models.team import Hire
from simulation.decide.matters.people import OneMore, OneMoreEach
from simulation.decide.odds import Estimate
from simulation.run import base_case, forecast
from simulation.summarise import summarise
from simulation.summary.causes import load_causes
from simulation.summary.shapes import Summary
from simulation.summary.views import views_of
from tests.app.window.desks import desk_with, shown, studies_of
from tests.networks import q, team
from tests.portfolios import example_portfolio


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(example_portfolio(), trials=50)
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, details: Details) -> PeoplePage:
    desk.session.set_outlook(Outlook(details=details))
    return shown(PeoplePage(desk), qtbot)


# What the plan says.


def test_planned_headcount_is_that_of_the_base_case() -> None:
    """Nobody leaves, and hires come at their base time to fill: in all teams of the example."""
    plan = example_portfolio()
    base = base_case(plan)
    for number, one in enumerate(plan.teams):
        expected = base.draws.staffing.headcount[0, number]
        assert planned_headcount(one, plan.settings) == pytest.approx(expected), one.id


def test_planned_hires_in_order_of_opening() -> None:
    """With a time to fill of their own, else the team's; 1.5 months from March on is not there before May."""
    hires = (Hire(id="b", month="2027-03", time_to_fill=q(1.5)), Hire(id="a", month="2027-02", count=2, note="First"))
    found = planned_hires(team("t", 1, time_to_fill=q(3), hires=hires), example_portfolio().settings)
    assert [(one.opened, one.arrives, one.count, one.time_to_fill) for one in found] == [
        (1, 4, 2, "3"),
        (2, 4, 1, "1.5"),
    ]


# Load.


def test_the_heatmap_has_the_loads_of_the_forecast(page: PeoplePage, summary: Summary, qtbot: QtBot) -> None:
    rows = page.load.heatmap.table().rows
    assert [row[0] for row in rows] == ["Platform", "Design"]
    assert list(rows[0][1:]) == pytest.approx(list(summary.teams[0].load_mean))
    page.load.measure.setFocus()
    qtbot.keyClick(page.load.measure, Qt.Key.Key_Down)
    assert list(page.load.heatmap.table().rows[1][1:]) == pytest.approx(list(summary.teams[1].load_p80))
    assert page.tiles.tiles[0].figure.span.startswith("Platform") or page.tiles.tiles[0].figure.span.startswith(
        "Design"
    )


def test_a_cell_asks_whose_work_it_is(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    """By the mouse; the seventh month of Platform.  Another month of the same team needs no other answer."""
    heatmap = page.load.heatmap
    spot = heatmap.mapFromScene(heatmap.getViewBox().mapViewToScene(QPointF(6.5, 2.0)))
    qtbot.mouseClick(heatmap.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    causes = load_causes(example_portfolio(), "platform", trials=50)
    busiest = int(np.argmax(causes.fte[:, 6]))
    assert page.load.table.texts()[0][:2] == [causes.names[busiest], f"{causes.fte[busiest, 6]:.1f}"]
    assert page.load.headline.text().startswith("Platform, Jul 2027: ")
    heatmap.setFocus()
    qtbot.keyClick(heatmap, Qt.Key.Key_Right)
    qtbot.keyClick(heatmap, Qt.Key.Key_Return)
    assert page.load.headline.text().startswith("Platform, Aug 2027")
    assert studies_of(desk).keys == ["load-causes"]
    stacked = page.load.stack.table()
    own = [row[-1] for row in stacked.rows]
    assert own == pytest.approx(list(causes.capacity))
    page.load.stack.month_chosen.emit(0)
    assert page.load.headline.text().startswith("Platform, Jan 2027")


def test_an_answer_of_before_is_asked_anew_by_the_next_press(page: PeoplePage, desk: Desk) -> None:
    page.load.heatmap.choose(0, 3)
    desk.session.push(lambda plan: set_field(plan, "team:platform.headcount", 9), "hire one")
    assert page.load.asking.again.isVisible()
    page.load.heatmap.choose(0, 4)
    assert studies_of(desk).keys == ["load-causes"] * 2
    desk.session.push(lambda plan: msgspec.structs.replace(plan, teams=()), "no teams")
    page.load.heatmap.choose(0, 5)
    assert studies_of(desk).keys == ["load-causes"] * 2
    assert page.load.asking.note.text() == "Press a cell of the team that you mean."
    desk.session.open(example_portfolio(), None)
    assert page.load.headline.text().startswith("Press a cell")


# Headcount.


def test_the_fan_is_of_the_chosen_team(page: PeoplePage, details: Details, qtbot: QtBot) -> None:
    """Percentiles of the views beside what is planned, month by month."""
    page.tabs.setCurrentIndex(1)
    views = details.views
    assert views is not None
    table = page.headcount.fan.table()
    plan = example_portfolio()
    assert [row[-1] for row in table.rows] == pytest.approx(planned_headcount(plan.teams[0], plan.settings).tolist())
    assert [row[4] for row in table.rows] == pytest.approx(views.headcount[3, 0].tolist())
    assert page.headcount.hires.texts()[0][1:4] == ["2", "Apr 2027", "Jul 2027"]
    page.headcount.team.setFocus()
    qtbot.keyClick(page.headcount.team, Qt.Key.Key_Down)
    assert [row[4] for row in page.headcount.fan.table().rows] == pytest.approx(views.headcount[3, 1].tolist())
    assert page.headcount.hires.texts() == [["None planned for this team", "", "", "", ""]]


def test_the_fan_outlives_a_change_of_the_horizon(page: PeoplePage, desk: Desk) -> None:
    """The plan is of fewer months than the forecast: the line is left out until the next forecast is in."""
    page.tabs.setCurrentIndex(1)
    desk.session.push(lambda plan: set_field(plan, "settings.horizon_months", 48), "shorter")
    page.headcount.team.setCurrentIndex(1)
    assert "as planned" not in page.headcount.fan.table().header


def test_who_comes_and_leaves(page: PeoplePage, qtbot: QtBot) -> None:
    """A row for each team and one for all; the sums of the table are those of its rows."""
    page.tabs.setCurrentIndex(1)
    flow = page.headcount.flow
    qtbot.mouseClick(flow.asking.button, Qt.MouseButton.LeftButton)
    texts = flow.flows.texts()
    assert [row[0] for row in texts] == ["Platform", "Design", "All teams"]
    assert float(texts[0][1]) + float(texts[1][1]) == pytest.approx(float(texts[2][1]), abs=0.11)  # as rounded
    flow.year.setCurrentIndex(2)
    assert flow.flows.texts() != texts
    assert flow.headline.text().startswith("Idle people cost ")


# One more person.


def test_one_more_person_is_drawn_as_it_was_found(page: PeoplePage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(2)
    inquiry = page.one_more.inquiry
    assert not inquiry.has_answer
    qtbot.mouseClick(inquiry.asking.button, Qt.MouseButton.LeftButton)
    rows = inquiry.money.table().rows
    assert {row[0] for row in rows} == {"Platform", "Design"}
    assert rows[0][1] >= rows[1][1]  # type: ignore[operator]  # numbers
    assert [row[0] for row in inquiry.rows_shown.texts()] == [row[0] for row in rows]
    assert "futures of seed 1" in inquiry.notes.text()


def one_more(value: float, error: float) -> OneMoreEach:
    row = OneMore("t", "Team", Estimate(1.5, 0.1), Estimate(value, error), Estimate(9e4, 0.0), ())
    return OneMoreEach((row,), 0.0, 1000, 1)


def test_the_sentence_says_how_sure_it_is(page: PeoplePage) -> None:
    """A gain of two standard errors or less may be nothing; a loss is told as a loss."""
    page.tabs.setCurrentIndex(2)
    inquiry = page.one_more.inquiry
    inquiry.show_answer(one_more(4e5, 1e5))
    assert inquiry.headline.text() == (
        "One more person in Team brings most: 400 k € ± 100 k €, and launches come 1.5 months earlier on average."
    )
    inquiry.show_answer(one_more(1e5, 1e5))
    assert inquiry.headline.text().endswith("so it may be nothing.")
    inquiry.show_answer(one_more(-1e5, 1e5))
    assert inquiry.headline.text().startswith("No team's work would pay for one more person")


# States.


def test_states_without_a_forecast(desk: Desk, qtbot: QtBot, details: Details) -> None:
    page = shown(PeoplePage(desk), qtbot)
    assert page.nothing.isVisible()
    desk.session.set_outlook(Outlook(phase="failed", failure=Failure("The plan has 1 error", 1)))
    assert page.nothing.text().startswith("The plan has 1 error.")
    desk.session.set_outlook(Outlook(details=replace(details, views=None), stale=True, overdue=True))
    assert page.state.isVisible()
    page.tabs.setCurrentIndex(1)
    assert page.headcount.fan.table().rows == ()
    assert page.headcount.team.count() == 2


def test_a_plan_without_teams(desk: Desk, qtbot: QtBot) -> None:
    bare = Portfolio(name="Bare", settings=example_portfolio().settings)
    desk.session.open(bare, None)
    result = forecast(bare, trials=2, seed=1)
    desk.session.set_outlook(Outlook(details=Details(1, summarise(result), views_of(result))))
    page = shown(PeoplePage(desk), qtbot)
    assert page.nothing.isVisible()
    assert page.nothing.text().startswith("There are no teams yet")
    assert not page.tabs.isVisible()
    assert page.tiles.tiles[0].figure.headline == "–"
    for tab, asking in ((1, page.headcount.flow.asking), (2, page.one_more.inquiry.asking)):
        page.tabs.setCurrentIndex(tab)
        asking.find_out()
        assert asking.note.text().startswith("There are no teams yet")
