"""What people cost: the time that initiatives use, contractors' premium, the bench, recruiting [M2]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import Delivery
from simulation.draws import Draws
from simulation.money.jit import compiled
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


def charge_people(plan: MoneyPlan, draws: Draws, delivery: Delivery, ledger: Ledger) -> None:
    """Book staffing, bench and recruiting."""
    teams, charges = plan.teams, plan.charges
    exchange = pick(draws.values, teams.rate_currency_row, 1.0)
    prices = Prices(
        rate=pick(draws.values, teams.rate_row, 0.0) * teams.rate_factor[:, None] * exchange,
        premium=pick(draws.values, teams.premium_row, 0.0),
        availability=pick(draws.values, teams.availability_row, 1.0),
        inflation=1.0 + draws.values[plan.inflation_row],
    )
    lines = Charges(charges.line_initiative, charges.line_team, charges.line_capitalised)
    staffing = draws.staffing
    _charge(lines, prices, delivery.effort, delivery.contractors, staffing.headcount, ledger)
    fee = pick(draws.values, teams.recruiting_row, 0.0) * exchange
    ledger.series[:, RECRUITING] += np.einsum("tn,ntm->nm", fee, staffing.arrivals)


@compiled
def _price_months(
    prices: Prices, i: int, used: FloatArray, contractors: FloatArray, own: FloatArray, charged: FloatArray
) -> None:
    """Price of a person-month of each team, plain and with the premium of that month's contractors spread over all."""
    growth = prices.inflation[i] ** (1.0 / 12.0)
    wages = 1.0
    for m in range(used.shape[1]):
        for t in range(used.shape[0]):
            own[t, m] = prices.rate[t, i] * wages
            part = contractors[t, m] / used[t, m] if used[t, m] > 0.0 else 0.0
            charged[t, m] = own[t, m] * (1.0 + prices.premium[t, i] * part)
        wages *= growth


@compiled
def _charge(
    lines: Charges,
    prices: Prices,
    effort: FloatArray,
    contractors: FloatArray,
    headcount: FloatArray,
    ledger: Ledger,
) -> None:
    teams, months = headcount.shape[1], headcount.shape[2]
    own, charged, used = np.empty((teams, months)), np.empty((teams, months)), np.empty((teams, months))
    for i in range(effort.shape[0]):
        used[:] = 0.0
        for line in range(lines.team.size):
            worked, total_of_team = effort[i, line], used[lines.team[line]]
            for m in range(months):
                total_of_team[m] += worked[m]
        _price_months(prices, i, used, contractors[i], own, charged)
        for line in range(lines.team.size):
            initiative, share, total = lines.initiative[line], lines.capitalised[line], 0.0
            worked, price = effort[i, line], charged[lines.team[line]]
            staffing, capitalised = ledger.series[i, STAFFING], ledger.capitalised[i]
            net = ledger.initiative_net[i, initiative]
            for m in range(months):
                cost = worked[m] * price[m]
                staffing[m] += cost
                capitalised[m] += cost * share
                net[m] -= cost
                total += cost
            ledger.initiative_cost[i, initiative] += total
            ledger.initiative_staffing[i, initiative] += total
        for t in range(teams):
            for m in range(months):
                idle = headcount[i, t, m] * prices.availability[t, i] - used[t, m] + contractors[i, t, m]
                ledger.series[i, BENCH, m] += max(0.0, idle) * own[t, m]
