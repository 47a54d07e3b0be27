"""The Checks sheet: the workbook against itself and against the application, and one check of all checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.exchange.results.base_case import BaseCaseTables
from app.exchange.results.budget import BASE, BUDGET, MEAN, P50, P90, BudgetTable
from app.exchange.results.calculus import CLOSE, OPEN, Term, cell
from app.exchange.results.cash import NET_PERCENTILE, TOTAL_PERCENTILE, CashTables
from app.exchange.results.model.build import Model
from app.exchange.results.model.ties import application
from app.exchange.results.page import Page, place, spread_over
from app.exchange.results.summary import FIRST_PERCENTILE, LAST_PERCENTILE
from simulation.money.ledger import LINES

NAME: Final = "Checks"
TOLERANCE: Final = 1e-6
ROUGH_TOLERANCE: Final = 1e-5
"""For sums of figures that are kept in single precision, month by month."""

_TOLERANCE_ROW, _ROUGH_ROW, _MASTER_ROW, _INTERNAL_ROW = 3, 4, 6, 7
_CHECKED, _WORKBOOK, _AGAINST, _DIFFERENCE, _OK = range(5)


@dataclass(frozen=True)
class Tables:
    """What is checked."""

    model: Model
    base_case: BaseCaseTables
    summary: tuple[Page, tuple[int, int]]
    value: tuple[Page, tuple[int, int]]
    cash: CashTables
    budget: BudgetTable
    distribution: tuple[Page, tuple[int, int], list[str]]


def write_checks(page: Page, tables: Tables) -> tuple[Term, Term]:
    """Fill the sheet; the master check and the check of the workbook in itself."""
    page.sheet.set_column(0, 0, 66)
    page.sheet.set_column(1, 3, 20)
    page.sheet.set_column(4, 4, 10)
    for row, label, value in (
        (_TOLERANCE_ROW, "Tolerance, relative to the figure (at least 1 unit)", TOLERANCE),
        (_ROUGH_ROW, "Tolerance for sums of simulated means", ROUGH_TOLERANCE),
    ):
        page.words(row, 0, label)
        page.sheet.write_number(row, 1, value, page.styles.number("tiny", "input", align="right"))
    page.row = _INTERNAL_ROW + 2
    inside = _section(
        page, "The workbook in itself (holds whatever numbers are put in)", lambda: _internal(page, tables)
    )
    outside = _section(
        page, "The workbook against the application (holds until an input is changed)", lambda: _ties(page, tables)
    )
    internal = _all(page, _INTERNAL_ROW, "The workbook agrees with itself", [inside])
    master = _all(page, _MASTER_ROW, "Master check: every check holds", [inside, outside])
    for row in (_MASTER_ROW, _INTERNAL_ROW):
        _colour(page, row, row, 1)
    page.finish(repeat=2, freeze=(3, 1))
    return master, internal


Outcome = tuple[int, int, bool]
"""First and last row of a section, and whether all of it holds."""


def _section(page: Page, words: str, write: Callable[[], Iterable[bool]]) -> Outcome:
    page.heading(words, 5)
    page.header(("Check", "Workbook", "Should be", "Difference", "Holds"))
    first = page.row
    held = all(list(write()))
    last = page.row - 1
    _colour(page, first, last, _OK)
    page.row += 1
    return first, last, held


def _all(page: Page, row: int, words: str, sections: Sequence[Outcome]) -> Term:
    areas = ",".join(spread_over(first, last, _OK) for first, last, _ in sections)
    page.words(row, 0, words, page.styles.of(bold=True, font_size=12))
    term = Term(f"IFERROR(AND({areas}),FALSE)", all(held for _, _, held in sections))  # an error does not hold either
    page.formula(row, 1, term, bold=True, align="center", border=2)
    return cell(NAME, place(row, 1), all(held for _, _, held in sections))


def _colour(page: Page, first: int, last: int, column: int) -> None:
    good, bad = page.styles.of(bg_color="#E2F2E6"), page.styles.of(bg_color="#FBE3E0", bold=True)
    for criterion, style in (("TRUE", good), ("FALSE", bad)):
        page.sheet.conditional_format(
            first,
            column,
            last,
            column,
            {"type": "cell", "criteria": "==", "value": criterion, "format": style},
        )


def _agree(
    page: Page, words: str, workbook: Term, should_be: Term, kind: str = "money", *, rough: bool = False
) -> bool:
    """A row that compares two numbers; a text stands for a figure that does not exist, for which 0 is expected."""
    row = page.row
    page.words(row, 0, words)
    page.formula(row, _WORKBOOK, workbook, kind, align="right")
    page.formula(row, _AGAINST, should_be, kind, align="right")
    own = 0.0 if isinstance(workbook.value, str) else float(workbook.value)
    expected = float(should_be.value)
    there, wanted = f"B{row + 1}", f"C{row + 1}"
    page.formula(row, _DIFFERENCE, Term(f"N({there})-{wanted}", own - expected), "tiny")
    bound = place(_ROUGH_ROW if rough else _TOLERANCE_ROW, 1)
    limit = (ROUGH_TOLERANCE if rough else TOLERANCE) * max(1.0, abs(expected))
    holds = abs(own - expected) <= limit
    page.formula(row, _OK, Term(f"ABS(D{row + 1})<={bound}*MAX(1,ABS({wanted}))", holds), align="center")
    page.row += 1
    return holds


def _is_true(page: Page, words: str, term: Term) -> bool:
    page.words(page.row, 0, words)
    page.formula(page.row, _OK, term, align="center")
    page.row += 1
    return bool(term.value)


def _ties(page: Page, tables: Tables) -> Iterable[bool]:
    """Every figure that both have."""
    model, portfolio = tables.model, tables.model.portfolio
    inputs = model.inputs

    def sum_of(row: int, value: float) -> Term:
        return cell(portfolio.sheet.name, f"$F${row}", value)

    for name in LINES:
        line = portfolio.lines[name]
        workbook = sum_of(line.row, float(np.sum(line.value)))
        if name == "external":
            mitigation = portfolio.lines["mitigation"]
            workbook = workbook + sum_of(mitigation.row, float(np.sum(mitigation.value)))
        words = f"{name.replace('_', ' ')[0].upper()}{name.replace('_', ' ')[1:]} over the horizon"
        yield _agree(page, words, workbook, application(inputs, name))
    amortised = sum_of(portfolio.amortisation.row, float(np.sum(portfolio.amortisation.value)))
    yield _agree(page, "Amortisation over the horizon", amortised, application(inputs, "amortisation"))
    yield _agree(page, "Net present value", portfolio.value, application(inputs, "value"))
    yield _agree(page, "Internal rate of return", portfolio.rate, application(inputs, "rate"), "share")
    yield _agree(page, "Payback, months", portfolio.payback, application(inputs, "payback"), "months")
    yield _agree(
        page, "Discounted payback, months", portfolio.discounted_payback, application(inputs, "discounted"), "months"
    )
    yield _agree(page, "Peak funding", portfolio.peak_funding, application(inputs, "peak"))
    for row in model.initiatives:
        name = model.cases.portfolio.initiatives[row.number].name
        yield _agree(page, f"Net present value of {name}", row.value, application(inputs, f"value {row.number}"))


def _internal(page: Page, tables: Tables) -> Iterable[bool]:
    """Sums that must be equal whatever the inputs are, and percentiles in order."""
    yield _agree(page, "Inputs: as many numbers as were written, none emptied or a text", *tables.model.counts, "whole")
    worth = tables.model.portfolio.value.text
    yield _is_true(page, "Net present value is a number", Term(f"ISNUMBER({worth})", True))
    yield from _model_sums(page, tables)
    yield from _cash_sums(page, tables.cash)
    yield from _budget_sums(page, tables.budget)
    summary, (first, last) = tables.summary
    yield _in_order(page, "Summary: percentiles rise", summary, FIRST_PERCENTILE, LAST_PERCENTILE, first, last)
    value, (first, last) = tables.value
    yield _rising(page, "Value: percentiles rise", value, 1, first, last)
    cash = tables.cash
    for words, rows in (("years", cash.years), ("quarters", cash.quarters), ("months", cash.months)):
        for start, what in ((NET_PERCENTILE, "net"), (TOTAL_PERCENTILE, "cumulative")):
            yield _in_order(page, f"Cash of {words}: percentiles rise, {what}", cash.page, start, start + 3, *rows)
    yield _in_order(page, "Budget: percentiles rise", tables.budget.page, P50, P90, *tables.budget.rows)
    distribution, (first, last), outputs = tables.distribution
    for column, name in enumerate(outputs, 1):
        yield _rising(page, f"Distribution: percentiles rise, {name}", distribution, column, first, last)


def _model_sums(page: Page, tables: Tables) -> Iterable[bool]:
    base, portfolio = tables.base_case, tables.model.portfolio
    first, last = base.initiatives
    net = cell(portfolio.sheet.name, f"$F${portfolio.net.row}", float(np.sum(portfolio.net.value)))
    initiatives = base.page.total(base.net_column, first, last) if last >= first else Term("0", 0.0)
    others = [
        cell(portfolio.sheet.name, f"$F${portfolio.lines[name].row}", float(np.sum(portfolio.lines[name].value)))
        for name in ("mitigation", "bench", "recruiting", "tax")
    ]
    together = initiatives
    for other in others:
        together = together + other
    yield _agree(page, "Initiatives + mitigation + bench + recruiting + tax = net cash", together, net)
    years = base.page.name, base.net_row
    total = cell(years[0], place(years[1], 2), base.page.number_at(years[1], 2))
    yield _agree(page, "Fiscal years add up to the months: net cash", total, net)
    ending = cell(
        portfolio.sheet.name,
        f"${portfolio.cumulative.last}${portfolio.cumulative.row}",
        float(portfolio.cumulative.value[-1]),
    )
    yield _agree(page, "Cumulative cash ends at the sum of net cash", ending, net)


def _cash_sums(page: Page, cash: CashTables) -> Iterable[bool]:
    months = cash.page.total(1, *cash.months)
    yield _agree(
        page, "Mean net cash: months add up to fiscal years", months, cash.page.total(1, *cash.years), rough=True
    )
    yield _agree(
        page, "Mean net cash: months add up to quarters", months, cash.page.total(1, *cash.quarters), rough=True
    )
    last = cash.page.number_at(cash.months[1], TOTAL_PERCENTILE - 1)
    ending = cell(cash.page.name, place(cash.months[1], TOTAL_PERCENTILE - 1), last)
    yield _agree(page, "Mean cumulative cash ends at the sum of mean net cash", ending, months, rough=True)


def _budget_sums(page: Page, budget: BudgetTable) -> Iterable[bool]:
    for words, column in (("budget", BUDGET), ("base case", BASE), ("mean", MEAN)):
        categories, totals = Term("0", 0.0), Term("0", 0.0)
        for number, row in enumerate(budget.totals):
            part = budget.page.total(column, row - budget.categories, row - 1)
            total = cell(budget.page.name, place(row, column), budget.page.number_at(row, column))
            categories, totals = (part, total) if number == 0 else (categories + part, totals + total)
        yield _agree(page, f"Budget: categories add up to totals, {words}", categories, totals)


def _in_order(page: Page, words: str, of: Page, first_column: int, last_column: int, first: int, last: int) -> bool:
    """Whether each row rises from one column to the next; cells that are empty are left out."""
    if last < first:
        return _is_true(page, words, Term("TRUE()", True))
    lower = f"{OPEN}{of.name}{CLOSE}{place(first, first_column)}:{place(last, last_column - 1)}"
    upper = f"{OPEN}{of.name}{CLOSE}{place(first, first_column + 1)}:{place(last, last_column)}"
    pairs = [
        (of.number_at(row, column), of.number_at(row, column + 1))
        for row in range(first, last + 1)
        for column in range(first_column, last_column)
        if of.has_number(row, column) and of.has_number(row, column + 1)
    ]
    return _is_true(page, words, _none_falls(lower, upper, pairs))


def _rising(page: Page, words: str, of: Page, column: int, first: int, last: int) -> bool:
    """Whether a column rises downwards."""
    lower = f"{OPEN}{of.name}{CLOSE}{spread_over(first, last - 1, column)}"
    upper = f"{OPEN}{of.name}{CLOSE}{spread_over(first + 1, last, column)}"
    pairs = [
        (of.number_at(row, column), of.number_at(row + 1, column))
        for row in range(first, last)
        if of.has_number(row, column) and of.has_number(row + 1, column)
    ]
    return _is_true(page, words, _none_falls(lower, upper, pairs))


def _none_falls(lower: str, upper: str, pairs: list[tuple[float, float]]) -> Term:
    formula = f"SUMPRODUCT(ISNUMBER({lower})*ISNUMBER({upper})*({lower}>{upper}))=0"
    return Term(formula, all(low <= high for low, high in pairs))
