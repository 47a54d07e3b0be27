"""Forecasts: same bits however they are computed, progress, cancel, stopping, errors."""

import os
import signal
import threading
from pathlib import Path

import msgspec
import numpy as np
import pytest

from models.overlay import Override, Scenario
from models.portfolio import Portfolio
from simulation import forecast
from simulation.block import BlockJob
from simulation.executors import Task
from simulation.plan import compile_plan
from simulation.processes import Processes
from simulation.progress import BlockDone, Cancelled, Event, RunFailed, RunFinished, RunStarted, TrialsDone
from simulation.run import PortfolioError, base_case
from simulation.stopping import Precision
from tests.portfolios import example_portfolio
from tests.simulation.results import differing, kinds, same_bits, with_settings

EXAMPLE = example_portfolio()


@pytest.fixture(scope="module")
def two_and_a_half_blocks():
    """2,500 trials of the example, in this process."""
    return forecast(EXAMPLE, trials=2500, seed=5)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 4, 5])
def test_any_number_of_workers_gives_the_same_bits(workers: int, two_and_a_half_blocks) -> None:
    """Every figure of every trial, in threads and, from five on, in processes that share nothing but the plan."""
    assert differing(two_and_a_half_blocks, forecast(EXAMPLE, trials=2500, seed=5, workers=workers)) == []


def test_more_trials_do_not_change_the_first_ones(two_and_a_half_blocks) -> None:
    """Trial k is the same future whether 1,300 or 2,500 are run, within a block and beyond it."""
    fewer = forecast(EXAMPLE, trials=1300, seed=5)
    assert differing(fewer, two_and_a_half_blocks, trials=1300) == []


def test_another_seed_gives_other_futures(two_and_a_half_blocks) -> None:
    """Otherwise the comparisons above would prove nothing."""
    other = forecast(EXAMPLE, trials=2500, seed=6)
    assert {"value", "launch", "headcount", "busy"} <= set(differing(two_and_a_half_blocks, other))


def test_blocks_may_be_computed_in_any_order() -> None:
    """One job, used for block 2 before block 0, gives what fresh jobs give."""
    plan = compile_plan(EXAMPLE)
    used = BlockJob(plan, 5, "compiled")
    backwards = {block: used(Task(block, 200), lambda _: None) for block in (2, 0, 1)}
    for block, figures in backwards.items():
        fresh = BlockJob(plan, 5, "compiled")(Task(block, 200), lambda _: None)
        assert all(same_bits(one, other) for (_, one), (_, other) in zip(figures.items(), fresh.items(), strict=True))


def test_slices_of_a_block_change_nothing() -> None:
    """The engine is interrupted after 3, 28, 128 ... trials for progress and cancel; the figures do not see it."""
    plan = compile_plan(EXAMPLE)
    whole, sliced = BlockJob(plan, 5, "compiled"), BlockJob(plan, 5, "compiled")
    whole._slice, sliced._slice = 1000, 3
    pauses: list[int] = []
    one, other = whole(Task(0, 300), lambda _: None), sliced(Task(0, 300), pauses.append)
    assert all(same_bits(a, b) for (_, a), (_, b) in zip(one.items(), other.items(), strict=True))
    assert len([pause for pause in pauses if pause]) > 2


def test_both_engines_tell_the_same_story() -> None:
    """Dates of SimPy and the compiled engine agree to 1e-9 months, money to what rounding leaves of that."""
    compiled, simpy = (forecast(EXAMPLE, trials=60, engine=engine) for engine in ("compiled", "simpy"))
    np.testing.assert_allclose(compiled.figures.launch.values, simpy.figures.launch.values, rtol=0, atol=1e-9)
    np.testing.assert_allclose(compiled.figures.value.values, simpy.figures.value.values, rtol=1e-7)
    assert simpy.provenance.engine == "simpy"


