"""Executors: order, progress, cancel, errors and workers that die; in this process, its threads and spawned ones."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from simulation.executors import BlockFailed, Executor, InProcess, Task, WorkerLost, executor_for
from simulation.processes import Processes
from simulation.progress import Cancelled
from simulation.threads import Threads
from tests.simulation.jobs import Deaf, Dying, Endless, Failing, Squares, Whereabouts

TASKS = tuple(Task(block, 10 + block) for block in range(9))
LONGEST_CANCEL = 30  # seconds: far less than the jobs would take, far more than a busy machine needs


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    """Two workers, kept for all tests of the module as a window keeps them."""
    with Processes(2) as pool:
        yield pool


def silent(block: int, trials: int) -> None:
    """Takes no note of progress."""


def executor_of(kind: str, processes: Processes) -> Executor:
    """One of each kind."""
    return {"in process": InProcess(), "threads": Threads(2), "processes": processes}[kind]


def gone(process_id: int) -> bool:
    """Whether no process of that number exists."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("kind", ["in process", "threads", "processes"])
def test_results_come_in_the_order_of_the_tasks(kind: str, processes: Processes) -> None:
    """Whoever finishes first, block k comes k-th, with its own trials."""
    executor = executor_of(kind, processes)
    found = list(executor.run(Squares(), TASKS, cancel=None, progress=silent))
    assert [task for task, _ in found] == list(TASKS)
    for task, squares in found:
        np.testing.assert_array_equal(squares, (task.block * 1000 + np.arange(10 + task.block)) ** 2)


@pytest.mark.parametrize("kind", ["in process", "threads", "processes"])
def test_progress_names_block_and_trials(kind: str, processes: Processes) -> None:
    """Squares reports once, when all trials of a block are done."""
    executor = executor_of(kind, processes)
    told: list[tuple[int, int]] = []
    list(executor.run(Squares(), TASKS, cancel=None, progress=lambda block, trials: told.append((block, trials))))
    assert sorted(told) == [(task.block, task.trials) for task in TASKS]


def test_both_workers_work_in_other_processes_with_one_thread_each(processes: Processes) -> None:
    """Twenty tasks are enough for each of two workers to get one; libraries must not start threads of their own."""
    tasks = [Task(block, 1) for block in range(20)]
    found = [where for _, where in processes.run(Whereabouts(), tasks, cancel=None, progress=silent)]
    assert {process for process, _ in found} <= set(processes.process_ids) - {os.getpid()}
    assert {threads for _, threads in found} == {"1"}


def test_at_most_two_tasks_a_worker_are_drawn_ahead(processes: Processes) -> None:
    """With 2 workers, 4 tasks are under way while nothing is taken: a long run does not pile up results."""
    drawn: list[int] = []

    def tasks() -> Iterator[Task]:
        for block in range(100):
            drawn.append(block)
            yield Task(block, 1)

    results = processes.run(Squares(), tasks(), cancel=None, progress=silent)
    next(results)
    assert len(drawn) <= 5  # the four, and the one that replaced the first result
    results.close()  # type: ignore[attr-defined]


def test_a_run_may_be_left_early_and_another_started(processes: Processes) -> None:
    """A stopping rule closes the iterator after one of many blocks; the same workers then serve the next run."""
    results = processes.run(Squares(), (Task(block, 1) for block in range(1000)), cancel=None, progress=silent)
    next(results)
    before = processes.process_ids
    results.close()  # type: ignore[attr-defined]
    found = list(processes.run(Squares(), TASKS, cancel=None, progress=silent))
    assert [task for task, _ in found] == list(TASKS)
    assert processes.process_ids == before


@pytest.mark.parametrize("job", [Endless(), Deaf()], ids=["asking", "deaf"])
def test_cancel_is_answered_without_waiting_for_the_job(job: Endless | Deaf) -> None:
    """The clock starts when a worker is known to be busy; one that does not listen is killed."""
    cancel = threading.Event()
    asked: list[float] = []

    def ask(block: int, trials: int) -> None:
        if not asked:
            asked.append(time.monotonic())
            cancel.set()

    pool = Processes(2)
    try:
        with pytest.raises(Cancelled):
            list(pool.run(job, TASKS, cancel=cancel, progress=ask))
        left = pool.process_ids
        pool.close()
        assert time.monotonic() - asked[0] < LONGEST_CANCEL
        assert all(gone(process) for process in left)
    finally:
        pool.close()


