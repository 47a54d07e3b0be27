"""The Dask executor against a cluster of two worker processes on this machine."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from distributed import LocalCluster

from simulation import forecast
from simulation.cluster import Cluster
from simulation.executors import BlockFailed, Task, WorkerLost
from simulation.progress import BlockDone, Cancelled, Event, TrialsDone
from tests.portfolios import example_portfolio
from tests.simulation.jobs import Dying, Endless, Failing, Squares
from tests.simulation.results import differing

pytestmark = pytest.mark.slow

EXAMPLE = example_portfolio()
TASKS = tuple(Task(block, 10) for block in range(7))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two processes with one thread each; a task may lose its worker once."""
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0") as local,
        Cluster(local.scheduler_address) as found,
    ):
        yield found


def silent(block: int, trials: int) -> None:
    """Takes no note of progress."""


def test_same_bits_as_in_this_process(cluster: Cluster) -> None:
    """Every figure of every trial, and events as of any other run."""
    events: list[Event] = []
    there = forecast(EXAMPLE, trials=2500, executor=cluster, on_event=events.append)
    assert differing(forecast(EXAMPLE, trials=2500), there) == []
    assert [event.block for event in events if isinstance(event, BlockDone)] == [0, 1, 2]


def test_results_come_in_order_and_progress_is_told(cluster: Cluster) -> None:
    """Seven tasks on two workers, each with its report."""
    told: list[tuple[int, int]] = []
    results = cluster.run(Squares(), TASKS, cancel=None, progress=lambda block, trials: told.append((block, trials)))
    assert [task for task, _ in results] == list(TASKS)
    assert cluster.workers == 2
    assert set(told) <= {(task.block, 10) for task in TASKS}


def test_a_run_without_an_end_is_cancelled(cluster: Cluster) -> None:
    """Afterwards the workers serve the next run."""
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        list(cluster.run(Endless(), TASKS, cancel=cancel, progress=lambda block, trials: cancel.set()))
    assert len(list(cluster.run(Squares(), TASKS, cancel=None, progress=silent))) == len(TASKS)


def test_cancel_of_a_forecast(cluster: Cluster) -> None:
    """SimPy on the cluster, stopped at the first sign of progress: not one more block is brought home."""
    cancel, done = threading.Event(), []

    def ask(event: Event) -> None:
        if isinstance(event, TrialsDone | BlockDone):
            cancel.set()
        if isinstance(event, BlockDone):
            done.append(event.block)

    with pytest.raises(Cancelled):
        forecast(EXAMPLE, trials=50_000, engine="simpy", executor=cluster, cancel=cancel, on_event=ask)
    assert len(done) <= 1


def test_an_error_on_a_worker_is_told(cluster: Cluster) -> None:
    """With the block, and the original error as its cause."""
    with pytest.raises(BlockFailed, match="block 1 failed on the cluster") as told:
        list(cluster.run(Failing(), TASKS, cancel=None, progress=silent))
    assert isinstance(told.value.__cause__, ArithmeticError)


def test_a_task_whose_worker_died_once_is_run_again(tmp_path: Path, cluster: Cluster) -> None:
    """Block 3 kills its worker the first time only; nothing is lost and nothing twice."""
    found = list(cluster.run(Dying(tmp_path, block=3, times=1), TASKS, cancel=None, progress=silent))
    assert [result for _, result in found] == [task.block for task in TASKS]


def test_a_task_whose_worker_dies_again_and_again_is_given_up(tmp_path: Path, cluster: Cluster) -> None:
    """A clear error, never a hang.  The scheduler blames whatever the dead worker held; block 3 is always among it."""
    with pytest.raises(WorkerLost, match=r"died over blocks? (\d, )*3\b"):
        list(cluster.run(Dying(tmp_path, block=3, times=9), TASKS, cancel=None, progress=silent))


def test_no_scheduler_is_an_error_of_the_connection() -> None:
    """Port 9 answers nobody."""
    from simulation import cluster as module

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CONNECT_SECONDS", 1)
        with pytest.raises(OSError, match=r"tcp://127\.0\.0\.1:9"):
            Cluster("tcp://127.0.0.1:9")