def test_a_scenario_without_overrides_is_the_base_bit_for_bit(two_and_a_half_blocks) -> None:
    """Common random numbers: the difference of two scenarios is theirs alone."""
    portfolio = msgspec.structs.replace(EXAMPLE, scenarios=(*EXAMPLE.scenarios, Scenario(id="same", name="Same")))
    assert differing(two_and_a_half_blocks, forecast(portfolio, "same", trials=2500, seed=5)) == []


def test_a_scenario_sees_the_same_futures() -> None:
    """A dearer discount rate changes the value of every trial, but no date and no person."""
    scenario = Scenario(id="dear", name="Dear", overrides=(Override(target="settings.discount_rate", value=0.2),))
    portfolio = msgspec.structs.replace(EXAMPLE, scenarios=(scenario,))
    base, dear = forecast(portfolio, trials=500), forecast(portfolio, "dear", trials=500)
    changed = set(differing(base, dear))
    assert {"value", "initiative_value"} <= changed
    assert changed.isdisjoint({"launch", "stage_start", "headcount", "busy", "lines", "irr"})


def test_events_tell_the_whole_run() -> None:
    """Started, blocks in order with their trials, finished; the time left falls to nothing."""
    events: list[Event] = []
    forecast(EXAMPLE, trials=2500, on_event=events.append)
    assert events[0] == RunStarted(trials=2500, blocks=3, workers=1)
    done = [event for event in events if isinstance(event, BlockDone)]
    assert [(event.block, event.done_trials) for event in done] == [(0, 1000), (1, 2000), (2, 2500)]
    assert done[-1].seconds_left == 0.0
    assert isinstance(events[-1], RunFinished)
    assert {type(event) for event in events[1:-1]} <= {BlockDone, TrialsDone}
    assert all(event.done_trials <= event.total_trials for event in events if isinstance(event, TrialsDone))


class AfterSome(threading.Event):
    """A cancel request that comes with the first report of progress."""

    def __call__(self, event: Event) -> None:
        if isinstance(event, TrialsDone | BlockDone):
            self.set()


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_cancel_in_process(engine: str) -> None:
    """A million trials would take hours with SimPy; the request is noticed between two slices of a block."""
    cancel, events = AfterSome(), []
    with pytest.raises(Cancelled):
        forecast(
            EXAMPLE,
            trials=1_000_000,
            engine=engine,
            cancel=cancel,
            on_event=lambda event: (events.append(event), cancel(event)),
        )
    assert kinds(events)[0] == "RunStarted"
    assert kinds(events)[2:] == ["RunCancelled"]


@pytest.mark.slow
def test_cancel_of_spawned_workers_leaves_no_process() -> None:
    """SimPy in two processes, which would take minutes: when the exception comes no worker is left."""
    cancel, pool = AfterSome(), Processes(2)
    seen: list[tuple[int, ...]] = []

    def listen(event: Event) -> None:
        seen.append(pool.process_ids)
        cancel(event)

    try:
        with pytest.raises(Cancelled):
            forecast(EXAMPLE, trials=100_000, engine="simpy", cancel=cancel, on_event=listen, executor=pool)
    finally:
        pool.close()
    workers = {process for processes in seen for process in processes}
    assert len(workers) == 2
    assert not any(Path(f"/proc/{process}").exists() for process in workers)


@pytest.mark.slow
def test_a_killed_worker_costs_nothing_but_time(two_and_a_half_blocks) -> None:
    """kill -9 in the middle of the run: the block is computed again, the bits are the same."""
    with Processes(2) as pool:
        killed: list[int] = []

        def kill_one(event: Event) -> None:
            if isinstance(event, TrialsDone | BlockDone) and not killed:
                killed.append(pool.process_ids[0])
                os.kill(killed[0], signal.SIGKILL)

        result = forecast(EXAMPLE, trials=2500, seed=5, executor=pool, on_event=kill_one)
        assert killed
        assert killed[0] not in pool.process_ids
    assert differing(two_and_a_half_blocks, result) == []


