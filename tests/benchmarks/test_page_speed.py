"""Speed of the pages: 200 initiatives x 10,000 futures, each page opened once the result is there."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.charts.frame import Chart
from app.pages.entries import ENTRIES, Entry
from app.pages.frame import Desk
from app.state.outlook import Details, Figures, Outlook
from app.state.session import Session
from app.state.studies import Studies
from app.tables.pending import PendingTexts
from simulation.result import Result
from simulation.run import forecast
from simulation.summarise import key_figures, summarise
from simulation.summary.views import views_of
from tests.benchmarks.sizes import Size, portfolio_of

pytestmark = [pytest.mark.benchmark, pytest.mark.qt_log_ignore("This plugin does not support")]

INITIATIVES, TRIALS = 200, 10_000
MOST_SECONDS = 0.3
TWO_FRAMES = 2 / 60
REPAINTS = 5


@pytest.fixture(scope="module")
def result() -> Result:
    return forecast(portfolio_of(Size(stages=10 * INITIATIVES, teams=20)), trials=TRIALS)


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


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_page_opens_at_once(entry: Entry, desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    """From the press of its key to the painted page; the second of two, for the first loads its modules.

    Then every chart on it is painted anew within two frames of 60 a second, in the median of five.
    """
    seconds = []
    for _ in range(2):
        began = time.process_time()
        page = entry.make(desk)
        page.resize(1280, 800)
        qtbot.addWidget(page)
        page.show()
        qapp.processEvents()  # lays out and paints
        seconds.append(time.process_time() - began)
    slowest = max((repaint_seconds(chart) for chart in page.findChildren(Chart) if chart.isVisible()), default=0.0)
    sys.stdout.write(f"\n{entry.name}: {1000 * seconds[-1]:.0f} ms; slowest chart {1000 * slowest:.1f} ms\n")
    assert seconds[-1] <= MOST_SECONDS
    assert slowest <= TWO_FRAMES


def repaint_seconds(chart: Chart) -> float:
    """The median time to paint a chart anew."""
    times = []
    for _ in range(REPAINTS):
        began = time.process_time()
        chart.viewport().repaint()
        times.append(time.process_time() - began)
    return sorted(times)[REPAINTS // 2]
