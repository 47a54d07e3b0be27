"""The Model sheet: the portfolio's cash flow, capitalised cost, tax, value and return, as formulas [M5, M6]."""

from __future__ import annotations

from dataclasses import dataclass

from app.exchange.results.calculus import Line, Term, at, where
from app.exchange.results.model import costs, people
from app.exchange.results.model.costs import NOBODY
from app.exchange.results.model.initiatives import LINES, sum_of_rows
from app.exchange.results.model.returns import (
    discount_factor,
    payback,
    peak_funding,
    present_value,
    rate_of_return,
    return_on_investment,
)
from app.exchange.results.model.world import World
from app.exchange.results.timeline import Timeline

NAME = "Model"

_TOP_LINES = 3
"""Revenue, cost of sales and savings; what comes after is cost."""


@dataclass(frozen=True)
class PortfolioRows:
    """What other sheets show of the portfolio."""

    sheet: Timeline
    lines: dict[str, Line]
    capitalised: Line
    operating: Line
    amortisation: Line
    profit: Line
    tax: Line
    net: Line
    cumulative: Line
    value: Term
    rate: Term
    payback: Term
    discounted_payback: Term
    peak_funding: Term
    roi: Term


def write_portfolio(world: World, sources: dict[str, Timeline], initiatives: Timeline) -> PortfolioRows:
    """The sheet of the portfolio; ``sources`` and ``initiatives`` are complete."""
    inputs = world.inputs
    sheet = world.sheet(
        NAME,
        "Portfolio: cash flow, profit, value and return",
        "Inflows positive, outflows negative. The base case of the selected scenario.",
    )
    sheet.block("Cash flow")
    lines = _lines(sheet, sources, initiatives)
    before_tax = sheet.add("Net cash before tax", "money", sum_of_rows(list(lines.values())), summed=True, bold=True)
    sheet.block("Profit and tax")
    spent = sources[people.NAME].capitalised() + sources[costs.NAME].capitalised()
    capitalised = sheet.add("Capitalised cost (CapEx)", "money", spent, summed=True)
    cost_lines = list(lines.values())[_TOP_LINES:]
    cost = sheet.add("Cost, capitalised or not", "money", sum_of_rows(cost_lines), summed=True)
    contribution = sheet.add(
        "Contribution: revenue and savings less cost of sales",
        "money",
        sum_of_rows(list(lines.values())[:_TOP_LINES]),
        summed=True,
    )
    operating = sheet.add("Operating cost (OpEx)", "money", cost - capitalised, summed=True)
    amortisation = _amortisation(world, sheet, capitalised)
    profit = sheet.add("Operating profit", "money", contribution + operating + amortisation, summed=True, bold=True)
    tax = _tax(world, sheet, profit)
    sheet.block("Net cash")
    net = sheet.add("Net cash", "money", before_tax + tax, summed=True, bold=True)
    cumulative = sheet.running("Cumulative net cash", "money", net)
    factor = discount_factor(inputs, sheet)
    discounted = sheet.add("Discounted net cash", "money", net * factor, summed=True)
    cumulative_discounted = sheet.running("Cumulative discounted net cash", "money", discounted)
    sheet.block("Value and return")
    return PortfolioRows(
        sheet=sheet,
        lines={**lines, "tax": tax},
        capitalised=capitalised,
        operating=operating,
        amortisation=amortisation,
        profit=profit,
        tax=tax,
        net=net,
        cumulative=cumulative,
        value=present_value(sheet, net, factor),
        rate=rate_of_return(inputs, sheet, net, inputs.known("guess")),
        payback=payback(inputs, sheet, net, cumulative),
        discounted_payback=payback(inputs, sheet, discounted, cumulative_discounted, "Discounted payback"),
        peak_funding=peak_funding(sheet, cumulative),
        roi=return_on_investment(sheet, contribution, cost),
    )


def _lines(sheet: Timeline, sources: dict[str, Timeline], initiatives: Timeline) -> dict[str, Line]:
    """The lines of the cash flow, those of the initiatives first."""
    rows = {
        line: sheet.add(words, "money", initiatives.sum_of_line(line, sheet), tag=(NOBODY, line), summed=True)
        for line, words in LINES
    }
    of_nobody = (
        ("mitigation", "external", "Mitigation of risks", costs.NAME),
        ("bench", "bench", "Bench", people.NAME),
        ("recruiting", "recruiting", "Recruiting", people.NAME),
    )
    for name, line, words, source in of_nobody:
        found = sources[source].sum_of(NOBODY, line, sheet)
        rows[name] = sheet.add(words, "money", found, tag=(NOBODY, line), summed=True)
    return rows


def _amortisation(world: World, sheet: Timeline, capitalised: Line) -> Line:
    """Equal parts over the months after the money is spent; over 0 months at once."""
    spent = sheet.running("Capitalised cost so far", "money", capitalised)
    over, month = world.inputs.known("amortisation"), sheet.clock.begins
    written_off = where(month > over, at(spent, month - over), 0)
    part = where(over <= 0, capitalised, (spent.before - written_off) / over)
    return sheet.add("Amortisation", "money", part, summed=True)


def _tax(world: World, sheet: Timeline, profit: Line) -> Line:
    """On the rise of the highest cumulative profit; without carry-forward on every profit, a loss being a credit."""
    inputs = world.inputs
    cumulative = sheet.running("Cumulative operating profit", "money", profit)
    record = sheet.record("Highest cumulative profit so far", "money", cumulative)
    taxed = where(inputs.known("carry_losses").equals(1), record - record.before, profit)
    return sheet.add("Tax", "money", -inputs.quantity("settings.tax_rate") * taxed, summed=True, bold=True)
