"""Value, rate of return and payback of a row of cash, as formulas [M6].

The conventions are those of the application: yearly effective rates, a month's cash flowing evenly for the payback.
"""

from __future__ import annotations

import numpy as np

from app.exchange.results.calculus import (
    Line,
    Term,
    at,
    both,
    highest,
    lowest_so_far,
    maximum,
    position_of_one,
    product_sum,
    text,
    total,
    turnover,
    where,
)
from app.exchange.results.model.inputs import Inputs
from app.exchange.results.timeline import Timeline
from simulation.money.irr import NO_IRR, internal_rate_of_return

NONE = "none"
"""What stands where there is no rate of return, or no payback by the horizon."""


def discount_factor(inputs: Inputs, sheet: Timeline) -> Line:
    """What one unit of a month's money is worth at the start [M1]."""
    rate, timing = inputs.quantity("settings.discount_rate"), inputs.known("timing")
    factor = (1 + rate) ** (-(sheet.clock.begins + timing) / inputs.constant("months_per_year"))
    return sheet.add("Discount factor", "factor", factor, kind="factor")


def present_value(sheet: Timeline, cash: Line, factor: Line, *, bold: bool = True) -> Term:
    """Net present value at the portfolio's start."""
    return sheet.constant("Net present value (NPV)", "money", product_sum(cash, factor), kind="money", bold=bold)


def rate_of_return(inputs: Inputs, sheet: Timeline, cash: Line, guess: Term) -> Term:
    """The effective yearly rate at which the cash is worth nothing, searched from a monthly guess."""
    found = internal_rate_of_return(cash.value)
    rate = NONE if int(found.status) == NO_IRR else float(found.rate)
    year = inputs.constant("months_per_year")
    formula = f'IFERROR((1+IRR({cash.whole},{guess.text}))^{year.text}-1,"{NONE}")'
    return sheet.constant(
        "Internal rate of return (IRR), a year", "share/year", Term(formula, rate), kind="share", bold=True
    )


def monthly_guess(cash: np.ndarray) -> float:
    """The monthly rate of return of a cash flow, from which a sheet's search starts; 0 where there is none."""
    rate = float(internal_rate_of_return(np.asarray(cash)).rate)
    return (1.0 + rate) ** (1.0 / 12.0) - 1.0 if np.isfinite(rate) else 0.0


def payback(inputs: Inputs, sheet: Timeline, cash: Line, cumulative: Line, name: str = "Payback") -> Term:
    """Months until the cumulative cash is back at zero, interpolated within the month."""
    slack = sheet.constant(
        "Cumulative cash that counts as zero", "money", -inputs.constant("rounding") * turnover(cash), kind="tiny"
    )
    under = lowest_so_far(cumulative)
    back = where(under < slack, where(cumulative >= slack, 1, 0), 0)
    flags = sheet.add("Back at zero (1 = yes)", "", back, kind="whole")
    place = sheet.constant("Month in which it is back (0 = not)", "", position_of_one(flags), kind="whole")
    paid = at(cash, place)
    share = maximum(0, (paid - at(cumulative, place)) / paid)
    never_under = both(lowest_whole(cumulative) >= slack, highest(cash) > 0)
    found = where(place > 0, place - 1 + share, where(never_under, 0, text(NONE)))
    return sheet.constant(name, "months", found, kind="months", bold=True)


def lowest_whole(line: Line) -> Term:
    """The least of a row."""
    return Term(f"MIN({line.whole})", float(np.min(line.value)))


def peak_funding(sheet: Timeline, cumulative: Line) -> Term:
    """The deepest cumulative cash at a month's end."""
    return sheet.constant("Peak funding", "money", maximum(0, -lowest_whole(cumulative)), kind="money")


def return_on_investment(sheet: Timeline, contribution: Line, cost: Line) -> Term:
    """(Contribution - cost) / cost, undiscounted, before tax; cost is a row of negative money."""
    found = where(total(cost) < 0, (total(contribution) + total(cost)) / -total(cost), text(NONE))
    return sheet.constant("Return on investment (ROI)", "share", found, kind="share")
