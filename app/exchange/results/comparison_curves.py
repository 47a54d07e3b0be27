"""The Curves sheet of the comparison workbook: S-curves and cumulative cash of all scenarios, overlaid."""

from __future__ import annotations

from typing import Any, Final

from app.exchange.results import charts
from app.exchange.results.charts import Range
from app.exchange.results.comparison_sheets import Frame
from app.exchange.results.page import Page
from models.calendar import date_at
from simulation.decide.scenarios.comparison import CURVE_PERCENTS

NAME: Final = "Curves"
COLORS: Final = (charts.BLUE, charts.ORANGE, charts.GREEN, charts.GREY)
FIGURES: Final = {"value": "Net present value", "cost": "Cost"}
"""Figures whose S-curves are drawn; the others are in the JSON."""

_MILLIONS: Final = '#,##0.0,,"M"'
_FIRST_ROW: Final = 4
_CHART_ROWS: Final = 19
_CHART_COLUMNS: Final = 12
"""Columns that the charts take, before the points."""


def write_curves(frame: Frame) -> Page:
    """The sheet: the charts, which are what is printed, and their points on the right of them."""
    page = frame.page(
        NAME,
        f"Curves, money in {frame.comparison.currency}",
        "S-curves: the share of futures with at most each amount. Cash: cumulative net cash at each month's end.",
    )
    column = _CHART_COLUMNS
    drawn = []
    for figure, label in FIGURES.items():
        drawn.append(_s_curves(frame, page, column, figure, label))
        column += len(frame.names) + 2
    drawn.append(_cash(frame, page, column))
    for number, chart in enumerate(drawn):
        page.sheet.insert_chart(_FIRST_ROW + number * _CHART_ROWS, 0, chart)
    page.row = _FIRST_ROW + len(CURVE_PERCENTS)
    page.finish()
    page.sheet.print_area(0, 0, _FIRST_ROW + len(drawn) * _CHART_ROWS, _CHART_COLUMNS - 1)
    page.sheet.set_portrait()
    page.sheet.freeze_panes(_FIRST_ROW, 0)
    return page


def _s_curves(frame: Frame, page: Page, column: int, figure: str, label: str) -> Any:
    """The points of a figure from ``column`` on, and their chart."""
    last = _FIRST_ROW + len(CURVE_PERCENTS) - 1
    _header(page, column, "Share at most")
    for row, percent in enumerate(CURVE_PERCENTS, _FIRST_ROW):
        page.put(row, column, percent / 100, "percent")
    series: dict[str, tuple[Range, Range]] = {}
    for curve in frame.comparison.curves:
        if curve.figure == figure:
            own = column + 1 + curve.scenario
            name = frame.names[curve.scenario]
            _header(page, own, f"{name}: {label.lower()}")
            for row, value in enumerate(curve.values, _FIRST_ROW):
                page.put(row, own, value, "money")
            series[name] = charts.area(NAME, own, _FIRST_ROW, last), charts.area(NAME, column, _FIRST_ROW, last)
    return _scatter(frame.book, f"{label}: S-curves", f"{label}, {frame.comparison.currency}", series)


def _cash(frame: Frame, page: Page, column: int) -> Any:
    """P10, P50 and P90 of each scenario's cumulative cash from ``column`` on, and their chart."""
    longest = max(frame.comparison.fans, key=lambda fan: len(fan.months))
    _header(page, column, "Month")
    for row, _ in enumerate(longest.months, _FIRST_ROW):
        page.put(row, column, date_at(frame.comparison.start, row - _FIRST_ROW), "month")
    chart = frame.book.add_chart({"type": "line"})
    months = charts.area(NAME, column, _FIRST_ROW, _FIRST_ROW + len(longest.months) - 1)
    own = column
    for fan in frame.comparison.fans:
        for percent, values in (("P10", fan.p10), ("P50", fan.p50), ("P90", fan.p90)):
            own += 1
            name = f"{frame.names[fan.scenario]}: {percent}"
            _header(page, own, name)
            for row, value in enumerate(values, _FIRST_ROW):
                page.put(row, own, value, "money")
            line: dict[str, Any] = {"color": COLORS[fan.scenario], "width": 2.25 if percent == "P50" else 1.0}
            if percent != "P50":
                line["dash_type"] = "dash"
            last = _FIRST_ROW + len(values) - 1
            chart.add_series(
                {"name": name, "categories": months, "values": charts.area(NAME, own, _FIRST_ROW, last), "line": line}
            )
    _dress(chart, "Cumulative net cash: P50, and P10 and P90 dashed")
    chart.set_x_axis({**_axis("Month", "mmm yy"), "date_axis": True, "major_unit": 6, "major_unit_type": "months"})
    chart.set_y_axis(_axis(f"Cumulative net cash, {frame.comparison.currency}", _MILLIONS, grid=True))
    outer = [number for number in range(3 * len(frame.comparison.fans)) if number % 3 != 1]
    chart.set_legend({"position": "bottom", "delete_series": outer})
    return chart


def _scatter(book: Any, title: str, x: str, series: dict[str, tuple[Range, Range]]) -> Any:
    """Shares over amounts, one line for each scenario."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    for (name, (values, shares)), color in zip(series.items(), COLORS, strict=False):
        look = {"color": color, "width": 2.25}
        chart.add_series({"name": name, "categories": values, "values": shares, "line": look})
    _dress(chart, title)
    chart.set_x_axis({**_axis(x, _MILLIONS), "crossing": "min"})
    chart.set_y_axis({**_axis("Probability of at most this amount", "0%", grid=True), "min": 0, "max": 1})
    return chart


def _header(page: Page, column: int, words: str) -> None:
    page.sheet.set_column(column, column, 15)
    page.words(_FIRST_ROW - 1, column, words, page.styles.number_header)
    page.sheet.set_row(_FIRST_ROW - 1, 45)


def _axis(name: str, number_format: str, *, grid: bool = False) -> dict[str, Any]:
    small = {"size": 9, "bold": False, "color": "#3C4A58"}
    lines = {"visible": True, "line": {"color": "#E3E8EE"}} if grid else {"visible": False}
    return {
        "name": name,
        "name_font": small,
        "num_font": small,
        "num_format": number_format,
        "major_gridlines": lines,
        "line": {"color": "#B8C4D2"},
        "label_position": "low",
    }


def _dress(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True, "color": "#1F3A5F"}, "overlay": False})
    chart.set_size({"width": 720, "height": 340})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_legend({"position": "bottom"})
