"""How far a study is, and whether it should go on: told by every study of this package in the same way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from simulation.progress import CancelFlag, Cancelled


@dataclass(frozen=True)
class StepDone:
    """One step of a study is done."""

    done: int
    total: int  # may grow while a search learns what is worth a try
    elapsed: float  # seconds
    seconds_left: float | None  # None until there is something to judge by
    what: str = ""  # best so far, or what is under way, in words


Telling: TypeAlias = Callable[[StepDone], None]


@dataclass
class Pace:
    """Counts the steps of a study, tells of them, and ends the study on request."""

    total: int
    telling: Telling | None = None
    cancel: CancelFlag | None = None
    done: int = 0
    _began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds since the study began."""
        return time.monotonic() - self._began

    def step(self, what: str = "") -> None:
        """A step is done.

        Raises
        ------
        Cancelled
            If the study should stop.
        """
        self.done += 1
        self.total = max(self.total, self.done)
        if self.telling is not None:
            left = self.elapsed * (self.total - self.done) / self.done
            self.telling(StepDone(self.done, self.total, self.elapsed, left, what))
        self.go_on()

    def go_on(self) -> None:
        """Nothing where the study may go on.

        Raises
        ------
        Cancelled
            If the study should stop.
        """
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled
