"""What is drawn for money is picked once, and trials are booked some at a time: neither shows in any figure."""

from dataclasses import fields

import numpy as np
import pytest

from simulation.delivery import compiled
from simulation.delivery.workload import realise
from simulation.money import cashflow
from simulation.money.cashflow import cash_flows
from simulation.money.drawn import money_draws
from simulation.money.measures import (
    discounted_payback,
    modified_irr,
    net_present_value,
    payback,
    peak_funding,
    profitability_index,
)
from simulation.money.plan import NONE, pick
from simulation.plan import compile_plan
from simulation.sampling.draw import sample
from tests.portfolios import example_portfolio

PLAN = compile_plan(example_portfolio())
MONEY = PLAN.money
DRAWS = sample(PLAN, 0, 60, seed=2)


def test_each_field_has_its_own_quantities() -> None:
    """The same as picked field by field, with the neutral value where a quantity is not given."""
    drawn = money_draws(MONEY, DRAWS.values)
    assert (MONEY.benefits.currency_row == NONE).any()  # otherwise nothing neutral would be seen
    for name, neutral in (("price", 1.0), ("currency", 1.0), ("margin", 1.0), ("churn", 0.0), ("amount", 0.0)):
        rows = getattr(MONEY.benefits, f"{name}_row")
        np.testing.assert_array_equal(getattr(drawn.benefits, name), pick(DRAWS.values, rows, neutral))
    np.testing.assert_array_equal(drawn.teams.premium, pick(DRAWS.values, MONEY.teams.premium_row, 0.0))
    np.testing.assert_array_equal(drawn.options.exit, pick(DRAWS.values, MONEY.options.exit_row, 0.0))
    np.testing.assert_array_equal(drawn.hits.factor, pick(DRAWS.values, MONEY.hits.factor_row, 1.0))
    np.testing.assert_array_equal(drawn.products.growth, pick(DRAWS.values, MONEY.products.growth_row, 0.0))
    np.testing.assert_array_equal(drawn.mitigation, pick(DRAWS.values, MONEY.mitigation_row, 0.0))
    np.testing.assert_array_equal(drawn.inflation, DRAWS.values[MONEY.inflation_row])
    np.testing.assert_array_equal(drawn.tax, DRAWS.values[MONEY.tax_row])


@pytest.mark.parametrize("at_a_time", [1, 7, 60, 1000])
def test_how_many_trials_are_booked_at_a_time_changes_nothing(at_a_time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one, in pieces that do not divide the 60 trials, all together: the same bits."""
    work = realise(PLAN.delivery, DRAWS)
    delivery = compiled.deliver(PLAN.delivery, work)
    usual = cash_flows(MONEY, PLAN.delivery, DRAWS, work, delivery)
    monkeypatch.setattr(cashflow, "AT_A_TIME", at_a_time)
    found = cash_flows(MONEY, PLAN.delivery, DRAWS, work, delivery)
    for item in fields(found):
        assert getattr(found, item.name).tobytes() == getattr(usual, item.name).tobytes(), item.name


def test_measures_of_cash_that_is_not_known_are_not_known() -> None:
    """One missing month makes every measure of its cash flow NaN, and none of the next."""
    cash = np.array([[-10.0, np.nan, 30.0, 5.0, 1.0], [-10.0, 4.0, 30.0, 5.0, 1.0]])
    for values in (
        net_present_value(cash, 0.1, timing="end"),
        modified_irr(cash, 0.1, 0.2),
        payback(cash),
        discounted_payback(cash, 0.1, timing="end"),
        profitability_index(cash, 0.1, timing="end"),
        peak_funding(cash),
    ):
        assert np.isnan(values).tolist() == [True, False]


def test_a_value_does_not_depend_on_the_cash_flows_around_it() -> None:
    """Rows of one rate are discounted together: the last of five is worth to the bit what it is worth alone."""
    cash = np.random.default_rng(4).normal(0.0, 1.0, (5, 37))  # 37 months: not a multiple of four
    rates = np.array([0.1, 0.1, 0.05, 0.1, 0.1])
    together = net_present_value(cash, rates, timing="middle")
    alone = [net_present_value(cash[row], rates[row], timing="middle") for row in range(5)]
    assert together.tolist() == [float(value) for value in alone]
