"""What is drawn is what was given: read back from the items of each plot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from app.charts.axes import MonthAxis, short_name
from app.charts.bars import BarChart, BarSeries
from app.charts.distribution import BINS, Distribution, Series
from app.charts.fan import Band, FanChart, Level, Mark
from app.charts.frame import Chart
from app.charts.heatmap import Heatmap
from app.charts.roadmap import Arrow, Roadmap, Row
from app.charts.scatter import Axis, Frontier, Scatter
from app.charts.shares import histogram
from app.charts.tornado import Swing, Tornado
from app.charts.units import FTE, LOAD, MONTHS, NUMBER, RATE, SHARE, Unit, date_from, money_in
from app.charts.waterfall import Step, Waterfall
from app.theme import DARK, palette_of

EURO = money_in("EUR")
EVEN = np.linspace(-1e6, 5e6, 1001)
Shown = Callable[[Chart], Any]


def items(chart: Chart, kind: type) -> list[Any]:
    """The items of a kind, in the order in which they were drawn."""
    return [item for item in chart.getPlotItem().items if isinstance(item, kind)]


def press(chart: Chart, qtbot: QtBot, x: float, y: float) -> None:
    """Press the left button at a place of the plot."""
    spot = chart.mapFromScene(chart.getViewBox().mapViewToScene(QPointF(x, y)))
    qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_a_histogram_has_the_shares_of_its_bins(shown: Shown) -> None:
    chart = shown(Distribution("Value"))
    chart.show_series([Series("a", EVEN), Series("b", EVEN + 1e6)], EURO)
    bars = items(chart, pg.PlotDataItem)
    assert len(bars) == 2
    edges, heights = bars[1].getData()
    assert len(edges) == BINS + 1
    assert heights == pytest.approx(histogram(EVEN + 1e6, edges))
    assert [row[0] for row in chart.table().rows] == pytest.approx(edges[:-1])
    assert [row[3] for row in chart.table().rows] == pytest.approx(heights)
    assert [entry.name for entry in chart.legend] == ["a", "b"]


def test_an_s_curve_is_the_chance_of_at_least(shown: Shown) -> None:
    """Of the uniform distribution from -1 to 5 M: a straight line from 1 to 0."""
    chart = shown(Distribution("Value"))
    chart.show_series([Series("a", EVEN)], EURO)
    chart.s_curve_action.trigger()
    assert chart.mode == "s_curve"
    values, odds = items(chart, pg.PlotDataItem)[0].getData()
    assert odds == pytest.approx(1.0 - (values + 1e6) / 6e6)
    chart.show_series([Series("a", EVEN)], EURO, "at_most")
    values, odds = items(chart, pg.PlotDataItem)[0].getData()
    assert odds == pytest.approx((values + 1e6) / 6e6)


def test_a_marker_says_its_chance_and_moves(shown: Shown, qtbot: QtBot) -> None:
    """Half of the uniform distribution lies above its middle, 2 M; keys move by a hundredth of the width."""
    chart = shown(Distribution("Value"))
    chart.show_series([Series("a", EVEN)], EURO, markers=[2e6])
    assert chart.chances(2e6) == ["50 % chance of at least 2.0 M €"]
    low, high = chart.viewRange()[0]
    with qtbot.waitSignal(chart.marker_moved) as moved:
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert moved.args == [0, pytest.approx(2e6 + (high - low) / 100)]
    line = items(chart, pg.InfiniteLine)[0]
    assert line.value() == chart.markers[0]
    line.setValue(3.5e6)  # as dragging does
    assert chart.markers == (3.5e6,)
    assert line.label.format == "25 % chance of at least 3.5 M €"
    chart.show_series([Series("a", EVEN)], EURO)
    assert chart.markers == (3.5e6,)  # new figures leave it where it was put


def test_a_value_that_is_sure_has_every_chance(shown: Shown) -> None:
    """Two futures of five are worth exactly nothing, no future less: at least nothing is worth every one of them."""
    chart = shown(Distribution("Value"))
    quantiles = np.concatenate([np.zeros(401), np.linspace(0.0, 6e6, 600)])
    chart.show_series([Series("Base", quantiles)], Unit("money", "EUR"), markers=[0.0])
    assert chart.chances(0.0) == ["100 % chance of at least 0 €"]
    chart.show_series([Series("Base", quantiles)], Unit("money", "EUR"), side="at_most", markers=[0.0])
    assert chart.chances(0.0) == ["40 % chance of at most 0 €"]


def test_each_marker_can_be_moved_by_keys(shown: Shown, qtbot: QtBot) -> None:
    """Up goes to the next, and after the last to the first."""
    chart = shown(Distribution("Value"))
    chart.show_series([Series("a", EVEN)], EURO, markers=[1e6, 3e6])
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.markers[0] == 1e6
    assert chart.markers[1] < 3e6
    assert chart.accessibleDescription() == chart.chances(chart.markers[1])[0]
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.markers[0] > 1e6


def test_dates_are_said_as_months_and_what_is_later_is_told(shown: Shown) -> None:
    """A fifth of the launches lies beyond the horizon of 60 months."""
    late = np.concatenate([np.linspace(0.0, 60.0, 801), np.full(200, np.inf)])
    chart = shown(Distribution("Launch"))
    chart.show_series([Series("Atlas", late)], date_from("2027-01"), "at_most", markers=[30.0])
    assert chart.chances(30.0) == ["40 % chance by Jun 2029"]
    assert chart.legend[0].name == "Atlas, in 20 % not within the horizon"


def test_nothing_known_draws_nothing(shown: Shown) -> None:
    chart = shown(Distribution("IRR"))
    chart.show_series([Series("a", np.full(1001, np.nan))], SHARE)
    assert chart.getPlotItem().items == []
    assert chart.table().rows == ()


def test_a_fan_has_its_edges_month_by_month(shown: Shown) -> None:
    """Sums stand at the month's end: the first at 1."""
    edges = np.arange(72, dtype=np.float32).reshape(3, 24)
    chart = shown(FanChart("Cash"))
    chart.show_bands([Band("cash", (10.0, 50.0, 90.0), edges)], "2027-01", EURO, [Level("cap", np.full(24, 5.0))])
    low, high = items(chart, pg.PlotCurveItem)
    assert np.array_equal(low.getData()[1], edges[0])
    assert np.array_equal(high.getData()[1], edges[2])
    middle, level = items(chart, pg.PlotDataItem)
    assert np.array_equal(middle.getData()[0], np.arange(1, 25))
    assert np.array_equal(middle.getData()[1], edges[1])
    assert np.array_equal(level.getData()[1], np.full(24, 5.0))
    assert len(items(chart, pg.FillBetweenItem)) == 1
    assert chart.table().rows[1] == ("Feb 2027", 1.0, 25.0, 49.0, 5.0)


