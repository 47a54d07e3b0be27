"""The Initiatives sheet: odds, dates, value, cost and revenue of each initiative."""

from __future__ import annotations

from app.exchange.results.context import Context, day, plain
from app.exchange.results.page import Column, Page
from simulation.summary.shapes import InitiativeSummary

NAME = "Initiatives"

_SUMMED = ("Value: base case", "Value: mean", "Cost: base case", "Cost: mean", "Revenue: mean")


def write_initiatives(context: Context) -> Page:
    """The sheet."""
    page = context.page(
        NAME,
        f"Initiatives, money in {context.currency}",
        "Value is before tax, bench and recruiting, "
        "which belong to the portfolio. Cost is shown as an amount. Means add up, percentiles do not.",
    )
    columns = (
        Column("Initiative", width=38),
        Column("Option", width=20),
        Column("Kind", width=9),
        Column("P(launched)", "odds", 10),
        Column("Launch: base case", "date", 14),
        Column("Launch: P50", "date", 14),
        Column("Launch: P80", "date", 14),
        Column("Value: base case", "money"),
        Column("Value: mean", "money"),
        Column("Value: P10", "money"),
        Column("Value: P50", "money"),
        Column("Value: P90", "money"),
        Column("Cost: base case", "money"),
        Column("Cost: mean", "money"),
        Column("Cost: P80", "money"),
        Column("Revenue: mean", "money"),
        Column("Waits most for", width=16),
        Column("Months waited", "months", 10),
    )
    first, last = page.table(columns, [_row(one) for one in context.summary.initiatives])
    if last >= first:
        page.words(page.row, 0, "Total", context.styles.of(bold=True, top=1))
        for number, column in enumerate(columns):
            if column.title in _SUMMED:
                page.formula(page.row, number, page.total(number, first, last), "money", bold=True, top=1)
        page.sheet.autofilter(first - 1, 0, last, len(columns) - 1)
    page.finish(repeat=first - 1, freeze=(first, 1))
    return page


def _row(one: InitiativeSummary) -> tuple[object, ...]:
    cause, waited = max(one.waits.items(), key=lambda pair: pair[1]) if one.waits else ("", 0.0)
    launch = [day(found) if one.option else None for found in (one.launch.base, one.launch.p50, one.launch.p80)]
    return (
        one.name,
        one.option or "not funded",
        one.kind or "",
        one.launched.share,
        *launch,
        one.value.base,
        one.value.mean,
        one.value.p10,
        one.value.p50,
        one.value.p90,
        one.cost.base,
        one.cost.mean,
        one.cost.p80,
        one.revenue.mean,
        plain(cause) if waited > 0 else "",
        waited if waited > 0 else None,
    )
