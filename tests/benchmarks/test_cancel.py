"""From a request to cancel to its answer: half a second, whoever does the work."""

from __future__ import annotations

import threading
import time

import pytest

from models.portfolio import Portfolio
from simulation import forecast
from simulation.executors import Executor
from simulation.processes import Processes
from simulation.progress import BlockDone, Cancelled, Event, TrialsDone
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row

pytestmark = pytest.mark.benchmark

ROUNDS = 3


def answer_seconds(portfolio: Portfolio, engine: str, executor: Executor | None) -> float:
    """Seconds between the first sign of progress, which is when the request is made, and the exception."""
    cancel, asked = threading.Event(), []

    def ask(event: Event) -> None:
        if isinstance(event, TrialsDone | BlockDone) and not asked:
            asked.append(time.perf_counter())
            cancel.set()

    with pytest.raises(Cancelled):
        forecast(portfolio, trials=100_000, engine=engine, executor=executor, cancel=cancel, on_event=ask)
    return time.perf_counter() - asked[0]


def report(book: Book, who: str, seconds: list[float]) -> None:
    """The least of the rounds: what another program held up is not ours."""
    ours = ", ".join(f"{second * 1000:.0f} ms" for second in sorted(seconds))
    book.row(Row(work=f"cancel: {who}", ours=ours, figure=min(seconds), unit="s", target=0.5, at_most=True))


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_cancel_in_process(book: Book, sample: Portfolio, engine: str) -> None:
    """Noticed between two slices of a block."""
    report(book, f"in process, {engine}", [answer_seconds(sample, engine, None) for _ in range(ROUNDS)])


def test_cancel_of_spawned_workers(book: Book, sample: Portfolio) -> None:
    """Two processes; each round starts its own, since a cancelled pool has none left."""
    found = []
    for _ in range(ROUNDS):
        with Processes(2) as pool:
            found.append(answer_seconds(sample, "compiled", pool))
    report(book, "two worker processes", found)


def test_cancel_on_a_cluster(book: Book, sample: Portfolio) -> None:
    """Two workers on loopback."""
    distributed = pytest.importorskip("distributed")
    from simulation.cluster import Cluster

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as local,
        Cluster(local.scheduler_address) as cluster,
    ):
        report(book, "Dask, two workers", [answer_seconds(sample, "compiled", cluster) for _ in range(ROUNDS)])