def test_cancel_before_the_workers_are_up_is_answered() -> None:
    """The jobs never end by themselves."""
    cancel = threading.Event()
    cancel.set()
    with Processes(2) as pool, pytest.raises(Cancelled):
        list(pool.run(Endless(), TASKS, cancel=cancel, progress=silent))


@pytest.mark.parametrize("executor", [InProcess(), Threads(2)], ids=["in process", "threads"])
def test_cancel_in_this_process(executor: Executor) -> None:
    """The job's own checkpoint raises; no thread is at work afterwards, and the next run is served."""
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        list(executor.run(Endless(), TASKS, cancel=cancel, progress=lambda *_: cancel.set()))
    assert len(list(executor.run(Squares(), TASKS, cancel=None, progress=silent))) == len(TASKS)
    executor.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("foliocast-block")]


def test_threads_tell_of_progress_in_the_thread_that_asked() -> None:
    """A window or a terminal need not guard itself."""
    told: list[int] = []
    with Threads(2) as threads:
        list(threads.run(Squares(), TASKS, cancel=None, progress=lambda *_: told.append(threading.get_ident())))
    assert set(told) == {threading.get_ident()}


def test_an_error_in_a_thread_is_raised_as_it_is() -> None:
    """Block 1 fails; the others are given up, and the next run is served."""
    with Threads(2) as threads:
        with pytest.raises(ArithmeticError, match="the sum of block one is odd"):
            list(threads.run(Failing(), TASKS, cancel=None, progress=silent))
        assert len(list(threads.run(Squares(), TASKS, cancel=None, progress=silent))) == len(TASKS)


def test_threads_draw_at_most_two_tasks_each_ahead() -> None:
    """With 2 threads, 4 tasks are under way while nothing is taken; left early, no other is drawn."""
    drawn: list[int] = []

    def tasks() -> Iterator[Task]:
        for block in range(100):
            drawn.append(block)
            yield Task(block, 1)

    with Threads(2) as threads:
        results = threads.run(Squares(), tasks(), cancel=None, progress=silent)
        next(results)
        results.close()
    assert len(drawn) == 4


@pytest.mark.parametrize(
    ("workers", "engine", "kind"),
    [(1, "compiled", InProcess), (2, "compiled", Threads), (5, "compiled", Processes), (2, "simpy", Processes)],
)
def test_who_computes(workers: int, engine: str, kind: type) -> None:
    """Threads pay where the interpreter is left alone most of the time, and for a few of them."""
    executor = executor_for(workers, engine)
    assert isinstance(executor, kind)
    assert executor.workers == workers
    executor.close()


def test_an_error_in_a_worker_is_told_with_its_traceback(processes: Processes) -> None:
    """The programmer's mistake arrives with block, message and place; the pool lives on."""
    with pytest.raises(BlockFailed, match=r"block 1 failed(.|\n)*ArithmeticError: the sum of block one is odd"):
        list(processes.run(Failing(), TASKS, cancel=None, progress=silent))
    assert len(list(processes.run(Squares(), TASKS, cancel=None, progress=silent))) == len(TASKS)


def test_a_task_whose_worker_died_once_is_run_again(tmp_path: Path, processes: Processes) -> None:
    """Nothing is lost and nothing twice: block 3 kills its worker the first time only."""
    found = list(processes.run(Dying(tmp_path, block=3, times=1), TASKS, cancel=None, progress=silent))
    assert [result for _, result in found] == [task.block for task in TASKS]


def test_a_task_whose_worker_dies_twice_is_given_up(tmp_path: Path, processes: Processes) -> None:
    """A clear error names block and exit code, never a hang."""
    with pytest.raises(WorkerLost, match=r"twice over block 3 \(exit code -9\)"):
        list(processes.run(Dying(tmp_path, block=3, times=2), TASKS, cancel=None, progress=silent))
    assert (tmp_path / "1").exists()


def test_workers_killed_from_outside_are_replaced(processes: Processes) -> None:
    """kill -9 on every worker while they are busy: the run ends with all results."""
    killed: list[int] = []

    def kill_once(block: int, trials: int) -> None:
        if not killed:
            killed.extend(processes.process_ids)
            for process in killed:
                os.kill(process, signal.SIGKILL)

    found = list(processes.run(Squares(), TASKS, cancel=None, progress=kill_once))
    assert len(killed) == 2
    assert [task for task, _ in found] == list(TASKS)
    assert set(killed).isdisjoint(processes.process_ids)


def test_no_worker_is_refused() -> None:
    """A pool of nobody would wait for ever."""
    with pytest.raises(ValueError, match="at least one worker"):
        Processes(0)
