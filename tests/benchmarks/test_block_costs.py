"""What one block costs: to compute, to send and to add to the others; from this follows how more machines would do."""

import pickle

import pytest

from models.portfolio import Portfolio
from simulation import forecast
from simulation.accumulate import Accumulator, CondensedFigures
from simulation.block import BlockJob, CondensingJob
from simulation.executors import Job, Task
from simulation.plan import Plan
from simulation.sketch import PILOT_TRIALS
from tests.benchmarks.clock import times_of
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import BlockCosts

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

BLOCK = Task(0, 1000)


def silent(trials: int) -> None:
    """No progress is told."""


def costs(job: Job[CondensedFigures], gathered: Accumulator) -> BlockCosts:
    """Each on this core; adding is measured on blocks that were sent, as those of a worker are."""
    computing = times_of(lambda: job(BLOCK, silent), rounds=7)
    sent = pickle.dumps(job(BLOCK, silent), protocol=5)
    adding = times_of(lambda: gathered.add(pickle.loads(sent)), rounds=7)
    return BlockCosts(seconds=computing.best, result_bytes=len(sent), merge_seconds=adding.median)


def test_kept_block(sample: Portfolio, plan: Plan, book: Book) -> None:
    """A block of a run whose every value is kept; and what a forecast does besides its blocks."""
    job = BlockJob(plan, 1, "compiled")
    found = costs(job, Accumulator(sample.settings.sampling, 10_000))
    book.block_costs("every value kept", found)
    whole = times_of(lambda: forecast(sample, trials=1000), rounds=5)
    book.start(max(0.0, whole.best - found.seconds - found.merge_seconds))
    assert found.result_bytes > 0


def test_counted_block(sample: Portfolio, plan: Plan, book: Book) -> None:
    """A block of a run of very many trials, of which only counts are kept once the pilot trials are in."""
    job, gathered = BlockJob(plan, 1, "compiled"), Accumulator(sample.settings.sampling, 1_000_000)
    pilot = job(BLOCK, silent)
    for _ in range(PILOT_TRIALS // BLOCK.trials):
        gathered.add(pilot)
    found = costs(CondensingJob(job, gathered.bins), gathered)
    book.block_costs("counts kept", found)
    assert found.result_bytes < len(pickle.dumps(pilot, protocol=5))
