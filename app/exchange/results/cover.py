"""The Cover: what the workbook is, where its numbers come from, how to read it, and whether it is sound."""

from __future__ import annotations

from app.exchange.results.calculus import Term
from app.exchange.results.context import Context
from app.exchange.results.page import Page
from app.wording import chance_of_at_least

NAME = "Cover"

_SHEETS = (
    ("Summary", "Key figures with their percentiles and standard errors, and what they say in words"),
    ("Value", "Distribution of the net present value: percentiles, S-curve, histogram"),
    ("Cash", "Net and cumulative cash by fiscal year, quarter and month; lines and profit by fiscal year"),
    ("Initiatives", "Odds, launch, value, cost and revenue of each initiative"),
    ("Delivery", "Days of launches and of stages"),
    ("People", "Load and headcount by team and month"),
    ("Budget", "Budget against forecast, contingency and variance"),
    ("Objectives", "Targets and the odds of hitting them"),
    ("Risks", "Risks and drivers behind the forecast"),
    ("Scenarios", "Key figures of several scenarios side by side"),
    ("Distribution", "Key outputs at every per cent"),
    ("Trials", "Every simulated future"),
    ("Base case", "The base case by fiscal year and initiative, from the live model"),
    ("Checks", "The workbook against itself and against the application"),
    ("Inputs", "What the model starts from, one column for each scenario; the scenario is chosen here"),
    ("Inputs time", "People's time from the delivery simulation"),
    ("Model", "Portfolio: cash flow, capitalised cost, tax, value and return by month"),
    ("Model initiatives", "The same for each initiative, before tax"),
    ("Model benefits", "From units to revenue, benefit by benefit"),
    ("Model costs", "Stages, up-front, recurring, licence, partner and exit cost"),
    ("Model people", "Time used, rates, bench and recruiting"),
)

_READING = (
    "Money: inflows are positive, outflows negative. The Budget, Initiatives and Risks sheets show cost as an amount.",
    "P80 of a date or a cost: it is not passed in 80 % of futures. For value the safe figure is the low one.",
    "± is the standard error: how much the figure would move with other random numbers.",
    "The base case takes every input at its base value, passes every gate and has no risk event; it is not the mean.",
    "Results of the simulation are values. The model sheets are live formulas of the base case: change a blue input "
    "and they recalculate; delivery dates and people's time do not, for they come from the simulation.",
)


def write_cover(
    page: Page, context: Context, sheets: list[str], master: Term, internal: Term, notes: list[str]
) -> None:
    """Fill the sheet."""
    page.sheet.set_column(0, 0, 24)
    page.sheet.set_column(1, 1, 100)
    came = context.summary.provenance
    page.sheet.write_string(0, 0, came.portfolio, context.styles.title)
    page.words(1, 0, "Forecast of a product portfolio, by Foliocast", context.styles.note)
    page.row = 3
    _headline(page, context)
    _checks(page, context, master, internal)
    scenario = next((one.name or one.id for one in context.portfolio.scenarios if one.id == came.scenario), "Base")
    page.heading("Where the numbers come from", 2)
    facts = (
        ("Scenario", scenario),
        ("Trials", f"{came.trials:,}"),
        ("Random seed", str(came.seed)),
        ("Sampling", came.sampling.replace("_", " ")),
        ("Months", f"{came.horizon_months} from {came.start}"),
        ("Currency", came.currency),
        ("Cash falls at", f"the {came.timing} of its month"),
        ("Portfolio digest", came.digest),
        ("Version", f"Foliocast {came.version}, engine {came.engine}"),
        ("Run at", came.started_at),
    )
    for label, words in facts:
        page.words(page.row, 0, label, page.styles.unit)
        page.words(page.row, 1, words, page.styles.label)
        page.row += 1
    for note in (*came.notes, *notes):
        page.words(page.row, 0, "Note", page.styles.unit)
        page.words(page.row, 1, note, page.styles.wrapped)
        page.row += 1
    _reading(page)
    _contents(page, sheets)
    page.finish()
    page.sheet.fit_to_pages(1, 1)
    page.sheet.activate()


def _headline(page: Page, context: Context) -> None:
    safe = context.summary.key.value.p20
    if safe is not None:
        style = context.styles.of(bold=True, font_size=14, font_color="#1F3A5F")
        page.words(page.row, 0, f"Value: {chance_of_at_least(0.8, safe, context.currency)}", style)
        page.row += 2


def _checks(page: Page, context: Context, master: Term, internal: Term) -> None:
    good, bad = context.styles.of(bg_color="#E2F2E6"), context.styles.of(bg_color="#FBE3E0", bold=True)
    first = page.row
    for label, term, words in (
        (
            "Master check",
            master,
            "Every check of the Checks sheet holds. After an input is changed, the checks against the "
            "application no longer can.",
        ),
        ("Internal checks", internal, "The workbook agrees with itself; holds whatever the inputs are."),
    ):
        page.words(page.row, 0, label, context.styles.of(bold=True))
        style_row = page.row
        page.formula(style_row, 1, term, "general", bold=True, align="left")
        page.words(page.row + 1, 1, words, page.styles.note)
        page.row += 2
    for criterion, style in (("TRUE", good), ("FALSE", bad)):
        looks = {"type": "cell", "criteria": "==", "value": criterion, "format": style}
        for row in (first, first + 2):
            page.sheet.conditional_format(row, 1, row, 1, looks)
    page.row += 1


def _reading(page: Page) -> None:
    page.row += 1
    page.heading("How to read it", 2)
    for words in _READING:
        page.words(page.row, 1, words, page.styles.wrapped)
        page.sheet.set_row(page.row, 30 if len(words) > 125 else None)
        page.row += 1
    for origin, words in (
        ("input", "Blue on yellow: an input that can be changed"),
        ("formula", "Black: a formula"),
        ("link", "Green: a plain link to a cell of another sheet"),
    ):
        page.put(page.row, 0, "1,234", "general", origin=origin, align="right")
        page.words(page.row, 1, words, page.styles.label)
        page.row += 1


def _contents(page: Page, sheets: list[str]) -> None:
    page.row += 1
    page.heading("Sheets", 2)
    for name, words in _SHEETS:
        if name in sheets:
            page.sheet.write_url(
                page.row, 0, f"internal:'{name}'!A1", page.styles.of(font_color="#1F5FA8", underline=1), name
            )
            page.words(page.row, 1, words, page.styles.label)
            page.row += 1
