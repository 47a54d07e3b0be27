"""Charts look as they did: pictures of what is drawn in both themes, without the axes, whose room the font decides.

They are compared small, so that the letters inside are a grey shade.

Where a chart is to look otherwise, remove its pictures from ``tests/golden`` and run with FOLIOCAST_NEW_GOLDEN=1.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from scipy import stats

from app.charts.bars import BarChart, BarSeries, Before
from app.charts.curves import Curve, CurveChart
from app.charts.distribution import Distribution, Series
from app.charts.fan import Band, FanChart, Mark
from app.charts.frame import Chart
from app.charts.heatmap import Heatmap
from app.charts.ranked import Ranked, RankedBars
from app.charts.scatter import Axis, Frontier, Scatter
from app.charts.tornado import Swing, Tornado
from app.charts.units import SHARE, Unit, date_from, money_in
from app.charts.waterfall import Step, Waterfall
from app.theme import DARK, LIGHT, Tokens, palette_of
from tests.app.charts import plans_drawn

GOLDEN: Final = Path(__file__).parents[2] / "golden"
SMALL: Final = (60, 40)
"""Pixels at which pictures are compared: some seven of the chart's in one."""

TOLERANCE: Final = 4.0
"""Mean absolute difference of 255 that another font may make; moved or missing bars make some ten."""

EURO: Final = money_in("EUR")
PERCENTS: Final = (10.0, 25.0, 50.0, 75.0, 90.0)
Maker = Callable[[], Chart]


def normal(mean: float, deviation: float) -> np.ndarray:
    """The quantiles of a normal distribution at every tenth of a per cent, without its endless tails."""
    return np.asarray(stats.norm.ppf(np.linspace(0.0005, 0.9995, 1001), mean, deviation))


def histogram() -> Chart:
    chart = Distribution("Value")
    chart.show_series([Series("value", normal(4e6, 3e6), 6e6)], EURO, markers=[0.0, 1.5e6])
    return chart


def s_curves() -> Chart:
    chart = Distribution("Value")
    chart.set_mode("s_curve")
    chart.show_series([Series("build", normal(4e6, 3e6)), Series("buy", normal(3e6, 1e6))], EURO, markers=[2e6])
    return chart


def fan() -> Chart:
    chart = FanChart("Cash")
    months = np.arange(1.0, 49.0)
    middle = (months - 20) ** 2 * 2e4 - 6e6
    edges = np.stack([middle + stats.norm.ppf(one / 100) * months * 5e4 for one in PERCENTS])
    mark = Mark("payback: Feb 2030 (P50)", 37.3, 34.0, 42.0)
    chart.show_bands([Band("cumulative cash", PERCENTS, edges)], "2027-01", EURO, marks=[mark])
    return chart


def bars() -> Chart:
    chart = BarChart("Budget")
    cost = BarSeries("cost", (4.0e6, 5.2e6, 3.1e6), (3.5e6, 4.6e6, 2.5e6), (4.4e6, 6.0e6, 3.9e6))
    chart.show_bars(("FY27", "FY28", "FY29"), [BarSeries("budget", (4.5e6, 5e6, 3.5e6), muted=True), cost], EURO)
    return chart


def histogram_behind() -> Chart:
    """Shifted to the right of what it is compared with, whose quantiles are fewer."""
    chart = Distribution("Value")
    kept = Series("Board", normal(2e6, 3e6)[::5])
    chart.show_series([Series("value", normal(4e6, 3e6))], EURO, markers=[0.0], behind=kept)
    return chart


def s_curve_behind() -> Chart:
    chart = histogram_behind()
    assert isinstance(chart, Distribution)
    chart.set_mode("s_curve")
    return chart


def fan_behind() -> Chart:
    """What it is compared with ends a year earlier, and lay higher."""
    chart = FanChart("Cash")
    months = np.arange(1.0, 49.0)
    middle = (months - 20) ** 2 * 2e4 - 6e6
    edges = np.stack([middle + stats.norm.ppf(one / 100) * months * 5e4 for one in PERCENTS])
    kept = Band("Board", (10.0, 50.0, 90.0), np.where(months < 37, edges[[0, 2, 4]] + 2e6, np.nan))
    chart.show_bands([Band("cumulative cash", PERCENTS, edges)], "2027-01", EURO, behind=kept)
    return chart


def bars_before() -> Chart:
    chart = BarChart("Budget")
    cost = BarSeries("cost", (4.0e6, 5.2e6, 3.1e6), (3.5e6, 4.6e6, 2.5e6), (4.4e6, 6.0e6, 3.9e6))
    chart.show_bars(("FY27", "FY28", "FY29"), [cost], EURO, before=Before("Board, P50", (3.4e6, 5.6e6, math.nan)))
    return chart


def heatmap_before() -> Chart:
    """The first team was idler by a fifth, of the second nothing was kept."""
    chart = Heatmap("Load")
    ramp = np.linspace(0.2, 1.4, 24)
    kept = np.stack([np.clip(ramp - 0.2 * (np.arange(24) > 11), 0, None), np.full(24, np.nan)])
    chart.show_values(("Platform", "Design"), np.stack([ramp, ramp[::-1]]), "2027-01", before=("Board", kept))
    return chart


