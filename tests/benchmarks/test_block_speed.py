"""Where the time of a block goes: drawing, delivering, paying and reading off the figures, on one core."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import process_time

import numpy as np
import pytest

from simulation.block import engine_named, some_trials
from simulation.delivery.capacity import staff
from simulation.delivery.workload import realise
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.money.cashflow import cash_flows
from simulation.observe import observe
from simulation.plan import Plan
from simulation.sampling.draw import draw_gates, draw_risks, quantity_draws

ROUNDS = 9
SLICE = 250
"""Trials that are delivered, paid and read off together, as a run does."""

MOST_TIMES_NUMPY = 2.0
"""How much longer than the array library's bare shuffled rows the drawing of a block may take, values included."""


@pytest.mark.benchmark
def test_shares_of_a_block(plan: Plan) -> None:
    """All that is drawn takes at most twice as long as numpy takes for as many stratified rows alone.

    Processor time of this process, the least of several rounds: what others do meanwhile counts little.
    """
    parts = ("quantities", "people", "gates and risks", "workload", "delivery", "money", "figures", "numpy's rows")
    rounds = [_one_block(plan, block) for block in range(ROUNDS + 1)][1:]  # the first compiles and fills caches
    least = {part: min(spent[part] for spent in rounds) for part in parts}
    whole = min(sum(spent[part] for part in parts[:-1]) for spent in rounds)
    typical = median(sum(spent[part] for part in parts[:-1]) for spent in rounds)
    for part in parts[:-1]:
        print(f"{part:>16}: {1e3 * least[part]:6.1f} ms  {least[part] / whole:5.1%}")  # noqa: T201 - what it is run for
    rate = len(plan.delivery.stage_ids) * BLOCK_TRIALS / whole
    print(f"{'a block':>16}: {1e3 * whole:6.1f} ms (median {1e3 * typical:.1f})")  # noqa: T201
    print(f"{rate / 1e6:.2f} million stage-samples a second on one core")  # noqa: T201
    drawn = sum(least[part] for part in parts[:3])
    assert drawn <= MOST_TIMES_NUMPY * least["numpy's rows"]


def _one_block(plan: Plan, block: int) -> dict[str, float]:
    """Seconds of each part of one block."""
    spent: dict[str, float] = defaultdict(float)
    method = plan.portfolio.settings.sampling
    with _timed(spent, "quantities"):
        values = quantity_draws(plan, 1, block)
    with _timed(spent, "people"):
        people = staff(plan.staffing, values, seed=1, block=block, trials=BLOCK_TRIALS, method=method)
    with _timed(spent, "gates and risks"):
        draws = Draws(block, values, draw_gates(plan, values, 1, block), draw_risks(plan, values, 1, block), people)
    deliver = engine_named("compiled")
    for first in range(0, BLOCK_TRIALS, SLICE):
        some = some_trials(draws, first, first + SLICE)
        with _timed(spent, "workload"):
            work = realise(plan.delivery, some)
        with _timed(spent, "delivery"):
            delivery = deliver(plan.delivery, work)
        with _timed(spent, "money"):
            cash = cash_flows(plan.money, plan.delivery, some, work, delivery)
        with _timed(spent, "figures"):
            observe(plan, some, delivery, cash)
    with _timed(spent, "numpy's rows"):
        _draw_bare_rows(plan, block)
    return spent


@contextmanager
def _timed(spent: dict[str, float], part: str) -> Iterator[None]:
    began = process_time()
    yield
    spent[part] += process_time() - began


def _draw_bare_rows(plan: Plan, block: int) -> None:
    """As many rows in random strata as a block has uncertain quantities, first holders of seats, gates and risks."""
    uncertain = sum(not quantity.is_certain for _, quantity in plan.quantities)
    gates = int(plan.delivery.gate_ptr[-1])
    for key in range(uncertain + len(plan.staffing.seat_key) + gates + len(plan.delivery.risk_ids)):
        generator = np.random.Generator(np.random.Philox(key=[block, key]))
        numbers = generator.permutation(BLOCK_TRIALS) + generator.random(BLOCK_TRIALS)
        numbers /= BLOCK_TRIALS
