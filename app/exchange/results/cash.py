"""The Cash sheet: net and cumulative cash by fiscal year, quarter and month, lines by year, and the fan chart."""

from __future__ import annotations

from dataclasses import dataclass

from app.exchange.results import charts
from app.exchange.results.context import PERCENTILES, Context, percentiles, plain
from app.exchange.results.page import Page
from simulation.money.ledger import LINES, SIGNS
from simulation.summary.shapes import CashPeriod, YearSummary

NAME = "Cash"
MEAN, BASE = 1, 7
NET_PERCENTILE, TOTAL_MEAN, TOTAL_PERCENTILE, TOTAL_BASE, BANDS = 3, 8, 9, 13, 14
"""Columns: P10 of the net cash, mean, P10 and base of the cumulative cash, and the bands of the chart."""

_HEADER = (
    "Period",
    "Net cash: mean",
    "± standard error",
    *(f"Net cash: {name}" for name in PERCENTILES),
    "Net cash: base case",
    "Cumulative: mean",
    *(f"Cumulative: {name}" for name in PERCENTILES),
    "Cumulative: base case",
    "P50 less P10 (chart)",
    "P90 less P50 (chart)",
)


@dataclass(frozen=True)
class CashTables:
    """Rows of the three tables, from 0."""

    page: Page
    years: tuple[int, int]
    quarters: tuple[int, int]
    months: tuple[int, int]


def write_cash(context: Context) -> CashTables:
    """The sheet with its tables."""
    page = context.page(
        NAME,
        f"Cash of the portfolio, {context.currency}",
        "After tax; inflows positive, outflows negative. Percentiles of a sum are not sums of percentiles; means are.",
    )
    page.sheet.set_column(0, 0, 22)
    page.sheet.set_column(1, len(_HEADER) - 1, 14)
    page.row = 2
    page.header(_HEADER)
    summary = context.summary
    years = _table(page, context, "By fiscal year", summary.cash_years, dated=False)
    chart_row = page.row + 1
    page.row += 20
    quarters = _table(page, context, "By fiscal quarter", summary.cash_quarters, dated=False)
    months = _table(page, context, "By month", summary.cash_months, dated=True)
    _lines(page, summary.years)
    first, last = months
    chart = charts.fan(
        context.book,
        charts.area(NAME, 0, first, last),
        charts.area(NAME, TOTAL_PERCENTILE, first, last),
        charts.area(NAME, BANDS, first, last),
        charts.area(NAME, BANDS + 1, first, last),
        {
            "P50": charts.area(NAME, TOTAL_PERCENTILE + 1, first, last),
            "Base case": charts.area(NAME, TOTAL_BASE, first, last),
        },
        context.currency,
    )
    chart.set_size({"width": 940, "height": 340})
    page.sheet.insert_chart(chart_row, 0, chart)
    page.finish(repeat=2, freeze=(3, 1))
    return CashTables(page, years, quarters, months)


def _table(
    page: Page, context: Context, words: str, periods: tuple[CashPeriod, ...], *, dated: bool
) -> tuple[int, int]:
    page.heading(words, len(_HEADER))
    first = page.row
    for period in periods:
        page.put(
            page.row,
            0,
            context.month(period.label) if dated else period.label,
            "month" if dated else "general",
            align="left",
        )
        net, total = period.net, period.cumulative
        cells = (net.mean, net.mean_error, *percentiles(net), net.base, total.mean, *percentiles(total), total.base)
        for column, value in enumerate(cells, 1):
            page.put(page.row, column, value, "money")
        _bands(page)
        page.row += 1
    last = page.row - 1
    page.row += 1
    return first, last


def _bands(page: Page) -> None:
    """The widths that the chart stacks on P10."""
    low, middle, _, high = (page.at(page.row, TOTAL_PERCENTILE + number) for number in range(4))
    page.formula(page.row, BANDS, middle - low, "money")
    page.formula(page.row, BANDS + 1, high - middle, "money")


def _lines(page: Page, years: tuple[YearSummary, ...]) -> None:
    """Mean cash flow and mean profit and loss by fiscal year, line by line."""
    page.heading("Mean cash flow by line and fiscal year", len(_HEADER))
    page.header(("Line", *(year.label for year in years)))
    for line, sign in zip(LINES, SIGNS, strict=True):
        _row(page, plain(line), [float(sign) * year.lines[line] for year in years])
    page.row += 1
    page.heading("Mean profit and loss by fiscal year", len(_HEADER))
    page.header(("Row", *(year.label for year in years)))
    negative = ("cost_of_sales", "operating_cost", "amortisation", "tax")
    for name in years[0].profit if years else ():
        sign_of = -1.0 if name in negative else 1.0
        _row(page, plain(name), [sign_of * year.profit[name] for year in years])


def _row(page: Page, label: str, values: list[float]) -> None:
    page.words(page.row, 0, label[0].upper() + label[1:])
    for column, value in enumerate(values, 1):
        page.put(page.row, column, value, "money")
    page.row += 1
