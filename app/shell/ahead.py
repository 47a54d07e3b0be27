"""What pages that were not shown yet are made of, loaded while nothing else is to be done, one module at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

import app.pages

_PAUSE_MS = 40
"""Between two modules, so that keys and the mouse come first."""


class LoadingAhead(QObject):
    """Begins when it is started and ends when all is loaded; a page that is wanted sooner loads its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: Iterator[str] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._load_next)

    @property
    def is_at_work(self) -> bool:
        """Whether there is more to load."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin; nothing if that has been done before."""
        if self._left is None:
            self._left = (name for name in _modules() if name not in sys.modules)
            self._timer.start(_PAUSE_MS)

    @Slot()
    def _load_next(self) -> None:
        name = None if self._left is None else next(self._left, None)
        if name is None:
            self._timer.stop()
        else:
            import_module(name)


def _modules() -> Iterator[str]:
    """All modules of the pages, what they share first."""
    root = Path(app.pages.__path__[0])
    for path in sorted(root.rglob("*.py"), key=lambda path: (len(path.parts), path)):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join((app.pages.__name__, *(part for part in parts if part != "__init__")))
