"""One thread beside the window's own, for what would make it wait: files mostly."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

Work = Callable[[], Any]
Taker = Callable[[Any], None]


@dataclass(frozen=True)
class _Done:
    take: Taker
    outcome: Any


class Background(QObject):
    """Carries out pieces of work one after the other; what each gives is taken in the window's thread.

    Work that raises gives its exception.  ``close`` lets everything finish that was asked for.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: queue.SimpleQueue[tuple[Work, Taker | None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="foliocast-files", daemon=True)
        self._finished.connect(self._deliver)
        self._thread.start()

    def ask(self, work: Work, take: Taker | None = None) -> None:
        """Carry out ``work``; give what it returns, or the exception that it raises, to ``take``."""
        self._waiting.put((work, take))

    def close(self) -> None:
        """Finish what was asked for and end the thread."""
        self._waiting.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (item := self._waiting.get()) is not None:
            work, take = item
            outcome: Any
            try:
                outcome = work()
            except Exception as error:
                outcome = error
            if take is not None:
                self._finished.emit(_Done(take, outcome))

    @Slot(object)
    def _deliver(self, done: _Done) -> None:
        done.take(done.outcome)
