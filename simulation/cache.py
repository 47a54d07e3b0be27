"""Forecasts after an edit, at once: what the edit does not touch is kept from the forecasts before.

Draws are kept by quantity, people by team, deliveries and cash by all that they depend on.  What is kept is used only
where it is what would be computed anew, so that a preview is the forecast of as many trials, bit for bit.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import numpy as np

from models.portfolio import Portfolio
from simulation.accumulate import Accumulator
from simulation.block import some_trials
from simulation.delivery.workload import realise
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.executors import THREADS
from simulation.figures import BlockFigures
from simulation.heap import keep_memory, take_memory
from simulation.memory import GateMemory, PeopleMemory, QuantityMemory
from simulation.observe import observe
from simulation.plan import Plan, compile_plan
from simulation.provenance import Convergence
from simulation.recharge import CashMemory
from simulation.redelivery import DeliveryMemory
from simulation.result import BaseCase, Result
from simulation.room import closed, part_of, room_for
from simulation.run import base_of, result_of
from simulation.sampling.draw import draw_risks, first_trials

ROOMS: Final = 15
"""What is kept of two previews, and the work on a third, in terms of the figures of one."""

MOST_TAKEN: Final = 2**28
"""Bytes that are taken before they are needed."""


class Forecaster:
    """Forecasts of one block of trials of a portfolio that is being changed; for one thread at a time."""

    def __init__(self, block: int = 0) -> None:
        keep_memory()
        self._block = block
        self._gates = GateMemory(block)
        self._people = PeopleMemory(block)
        self._quantities = QuantityMemory(block)
        self._parts = [_Part() for _ in range(THREADS)]  # each more than one a thread takes a millisecond more
        self._has_memory = False
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="foliocast-preview")

    def __enter__(self) -> Forecaster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def preview(
        self, portfolio: Portfolio, scenario: str | None = None, trials: int = BLOCK_TRIALS, seed: int = 1
    ) -> Result:
        """The forecast of the first ``trials``, at most a block; the portfolio must have passed the checks.

        Raises
        ------
        ValueError
            If the scenario cannot be applied, or there are more trials than a block has.
        """
        plan = compile_plan(portfolio, scenario)
        self._take_memory(plan, trials)
        room, parts = self._begin(plan, trials, seed)
        base = self._threads.submit(_base_of, plan)  # by the thread that is the first to have nothing else to do
        gathered = Accumulator(plan.portfolio.settings.sampling)
        gathered.add(_filled(room, parts))
        return result_of(base.result(), seed, "compiled", gathered, Convergence(converged=False))

    def figures(self, plan: Plan, trials: int, seed: int) -> BlockFigures:
        """The figures of the block's first ``trials`` under a plan, whose portfolio must have passed the checks.

        Raises
        ------
        ValueError
            If there are more trials than a block has.
        """
        return _filled(*self._begin(plan, trials, seed))

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()

    def _take_memory(self, plan: Plan, trials: int) -> None:
        """Take the memory that the first edits will need, so that they are as quick as those that follow."""
        if not self._has_memory:
            self._has_memory = True
            take_memory(min(ROOMS * sum(array.nbytes for _, array in room_for(plan, trials).items()), MOST_TAKEN))

    def _begin(self, plan: Plan, trials: int, seed: int) -> tuple[BlockFigures, list[Future[BlockFigures]]]:
        """Room for the figures, and consecutive parts of it that are being filled."""
        if not 0 < trials <= BLOCK_TRIALS:
            raise ValueError(f"a block has 1 to {BLOCK_TRIALS} trials, not {trials}")
        draws, room = self._draws(plan, seed, trials), room_for(plan, trials)
        cuts = np.linspace(0, trials, THREADS + 1).astype(int).tolist()
        return room, [
            self._threads.submit(part.figures, plan, some_trials(draws, first, last), part_of(room, first, last))
            for first, last, part in zip(cuts, cuts[1:], self._parts, strict=False)
            if last > first
        ]

    def _draws(self, plan: Plan, seed: int, trials: int) -> Draws:
        values = self._quantities.values(plan, seed)
        staffing = self._people.staffing(plan, values, seed)
        gates, occurs = self._gates.gates(plan, values, seed), draw_risks(plan, values, seed, self._block)
        return first_trials(Draws(self._block, values, gates, occurs, staffing), trials)


def _base_of(plan: Plan) -> BaseCase:
    """The base case; and the plan's digest, which is remembered."""
    _ = plan.digest
    return base_of(plan)


def _filled(room: BlockFigures, parts: list[Future[BlockFigures]]) -> BlockFigures:
    """The room, once all of its parts are filled."""
    for part in parts:
        part.result()
    return closed(room)


class _Part:
    """Some of the trials, with what is remembered of them."""

    def __init__(self) -> None:
        self._deliveries = DeliveryMemory()
        self._cash = CashMemory()

    def figures(self, plan: Plan, draws: Draws, room: BlockFigures) -> BlockFigures:
        """The figures of the part's trials, in their room."""
        work = realise(plan.delivery, draws)
        delivery = self._deliveries.deliver(plan.delivery, work)
        return observe(plan, draws, delivery, self._cash.cash_flows(plan, draws, work, delivery), room)
