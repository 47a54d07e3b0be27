"""Studies: questions about the plan that take seconds or minutes, answered one after the other beside the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.state.line import Line, Room
from app.state.studying import Answered, Broken, Parcel, Question, Stepped, Stopped, StudyRequest, serve_studies

STOP_MS: Final = 400
"""How long a study has to end by itself once it should; then its process is ended."""


@dataclass(frozen=True)
class _Ticket:
    """One question that was asked."""

    number: int
    key: str
    question: Question


class Studies(QObject):
    """Carries out one study at a time, in a process of its own that starts with the first.

    A question supersedes the one of the same key that was not answered yet; nothing more is heard of that one.

    Signals
    -------
    advanced
        Key and ``StepDone`` of the study that is under way.
    answered
        Key and what the study returned.
    failed
        Key and why there is no answer, in words.
    cancelled
        Key of a study that was cancelled; it comes at once, and the process stops behind.
    """

    advanced = Signal(str, object)
    answered = Signal(str, object)
    failed = Signal(str, str)
    cancelled = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._waiting: dict[str, _Ticket] = {}  # by key, in the order of asking
        self._running: _Ticket | None = None
        self._unwanted = False  # what runs is to end
        self._line = Line(Room(serve_studies), self)
        self._line.received.connect(self._take)
        self._line.lost.connect(self._take_loss)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._end_process)

    def ask(self, key: str, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> None:
        """Have ``function(*arguments, **keywords, telling=..., cancel=...)`` carried out.

        Raises
        ------
        ValueError
            If the function is not one of a module, so that another process could not find it.
        """
        if getattr(sys.modules.get(function.__module__), function.__qualname__, None) is not function:
            raise ValueError(f"{function.__qualname__} is not a function of a module")
        question = Question(function, arguments, keywords)
        if self._running is not None and self._running.key == key:
            self._stop_running()
        self._waiting[key] = _Ticket(next(self._numbers), key, question)
        self._begin_next()

    def is_asked(self, key: str) -> bool:
        """Whether an answer is still to come."""
        return key in self._waiting or (self._running is not None and self._running.key == key and not self._unwanted)

    @Slot(str)
    def cancel(self, key: str) -> None:
        """Give up a question; nothing happens where it is answered or was never asked."""
        if not self.is_asked(key):
            return
        if self._waiting.pop(key, None) is None:
            self._stop_running()
        self.cancelled.emit(key)

    @Slot()
    def cancel_all(self) -> None:
        """Give up all questions."""
        running = [] if self._running is None else [self._running.key]
        for key in (*self._waiting, *running):
            self.cancel(key)

    def close(self) -> None:
        """End the process; what was asked stays unanswered."""
        self._patience.stop()
        self._waiting.clear()
        self._running = None
        self._line.close()

    def _begin_next(self) -> None:
        if self._running is None and self._waiting:
            self._running = self._waiting.pop(next(iter(self._waiting)))
            self._unwanted = False
            self._line.ask(StudyRequest(self._running.number, Parcel(self._running.question)))

    def _stop_running(self) -> None:
        """Ask the study under way to stop; the next begins when it has."""
        if self._running is not None and not self._unwanted:
            self._unwanted = True
            self._line.ask(StudyRequest(self._running.number))
            self._patience.start(STOP_MS)

    @Slot()
    def _end_process(self) -> None:
        """The study does not stop: what runs it ends, and the next one gets a new process."""
        self._line.hang_up()
        self._conclude()

    def _conclude(self) -> None:
        """Nothing is under way any more."""
        self._patience.stop()
        self._line.settled()
        self._running = None
        self._begin_next()

    @Slot(object)
    def _take(self, message: object) -> None:
        """A message of the process; one that is not of the study under way is too late."""
        running = self._running
        if not isinstance(message, Stepped | Answered | Broken | Stopped) or running is None:
            return
        if message.number != running.number:
            return
        if self._unwanted:
            if isinstance(message, Stopped):
                self._conclude()
        elif isinstance(message, Stepped):
            self.advanced.emit(running.key, message.step)
        else:
            self._conclude()
            self._tell_end(running.key, message)

    def _tell_end(self, key: str, message: object) -> None:
        if isinstance(message, Answered):
            self.answered.emit(key, message.answer)
        elif isinstance(message, Broken):
            self.failed.emit(key, message.words)

    @Slot()
    def _take_loss(self) -> None:
        """The process ended by itself more than once."""
        running, unwanted = self._running, self._unwanted
        self._conclude()
        if running is not None and not unwanted:
            self.failed.emit(running.key, "The study ended unexpectedly, perhaps for want of memory; ask again")
