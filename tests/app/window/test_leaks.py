"""What is opened and closed leaves nothing: no object, window, timer, thread or process, and no result of a forecast.

Python's objects are watched by weak references, Qt's by counting them before and after, by class.  What is done for
the first time may leave something that is kept for the next time; from then on nothing may grow.
"""

from __future__ import annotations

import gc
import multiprocessing
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop import Desktop, build
from app.pages.entries import ENTRIES
from app.state.engine import Request
from app.state.outlook import Outlook
from app.state.preferences import Places
from simulation.summary.replay import replay_trial
from tests.app.window.acts import ACTS, position, through_pages
from tests.app.window.conftest import ScriptedDialogs, end
from tests.app.window.runs import details_of, outlook_of
from tests.portfolios import example_portfolio

ROUNDS = 3

TIMES = 2
"""How often a thing is done again within a window; what leaves one object each time is then seen."""

TRIALS = 100
"""Enough for every page to have something to draw."""


@pytest.fixture
def outlook(no_engine: list[Request]) -> Outlook:
    return outlook_of(details_of(example_portfolio(), TRIALS))


def begun(app: QApplication, places: Places, outlook: Outlook) -> Desktop:
    """A program with the example open and its forecast known; its dialogs answer by themselves."""
    desktop = build(app, places)
    desktop.collector.stop()  # it would set aside what is looked for here
    desktop.window.documents.dialogs = ScriptedDialogs(desktop.window)
    desktop.window.show()
    app.processEvents()
    desktop.parts.session.open(example_portfolio(), None)
    desktop.parts.session.set_outlook(outlook)
    app.processEvents()
    return desktop


def settle(app: QApplication) -> None:
    """Let everything go that waits for being deleted; what is deleted may hold the next."""
    for _ in range(2):
        app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


@contextmanager
def nothing_older_collected() -> Iterator[None]:
    """Within, only objects that were made within are looked through for cycles: a tenth of the time."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def qt_objects() -> list[QObject]:
    """Every object of Qt that Python knows of and that is alive."""
    return [one for one in shiboken6.getAllValidWrappers() if isinstance(one, QObject)]


def by_class(objects: list[QObject]) -> Counter[str]:
    return Counter(one.metaObject().className() for one in objects)


@pytest.mark.slow
def test_a_window_that_was_closed_leaves_nothing(qapp: QApplication, places: Places, outlook: Outlook) -> None:
    """Each round shows all pages, with the plan's run drawn on them; the first round fills what is kept for good."""
    threads, windows = set(threading.enumerate()), set(qapp.topLevelWidgets())
    alive: list[Counter[str]] = []
    for _ in range(ROUNDS):
        watched = _one_life(begun(qapp, places, outlook), qapp)
        settle(qapp)
        assert [name for name, reference in watched.items() if reference() is not None] == []
        left = qt_objects()
        alive.append(by_class(left))
        assert [one for one in left if isinstance(one, QTimer) and one.isActive()] == []
    assert alive[-1] - alive[0] == Counter()
    assert set(qapp.topLevelWidgets()) - windows == set()
    assert set(threading.enumerate()) - threads == set()
    assert multiprocessing.active_children() == []


def _one_life(desktop: Desktop, app: QApplication) -> dict[str, weakref.ref[Any]]:
    """Show every page, then close with a window beside; gives references to what must be gone."""
    window = desktop.window
    for at in range(len(ENTRIES)):
        window.show_page(at)
        app.processEvents()
    window.show_glossary()
    parts = {"window": window, "session": desktop.parts.session, "files": desktop.parts.files, "menus": window.menus}
    watched = {name: weakref.ref(part) for name, part in parts.items()}
    watched |= {page.name: weakref.ref(page) for page in window.pages if page is not None}
    assert len(watched) == len(parts) + len(ENTRIES)
    end(desktop)
    return watched


@pytest.fixture
def desktop(qapp: QApplication, places: Places, outlook: Outlook) -> Iterator[Desktop]:
    begun_one = begun(qapp, places, outlook)
    yield begun_one
    end(begun_one)
    settle(qapp)


Act = Callable[[Desktop], object]


@pytest.mark.slow
def test_what_is_opened_within_a_window_leaves_nothing(
    desktop: Desktop, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Everything below the window, made by Qt or by us, and every window beside it: as many after as before."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    through_pages(desktop)
    grown: dict[str, Counter[str]] = {}
    with nothing_older_collected():
        for act in ACTS:
            act(desktop)  # what is made once and kept
            before = _all_within(desktop, qapp)
            for _ in range(TIMES):
                act(desktop)
            if more := _all_within(desktop, qapp) - before:
                grown[getattr(act, "__name__", "")] = more
    assert grown == {}


def _all_within(desktop: Desktop, app: QApplication) -> Counter[str]:
    settle(app)
    beside = [one for one in app.topLevelWidgets() if one is not desktop.window and one.isVisible()]
    return by_class([*desktop.window.findChildren(QObject), *beside])


@pytest.mark.slow
def test_a_closed_plan_leaves_no_result_behind(qapp: QApplication, places: Places, no_engine: list[Request]) -> None:
    """The arrays of a run are large: once its plan is closed nobody may hold them, pages that drew them included."""
    desktop = begun(qapp, places, outlook_of(details_of(example_portfolio(), TRIALS)))
    try:
        for name in ("Overview", "Value", "Delivery", "People", "Money"):
            desktop.window.show_page(position(name))
            qapp.processEvents()
        session = desktop.parts.session
        session.pin()
        assert session.outlook.details is not None
        details = weakref.ref(session.outlook.details)
        session.close()
        settle(qapp)
        assert details() is None
    finally:
        end(desktop)
        settle(qapp)


@pytest.mark.slow
def test_closing_in_the_middle_of_a_run_ends_its_processes(qapp: QApplication, places: Places) -> None:
    """Both engines have just been asked, and a study as well; twice, as a second start would find what is left."""
    threads = set(threading.enumerate())
    for _ in range(2):
        desktop = build(qapp, places)
        desktop.window.show()
        desktop.parts.session.open(example_portfolio(), None)
        desktop.parts.studies.ask("replay", replay_trial, desktop.parts.session.portfolio, "median")
        qapp.processEvents()
        assert set(threading.enumerate()) - threads != set()
        end(desktop)
        del desktop
        settle(qapp)
        assert set(threading.enumerate()) - threads == set()
        assert multiprocessing.active_children() == []
