"""The executor that computes in spawned worker processes of this machine.

Workers are spawned, never forked: a fork would copy the window's threads and locks.  No scheduler, no shared queue:
each worker has a pipe of its own, and whatever happens to one leaves the others alone.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pickle
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic

from simulation.executors import POLL_SECONDS, BlockFailed, Job, Outcome, Progress, Task, WorkerLost
from simulation.progress import CancelFlag, Cancelled
from simulation.worker import ABANDONED, BROKEN, DONE, PROGRESS, READY, receive, serve

GRACE_SECONDS: Final = 0.15
"""How long a worker may take to notice that its task was abandoned, before it is killed."""

ATTEMPTS: Final = 2
"""How often a task is tried when its worker dies."""

_ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


@dataclass(eq=False)
class _Worker:
    """A worker process, the pipe to it, and what it was given."""

    process: Any  # a SpawnProcess; the type stubs give the context's class no public name
    pipe: Connection
    ready: bool = False
    knows_job: bool = False
    given: deque[int] = field(default_factory=deque)  # numbers of tasks, the one under way first


class Processes:
    """Spawned worker processes, started when first needed and kept for the runs that follow.

    Each has a pipe of its own, so that one that is killed can neither corrupt nor block what the others send.  Not to
    be used by two threads at a time.
    """

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise ValueError(f"there must be at least one worker, not {workers}")
        self.workers = workers
        self._spawn = multiprocessing.get_context("spawn")
        self._abandoned: Any = self._spawn.RawValue("q", 0)  # runs up to this number are to be given up
        self._runs = itertools.count(1)
        self._pool: list[_Worker] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The operating system's numbers of the workers that run."""
        return tuple(worker.process.pid for worker in self._pool)

    def run(
        self, job: Job[Outcome], tasks: Iterable[Task], *, cancel: CancelFlag | None, progress: Progress
    ) -> Generator[tuple[Task, Outcome], None, None]:
        """See ``Executor.run``; at most two tasks for each worker are under way or waiting to be taken."""
        number = next(self._runs)
        run: _Run[Outcome] = _Run(self, number, pickle.dumps(job, protocol=5), iter(tasks), progress)
        try:
            while True:
                yield from run.in_order()
                if cancel is not None and cancel.is_set():
                    raise Cancelled
                if not run.hand_out():
                    return
                run.listen()
        finally:
            self._give_up(number)

    def close(self) -> None:
        """End all workers at once; they hold nothing worth keeping."""
        for worker in self._pool:
            self._end(worker)
        self._pool.clear()

    def staffed(self) -> list[_Worker]:
        """The workers, new ones started for those that are missing."""
        with _environment(_ONE_THREAD):
            while len(self._pool) < self.workers:
                self._pool.append(self._start())
        return self._pool

    def dismiss(self, worker: _Worker) -> None:
        """Forget a worker that died."""
        self._pool.remove(worker)
        self._end(worker)

    def _start(self) -> _Worker:
        ours, theirs = self._spawn.Pipe()
        process = self._spawn.Process(target=serve, args=(theirs, self._abandoned), daemon=True)
        process.start()
        theirs.close()  # so that the pipe ends with the worker
        return _Worker(process, ours)

    def _end(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.process.close()
        worker.pipe.close()

    def _give_up(self, number: int) -> None:
        """Let the workers drop what they were given for a run; end those that do not answer."""
        self._abandoned.value = number
        until = time.monotonic() + GRACE_SECONDS
        while (busy := [worker for worker in self._pool if worker.given]) and time.monotonic() < until:
            for worker in _speaking(busy, until - time.monotonic()):
                self._hear_out(worker)
        for worker in busy:
            self.dismiss(worker)
        for worker in self._pool:
            worker.knows_job = False

    def _hear_out(self, worker: _Worker) -> None:
        try:
            message = receive(worker.pipe)
        except (EOFError, OSError):
            worker.given.clear()
            self.dismiss(worker)
            return
        if message[0] in (DONE, ABANDONED, BROKEN):
            worker.given.popleft()
        elif message[0] == READY:
            worker.ready = True


class _Run(Generic[Outcome]):
    """One run of a job over the workers of a pool."""

    def __init__(
        self, pool: Processes, number: int, job: bytes, tasks: Iterator[Task], progress: Progress
    ) -> None:
        self._pool = pool
        self._number = number
        self._job = job
        self._tasks = tasks
        self._progress = progress
        self._known: list[Task] = []
        self._again: deque[int] = deque()  # tasks whose worker died
        self._deaths: dict[int, int] = {}
        self._stillborn = 0
        self._finished: dict[int, Outcome] = {}
        self._next = 0  # the task whose result is due

    def in_order(self) -> Generator[tuple[Task, Outcome], None, None]:
        """The results that are due."""
        while self._next in self._finished:
            result = self._finished.pop(self._next)
            self._next += 1
            yield self._known[self._next - 1], result

    def hand_out(self) -> bool:
        """Give each worker that is up to two tasks; False once every task has been given back."""
        workers = self._pool.staffed()
        for depth in (1, 2):
            for worker in workers:
                if worker.ready and len(worker.given) < depth and (number := self._draw()) is not None:
                    self._give(worker, number)
        if any(worker.given for worker in workers) or self._next < len(self._known):
            return True
        number = self._draw()  # there may be tasks but no worker that is up
        if number is not None:
            self._again.appendleft(number)
        return number is not None

    def listen(self) -> None:
        """Wait a moment for messages and take them."""
        for worker in _speaking(self._pool.staffed(), POLL_SECONDS):
            try:
                self._take(worker, receive(worker.pipe))
            except (EOFError, OSError):
                self._lose(worker)

    def _draw(self) -> int | None:
        if self._again:
            return self._again.popleft()
        if len(self._known) - self._next >= 2 * self._pool.workers:
            return None
        task = next(self._tasks, None)
        if task is None:
            return None
        self._known.append(task)
        return len(self._known) - 1

    def _give(self, worker: _Worker, number: int) -> None:
        worker.given.append(number)
        try:
            if not worker.knows_job:  # only ever sent to an idle worker, which reads it at once
                worker.pipe.send_bytes(self._job)
                worker.knows_job = True
            worker.pipe.send((self._number, number, self._known[number]))
        except OSError:
            pass  # it died; listen() will find the end of its pipe

    def _take(self, worker: _Worker, message: tuple[Any, ...]) -> None:
        kind = message[0]
        if kind == READY:
            worker.ready = True
        elif kind == PROGRESS:
            self._progress(self._known[message[1]].block, message[2])
        elif kind == DONE:
            worker.given.popleft()
            self._finished[message[1]] = message[2]
        elif kind == BROKEN:
            worker.given.popleft()
            raise BlockFailed(f"block {self._known[message[1]].block} failed in a worker:\n{message[2]}")

    def _lose(self, worker: _Worker) -> None:
        """A worker died: the task under way is tried once more, those behind it are handed out again."""
        worker.process.join()
        code = worker.process.exitcode
        if worker.given:
            number = worker.given[0]
            self._deaths[number] = self._deaths.get(number, 0) + 1
            if self._deaths[number] >= ATTEMPTS:
                block = self._known[number].block
                raise WorkerLost(f"worker processes died twice over block {block} (exit code {code}); is memory short?")
            self._again.extend(worker.given)
            worker.given.clear()
        elif not worker.ready:
            self._stillborn += 1
            if self._stillborn >= ATTEMPTS:
                raise WorkerLost(f"worker processes end before they begin (exit code {code})")
        self._pool.dismiss(worker)


def _speaking(workers: list[_Worker], seconds: float) -> list[_Worker]:
    """The workers that have something to say, or have died, within some time."""
    pipes = {worker.pipe: worker for worker in workers}
    return [pipes[pipe] for pipe in wait(list(pipes), max(0.0, seconds))]  # type: ignore[index]


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Environment variables set for the processes that are started meanwhile."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
