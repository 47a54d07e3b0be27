"""What a run reports while it goes on: typed events, the same for a terminal and a window.

A run begins with ``RunStarted`` and ends with exactly one of ``RunFinished``, ``RunCancelled`` and ``RunFailed``;
between them lie ``TrialsDone`` (within a block, for engines that take long) and ``BlockDone``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias


@dataclass(frozen=True)
class RunStarted:
    """The run is about to simulate its first trial."""

    trials: int  # asked for; the cap where a stopping rule decides
    blocks: int
    workers: int


@dataclass(frozen=True)
class TrialsDone:
    """Some trials of a block are simulated; the block is not finished."""

    done_trials: int
    total_trials: int
    elapsed: float  # seconds
    seconds_left: float | None  # None until there is something to judge by


@dataclass(frozen=True)
class BlockDone:
    """A block is simulated and taken into the result."""

    block: int
    done_trials: int
    total_trials: int
    elapsed: float  # seconds
    seconds_left: float | None


@dataclass(frozen=True)
class Converged:
    """The stopping rule is met before its cap."""

    done_trials: int


@dataclass(frozen=True)
class RunFinished:
    """The result is complete."""

    trials: int
    elapsed: float  # seconds


@dataclass(frozen=True)
class RunCancelled:
    """The run was stopped on request; there is no result."""

    elapsed: float  # seconds


@dataclass(frozen=True)
class RunFailed:
    """The run broke; there is no result."""

    message: str


Event: TypeAlias = RunStarted | TrialsDone | BlockDone | Converged | RunFinished | RunCancelled | RunFailed
Listener: TypeAlias = Callable[[Event], None]


class CancelFlag(Protocol):
    """What a run asks whether it should stop; a ``threading.Event`` is one."""

    def is_set(self) -> bool:
        """Whether the run should stop."""
        ...


class Cancelled(Exception):  # noqa: N818 - the outcome of a request, not an error
    """The run was stopped on request; nothing half-made is kept."""


@dataclass
class Clock:
    """How far a run is and how long it will take, told to a listener."""

    total_trials: int
    listener: Listener | None = None
    done_trials: int = 0  # in blocks that are taken into the result, those of an earlier run included
    _under_way: dict[int, int] = field(default_factory=dict)  # trials done in unfinished blocks
    _began: float = field(default_factory=time.monotonic)
    _earlier: int = field(init=False)  # trials of an earlier run

    def __post_init__(self) -> None:
        self._earlier = self.done_trials

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._began

    def tell(self, event: Event) -> None:
        """Pass an event on."""
        if self.listener is not None:
            self.listener(event)

    def slice_done(self, block: int, trials: int) -> None:
        """``trials`` of a block are simulated so far."""
        self._under_way[block] = trials
        self.tell(TrialsDone(self._simulated(), self.total_trials, self.elapsed, self._seconds_left()))

    def block_done(self, block: int, trials: int) -> None:
        """A block of ``trials`` is taken into the result."""
        self._under_way.pop(block, None)
        self.done_trials += trials
        self.tell(BlockDone(block, self.done_trials, self.total_trials, self.elapsed, self._seconds_left()))

    def _simulated(self) -> int:
        return min(self.total_trials, self.done_trials + sum(self._under_way.values()))

    def _seconds_left(self) -> float | None:
        done = self._simulated() - self._earlier
        return self.elapsed * (self.total_trials - self._earlier - done) / done if done else None
