"""How long the window holds its thread: each turn of its event loop, in time of the thread on the processor.

The window is whole but for its engines: what they would send is computed beforehand and arrives message by message, so
that nothing else is measured than what the window does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop
from PySide6.QtWidgets import QApplication

from app.desktop import Desktop, build
from app.state.engine import Checked, Detailed, Ended, Forecast, Request
from app.state.line import Line
from app.state.outlook import Details, Figures, figures_of
from app.state.preferences import Places
from models.check import check
from models.issue import Issue
from models.portfolio import Portfolio
from simulation.cache import Forecaster
from simulation.summarise import summarise
from simulation.summary.views import views_of

TRIALS = 1000
_MOST_TURNS = 200
"""Of one arrival; a window that never comes to rest is an error."""


@dataclass(frozen=True)
class Told:
    """What the engines say of a portfolio."""

    issues: tuple[Issue, ...]
    details: Details


def told_of(portfolio: Portfolio, forecaster: Forecaster) -> Told:
    """Check a portfolio and forecast it."""
    result = forecaster.preview(portfolio, None, TRIALS, portfolio.settings.seed)
    return Told(tuple(check(portfolio)), Details(0, summarise(result), views_of(result)))


@contextmanager
def engineless(app: QApplication, folder: Path) -> Iterator[Desktop]:
    """A program whose engines say nothing by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Line, "ask", _keep_silent)
        desktop = build(app, Places(folder / "config", folder / "data"))
        desktop.window.resize(1600, 950)
        desktop.window.show()
        try:
            yield desktop
        finally:
            desktop.parts.session.close()
            desktop.window.close()
            desktop.close()
            desktop.window.deleteLater()
            desktop.parts.appearance.deleteLater()
            settle()


def _keep_silent(line: Line, request: Request) -> None:
    pass


def settle() -> list[float]:
    """Let the window come to rest; the seconds of each turn that it took."""
    seconds = []
    for _ in range(_MOST_TURNS):
        began = time.thread_time()
        went_on = QAbstractEventDispatcher.instance().processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        seconds.append(time.thread_time() - began)
        if not went_on:
            return seconds
    raise AssertionError("the window never comes to rest")


def turns_of(work: Callable[[], object]) -> list[float]:
    """The seconds of the turn that something is done in, and of those that follow from it."""
    began = time.thread_time()
    work()
    return [time.thread_time() - began, *settle()]


def arrivals(desktop: Desktop, told: Told) -> Iterator[tuple[str, Callable[[], None]]]:
    """What comes in after an edit: the check, a preview in three parts, the full run; each with its name."""
    live = desktop.parts.live
    revision = live._revision
    details = replace(told.details, revision=revision)
    figures: Figures = figures_of(details)
    preview, full = live._preview.received.emit, live._full.received.emit
    yield "check", lambda: full(Checked(revision, told.issues))
    yield "figures", lambda: preview(Forecast(figures, is_base=False))
    yield "tables", lambda: preview(Detailed(replace(details, views=None)))
    yield "rest of the preview", lambda: preview(Ended(revision))
    yield "views", lambda: preview(Detailed(details))
    complete = replace(details)  # another result, as large
    yield "figures of the full run", lambda: full(Forecast(replace(figures, trials=2 * TRIALS), is_base=False))
    yield "full run", lambda: full(Detailed(complete))
    yield "end", lambda: full(Ended(revision))
