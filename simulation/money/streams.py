"""What each benefit earns or saves month by month, and what sales have to pay, as machine code [M3, M4].

What its figures are in the draws of a plan is the business of ``simulation.money.benefits``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.jit import compiled, inlined
from simulation.money.drawn import BenefitDraws, OptionDraws
from simulation.money.ledger import COST_OF_SALES, EXTERNAL, PARTNER, REVENUE, SAVINGS, Ledger


class Streams(NamedTuple):
    """What is certain of B benefits."""

    ptr: IntArray  # (I + 1,)
    revenue: BoolArray  # (B,)
    product: IntArray  # (B,)
    loser: IntArray  # (B,)
    lifetime: FloatArray  # (B,)
    window_end: FloatArray  # (B,)


class Terms(NamedTuple):
    """What is certain of I options."""

    category: IntArray  # (I,)
    exit_after: FloatArray  # (I,)


class Effects(NamedTuple):
    """What the risks that occur do to B benefits in n trials."""

    factor: FloatArray  # (B, n)
    amount: FloatArray  # (B, n) a year


class _Pace(NamedTuple):
    """How one benefit sells in one trial."""

    first: int  # month of the launch
    now: float  # the part of a month of age that falls in the calendar month in which it begins
    life: float  # months
    factor: float  # of late launch and of the risks that occur
    price: float  # in the first month
    growth: float  # factor of a month
    extra: float  # money a month, whatever is sold


class _Due(NamedTuple):
    """What one option pays by what is sold, in one trial and the portfolio's currency."""

    licence: float  # a unit
    escalation: float  # factor of a year
    share: float
    guarantee: float  # a year


class _Sheet(NamedTuple):
    """Room for what is sold under one option in one trial."""

    sold: FloatArray  # (months,) units of one benefit
    money: FloatArray  # (months,) of one benefit
    volume: FloatArray  # (months,) units of all; only where there are licences
    sales: FloatArray  # (months,) revenue of all; only where there is a partner
    yearly: FloatArray  # (years,) the same by year after launch; only where there is a guarantee


