"""The same futures for every alternative: plans simulated one after the other with the draws of the same seed.

Draws belong to records and fields, not to positions, so that whatever two plans share is drawn alike in both; their
difference, trial by trial, is free of the noise of sampling.  What a plan shares with the plan before is not computed
anew (``simulation.cache``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Final, TypeVar

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.block import Simulated, engine_named, joined, simulate, some_trials
from simulation.cache import Forecaster
from simulation.decide.pace import Pace
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.figures import BlockFigures
from simulation.plan import Plan, compile_plan
from simulation.sampling.draw import quantity_draws, sample

Read = TypeVar("Read")

SLICE_STAGES: Final = 25_000
"""About how many stages of given draws, over its trials, one thread simulates at a time: some tenth of a second."""

THREADS: Final = 2


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Outcome:
    """What became of one plan in the futures; the trials come first in every figure."""

    plan: Plan
    figures: BlockFigures

    @property
    def value(self) -> FloatArray:
        """(n,) net present value in each trial, money."""
        values: FloatArray = self.figures.value
        return values


class Futures:
    """``trials`` futures of one seed, in which any number of plans are tried; for one thread at a time.

    Portfolios must have passed the checks: try ``simulation.run.checked_plan`` on what a user wrote.
    """

    def __init__(self, trials: int, seed: int, pace: Pace | None = None) -> None:
        if trials < 1:
            raise ValueError(f"there must be at least one trial, not {trials}")
        self.trials, self.seed = trials, seed
        self._pace = Pace(1) if pace is None else pace
        self._blocks = [Forecaster(block) for block in range(-(-trials // BLOCK_TRIALS))]

    def __enter__(self) -> Futures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def try_portfolio(self, portfolio: Portfolio, scenario: str | None = None) -> Outcome:
        """What becomes of a portfolio under a scenario.

        Raises
        ------
        ValueError
            If the scenario cannot be applied.
        Cancelled
            If the study should stop.
        """
        return self.try_plan(compile_plan(portfolio, scenario))

    def try_plan(self, plan: Plan) -> Outcome:
        """What becomes of a compiled plan."""
        done: list[BlockFigures] = []
        for block, forecaster in enumerate(self._blocks):
            self._pace.go_on()
            done.append(forecaster.figures(plan, self._trials_of(block), self.seed))
        self._pace.go_on()
        return Outcome(plan, done[0] if len(done) == 1 else joined(done))

    def try_draws(self, plan: Plan, draws: Sequence[Draws]) -> Outcome:
        """What becomes of a plan under the given draws of consecutive blocks; nothing of it is kept.

        Raises
        ------
        Cancelled
            If the study should stop.
        """
        return Outcome(plan, joined(list(self.each_slice(plan, draws, lambda slice_: slice_.figures))))

    def each_slice(self, plan: Plan, draws: Sequence[Draws], read: Callable[[Simulated], Read]) -> Iterator[Read]:
        """What is read of the consecutive slices of the given draws, as they are simulated side by side."""
        engine = engine_named("compiled")
        trials = max(1, min(SLICE_STAGES // (len(plan.delivery.stage_ids) + 1), BLOCK_TRIALS // THREADS))

        def simulated(block: Draws, first: int) -> Read:
            last = min(first + trials, block.trials)
            return read(simulate(plan, some_trials(block, first, last), engine))

        with ThreadPoolExecutor(THREADS, thread_name_prefix="foliocast-futures") as threads:
            running = [
                threads.submit(simulated, block, first) for block in draws for first in range(0, block.trials, trials)
            ]
            try:
                for part in running:
                    self._pace.go_on()
                    yield part.result()
            finally:
                threads.shutdown(cancel_futures=True)
        self._pace.go_on()

    def each_part(self, plan: Plan, read: Callable[[Simulated], Read]) -> Iterator[Read]:
        """What is read of the consecutive slices of these futures, a step of the study for each block; none is kept.

        Raises
        ------
        Cancelled
            If the study should stop.
        """
        self._pace.total = max(self._pace.total, self._pace.done + len(self._blocks))
        for block in range(len(self._blocks)):
            draws = sample(plan, block, self._trials_of(block), seed=self.seed)
            yield from self.each_slice(plan, [draws], read)
            self._pace.step(f"{block * BLOCK_TRIALS + draws.trials:,} trials")

    def _trials_of(self, block: int) -> int:
        return min(BLOCK_TRIALS, self.trials - block * BLOCK_TRIALS)

    def inputs(self, plan: Plan) -> FloatArray:
        """(Q, n) what was drawn for each of ``plan.quantities``, drivers and correlations applied."""
        whole = np.concatenate([quantity_draws(plan, self.seed, block) for block in range(len(self._blocks))], axis=1)
        return whole[:, : self.trials]

    def close(self) -> None:
        """End the threads of the computation."""
        for forecaster in self._blocks:
            forecaster.close()
