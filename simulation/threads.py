"""Blocks in threads of this process: nothing to start and nothing to send.

The compiled loops, in which a block spends most of its time, leave the interpreter to the other threads.  That is so
for a few threads; beyond them the interpreter itself becomes the narrow place, and processes serve better.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue

from simulation.executors import POLL_SECONDS, Job, Outcome, Progress, Task
from simulation.heap import keep_memory
from simulation.progress import CancelFlag, Cancelled
from simulation.worker import Checkpoint

_AHEAD = 2
"""Tasks for each thread that are under way or waiting to be taken."""


class Threads:
    """Computes several tasks at a time in this process; for jobs that may be called from several threads."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Threads:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self, job: Job[Outcome], tasks: Iterable[Task], *, cancel: CancelFlag | None, progress: Progress
    ) -> Generator[tuple[Task, Outcome], None, None]:
        """See ``Executor.run``; what the job raises is raised as it is, and no thread is at work when this ends."""
        if self._pool is None:
            keep_memory()
            self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="foliocast-block")
        stop, told, waiting = threading.Event(), SimpleQueue[tuple[int, int]](), iter(tasks)
        under_way: deque[tuple[Task, Future[Outcome]]] = deque()
        try:
            while True:
                while len(under_way) < _AHEAD * self.workers and (task := next(waiting, None)) is not None:
                    under_way.append((task, self._pool.submit(job, task, _checkpoint(task, (stop, cancel), told))))
                if not under_way:
                    return
                task, first = under_way[0]
                wait((first,), POLL_SECONDS)
                if cancel is not None and cancel.is_set():
                    raise Cancelled
                _pass_on(told, progress)
                if first.done():
                    under_way.popleft()
                    yield task, first.result()
        finally:
            stop.set()
            for _, rest in under_way:
                rest.cancel()
            wait([rest for _, rest in under_way])

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def _checkpoint(task: Task, flags: tuple[CancelFlag | None, ...], told: SimpleQueue[tuple[int, int]]) -> Checkpoint:
    """What a job calls in its thread; progress is told in the thread of the one who asked for the run."""

    def checkpoint(trials: int) -> None:
        if any(flag is not None and flag.is_set() for flag in flags):
            raise Cancelled
        if trials:
            told.put((task.block, trials))

    return checkpoint


def _pass_on(told: SimpleQueue[tuple[int, int]], progress: Progress) -> None:
    while True:
        try:
            progress(*told.get_nowait())
        except Empty:
            return
