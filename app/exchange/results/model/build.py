"""The whole model, sheet by sheet, in the order in which each needs the ones before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.exchange.results.calculus import Term
from app.exchange.results.model.benefits import write_benefits
from app.exchange.results.model.cases import Cases
from app.exchange.results.model.costs import write_costs
from app.exchange.results.model.initiatives import InitiativeRows, register_guesses, write_initiatives
from app.exchange.results.model.inputs import Inputs
from app.exchange.results.model.people import write_people
from app.exchange.results.model.portfolio import PortfolioRows, write_portfolio
from app.exchange.results.model.register import register_inputs
from app.exchange.results.model.ties import register_application
from app.exchange.results.model.world import World
from app.exchange.results.styles import Styles


@dataclass(frozen=True)
class Model:
    """The model as the other sheets refer to it."""

    cases: Cases
    inputs: Inputs
    counts: tuple[Term, Term]  # inputs that are numbers: now, and when written
    portfolio: PortfolioRows
    initiatives: list[InitiativeRows]


def build_model(book: Any, styles: Styles, cases: Cases) -> Model:
    """Write the sheets of the model."""
    world = World(book, styles, cases, Inputs(book, styles, cases))
    register_inputs(world)
    register_guesses(world)
    funded = sorted({key.initiative for key in cases.union(lambda case: case.options)})
    register_application(world.inputs, cases, funded)
    benefits = write_benefits(world)
    costs = write_costs(world)
    people = write_people(world)
    sources = {sheet.name: sheet for sheet in (benefits, costs, people)}
    initiatives, rows = write_initiatives(world, sources)
    portfolio = write_portfolio(world, sources, initiatives)
    portfolio.sheet.close()
    counts = world.inputs.count()
    world.inputs.close()
    return Model(cases, world.inputs, counts, portfolio, rows)
