"""The Objectives sheet: what is to be hit, by when, and the odds."""

from __future__ import annotations

from app.exchange.results.context import LATER, PERCENTILES, Context, plain
from app.exchange.results.page import Page
from models.calendar import date_at, month_label
from simulation.summary.shapes import ObjectiveSummary

NAME = "Objectives"
_HEADER = (
    "Objective",
    "Measured by",
    "Subject",
    "Direction",
    "Target",
    "By",
    "P(hit)",
    "± standard error",
    "Base case",
    *PERCENTILES,
)
_METRICS = {"launch": "launch date", "arr": "yearly revenue rate"}
"""Those whose name is not the word for it."""


def write_objectives(context: Context) -> Page:
    """The sheet."""
    page = context.page(
        NAME,
        f"Objectives and their odds, money in {context.currency}",
        "A launch objective shows days; all others money.",
    )
    page.sheet.set_column(0, 0, 36)
    page.sheet.set_column(1, 1, 20)
    page.sheet.set_column(2, 2, 28)
    page.sheet.set_column(3, 3, 12)
    page.sheet.set_column(4, len(_HEADER) - 1, 14)
    page.header(_HEADER, range(4))
    for objective in context.summary.objectives:
        _objective(page, context, objective)
    if not context.summary.objectives:
        page.remark("The portfolio has no objectives.")
    page.finish(repeat=3, freeze=(4, 1))
    return page


def _objective(page: Page, context: Context, objective: ObjectiveSummary) -> None:
    metric = _METRICS.get(objective.metric, objective.metric)
    words = (objective.name, metric, _subject(context, objective.subject), plain(objective.direction))
    for column, said in enumerate(words):
        page.words(page.row, column, said)
    page.put(page.row, 4, objective.target, "money")
    page.put(page.row, 5, _deadline(objective.by), align="right")
    page.put(page.row, 6, objective.hit.share, "odds")
    page.put(page.row, 7, objective.hit.standard_error, "share")
    found = objective.achieved
    for column, value in enumerate((found.base, found.p10, found.p50, found.p80, found.p90), 8):
        if objective.metric != "launch":
            page.put(page.row, column, value, "money")
        elif value is None:
            page.put(page.row, column, LATER, "date", align="right")
        else:
            page.put(page.row, column, date_at(context.summary.provenance.start, value), "date", align="right")
    page.row += 1


def _subject(context: Context, address: str | None) -> str:
    """The name of what an objective is about."""
    if address is None:
        return "the portfolio"
    names = {f"initiative:{one.id}": one.name for one in context.portfolio.initiatives}
    names |= {f"product:{one.id}": one.name for one in context.portfolio.products}
    return names.get(address, address)


def _deadline(by: str | None) -> str:
    """A month as ``Mar 2029``, a fiscal period as it is called."""
    if by is None:
        return "horizon"
    try:
        return month_label(by)
    except ValueError:
        return by