def test_a_fan_is_read_month_by_month(shown: Shown, qtbot: QtBot) -> None:
    chart = shown(FanChart("Headcount", when="middle"))
    chart.show_bands([Band("Core", (10.0, 50.0, 90.0), np.array([[3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]))], "2027-01", FTE)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.reading == "Feb 2027\nCore: P10 4.0 FTE, P50 6.0 FTE, P90 8.0 FTE"
    assert chart.accessibleDescription() == chart.reading


def test_marks_stand_where_they_are_told(shown: Shown) -> None:
    chart = shown(FanChart("Cash"))
    band = Band("cash", (50.0,), np.zeros((1, 24)))
    chart.show_bands(
        [band], "2027-01", EURO, marks=[Mark("Payback {P50}", 12.0, 10.0, 15.0), Mark("Peak", 4.0, value=-3.0)]
    )
    assert items(chart, pg.LinearRegionItem)[0].getRegion() == (10.0, 15.0)
    assert [line.value() for line in items(chart, pg.InfiniteLine) if line.angle == 90] == [12.0, 4.0]
    assert [tuple(one) for one in zip(*items(chart, pg.ScatterPlotItem)[0].getData(), strict=True)] == [(4.0, -3.0)]


ROWS = (
    Row("Atlas: app", 0.0, 8.0, 10.0, 14.0, 9.0, key="a", opened=True, deadline=12.0, met=0.7, before=(1.0, 11.0)),
    Row("Build", 2.0, 7.0, 9.0, 12.0, key="s", level=1, gate=0.8),
    Row("Beacon", 6.0, 20.0, None, None, key="b", deadline=18.0, met=0.1),
    Row("Never", None, None, None, None, key="n"),
)


def test_a_roadmap_has_a_bar_for_each_row(shown: Shown) -> None:
    """What is later than the horizon ends there; what never starts has no bar."""
    chart = shown(Roadmap("Roadmap"))
    chart.show_rows(ROWS, "2027-01", 24, [Arrow("a", "b"), Arrow("a", "unknown")])
    before, work, doubt = (item.opts for item in items(chart, pg.BarGraphItem))
    assert (list(before["x0"]), list(before["x1"])) == ([1.0], [11.0])
    assert (list(work["x0"]), list(work["x1"])) == ([0.0, 2.0, 6.0], [10.0, 9.0, 24.0])
    assert (list(doubt["x0"]), list(doubt["x1"])) == ([8.0, 7.0, 20.0], [14.0, 12.0, 24.0])
    assert list(work["y"]) == [4.0, 3.0, 2.0]
    arrows = items(chart, pg.PlotDataItem)[0].getData()[0]
    assert arrows[:3] == pytest.approx([10.0, 6.0, 6.0])
    assert [entry.mark for entry in chart.legend] == ["area", "line", "diamond", "line", "dot", "flag", "flag"]


def test_a_row_is_said_and_chosen(shown: Shown, qtbot: QtBot) -> None:
    """By a press of the mouse, or by the arrows and Return."""
    chart = shown(Roadmap("Roadmap"))
    chart.show_rows(ROWS, "2027-01", 24)
    chosen: list[str] = []
    chart.chosen.connect(chosen.append)
    press(chart, qtbot, 12.0, 2.0)
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen == ["b", "s"]
    assert chart.reading.startswith("Build\nend P50 Sep 2027; P10 Jul 2027, P90 Dec 2027\nstarts Mar 2027 (P50)")
    assert "gate passed in 80 %" in chart.reading


def test_two_hundred_rows_are_as_many_items_as_five(shown: Shown) -> None:
    """Items are what drawing costs: marks of a kind are one item, so that a large plan is drawn within two frames."""
    roadmap, heatmap, tornado = shown(Roadmap("Roadmap")), shown(Heatmap("Load")), shown(Tornado("Inputs"))
    counts = []
    for size in (5, 200):
        rows = [
            Row(
                f"Row {n}", 1.0, 8.0, 10.0, 14.0, 9.0, key=str(n), deadline=12.0, met=n % 2, gate=0.5, before=(0.0, 9.0)
            )
            for n in range(size)
        ]
        roadmap.show_rows(rows, "2027-01", 24, [Arrow(str(n), str(n + 1)) for n in range(size - 1)])
        heatmap.show_values([row.name for row in rows], np.full((size, 24), 1.2), "2027-01")
        tornado.show_swings([Swing(row.name, 1.0, 3.0) for row in rows], 2.0)
        counts.append([len(chart.getPlotItem().items) for chart in (roadmap, heatmap, tornado)])
    assert counts[0] == counts[1]


def test_a_heatmap_has_the_value_of_each_cell(shown: Shown) -> None:
    """0 is the ground, 1 full blue, more than 1 orange with a mark; NaN is left out."""
    chart = shown(Heatmap("Load"))
    chart.show_values(["Core", "Design"], [[0.0, 1.0, np.nan], [0.5, 1.01, 2.0]], "2027-01")
    colours = chart.colours()[::-1]
    assert tuple(colours[0, 0]) == (255, 255, 255, 255)
    assert tuple(colours[0, 1]) == (0x00, 0x72, 0xB2, 255)
    assert colours[0, 2, 3] == 0
    assert colours[1, 1, 0] > colours[1, 1, 2]  # more red than blue
    assert np.array_equal(items(chart, pg.ImageItem)[0].image, chart.colours())
    xs, ys = items(chart, pg.ScatterPlotItem)[0].getData()
    assert list(zip(xs, ys, strict=True)) == [(1.5, 1.0), (2.5, 1.0)]
    assert chart.table().rows[1] == ("Design", 0.5, 1.01, 2.0)
    assert chart.table().header == ("", "Jan 2027", "Feb 2027", "Mar 2027")


def test_a_cell_is_chosen_by_mouse_and_keys(shown: Shown, qtbot: QtBot) -> None:
    chart = shown(Heatmap("Load"))
    chart.show_values(["Core", "Design"], np.full((2, 24), 0.8), "2027-01")
    chosen: list[tuple[int, int]] = []
    chart.cell_chosen.connect(lambda row, month: chosen.append((row, month)))
    press(chart, qtbot, 3.5, 2.0)
    assert chosen == [(0, 3)]
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chart.reading == "Design, Feb 2028: 80 %"
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen[-1] == chart.cell == (1, 13)
    chart.show_values(["Core"], np.full((1, 24), 0.8), "2027-01")
    assert chart.cell is None  # it is no more


def test_bars_stand_side_by_side_or_on_each_other(shown: Shown) -> None:
    """Of a stack what is negative hangs below zero."""
    chart = shown(BarChart("Cost"))
    series = [BarSeries("a", (1.0, 2.0), (0.5, 1.5), (1.5, np.nan)), BarSeries("b", (-3.0, 4.0))]
    chart.show_bars(["x", "y"], series, NUMBER, targets=(np.nan, 5.0))
    first, second = (item.opts for item in items(chart, pg.BarGraphItem))
    assert list(first["height"]) == [1.0, 2.0]
    assert list(second["height"]) == [-3.0, 4.0]
    assert first["x0"][0] < second["x0"][0]
    ranges, targets = items(chart, pg.PlotDataItem)
    assert list(ranges.getData()[1]) == [0.5, 1.5]  # the second range is not known
    assert list(targets.getData()[1]) == [5.0, 5.0]
    chart.show_bars(["x", "y"], series, NUMBER, stacked=True)
    first, second = (item.opts for item in items(chart, pg.BarGraphItem))
    assert list(second["y0"]) == [0.0, 2.0]
    assert chart.table().rows[0] == ("x", 1.0, 0.5, 1.5, -3.0)


def test_a_tornado_swings_around_the_middle(shown: Shown) -> None:
    chart = shown(Tornado("Inputs"))
    chart.show_swings([Swing("Price", 1.0, 3.0, "8 €", "12 €"), Swing("Churn", 2.5, np.nan)], 2.0)
    low, high = (item.opts for item in items(chart, pg.BarGraphItem))
    assert (list(low["x0"]), list(low["x1"]), list(low["y"])) == ([2.0, 2.0], [1.0, 2.5], [2.0, 1.0])
    assert (list(high["x1"]), list(high["y"])) == ([3.0], [2.0])
    assert chart.words_at(0.0, 2.0)[0] == "Price\ninput low (8 €): 1\ninput high (12 €): 3"


def test_a_waterfall_adds_up(shown: Shown) -> None:
    """10 - 4 + 1 = 7, which the total says."""
    chart = shown(Waterfall("Bridge"))
    chart.show_steps([Step("Before", 10.0, True), Step("Delay", -4.0), Step("Price", 1.0), Step("Now", 7.0, True)])
    begins, ends = chart.spans()
    assert list(begins) == [0.0, 10.0, 6.0, 0.0]
    assert list(ends) == [10.0, 6.0, 7.0, 7.0]
    totals, rises, falls = (item.opts for item in items(chart, pg.BarGraphItem))
    assert (list(totals["x"]), list(rises["x"]), list(falls["x"])) == ([0, 3], [2], [1])
    assert chart.table().rows[1] == ("Delay", -4.0, 6.0, "step")
    assert chart.words_at(1.0, 0.0)[0] == "Delay: -4; 6 so far"


def test_the_cross_hair_parts_the_futures(shown: Shown, qtbot: QtBot) -> None:
    """Ten points on a diagonal, one of them without a launch; on the line counts as right and above."""
    x, y = np.arange(10.0), np.arange(10.0)
    y[9] = np.nan
    chart = shown(Scatter("Joint"))
    chart.show_cloud(Axis("cost", x), Axis("value", y), (5.0, 3.0))
    found = chart.quarters(5.0, 3.0)
    assert (found.upper_left, found.upper_right, found.lower_left, found.lower_right, found.missing) == pytest.approx(
        (0.2, 0.4, 0.3, 0.0, 0.1)
    )
    xs, ys = items(chart, pg.ScatterPlotItem)[0].getData()
    assert list(xs) == list(ys) == list(range(9))
    assert [item.toPlainText() for item in items(chart, pg.TextItem)] == ["20 %", "40 %", "30 %", "0 %"]
    assert "20 %: value at least 3, cost below 5" in chart.accessibleDescription()
    with qtbot.waitSignal(chart.moved):
        qtbot.keyClick(chart, Qt.Key.Key_Up)
    assert chart.cross is not None
    assert chart.cross[1] > 3.0
    items(chart, pg.InfiniteLine)[0].setValue(0.0)  # as dragging does
    assert chart.cross[0] == 0.0
    assert chart.table().rows[9] == ("future", 9.0, None)


def test_a_frontier_is_joined_and_named(shown: Shown, qtbot: QtBot) -> None:
    chart = shown(Scatter("Frontier"))
    nothing = np.empty(0)
    frontier = Frontier("best", np.array([1.0, 2.0, 4.0]), np.array([3.0, 5.0, 6.0]), ("one", "two", "three"))
    chart.show_cloud(Axis("cost", nothing), Axis("value", nothing), frontier=frontier)
    line = items(chart, pg.PlotDataItem)[0].getData()
    assert (list(line[0]), list(line[1])) == ([1.0, 2.0, 4.0], [3.0, 5.0, 6.0])
    with qtbot.waitSignal(chart.point_chosen) as chosen:
        press(chart, qtbot, 2.0, 5.0)
    assert chosen.args == [1]
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.reading == "one: cost 1, value 3"


def test_the_pointer_is_answered(shown: Shown, qtbot: QtBot) -> None:
    """A moment after it rests; not outside the plot."""
    chart = shown(BarChart("Cost"))
    chart.show_bars(["x", "y"], [BarSeries("a", (1.0, 2.0))], EURO)
    spot = chart.mapFromScene(chart.getViewBox().mapViewToScene(QPointF(1.0, 1.0)))
    qtbot.mouseMove(chart.viewport(), spot)
    qtbot.waitUntil(lambda: chart.reading == "y\na: 2 €")
    qtbot.mouseMove(chart.viewport(), QPoint(1, 1))
    qtbot.waitUntil(lambda: chart.reading == "")


def test_months_are_ticked_at_the_year_where_there_is_room(qtbot: QtBot) -> None:
    """From March 2027: 60 months on 500 pixels give years, which begin in month 10; 6 months give each month."""
    axis = MonthAxis("bottom", "2027-03")
    [(step, values)] = axis.tickValues(0.0, 60.0, 500.0)
    assert (step, values) == (12.0, [10.0, 22.0, 34.0, 46.0, 58.0])
    assert axis.tickStrings(values[:2], 1.0, step) == ["Jan 2028", "Jan 2029"]
    assert axis.tickValues(0.0, 6.0, 500.0)[0][0] == 1.0


@pytest.mark.parametrize(
    ("unit", "value", "words", "scale", "name"),
    [
        (EURO, 4.1e6, "4.1 M €", 1e-6, "M €"),
        (SHARE, 0.71, "71 %", 100.0, "%"),
        (LOAD, 1.04, "104 %", 100.0, "%"),
        (RATE, 0.125, "12.5 %", 100.0, "% a year"),
        (MONTHS, 14.2, "14.2 months", 1.0, "months"),
        (FTE, 3.2, "3.2 FTE", 1.0, "FTE"),
        (Unit("number", "teams"), 3.0, "3 teams", 1.0, "teams"),
        (date_from("2027-01"), 3.0, "Mar 2027", 1.0, ""),
    ],
)
def test_units_say_numbers_as_people_do(unit: Unit, value: float, words: str, scale: float, name: str) -> None:
    assert unit.say(value) == words
    assert unit.axis(abs(value)) == (pytest.approx(scale), name)


def test_long_names_are_cut() -> None:
    assert short_name("Atlas: connected-worker app") == "Atlas"
    assert len(short_name("a" * 60)) == 30


@pytest.fixture
def dark_chart(shown: Shown) -> BarChart:
    chart = shown(BarChart("Cost"))
    chart.show_bars(["x"], [BarSeries("a", (1.0,)), BarSeries("b", (2.0,))], NUMBER)
    chart.setPalette(palette_of(DARK))
    return chart


def test_a_theme_changes_the_colours(dark_chart: BarChart) -> None:
    assert [entry.colour for entry in dark_chart.legend] == list(DARK.series[:2])
    brushes = [item.opts["brush"].color().name() for item in items(dark_chart, pg.BarGraphItem)]
    assert brushes == list(DARK.series[:2])
