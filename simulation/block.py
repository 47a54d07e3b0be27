"""One block of trials, from draws to figures: sample, realise, deliver, cash, observe."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy as np

from simulation.accumulate import Accumulator, CondensedFigures, condense
from simulation.delivery.contract import Delivery, Engine, Pause, Workload
from simulation.delivery.workload import realise
from simulation.draws import BLOCK_TRIALS, Draws, Staffing
from simulation.executors import Task
from simulation.figures import SPECS, BlockFigures, Figures
from simulation.heap import keep_memory
from simulation.money.cashflow import CashFlows, cash_flows
from simulation.observe import observe
from simulation.plan import Plan
from simulation.room import closed, part_of, room_for
from simulation.sampling.draw import base_draws, sample
from simulation.sketch import Bins
from simulation.worker import Checkpoint

EngineName: TypeAlias = Literal["compiled", "simpy"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)

SLICE_SECONDS: Final = 0.04
"""About how long an engine works between two checkpoints, in time on the processor: what others do is no reason to
work in smaller pieces."""

LONGEST_SLICE_SECONDS: Final = 0.25
"""The longest that the least slice may take."""

LARGEST_SLICE: Final = 250
"""Trials that are simulated at a time; what happened to them in every month takes room."""

LEAST_SLICE: Final[dict[EngineName, int]] = {"compiled": 25, "simpy": 1}
"""Trials below which the work around the engine would cost more than the engine itself."""

_FIRST_SLICE: Final[dict[EngineName, int]] = {"compiled": 100, "simpy": 1}
_FIRST_STAGES: Final = 20_000  # stages in all trials of the first slice, at most


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Simulated:
    """Everything that is known of a block."""

    draws: Draws
    work: Workload
    delivery: Delivery
    cash: CashFlows
    figures: BlockFigures


@dataclass(eq=False)
class BlockJob:
    """The figures of any block of one plan; the same bits wherever and in whatever order blocks are computed."""

    plan: Plan
    seed: int
    engine: EngineName
    gathered: Accumulator | None = None  # where this process keeps the figures, if it takes them straight away
    _slice: int = field(init=False)  # trials that the engine does in about SLICE_SECONDS, learnt on the way

    def __post_init__(self) -> None:
        stages = max(1, len(self.plan.delivery.stage_ids))
        self._slice = max(1, min(_FIRST_SLICE[self.engine], _FIRST_STAGES // stages))

    def __getstate__(self) -> dict[str, Any]:
        """Another process has nothing of what is gathered in this one."""
        return {**vars(self), "gathered": None}

    def __call__(self, task: Task, checkpoint: Checkpoint) -> BlockFigures:
        """The figures of a task; ``checkpoint`` is called several times a second.

        A block is drawn whole and then simulated in slices.  Trials do not touch each other, so that the slices change
        nothing but the pauses, and the room that is needed.
        """
        keep_memory()
        engine = engine_named(self.engine)
        pause = partial(checkpoint, 0)
        draws = sample(self.plan, task.block, task.trials, seed=self.seed, pause=pause)
        pause()
        room = self._room(task)
        first = 0
        while first < task.trials:
            last = min(first + self._slice, task.trials)
            began = time.thread_time()
            simulate(self.plan, some_trials(draws, first, last), engine, part_of(room, first, last), pause)
            self._learn(last - first, time.thread_time() - began)
            first = last
            checkpoint(first)
        return closed(room)

    def _room(self, task: Task) -> BlockFigures:
        if self.gathered is None:
            return room_for(self.plan, task.trials)
        return self.gathered.room(task.block * BLOCK_TRIALS, task.trials)

    def _learn(self, trials: int, seconds: float) -> None:
        pace = trials / max(seconds, 1e-6)
        least = min(LEAST_SLICE[self.engine], int(pace * LONGEST_SLICE_SECONDS))
        wanted = max(least, min(int(pace * SLICE_SECONDS), 4 * self._slice, LARGEST_SLICE))
        self._slice = max(1, wanted)


@dataclass(frozen=True, eq=False)
class CondensingJob:
    """As ``BlockJob``, but of some figures only counts are given: less to keep, and less to send."""

    job: BlockJob
    bins: Mapping[str, Bins]

    def __call__(self, task: Task, checkpoint: Checkpoint) -> CondensedFigures:
        """The figures of a task."""
        figures = self.job(task, checkpoint)
        checkpoint(0)
        return condense(figures, self.bins)


def engine_named(name: EngineName) -> Engine:
    """A delivery engine by its name; what it needs is imported only now.

    Raises
    ------
    ValueError
        If there is no such engine.
    """
    if name == "compiled":
        from simulation.delivery import compiled

        return compiled.deliver
    if name == "simpy":
        from simulation.delivery import reference

        return reference.deliver
    raise ValueError(f'there is no engine "{name}"; choose one of: {", ".join(ENGINES)}')


def simulate(
    plan: Plan, draws: Draws, engine: Engine, room: BlockFigures | None = None, pause: Pause | None = None
) -> Simulated:
    """One block in one go; ``room`` is where its figures are to stand."""
    work = realise(plan.delivery, draws)
    delivery = engine(plan.delivery, work, pause)
    cash = cash_flows(plan.money, plan.delivery, draws, work, delivery)
    return Simulated(draws, work, delivery, cash, observe(plan, draws, delivery, cash, room))


def simulate_base(plan: Plan, engine: Engine) -> Simulated:
    """The base case."""
    return simulate(plan, base_draws(plan), engine)


def some_trials(draws: Draws, first: int, last: int) -> Draws:
    """Trials ``first`` to ``last`` (not included) of a block's draws."""
    people = draws.staffing
    staffing = Staffing(**{item.name: getattr(people, item.name)[first:last] for item in fields(people)})
    part = slice(first, last)
    return Draws(draws.block, draws.values[:, part], draws.gates[:, part], draws.occurs[:, part], staffing)


def joined(parts: list[BlockFigures]) -> BlockFigures:
    """The figures of consecutive trials as those of one block."""
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in SPECS}
    for values in whole.values():
        values.setflags(write=False)
    return Figures(**whole)
