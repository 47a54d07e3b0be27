"""The story of one trial, and what must hold in any: shown on the reference engine, which alone tells it."""

from dataclasses import replace

import numpy as np
import pytest

from models.initiative import Link
from models.team import Hire
from simulation.delivery.contract import STATUSES
from simulation.delivery.reference import deliver, trace
from simulation.delivery.trace import (
    CapacityChanged,
    Committed,
    Ended,
    GateDrawn,
    Held,
    Launched,
    PeopleMoved,
    Trace,
    Waited,
    Worked,
)
from simulation.draws import Staffing
from tests.networks import budgets, compiled_inputs, initiative, portfolio, q, stage, team, with_capacity
from tests.random_plans import random_case

SEEDS = range(120)


def test_the_story_of_two_initiatives() -> None:
    """High comes at 1 and waits for low's person until 2; its gate fails once, the rework of half a month passes."""
    document = portfolio(
        [
            initiative("low", stage("a", 2, {"t": 1}), rank=2),
            initiative("high", stage("b", 1, {"t": 1}, earliest=1, cost=5, on_failure="rework")),
        ],
        [team("t", 1)],
        months=6,
        lines=budgets("external", {"FY27": 10}),
        budget_policy="enforced",
    )
    plan, work = compiled_inputs(document, {"b": [False, True]})
    story = trace(plan, work, 0)
    assert story.worked == (Worked("a", "t", 0, 2, 1), Worked("b", "t", 2, 3.5, 1))
    assert story.held == (Held("b", "team", 1, 2),)
    assert story.waited == (Waited("high", "start", 0, 1, 1), Waited("high", "team", 1, 2, 1))
    assert story.gates == (GateDrawn("a", 2, 1, True), GateDrawn("b", 3, 1, False), GateDrawn("b", 3.5, 2, True))
    assert story.launches == (Launched("low", 2), Launched("high", 3.5))
    assert story.commitments == (Committed("b", "external", 2, 5),)
    assert story.capacity == (CapacityChanged("t", 0, 1),)
    assert story.outcomes == (Ended("low", "launched", "launched"), Ended("high", "launched", "launched"))


def test_reasons_name_what_went_wrong() -> None:
    """The reason of a blocked initiative leads back to the gate that failed."""
    document = portfolio(
        [
            initiative("atlas", stage("design", 2)),
            initiative("beacon", stage("b", 1, after=[Link(initiative="atlas")])),
            initiative("comet", stage("c", 1, after=[Link(initiative="beacon")])),
            initiative("slow", stage("d", 99)),
            initiative("nobody", stage("e", 1, {"t": 1})),
            initiative("never", stage("f", 1), selected=None),
        ],
        [team("t", 0)],
        months=6,
    )
    plan, work = compiled_inputs(document, {"design": [False]})
    reasons = {end.initiative: end.reason for end in trace(plan, work, 0).outcomes}
    assert reasons == {
        "atlas": "stopped at its gate 'design'",
        "beacon": "blocked by atlas: stopped at its gate 'design'",
        "comet": "blocked by beacon: blocked by atlas: stopped at its gate 'design'",
        "slow": "still at work at the horizon",
        "nobody": "unfinished at the horizon, last waiting for team",
        "never": "not funded",
    }


def test_people_are_told_where_they_are_given() -> None:
    """A hire of 2 in March is told with the capacity that changes then; nobody moves in other months."""
    document = portfolio([], [team("t", 1, hires=(Hire(id="h", month="2027-03", count=2),))], months=4)
    plan, work = compiled_inputs(document)
    none = np.zeros((1, 1, 4))
    arrivals = none.copy()
    arrivals[0, 0, 2] = 2
    story = trace(plan, work, 0, Staffing(none, work.capacity, arrivals, none))
    assert story.people == (PeopleMoved("t", 2, 2, 0),)
    assert story.capacity == (CapacityChanged("t", 0, 1), CapacityChanged("t", 2, 3))


