"""Acting on the chart of stages with the mouse, and hearing what it wishes."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from app.charts.stages.chart import StageChart
from app.charts.stages.wishes import Wish
from models.portfolio import Portfolio

Made = Callable[[Portfolio], StageChart]
"""Makes a chart of the first option of a portfolio, shown and focused."""


def wishes_of(chart: StageChart) -> list[Wish]:
    """The wishes that the chart makes from now on."""
    found: list[Wish] = []
    chart.wished.connect(found.append)
    return found


def on_screen(chart: StageChart, point: QPointF) -> QPoint:
    """A place of the drawing in pixels of the chart."""
    return chart.mapFromScene(point)


def drag(qtbot: QtBot, chart: StageChart, start: QPointF, *stops: QPointF, release: bool = True) -> None:
    """Press, move in two steps to each stop, and let go, with the mouse."""
    view, left = chart.viewport(), Qt.MouseButton.LeftButton
    here = on_screen(chart, start)
    qtbot.mouseMove(view, here)
    qtbot.mousePress(view, left, pos=here)
    for stop in stops:
        there = on_screen(chart, stop)
        qtbot.mouseMove(view, (here + there) / 2)
        qtbot.mouseMove(view, there)
        here = there
    if release:
        qtbot.mouseRelease(view, left, pos=here)


def middle(chart: StageChart, stage: str) -> QPointF:
    """Of a stage's bar."""
    return chart.drawing.pieces[stage].area.center()


def edge(chart: StageChart, stage: str) -> QPointF:
    """The right one of a stage's bar, where its length is dragged."""
    area = chart.drawing.pieces[stage].area
    return QPointF(area.right() - 1, area.center().y())


def month_width(chart: StageChart) -> float:
    """In the drawing's units."""
    assert chart.drawing.timeline is not None
    return chart.drawing.timeline.month_width
