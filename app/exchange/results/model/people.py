"""What people cost, as formulas: time used x rate x wage inflation, contractors' premium, bench, recruiting [M2].

People's time comes from the delivery simulation: its own sheet of inputs has one row for each case, one below the
other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.exchange.results.calculus import CLOSE, OPEN, THIS, Line, Term, maximum, term, where
from app.exchange.results.model.cases import Case, ChargeKey
from app.exchange.results.model.costs import NOBODY
from app.exchange.results.model.inputs import SCENARIO
from app.exchange.results.model.world import World
from app.exchange.results.timeline import Timeline
from simulation.arrays import FloatArray

TIME = "Inputs time"
NAME = "Model people"


def write_people(world: World) -> Timeline:
    """The sheets of people's time and of what it costs."""
    time = world.sheet(
        TIME,
        "People's time from the delivery simulation",
        "One row for each scenario, in the order of the Inputs sheet; the model takes the selected one.",
    )
    sheet = world.sheet(
        NAME,
        "People: time, rates and cost",
        "Costs are negative. Time used is charged to initiatives; people who are paid but not used are the bench.",
    )
    charges = sorted(world.cases.union(lambda case: case.charges), key=lambda key: (key.team, key.initiative))
    sheet.block("Time used, by initiative, team and capitalised share")
    time.block("Time used")
    used = {key: _time_of(world, time, sheet, key) for key in charges}
    prices = {}
    for number in range(len(world.cases.portfolio.teams)):
        mine = [line for key, line in used.items() if key.team == number]
        prices[number] = _team(world, time, sheet, number, mine)
    sheet.block("Cost of time, by initiative, team and capitalised share")
    for key in charges:
        sheet.add(
            _words(world, key),
            "money",
            -used[key] * prices[key.team],
            tag=(key.initiative + 1, "staffing"),
            share=key.share,
            summed=True,
        )
    time.close()
    sheet.close()
    return sheet


def _words(world: World, key: ChargeKey) -> str:
    capitalised = f", {key.share:.0%} capitalised" if key.share else ""
    return f"{world.initiative(key.initiative)}: {world.cases.portfolio.teams[key.team].name}{capitalised}"


def _time_of(world: World, time: Timeline, sheet: Timeline, key: ChargeKey) -> Line:
    def used(case: Case) -> FloatArray:
        if key not in case.charges:
            return np.zeros(world.cases.months)
        return np.asarray(case.base.delivery.effort[0, case.charges[key]])

    selected = _selected(world, time, _words(world, key), used)
    return sheet.add(_words(world, key), "FTE-months", selected, kind="fte", summed=True)


def _selected(world: World, time: Timeline, item: str, figures: Callable[[Case], FloatArray]) -> Term:
    """Write a row of inputs for each case; the one of the selected case."""
    first = time.row + 1
    for number, case in enumerate(world.cases.listed):
        time.inputs(f"{item}", "FTE", number + 1, case.name, figures(case))
    value = figures(world.cases.listed[world.cases.shown])
    area = f"{OPEN}{TIME}{CLOSE}{THIS}{first}:{THIS}{time.row}"
    return Term(f"INDEX({area},{SCENARIO})", value)


def _team(world: World, time: Timeline, sheet: Timeline, number: int, mine: list[Line]) -> Line:
    """The rows of a team; what a month of its people is charged at."""
    inputs, cases = world.inputs, world.cases
    team = cases.portfolio.teams[number]
    sheet.block(team.name)
    time.block(team.name)
    paid = sheet.add(
        "Own people, paid",
        "FTE",
        _selected(world, time, f"{team.name}: own people", lambda case: case.base.draws.staffing.headcount[0, number]),
        kind="fte",
    )
    arrivals = sheet.add(
        "Arrivals",
        "people",
        _selected(world, time, f"{team.name}: arrivals", lambda case: case.base.draws.staffing.arrivals[0, number]),
        kind="fte",
    )
    hired = sheet.add(
        "Contractors at work",
        "FTE-months",
        _selected(world, time, f"{team.name}: contractors", lambda case: case.base.delivery.contractors[0, number]),
        kind="fte",
    )
    used = sheet.add("Time used, contractors included", "FTE-months", _sum_of(mine), kind="fte", summed=True)
    own = sheet.add("Cost of a person for a month", "money", _rate(world, number) * _wages(world, sheet), kind="price")
    part = where(used > 0, hired / used, 0)
    premium = inputs.quantity(f"team:{team.id}.contractor_premium")
    charged = sheet.add(
        "Charged for a month, contractors' premium shared", "money", own * (1 + premium * part), kind="price"
    )
    idle = maximum(0, paid * inputs.quantity(f"team:{team.id}.availability") - used + hired)
    bench = sheet.add("Bench", "FTE-months", idle, kind="fte", summed=True)
    sheet.add("Bench cost", "money", -bench * own, tag=(NOBODY, "bench"), summed=True)
    currency = cases.listed[cases.shown].team_prices[number].currency
    fee = inputs.exchanged(inputs.quantity(f"team:{team.id}.recruiting_cost"), currency)
    sheet.add("Recruiting", "money", -arrivals * fee, tag=(NOBODY, "recruiting"), summed=True)
    return charged


def _sum_of(lines: list[Line]) -> Term:
    """The sum of rows that lie one under the other."""
    if not lines:
        return term(0)
    value = np.sum([line.value for line in lines], axis=0)
    rows = [line.row for line in lines]
    spans = _spans(rows)
    parts = ",".join(f"{THIS}{first}:{THIS}{last}" if first != last else f"{THIS}{first}" for first, last in spans)
    return Term(f"SUM({parts})", value)


def _spans(rows: list[int]) -> list[tuple[int, int]]:
    """Successive numbers as spans."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans


def _rate(world: World, number: int) -> Term:
    """What a person of a team costs a month at the start, in the portfolio's currency."""
    inputs, cases = world.inputs, world.cases
    price = cases.listed[cases.shown].team_prices[number]
    if price.rate is None:
        return term(0)
    rate = inputs.quantity(price.rate)
    if price.from_card:
        team = cases.portfolio.teams[number]
        rate = rate * inputs.known(f"loading {team.id}") / inputs.constant("months_per_year")
    return inputs.exchanged(rate, price.currency)


def _wages(world: World, sheet: Timeline) -> Term:
    """The rise of wages since the start."""
    rise = world.inputs.quantity("settings.wage_inflation")
    return (1 + rise) ** (sheet.clock.begins / world.inputs.constant("months_per_year"))
