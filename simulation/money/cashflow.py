"""Cash of a block of trials, from what was drawn and what was delivered.

Owns the order of the rules: people, other cost, benefits, then amortisation and tax.  Measures of the cash are taken in
``simulation.money.measures``, views by fiscal period in ``simulation.money.views``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import Delivery, DeliveryPlan, Workload
from simulation.draws import Draws
from simulation.money.assemble import compile_money
from simulation.money.benefits import crediting_benefits, going_on
from simulation.money.costs import charging_costs
from simulation.money.drawn import MoneyDraws, money_draws
from simulation.money.ledger import EXTERNAL, LINES, SIGNS, TAX, Ledger, empty_ledger, net_of
from simulation.money.people import charging_people
from simulation.money.plan import MoneyPlan, valuation_rates
from simulation.money.tax import amortise, tax_on_profit

__all__ = ["LINES", "SIGNS", "CashFlows", "MoneyPlan", "cash_flows", "compile_money", "valuation_rates"]

AT_A_TIME: Final = 50
"""Trials that one rule books before the next: their books are still in the processor's cache."""


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class CashFlows:
    """Money of a block of n trials by month, in the portfolio's currency.

    ``series`` holds the lines of ``LINES``, costs positive; ``SIGNS`` turns them into cash.  The initiatives' net cash
    less bench, recruiting, mitigation and tax is the portfolio's.
    """

    series: FloatArray  # (n, lines, months)
    capitalised: FloatArray  # (n, months) part of the cost that the P&L does not see when it is spent
    amortisation: FloatArray  # (n, months)
    busy: FloatArray  # (n, T, months) FTE-months that the teams worked, contractors included
    product_revenue: FloatArray  # (n, P, months) baseline + benefits credited - cannibalised
    initiative_net: FloatArray  # (n, I, months) before tax
    initiative_revenue: FloatArray  # (n, I) revenue and savings
    initiative_cost_of_sales: FloatArray  # (n, I)
    initiative_cost: FloatArray  # (n, I) people, external, tooling, research and partner
    initiative_staffing: FloatArray  # (n, I) the people's part of it
    mitigation: FloatArray  # (n,) spent in the first month, within the external line

    @cached_property
    def net(self) -> FloatArray:
        """Net cash of the portfolio, shape ``(n, months)``."""
        return net_of(self.series)

    def line(self, name: str) -> FloatArray:
        """One line by its name in ``LINES``, shape ``(n, months)``; raises ValueError for any other name."""
        return self.series[:, LINES.index(name)]


class Basis(NamedTuple):
    """All that the cash of a block comes from."""

    plan: MoneyPlan
    network: DeliveryPlan
    drawn: MoneyDraws
    draws: Draws
    work: Workload
    delivery: Delivery


def cash_flows(
    plan: MoneyPlan, delivery_plan: DeliveryPlan, draws: Draws, work: Workload, delivery: Delivery
) -> CashFlows:
    """The money of one block, by the rules M2 to M5."""
    return charged(Basis(plan, delivery_plan, money_draws(plan, draws.values), draws, work, delivery))


def charged(basis: Basis) -> CashFlows:
    """The same, with what was drawn for it already picked."""
    plan, draws = basis.plan, basis.draws
    ledger = empty_ledger(draws.trials, len(basis.network.initiative_ids), len(plan.products.ids), plan.months)
    ledger = ledger._replace(product_revenue=going_on(basis.drawn.products, plan.months))
    return _booked(basis, ledger, np.zeros(draws.staffing.headcount.shape), np.arange(draws.trials))


def recharged(cash: CashFlows, trials: IntArray, basis: Basis) -> CashFlows:
    """The cash of a block where only some ``trials`` have changed; written over the arrays of the ``cash`` before."""
    ledger = Ledger(**{name: getattr(cash, name) for name in Ledger._fields})
    for books in (*ledger, cash.busy):
        books[trials] = 0.0
    ledger.series[:, TAX] = 0.0
    ledger.product_revenue[trials] = going_on(basis.drawn.products, basis.plan.months)[trials]
    return _booked(basis, ledger, cash.busy, trials)


def _booked(basis: Basis, ledger: Ledger, busy: FloatArray, trials: IntArray) -> CashFlows:
    """The cash with some ``trials`` booked; in the others, all has been but tax and amortisation."""
    plan, network, drawn, draws, work, delivery = basis
    rules = (
        charging_people(plan, drawn, draws.staffing, delivery, busy, ledger),
        charging_costs(plan, network, drawn, work, delivery, ledger),
        crediting_benefits(plan, drawn, draws.occurs, delivery.launch, ledger),
    )
    for begin in range(0, len(trials), AT_A_TIME):
        for rule in rules:
            rule(trials[begin : begin + AT_A_TIME])
    mitigation = drawn.mitigation.sum(axis=0)
    ledger.series[trials, EXTERNAL, 0] += mitigation[trials]
    amortisation = amortise(ledger.capitalised, plan.amortisation_months)
    profit = net_of(ledger.series) + ledger.capitalised - amortisation  # the line of the tax is still empty
    ledger.series[:, TAX] = tax_on_profit(profit, drawn.tax, carry_losses=plan.carry_losses)
    return CashFlows(
        **ledger._asdict(),
        busy=busy,
        amortisation=amortisation,
        mitigation=mitigation,
    )
