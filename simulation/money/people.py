"""What people cost: the time that initiatives use, contractors' premium, the bench, recruiting [M2]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import Delivery
from simulation.delivery.effort import PackedEffort
from simulation.draws import Draws
from simulation.jit import compiled, inlined
from simulation.money.ledger import BENCH, RECRUITING, STAFFING, Ledger
from simulation.money.plan import MoneyPlan, pick


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


def charge_people(plan: MoneyPlan, draws: Draws, delivery: Delivery, ledger: Ledger) -> FloatArray:
    """Book staffing, bench and recruiting; the FTE-months that each team worked, shape ``(n, T, months)``."""
    charges, prices = plan.charges, prices_of(plan, draws)
    lines = Charges(charges.line_initiative, charges.line_team, charges.line_capitalised)
    staffing = draws.staffing
    busy = np.zeros(staffing.headcount.shape)
    _charge(lines, prices, delivery.packed_effort, delivery.contractors, staffing.headcount, busy, ledger)
    ledger.series[:, RECRUITING] += np.einsum("tn,ntm->nm", recruiting_fees(plan, draws), staffing.arrivals)
    return busy


def prices_of(plan: MoneyPlan, draws: Draws) -> Prices:
    """What was drawn for the prices of the teams."""
    teams = plan.teams
    return Prices(
        rate=pick(draws.values, teams.rate_row, 0.0) * teams.rate_factor[:, None] * _exchange(plan, draws),
        premium=pick(draws.values, teams.premium_row, 0.0),
        availability=pick(draws.values, teams.availability_row, 1.0),
        inflation=1.0 + draws.values[plan.inflation_row],
    )


def recruiting_fees(plan: MoneyPlan, draws: Draws) -> FloatArray:
    """What each arrival costs once, in the portfolio's currency; shape ``(T, n)``."""
    return pick(draws.values, plan.teams.recruiting_row, 0.0) * _exchange(plan, draws)


def _exchange(plan: MoneyPlan, draws: Draws) -> FloatArray:
    return pick(draws.values, plan.teams.rate_currency_row, 1.0)


@compiled
def _charge(
    lines: Charges,
    prices: Prices,
    effort: PackedEffort,
    contractors: FloatArray,
    headcount: FloatArray,
    busy: FloatArray,
    ledger: Ledger,
) -> None:
    """All books of the people; loops over months only add up arrays, so that several months are done at once."""
    trials, teams, months = headcount.shape
    used, own, charged = np.empty((teams, months)), np.empty((teams, months)), np.empty((teams, months))
    cost = np.empty((ledger.initiative_net.shape[1], months))
    for i in range(trials):
        _add_up(lines, effort, i, used)
        busy[i] = used
        _price_months(prices, i, used, contractors, own, charged)
        _price_lines(lines, effort, i, charged, cost, ledger.capitalised[i])
        _book_initiatives(ledger, i, cost)
        for team in range(teams):
            for m in range(months):
                idle = headcount[i, team, m] * prices.availability[team, i] - used[team, m] + contractors[i, team, m]
                ledger.series[i, BENCH, m] += max(0.0, idle) * own[team, m]


@inlined
def _add_up(lines: Charges, effort: PackedEffort, i: int, used: FloatArray) -> None:
    """The FTE-months of each team and month in a trial."""
    used[:] = 0.0
    fte, place = effort.fte[i], np.uint64(0)  # unsigned: several months are done at once
    for line in range(lines.team.size):
        first, months = np.uint64(effort.first[i, line]), np.uint64(effort.months[i, line])
        row = used[lines.team[line]]
        for k in range(months):
            row[first + k] += fte[place + k]
        place += months


@inlined
def _price_lines(
    lines: Charges, effort: PackedEffort, i: int, charged: FloatArray, cost: FloatArray, capitalised: FloatArray
) -> None:
    """What each initiative is charged in each month of a trial; the part of it that is ``capitalised``."""
    cost[:] = 0.0
    fte, place = effort.fte[i], np.uint64(0)
    for line in range(lines.team.size):
        first, months = np.uint64(effort.first[i, line]), np.uint64(effort.months[i, line])
        price, row, share = charged[lines.team[line]], cost[lines.initiative[line]], lines.capitalised[line]
        for k in range(months):
            row[first + k] += fte[place + k] * price[first + k]
        if share > 0.0:
            for k in range(months):
                capitalised[first + k] += share * (fte[place + k] * price[first + k])
        place += months


@inlined
def _price_months(
    prices: Prices, i: int, used: FloatArray, contractors: FloatArray, own: FloatArray, charged: FloatArray
) -> None:
    """Price of a person-month of each team, plain and with the premium of that month's contractors spread over all."""
    growth = prices.inflation[i] ** (1.0 / 12.0)
    for team in range(used.shape[0]):
        wages = 1.0
        for m in range(used.shape[1]):
            own[team, m] = prices.rate[team, i] * wages
            wages *= growth
        for m in range(used.shape[1]):
            part = contractors[i, team, m] / used[team, m] if used[team, m] > 0.0 else 0.0
            charged[team, m] = own[team, m] * (1.0 + prices.premium[team, i] * part)


@inlined
def _book_initiatives(ledger: Ledger, i: int, cost: FloatArray) -> None:
    for initiative in range(cost.shape[0]):
        total = 0.0
        for m in range(cost.shape[1]):
            ledger.series[i, STAFFING, m] += cost[initiative, m]
            ledger.initiative_net[i, initiative, m] -= cost[initiative, m]
            total += cost[initiative, m]
        ledger.initiative_cost[i, initiative] += total
        ledger.initiative_staffing[i, initiative] += total
