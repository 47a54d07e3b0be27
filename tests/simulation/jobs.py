"""Small jobs for the tests of executors; in a module of their own, so that spawned workers can import them."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulation.executors import Task
from simulation.worker import Checkpoint


class Squares:
    """Gives the squares of a block's trial numbers."""

    def __call__(self, task: Task, checkpoint: Checkpoint) -> np.ndarray:
        checkpoint(task.trials)
        return (task.block * 1000 + np.arange(task.trials)) ** 2


class Whereabouts:
    """Gives the process that computed the block and how many threads it may use."""

    def __call__(self, task: Task, checkpoint: Checkpoint) -> tuple[int, str]:
        return os.getpid(), os.environ.get("OMP_NUM_THREADS", "")


class Endless:
    """Works until it is told to stop, asking every few milliseconds."""

    def __call__(self, task: Task, checkpoint: Checkpoint) -> None:
        done = 0
        while True:
            done += 1
            checkpoint(done)
            _work(0.005)


class Deaf:
    """Works for a long time without asking whether to stop, once it has said that it began."""

    def __call__(self, task: Task, checkpoint: Checkpoint) -> None:
        checkpoint(1)
        _work(60.0)


class Failing:
    """Meets an error in block 1."""

    def __call__(self, task: Task, checkpoint: Checkpoint) -> int:
        if task.block == 1:
            raise ArithmeticError("the sum of block one is odd")
        return task.block


@dataclass(frozen=True)
class Dying:
    """Kills its own process in one block, as often as ``folder`` has not yet seen it do so ``times``."""

    folder: Path
    block: int
    times: int

    def __call__(self, task: Task, checkpoint: Checkpoint) -> int:
        if task.block == self.block:
            for number in range(self.times):
                mark = self.folder / str(number)
                if not mark.exists():
                    mark.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return task.block


def _work(seconds: float) -> None:
    """Keep the processor busy, as a simulation does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