def test_a_change_of_speed_starts_a_new_line() -> None:
    """2 people for a month, 1 for two: the story has two lines for 4 person-months of work."""
    document = portfolio([initiative("x", stage("a", 2, {"t": 2}))], [team("t", 2)], months=4)
    plan, work = compiled_inputs(document)
    story = trace(plan, with_capacity(work, [[2, 1, 1, 1]]), 0)
    assert story.worked == (Worked("a", "t", 0, 1, 2), Worked("a", "t", 1, 3, 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_in_any_plan(seed: int) -> None:
    """Of random plans: no team above its capacity at any time, sums that agree, and every month accounted for."""
    plan, work = random_case(seed)
    delivery = deliver(plan, work)
    story = trace(plan, work, 0)
    _no_team_gives_more_than_it_has(story, plan.team_ids, work.capacity[0] + plan.contractor_limit[:, None])
    worked = dict.fromkeys(plan.team_ids, 0.0)
    for line in story.worked:
        worked[line.team] += line.fte * (line.end - line.start)
    used = {name: float(delivery.effort[0, plan.line_team == t].sum()) for t, name in enumerate(plan.team_ids)}
    assert worked == pytest.approx(used, abs=1e-9)
    for number, name in enumerate(plan.initiative_ids):
        told = sum(line.share * (line.end - line.start) for line in story.waited if line.initiative == name)
        assert told == pytest.approx(delivery.waits[0, number].sum(), abs=1e-9)
        finish = delivery.finish[0, number]
        assert told <= (plan.months if np.isnan(finish) else finish) * bool(plan.funded[number]) + 1e-9
    assert [end.status for end in story.outcomes] == [STATUSES[code] for code in delivery.status[0]]


def _no_team_gives_more_than_it_has(story: Trace, teams: tuple[str, ...], offered: np.ndarray) -> None:
    instants = sorted({line.start for line in story.worked} | {float(month) for month in range(offered.shape[1])})
    for number, name in enumerate(teams):
        lines = [line for line in story.worked if line.team == name]
        for instant in instants:
            busy = sum(line.fte for line in lines if line.start <= instant < line.end)
            assert busy <= offered[number, int(instant)] + 1e-9


@pytest.mark.parametrize("seed", range(40))
def test_waiting_and_work_add_up_to_the_finish(seed: int) -> None:
    """With one stage to an initiative, and no rework, what is not waited is worked: waits + length = finish."""
    rng = np.random.default_rng(seed)
    document = portfolio(
        [
            initiative(
                f"x{n}",
                stage(f"s{n}", float(rng.integers(1, 12)) / 4, {"t": float(rng.integers(1, 4))}),
                rank=int(rng.integers(1, 4)),
                start_delay=q(float(rng.integers(0, 8)) / 2),
            )
            for n in range(8)
        ],
        [team("t", 4, switching_loss=0.1)],
        months=60,
        start_threshold=0.3,
        allocation="preemptive" if seed % 2 else "started_first",
    )
    plan, work = compiled_inputs(document)
    delivery = deliver(plan, work)
    np.testing.assert_allclose(delivery.waits[0].sum(axis=1) + work.duration[0], delivery.finish[0], atol=1e-8)


@pytest.mark.parametrize("seed", range(40))
def test_effort_is_speed_times_crew_times_time(seed: int) -> None:
    """Without switching loss a finished stage has used its crew for its drawn length, whatever its speed was."""
    rng = np.random.default_rng(seed)
    document = portfolio(
        [
            initiative(f"x{n}", stage(f"s{n}", float(rng.uniform(0.5, 3)), {"t": float(rng.uniform(0.5, 3))}))
            for n in range(6)
        ],
        [team("t", 3)],
        months=60,
    )
    plan, work = compiled_inputs(document)
    ups_and_downs = rng.uniform(1, 4, size=(1, 60))
    delivery = deliver(plan, replace(work, capacity=ups_and_downs[None]))
    assert delivery.succeeded.all()
    np.testing.assert_allclose(delivery.effort[0].sum(axis=1), work.duration[0] * plan.crew_fte, atol=1e-8)
