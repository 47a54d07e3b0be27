"""Cash, value and return of each initiative, as formulas; before tax, bench and recruiting, as in the application."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from app.exchange.results.calculus import Line, Term
from app.exchange.results.model import benefits, costs, people
from app.exchange.results.model.cases import Case
from app.exchange.results.model.returns import discount_factor, monthly_guess, payback, present_value, rate_of_return
from app.exchange.results.model.world import World
from app.exchange.results.timeline import Timeline
from simulation.money import measures

NAME = "Model initiatives"

LINES = (
    ("revenue", "Revenue"),
    ("cost_of_sales", "Cost of sales"),
    ("savings", "Savings"),
    ("staffing", "Staffing"),
    ("external", "External cost"),
    ("tooling", "Tooling"),
    ("research", "Research"),
    ("partner", "Partners' pay"),
)
"""Lines of the cash flow that belong to initiatives, in the order of the rows."""


@dataclass(frozen=True)
class InitiativeRows:
    """What other sheets show of an initiative."""

    number: int
    net: Line
    value: Term
    rate: Term
    payback: Term


def write_initiatives(world: World, sources: dict[str, Timeline]) -> tuple[Timeline, list[InitiativeRows]]:
    """The sheet of initiatives; ``sources`` are the complete sheets by name."""
    sheet = world.sheet(
        NAME,
        "Initiatives: cash, value and return",
        "Inflows positive, outflows negative; before tax, bench and recruiting, which belong to the portfolio.",
    )
    factor = discount_factor(world.inputs, sheet)
    funded = sorted({key.initiative for key in world.cases.union(lambda case: case.options)})
    rows = [_initiative(world, sheet, sources, number, factor) for number in funded]
    sheet.close()
    return sheet, rows


def _source(line: str) -> str:
    if line in ("revenue", "cost_of_sales", "savings"):
        return benefits.NAME
    return people.NAME if line == "staffing" else costs.NAME


def _initiative(
    world: World, sheet: Timeline, sources: dict[str, Timeline], number: int, factor: Line
) -> InitiativeRows:
    name, key, inputs = world.initiative(number), number + 1, world.inputs
    sheet.block(name)
    parts = [
        sheet.add(words, "money", sources[_source(line)].sum_of(key, line, sheet), tag=(key, line), summed=True)
        for line, words in LINES
    ]
    net = sheet.add("Net cash", "money", sum_of_rows(parts), summed=True, bold=True)
    cumulative = sheet.running("Cumulative net cash", "money", net)
    value = present_value(sheet, net, factor)
    rate = rate_of_return(inputs, sheet, net, inputs.known(f"guess {number}"))
    back = payback(inputs, sheet, net, cumulative)
    return InitiativeRows(number, net, value, rate, back)


def sum_of_rows(parts: list[Line]) -> Term:
    """The sum of rows that lie one under the other without a gap."""
    place = parts[0].text.removesuffix(str(parts[0].row))
    return Term(
        f"SUM({place}{parts[0].row}:{place[-1]}{parts[-1].row})", np.sum([part.value for part in parts], axis=0)
    )


def register_guesses(world: World) -> None:
    """The rates from which the search for returns starts, and what the application found, for the checks."""
    inputs = world.inputs
    inputs.section("Rates of return: where the search starts")
    inputs.fact(
        "guess",
        "Portfolio",
        "IRR a month, as the application has it",
        "share/month",
        lambda case: monthly_guess(case.base.cash.net[0]),
    )
    for number in sorted({key.initiative for key in world.cases.union(lambda case: case.options)}):
        inputs.fact(
            f"guess {number}",
            world.initiative(number),
            "IRR a month, as the application has it",
            "share/month",
            partial(_guess, number),
        )


def _guess(number: int, case: Case) -> float:
    return monthly_guess(case.base.cash.initiative_net[0, number])


def value_of(number: int, case: Case) -> float:
    """The application's net present value of an initiative in a base case."""
    rate = case.base.draws.values[case.money.discount_row]
    cash = case.base.cash.initiative_net[:, number]
    return float(measures.net_present_value(cash, rate, timing=case.money.timing)[0])
