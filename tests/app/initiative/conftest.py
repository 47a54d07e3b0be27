"""What the tests of an initiative's inside share: a screen that needs no display, and a small portfolio."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.charts.stages.chart import StageChart
from app.charts.stages.plan import plan_of
from app.pages.initiative.steps import foretold
from models.portfolio import Portfolio
from tests.app.initiative.hands import Made


@pytest.fixture
def make(qtbot: QtBot) -> Made:
    """Makes a chart of the first option, shown and focused; it lives as long as the test."""
    made = []

    def build(portfolio: Portfolio) -> StageChart:
        initiative = portfolio.initiatives[0]
        plan = plan_of(portfolio, initiative, initiative.options[0])
        chart = StageChart(plan, lambda wish: foretold(portfolio, initiative.options[0].id, wish))
        qtbot.addWidget(chart)
        chart.resize(900, 340)
        chart.show()
        qtbot.waitExposed(chart)
        chart.setFocus()
        made.append(chart)
        return chart

    return build


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qapp: QApplication) -> Iterator[None]:
    """Every test ends with the top-level widgets and threads that it began with."""
    threads, widgets = set(threading.enumerate()), len(qapp.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert set(threading.enumerate()) == threads
    assert len(qapp.topLevelWidgets()) <= widgets
