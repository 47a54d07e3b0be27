"""The rule of growth: no yearly rate turns money into numbers that cannot be computed with."""

import math
from collections.abc import Iterator

from models.check.numbers import LONGEST_HORIZON, tails
from models.check.survey import Survey, by_family, issue, warning
from models.fields import fields_of
from models.issue import Issue
from models.uncertainty import Quantity
from models.walk import Located

MOST_GROWTH = 1e12
"""From the start to the horizon.  Two such rates on a billion are still within single precision, in which months are
kept."""

ODD_RATE = 1.0
"""A year: a base of more than 100 % is more likely a slip, such as 8 for 8 %."""

ODD_LIMIT = 10.0
"""A year: so far out not even the tail of an uncertain rate should be."""

_SHRINKING = ("discount_rate", "finance_rate", "decline")
"""Rates that only make money less."""


@by_family(lambda survey: survey.settings.horizon_months)
def growth(survey: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """Yearly rates stay computable to the horizon."""
    years = min(max(survey.settings.horizon_months, 1), LONGEST_HORIZON) / 12
    for located in family:
        for name, info in fields_of(type(located.record)).items():
            value = getattr(located.record, name) if info.unit == "share/year" else None
            if isinstance(value, Quantity):
                yield from _rate(located, name, value, years)


def _rate(located: Located, field: str, value: Quantity, years: float) -> Iterator[Issue]:
    most = max(tails(value))
    if field not in _SHRINKING and math.log1p(max(most, 0.0)) * years > math.log(MOST_GROWTH):
        limit = MOST_GROWTH ** (1 / years) - 1
        message = f"{value.text} a year grows too large to compute with; stay below {limit:.3g}, such as 0.05 for 5 %"
        yield issue(located, field, message)
    elif value.base > ODD_RATE:
        yield warning(located, field, f"{_said(value, value.base)}; did you mean {value.base:g} %?")
    elif most > ODD_LIMIT:
        yield warning(located, field, f"{_said(value, most)}; write 0.05 for 5 %")


def _said(value: Quantity, rate: float) -> str:
    """The rate as it is written, and as a percentage."""
    return f"{value.text} {'is' if value.is_certain else 'reaches'} {100 * rate:,.6g} % a year"


RULES = (growth,)
