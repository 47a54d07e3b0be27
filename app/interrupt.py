"""Ctrl-C and termination: one answer to both, in less than half a second.

Outside ``Stoppable`` they raise KeyboardInterrupt, as Ctrl-C always does, so that files are closed and temporary ones
removed.  Inside they set a flag, so that the work can stop by itself; work that does not, for instance while
it compiles, is ended with the process.  Nothing may be written inside.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

CANCELLED: Final = 130
"""The exit code of what was cancelled."""

_PATIENCE_SECONDS: Final = 0.35
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_SHOW_CURSOR: Final = "\x1b[?25h"


def stop_on_termination() -> None:
    """Let termination raise KeyboardInterrupt, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class Stoppable:
    """While entered, a request to stop sets the flag that ``is_set`` tells, and a deadline.

    Only the main thread gets signals; elsewhere (and in tests) it is a flag that nobody sets.
    """

    def __init__(self, end: Callable[[], None] | None = None, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._flag = threading.Event()
        self._end = end or _end_process
        self._patience = patience_seconds
        self._deadline: threading.Timer | None = None
        self._before: dict[int, Any] = {}

    def is_set(self) -> bool:
        """Whether the work should stop."""
        return self._flag.is_set()

    def __enter__(self) -> Stoppable:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._deadline is not None:
            self._deadline.cancel()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._flag.set()
        if self._deadline is None:
            self._deadline = threading.Timer(self._patience, self._end)
            self._deadline.daemon = True
            self._deadline.start()


def _end_process() -> None:
    """Leave at once, workers included, whatever the main thread is in."""
    try:
        for worker in multiprocessing.active_children():
            with contextlib.suppress(ValueError):  # the main thread has closed it meanwhile
                worker.kill()
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{_SHOW_CURSOR}")
        sys.stderr.write("cancelled\n")
        sys.stderr.flush()
    finally:
        os._exit(CANCELLED)
