"""What initiatives earn and save from launch on, who loses by it, and what is paid by sales [M3, M4].

Licences are paid by units, partners by revenue with a yearly minimum.  Also the products' baselines.  The figures of
the draws are gathered here; months are gone through in ``simulation.money.streams``.
"""

from __future__ import annotations

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import Delivery
from simulation.draws import Draws
from simulation.money.curves import CurveInputs, units_by_age
from simulation.money.ledger import Ledger
from simulation.money.plan import MoneyPlan, pick
from simulation.money.streams import Streams, Terms, credit


def credit_benefits(plan: MoneyPlan, draws: Draws, delivery: Delivery, ledger: Ledger) -> None:
    """Book revenue, cost of sales, savings, licences and partners' pay, and the products' revenue."""
    values, options = draws.values, plan.options
    exchange = pick(values, options.currency_row, 1.0)
    terms = Terms(
        category=options.category,
        exit_after=options.exit_after,
        licence=pick(values, options.licence_row, 0.0) * exchange,
        escalation=1.0 + pick(values, options.escalation_row, 0.0),
        share=pick(values, options.share_row, 0.0),
        guarantee=pick(values, options.guarantee_row, 0.0) * exchange,
    )
    ledger.product_revenue[:] += baselines(plan, values)
    units = units_by_age(_curve_inputs(plan, values), plan.months, _ages(plan, delivery.launch))
    credit(_streams(plan, draws), terms, units, delivery.launch, ledger)


def _ages(plan: MoneyPlan, launch: FloatArray) -> IntArray:
    """Months of each benefit from its launch to the horizon, shape ``(n, B)``."""
    left = plan.months - np.floor(np.where(launch < plan.months, launch, plan.months))  # NaN: not launched
    return np.repeat(left.astype(np.int64), np.diff(plan.benefits.ptr), axis=1)


def _curve_inputs(plan: MoneyPlan, values: FloatArray) -> CurveInputs:
    table = plan.benefits
    return CurveInputs(
        curve=table.curve,
        peak=pick(values, table.peak_row, 0.0),
        ramp=pick(values, table.ramp_row, 0.0),
        market=pick(values, table.market_row, 0.0),
        innovation=pick(values, table.innovation_row, 0.0),
        imitation=pick(values, table.imitation_row, 0.0),
        new=pick(values, table.new_row, 0.0),
        churn=pick(values, table.churn_row, 0.0),
        growth=pick(values, table.growth_row, 0.0),
        decline=pick(values, table.decline_row, 0.0),
        decline_after=table.decline_after,
        amount_ptr=table.amount_ptr,
        amounts=pick(values, table.amount_row, 0.0),
    )


def _streams(plan: MoneyPlan, draws: Draws) -> Streams:
    values, table = draws.values, plan.benefits
    factor, amount = _risk_effects(plan, draws)
    return Streams(
        ptr=table.ptr,
        revenue=table.revenue,
        product=table.product,
        loser=table.loser,
        lifetime=table.lifetime,
        window_end=table.window_end,
        price=pick(values, table.price_row, 1.0) * pick(values, table.currency_row, 1.0),
        price_growth=1.0 + pick(values, table.price_growth_row, 0.0),
        late_loss=pick(values, table.late_loss_row, 0.0),
        margin=pick(values, table.margin_row, 1.0),
        cannibalised=pick(values, table.cannibalisation_row, 0.0) * (table.loser >= 0)[:, None],
        loser_margin=pick(values, table.loser_margin_row, 1.0),
        factor=factor,
        amount=amount,
    )


def _risk_effects(plan: MoneyPlan, draws: Draws) -> tuple[FloatArray, FloatArray]:
    """What the risks that occur do to each benefit: the product of their factors, the sum of their yearly amounts."""
    shape = (len(plan.benefits.ids), draws.trials)
    factor, amount = np.ones(shape), np.zeros(shape)
    hits = plan.hits
    factors, amounts = pick(draws.values, hits.factor_row, 1.0), pick(draws.values, hits.amount_row, 0.0)
    for hit, (risk, benefit) in enumerate(zip(hits.risk, hits.benefit, strict=True)):
        occurs = draws.occurs[risk]
        factor[benefit] *= np.where(occurs, factors[hit], 1.0)
        amount[benefit] += np.where(occurs, amounts[hit], 0.0)
    return factor, amount


def baselines(plan: MoneyPlan, values: FloatArray) -> FloatArray:
    """Revenue of each product and month as it would go on without any initiative; shape ``(n, P, months)``."""
    table = plan.products
    monthly = pick(values, table.revenue_row, 0.0) * pick(values, table.currency_row, 1.0) / 12.0
    growth = 1.0 + pick(values, table.growth_row, 0.0)
    years = (np.arange(plan.months) + 0.5) / 12.0
    return np.asarray(monthly.T[:, :, None] * growth.T[:, :, None] ** years)
