"""Clocks of the benchmarks: two things timed in turn, and how much of the machine others took meanwhile."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

Work = Callable[[], object]


@dataclass(frozen=True)
class Times:
    """Seconds of several rounds; the least is the one that was disturbed least."""

    rounds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The least."""
        return min(self.rounds)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.rounds)


def times_of(work: Work, rounds: int, clock: Callable[[], float] = time.process_time) -> Times:
    """The seconds that ``work`` takes, after a first round that is not counted: it compiles and fills caches.

    By default this process's time on the processor, which does not count what others do; ``time.perf_counter`` where
    other processes do the work.
    """
    work()
    return Times(tuple(_seconds(work, clock) for _ in range(rounds)))


def race(ours: Work, theirs: Work, rounds: int, clock: Callable[[], float] = time.process_time) -> tuple[Times, Times]:
    """The seconds of both, in turns, so that what slows the machine down for a while slows both."""
    ours(), theirs()
    pairs = [(_seconds(ours, clock), _seconds(theirs, clock)) for _ in range(rounds)]
    return Times(tuple(pair[0] for pair in pairs)), Times(tuple(pair[1] for pair in pairs))


def _seconds(work: Work, clock: Callable[[], float]) -> float:
    began = clock()
    work()
    return clock() - began


class Others:
    """How busy other programs keep the machine, from when this is made on."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._busy, self._own = _busy_seconds(), _own_seconds()

    def share(self) -> float:
        """The share of all cores' time that others took, 0 to 1."""
        elapsed = time.perf_counter() - self._began
        others = (_busy_seconds() - self._busy) - (_own_seconds() - self._own)
        return min(1.0, max(0.0, others / max(elapsed * (psutil.cpu_count() or 1), 1e-9)))


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.system)


def _own_seconds() -> float:
    """Of this process, of its children that ended, and of those that run."""
    own = psutil.Process()
    total = sum(own.cpu_times()[:4])
    for child in own.children(recursive=True):
        try:
            total += sum(child.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue  # it has just ended, and is counted with this process from now on
    return float(total)
