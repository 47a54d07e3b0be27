"""The compiled delivery engine against its definition in SimPy, on the sample."""

import numpy as np
import pytest

from simulation.block import some_trials
from simulation.delivery import compiled, reference
from simulation.delivery.workload import realise
from simulation.draws import Draws
from simulation.plan import Plan
from tests.benchmarks.clock import race
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

FEW = 20  # trials that SimPy does in about a second


def test_compiled_delivery(plan: Plan, draws: Draws, book: Book) -> None:
    """Per trial on one core, from the same workload; every start, end and launch of the shared trials is the same."""
    few, many = (realise(plan.delivery, some_trials(draws, 0, trials)) for trials in (FEW, draws.trials))
    slow, fast = reference.deliver(plan.delivery, few), compiled.deliver(plan.delivery, many)
    for times in ("start", "end", "finish", "launch"):
        np.testing.assert_allclose(getattr(fast, times)[:FEW], getattr(slow, times), rtol=0, atol=1e-9, err_msg=times)
    ours, theirs = race(
        lambda: compiled.deliver(plan.delivery, many), lambda: reference.deliver(plan.delivery, few), rounds=7
    )
    mine, yours = ours.best / draws.trials, theirs.best / FEW
    book.row(
        Row(
            work="compiled delivery of the sample, one core",
            ours=f"{1e3 * mine:.3f} ms a trial",
            rival="SimPy reference",
            theirs=f"{1e3 * yours:.1f} ms a trial",
            figure=yours / mine,
            unit="×",
            target=50,
        )
    )
