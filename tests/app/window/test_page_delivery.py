"""The Delivery page: what it draws is what the forecast says, and a future is played day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from pytestqt.qtbot import QtBot

from app.charts.roadmap import Arrow
from app.pages.delivery.lateness import lateness_words, most_delayed
from app.pages.delivery.page import DeliveryPage
from app.pages.delivery.rows import Structure, arrows_of, deadline_of, funded_in_order, rows_of, structure_of
from app.pages.explaining import WhatIsThis
from app.pages.frame import Desk
from app.state.outlook import Details, Failure, Outlook
from app.state.pinned import kept_of
from models.edits import set_field
from models.portfolio import Portfolio
from models.walk import put
from simulation.summary.shapes import Summary
from tests.app.window.desks import desk_with, shown, studies_of
from tests.app.window.runs import details_of
from tests.portfolios import example_portfolio


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(example_portfolio(), trials=50)
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, details: Details) -> DeliveryPage:
    desk.session.set_outlook(Outlook(details=details))
    return shown(DeliveryPage(desk), qtbot)


def names(page: DeliveryPage) -> list[str]:
    """The rows of the roadmap, as its table has them."""
    return [str(row[0]).strip() for row in page.roadmap.roadmap.table().rows]


# Rows.


def test_a_row_is_what_the_summary_says(summary: Summary) -> None:
    """Launch percentiles, the base case, and the objective that Atlas is launched by June 2028: the 18th month."""
    structure = structure_of(example_portfolio(), None)
    atlas = rows_of(summary, structure, "rank", ())[0]
    launch = summary.initiatives[0].launch.months
    assert (atlas.p10, atlas.p50, atlas.p90, atlas.planned) == (launch.p10, launch.p50, launch.p90, launch.base)
    starts = [one.start.months.p50 for one in summary.stages if one.initiative == "atlas"]
    assert atlas.start == min(start for start in starts if start is not None)
    assert atlas.deadline == 18.0
    assert atlas.met == summary.objectives[0].hit.share
    assert deadline_of(summary, "beacon") is None


def test_stages_stand_below_their_initiative(summary: Summary) -> None:
    structure = structure_of(example_portfolio(), None)
    rows = rows_of(summary, structure, "rank", {"atlas"})
    stages = [one for one in summary.stages if one.initiative == "atlas"]
    assert [row.key for row in rows[1 : len(stages) + 1]] == [f"stage:{one.id}" for one in stages]
    assert [row.gate for row in rows[1:4]] == [0.9, 1.0, 0.85]
    assert rows[0].opened is True


def test_dependencies_join_what_is_shown(summary: Summary) -> None:
    """Each stage waits for the one before; closed, there is nothing within Atlas to be joined."""
    structure = structure_of(example_portfolio(), None)
    opened = arrows_of(rows_of(summary, structure, "rank", {"atlas"}), structure)
    assert Arrow("stage:atlas-build-design", "stage:atlas-build-code") in opened
    assert Arrow("stage:atlas-build-code", "stage:atlas-build-test") in opened
    closed = arrows_of(rows_of(summary, structure, "rank", ()), structure)
    assert all(arrow.earlier.startswith("initiative:") for arrow in closed)
    around = arrows_of(rows_of(summary, structure, "rank", {"atlas"}), structure, "beacon")
    assert Arrow("stage:atlas-build-design", "stage:atlas-build-code") not in around


def test_orders(summary: Summary) -> None:
    """By rank, by median launch and by median value; a rank that is not known is no error."""
    structure = structure_of(put(example_portfolio(), "initiative:beacon.rank", -1), None)
    assert [one.id for one in funded_in_order(summary, structure, "rank")] == ["beacon", "atlas"]
    launch = {one.id: one.launch.months.p50 or 1e9 for one in summary.initiatives}
    worth = {one.id: -(one.value.p50 or 0.0) for one in summary.initiatives}
    for order, by in (("date", launch), ("value", worth)):
        found = [one.id for one in funded_in_order(summary, Structure(), order)]  # type: ignore[arg-type]
        assert found == sorted(found, key=lambda name, by=by: by[name])  # type: ignore[misc]


def test_a_pinned_result_stands_behind(summary: Summary) -> None:
    """In months of the newer plan: a pinned one that starts two months later is moved by two."""
    later = replace(summary.provenance, start="2027-03")
    pinned = kept_of(Details(1, msgspec.structs.replace(summary, provenance=later)), "earlier", "", "2026-11-30")
    row = rows_of(summary, structure_of(example_portfolio(), None), "rank", (), pinned)[0]
    assert row.before is not None
    assert row.start is not None
    assert row.p50 is not None
    assert row.before == pytest.approx((row.start + 2, row.p50 + 2), rel=1e-6)  # seven digits are kept


def test_a_scenario_that_cannot_be_applied_is_left_out() -> None:
    assert structure_of(example_portfolio(), "no such") == structure_of(example_portfolio(), None)


def test_why_it_is_late_in_words(summary: Summary) -> None:
    """The sentences name the median launch, the plan, and the longest wait."""
    one = summary.initiatives[0]
    words = lateness_words(one, summary)
    assert words.startswith("Launches in ")
    assert "planned" in words
    calm = msgspec.structs.replace(one, waits=dict.fromkeys(one.waits, 0.0), statuses={"launched": 1.0})
    assert lateness_words(calm, summary).endswith("It loses no time waiting.")
    never = msgspec.structs.replace(one, launch=msgspec.structs.replace(one.launch, months=_never(one.launch.months)))
    assert lateness_words(never, summary).startswith("Half of all futures or more see no launch")
    assert most_delayed(msgspec.structs.replace(summary, initiatives=())) is None


def _never(months: object) -> object:
    return msgspec.structs.replace(months, p10=None, p50=None, p80=None, p90=None)  # type: ignore[type-var]


# The page.


def test_the_page_shows_the_forecast(page: DeliveryPage, summary: Summary) -> None:
    assert names(page) == [one.name for one in summary.initiatives]
    assert page.tiles.tiles[1].figure.headline == f"{summary.key.launches.mean:.1f}"
    assert page.roadmap.why.initiative == most_delayed(summary)
    chosen = next(one for one in summary.initiatives if one.id == page.roadmap.why.initiative)
    lost = {row[1] for row in page.roadmap.why.causes.table().rows}
    assert lost == {wait for wait in chosen.waits.values() if wait >= 0.05}


def test_each_question_stands_alone_where_it_is_asked(page: DeliveryPage, qtbot: QtBot) -> None:
    """Two question marks side by side look alike: one on the roadmap, one on waiting, one on the odds of a date."""
    page.resize(1200, 900)
    asks = [one for one in page.roadmap.findChildren(WhatIsThis) if one.isVisible()]
    assert len(asks) == 3
    assert len({one.accessibleName() for one in asks}) == 3
    places = [QRect(one.mapTo(page, QPoint()), one.size()) for one in asks]
    assert not any(a.adjusted(-20, -20, 20, 20).intersects(b) for a, b in combinations(places, 2))


def test_a_press_opens_an_initiative_and_tells_why_it_is_late(page: DeliveryPage, qtbot: QtBot) -> None:
    """The first row is that of Atlas; another press closes it.  The deadline is where the marker stands."""
    roadmap = page.roadmap.roadmap
    rows = len(names(page))
    for expected in (rows + 4, rows):
        height = float(len(names(page)))
        spot = roadmap.mapFromScene(roadmap.getViewBox().mapViewToScene(QPointF(2.0, height)))
        qtbot.mouseClick(roadmap.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert len(names(page)) == expected
    assert page.roadmap.why.initiative == "atlas"
    assert page.roadmap.why.odds.markers == (18.0,)
    assert page.roadmap.why.deadline.text().endswith("Jun 2028: Atlas launched")


def test_keys_open_all_and_change_the_order(page: DeliveryPage, qtbot: QtBot, summary: Summary) -> None:
    qtbot.keyClick(page.roadmap.open_all, Qt.Key.Key_Space)
    assert len(names(page)) == len(summary.initiatives) + len(summary.stages)
    qtbot.keyClick(page.roadmap.close_all, Qt.Key.Key_Space)
    page.roadmap.order.setFocus()
    qtbot.keyClick(page.roadmap.order, Qt.Key.Key_End)
    worth = {one.name: -(one.value.p50 or 0.0) for one in summary.initiatives}
    assert names(page) == sorted(worth, key=lambda name: worth[name])


def test_a_pinned_result_is_drawn_once_it_is_not_what_is_shown(page: DeliveryPage, desk: Desk) -> None:
    before = [row[8] for row in page.roadmap.roadmap.table().rows]
    assert set(before) == {None}
    desk.session.pin()
    assert not page.roadmap.compared.text()
    newer = details_of(set_field(example_portfolio(), "team:platform.headcount", 4), revision=2)
    desk.session.set_outlook(replace(desk.session.outlook, details=newer))
    assert page.roadmap.compared.text()
    assert None not in [row[8] for row in page.roadmap.roadmap.table().rows]
    desk.session.unpin()
    assert {row[8] for row in page.roadmap.roadmap.table().rows} == {None}


def test_states_without_a_forecast(desk: Desk, qtbot: QtBot, details: Details) -> None:
    """None yet, a failed one, one that is of before."""
    page = shown(DeliveryPage(desk), qtbot)
    assert page.nothing.isVisible()
    desk.session.set_outlook(Outlook(phase="failed", failure=Failure("The plan has 2 errors", 2)))
    assert page.nothing.text().startswith("The plan has 2 errors.")
    desk.session.set_outlook(Outlook(details=details, stale=True, overdue=True))
    assert page.state.isVisible()
    assert page.roadmap.why.words.property("stale") is True
    assert names(page)


def test_a_plan_without_funded_initiatives(desk: Desk, qtbot: QtBot) -> None:
    bare = Portfolio(name="Bare", settings=example_portfolio().settings)
    desk.session.open(bare, None)
    desk.session.set_outlook(Outlook(details=details_of(bare)))
    page = shown(DeliveryPage(desk), qtbot)
    assert page.nothing.isVisible()
    assert page.nothing.text().startswith("Nothing is funded yet.")
    assert not page.tabs.isVisible()
    assert page.roadmap.why.words.text() == "There is nothing to be late."
    page.tabs.setCurrentIndex(1)
    page.replay.asking.find_out()
    assert "No initiative is funded" in page.replay.asking.note.text()


def test_nothing_launches_within_the_horizon(desk: Desk, qtbot: QtBot) -> None:
    """Of three months: bars go to the horizon, and the words say so."""
    example = msgspec.structs.replace(example_portfolio(), objectives=(), budgets=())
    short = set_field(example, "settings.horizon_months", 3)
    desk.session.open(short, None)
    desk.session.set_outlook(Outlook(details=details_of(short)))
    page = shown(DeliveryPage(desk), qtbot)
    page.roadmap.why.choose("atlas")
    assert page.roadmap.why.words.text().startswith("Half of all futures or more see no launch")
    assert not page.roadmap.why.odds.isVisible()
    # It waits for nothing and has no odds to show: there is nothing to ask about.
    assert not any(one.isVisible() for one in page.roadmap.why.findChildren(WhatIsThis))


@pytest.mark.parametrize("count", [1, 200])
def test_one_initiative_and_two_hundred(desk: Desk, qtbot: QtBot, details: Details, count: int) -> None:
    """A row of some 20 pixels for each; what does not fit is scrolled to."""
    one = details.summary.initiatives[0]
    many = tuple(msgspec.structs.replace(one, id=f"i{number}", name=f"I {number}") for number in range(count))
    stages = tuple(msgspec.structs.replace(details.summary.stages[0], initiative=each.id) for each in many)
    summary = msgspec.structs.replace(details.summary, initiatives=many, stages=stages)
    desk.session.set_outlook(Outlook(details=replace(details, summary=summary)))
    page = shown(DeliveryPage(desk), qtbot)
    assert names(page) == [each.name for each in many]
    assert page.roadmap.roadmap.minimumHeight() >= 20 * count
    assert page.roadmap.why.choice.count() == count
    assert page.height() == 700


# The replay.


@pytest.fixture
def told(page: DeliveryPage, qtbot: QtBot) -> DeliveryPage:
    page.tabs.setCurrentIndex(1)
    qtbot.mouseClick(page.replay.asking.button, Qt.MouseButton.LeftButton)
    return page


def test_a_future_is_told(told: DeliveryPage) -> None:
    """The median of 50; on the first day the design of Atlas is at work, with its two people."""
    replay = told.replay
    assert replay.story is not None
    assert "better by value than 49 % of 50 futures" in replay.headline.text()
    assert replay.player.date.text() == "1 Jan 2027"
    texts = replay.teams.texts()
    assert ["Design", "2.0 of 3.0 FTE"] in texts
    assert ["    Atlas · Design", "2.0"] in texts
    assert "Atlas" in replay.board.table().rows[0][0]


def test_days_pass_by_keys_buttons_and_play(told: DeliveryPage, qtbot: QtBot) -> None:
    """A day a press; a month a second is 2.5 days a tick; the story ends a few days after its last happening."""
    player, story = told.replay.player, told.replay.story
    assert story is not None
    qtbot.mouseClick(player.forward, Qt.MouseButton.LeftButton)
    assert player.date.text() == "2 Jan 2027"
    assert told.replay.board.day == pytest.approx(1 / 31)
    qtbot.keyClick(player.slider, Qt.Key.Key_Right)
    assert player.date.text() == "3 Jan 2027"
    qtbot.mouseClick(player.back, Qt.MouseButton.LeftButton)
    assert player.day == 1
    qtbot.keyClick(player.play, Qt.Key.Key_Space)
    assert player.is_playing
    assert player.play.accessibleName() == "Pause"
    player.tick()
    player.tick()
    assert player.day == 6
    qtbot.keyClick(player.play, Qt.Key.Key_Space)
    assert not player.is_playing
    player.go_to(10**6)
    assert player.day == len(story.days) - 1
    assert story.days[-1] >= max(launch.time for launch in story.replay.trace.launches)
    player.play_or_pause()
    assert player.day == 0
    told.hide()
    assert not player.is_playing


def test_a_press_on_the_board_leads_to_its_day(told: DeliveryPage, qtbot: QtBot) -> None:
    board, story = told.replay.board, told.replay.story
    assert story is not None
    spot = board.mapFromScene(board.getViewBox().mapViewToScene(QPointF(6.25, 1.0)))
    qtbot.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert story.days[told.replay.player.day] == pytest.approx(6.25, abs=0.2)
    assert told.replay.news.texts()[0][0] != ""


def test_another_future_is_told_once_it_is_chosen(told: DeliveryPage, qtbot: QtBot, desk: Desk) -> None:
    told.replay.which.setCurrentIndex(told.replay.which.count() - 1)
    assert told.replay.number.isVisible()
    told.replay.number.setValue(17)
    assert studies_of(desk).keys == ["replay", "replay"]
    assert told.replay.headline.text().startswith("Future 17 of seed 1:")
    desk.session.open(example_portfolio(), None)
    assert told.replay.story is None
