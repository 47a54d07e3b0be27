"""What was drawn for the money of a block of trials: everything that its rules need, picked at once.

A quantity that is not given has its neutral value here, so that no rule asks whether it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from typing import Final, NamedTuple

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.money.plan import NONE, MoneyPlan, Table


class TeamDraws(NamedTuple):
    """Of T teams in n trials, each of shape ``(T, n)``."""

    rate: FloatArray
    rate_currency: FloatArray
    availability: FloatArray
    premium: FloatArray
    recruiting: FloatArray


class OptionDraws(NamedTuple):
    """Of the options of I initiatives in n trials, each of shape ``(I, n)``, in the option's currency."""

    currency: FloatArray
    up_front: FloatArray
    recurring: FloatArray  # a month
    licence: FloatArray  # a unit
    escalation: FloatArray  # a year
    share: FloatArray
    guarantee: FloatArray  # a year
    exit: FloatArray


class BenefitDraws(NamedTuple):
    """Of B benefits in n trials, each but ``amount`` of shape ``(B, n)``, in the benefit's currency."""

    currency: FloatArray
    peak: FloatArray  # a year
    ramp: FloatArray  # months
    market: FloatArray
    innovation: FloatArray  # a year
    imitation: FloatArray  # a year
    new: FloatArray  # a month
    churn: FloatArray  # a month
    amount: FloatArray  # (A, n) one for each year of a table
    price: FloatArray
    price_growth: FloatArray  # a year
    growth: FloatArray  # a year
    margin: FloatArray
    decline: FloatArray  # a year
    late_loss: FloatArray  # a month
    cannibalisation: FloatArray
    loser_margin: FloatArray


class HitDraws(NamedTuple):
    """Of H benefits hit by a risk in n trials, each of shape ``(H, n)``."""

    factor: FloatArray
    amount: FloatArray  # a year


class ProductDraws(NamedTuple):
    """Of P products in n trials, each of shape ``(P, n)``."""

    revenue: FloatArray  # a year
    growth: FloatArray  # a year
    currency: FloatArray


class MoneyDraws(NamedTuple):
    """All of it; ``picked`` holds the rows of all the others."""

    picked: FloatArray
    teams: TeamDraws
    options: OptionDraws
    benefits: BenefitDraws
    hits: HitDraws
    products: ProductDraws
    inflation: FloatArray  # (n,) a year
    tax: FloatArray  # (n,)
    mitigation: FloatArray  # (M, n)


_NEUTRAL: Final = dict.fromkeys(
    ("currency", "rate_currency", "availability", "price", "margin", "loser_margin", "factor"), 1.0
)
"""What holds where a quantity is not given, unless that is 0."""


class _Selection(NamedTuple):
    rows: IntArray  # of the block's quantities
    absent: IntArray  # where there is no such quantity
    neutral: FloatArray  # (absent, 1)
    spans: tuple[slice, ...]  # the rows of each field


def money_draws(plan: MoneyPlan, values: FloatArray) -> MoneyDraws:
    """What ``values``, of shape ``(Q, n)``, hold for the money of a plan."""
    selection = _selection(plan)
    picked = values[selection.rows]
    picked[selection.absent] = selection.neutral
    parts = iter([picked[span] for span in selection.spans])
    return MoneyDraws(
        picked,
        teams=TeamDraws._make(islice(parts, len(TeamDraws._fields))),
        options=OptionDraws._make(islice(parts, len(OptionDraws._fields))),
        benefits=BenefitDraws._make(islice(parts, len(BenefitDraws._fields))),
        hits=HitDraws._make(islice(parts, len(HitDraws._fields))),
        products=ProductDraws._make(islice(parts, len(ProductDraws._fields))),
        inflation=next(parts)[0],
        tax=next(parts)[0],
        mitigation=next(parts),
    )


@lru_cache(maxsize=8)
def _selection(plan: MoneyPlan) -> _Selection:
    fields = list(_fields(plan))
    sizes = [rows.size for rows, _ in fields]
    rows = np.concatenate([rows for rows, _ in fields])
    neutral = np.repeat([value for _, value in fields], sizes)
    absent = np.flatnonzero(rows == NONE)
    spans = tuple(slice(*span) for span in pairwise(accumulate(sizes, initial=0)))
    return _Selection(rows, absent, neutral[absent, None], spans)


def _fields(plan: MoneyPlan) -> Iterator[tuple[IntArray, float]]:
    """The rows of each field in the order of ``MoneyDraws``, and its neutral value."""
    yield from _of_table(plan.teams, TeamDraws._fields)
    yield from _of_table(plan.options, OptionDraws._fields)
    yield from _of_table(plan.benefits, BenefitDraws._fields)
    yield from _of_table(plan.hits, HitDraws._fields)
    yield from _of_table(plan.products, ProductDraws._fields)
    yield np.array([plan.inflation_row]), 0.0
    yield np.array([plan.tax_row]), 0.0
    yield plan.mitigation_row, 0.0


def _of_table(table: Table, names: tuple[str, ...]) -> Iterator[tuple[IntArray, float]]:
    for name in names:
        yield getattr(table, f"{name}_row"), _NEUTRAL.get(name, 0.0)
