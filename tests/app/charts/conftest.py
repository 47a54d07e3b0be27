"""Charts are shown, so that they have a size, and are gone after each test."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from app.charts.frame import Chart

AnyChart = TypeVar("AnyChart", bound=Chart)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[AnyChart], AnyChart]:
    def show(chart: AnyChart) -> AnyChart:
        qtbot.addWidget(chart)
        chart.resize(480, 320)
        chart.show()
        qtbot.waitExposed(chart)
        return chart

    return show
