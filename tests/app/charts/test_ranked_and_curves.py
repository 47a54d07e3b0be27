"""Bars in an order, and curves through named points: what is drawn is what was given."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.charts.curves import Curve, CurveChart
from app.charts.ranked import Ranked, RankedBars, fitted
from app.charts.units import SHARE, money_in

ROWS = (
    Ranked("Market · price", (0.6, 0.7), (0.05, 0.1)),
    Ranked("Risk", (-0.1, math.nan), (0.2,)),
)


def bars_of(chart: RankedBars) -> list[pg.BarGraphItem]:
    return [item for item in chart.getPlotItem().items if isinstance(item, pg.BarGraphItem)]


def test_bars_go_from_zero_to_the_values(qtbot: QtBot) -> None:
    """The first row on top; what is missing has no bar; errors are lines around the ends."""
    chart = RankedBars("Shares")
    qtbot.addWidget(chart)
    chart.show_rows(ROWS, ("alone", "with all"), SHARE)
    alone, total = bars_of(chart)
    assert list(alone.opts["x1"]) == [0.6, -0.1]
    assert list(total.opts["x1"]) == [0.7]
    assert alone.opts["y"][0] > alone.opts["y"][1]
    assert [entry.name for entry in chart.legend] == ["alone", "with all"]
    lines = [item for item in chart.getPlotItem().items if isinstance(item, pg.PlotDataItem)]
    assert [round(float(x), 6) for x in lines[0].xData] == [0.55, 0.65, -0.3, 0.1]


def test_bars_are_read_out_and_tabled(qtbot: QtBot) -> None:
    chart = RankedBars("Shares")
    qtbot.addWidget(chart)
    chart.show_rows(ROWS, ("alone", "with all"), SHARE)
    told = chart.words_at(0.1, 2.1)
    assert told is not None
    assert told[0] == "Market · price\nalone: 60 % ± 5 %\nwith all: 70 % ± 10 %"
    assert chart.words_at(0.1, 5.0) is None
    table = chart.table()
    assert table.header == ("", "alone", "alone: standard error", "with all", "with all: standard error")
    assert table.rows[1] == ("Risk", -0.1, 0.2, None, None)
    assert chart.stops() == [(0.0, 2.0), (0.0, 1.0)]
    chart.show_rows((), (), SHARE)
    assert chart.legend == ()
    assert chart.getPlotItem().items == []


def test_long_names_keep_their_ends() -> None:
    """At most 44 characters, and names of inputs differ at their ends."""
    assert fitted("Short") == "Short"
    long = fitted("Value-based pricing and packaging · Willingness-to-pay gate")
    assert long.endswith(" · Willingness-to-pay gate")
    assert len(long) <= 44
    assert len(fitted("Atlas · " + "x" * 80)) == 44
    assert len(fitted("y" * 80)) == 44


def curves() -> list[Curve]:
    return [
        Curve("frontier", np.array([1e6, 2e6]), np.array([3e6, 5e6]), ("1 funded", "2 funded")),
        Curve("plan", np.array([2e6]), np.array([2e6]), looks="points"),
    ]


def test_curves_are_drawn_and_read_out(qtbot: QtBot) -> None:
    """The nearest point is said; points alone are not joined."""
    chart = CurveChart("Value over budget")
    qtbot.addWidget(chart)
    chart.show_curves(curves(), ("budget", money_in("EUR")), ("value", money_in("EUR")))
    lines = [item for item in chart.getPlotItem().items if isinstance(item, pg.PlotDataItem)]
    assert len(lines) == 1
    assert list(lines[0].yData) == [3e6, 5e6]
    told = chart.words_at(1.1e6, 3e6)
    assert told is not None
    assert told[0] == "frontier\n1 funded\nbudget: 1.0 M €\nvalue: 3.0 M €"
    assert [entry.name for entry in chart.legend] == ["frontier", "plan"]
    assert chart.table().rows[2] == ("plan", "", 2e6, 2e6)


def test_a_point_is_chosen_by_mouse_and_keys(qtbot: QtBot) -> None:
    """A press far from any point chooses none."""
    chart = CurveChart("Value over budget")
    qtbot.addWidget(chart)
    chart.show_curves(curves(), ("budget", money_in("EUR")), ("value", money_in("EUR")))
    chosen: list[int] = []
    chart.point_chosen.connect(chosen.append)
    chart.press(1.5e6, 3e6)
    chart.press(2e6, 5e6)
    chart.show()
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen == [1, 0]


def test_without_curves_there_is_nothing(qtbot: QtBot) -> None:
    chart = CurveChart("Empty")
    qtbot.addWidget(chart)
    chart.show_curves([], ("x", SHARE), ("y", SHARE))
    assert chart.words_at(0.0, 0.0) is None
    assert chart.stops() == ()
    assert not chart.confirm()
    chart.press(0.0, 0.0)
    assert chart.table().rows == ()
