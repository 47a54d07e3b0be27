"""What initiatives earn and save from launch on, who loses by it, and what is paid by sales [M3, M4].

Licences are paid by units, partners by revenue with a yearly minimum.  Also the products' baselines.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import Delivery
from simulation.draws import Draws
from simulation.jit import compiled, inlined
from simulation.money.curves import CurveInputs, units_by_age
from simulation.money.ledger import COST_OF_SALES, EXTERNAL, PARTNER, REVENUE, SAVINGS, Ledger
from simulation.money.plan import MoneyPlan, pick


class Streams(NamedTuple):
    """B benefits in n trials, in the portfolio's currency."""

    ptr: IntArray  # (I + 1,)
    revenue: BoolArray  # (B,)
    product: IntArray  # (B,)
    loser: IntArray  # (B,)
    lifetime: FloatArray  # (B,)
    window_end: FloatArray  # (B,)
    price: FloatArray  # (B, n)
    price_growth: FloatArray  # (B, n) factor of a year
    late_loss: FloatArray  # (B, n)
    margin: FloatArray  # (B, n)
    cannibalised: FloatArray  # (B, n) share
    loser_margin: FloatArray  # (B, n)
    factor: FloatArray  # (B, n) of the risks that occur
    amount: FloatArray  # (B, n) of the risks that occur, a year


class Terms(NamedTuple):
    """What I options pay by units and revenue in n trials, in the portfolio's currency."""

    category: IntArray  # (I,)
    exit_after: FloatArray  # (I,)
    licence: FloatArray  # (I, n) a unit
    escalation: FloatArray  # (I, n) factor of a year
    share: FloatArray  # (I, n)
    guarantee: FloatArray  # (I, n) a year


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
    _credit(_streams(plan, draws), terms, units, delivery.launch, ledger)


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


