"""What each benefit earns or saves month by month, and what sales have to pay, as machine code [M3, M4].

What its figures are in the draws of a plan is the business of ``simulation.money.benefits``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.jit import compiled, inlined
from simulation.money.ledger import COST_OF_SALES, EXTERNAL, PARTNER, REVENUE, SAVINGS, Ledger


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


@compiled
def credit(streams: Streams, terms: Terms, units: FloatArray, launches: FloatArray, ledger: Ledger) -> None:
    """Book revenue, cost of sales, savings, licences and partners' pay.

    Parameters
    ----------
    units
        Of each benefit by months of age, shape ``(n, B, months)``.
    launches
        Of each initiative in months, shape ``(n, I)``; NaN where it is not launched.
    """
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
