"""What the application computed for each case, as inputs of the checks."""

from __future__ import annotations

from functools import partial

import numpy as np

from app.exchange.results.calculus import Term
from app.exchange.results.model.cases import Case, Cases
from app.exchange.results.model.initiatives import value_of
from app.exchange.results.model.inputs import Inputs
from simulation.money.irr import internal_rate_of_return
from simulation.money.ledger import LINES, SIGNS


def register_application(inputs: Inputs, cases: Cases, initiatives: list[int]) -> None:
    """Write the application's figures of every case."""
    inputs.section("What the application computed, for the checks (do not change)")

    for number, name in enumerate(LINES):
        words = f"{name.replace('_', ' ')} over the horizon"
        inputs.fact(f"application {name}", "Application", words, "money", partial(_line, number))
    inputs.fact(
        "application value", "Application", "Net present value", "money", lambda case: float(case.base.figures.value[0])
    )
    inputs.fact("application rate", "Application", "Internal rate of return (empty: none)", "share/year", _rate)
    inputs.fact(
        "application payback",
        "Application",
        "Payback (empty: none)",
        "months",
        lambda case: float(case.base.figures.payback[0]),
    )
    inputs.fact(
        "application discounted",
        "Application",
        "Discounted payback (empty: none)",
        "months",
        lambda case: float(case.base.figures.discounted_payback[0]),
    )
    inputs.fact(
        "application peak",
        "Application",
        "Peak funding",
        "money",
        lambda case: float(case.base.figures.peak_funding[0]),
    )
    inputs.fact(
        "application amortisation",
        "Application",
        "Amortisation over the horizon",
        "money",
        lambda case: -float(case.base.cash.amortisation.sum()),
    )
    for number in initiatives:
        name = cases.portfolio.initiatives[number].name
        inputs.fact(
            f"application value {number}",
            f"Application: {name}",
            "Net present value",
            "money",
            partial(value_of, number),
        )


def application(inputs: Inputs, name: str) -> Term:
    """A figure of the application for the selected case."""
    return inputs.known(f"application {name}")


def _line(number: int, case: Case) -> float:
    return float(SIGNS[number] * case.base.cash.series[0, number].sum())


def _rate(case: Case) -> float:
    return float(np.asarray(internal_rate_of_return(case.base.cash.net).rate)[0])
