"""What people cost: the time that initiatives use, contractors' premium, the bench, recruiting [M2]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import Delivery
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
    _charge(lines, prices, delivery.effort, delivery.contractors, staffing.headcount, busy, ledger)
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
    effort: FloatArray,
    contractors: FloatArray,
    headcount: FloatArray,
    busy: FloatArray,
    ledger: Ledger,
) -> None:
    """All books of the people; loops over months only add up arrays, so that several months are done at once.

    ``effort`` is most of what is read, and is read in its order: to skip the months without work is slower.
    """
    trials, teams, months = headcount.shape
    used, own, charged = np.empty((teams, months)), np.empty((teams, months)), np.empty((teams, months))
    cost = np.empty((ledger.initiative_net.shape[1], months))
    for i in range(trials):
        used[:] = 0.0
        for line in range(lines.team.size):
            team = lines.team[line]
            for m in range(months):
                used[team, m] += effort[i, line, m]
        busy[i] = used
        _price_months(prices, i, used, contractors, own, charged)
        cost[:] = 0.0
        for line in range(lines.team.size):
            initiative, team, share = lines.initiative[line], lines.team[line], lines.capitalised[line]
            for m in range(months):
                cost[initiative, m] += effort[i, line, m] * charged[team, m]
            if share > 0.0:
                for m in range(months):
                    ledger.capitalised[i, m] += share * (effort[i, line, m] * charged[team, m])
        _book_initiatives(ledger, i, cost)
        for team in range(teams):
            for m in range(months):
                idle = headcount[i, team, m] * prices.availability[team, i] - used[team, m] + contractors[i, team, m]
                ledger.series[i, BENCH, m] += max(0.0, idle) * own[team, m]


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
