"""Where blocks are computed: in this process, in its threads, or in spawned worker processes.

An executor runs one picklable job over tasks and gives the results in the order of the tasks.  It knows nothing of what
a block is.  Workers are spawned, never forked: a fork would copy the window's threads and locks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from simulation.progress import CancelFlag, Cancelled
from simulation.worker import Checkpoint

Outcome = TypeVar("Outcome")
Outcome_co = TypeVar("Outcome_co", covariant=True)

POLL_SECONDS: Final = 0.05

MOST_THREADS: Final = 4
"""Workers up to which threads of this process are used: they cost nothing to start, and two do 1.5 to 1.9 times the
work of one; what a block does in the interpreter, about a sixth of its time, they can only do in turn."""

THREADS: Final = min(os.cpu_count() or 1, MOST_THREADS)
"""Threads that share what cannot wait: a preview, or what a run needs before it can go on."""


class WorkerLost(RuntimeError):  # noqa: N818 - says what happened
    """A worker process died, and the task that it worked on could not be saved by running it again."""


class BlockFailed(RuntimeError):  # noqa: N818 - says what happened
    """A worker met an error; the message holds its traceback."""


@dataclass(frozen=True)
class Task:
    """The first ``trials`` of a block."""

    block: int
    trials: int


class Job(Protocol[Outcome_co]):
    """Computes a task; calls ``checkpoint`` often, with the trials that are done so far."""

    def __call__(self, task: Task, checkpoint: Checkpoint) -> Outcome_co:
        """The result of the task."""
        ...


Progress = Callable[[int, int], None]
"""Told the block and how many of its trials are done."""


class Executor(Protocol):
    """Something that runs a job over tasks."""

    @property
    def workers(self) -> int:
        """How many tasks are computed at a time."""
        ...

    def run(
        self, job: Job[Outcome], tasks: Iterable[Task], *, cancel: CancelFlag | None, progress: Progress
    ) -> Generator[tuple[Task, Outcome], None, None]:
        """Each task with its result, in order.  To stop early, close the iterator.

        Raises
        ------
        Cancelled
            Soon after ``cancel`` is set.
        WorkerLost
            If a worker dies twice over the same task.
        BlockFailed
            If a worker meets an error.
        """
        ...

    def close(self) -> None:
        """End all workers; the executor may be used again and then starts new ones."""
        ...


class InProcess:
    """Computes one task after the other, right here."""

    workers = 1

    def run(
        self, job: Job[Outcome], tasks: Iterable[Task], *, cancel: CancelFlag | None, progress: Progress
    ) -> Generator[tuple[Task, Outcome], None, None]:
        """See ``Executor.run``; what the job raises is raised as it is."""

        def stop_if_cancelled() -> None:
            if cancel is not None and cancel.is_set():
                raise Cancelled

        for task in tasks:

            def checkpoint(trials: int, block: int = task.block) -> None:
                stop_if_cancelled()
                if trials:
                    progress(block, trials)

            stop_if_cancelled()
            result = job(task, checkpoint)
            stop_if_cancelled()
            yield task, result

    def close(self) -> None:
        """Nothing is held."""


def executor_for(workers: int, engine: str = "compiled") -> Executor:
    """Right here for one worker, threads for a few, spawned processes for more, and for an engine of plain Python."""
    if workers == 1:
        return InProcess()
    if workers <= MOST_THREADS and engine == "compiled":
        from simulation.threads import Threads

        return Threads(workers)
    from simulation.processes import Processes

    return Processes(workers)
