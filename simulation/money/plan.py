"""What the money of a plan is computed from: the rows of the drawn quantities, and what is certain.

``*_row`` arrays index the rows of ``Draws.values``; -1 means that the quantity is not given, and its neutral value
holds.  Nothing is computed here; ``simulation.money.assemble`` fills these tables from a portfolio.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.draws import Draws
from simulation.money.measures import Timing

NONE: Final = -1
NEVER: Final = float(np.inf)


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Table:
    """Base of the tables: their arrays are read-only."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)


@dataclass(frozen=True, eq=False)
class TeamTable(Table):
    """The price of T teams' people."""

    rate_row: IntArray
    rate_factor: FloatArray  # from the drawn rate to loaded money a month: 1, or loading / 12 for yearly pay
    rate_currency_row: IntArray
    availability_row: IntArray
    premium_row: IntArray
    recruiting_row: IntArray


@dataclass(frozen=True, eq=False)
class ChargeTable(Table):
    """Who is charged for S stages' external cost and for N lines of people's time; the order of the delivery plan."""

    stage_initiative: IntArray  # (S,)
    stage_category: IntArray  # (S,) index into COST_CATEGORIES
    stage_capitalised: FloatArray  # (S,) share
    line_initiative: IntArray  # (N,)
    line_team: IntArray  # (N,)
    line_capitalised: FloatArray  # (N,) share


@dataclass(frozen=True, eq=False)
class OptionTable(Table):
    """The selected option of each of I initiatives; rows of unfunded ones are -1."""

    currency_row: IntArray
    category: IntArray  # of up-front, recurring and licence cost, index into COST_CATEGORIES
    up_front_row: IntArray
    up_front_capitalised: FloatArray  # share
    recurring_row: IntArray
    from_start: BoolArray  # recurring cost runs from the start, not from the launch
    licence_row: IntArray
    escalation_row: IntArray
    share_row: IntArray
    guarantee_row: IntArray
    exit_row: IntArray
    exit_after: FloatArray  # months after launch, NEVER where it is not left


@dataclass(frozen=True, eq=False)
class BenefitTable(Table):
    """B benefits of the selected options, those of an initiative together."""

    ids: tuple[str, ...]
    ptr: IntArray  # (I + 1,)
    revenue: BoolArray  # otherwise a saving
    product: IntArray  # credited product, or -1
    curve: IntArray  # index into curves.CURVES
    currency_row: IntArray
    peak_row: IntArray
    ramp_row: IntArray
    market_row: IntArray
    innovation_row: IntArray
    imitation_row: IntArray
    new_row: IntArray
    churn_row: IntArray
    amount_ptr: IntArray  # (B + 1,)
    amount_row: IntArray  # (A,)
    price_row: IntArray
    price_growth_row: IntArray
    growth_row: IntArray
    margin_row: IntArray
    lifetime: FloatArray  # months, NEVER where it does not end
    decline_row: IntArray
    decline_after: FloatArray  # months
    window_end: FloatArray  # months from the portfolio's start, NEVER without a window
    late_loss_row: IntArray
    loser: IntArray  # product that loses revenue, or -1
    cannibalisation_row: IntArray
    loser_margin_row: IntArray


@dataclass(frozen=True, eq=False)
class HitTable(Table):
    """One row for each benefit hit by a risk; risks in the order of the delivery plan."""

    risk: IntArray
    benefit: IntArray
    factor_row: IntArray
    amount_row: IntArray  # money a year, in the portfolio's currency


@dataclass(frozen=True, eq=False)
class ProductTable(Table):
    """The baselines of P products."""

    ids: tuple[str, ...]
    revenue_row: IntArray  # a year
    growth_row: IntArray
    currency_row: IntArray


@dataclass(frozen=True, eq=False)
class MoneyPlan:
    """Everything that turns one plan's delivery into money."""

    months: int
    timing: Timing
    carry_losses: bool
    amortisation_months: int
    discount_row: int
    finance_row: int
    reinvestment_row: int
    inflation_row: int
    tax_row: int
    mitigation_row: IntArray  # cost of each active mitigation
    teams: TeamTable
    charges: ChargeTable
    options: OptionTable
    benefits: BenefitTable
    hits: HitTable
    products: ProductTable


@dataclass(frozen=True, eq=False)
class Rates:
    """The yearly rates of a block's measures, each of shape ``(n,)``."""

    discount: FloatArray
    finance: FloatArray
    reinvestment: FloatArray


def pick(values: FloatArray, rows: IntArray, neutral: float) -> FloatArray:
    """The drawn values of some quantities, ``neutral`` where there is no such quantity; shape ``(len(rows), n)``."""
    if values.shape[0] == 0:
        return np.full((rows.size, values.shape[1]), neutral)
    picked = values[rows]
    picked[rows == NONE] = neutral
    return picked


def valuation_rates(plan: MoneyPlan, draws: Draws) -> Rates:
    """The drawn discount rate, and the rates of the modified IRR: the discount rate where they are not given [M6]."""
    discount = draws.values[plan.discount_row]
    return Rates(
        discount=discount,
        finance=discount if plan.finance_row == NONE else draws.values[plan.finance_row],
        reinvestment=discount if plan.reinvestment_row == NONE else draws.values[plan.reinvestment_row],
    )
