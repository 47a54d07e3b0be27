"""What initiatives earn and save from launch on, who loses by it, and what is paid by sales [M3, M4].

Licences are paid by units, partners by revenue with a yearly minimum.  Also the products' baselines.  The figures of
the draws are gathered here; months are gone through in ``simulation.money.streams``.
"""

from __future__ import annotations

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import Delivery
from simulation.draws import Draws
from simulation.jit import compiled
from simulation.money.curves import CurveInputs, units_by_age
from simulation.money.drawn import BenefitDraws, HitDraws, MoneyDraws, ProductDraws, money_draws
from simulation.money.ledger import Ledger, Rule
from simulation.money.plan import BenefitTable, MoneyPlan, pick
from simulation.money.streams import Effects, Streams, Terms, credit


def credit_benefits(plan: MoneyPlan, draws: Draws, delivery: Delivery, ledger: Ledger) -> None:
    """Book revenue, cost of sales, savings, licences and partners' pay."""
    drawn = money_draws(plan, draws.values)
    crediting_benefits(plan, drawn, draws.occurs, delivery.launch, ledger)(np.arange(draws.trials))


def crediting_benefits(
    plan: MoneyPlan, drawn: MoneyDraws, occurs: BoolArray, launch: FloatArray, ledger: Ledger
) -> Rule:
    """As above, for some of the trials."""
    table, options = plan.benefits, plan.options
    streams = Streams(table.ptr, table.revenue, table.product, table.loser, table.lifetime, table.window_end)
    terms, effects = Terms(options.category, options.exit_after), _risk_effects(plan, drawn.hits, occurs)
    inputs, ages = _curve_inputs(table, drawn.benefits), np.zeros((len(launch), len(table.ids)), dtype=np.int64)
    _count_months(launch, table.ptr, plan.months, ages)
    room = np.empty((0, len(table.ids), plan.months))

    def book(trials: IntArray) -> None:
        nonlocal room
        if len(room) < len(trials):
            room = np.empty((len(trials), *room.shape[1:]))
        units = room[: len(trials)]
        units_by_age(inputs, ages, trials, units)
        credit(streams, terms, drawn.benefits, drawn.options, effects, launch, ledger, units, trials)

    return book


@compiled
def _count_months(launch: FloatArray, ptr: IntArray, months: int, ages: IntArray) -> None:
    """Months of each benefit from its launch to the horizon, into ``ages`` of shape ``(n, B)``."""
    for i in range(launch.shape[0]):
        for owner in range(launch.shape[1]):
            if launch[i, owner] < months:  # false for NaN
                left = months - int(launch[i, owner])
                for b in range(ptr[owner], ptr[owner + 1]):
                    ages[i, b] = left


def _curve_inputs(table: BenefitTable, drawn: BenefitDraws) -> CurveInputs:
    return CurveInputs(
        curve=table.curve,
        peak=drawn.peak,
        ramp=drawn.ramp,
        market=drawn.market,
        innovation=drawn.innovation,
        imitation=drawn.imitation,
        new=drawn.new,
        churn=drawn.churn,
        growth=drawn.growth,
        decline=drawn.decline,
        decline_after=table.decline_after,
        amount_ptr=table.amount_ptr,
        amounts=drawn.amount,
    )


def _risk_effects(plan: MoneyPlan, drawn: HitDraws, occurs: BoolArray) -> Effects:
    """What the risks that occur do to each benefit: the product of their factors, the sum of their yearly amounts."""
    shape = (len(plan.benefits.ids), occurs.shape[1])
    effects = Effects(np.ones(shape), np.zeros(shape))
    _add_hits(plan.hits.benefit, occurs[plan.hits.risk], drawn, effects)
    return effects


@compiled
def _add_hits(benefit: IntArray, occurs: BoolArray, drawn: HitDraws, effects: Effects) -> None:
    for hit in range(benefit.size):
        factor, amount = effects.factor[benefit[hit]], effects.amount[benefit[hit]]
        for i in range(factor.size):
            if occurs[hit, i]:
                factor[i] *= drawn.factor[hit, i]
                amount[i] += drawn.amount[hit, i]


def baselines(plan: MoneyPlan, values: FloatArray) -> FloatArray:
    """Revenue of each product and month as it would go on without any initiative; shape ``(n, P, months)``."""
    table = plan.products
    revenue, growth = pick(values, table.revenue_row, 0.0), pick(values, table.growth_row, 0.0)
    return going_on(ProductDraws(revenue, growth, pick(values, table.currency_row, 1.0)), plan.months)


def going_on(products: ProductDraws, months: int) -> FloatArray:
    """As above, from what was drawn for the products."""
    count, trials = products.revenue.shape
    revenue = np.empty((trials, count, months))
    _go_on(products, revenue)
    return revenue


@compiled
def _go_on(products: ProductDraws, revenue: FloatArray) -> None:
    """A year's growth by the middle of the month that lies a year later."""
    for i in range(revenue.shape[0]):
        for product in range(revenue.shape[1]):
            growth = 1.0 + products.growth[product, i]
            money = products.revenue[product, i] * products.currency[product, i] / 12.0 * growth ** (0.5 / 12.0)
            monthly = growth ** (1.0 / 12.0)
            for m in range(revenue.shape[2]):
                revenue[i, product, m] = money
                money *= monthly