def stacked_bars() -> Chart:
    chart = BarChart("Money in and out")
    series = [BarSeries("money in", (0.0, 3e6, 8e6)), BarSeries("money out", (-5e6, -6e6, -4e6))]
    chart.show_bars(("FY27", "FY28", "FY29"), series, EURO, stacked=True)
    return chart


def waterfall() -> Chart:
    chart = Waterfall("From base to scenario")
    chart.show_steps(
        [
            Step("Base", 5e6, True),
            Step("Atlas", -2e6),
            Step("Beacon", 1e6),
            Step("Tax", 0.5e6),
            Step("Lean", 4.5e6, True),
        ],
        EURO,
    )
    return chart


def cloud() -> Chart:
    """A grid of futures, so that nothing is drawn by chance."""
    chart = Scatter("Cost and date")
    months, cost = (one.reshape(-1) for one in np.meshgrid(np.linspace(20, 40, 25), np.linspace(3e6, 5e6, 15)))
    frontier = Frontier("70 % keep both", np.array([34.0, 36.0, 38.0, 40.0]), np.array([5e6, 4.7e6, 4.5e6, 4.4e6]))
    chart.show_cloud(
        Axis("last launch", months, date_from("2027-01")), Axis("cost", cost, EURO), (33.0, 4.2e6), frontier
    )
    return chart


def tornado() -> Chart:
    chart = Tornado("What matters")
    swings = [Swing("Demand", 1e6, 7e6), Swing("Launch of Atlas", 5.5e6, 2e6), Swing("Wages", 4.4e6, 3.5e6)]
    chart.show_swings(swings, 4e6, Unit("money", "EUR"))
    return chart


def ranked() -> Chart:
    chart = RankedBars("Shares of the spread")
    rows = (
        Ranked("Demand", (0.42, 0.55), (0.04, 0.06)),
        Ranked("Wages", (0.2, 0.21), (0.03, 0.03)),
        Ranked("A risk", (0.05, 0.12), (0.02, 0.05)),
    )
    chart.show_rows(rows, ("alone", "with all"), SHARE)
    return chart


def curves() -> Chart:
    chart = CurveChart("Value over budget")
    budget, value = np.array([1e6, 2e6, 3e6, 4e6]), np.array([2e6, 3.5e6, 4.4e6, 4.8e6])
    frontier = Curve("frontier", budget, value, ("1 funded", "2 funded", "3 funded", "4 funded"))
    plan = Curve("plan", np.array([3e6]), np.array([3e6]), looks="points")
    chart.show_curves([frontier, plan], ("budget", EURO), ("value", EURO))
    return chart


CHARTS: Final[dict[str, Maker]] = {
    "histogram": histogram,
    "s_curves": s_curves,
    "fan": fan,
    "bars": bars,
    "stacked_bars": stacked_bars,
    "waterfall": waterfall,
    "cloud": cloud,
    "tornado": tornado,
    "ranked": ranked,
    "curves": curves,
    "roadmap": plans_drawn.roadmap,
    "heatmap": plans_drawn.heatmap,
    "board": plans_drawn.board,
    "stack": plans_drawn.stack,
    "histogram_behind": histogram_behind,
    "s_curve_behind": s_curve_behind,
    "fan_behind": fan_behind,
    "bars_before": bars_before,
    "heatmap_before": heatmap_before,
}


def picture(shown: Callable[[Chart], Any], make: Maker, tokens: Tokens) -> QImage:
    chart = make()
    chart.setPalette(palette_of(tokens))
    shown(chart)
    drawn = chart.mapFromScene(chart.getViewBox().sceneBoundingRect()).boundingRect()
    return chart.grab(drawn).toImage()


def distance(one: QImage, other: QImage) -> float:
    """Mean absolute difference of the colours, of 255."""
    return float(np.abs(small(one) - small(other)).mean())


def small(image: QImage) -> np.ndarray:
    scaled = image.scaled(
        *SMALL, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    ).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(scaled.constBits(), dtype=np.uint8).reshape(SMALL[1], scaled.bytesPerLine())
    return rows[:, : 3 * SMALL[0]].astype(np.float64)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda one: one.mode)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_looks_as_it_did(shown: Callable[[Chart], Any], name: str, tokens: Tokens) -> None:
    now, path = picture(shown, CHARTS[name], tokens), GOLDEN / f"{name}-{tokens.mode}.png"
    if os.environ.get("FOLIOCAST_NEW_GOLDEN") and not path.exists():
        assert now.save(str(path))
    assert path.exists(), f"there is no picture {path.name}; FOLIOCAST_NEW_GOLDEN=1 makes it"
    assert distance(now, QImage(str(path))) < TOLERANCE


def test_another_drawing_is_told_apart(shown: Callable[[Chart], Any]) -> None:
    """One bar that has gone, and the other theme, are further away than another font may be."""

    def fewer() -> Chart:
        chart = BarChart("Budget")
        chart.show_bars(("FY27", "FY28", "FY29"), [BarSeries("cost", (4.0e6, 0.0, 3.1e6))], EURO)
        return chart

    before = picture(shown, bars, LIGHT)
    assert distance(before, picture(shown, fewer, LIGHT)) > TOLERANCE
    assert distance(before, picture(shown, bars, DARK)) > TOLERANCE
    assert distance(before, picture(shown, bars, LIGHT)) < 0.5
