"""A replay told day by day, in small stories whose every day is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import pytest

from app.pages.delivery.story import Happening, Story, TeamDay, Wait
from models.portfolio import Portfolio
from models.risk import Impact, Risk
from models.team import Hire
from simulation.summary.replay import replay_trial
from tests.networks import initiative, portfolio, q, stage, team


def told(plan: Portfolio) -> Story:
    """The first of two futures; nothing in these plans is left to chance."""
    return Story(replay_trial(plan, 1, trials=2))


def in_a_row(**fields: object) -> Portfolio:
    """Two initiatives of 2 months each for the only person of a team."""
    both = [initiative(name, stage(f"s{name}", 2, {"t": 1}, **fields), rank=rank) for rank, name in enumerate("xy", 1)]  # type: ignore[arg-type]
    return portfolio(both, [team("t", 1)], months=12)


def spans(story: Story) -> list[tuple[int, float, float, str]]:
    """Lane, start, end and kind of every span of the board."""
    return [(one.lane, one.start, one.end, one.kind) for one in story.pieces]


def test_who_works_and_who_waits() -> None:
    """First x has the person and y waits since the first day; then y has the person, and nothing waits."""
    story = told(in_a_row())
    assert story.lanes == ("x", "y")
    assert spans(story) == [(0, 0, 2, "work"), (1, 0, 2, "team"), (1, 2, 4, "work")]
    assert story.teams_at(1.0) == (TeamDay("t", 1.0, (("x · sx", 1.0),)),)
    assert story.waits_at(1.0) == (Wait("y · sy", "people", 0.0),)
    assert story.teams_at(2.0) == (TeamDay("t", 1.0, (("y · sy", 1.0),)),)
    assert story.waits_at(2.0) == ()
    assert [team.busy for team in story.teams_at(4.0)] == [0.0]


def test_what_happens_is_told_newest_first() -> None:
    """A start is told when it comes; x is done and launched at the instant at which y starts."""
    story = told(in_a_row())
    assert story.happened_by(0.0) == (Happening(0.0, "x · sx starts"),)
    assert {one.words for one in story.happened_by(2.0)} == {
        "x · sx starts",
        "y · sy starts",
        "x · sx is done",
        "x is launched",
    }
    assert story.happened_by(4.0)[0].at == 4.0


def test_days_are_those_of_the_calendar() -> None:
    """Until May 2027: 31 + 28 + 31 + 30 days of four months, and the month after, for those who look closely."""
    story = told(in_a_row())
    assert story.day_of(1.0) == 31
    assert story.day_of(2.0) == 31 + 28
    assert story.date(0) == "1 Jan 2027"
    assert story.date(31 + 27) == "28 Feb 2027"
    assert story.days[-1] == 5.0


def test_slower_for_want_of_people_and_paused() -> None:
    """Of a crew of 2 one is there (half speed is enough to start); preemptive, the first in rank takes all from it."""
    low = initiative("low", stage("a", 2, {"t": 2}), rank=2)
    high = initiative("high", stage("b", 1, {"t": 1}, earliest=1), rank=1)
    story = told(portfolio([low, high], [team("t", 1)], months=12, allocation="preemptive"))
    assert spans(story) == [(0, 0, 1, "slow"), (0, 1, 2, "paused"), (1, 1, 2, "work"), (0, 2, 5, "slow")]
    assert story.waits_at(1.5) == (Wait("low · a", "people; its work is paused", 1.0),)
    assert story.waits_at(0.5) == (Wait("high", "its earliest start", 0.0),)


def test_stages_side_by_side_have_lanes_of_their_own() -> None:
    """a and b at once, then c in the first lane again; d has no crew."""
    parts = (
        stage("a", 2, {"t": 1}, after=()),
        stage("b", 1, {"t": 1}, after=()),
        stage("c", 1, {"t": 1}, after=("a", "b")),
        stage("d", 1, after=("c",)),
    )
    story = told(portfolio([initiative("x", *parts)], [team("t", 2)], months=12))
    assert story.lanes == ("x", "")
    assert spans(story) == [(0, 0, 2, "work"), (1, 0, 1, "work"), (0, 2, 3, "work"), (0, 3, 4, "work")]


def with_gate(**fields: object) -> Portfolio:
    """One stage of 2 months whose gate always fails."""
    gated = stage("a", 2, {"t": 1}, success=q(0), **fields)  # type: ignore[arg-type]
    return portfolio([initiative("x", gated)], [team("t", 1)], months=12)


@pytest.mark.parametrize(
    ("fields", "events"),
    [
        ({}, [(2.0, "stopped")]),
        ({"on_failure": "rework", "rework_fraction": q(0.5), "max_rework": 1}, [(2.0, "repeated"), (3.0, "stopped")]),
    ],
)
def test_failed_gates(fields: Mapping[str, object], events: Sequence[tuple[float, str]]) -> None:
    """The repetition takes half of the two months."""
    story = told(with_gate(**fields))
    assert [(one.at, one.kind) for one in story.events] == events
    assert [one.words for one in story.happenings if one.tone == "bad"] == [
        "x · a fails its gate: the initiative stops"
    ]


def test_risks_and_people() -> None:
    """A sure risk is told when the stage starts that it hits; a hire when it arrives."""
    late = Risk(id="r", name="Flood", probability=q(1), targets=("stage:sy",), impact=Impact(duration_months=q(1)))
    plan = msgspec.structs.replace(in_a_row(), risks=(late,))
    crew = team("t", 1, hires=(Hire(id="h", month="2027-02"),))
    story = told(msgspec.structs.replace(plan, teams=(crew,)))
    told_of = {one.words: one.at for one in story.happenings}
    assert told_of["1.0 FTE arrive at t"] == 1.0
    assert told_of["Risk: Flood (hits y · sy)"] == 1.0
    assert told_of["y · sy starts"] == 1.0


def test_an_empty_story_has_one_month() -> None:
    """Nothing happens: there are the days of the first month to look at."""
    story = told(portfolio([], [team("t", 1)]))
    assert story.lanes == story.happenings == ()
    assert len(story.days) == 32
    assert story.teams_at(0.0) == (TeamDay("t", 1.0, ()),)
