"""Garbage is collected in the window's thread alone, a little at a time.

Python collects cycles in whichever thread allocates at the moment; a widget in such a cycle would be destroyed in a
thread that is not its own, which Qt answers with a deadlock or worse.  And now and then it looks through everything,
which holds the window up for a tenth of a second once its pages are made.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

_PAUSE_MS: Final = 500
_AWAY_MS: Final = 2000
"""How long the user works elsewhere before everything is looked through."""

_LIMITS: Final = ((2, 20_000), (1, 5_000), (0, 700))
"""Objects that a generation may have before it is looked through, the oldest first."""


class Collector(QObject):
    """Takes the place of Python's own collector until it is closed.

    What has outlived three looks is set aside.  It goes when nothing refers to it, as everything does; cycles of it are
    only looked for while the user works in another program.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer, self._away = QTimer(self), QTimer(self)
        self._timer.timeout.connect(self.collect_some)
        self._timer.start(_PAUSE_MS)
        self._away.setSingleShot(True)
        self._away.timeout.connect(self.collect_all)
        program = QGuiApplication.instance()
        if isinstance(program, QGuiApplication):
            program.applicationStateChanged.connect(self._see_who_looks)

    def stop(self) -> None:
        """Collect nothing from now on."""
        self._timer.stop()
        self._away.stop()

    def close(self) -> None:
        """Let Python collect by itself again."""
        self.stop()
        gc.unfreeze()
        gc.collect()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def collect_some(self) -> None:
        """Look through the oldest generation that has grown; what is left of the last one is set aside."""
        for generation, limit in _LIMITS:
            if len(gc.get_objects(generation=generation)) > limit:
                gc.collect(generation)
                if generation == _LIMITS[0][0]:
                    gc.freeze()
                return

    @Slot()
    def collect_all(self) -> None:
        """Look through everything, also through what was set aside."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    @Slot(Qt.ApplicationState)
    def _see_who_looks(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        elif self._timer.isActive():
            self._away.start(_AWAY_MS)
