"""The cash of a block against the same cash written plainly in numpy."""

import numpy as np
import pytest

from simulation.block import simulate
from simulation.delivery import compiled
from simulation.draws import Draws
from simulation.money.cashflow import cash_flows
from simulation.plan import Plan
from tests.benchmarks.clock import race
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row
from tests.benchmarks.plain_cash import plain_cash

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]


def test_cash(plan: Plan, draws: Draws, book: Book) -> None:
    """A block of 1,000 trials of the sample, one core, the same money to the cent."""
    block = simulate(plan, draws, compiled.deliver)
    lines, net = plain_cash(plan, draws, block.work, block.delivery)
    np.testing.assert_allclose(lines, block.cash.series, rtol=1e-9, atol=0.01)
    np.testing.assert_allclose(net, block.cash.initiative_net, rtol=1e-9, atol=0.01)
    ours, theirs = race(
        lambda: cash_flows(plan.money, plan.delivery, draws, block.work, block.delivery),
        lambda: plain_cash(plan, draws, block.work, block.delivery),
        rounds=5,
    )
    book.row(
        Row(
            work="cash of the sample, 1,000 trials, one core",
            ours=f"{1e3 * ours.best:.0f} ms",
            rival="plain numpy, all trials at once",
            theirs=f"{1e3 * theirs.best:.0f} ms",
            figure=theirs.best / ours.best,
            unit="×",
        )
    )
