"""The live forecast: every edit is previewed at once, then run in full; newer edits supersede older ones.

Two engines share the work.  One previews, on all cores, while the other pauses.  As soon as the key figures are in, the
other checks the document, and then carries out the full run.
"""

from __future__ import annotations

import os
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from app.state.engine import STOP, Advanced, Checked, Detailed, Ended, Failed, Forecast, Request, serve
from app.state.grace import Grace
from app.state.line import Line, Room
from app.state.outlook import Details, Failure, Figures, Outlook
from app.state.session import Session
from app.wording import count
from models.baselines import forecast_alike, without_baselines
from models.portfolio import Portfolio

PREVIEW_TRIALS = 1000
_MOST_WORKERS = 8


class LiveForecast(QObject):
    """Keeps the session's issues and outlook up to date; ``run`` and ``cancel`` are the user's."""

    def __init__(self, session: Session, parent: QObject | None = None, workers: int | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._revision = 0
        self._asked: Portfolio | None = None
        self._to_check = False  # what was asked for, once the preview leaves the cores alone
        self._step = 0  # of the history; typing that merges stays on its step
        self._memory = _Memory()
        self.grace = Grace(self)
        self.grace.ended.connect(self._show)
        self._preview = Line(Room(serve, (1, False)), self)
        self._full = Line(Room(serve, (_workers() if workers is None else workers, True)), self)
        self._preview.received.connect(self._take_preview)
        self._full.received.connect(self._take_full)
        self._preview.lost.connect(self._take_loss)
        self._full.lost.connect(self._take_loss)
        session.document_opened.connect(self._forget)
        session.portfolio_changed.connect(self._follow)
        session.scenario_changed.connect(self._follow_scenario)

    def warm_up(self) -> None:
        """Start the engines before there is anything to forecast."""
        self._preview.warm_up()
        self._full.warm_up()

    def close(self) -> None:
        """End the engines."""
        self._preview.close()
        self._full.close()

    @Slot()
    def run(self) -> None:
        """Run in full, now."""
        if self._session.is_open:
            self._ask_full()

    @Slot()
    def cancel(self) -> None:
        """Give up the run that is under way; what is known stays."""
        self._preview.ask(STOP)
        self._full.ask(STOP)
        self._show(phase="cancelled", progress=None)

    @Slot()
    def _forget(self) -> None:
        self._memory = _Memory()
        self.grace.forget()
        self._step = 0
        if not self._session.is_open:
            self._preview.ask(STOP)
            self._full.ask(STOP)

    @Slot()
    def _follow(self) -> None:
        """The document changed."""
        step = self._session.undo_stack.index()
        is_typing = step == self._step  # more of it in the same field
        self._step = step
        if self._is_forecast():
            self._check_again()
            return
        if not is_typing:
            self._memory.remember()
        self._ask(check=True)

    def _is_forecast(self) -> bool:
        """Whether all that is known holds of the document as it is now: only its baselines are others."""
        outlook, asked = self._session.outlook, self._asked
        is_settled = outlook.phase == "idle" and not outlook.stale and outlook.full_is_in
        return is_settled and asked is not None and forecast_alike(asked, self._session.portfolio)

    def _check_again(self) -> None:
        self._asked = self._session.portfolio
        self._to_check = True
        self._check()

    def _check(self) -> None:
        """Check what was asked for last, if it is to be checked still."""
        if self._to_check:
            self._to_check = False
            self._full.ask(Request(self._revision, self._asked, check=True))

    @Slot()
    def _follow_scenario(self) -> None:
        """Another scenario is looked at: nothing before it is comparable."""
        self._memory = _Memory()
        if self._session.is_open:
            self._ask(check=False)

    def _ask(self, *, check: bool) -> None:
        self._revision += 1
        self._asked = self._session.portfolio
        self._to_check = self._to_check or check
        self._full.ask(STOP)
        self._preview.ask(self._request(PREVIEW_TRIALS, preview=True))
        self._show(phase="preview", stale=True, progress=None, failure=None)

    def _ask_full(self) -> None:
        self._asked = self._session.portfolio
        check = not self._session.issues_current  # asked for already, but perhaps not begun
        self._full.ask(self._request(self._asked.settings.trials, check=check))
        self._show(phase="full", progress=None, failure=None)

    def _request(self, trials: int, *, check: bool = False, preview: bool = False) -> Request:
        asked = self._asked if check or self._asked is None else without_baselines(self._asked)
        return Request(self._revision, asked, self._session.scenario, check, trials, preview)

    @Slot(object)
    def _take_preview(self, message: object) -> None:
        if isinstance(message, Ended) and message.revision == self._revision:
            self._preview.settled()
            if self._session.outlook.phase == "preview":
                self._ask_full()
        elif not isinstance(message, Advanced):
            self._take(message)

    @Slot(object)
    def _take_full(self, message: object) -> None:
        if isinstance(message, Advanced) and message.revision == self._revision:
            self._show(progress=message.progress)
        elif isinstance(message, Ended) and message.revision == self._revision:
            self._full.settled()
            self._show(phase="idle", progress=None)
        else:
            self._take(message)

    def _take(self, message: object) -> None:
        """What both engines say; what concerns an older revision is too late."""
        if isinstance(message, Checked) and message.revision == self._revision and self._asked is not None:
            self._session.set_issues(message.issues, self._asked)
        elif isinstance(message, Forecast) and message.figures.revision == self._revision:
            self._memory.take(message)
            self._show(stale=False)
            self._check()
        elif isinstance(message, Detailed) and message.details.revision == self._revision:
            self._take_details(message.details)
        elif isinstance(message, Failed) and message.revision == self._revision:
            self._fail(message)

    def _take_details(self, details: Details) -> None:
        known = self._session.outlook.details
        if known is None or known.revision < details.revision or known.trials <= details.trials:
            self._show(details=details)

    def _fail(self, message: Failed) -> None:
        errors = len(message.issues)
        words = f"The plan has {count(errors, 'error')}" if errors else f"The forecast failed: {message.message}"
        self._check() if self._to_check or errors else self._full.ask(STOP)
        self._show(phase="failed", stale=True, progress=None, failure=Failure(words, errors))

    @Slot()
    def _take_loss(self) -> None:
        self._check()
        words = "The forecast ended unexpectedly, perhaps for want of memory; Run tries it again"
        self._show(phase="failed", stale=True, progress=None, failure=Failure(words))

    @Slot()
    def _show(self, **changes: object) -> None:
        """Tell the session what changed, and what is known of the figures."""
        outlook = replace(self._session.outlook, **changes)  # type: ignore[arg-type]
        self._session.set_outlook(self.grace.judge(self._memory.shown_in(outlook)))


class _Memory:
    """The figures of the last runs, by what they are compared with."""

    def __init__(self) -> None:
        self._now: dict[bool, Figures] = {}  # by whether they are a preview's
        self._base: dict[bool, Figures] = {}
        self._before: dict[bool, Figures] = {}

    def remember(self) -> None:
        """An edit is made: what is known now is what was before it."""
        if self._now:
            self._before = self._now
        self._now, self._base = {}, {}

    def take(self, message: Forecast) -> None:
        """Take the figures of a run."""
        shelf = self._base if message.is_base else self._now
        is_preview = message.figures.trials == PREVIEW_TRIALS
        if any(figures.revision < message.figures.revision for figures in shelf.values()):
            shelf.clear()
        shelf[is_preview] = message.figures

    def shown_in(self, outlook: Outlook) -> Outlook:
        """The outlook with the newest figures, each comparison over the same futures where it can be."""
        figures = self._now.get(False) or self._now.get(True) or outlook.figures
        if self._before and not self._now:  # an edit was made: what was said of the figures before it stays with them
            return replace(outlook, full_is_in=False)
        return replace(
            outlook,
            figures=figures,
            full_is_in=False in self._now,
            since_edit=_pair(self._before, self._now),
            against_base=_pair(self._base, self._now),
        )


def _pair(earlier: dict[bool, Figures], later: dict[bool, Figures]) -> tuple[Figures, Figures] | None:
    """Two figures of as many trials each, full runs rather than previews; None where there are none."""
    for is_preview in (False, True):
        if is_preview in earlier and is_preview in later:
            return earlier[is_preview], later[is_preview]
    return None


def _workers() -> int:
    """Processes of a full run: all cores but the preview's and the window's."""
    return max(1, min((os.cpu_count() or 1) - 1, _MOST_WORKERS))
