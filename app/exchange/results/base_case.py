"""The Base case sheet: the model's cash flow and profit by fiscal year, its key results, and each initiative's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.exchange.results.calculus import CLOSE, OPEN, Line, Term, cell
from app.exchange.results.model.build import Model
from app.exchange.results.page import Page, place
from app.exchange.results.timeline import YEAR_ROW

NAME = "Base case"
_FIRST_YEAR = 3


@dataclass(frozen=True)
class BaseCaseTables:
    """What the checks look at: rows from 0."""

    page: Page
    years: int
    net_row: int
    initiatives: tuple[int, int]
    value_column: int
    net_column: int


def write_base_case(page: Page, model: Model, currency: str) -> BaseCaseTables:
    """Fill the sheet from the complete model."""
    labels = list(dict.fromkeys(model.portfolio.sheet.clock.years))
    page.sheet.set_column(0, 0, 46)
    page.sheet.set_column(1, 1, 12)
    page.sheet.set_column(2, _FIRST_YEAR + len(labels), 15)
    page.words(2, 0, "Scenario shown (choose it on the Inputs sheet)", page.styles.unit)
    page.formula(2, 2, model.inputs.shown_name, "general", bold=True)
    page.row = 4
    _key_results(page, model, currency)
    net_row = _by_year(page, model, labels, currency)
    initiatives = _initiatives(page, model, currency)
    page.finish(repeat=2, freeze=(4, 1))
    return BaseCaseTables(page, len(labels), net_row, initiatives, 3, 2)


def _key_results(page: Page, model: Model, currency: str) -> None:
    page.heading("Key results", 6)
    portfolio = model.portfolio
    rows = (
        ("Net present value (NPV), after tax", currency, portfolio.value, "money"),
        ("Internal rate of return (IRR)", "a year", portfolio.rate, "share"),
        ("Payback", "months", portfolio.payback, "months"),
        ("Discounted payback", "months", portfolio.discounted_payback, "months"),
        ("Peak funding", currency, portfolio.peak_funding, "money"),
        ("Return on investment (ROI)", "share", portfolio.roi, "share"),
    )
    for label, unit, term, kind in rows:
        page.words(page.row, 0, label)
        page.words(page.row, 1, unit, page.styles.unit)
        page.formula(page.row, 2, term, kind, bold=True, align="right")
        page.row += 1
    page.row += 1


def _by_year(page: Page, model: Model, labels: list[str], currency: str) -> int:
    """Cash flow and profit by fiscal year; the row of the net cash."""
    portfolio = model.portfolio
    cash = [(name.replace("_", " "), line) for name, line in portfolio.lines.items()]
    profit = [
        ("operating cost (OpEx)", portfolio.operating),
        ("capitalised cost (CapEx), cash only", portfolio.capitalised),
        ("amortisation", portfolio.amortisation),
        ("operating profit", portfolio.profit),
        ("tax", portfolio.tax),
    ]
    _years_header(page, "Cash flow by fiscal year", labels)
    for words, line in cash:
        _year_row(page, model, words, line, labels, currency, bold=False)
    net_row = page.row
    _year_row(page, model, "net cash", portfolio.net, labels, currency, bold=True)
    page.row += 1
    _years_header(page, "Profit by fiscal year", labels)
    for words, line in profit:
        _year_row(page, model, words, line, labels, currency, bold=words == "operating profit")
    page.row += 1
    return net_row


def _years_header(page: Page, words: str, labels: list[str]) -> None:
    page.heading(words, _FIRST_YEAR + len(labels))
    page.header(("Line (inflows positive)", "Unit", "Total", *labels), range(2))


def _year_row(page: Page, model: Model, words: str, line: Line, labels: list[str], unit: str, *, bold: bool) -> None:
    clock, sheet = model.portfolio.sheet.clock, model.portfolio.sheet.name
    look = {"bold": True, "top": 1} if bold else {}
    page.words(page.row, 0, words[0].upper() + words[1:], page.styles.of(**look) if bold else None)
    page.words(page.row, 1, unit, page.styles.unit)
    years = f"{OPEN}{sheet}{CLOSE}${line.first}${YEAR_ROW + 1}:${line.last}${YEAR_ROW + 1}"
    header = page.header_rows[-1]
    for number, label in enumerate(labels):
        column = _FIRST_YEAR + number
        key = cell(page.name, place(header, column).replace("$", "", 1), label)
        value = float(np.sum(line.value[np.array(clock.years) == label]))
        page.formula(page.row, column, Term(f"SUMIF({years},{key.text},{line.whole})", value), "money", **look)
    first, last = place(page.row, _FIRST_YEAR), place(page.row, _FIRST_YEAR + len(labels) - 1)
    total = Term(f"SUM({first}:{last})".replace("$", ""), float(np.sum(line.value)))
    page.formula(page.row, 2, total, "money", **look)
    page.row += 1


def _initiatives(page: Page, model: Model, currency: str) -> tuple[int, int]:
    page.heading("Initiatives, before tax, bench and recruiting", 7)
    page.header(("Initiative", "Unit", "Net cash", "NPV", "IRR, a year", "Payback, months"), range(2))
    first = page.row
    sheet = "Model initiatives"
    for row in model.initiatives:
        page.words(page.row, 0, model.cases.portfolio.initiatives[row.number].name)
        page.words(page.row, 1, currency, page.styles.unit)
        net = cell(sheet, f"$F${row.net.row}", float(np.sum(row.net.value)))
        for column, (term, kind) in enumerate(
            ((net, "money"), (row.value, "money"), (row.rate, "share"), (row.payback, "months")), 2
        ):
            page.formula(page.row, column, term, kind, align="right")
        page.row += 1
    return first, page.row - 1
