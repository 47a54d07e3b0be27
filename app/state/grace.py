"""When figures of a changed plan are greyed: not at once, since most new ones are in before anybody could read.

The only place that decides it; what is greyed, and that nothing else is done with figures that are stale, is the
business of those who show or use them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.state.outlook import Outlook

GRACE_MS: Final = 300
"""Figures of a preview are in after about 100 ms and tables 100 ms later, as a rule: grey would flash before."""

VIEWS_GRACE_MS: Final = 1000
"""And the views, which a preview sends only once typing has paused."""


class Grace(QObject):
    """Follows the outlook, and tells when what is shown has been stale for too long.

    Attributes
    ----------
    for_details, for_views
        Timers that run while these are stale and not yet called so.

    Signals
    -------
    ended
        What an outlook says of it is to be judged anew.
    """

    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.for_details = self._timer(GRACE_MS)
        self.for_views = self._timer(VIEWS_GRACE_MS)
        self.for_details.timeout.connect(self._end_both)
        self.for_views.timeout.connect(self._end_for_views)
        self._overdue = self._views_overdue = False

    def judge(self, outlook: Outlook) -> Outlook:
        """The outlook with what is overdue in it; starts to wait for what has just become stale."""
        self._overdue = self._overdue and outlook.details_stale
        self._views_overdue = self._views_overdue and outlook.views_stale
        _run(self.for_details, outlook.details_stale and not self._overdue)
        _run(self.for_views, outlook.views_stale and not self._views_overdue)
        return replace(outlook, overdue=self._overdue, views_overdue=self._views_overdue)

    def forget(self) -> None:
        """Another document is open: wait for nothing of this one."""
        self.for_details.stop()
        self.for_views.stop()
        self._overdue = self._views_overdue = False

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    @Slot()
    def _end_both(self) -> None:
        """Charts of views grey with the rest, or a page would grey in two steps."""
        self._overdue = self._views_overdue = True
        self.ended.emit()

    @Slot()
    def _end_for_views(self) -> None:
        self._views_overdue = True
        self.ended.emit()


def _run(timer: QTimer, wanted: bool) -> None:
    """Let a timer go on, start it, or stop it."""
    if not wanted:
        timer.stop()
    elif not timer.isActive():
        timer.start()
