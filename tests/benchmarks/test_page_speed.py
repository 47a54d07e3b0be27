"""Speed of the pages: 200 initiatives x 10,000 futures, each page opened once the result is there."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.charts.frame import Chart
from app.pages.entries import ENTRIES, Entry
from app.pages.frame import Desk
from app.state.outlook import Details, Figures, Outlook
from app.state.session import Session
from app.state.studies import Studies
from app.tables.pending import PendingTexts
from app.theme import LIGHT, apply_theme
from simulation.result import Result
from simulation.run import forecast
from simulation.summarise import key_figures, summarise
from simulation.summary.views import views_of
from tests.app.charts.every import EVERY, stages
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row
from tests.benchmarks.sizes import Size, portfolio_of

pytestmark = [pytest.mark.benchmark, pytest.mark.qt_log_ignore("This plugin does not support")]

INITIATIVES, TRIALS = 200, 10_000
MOST_MS = 300.0
TWO_FRAMES = 2 / 60
REPAINTS = 5


@pytest.fixture(scope="module")
def result() -> Result:
    return forecast(portfolio_of(Size(stages=10 * INITIATIVES, teams=20)), trials=TRIALS)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """In the looks that the program has: a style sheet is looked at for every widget."""
    apply_theme(qapp, LIGHT)


@pytest.fixture(autouse=True)
def collected_between() -> Iterator[None]:
    """As in the window, garbage is collected between two turns, never while widgets are made or painted."""
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()


@pytest.fixture
def desk(qapp: QApplication, result: Result) -> Iterator[Desk]:
    """A session with the result in it."""
    session, studies = Session(), Studies()
    session.open(portfolio_of(Size(stages=10 * INITIATIVES, teams=20)), None)
    summary = summarise(result)
    origin, funded = summary.provenance, int(result.plan.delivery.funded.sum())
    figures = Figures(
        0, None, TRIALS, funded, origin.start, origin.currency, origin.horizon_months, key_figures(result)
    )
    details = Details(0, summary, views_of(result))
    session.set_outlook(Outlook(full_is_in=True, figures=figures, details=details))
    pending = PendingTexts(session)
    yield Desk(session, pending, studies)
    studies.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_pages_open(desk: Desk, qtbot: QtBot, qapp: QApplication, book: Book) -> None:
    """Each of the pages, from the press of its key to the painted page; the second of two, the first loads modules."""
    found = [(seconds_to_open(entry, desk, qtbot, qapp), entry.name) for entry in ENTRIES]
    seconds, name = max(found)
    book.row(
        Row(
            work=f"slowest page to open, {INITIATIVES} initiatives x {TRIALS:,} futures",
            ours=name,
            figure=1e3 * seconds,
            unit="ms",
            target=MOST_MS,
            at_most=True,
            note="; ".join(f"{name} {1e3 * seconds:.0f} ms" for seconds, name in found),
        )
    )


def seconds_to_open(entry: Entry, desk: Desk, qtbot: QtBot, qapp: QApplication) -> float:
    """Processor time until a page is painted."""
    seconds = 0.0
    for _ in range(2):
        began = time.process_time()
        page = entry.make(desk)
        page.resize(1280, 800)
        qtbot.addWidget(page)
        page.show()
        qapp.processEvents()  # lays out and paints
        seconds = time.process_time() - began
        page.hide()
    return seconds


def test_charts_repaint(desk: Desk, qtbot: QtBot, qapp: QApplication, book: Book) -> None:
    """Each kind of chart by itself, and all charts that the pages open with, within two frames of 60 a second."""
    found = [(repaint_seconds(chart), f"{type(chart).__name__} alone") for chart in each_kind(qtbot, qapp)]
    for entry in ENTRIES:
        page = entry.make(desk)
        page.resize(1280, 800)
        qtbot.addWidget(page)
        page.show()
        qapp.processEvents()
        charts = [chart for chart in page.findChildren(Chart) if chart.isVisible()]
        found += [(repaint_seconds(chart), f"{type(chart).__name__} of {entry.name}") for chart in charts]
        page.hide()
    seconds, name = max(found)
    book.row(
        Row(
            work="slowest chart to paint anew, median of five",
            ours=name,
            figure=1e3 * seconds,
            unit="ms",
            target=1e3 * TWO_FRAMES,
            at_most=True,
            note=f"{len(found)} charts",
        )
    )


def each_kind(qtbot: QtBot, qapp: QApplication) -> Iterator[QWidget]:
    """A chart of each kind, shown and painted once."""
    for make in (*EVERY.values(), stages):
        chart = make()
        chart.resize(900, 500)
        qtbot.addWidget(chart)
        chart.show()
        qapp.processEvents()
        yield chart
        chart.hide()


def repaint_seconds(chart: Any) -> float:
    """The median time to paint a chart anew."""
    times = []
    for _ in range(REPAINTS):
        began = time.process_time()
        chart.viewport().repaint()
        times.append(time.process_time() - began)
    return sorted(times)[REPAINTS // 2]