@compiled
def credit(
    streams: Streams,
    terms: Terms,
    benefits: BenefitDraws,
    options: OptionDraws,
    effects: Effects,
    launches: FloatArray,
    ledger: Ledger,
    units: FloatArray,
    trials: IntArray,
) -> None:
    """Book revenue, cost of sales, savings, licences and partners' pay in some trials.

    ``units`` are those of each benefit in these trials by months of age, shape ``(len(trials), B, months)``;
    ``launches`` of each initiative in months, shape ``(n, I)``, NaN where it is not launched.
    """
    months = ledger.capitalised.shape[1]
    sheet = _Sheet(np.empty(months), np.empty(months), np.empty(months), np.empty(months), np.empty(months // 12 + 2))
    for place, i in enumerate(trials):
        for owner in range(launches.shape[1]):
            launch = launches[i, owner]
            if np.isnan(launch) or launch >= months:
                continue
            due = _due(options, i, owner)
            _clear(sheet, due)
            for b in range(streams.ptr[owner], streams.ptr[owner + 1]):
                life = min(streams.lifetime[b], terms.exit_after[owner])
                pace = _pace(streams, benefits, effects, i, b, launch, life)
                _run_stream(pace, units[place, b], sheet)
                if streams.revenue[b]:
                    _book_revenue(streams, benefits, i, owner, b, pace.first, sheet.money, ledger)
                else:
                    cost = 1.0 - benefits.margin[b, i]
                    _book(sheet.money, pace.first, 1.0, cost, i, owner, ledger.series[i, SAVINGS], ledger)
                _note_sales(pace, due, streams.revenue[b], units[place, b], sheet)
            if due.licence != 0.0:
                _pay_licences(due, i, owner, terms.category[owner], int(launch), sheet.volume, ledger)
            if due.share != 0.0 or due.guarantee != 0.0:
                _pay_partner(due, i, owner, launch, terms.exit_after[owner], sheet, ledger)


@inlined
def _due(options: OptionDraws, i: int, owner: int) -> _Due:
    exchange = options.currency[owner, i]
    return _Due(
        options.licence[owner, i] * exchange,
        1.0 + options.escalation[owner, i],
        options.share[owner, i],
        options.guarantee[owner, i] * exchange,
    )


@inlined
def _clear(sheet: _Sheet, due: _Due) -> None:
    if due.licence != 0.0:
        sheet.volume[:] = 0.0
    if due.share != 0.0 or due.guarantee != 0.0:
        sheet.sales[:], sheet.yearly[:] = 0.0, 0.0


@inlined
def _pace(
    streams: Streams, benefits: BenefitDraws, effects: Effects, i: int, b: int, launch: float, life: float
) -> _Pace:
    first, growth = int(launch), 1.0 + benefits.price_growth[b, i]
    late = max(0.0, launch - streams.window_end[b])
    price = benefits.price[b, i] * benefits.currency[b, i]
    return _Pace(
        first,
        1.0 - (launch - first),
        life,
        effects.factor[b, i] * max(0.0, 1.0 - benefits.late_loss[b, i] * late),
        price * _power(growth, first / 12.0),
        _power(growth, 1.0 / 12.0),
        effects.amount[b, i] / 12.0,
    )


@inlined
def _power(base: float, exponent: float) -> float:
    """As ``base ** exponent``, which takes long even where the answer is known."""
    return 1.0 if base == 1.0 else base**exponent


@inlined
def _run_stream(pace: _Pace, units: FloatArray, sheet: _Sheet) -> None:
    """What one benefit sells and earns by calendar month from the launch on."""
    sold, money, price = sheet.sold[pace.first :], sheet.money[pace.first :], pace.price
    _sell(pace, units, sold)
    if pace.growth == 1.0:
        for age in range(np.uint64(money.size)):  # unsigned: several months are done at once
            money[age] = sold[age] * price
    else:
        for age in range(money.size):
            money[age] = sold[age] * price
            price *= pace.growth
    if pace.extra != 0.0:
        for age in range(money.size):
            money[age] += pace.extra * (_begun(pace, age) + _ended(pace, age))


@inlined
def _sell(pace: _Pace, units: FloatArray, sold: FloatArray) -> None:
    """Units by calendar month since the launch; only the last months of the benefit's life are not lived in full."""
    whole, factor, now, rest = int(min(pace.life, float(sold.size))), pace.factor, pace.now, 1.0 - pace.now
    sold[0] = units[0] * factor * _begun(pace, 0)
    for age in range(np.uint64(1), np.uint64(max(whole, 1))):
        sold[age] = units[age] * factor * now + units[age - np.uint64(1)] * factor * rest
    for age in range(max(whole, 1), sold.size):
        sold[age] = units[age] * factor * _begun(pace, age) + units[age - 1] * factor * _ended(pace, age)


@inlined
def _begun(pace: _Pace, age: int) -> float:
    """The part of a calendar month in which the month of age that begins in it is lived."""
    return min(max(pace.life - age, 0.0), pace.now)


@inlined
def _ended(pace: _Pace, age: int) -> float:
    """The part of a calendar month in which the month of age before, which ends in it, is lived."""
    return max(min(pace.life - (age - 1.0), 1.0) - pace.now, 0.0) if age > 0 else 0.0


@inlined
def _note_sales(pace: _Pace, due: _Due, revenue: bool, units: FloatArray, sheet: _Sheet) -> None:
    """Keep what licences and partners are paid by."""
    first, months = np.uint64(pace.first), np.uint64(sheet.money.size)
    if due.licence != 0.0:
        for m in range(first, months):
            sheet.volume[m] += sheet.sold[m]
    if revenue and (due.share != 0.0 or due.guarantee != 0.0):
        for m in range(first, months):
            sheet.sales[m] += sheet.money[m]
    if revenue and due.guarantee > 0.0:
        _add_years(pace, units, sheet.yearly)


@inlined
def _add_years(pace: _Pace, units: FloatArray, yearly: FloatArray) -> None:
    """Add the revenue of one benefit by year after launch, up to the horizon."""
    now, price, extra, months = pace.now, pace.price, pace.extra, units.size - pace.first
    for age in range(months):
        lived = min(max(pace.life - age, 0.0), now)
        later = max(min(pace.life - age, 1.0) - now, 0.0) if age + 1 < months else 0.0
        sold = units[age] * pace.factor
        yearly[age // 12] += (sold * price + extra) * lived + (sold * price * pace.growth + extra) * later
        price *= pace.growth


@inlined
def _book_revenue(
    streams: Streams, benefits: BenefitDraws, i: int, owner: int, b: int, first: int, money: FloatArray, ledger: Ledger
) -> None:
    """The benefit's revenue less what it takes from another product, each with its own cost of sales."""
    product, loser = streams.product[b], streams.loser[b]
    share = benefits.cannibalisation[b, i] if loser >= 0 else 0.0
    cost = 1.0 - benefits.margin[b, i] - share * (1.0 - benefits.loser_margin[b, i])
    _book(money, first, 1.0 - share, cost, i, owner, ledger.series[i, REVENUE], ledger)
    months = range(np.uint64(first), np.uint64(money.size))
    if product >= 0:
        for m in months:
            ledger.product_revenue[i, product, m] += money[m]
    if loser >= 0:
        for m in months:
            ledger.product_revenue[i, loser, m] -= share * money[m]


@inlined
def _book(
    money: FloatArray, first: int, share: float, cost: float, i: int, owner: int, line: FloatArray, ledger: Ledger
) -> None:
    """Book a share of the money to a line, and what it costs to earn; the initiative has the rest."""
    sales, net, left, total = ledger.series[i, COST_OF_SALES], ledger.initiative_net[i, owner], share - cost, 0.0
    for m in range(np.uint64(first), np.uint64(money.size)):
        line[m] += money[m] * share
        sales[m] += money[m] * cost
        net[m] += money[m] * left
    for m in range(np.uint64(first), np.uint64(money.size)):
        total += money[m]
    ledger.initiative_revenue[i, owner] += total * share
    ledger.initiative_cost_of_sales[i, owner] += total * cost


@inlined
def _pay_licences(due: _Due, i: int, owner: int, category: int, first: int, volume: FloatArray, ledger: Ledger) -> None:
    growth = _power(due.escalation, 1.0 / 12.0)
    fee = due.licence * (1.0 if growth == 1.0 else growth**first)
    line, net = ledger.series[i, EXTERNAL + category], ledger.initiative_net[i, owner]
    total = ledger.initiative_cost[i, owner]
    for m in range(first, volume.size):
        cost = volume[m] * fee
        line[m] += cost
        net[m] -= cost
        total += cost
        fee *= growth
    ledger.initiative_cost[i, owner] = total


@inlined
def _pay_partner(
    due: _Due, i: int, owner: int, launch: float, exit_after: float, sheet: _Sheet, ledger: Ledger
) -> None:
    """The share of revenue month by month, and at the end of each year what the guarantee exceeds it by."""
    line, net = ledger.series[i, PARTNER], ledger.initiative_net[i, owner]
    total = ledger.initiative_cost[i, owner]
    for m in range(int(launch), line.size):
        paid = due.share * sheet.sales[m]
        line[m] += paid
        net[m] -= paid
        total += paid
    over = min(float(line.size), launch + exit_after)
    for year in range(sheet.yearly.size):
        begin = launch + 12.0 * year
        if begin >= over:
            break
        end = min(begin + 12.0, over)
        missing = due.guarantee * (end - begin) / 12.0 - due.share * sheet.yearly[year]
        if missing > 0.0:
            m = int(np.ceil(end)) - 1
            line[m] += missing
            net[m] -= missing
            total += missing
    ledger.initiative_cost[i, owner] = total
