"""What people cost: the time that initiatives use, contractors' premium, the bench, recruiting [M2]."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import Delivery
from simulation.delivery.effort import PackedEffort
from simulation.draws import Staffing
from simulation.jit import compiled, inlined
from simulation.money.drawn import MoneyDraws
from simulation.money.ledger import BENCH, RECRUITING, STAFFING, Ledger, Rule
from simulation.money.plan import MoneyPlan


class Prices(NamedTuple):
    """The drawn prices of T teams in n trials, in the portfolio's currency."""

    rate: FloatArray  # (T, n) money a month at the start
    premium: FloatArray  # (T, n) share
    availability: FloatArray  # (T, n) share
    inflation: FloatArray  # (n,) factor of a year


class Charges(NamedTuple):
    """Who is charged for N lines of people's time."""

    initiative: IntArray
    team: IntArray
    capitalised: FloatArray


class People(NamedTuple):
    """People of T teams in n trials, each of shape ``(n, T, months)``."""

    headcount: FloatArray
    arrivals: FloatArray
    contractors: FloatArray
    busy: FloatArray  # FTE-months that the team worked, contractors included


def charging_people(
    plan: MoneyPlan, drawn: MoneyDraws, staffing: Staffing, delivery: Delivery, busy: FloatArray, ledger: Ledger
) -> Rule:
    """Staffing, bench and recruiting; the FTE-months that each team worked are added to ``busy``."""
    charges = plan.charges
    lines = Charges(charges.line_initiative, charges.line_team, charges.line_capitalised)
    people = People(staffing.headcount, staffing.arrivals, delivery.contractors, busy)
    prices, fees = prices_of(plan, drawn), recruiting_fees(drawn)
    return partial(_charge, lines, prices, fees, delivery.packed_effort, people, ledger)


def prices_of(plan: MoneyPlan, drawn: MoneyDraws) -> Prices:
    """The prices of the teams, in the portfolio's currency."""
    teams = drawn.teams
    return Prices(
        rate=teams.rate * plan.teams.rate_factor[:, None] * teams.rate_currency,
        premium=teams.premium,
        availability=teams.availability,
        inflation=1.0 + drawn.inflation,
    )


def recruiting_fees(drawn: MoneyDraws) -> FloatArray:
    """What each arrival costs once, in the portfolio's currency; shape ``(T, n)``."""
    return drawn.teams.recruiting * drawn.teams.rate_currency


@compiled
def _charge(
    lines: Charges,
    prices: Prices,
    fees: FloatArray,
    effort: PackedEffort,
    people: People,
    ledger: Ledger,
    trials: IntArray,
) -> None:
    """All books of the people in some trials."""
    teams, months = people.busy.shape[1:]
    own, charged = np.empty((teams, months)), np.empty((teams, months))
    cost = np.empty((ledger.initiative_net.shape[1], months))
    for i in trials:
        _add_up(lines, effort, i, people.busy[i])
        _price_months(prices, i, people.busy[i], people.contractors[i], own, charged)
        _price_lines(lines, effort, i, charged, cost, ledger.capitalised[i])
        _book_initiatives(ledger, i, cost)
        _book_bench(prices, people, i, own, ledger.series[i, BENCH])
        _book_arrivals(fees, people, i, ledger.series[i, RECRUITING])


@inlined
def _add_up(lines: Charges, effort: PackedEffort, i: int, used: FloatArray) -> None:
    """The FTE-months of each team and month in a trial.

    Lines are gone through month by month: most are too short for several months at once.
    """
    fte, first, counts = effort.fte[i], effort.first[i], effort.months[i]
    place, flat, months = 0, used.reshape(-1), used.shape[1]
    for line in range(lines.team.size):
        to, end = lines.team[line] * months + first[line], place + counts[line]
        while place < end:
            flat[np.uint64(to)] += fte[np.uint64(place)]
            to, place = to + 1, place + 1


@inlined
def _price_lines(
    lines: Charges, effort: PackedEffort, i: int, charged: FloatArray, cost: FloatArray, capitalised: FloatArray
) -> None:
    """What each initiative is charged in each month of a trial; the part of it that is ``capitalised``."""
    cost[:] = 0.0
    fte, first, counts = effort.fte[i], effort.first[i], effort.months[i]
    place, prices, costs, months = 0, charged.reshape(-1), cost.reshape(-1), cost.shape[1]
    for line in range(lines.team.size):
        m, end, share = np.int64(first[line]), place + counts[line], lines.capitalised[line]
        price, to = lines.team[line] * months, lines.initiative[line] * months
        while place < end:
            money = fte[np.uint64(place)] * prices[np.uint64(price + m)]
            costs[np.uint64(to + m)] += money
            if share > 0.0:
                capitalised[np.uint64(m)] += share * money
            m, place = m + 1, place + 1


@inlined
def _price_months(
    prices: Prices, i: int, used: FloatArray, contractors: FloatArray, own: FloatArray, charged: FloatArray
) -> None:
    """Price of a person-month of each team, plain and with the premium of that month's contractors spread over all."""
    growth, wages = prices.inflation[i] ** (1.0 / 12.0), 1.0
    for m in range(used.shape[1]):
        for team in range(used.shape[0]):
            own[team, m] = prices.rate[team, i] * wages
        wages *= growth
    for team in range(used.shape[0]):
        premium = prices.premium[team, i]
        for m in range(np.uint64(used.shape[1])):  # unsigned: several months are done at once
            part = contractors[team, m] / used[team, m] if used[team, m] > 0.0 else 0.0
            charged[team, m] = own[team, m] * (1.0 + premium * part)


@inlined
def _book_initiatives(ledger: Ledger, i: int, cost: FloatArray) -> None:
    staffing = ledger.series[i, STAFFING]
    for initiative in range(cost.shape[0]):
        paid, net, total = cost[initiative], ledger.initiative_net[i, initiative], 0.0
        for m in range(np.uint64(cost.shape[1])):
            staffing[m] += paid[m]
            net[m] -= paid[m]
        for m in range(np.uint64(cost.shape[1])):
            total += paid[m]
        ledger.initiative_cost[i, initiative] += total
        ledger.initiative_staffing[i, initiative] += total


@inlined
def _book_bench(prices: Prices, people: People, i: int, own: FloatArray, bench: FloatArray) -> None:
    """What own people are paid who have nothing to do."""
    headcount, used, contractors = people.headcount[i], people.busy[i], people.contractors[i]
    for team in range(headcount.shape[0]):
        available = prices.availability[team, i]
        for m in range(np.uint64(headcount.shape[1])):
            idle = headcount[team, m] * available - used[team, m] + contractors[team, m]
            bench[m] += max(0.0, idle) * own[team, m]


@inlined
def _book_arrivals(fees: FloatArray, people: People, i: int, recruiting: FloatArray) -> None:
    arrivals = people.arrivals[i]
    for team in range(arrivals.shape[0]):
        for m in range(np.uint64(arrivals.shape[1])):
            recruiting[m] += fees[team, i] * arrivals[team, m]