@compiled
def _credit(streams: Streams, terms: Terms, units: FloatArray, launches: FloatArray, ledger: Ledger) -> None:
    months = ledger.capitalised.shape[1]
    money, sales, volume, yearly = np.empty(months), np.empty(months), np.empty(months), np.empty(months // 12 + 2)
    for i in range(launches.shape[0]):
        for owner in range(launches.shape[1]):
            launch = launches[i, owner]
            if np.isnan(launch) or launch >= months:
                continue
            sales[:], volume[:], yearly[:] = 0.0, 0.0, 0.0
            for b in range(streams.ptr[owner], streams.ptr[owner + 1]):
                life = min(streams.lifetime[b], terms.exit_after[owner])
                _run_stream(streams, i, b, launch, life, units, money, volume)
                if streams.revenue[b]:
                    _book_revenue(streams, i, owner, b, int(launch), money, sales, ledger)
                    if terms.guarantee[owner, i] > 0.0:
                        _add_years(streams, i, b, launch, life, units, yearly)
                else:
                    _book_saving(streams, i, owner, b, int(launch), money, ledger)
            _pay_licences(terms, i, owner, int(launch), volume, ledger)
            _pay_partner(terms, i, owner, launch, sales, yearly, ledger)


@inlined
def _factor(streams: Streams, i: int, b: int, launch: float) -> float:
    """What late launch and the risks that occur make of a benefit's units."""
    late = max(0.0, launch - streams.window_end[b])
    return float(streams.factor[b, i] * max(0.0, 1.0 - streams.late_loss[b, i] * late))


@inlined
def _first_price(streams: Streams, i: int, b: int, first: int) -> float:
    return float(streams.price[b, i] * _power(streams.price_growth[b, i], first / 12.0))


@inlined
def _power(base: float, exponent: float) -> float:
    """As ``base ** exponent``, which takes long even where the answer is known."""
    return 1.0 if base == 1.0 else base**exponent


@inlined
def _run_stream(
    streams: Streams,
    i: int,
    b: int,
    launch: float,
    life: float,
    units: FloatArray,
    money: FloatArray,
    volume: FloatArray,
) -> None:
    """Money of one benefit by calendar month from the launch on; its units are added to ``volume``.

    A calendar month holds the first part of one month of age, and the second part of that before.
    """
    first = int(launch)
    now = 1.0 - (launch - first)  # the part of a month of age that falls in the calendar month in which it begins
    factor, price = _factor(streams, i, b, launch), _first_price(streams, i, b, first)
    growth, extra = _power(streams.price_growth[b, i], 1.0 / 12.0), streams.amount[b, i] / 12.0
    for m in range(first, money.size):
        age = m - first
        lived = min(max(life - age, 0.0), now)
        sold = units[i, b, age] * factor * lived
        if age > 0:
            before = max(min(life - (age - 1.0), 1.0) - now, 0.0)
            sold += units[i, b, age - 1] * factor * before
            lived += before
        money[m] = sold * price + extra * lived
        volume[m] += sold
        price *= growth


@inlined
def _add_years(
    streams: Streams, i: int, b: int, launch: float, life: float, units: FloatArray, yearly: FloatArray
) -> None:
    """Add the revenue of one benefit by year after launch, up to the horizon."""
    first = int(launch)
    now = 1.0 - (launch - first)
    factor, price = _factor(streams, i, b, launch), _first_price(streams, i, b, first)
    growth, extra = _power(streams.price_growth[b, i], 1.0 / 12.0), streams.amount[b, i] / 12.0
    months = units.shape[2] - first
    for age in range(months):
        lived = min(max(life - age, 0.0), now)
        later = max(min(life - age, 1.0) - now, 0.0) if age + 1 < months else 0.0
        sold = units[i, b, age] * factor
        yearly[age // 12] += (sold * price + extra) * lived + (sold * price * growth + extra) * later
        price *= growth


@inlined
def _book_revenue(
    streams: Streams, i: int, owner: int, b: int, first: int, money: FloatArray, sales: FloatArray, ledger: Ledger
) -> None:
    """The benefit's revenue less what it takes from another product, each with its own cost of sales."""
    share, product, loser = streams.cannibalised[b, i], streams.product[b], streams.loser[b]
    cost = 1.0 - streams.margin[b, i] - share * (1.0 - streams.loser_margin[b, i])
    months = range(np.uint64(first), np.uint64(money.size))  # unsigned: several are done at once
    for m in months:
        ledger.series[i, REVENUE, m] += money[m] * (1.0 - share)
        ledger.series[i, COST_OF_SALES, m] += money[m] * cost
        ledger.initiative_net[i, owner, m] += money[m] * (1.0 - share - cost)
        sales[m] += money[m]
    if product >= 0:
        for m in months:
            ledger.product_revenue[i, product, m] += money[m]
    if loser >= 0:
        for m in months:
            ledger.product_revenue[i, loser, m] -= share * money[m]
    total = _sum_from(money, first)
    ledger.initiative_revenue[i, owner] += total * (1.0 - share)
    ledger.initiative_cost_of_sales[i, owner] += total * cost


@inlined
def _sum_from(money: FloatArray, first: int) -> float:
    total = 0.0
    for m in range(np.uint64(first), np.uint64(money.size)):
        total += money[m]
    return total


@inlined
def _book_saving(streams: Streams, i: int, owner: int, b: int, first: int, money: FloatArray, ledger: Ledger) -> None:
    cost, total = 1.0 - streams.margin[b, i], _sum_from(money, first)
    for m in range(np.uint64(first), np.uint64(money.size)):
        ledger.series[i, SAVINGS, m] += money[m]
        ledger.series[i, COST_OF_SALES, m] += money[m] * cost
        ledger.initiative_net[i, owner, m] += money[m] * (1.0 - cost)
    ledger.initiative_revenue[i, owner] += total
    ledger.initiative_cost_of_sales[i, owner] += total * cost


@inlined
def _pay_licences(terms: Terms, i: int, owner: int, first: int, volume: FloatArray, ledger: Ledger) -> None:
    if terms.licence[owner, i] == 0.0:
        return
    growth = _power(terms.escalation[owner, i], 1.0 / 12.0)
    fee = terms.licence[owner, i] * (1.0 if growth == 1.0 else growth**first)
    for m in range(first, volume.size):
        cost = volume[m] * fee
        ledger.series[i, EXTERNAL + terms.category[owner], m] += cost
        ledger.initiative_net[i, owner, m] -= cost
        ledger.initiative_cost[i, owner] += cost
        fee *= growth


@inlined
def _pay_partner(
    terms: Terms, i: int, owner: int, launch: float, sales: FloatArray, yearly: FloatArray, ledger: Ledger
) -> None:
    """The share of revenue month by month, and at the end of each year what the guarantee exceeds it by."""
    share, guarantee = terms.share[owner, i], terms.guarantee[owner, i]
    if share == 0.0 and guarantee == 0.0:
        return
    for m in range(int(launch), sales.size):
        _pay(ledger, i, owner, m, share * sales[m])
    over = min(float(sales.size), launch + terms.exit_after[owner])
    for year in range(yearly.size):
        begin = launch + 12.0 * year
        if begin >= over:
            break
        end = min(begin + 12.0, over)
        missing = guarantee * (end - begin) / 12.0 - share * yearly[year]
        if missing > 0.0:
            _pay(ledger, i, owner, int(np.ceil(end)) - 1, missing)


@inlined
def _pay(ledger: Ledger, i: int, owner: int, m: int, money: float) -> None:
    ledger.series[i, PARTNER, m] += money
    ledger.initiative_net[i, owner, m] -= money
    ledger.initiative_cost[i, owner] += money
