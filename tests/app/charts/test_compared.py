"""What stands behind a chart is drawn as it was given, is in its table, its words and its legend."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest

from app.charts.bars import BarChart, BarSeries, Before
from app.charts.distribution import Distribution, Series
from app.charts.fan import Band, FanChart
from app.charts.frame import Chart
from app.charts.heatmap import Heatmap
from app.charts.roadmap import Roadmap, Row
from app.charts.scatter import Axis, Scatter, Spot
from app.charts.shares import histogram
from app.charts.units import SHARE, money_in

EURO = money_in("EUR")
EVEN = np.linspace(0.0, 4e6, 1001)
Shown = Callable[[Chart], Any]


def lines(chart: Chart) -> list[Any]:
    return [item for item in chart.getPlotItem().items if isinstance(item, pg.PlotDataItem)]


def words(chart: Chart, x: float, y: float) -> str:
    found = chart.words_at(x, y)
    assert found is not None
    return found[0]


def test_a_distribution_and_what_is_behind_share_their_bins(shown: Shown) -> None:
    """The one behind is worth a million less and has fewer quantiles."""
    chart = shown(Distribution("Value"))
    kept = Series("Board", EVEN[::5] - 1e6)
    chart.show_series([Series("value", EVEN)], EURO, markers=[2e6], behind=kept)
    edges, heights = lines(chart)[1].getData()
    assert heights == pytest.approx(histogram(kept.quantiles, edges))
    assert edges[0] < -0.9e6  # bins leave out the last thousandths
    assert [row[3] for row in chart.table().rows] == pytest.approx(heights)
    assert chart.chances(2e6) == ["50 % chance of at least 2.0 M €", "Board: 25 %"]
    assert [entry.name for entry in chart.legend] == ["Board"]
    chart.set_mode("s_curve")
    values, odds = lines(chart)[1].getData()
    assert odds == pytest.approx(1.0 - (values + 1e6) / 4e6)
    chart.show_series([Series("value", EVEN)], EURO)
    assert len(lines(chart)) == 1


def test_a_fan_stands_before_its_lines(shown: Shown) -> None:
    chart = shown(FanChart("Cash"))
    months = np.arange(12.0)
    kept = Band("Board", (50.0,), np.where(months < 6, months, math.nan)[None])
    chart.show_bands(
        [Band("cash", (10.0, 50.0, 90.0), np.stack([months, months + 1, months + 2]))], "2027-01", behind=kept
    )
    places, values = lines(chart)[0].getData()
    assert places == pytest.approx(months + 1)
    assert np.array_equal(values, kept.edges[0], equal_nan=True)
    assert chart.table().header[-1] == "Board P50"
    assert [row[-1] for row in chart.table().rows][:6] == [0, 1, 2, 3, 4, 5]
    assert "Board: P50 3" in words(chart, 4.0, 0.0)


def test_a_dashed_line_across_the_bars_of_each_label(shown: Shown) -> None:
    """None where nothing was kept."""
    chart = shown(BarChart("Cost"))
    chart.show_bars(("FY27", "FY28"), [BarSeries("cost", (1e6, 2e6))], EURO, before=Before("Board", (3e6, math.nan)))
    places, heights = lines(chart)[0].getData()
    assert places == pytest.approx([-0.44, 0.44])
    assert heights == pytest.approx([3e6, 3e6])
    assert chart.table().header == ("", "cost", "Board")
    assert "Board: 3.0 M €" in words(chart, 0.0, 0.0)
    assert "Board" not in words(chart, 1.0, 0.0)


def test_cells_that_changed_are_framed(shown: Shown) -> None:
    """By a tenth or more, up or down; what is not known is no change."""
    chart = shown(Heatmap("Load"))
    chart.show_values(["Web"], [[0.5, 0.5, 0.5, 0.5]], "2027-01", before=("Board", [[0.3, 0.55, 0.65, math.nan]]))
    assert chart.changed().tolist() == [[True, False, True, False]]
    assert words(chart, 0.5, 1.0) == "Web, Jan 2027: 50 % (Board: 30 %)"
    assert words(chart, 3.5, 1.0) == "Web, Apr 2027: 50 %"
    assert chart.table().rows[1][:2] == ("Web (Board)", 0.3)
    chart.show_values(["Web"], [[0.5, 0.5]], "2027-01", SHARE)
    assert not chart.changed().any()


def test_the_name_of_what_rows_are_compared_with_is_said(shown: Shown) -> None:
    chart = shown(Roadmap("Roadmap"))
    chart.show_rows([Row("Atlas", 0.0, 8.0, 10.0, 14.0, before=(1.0, 6.0))], "2027-01", 24, (), "Board")
    assert "Board" in [entry.name for entry in chart.legend]
    assert "Board: Feb 2027 to Jun 2027" in words(chart, 0.0, 1.0)


def test_a_diamond_in_the_cloud(shown: Shown) -> None:
    chart = shown(Scatter("Cost and date"))
    months, cost = Axis("last launch", np.arange(5.0)), Axis("cost", np.arange(5.0) * 1e6, EURO)
    chart.show_cloud(months, cost, (2.0, 2e6), behind=Spot("Board, P50 of both", 3.0, 1.5e6))
    spots = [item for item in chart.getPlotItem().items if isinstance(item, pg.ScatterPlotItem)]
    assert [list(one) for one in spots[-1].getData()] == [[3.0], [1.5e6]]
    assert chart.table().rows[-1] == ("Board, P50 of both", 3.0, 1.5e6)
    assert "Board, P50 of both" in [entry.name for entry in chart.legend]
    chart.show_cloud(months, cost)
    assert len(chart.table().rows) == 5
    assert chart.legend == ()
