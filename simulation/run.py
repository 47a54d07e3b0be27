"""A forecast: blocks of trials, one after the other, until there are enough; with progress and cancel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import msgspec

from models.check import Issue, check
from models.portfolio import Portfolio
from models.scenario import ScenarioError, apply_scenario
from simulation.accumulate import Accumulator, CondensedFigures
from simulation.block import ENGINES, BlockJob, CondensingJob, EngineName, engine_named, simulate_base
from simulation.draws import BLOCK_TRIALS
from simulation.executors import Executor, Job, Task, executor_for
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
from simulation.provenance import Convergence, Reading
from simulation.result import BaseCase, Result, labels_of, provenance_of
from simulation.room import shapes_of
from simulation.stopping import FixedTrials, StoppingRule


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
    begun: Accumulator | None = None,
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
        Blocks that are computed at a time: in threads of this process, or, where there are many, in processes of their
        own.  The result is the same, bit for bit.
    on_event
        Told how the run goes on, in this thread.
    cancel
        Anything with ``is_set()``, such as a ``threading.Event``.
    executor
        Used instead of ``workers``, and left open: a pool of processes to be used again, or a cluster.
    begun
        Whole blocks of the same portfolio, scenario and seed that are gone on with; takes the new ones.

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
    gathered = Accumulator(plan.portfolio.settings.sampling) if begun is None else begun
    pool = executor_for(workers, engine) if executor is None else executor
    clock = Clock(rule.cap, on_event, gathered.trials)
    run = _Run(BlockJob(plan, seed, engine, gathered), rule, pool, clock, cancel, gathered)
    clock.tell(RunStarted(rule.cap, -(-rule.cap // BLOCK_TRIALS), pool.workers))
    try:
        run.gather()
        result = run.result()
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
    require_sound(portfolio, scenario)
    return compile_plan(portfolio, scenario)


def require_sound(portfolio: Portfolio, scenario: str | None) -> None:
    """Refuse a portfolio that cannot be forecast under a scenario.

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


@dataclass
class _Run:
    """A run under way: what computes, what is gathered, and how precise it has become."""

    job: BlockJob
    rule: StoppingRule
    pool: Executor
    clock: Clock
    cancel: CancelFlag | None
    gathered: Accumulator
    history: list[Reading] = field(default_factory=list)
    converged: bool = False

    def gather(self) -> None:
        """All blocks up to the cap, or until the rule is content: a pilot in full first, where the rest is counted."""
        cap, gathered = self.rule.cap, self.gathered
        gathered.expect(cap)
        gathered.take_room(shapes_of(self.job.plan))
        pilot = min(cap, gathered.trials + gathered.pilot_left)
        if gathered.trials < pilot:
            self._blocks(self.job, pilot)
        if not self.converged and gathered.trials < cap:
            self._blocks(CondensingJob(self.job, gathered.bins) if gathered.bins else self.job, cap)

    def _blocks(self, job: Job[CondensedFigures], until: int) -> None:
        tasks = _tasks(self.gathered.trials, until)
        with closing(self.pool.run(job, tasks, cancel=self.cancel, progress=self.clock.slice_done)) as results:
            for task, figures in results:
                self.gathered.add(figures)
                self.clock.block_done(task.block, task.trials)
                if self._is_enough():
                    return

    def _is_enough(self) -> bool:
        gathered = self.gathered
        readings = self.rule.readings(gathered.samples(self.rule.figures), gathered.trials)
        self.history.extend(readings)
        self.converged = bool(readings) and all(reading.precise for reading in readings)
        if self.converged:
            self.clock.tell(Converged(gathered.trials))
        return self.converged

    def result(self) -> Result:
        """The finished run."""
        convergence = Convergence(self.converged, tuple(self.history))
        base = base_of(self.job.plan, self.job.engine)
        return result_of(base, self.job.seed, self.job.engine, self.gathered, convergence)


def result_of(base: BaseCase, seed: int, engine: EngineName, gathered: Accumulator, convergence: Convergence) -> Result:
    """The result of what was gathered under the plan of the base case."""
    figures = gathered.figures()
    provenance = provenance_of(
        base.plan,
        seed=seed,
        trials=gathered.trials,
        engine=engine,
        error_method=figures.value.basis.method,
        rank_error=max(sample.rank_error for _, sample in figures.items()),
    )
    return Result(provenance, convergence, labels_of(base.plan), base, figures)


def _tasks(begun: int, until: int) -> Iterator[Task]:
    """The blocks of trials ``begun`` to ``until``; what is begun are whole blocks."""
    for first in range(begun, until, BLOCK_TRIALS):
        yield Task(first // BLOCK_TRIALS, min(until - first, BLOCK_TRIALS))


def _require_possible(trials: int, workers: int, engine: str) -> None:
    if trials < 1:
        raise ValueError(f"there must be at least one trial, not {trials}")
    if workers < 1:
        raise ValueError(f"there must be at least one worker, not {workers}")
    if engine not in ENGINES:
        raise ValueError(f'there is no engine "{engine}"; choose one of: {", ".join(ENGINES)}')
