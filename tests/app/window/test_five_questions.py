"""The five questions of the guide, each answered in the sample by the clicks that the guide names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import simulation.decide.matters.learning
from app.desktop import Desktop
from app.pages.budget import BudgetPage
from app.pages.delivery.page import DeliveryPage
from app.pages.matters.page import MattersPage
from app.pages.people.page import PeoplePage
from app.pages.value.page import ValuePage
from app.state.engine import Request
from app.state.outlook import Details
from app.state.studies import Studies
from app.state.templates import sample_plan
from app.wording import load, month, share
from models.portfolio import Portfolio
from tests.app.window.runs import details_of, outlook_of

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ATLAS = "atlas"


@pytest.fixture(scope="module")
def plan() -> Portfolio:
    return sample_plan()


@pytest.fixture(scope="module")
def details(plan: Portfolio) -> Details:
    return details_of(plan, trials=200)


@pytest.fixture
def desktop(
    start: Callable[[], Desktop], no_engine: list[Request], qtbot: QtBot, plan: Portfolio, details: Details
) -> Desktop:
    """The sample, with a forecast that is in."""
    made = start()
    made.parts.session.open(plan, None)
    qtbot.waitUntil(lambda: made.window.pages[0] is not None)
    made.parts.session.set_outlook(outlook_of(details))
    return made


def test_when_will_atlas_launch_and_how_sure_is_that(desktop: Desktop, qtbot: QtBot, details: Details) -> None:
    """Ctrl+7, press Atlas in the roadmap: the median, the odds of the deadline, and a curve to ask for others."""
    qtbot.keyClick(desktop.window, Qt.Key.Key_7, CTRL)
    page = desktop.window.stack.currentWidget()
    assert isinstance(page, DeliveryPage)
    panel = page.roadmap
    rows = panel.roadmap.table().rows
    atlas = next(one for one in details.summary.initiatives if one.id == ATLAS)
    number = next(number for number, row in enumerate(rows) if str(row[0]).strip() == atlas.name)
    place = QPointF(atlas.launch.months.p50 or 0.0, float(len(rows) - number))
    spot = panel.roadmap.mapFromScene(panel.roadmap.getViewBox().mapViewToScene(place))
    qtbot.mouseClick(panel.roadmap.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert panel.why.initiative == ATLAS
    median = month(details.start, atlas.launch.months.p50 or 0.0)
    assert panel.why.words.text().startswith(f"Launches in {median} (P50)")
    objective = next(one for one in details.summary.objectives if one.metric == "launch")  # the sample has one
    assert panel.why.deadline.text().startswith(f"{share(objective.hit.share)} chance of a launch by")
    assert " chance by " in panel.why.odds.chances(panel.why.odds.markers[0])[0]


@pytest.mark.slow
def test_what_does_the_budget_cut_cost(start: Callable[[], Desktop], qtbot: QtBot) -> None:
    """Ctrl+4, Apply at -15 %: the figures above say how much less the plan is worth, in the same futures."""
    desktop = start()
    session, window = desktop.parts.session, desktop.window
    qtbot.mouseClick(window.welcome.sample_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.outlook.figures is not None, timeout=60_000)
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    page = window.stack.currentWidget()
    assert isinstance(page, BudgetPage)
    qtbot.mouseClick(page.change, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.outlook.since_edit is not None and not session.outlook.stale, timeout=60_000)
    said = [label.text() for label in window.strip.cells[0].findChildren(QLabel)]
    before, after = session.outlook.since_edit or pytest.fail("nothing to compare with")
    assert (before.key.value.p50 or 0.0) > (after.key.value.p50 or 0.0)
    assert any(text.startswith("▼") and text.endswith("by last edit") for text in said)


def test_which_team_is_the_bottleneck(desktop: Desktop, qtbot: QtBot, details: Details) -> None:
    """Ctrl+8: the sentence names the team that is busiest, the first tile the worst month."""
    qtbot.keyClick(desktop.window, Qt.Key.Key_8, CTRL)
    page = desktop.window.stack.currentWidget()
    assert isinstance(page, PeoplePage)
    loads = {team.name: sum(team.busy_mean) / sum(team.capacity_mean) for team in details.summary.teams}
    busiest = max(loads, key=lambda name: loads[name])
    assert page.lead.text().startswith(f"{busiest} is busiest over the horizon ({load(loads[busiest])}")
    peak = details.summary.key.peak_load
    assert peak is not None
    assert page.tiles.tiles[0].headline.text() == load(peak.mean)


def test_what_is_the_chance_to_lose_money(desktop: Desktop, qtbot: QtBot, details: Details) -> None:
    """Ctrl+6, marker at 0: the chance of at least nothing; the rest is the chance of a loss."""
    qtbot.keyClick(desktop.window, Qt.Key.Key_6, CTRL)
    page = desktop.window.stack.currentWidget()
    assert isinstance(page, ValuePage)
    won = share(details.summary.key.value_positive.share)
    assert f"{won} chance that the plan is worth more than it costs" in page.lead.text()
    panel = page.distribution
    panel.limit.setFocus()
    panel.limit.selectAll()
    qtbot.keyClicks(panel.limit, "0")
    qtbot.keyClick(panel.limit, Qt.Key.Key_Return)
    assert f"{won} chance of at least 0" in panel.words.text()


def test_what_should_i_find_out_first(desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alt+3, Worth learning, Find out: the best choice as of now, and what it is worth to learn before it."""
    study = simulation.decide.matters.learning.worth_learning

    def with_few(*arguments: Any, **keywords: Any) -> Any:
        return study(*arguments, **{**keywords, "trials": 400})

    def ask(studies: Studies, key: str, function: Any, *arguments: Any, **keywords: Any) -> None:
        studies.answered.emit(key, function(*arguments, **keywords))

    monkeypatch.setattr(simulation.decide.matters.learning, "worth_learning", with_few)
    monkeypatch.setattr(Studies, "ask", ask)
    qtbot.keyClick(desktop.window, Qt.Key.Key_3, ALT)
    page = desktop.window.stack.currentWidget()
    assert isinstance(page, MattersPage)
    bar = page.tabs.tabBar()
    tab = [title for title, _ in page.parts()].index("Worth learning")
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())
    qtbot.mouseClick(page.lessons.asking.button, Qt.MouseButton.LeftButton)
    assert page.lessons.has_answer
    assert page.lessons.headline.text().startswith("By what is known now: ")
    assert "learn" in page.lessons.headline.text()
    assert page.lessons.everything.text().startswith("Knowing everything before choosing (EVPI)")
