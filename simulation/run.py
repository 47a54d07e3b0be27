"""A forecast: blocks of trials, one after the other, until there are enough; with progress and cancel."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import msgspec

from models.check import Issue, check
from models.portfolio import Portfolio
from models.scenario import ScenarioError, apply_scenario
from simulation.accumulate import Accumulator
from simulation.block import ENGINES, BlockJob, EngineName, engine_named, simulate_base
from simulation.draws import BLOCK_TRIALS
from simulation.executors import Executor, Task, executor_for
from simulation.figures import SPECS
from simulation.plan import Plan, compile_plan
from simulation.progress import (
    CancelFlag,
    Cancelled,
    Clock,
    Converged,
    Listener,
    RunCancelled,
    RunFailed,
    RunFinished,
    RunStarted,
)
from simulation.result import BaseCase, Convergence, Result, labels_of, provenance_of
from simulation.samples import Sample
from simulation.stopping import FixedTrials, Reading, StoppingRule


class PortfolioError(ValueError):
    """A portfolio that cannot be forecast; ``issues`` says all that is wrong with it."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__("\n".join(map(str, issues)))
        self.issues = issues


def forecast(
    portfolio: Portfolio,
    scenario: str | None = None,
    trials: int = 10_000,
    seed: int = 1,
    engine: EngineName = "compiled",
    *,
    workers: int = 1,
    on_event: Listener | None = None,
    cancel: CancelFlag | None = None,
    stopping: StoppingRule | None = None,
    executor: Executor | None = None,
) -> Result:
    """What the portfolio will deliver, when, with whom, for how much, and what it is worth, in ``trials`` futures.

    Parameters
    ----------
    scenario
        Id of one of the portfolio's scenarios; None for the base.
    trials
        Number of futures; a rule given as ``stopping`` decides instead.
    seed
        Start of all random streams.
    engine
        ``compiled``, or ``simpy`` for the reference engine, which is slower and gives the same times.
    workers
        Processes that compute; 1 computes in this one.  The result is the same, bit for bit.
    on_event
        Told how the run goes on, in this thread.
    cancel
        Anything with ``is_set()``, such as a ``threading.Event``.
    executor
        Used instead of ``workers``, and left open: a pool of processes to be used again, or a cluster.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        Within half a second after ``cancel`` is set.
    WorkerLost, BlockFailed
        See ``simulation.executors``.
    ValueError
        If an argument is impossible.
    """
    rule = FixedTrials(trials) if stopping is None else stopping
    _require_possible(rule.cap, workers, engine)
    plan = checked_plan(portfolio, scenario)
    pool = executor_for(workers) if executor is None else executor
    clock = Clock(rule.cap, on_event)
    clock.tell(RunStarted(rule.cap, -(-rule.cap // BLOCK_TRIALS), pool.workers))
    try:
        gathered = _gather(BlockJob(plan, seed, engine), rule, pool, clock, cancel)
        result = _result(plan, seed, engine, gathered)
    except (Cancelled, KeyboardInterrupt):
        clock.tell(RunCancelled(clock.elapsed))
        raise
    except Exception as error:
        clock.tell(RunFailed(str(error) or type(error).__name__))
        raise
    finally:
        if executor is None:
            pool.close()
    clock.tell(RunFinished(result.trials, clock.elapsed))
    return result


def base_case(portfolio: Portfolio, scenario: str | None = None) -> BaseCase:
    """The plan as people speak of it: all quantities at base, gates passed, no risk, nobody leaves.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    """
    return base_of(checked_plan(portfolio, scenario))


def base_of(plan: Plan, engine: EngineName = "compiled") -> BaseCase:
    """The base case of a compiled plan."""
    run = simulate_base(plan, engine_named(engine))
    return BaseCase(plan, run.draws, run.work, run.delivery, run.cash, run.figures)


def checked_plan(portfolio: Portfolio, scenario: str | None) -> Plan:
    """The plan of a portfolio under a scenario, without errors; other scenarios may have some.

    Raises
    ------
    PortfolioError
        If there are errors.
    """
    try:
        applied = apply_scenario(portfolio, scenario)
    except ScenarioError as error:
        raise PortfolioError((Issue(f"scenario {scenario}", "overrides", str(error)),)) from error
    found = check(msgspec.structs.replace(applied, scenarios=()))
    errors = tuple(issue for issue in found if issue.severity == "error")
    if errors:
        raise PortfolioError(errors)
    return compile_plan(portfolio, scenario)


@dataclass
class _Gathered:
    """The samples of a run that has ended, and how precise they became."""

    accumulator: Accumulator
    history: list[Reading] = field(default_factory=list)
    converged: bool = False


def _gather(job: BlockJob, rule: StoppingRule, pool: Executor, clock: Clock, cancel: CancelFlag | None) -> _Gathered:
    gathered = _Gathered(Accumulator(job.plan.portfolio.settings.sampling))
    accumulator = gathered.accumulator
    with closing(pool.run(job, _tasks(rule.cap), cancel=cancel, progress=clock.slice_done)) as results:
        for task, figures in results:
            accumulator.add(figures)
            clock.block_done(task.block, task.trials)
            readings = rule.readings(_single_figures(accumulator), accumulator.trials)
            gathered.history.extend(readings)
            if readings and all(reading.precise for reading in readings):
                gathered.converged = True
                clock.tell(Converged(accumulator.trials))
                break
    return gathered


def _result(plan: Plan, seed: int, engine: EngineName, gathered: _Gathered) -> Result:
    figures = gathered.accumulator.figures()
    provenance = provenance_of(
        plan,
        seed=seed,
        trials=gathered.accumulator.trials,
        engine=engine,
        error_method=figures.value.basis.method,
        rank_error=max(sample.rank_error for _, sample in figures.items()),
    )
    convergence = Convergence(gathered.converged, tuple(gathered.history))
    return Result(provenance, convergence, labels_of(plan), base_of(plan, engine), figures)


def _tasks(trials: int) -> Iterator[Task]:
    for block in itertools.count():
        if trials <= 0:
            return
        yield Task(block, min(trials, BLOCK_TRIALS))
        trials -= BLOCK_TRIALS


def _single_figures(accumulator: Accumulator) -> dict[str, Sample]:
    """The figures of one number for each trial, for a stopping rule."""
    return accumulator.samples(name for name, spec in SPECS.items() if not spec.axes)


def _require_possible(trials: int, workers: int, engine: str) -> None:
    if trials < 1:
        raise ValueError(f"there must be at least one trial, not {trials}")
    if workers < 1:
        raise ValueError(f"there must be at least one worker, not {workers}")
    if engine not in ENGINES:
        raise ValueError(f'there is no engine "{engine}"; choose one of: {", ".join(ENGINES)}')
