"""A whole forecast of the sample: sampling, staffing, delivery, cash, measures and the gathering of 10,000 trials."""

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from models.portfolio import Portfolio
from simulation import forecast
from simulation.executors import Executor, InProcess
from simulation.plan import Plan
from simulation.processes import Processes
from simulation.sampling.draw import quantity_draws
from simulation.threads import Threads
from tests.benchmarks.clock import Times, race, times_of
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row
from tests.simulation.results import differing

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

TRIALS = 10_000
MANY = 50_000  # for processes and clusters: enough that loading their libraries hardly counts
ROUNDS = 3


@pytest.fixture(scope="module")
def one() -> Iterator[Processes]:
    """One worker process, kept through all rounds."""
    with Processes(1) as pool:
        yield pool


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    """Two of them."""
    with Processes(2) as pool:
        yield pool


@pytest.fixture(scope="module")
def threads() -> Iterator[Threads]:
    """Two threads of this process: what two workers are unless processes are asked for."""
    with Threads(2) as pool:
        yield pool


def speed(plan: Plan, seconds: float) -> float:
    """Stage-samples a second, in millions."""
    return len(plan.delivery.stage_ids) * TRIALS / seconds / 1e6


def forecast_row(plan: Plan, times: Times, where: str, target: float | None) -> Row:
    """A line of the table for a forecast, its median beside its best."""
    return Row(
        work=f"whole forecast of the sample, 10,000 trials, {where}",
        ours=f"{times.best:.2f} s (median {times.median:.2f} s)",
        figure=speed(plan, times.best),
        unit="M stage-samples/s",
        target=target,
    )


def test_forecast_in_process(sample: Portfolio, plan: Plan, threads: Threads, book: Book) -> None:
    """On one core, in the process that asks: the same as on two.  Without a target, to compare the others with."""
    one, two = (forecast(sample, trials=2000, executor=executor) for executor in (InProcess(), threads))
    assert differing(one, two) == []
    times = times_of(lambda: forecast(sample, trials=TRIALS, executor=InProcess()), ROUNDS, time.perf_counter)
    book.row(forecast_row(plan, times, "one core", None))


def test_forecast_on_two_cores(sample: Portfolio, plan: Plan, threads: Threads, book: Book) -> None:
    """At least 2 million stage-samples a second, of as many trials as were asked for."""
    assert forecast(sample, trials=TRIALS, executor=threads).trials == TRIALS
    times = times_of(lambda: forecast(sample, trials=TRIALS, executor=threads), ROUNDS, time.perf_counter)
    book.row(forecast_row(plan, times, "two cores", 2.0))


def test_forecast_against_plain_random_numbers(sample: Portfolio, plan: Plan, book: Book) -> None:
    """How many times as long as drawing as many uniform numbers with numpy, which hardly depends on the machine.

    Without a target: it is written down to be compared with that of other versions.
    """
    uncertain = sum(not quantity.is_certain for _, quantity in plan.quantities)
    assert uncertain == np.count_nonzero(np.ptp(quantity_draws(replace(plan, drivers=()), 1, 0), axis=1))
    rng = np.random.default_rng(1)

    def numbers() -> None:
        for _ in range(TRIALS // 1000):
            rng.random((uncertain, 1000)).sum()

    ours, theirs = race(lambda: forecast(sample, trials=TRIALS), numbers, rounds=3)
    book.row(
        Row(
            work="whole forecast as a multiple of drawing as many random numbers",
            ours=f"{ours.best:.2f} s on one core",
            rival=f"numpy, {uncertain} uniform numbers a trial, summed",
            theirs=f"{theirs.best:.3f} s",
            figure=ours.best / theirs.best,
            unit="× as long",
        )
    )


def test_two_workers(sample: Portfolio, threads: Threads, book: Book) -> None:
    """Two threads, the same bits, at least 1.8 times as fast as one."""
    alone = InProcess()
    assert differing(*(forecast(sample, trials=2000, executor=executor) for executor in (alone, threads))) == []
    book.row(against_one_worker(sample, alone, threads, "two workers (threads)", TRIALS))


def test_two_processes(sample: Portfolio, one: Processes, two: Processes, book: Book) -> None:
    """Twice the processes, as many workers beyond four are; the same bits, at least 1.8 times as fast."""
    assert differing(forecast(sample, trials=2000, executor=one), forecast(sample, trials=2000, executor=two)) == []
    book.row(against_one_worker(sample, one, two, "two worker processes", MANY))


def test_dask_cluster(sample: Portfolio, one: Processes, book: Book) -> None:
    """Two processes of a Dask cluster on this machine against one worker process of our own."""
    cluster = pytest.importorskip("simulation.cluster", reason="the cluster extra is not installed")
    distributed = pytest.importorskip("distributed", reason="the cluster extra is not installed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as local,
        cluster.Cluster(local.scheduler_address) as dask,
    ):
        here, there = (forecast(sample, trials=2000, executor=executor) for executor in (one, dask))
        assert differing(here, there) == []
        book.row(against_one_worker(sample, one, dask, "two Dask workers on loopback", MANY))


def against_one_worker(sample: Portfolio, one: Executor, more: Executor, who: str, trials: int) -> Row:
    """A line of the table for some workers against one, by the clock on the wall."""
    single, several = race(
        lambda: forecast(sample, trials=trials, executor=one),
        lambda: forecast(sample, trials=trials, executor=more),
        ROUNDS - 1,
        time.perf_counter,
    )
    return Row(
        work=f"{who} against one, {trials:,} trials",
        ours=f"{several.best:.2f} s (median {several.median:.2f} s)",
        rival="one worker",
        theirs=f"{single.best:.2f} s (median {single.median:.2f} s)",
        figure=single.best / several.best,
        unit="×",
        target=1.8,
    )
