"""Work that may wait a moment: a piece in each turn of the event loop, keys and mouse being answered in between."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot


class ByTurn(QObject):
    """Calls methods of objects of Qt, one in each second turn: the turns between are for painting what was changed.

    What is gone by then is left out, what waits is not put twice.  One is enough for a program; ``by_turn`` gives it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[weakref.WeakMethod[Callable[[], object]]] = deque()
        self._is_turn_to_paint = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._do_next)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def put(self, method: Callable[[], object]) -> None:
        """Have a bound method called in a turn of its own."""
        wanted = weakref.WeakMethod(method)
        if wanted not in self._waiting:
            self._waiting.append(wanted)
        self._timer.start()

    @Slot()
    def _do_next(self) -> None:
        self._is_turn_to_paint = not self._is_turn_to_paint
        if self._is_turn_to_paint:
            return
        while self._waiting:
            method = self._waiting.popleft()()
            if method is not None and shiboken6.isValid(method.__self__):  # type: ignore[attr-defined]
                method()
                break
        if not self._waiting:
            self._timer.stop()
            self._is_turn_to_paint = False


def by_turn() -> ByTurn:
    """That of the program."""
    program = QCoreApplication.instance()
    found = program.findChild(ByTurn) if program is not None else None
    return found if isinstance(found, ByTurn) else ByTurn(program)
