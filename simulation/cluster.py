"""Blocks computed by a Dask cluster: the executor of ``--cluster tcp://...``.

The job is installed on every worker, those that join later or start anew included, so that a task is only a number.
The workers must have this program installed.  A task whose worker dies is given to another one by Dask's scheduler.
"""

from __future__ import annotations

import asyncio
import pickle
import queue
import time
import uuid
from collections.abc import Generator, Iterable
from concurrent.futures import CancelledError
from typing import Any, Final

import distributed.comm.core
from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from simulation.executors import POLL_SECONDS, BlockFailed, Job, Outcome, Progress, Task, WorkerLost
from simulation.progress import CancelFlag, Cancelled
from simulation.worker import BROKEN, DONE, PROGRESS

CONNECT_SECONDS: Final = 10
PATIENCE_SECONDS: Final = 30.0
"""How long a cluster may be without any worker before the run is given up; a worker needs some seconds to restart."""

_jobs: dict[str, Any] = {}  # of this worker process, by run; a task whose job is taken away stops


class Cluster:
    """The workers of a Dask cluster.  Not to be used by two threads at a time.

    Raises
    ------
    OSError
        If no scheduler answers at ``address``.
    ValueError
        If ``address`` is none.
    """

    def __init__(self, address: str) -> None:
        asyncio.run(_reach(address))
        connect: Any = Client  # the library is but half typed
        self._client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def workers(self) -> int:
        """Threads of all workers; at least 1, for more may join."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def run(
        self, job: Job[Outcome], tasks: Iterable[Task], *, cancel: CancelFlag | None, progress: Progress
    ) -> Generator[tuple[Task, Outcome], None, None]:
        """See ``simulation.executors.Executor.run``; at most two tasks for each thread are under way."""
        run = _ClusterRun(self._client, job, 2 * self.workers)
        waiting = iter(tasks)
        try:
            while True:
                if cancel is not None and cancel.is_set():
                    raise Cancelled
                run.hand_out(waiting)
                if run.is_done:
                    return
                run.listen(progress)
                yield from run.in_order()
        finally:
            run.end()

    def close(self) -> None:
        """Leave the cluster; its workers go on for others."""
        self._client.close()


async def _reach(address: str) -> None:
    """Knock once: a client that finds nobody complains again when the program ends, and keeps it waiting."""
    knock: Any = distributed.comm.core.connect  # the library is but half typed
    await (await knock(address, timeout=CONNECT_SECONDS)).close()


class _ClusterRun:
    """One run of a job on a cluster."""

    def __init__(self, client: Any, job: Job[Outcome], most: int) -> None:
        self._client = client
        self._name = f"foliocast-{uuid.uuid4().hex}"
        self._most = most
        self._given: list[Task] = []
        self._futures: dict[int, Any] = {}
        self._finished: dict[int, Any] = {}
        self._next = 0  # the task whose result is due
        self._inbox: queue.SimpleQueue[tuple[str, int, Any]] = queue.SimpleQueue()
        self._heard = time.monotonic()
        self._loop: asyncio.AbstractEventLoop = client.loop.asyncio_loop
        client.subscribe_topic(self._name, self._note)
        client.register_plugin(_Install(self._name, pickle.dumps(job, protocol=5)), name=self._name)

    @property
    def is_done(self) -> bool:
        """Whether every task that was handed out has been taken back."""
        return self._next == len(self._given)

    def hand_out(self, tasks: Iterable[Task]) -> None:
        """Give the cluster as many tasks as may be under way."""
        while len(self._given) - self._next < self._most and (task := next(iter(tasks), None)) is not None:
            number = len(self._given)
            self._given.append(task)
            future = self._client.submit(_compute, self._name, task, key=f"{self._name}-{number}", pure=False)
            self._futures[number] = future
            asyncio.run_coroutine_threadsafe(self._follow(number, future), self._loop)

    def listen(self, progress: Progress) -> None:
        """Wait a moment for messages and take them."""
        try:
            self._take(*self._inbox.get(timeout=POLL_SECONDS), progress)
            while True:
                self._take(*self._inbox.get_nowait(), progress)
        except queue.Empty:
            self._require_workers()

    def in_order(self) -> Generator[tuple[Task, Any], None, None]:
        """The results that are due."""
        while self._next in self._finished:
            result = self._finished.pop(self._next)
            del self._futures[self._next]
            self._next += 1
            yield self._given[self._next - 1], result

    def end(self) -> None:
        """Let the workers drop what they were given, and forget the job."""
        if self._client.status != "running":
            return
        if self._futures:
            self._client.cancel(list(self._futures.values()))
        self._client.unsubscribe_topic(self._name)
        self._client.unregister_worker_plugin(self._name)

    async def _follow(self, number: int, future: Any) -> None:
        """Fetch a result as soon as it is there; runs in the client's own thread."""
        try:
            self._inbox.put((DONE, number, await future))
        except (Exception, CancelledError) as error:  # told to the thread that waits
            self._inbox.put((BROKEN, number, error))

    def _note(self, event: tuple[float, dict[str, int]]) -> None:
        self._inbox.put((PROGRESS, event[1]["block"], event[1]["trials"]))

    def _take(self, kind: str, number: int, content: Any, progress: Progress) -> None:
        self._heard = time.monotonic()
        if kind == PROGRESS:
            progress(number, content)
        elif kind == DONE:
            self._finished[number] = content
        elif isinstance(content, KilledWorker | CancelledError | OSError):
            raise WorkerLost(f"workers of the cluster died over {self._under_way()}; is memory short?") from content
        else:
            raise BlockFailed(f"block {self._given[number].block} failed on the cluster: {content!r}") from content

    def _under_way(self) -> str:
        """The blocks that a dying worker may have held; the scheduler blames all of them alike."""
        blocks = sorted(self._given[number].block for number in self._futures if number not in self._finished)
        return f"{'block' if len(blocks) == 1 else 'blocks'} {', '.join(map(str, blocks))}"

    def _require_workers(self) -> None:
        if time.monotonic() - self._heard < PATIENCE_SECONDS:
            return
        if self._client.status != "running" or not self._client.nthreads():
            raise WorkerLost(f"the cluster has had no worker for {PATIENCE_SECONDS:.0f} seconds")
        self._heard = time.monotonic()


class _Install(WorkerPlugin):
    """Puts a job on each worker, and takes it away in the end."""

    def __init__(self, run: str, job: bytes) -> None:
        self._run = run
        self._job = job

    def setup(self, worker: Worker) -> None:
        """Called on each worker, and on each that joins."""
        _jobs[self._run] = pickle.loads(self._job)  # noqa: S301 - from our own client

    def teardown(self, worker: Worker) -> None:
        """Called when the run has ended."""
        _jobs.pop(self._run, None)


def _compute(run: str, task: Task) -> Any:
    """A task on a worker."""

    def checkpoint(trials: int) -> None:
        if run not in _jobs:
            raise Cancelled
        if trials:
            get_worker().log_event(run, {"block": task.block, "trials": trials})

    checkpoint(0)
    return _jobs[run](task, checkpoint)
