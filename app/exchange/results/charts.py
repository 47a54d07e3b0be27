"""The native charts of the workbook: one look, titles, axis names and units; each reads cells of a sheet."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

BLUE: Final = "#1F5FA8"
ORANGE: Final = "#D9822B"
GREEN: Final = "#2E8B57"
BAND: Final = "#9DBCE0"
BAND_DARK: Final = "#5E8FC7"
GREY: Final = "#7A8794"

Range: TypeAlias = list[Any] | str
"""Sheet, first row, first column, last row, last column, as XlsxWriter takes it; or a formula."""


def area(sheet: str, column: int, first: int, last: int) -> Range:
    """A range of a column."""
    return [sheet, first, column, last, column]


def histogram(book: Any, labels: Range, shares: Range, unit: str) -> Any:
    """How often the value falls in each bin."""
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"name": "Share of trials", "categories": labels, "values": shares, "gap": 4, "fill": {"color": BLUE}}
    )
    _dress(chart, "Distribution of the value", f"Net present value, {unit}", "Share of trials", y_format="0%")
    chart.set_legend({"none": True})
    return chart


def s_curve(book: Any, values: Range, shares: Range, unit: str) -> Any:
    """The share of trials with at most each value."""
    chart = book.add_chart({"type": "scatter", "subtype": "smooth"})
    chart.add_series(
        {
            "name": "Share of trials with at most this value",
            "categories": values,
            "values": shares,
            "line": {"color": BLUE, "width": 2.25},
        }
    )
    _dress(
        chart,
        "S-curve of the value",
        f"Net present value, {unit}",
        "Probability of at most this value",
        y_format="0%",
        x_format=_MILLIONS,
    )
    chart.set_x_axis({**_axis(f"Net present value, {unit}", _MILLIONS), "crossing": "min"})
    chart.set_y_axis(
        {
            **_axis("Probability of at most this value", "0%"),
            "min": 0,
            "max": 1,
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
        }
    )
    chart.set_legend({"none": True})
    return chart


def fan(
    book: Any, labels: Range, low: Range, to_middle: Range, to_high: Range, lines: dict[str, Range], unit: str
) -> Any:
    """Cumulative cash: the band from P10 to P90, its middle and the base case over time."""
    chart = book.add_chart({"type": "area", "subtype": "stacked"})
    hidden = {"fill": {"none": True}, "border": {"none": True}}
    chart.add_series({"name": "Up to P10", "categories": labels, "values": low, **hidden})
    chart.add_series({"name": "P10 to P50", "categories": labels, "values": to_middle, "fill": {"color": BAND}})
    chart.add_series({"name": "P50 to P90", "categories": labels, "values": to_high, "fill": {"color": BAND_DARK}})
    over = book.add_chart({"type": "line"})
    for (name, values), color in zip(lines.items(), (BLUE, ORANGE), strict=False):
        over.add_series({"name": name, "categories": labels, "values": values, "line": {"color": color, "width": 2.25}})
    chart.combine(over)
    _dress(chart, "Cumulative net cash", "Month", f"Cumulative net cash, {unit}", y_format=_MILLIONS, x_format="mmm yy")
    chart.set_x_axis(
        {
            **_axis("Month", "mmm yy"),
            "date_axis": True,
            "major_unit": 6,
            "major_unit_type": "months",
            "label_position": "low",
        }
    )
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    return chart


def columns(book: Any, title: str, labels: Range, series: dict[str, Range], unit: str) -> Any:
    """Some figures beside each other for each label."""
    chart = book.add_chart({"type": "column"})
    for (name, values), color in zip(series.items(), (GREY, BLUE, ORANGE, GREEN), strict=False):
        chart.add_series({"name": name, "categories": labels, "values": values, "fill": {"color": color}, "gap": 80})
    _dress(chart, title, "Fiscal year", unit, y_format=_MILLIONS)
    chart.set_legend({"position": "bottom"})
    return chart


def lines(book: Any, title: str, labels: Range, series: dict[str, Range], y_name: str, y_format: str) -> Any:
    """Figures over months."""
    chart = book.add_chart({"type": "line"})
    for name, values in series.items():
        chart.add_series({"name": name, "categories": labels, "values": values, "line": {"width": 1.75}})
    _dress(chart, title, "Month", y_name, y_format=y_format)
    chart.set_x_axis({**_axis("Month", "mmm yy"), "date_axis": True, "major_unit": 6, "major_unit_type": "months"})
    chart.set_legend({"position": "right"})
    return chart


_MILLIONS = '#,##0.0,,"M"'


def _axis(name: str, number_format: str) -> dict[str, Any]:
    small = {"size": 9, "color": "#3C4A58"}
    return {
        "name": name,
        "name_font": {"size": 9, "bold": False, "color": "#3C4A58"},
        "num_font": small,
        "num_format": number_format,
        "major_gridlines": {"visible": False},
        "line": {"color": "#B8C4D2"},
    }


def _dress(chart: Any, title: str, x: str, y: str, *, y_format: str, x_format: str = "General") -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True, "color": "#1F3A5F"}, "overlay": False})
    chart.set_x_axis({**_axis(x, x_format), "label_position": "low"})
    chart.set_y_axis({**_axis(y, y_format), "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}}})
    chart.set_size({"width": 720, "height": 340})
    chart.set_chartarea({"border": {"none": True}})
