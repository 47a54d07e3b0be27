"""One future told by the reference engine: it is the future of the compiled engine, and it is the right one."""

from __future__ import annotations

import math
import pickle
import threading
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from models.portfolio import Portfolio
from models.risk import Impact, Risk
from models.walk import put
from simulation.block import simulate, some_trials
from simulation.decide.futures import Futures, Outcome
from simulation.delivery import compiled
from simulation.progress import Cancelled
from simulation.run import checked_plan
from simulation.sampling.draw import sample
from simulation.summary.replay import Measure, Place, Replay, replay_trial
from tests.networks import initiative, portfolio, q, stage, team
from tests.portfolios import example_portfolio

TRIALS = 120
"""Enough for gates that fail and risks that occur."""


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    with Futures(TRIALS, 5) as futures:
        return futures.try_portfolio(example_portfolio())


def told(trial: int | Place, by: Measure = "value") -> Replay:
    return replay_trial(example_portfolio(), trial, by=by, trials=TRIALS, seed=5)


@pytest.mark.parametrize("number", [1, 17, 120, 1001])
def test_it_has_the_times_of_the_compiled_engine(number: int) -> None:
    """Also the first future of the second block, beyond those that it is compared with."""
    plan = checked_plan(example_portfolio(), None)
    block, place = divmod(number - 1, 1000)
    draws = some_trials(sample(plan, block, place + 1, seed=5), place, place + 1)
    run = simulate(plan, draws, compiled.deliver)
    replay = told(number)
    assert [one.id for one in replay.stages] == list(plan.delivery.stage_ids)
    for field in ("ready", "start", "end"):
        times = [math.nan if (time := getattr(one, field)) is None else time for one in replay.stages]
        np.testing.assert_allclose(times, getattr(run.delivery, field)[0], atol=1e-9)
    launches = {one.id: one.launch for one in replay.initiatives}
    for name, launch in zip(plan.delivery.initiative_ids, run.delivery.launch[0], strict=True):
        assert launches.get(name) == (None if np.isnan(launch) else pytest.approx(launch, abs=1e-9))
    assert replay.value == pytest.approx(run.figures.value[0], rel=1e-9)


@pytest.mark.parametrize(("place", "rank"), [("worst", 0), ("median", 59), ("best", 119)])
def test_a_place_by_value(outcome: Outcome, place: Place, rank: int) -> None:
    """Of 120 futures the lower of the two in the middle; half of itself counts as worse than itself."""
    replay = told(place)
    assert replay.value == pytest.approx(np.sort(outcome.value)[rank], rel=1e-9)
    assert replay.place == pytest.approx((rank + 0.5) / TRIALS)
    assert told(replay.trial) == replay


def test_the_worst_by_launch_is_one_that_does_not_come_about(outcome: Outcome) -> None:
    """A failed gate or the horizon: of those without a last launch it is the one of the least value."""
    late = np.isnan(outcome.figures.last_launch)
    assert late.any()
    replay = told("worst", "last_launch")
    assert replay.last_launch is None
    assert replay.value == pytest.approx(outcome.value[late].min(), rel=1e-9)
    best = told("best", "last_launch")
    assert best.last_launch == pytest.approx(np.nanmin(outcome.figures.last_launch))


def test_the_story_is_whole() -> None:
    """All effort of the stages is in the trace; a stage works from its start to its end at the latest."""
    replay = told("median")
    stages = {one.id: one for one in replay.stages}
    assert replay.trace.worked
    for piece in replay.trace.worked:
        start, end = stages[piece.stage].start, stages[piece.stage].end
        assert start is not None
        assert start <= piece.start < piece.end <= (replay.months if end is None else end)
        assert piece.team in dict(stages[piece.stage].crew)
    assert {move.team for move in replay.trace.people} <= {name for name, _ in replay.teams}


def _in_a_row() -> Portfolio:
    """Two initiatives of 3 months for one person; a risk that is sure makes the first of them 5 months long."""
    both = [initiative(name, stage(f"s{name}", 3, {"t": 1}), rank=rank) for rank, name in enumerate("xy", 1)]
    plan = portfolio(both, [team("t", 1)], months=12)
    late = Risk(id="late", name="Late", probability=q(1), targets=("stage:sx",), impact=Impact(duration_months=q(2)))
    return msgspec.structs.replace(plan, risks=(late,))


def test_a_small_story() -> None:
    """The first is late by its risk, and the second waits for the person: five months."""
    replay = replay_trial(_in_a_row(), 1, trials=2)
    assert [(one.start, one.end) for one in replay.stages] == [(0, 5), (5, 8)]
    assert [(one.id, one.stages) for one in replay.risks] == [("late", ("sx",))]
    assert [(one.stage, one.cause, one.start, one.end) for one in replay.trace.held] == [("sy", "team", 0, 5)]
    assert [(one.stage, one.team, one.start, one.end, one.fte) for one in replay.trace.worked] == [
        ("sx", "t", 0, 5, 1),
        ("sy", "t", 5, 8, 1),
    ]
    assert [one.status for one in replay.initiatives] == ["launched", "launched"]


def test_only_what_is_funded_is_told() -> None:
    replay = replay_trial(put(_in_a_row(), "initiative:y.selected", None), 1, trials=2)
    assert [one.id for one in replay.initiatives] == ["x"]
    assert [one.id for one in replay.stages] == ["sx"]


def test_an_empty_plan_has_an_empty_story() -> None:
    replay = replay_trial(portfolio([]), "worst", trials=2)
    assert replay.stages == ()
    assert replay.trace.worked == ()
    assert replay.last_launch is None


def test_it_can_be_sent_between_processes() -> None:
    replay = told(3)
    assert pickle.loads(pickle.dumps(replay)) == replay
    assert replace(replay, trial=4) != replay


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        told(0)


def test_it_can_be_cancelled() -> None:
    stop = threading.Event()
    with pytest.raises(Cancelled):
        replay_trial(example_portfolio(), trials=5, telling=lambda _: stop.set(), cancel=stop)
