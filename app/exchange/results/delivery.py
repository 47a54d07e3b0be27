"""The Delivery sheet: when initiatives are launched and stages end, as days."""

from __future__ import annotations

from app.exchange.results.context import Context, day, days
from app.exchange.results.page import Column, Page

NAME = "Delivery"

_COLUMNS = (
    Column("Initiative", width=38),
    Column("Stage", width=30),
    *(Column(title, "date", 14) for title in ("Start: P50", "Base case", "P10", "P50", "P80", "P90")),
    Column("Not within the horizon", "odds", 12),
)


def write_delivery(context: Context) -> Page:
    """The sheet."""
    page = context.page(
        NAME,
        "Delivery: launches and stages",
        "P80 = done by that day in 80 % of futures. Days that come "
        "after the simulated horizon are not known and said to be so.",
    )
    names = {initiative.id: initiative.name for initiative in context.portfolio.initiatives}
    for number, column in enumerate(_COLUMNS):
        page.sheet.set_column(number, number, column.width)
    page.row = 2
    page.header((column.title for column in _COLUMNS), range(2))
    page.heading("Launch of initiatives", len(_COLUMNS))
    for one in context.summary.initiatives:
        if one.option is not None:
            launch = one.launch
            page.line(
                _COLUMNS, (one.name, "launch", None, day(launch.base), *days(launch), launch.months.missing_share)
            )
    page.row += 1
    page.heading("End of stages", len(_COLUMNS))
    for stage in context.summary.stages:
        ends = (day(stage.end.base), *days(stage.end), stage.end.months.missing_share)
        page.line(_COLUMNS, (names[stage.initiative], stage.name or stage.id, day(stage.start.p50), *ends))
    page.finish(repeat=2, freeze=(3, 2))
    return page
