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

ODD_RATE = 10.0
"""A year: 1,000 % is more likely a slip, such as 5 for 5 %."""

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
    elif most > ODD_RATE:
        yield warning(located, field, f"{value.text} is {100 * most:,.0f} % a year; write 0.05 for 5 %")


RULES = (growth,)