def test_an_interrupt_from_the_keyboard_is_passed_on() -> None:
    """Ctrl-C in the parent ends the run as a cancel does, and reaches the caller."""
    events: list[Event] = []

    def interrupt(event: Event) -> None:
        events.append(event)
        if isinstance(event, BlockDone):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forecast(EXAMPLE, trials=5000, on_event=interrupt)
    assert kinds(events)[-1] == "RunCancelled"


def test_precision_ends_the_run_early_and_keeps_its_history() -> None:
    """Within 20 % at 95 % needs a few blocks at most; every reading from the second block on is kept."""
    events: list[Event] = []
    rule = Precision(outputs=("cost.mean", "cost.p80"), within=0.2, cap=20_000)
    result = forecast(EXAMPLE, stopping=rule, on_event=events.append)
    history = result.convergence.history
    assert result.convergence.converged
    assert 2000 <= result.trials < 20_000
    assert [(reading.output, reading.trials) for reading in history[:2]] == [("cost.mean", 2000), ("cost.p80", 2000)]
    assert all(reading.precise for reading in history[-2:])
    assert history[-1].trials == result.trials
    assert "Converged" in kinds(events)


def test_precision_stops_at_its_cap() -> None:
    """One in a billion is never reached; the result says so."""
    result = forecast(EXAMPLE, stopping=Precision(outputs=("value.mean",), within=1e-9, cap=3000))
    assert result.trials == 3000
    assert not result.convergence.converged
    assert len(result.convergence.history) == 2


def test_errors_of_the_portfolio_are_told_all_at_once() -> None:
    """Two mistakes, two issues; nothing is simulated."""
    broken = with_settings(EXAMPLE, horizon_months=0, start_threshold=2.0)
    with pytest.raises(PortfolioError) as told:
        forecast(broken)
    assert {issue.field for issue in told.value.issues} >= {"horizon_months", "start_threshold"}


def test_errors_of_another_scenario_do_not_matter() -> None:
    """A half-typed scenario must not stop the base; the scenario itself is refused by name."""
    wrong = Scenario(id="wrong", name="Wrong", overrides=(Override(target="team:nobody.headcount", value=3),))
    portfolio = msgspec.structs.replace(EXAMPLE, scenarios=(wrong,))
    assert forecast(portfolio, trials=10).trials == 10
    for scenario in ("wrong", "missing"):
        with pytest.raises(PortfolioError, match=scenario):
            forecast(portfolio, scenario, trials=10)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"trials": 0}, "at least one trial"),
        ({"workers": 0}, "at least one worker"),
        ({"engine": "fortran"}, 'no engine "fortran"'),
    ],
)
def test_impossible_arguments_are_refused(arguments: dict, message: str) -> None:
    """The message says what is wrong; no process is started."""
    with pytest.raises(ValueError, match=message):
        forecast(EXAMPLE, **arguments)


def test_failures_are_told_before_they_are_raised() -> None:
    """The window learns from the event, the caller from the exception."""
    events: list[Event] = []

    class Contradiction:
        cap, figures = 2000, ()

        def readings(self, samples: object, trials: int) -> tuple[()]:
            raise ArithmeticError("nothing is precise")

    with pytest.raises(ArithmeticError):
        forecast(EXAMPLE, stopping=Contradiction(), on_event=events.append)
    assert events[-1] == RunFailed("nothing is precise")


def test_an_empty_portfolio_has_a_forecast() -> None:
    """No initiative, no team: nothing is launched, nothing is spent, nothing is earned."""
    empty = Portfolio(name="Empty", settings=EXAMPLE.settings)
    result = forecast(empty, trials=20)
    assert result.figures.value.mean() == 0.0
    assert result.figures.launches.maximum() == 0.0
    assert result.figures.no_irr.mean() == 1.0
    assert result.figures.load.shape == (0, 60)


def test_the_base_case_is_one_certain_run() -> None:
    """Every quantity of the example at its base value: the only trial has its dates and its money."""
    base = base_case(EXAMPLE)
    assert base.figures.value.shape == (1,)
    assert base.figures.launches[0] == 2
    assert not np.isnan(base.figures.launch).any()
    np.testing.assert_array_equal(base.figures.launch, base.delivery.launch)
