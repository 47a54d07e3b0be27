"""Tax with and without losses carried forward, and amortisation, worked out by hand."""

import numpy as np
import pytest

from simulation.money.tax import amortise, tax_on_profit

PROFIT = np.array([[-100.0, 60, 60, -30, 40, 10]])


def test_losses_are_carried_forward() -> None:
    """Cumulative -100, -40, 20, -10, 30, 40: at 25 % tax on 20 in the third month, on 10 and 10 in the last two."""
    tax = tax_on_profit(PROFIT, np.array([0.25]), carry_losses=True)
    assert tax[0] == pytest.approx([0, 0, 5, 0, 2.5, 2.5])


def test_without_carrying_a_loss_earns_a_credit() -> None:
    """25 % of every month; the sum is the same only where the whole is a profit."""
    tax = tax_on_profit(PROFIT, np.array([0.25]), carry_losses=False)
    assert tax[0] == pytest.approx([-25, 15, 15, -7.5, 10, 2.5])


def test_tax_with_losses_carried_is_on_the_best_cumulative_profit() -> None:
    """Over any run the tax adds up to rate x the highest cumulative profit, each trial at its own rate."""
    profit = np.random.default_rng(3).normal(0, 1, (50, 36))
    rate = np.linspace(0, 0.5, 50)
    highest = np.maximum(np.cumsum(profit, axis=1).max(axis=1), 0)
    assert tax_on_profit(profit, rate, carry_losses=True).sum(axis=1) == pytest.approx(rate * highest)


def test_amortisation_begins_the_month_after_and_returns_everything() -> None:
    """12 in month 0 and 6 in month 2, each over 3 months: 4, 4, 4 and 2, 2, 2 overlap in month 3."""
    capitalised = np.array([[12.0, 0, 6, 0, 0, 0]])
    assert amortise(capitalised, 3)[0] == pytest.approx([0, 4, 4, 4 + 2, 2, 2])


def test_amortisation_past_the_horizon_is_left_out() -> None:
    """12 in month 1 over 4 months with two months left: 6."""
    assert amortise(np.array([0.0, 12, 0, 0]), 4) == pytest.approx([0, 0, 3, 3])


def test_write_off_at_once_and_over_more_than_the_horizon() -> None:
    """Over 0 months it is an expense; over 10 the first month's 10 is 1 a month."""
    assert amortise(np.array([10.0, 5]), 0) == pytest.approx([10, 5])
    assert amortise(np.array([10.0, 0, 0]), 10) == pytest.approx([0, 1, 1])
