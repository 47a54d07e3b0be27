"""The Value sheet: percentiles, histogram and S-curve of the portfolio's value."""

from __future__ import annotations

import numpy as np

from app.exchange.results import charts
from app.exchange.results.context import Context
from app.exchange.results.page import Page

NAME = "Value"
BINS = 25


def write_value(context: Context) -> tuple[Page, tuple[int, int]]:
    """The sheet, and the first and last row of its percentiles."""
    page = context.page(
        NAME,
        "Value: net present value after tax",
        "For value the low percentile is the safe figure: the value at 20 % is reached or passed in 80 % of futures.",
    )
    page.sheet.set_column(0, 6, 16)
    sample = context.result.figures.value
    percents = np.arange(0, 101, 5, dtype=np.float64)
    found = sample.percentiles(percents.tolist())
    top = page.header(("Probability of at most", f"Value, {context.currency}", "Chance of at least"))
    first = top + 1
    for percent, value in zip(percents, found, strict=True):
        page.put(page.row, 0, percent / 100, "percent")
        page.put(page.row, 1, float(value), "money")
        page.put(page.row, 2, 1 - percent / 100, "percent")
        page.row += 1
    last = page.row - 1
    page.row += 1
    page.heading("Histogram", 4)
    page.header(("From", "To", "Middle, millions", "Share of trials"))
    bins = page.row
    edges = _edges(float(sample.minimum()), float(sample.maximum()))
    below = np.array([float(sample.share_at_most(edge)) for edge in edges])
    below[0] = 0.0  # the least value belongs to the first bin
    for low, high, share in zip(edges[:-1], edges[1:], np.diff(below), strict=True):
        page.put(page.row, 0, float(low), "money")
        page.put(page.row, 1, float(high), "money")
        page.put(page.row, 2, round(float((low + high) / 2e6), 2), "general")
        page.put(page.row, 3, float(share), "share")
        page.row += 1
    end = page.row - 1
    shape = charts.histogram(
        context.book,
        charts.area(NAME, 2, bins, end),
        charts.area(NAME, 3, bins, end),
        f"millions of {context.currency} (middle of each bin)",
    )
    curve = charts.s_curve(
        context.book, charts.area(NAME, 1, first, last), charts.area(NAME, 0, first, last), context.currency
    )
    page.sheet.insert_chart(3, 5, curve)
    page.sheet.insert_chart(22, 5, shape)
    page.finish(repeat=2, freeze=(3, 0))
    return page, (first, last)


def _edges(low: float, high: float) -> np.ndarray:
    """Bin edges from the least to the greatest value; one wide bin's worth around a value that never varies."""
    if not high > low:
        low, high = low - 1.0, high + 1.0
    return np.linspace(low, high, BINS + 1)
