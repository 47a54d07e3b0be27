"""The Budget sheet: envelopes against the forecast by fiscal year and category, contingency and variance."""

from __future__ import annotations

from dataclasses import dataclass

from app.exchange.results import charts
from app.exchange.results.calculus import Term, where
from app.exchange.results.context import Context
from app.exchange.results.page import Column, Page
from models.calendar import fiscal_year, parse_period, year_label
from simulation.summary.shapes import CategoryCost, EnvelopeUse, YearSummary

NAME = "Budget"
BUDGET, BASE, MEAN, P50, P80, P90, OVER, CONTINGENCY, VARIANCE, VARIANCE_SHARE = range(2, 12)
P50_COLUMN, P90_COLUMN = P50, P90

_COLUMNS = (
    Column("Fiscal year", width=12),
    Column("Category", width=14),
    Column("Budget", "money"),
    Column("Base case", "money"),
    Column("Mean", "money"),
    Column("P50", "money"),
    Column("P80", "money"),
    Column("P90", "money"),
    Column("P(over budget)", "odds", 11),
    Column("Contingency: P80 less base", "money"),
    Column("Variance: budget less mean", "money"),
    Column("Variance, share of budget", "share", 12),
)


@dataclass(frozen=True)
class BudgetTable:
    """Rows of the table by year, from 0; totals come after the categories of their year."""

    page: Page
    rows: tuple[int, int]
    totals: tuple[int, ...]
    categories: int


def write_budget(context: Context) -> BudgetTable:
    """The sheet."""
    page = context.page(
        NAME,
        f"Budget and forecast, {context.currency}",
        "Cost is shown as an amount. Variance = budget "
        "less forecast mean: positive is favourable (spent less). Contingency = P80 less base case.",
    )
    for number, column in enumerate(_COLUMNS):
        page.sheet.set_column(number, number, column.width)
    page.heading("By fiscal year and category", len(_COLUMNS))
    page.header((column.title for column in _COLUMNS), range(2))
    first, totals = page.row, []
    envelopes = _by_year(context)
    for year in context.summary.years:
        start = page.row
        for cost in year.costs:
            if cost.category == "total":
                _total(page, year, cost, start)
                totals.append(page.row - 1)
            else:
                _category(page, year, cost, envelopes.get((year.label, cost.category), []))
    last = page.row - 1
    page.row += 1
    chart_row = page.row
    page.row += 19
    _envelopes(page, context)
    _chart(page, context, totals, chart_row)
    page.finish(repeat=4, freeze=(5, 2))
    count = len(context.summary.years[0].costs) - 1 if context.summary.years else 0
    return BudgetTable(page, (first, last), tuple(totals), count)


def _by_year(context: Context) -> dict[tuple[str, str], list[EnvelopeUse]]:
    """The envelopes of each fiscal year and category."""
    settings = context.result.plan.portfolio.settings
    found: dict[tuple[str, str], list[EnvelopeUse]] = {}
    for envelope in context.summary.budgets:
        first, _ = parse_period(settings, envelope.period)
        found.setdefault((year_label(fiscal_year(settings, first)), envelope.category), []).append(envelope)
    return found


def _category(page: Page, year: YearSummary, cost: CategoryCost, envelopes: list[EnvelopeUse]) -> None:
    page.words(page.row, 0, year.label)
    page.words(page.row, 1, cost.category)
    agreed = sum(envelope.amount.mean or 0.0 for envelope in envelopes)
    page.put(page.row, BUDGET, agreed if envelopes else None, "money")
    _spread(page, cost)
    if len(envelopes) == 1 and envelopes[0].period == year.label:
        page.put(page.row, OVER, envelopes[0].over.share, "odds")
    _derived(page, has_budget=bool(envelopes))
    page.row += 1


def _total(page: Page, year: YearSummary, cost: CategoryCost, start: int) -> None:
    look = {"bold": True, "top": 1}
    page.words(page.row, 0, year.label, page.styles.of(**look))
    page.words(page.row, 1, "total", page.styles.of(**look))
    page.formula(page.row, BUDGET, page.total(BUDGET, start, page.row - 1), "money", **look)
    _spread(page, cost, **look)
    if year.over is not None:
        page.put(page.row, OVER, year.over.share, "odds", **look)
    _derived(page, has_budget=page.number_at(page.row, BUDGET) != 0, **look)
    page.row += 1


def _spread(page: Page, cost: CategoryCost, **look: object) -> None:
    spread = cost.cost
    for column, value in (
        (BASE, spread.base),
        (MEAN, spread.mean),
        (P50, spread.p50),
        (P80, spread.p80),
        (P90, spread.p90),
    ):
        page.put(page.row, column, value, "money", **look)


def _derived(page: Page, *, has_budget: bool, **look: object) -> None:
    """Contingency and variance as formulas."""
    row = page.row
    page.formula(row, CONTINGENCY, page.at(row, P80) - page.at(row, BASE), "money", **look)
    if not has_budget:
        return
    variance = page.at(row, BUDGET) - page.at(row, MEAN)
    page.formula(row, VARIANCE, variance, "money", **look)
    share: Term = where(page.at(row, BUDGET).equals(0), 0, page.at(row, VARIANCE) / page.at(row, BUDGET))
    page.formula(row, VARIANCE_SHARE, share, "share", **look)


def _envelopes(page: Page, context: Context) -> None:
    page.heading("Every envelope and what falls to it within the horizon", len(_COLUMNS))
    page.header(
        (
            "Period",
            "Category",
            "Envelope: mean",
            "Base case",
            "Mean",
            "P50",
            "P80",
            "P90",
            "P(over)",
            "Contingency: P80 less base",
            "Variance: envelope less mean",
        ),
        range(2),
    )
    for envelope in context.summary.budgets:
        page.words(page.row, 0, envelope.period)
        page.words(page.row, 1, envelope.category)
        page.put(page.row, BUDGET, envelope.amount.mean, "money")
        cost = envelope.cost
        _spread(page, CategoryCost(category=envelope.category, cost=cost, contingency=envelope.contingency))
        page.put(page.row, OVER, envelope.over.share, "odds")
        page.formula(page.row, CONTINGENCY, page.at(page.row, P80) - page.at(page.row, BASE), "money")
        page.formula(page.row, VARIANCE, page.at(page.row, BUDGET) - page.at(page.row, MEAN), "money")
        page.row += 1


def _chart(page: Page, context: Context, totals: list[int], row: int) -> None:
    """Totals by year; a chart needs them side by side, so it reads the total rows one by one."""

    def picked(column: int) -> charts.Range:
        cells = ",".join(page.area(column, at, at).replace("\x03", "'").replace("\x04", "'!") for at in totals)
        return f"=({cells})"

    if totals:
        series: dict[str, charts.Range] = {"Budget": picked(BUDGET), "Mean": picked(MEAN), "P80": picked(P80)}
        chart = charts.columns(context.book, "Budget and forecast by fiscal year", picked(0), series, context.currency)
        page.sheet.insert_chart(row, 0, chart)
