"""Several plans in the same futures, block by block: the figures that are compared, and nothing else.

A block is drawn once for what the plans share (``simulation.cache``), and forgotten before the next one begins.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from simulation.cache import Forecaster
from simulation.decide.pace import Pace
from simulation.decide.scenarios.kept import Group, Values, joined_values, keep
from simulation.draws import BLOCK_TRIALS
from simulation.exact import ExactSample
from simulation.executors import Task, executor_for
from simulation.figures import BlockFigures
from simulation.plan import Plan
from simulation.run import base_of
from simulation.samples import ErrorBasis
from simulation.worker import Checkpoint


@dataclass(frozen=True, eq=False)
class ComparingJob:
    """What is kept of a block under each of several plans; the plans share what they can."""

    plans: tuple[Plan, ...]
    seed: int

    def __call__(self, task: Task, checkpoint: Checkpoint) -> list[Values]:
        """One entry for each plan; ``checkpoint`` is called after each."""
        done = []
        with Forecaster(task.block) as forecaster:
            for plan in self.plans:
                done.append(keep(forecaster.figures(plan, task.trials, self.seed)))
                checkpoint(max(1, task.trials * len(done) // len(self.plans)))
        return done


@dataclass(frozen=True, eq=False)
class Tried:
    """A plan with what became of it."""

    plan: Plan
    values: Values
    base: BlockFigures  # the base case

    @property
    def trials(self) -> int:
        """Number of trials."""
        return len(self.values["value"])

    @property
    def basis(self) -> ErrorBasis:
        """How standard errors are found."""
        return ErrorBasis.of(self.plan.portfolio.settings.sampling, self.trials)

    def sample(self, group: Group) -> ExactSample:
        """The values of a group."""
        return ExactSample(self.values[group.name], group.missing, self.basis)


def try_together(plans: tuple[Plan, ...], trials: int, seed: int, workers: int, pace: Pace) -> list[Tried]:
    """What becomes of each plan in ``trials`` futures; the pace has one step for each plan and block.

    Raises
    ------
    Cancelled
        If the study should stop.
    """
    tasks = (Task(first // BLOCK_TRIALS, min(trials - first, BLOCK_TRIALS)) for first in range(0, trials, BLOCK_TRIALS))
    blocks: list[list[Values]] = []
    with closing(executor_for(workers)) as pool:
        results = pool.run(ComparingJob(plans, seed), tasks, cancel=pace.cancel, progress=lambda *_: pace.step())
        with closing(results):
            blocks.extend(values for _, values in results)
    kept = [joined_values(list(parts)) for parts in zip(*blocks, strict=True)]
    return [Tried(plan, values, base_of(plan).figures) for plan, values in zip(plans, kept, strict=True)]
