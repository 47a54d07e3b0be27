"""Measures of cash flows: closed forms first, then rows with spreadsheets' values."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.money.irr import NO_IRR, SEVERAL_IRR, UNIQUE_IRR, internal_rate_of_return
from simulation.money.measures import (
    conditional_value_at_risk,
    discounted_payback,
    equivalent_annuity,
    modified_irr,
    net_present_value,
    payback,
    peak_funding,
    profitability_index,
    return_on_investment,
    value_at_risk,
)
from tests.cases import case_path


def cash(*values: float) -> Any:
    """One cash flow."""
    return np.array(values, dtype=float)


def finance_rows(section: str, kind: str) -> list[dict[str, Any]]:
    """The outside rows of one kind."""
    rows = json.loads(case_path("finance/finance.json").read_text())[section]
    return [row for row in rows if row["fn"] == kind]


def test_perpetuity_is_worth_payment_over_rate() -> None:
    """100 at each year's end for 200 years at 10 %: the missing tail is worth less than 1e-5."""
    value = net_present_value(np.full((1, 200), 100.0), 0.1, timing="end", periods_per_year=1)
    assert value[0] == pytest.approx(1000, abs=1e-5)


@pytest.mark.parametrize(("timing", "months"), [("start", 11.0), ("middle", 11.5), ("end", 12.0)])
def test_timing_moves_cash_within_its_month(timing: Any, months: float) -> None:
    """121 in month 11 at 21 % a year."""
    flow = np.zeros(12)
    flow[11] = 121.0
    assert net_present_value(flow, 0.21, timing=timing) == pytest.approx(121 * 1.21 ** (-months / 12))


def test_each_trial_has_its_own_rate() -> None:
    """The same annuity at two rates; initiatives of a trial share its rate."""
    flows = np.ones((2, 3, 24))
    values = net_present_value(flows, np.array([[0.0], [0.1]]), timing="end")
    assert values[0] == pytest.approx([24.0] * 3)
    rate = 1.1 ** (1 / 12) - 1
    assert values[1] == pytest.approx([(1 - 1.1**-2) / rate] * 3)


def test_rate_of_minus_one_is_refused() -> None:
    """Money that loses everything in a year has no present value."""
    with pytest.raises(ValueError, match="above -1"):
        net_present_value(np.ones(3), -1.0, timing="end")


def test_excel_npv_discounts_the_first_value() -> None:
    """Our "end" with yearly periods is Excel's NPV; "start" is cash at the beginning of the year."""
    for row in finance_rows("excel_reference", "NPV"):
        flow = cash(*row["cashflows"])
        expected = {"start": "begin_of_year", "middle": "mid_year", "end": "end_of_year_ExcelNPV"}
        for timing, key in expected.items():
            value = net_present_value(flow, row["rate"], timing=timing, periods_per_year=1)  # type: ignore[arg-type]
            assert value == pytest.approx(row[key], abs=1e-7)


@pytest.mark.parametrize("section", ["excel_reference", "irr"])
def test_irr_of_outside_rows(section: str) -> None:
    """Spreadsheets' rates within 1e-7; where several exist the status says so, and the rate is one of them."""
    for row in finance_rows(section, "IRR"):
        found = internal_rate_of_return(cash(*row["cashflows"]), periods_per_year=1)
        assert found.rate == pytest.approx(row["expected"], abs=1e-7)
        assert (found.status == SEVERAL_IRR) == (len(row["all_real_irr"]) > 1)


def test_suite_of_a_textbook_project() -> None:
    """All measures of one project with an outlay at time 0 and five yearly returns."""
    (row,) = finance_rows("excel_reference", "suite")
    flow, rate = cash(*row["cashflows"]), row["rate"]
    value = net_present_value(flow, rate, timing="start", periods_per_year=1)
    assert value == pytest.approx(row["NPV"], abs=1e-7)
    assert internal_rate_of_return(flow, periods_per_year=1).rate == pytest.approx(row["IRR"], abs=1e-7)
    assert payback(flow, timing="start") == pytest.approx(row["payback"], abs=1e-7)
    discounted = discounted_payback(flow, rate, timing="start", periods_per_year=1)
    assert discounted == pytest.approx(row["discounted_payback"], abs=1e-7)
    assert profitability_index(flow, rate, timing="start", periods_per_year=1) == pytest.approx(row["PI"], abs=1e-7)
    assert modified_irr(flow, rate, row["reinvest"], periods_per_year=1) == pytest.approx(row["MIRR"], abs=1e-7)
    assert equivalent_annuity(value, rate, 5) == pytest.approx(row["EAA"], abs=1e-7)


def test_mirr_of_outside_rows() -> None:
    """Excel's MIRR."""
    for row in finance_rows("excel_reference", "MIRR"):
        rate = modified_irr(cash(*row["cashflows"]), row["finance"], row["reinvest"], periods_per_year=1)
        assert rate == pytest.approx(row["expected"], abs=1e-7)


def test_mirr_of_months_is_annual() -> None:
    """100 out, 121 back 24 months later is 10 % a year whatever the two rates."""
    flow = np.zeros(25)
    flow[[0, 24]] = -100, 121
    assert modified_irr(flow, 0.3, 0.05) == pytest.approx(0.1)


def test_mirr_needs_both_signs() -> None:
    """NaN without an outflow, without an inflow, and with a single period."""
    flows = np.array([[1.0, 2.0], [-1.0, -2.0], [0.0, 0.0]])
    assert np.isnan(modified_irr(flows, 0.1, 0.1)).all()
    assert np.isnan(modified_irr(np.array([[-1.0]]), 0.1, 0.1)).all()


def test_irr_of_months_is_annual() -> None:
    """100 out, 144 back 24 months later: 20 % a year."""
    flow = np.zeros((1, 2, 36))
    flow[0, 1, [3, 27]] = -100, 144
    found = internal_rate_of_return(flow)
    assert found.rate[0, 1] == pytest.approx(0.2)
    assert found.status.tolist() == [[NO_IRR, UNIQUE_IRR]]
    assert np.isnan(found.rate[0, 0])


@pytest.mark.parametrize(
    ("flow", "rate", "status"),
    [
        ((-100, 230, -132), 0.1, SEVERAL_IRR),  # 10 % and 20 %
        ((-100, 120, -20), 0.0, UNIQUE_IRR),  # 0 % and -80 %: one rate of 0 or more
        ((-100, 60, 60, -1), 0.125296, UNIQUE_IRR),  # 53.32 + 47.38 - 0.70; the exit cost's second root is -98 %
        ((-100, 100), 0.0, UNIQUE_IRR),
        ((-100, 100, 0, -7), -0.0832996618, SEVERAL_IRR),  # no root of 0 or more, two negative ones
        ((0, 0, -100, 150, 0), 0.5, UNIQUE_IRR),  # empty periods before and after change nothing
        ((1, 2, 3), np.nan, NO_IRR),
        ((-1, 1.5, -1), np.nan, NO_IRR),  # two sign changes, no real root
        ((-5, 0, 0), np.nan, NO_IRR),
        ((np.nan, 1, 2), np.nan, NO_IRR),
    ],
)
def test_irr_says_when_it_is_not_unique(flow: tuple[float, ...], rate: float, status: int) -> None:
    """Rates checked by hand or by the present value."""
    found = internal_rate_of_return(cash(*flow), periods_per_year=1)
    assert found.rate == pytest.approx(rate, abs=1e-6, nan_ok=True)
    assert found.status == status
    assert np.isnan(found.unambiguous) == (status != UNIQUE_IRR)


@given(st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=12))
def test_irr_finds_what_the_polynomial_has(values: list[float]) -> None:
    """Against the eigenvalues of the companion matrix; flows with a (nearly) double root are not decided by those."""
    trimmed = np.trim_zeros(np.array(values))
    roots = np.roots(trimmed) if trimmed.size > 1 else np.array([])
    near_double = any(abs(one - two) < 1e-3 for i, one in enumerate(roots) for two in roots[:i])
    if near_double or np.any((np.abs(roots.imag) < 1e-6) & (np.abs(roots.imag) > 0)):
        return
    growth = np.sort([root.real for root in roots if abs(root.imag) < 1e-9 and root.real > 1e-9])
    deciding = growth[growth > 1 - 1e-9] if np.any(growth > 1 - 1e-9) else growth[::-1]
    found = internal_rate_of_return(np.array(values), periods_per_year=1)
    assert found.status == min(len(deciding), 2)
    if len(deciding):
        assert found.rate == pytest.approx(deciding[0] - 1, rel=1e-6, abs=1e-7)


@pytest.mark.timeout(120)
def test_irr_of_many_flows_solves_each() -> None:
    """Ten thousand five-year flows with many sign changes; slow root finding would take many minutes."""
    random = np.random.default_rng(1)
    flows = np.concatenate([-random.gamma(2, 1, (10_000, 20)), random.normal(2, 3, (10_000, 40))], axis=1)
    found = internal_rate_of_return(flows)
    unique = found.status == UNIQUE_IRR
    months = (1 + found.rate[unique, None]) ** (-np.arange(60) / 12)
    values = flows[unique] * months
    assert (np.abs(values.sum(axis=1)) / np.abs(values).sum(axis=1)).max() < 1e-12


def test_payback_is_interpolated_within_the_month() -> None:
    """-100, then 40 a month: paid back in the middle of the fourth month, after 3.5 months."""
    assert payback(cash(-100, 40, 40, 40)) == pytest.approx(3.5)


def test_payback_is_missing_where_it_never_comes() -> None:
    """Never back: NaN.  Never under: 0.  No money at all: NaN.  Exactly back at a month's end: that end."""
    flows = np.array([[-100.0, 50, 20], [5, 0, 1], [0, 0, 0], [-100, 60, 40]])
    assert payback(flows) == pytest.approx([np.nan, 0, np.nan, 3], nan_ok=True)


def test_payback_of_growing_returns() -> None:
    """-100, then 14 growing by 10 % a year: within the sixth year."""
    (row,) = finance_rows("excel_reference", "payback")
    years = payback(cash(-100, *(14 * 1.1**year for year in range(10))), timing="start")
    assert np.ceil(years) == row["expected_whole_year_payback"]


def test_rounding_does_not_hide_payback() -> None:
    """Ten times 0.1 is not quite 1 in binary, yet it pays 1 back."""
    assert payback(cash(-1, *[0.1] * 10)) == pytest.approx(11)


def test_profitability_index_and_return() -> None:
    """At rate 0: 150 earned for 100; a return of 50 %.  Nothing spent: neither is defined."""
    assert profitability_index(cash(-60, -40, 150), 0.0, timing="end") == pytest.approx(1.5)
    assert return_on_investment(cash(150, 1), cash(100, 0)) == pytest.approx([0.5, np.nan], nan_ok=True)
    assert np.isnan(profitability_index(cash(1, 2), 0.1, timing="end"))


def test_peak_funding_is_the_deepest_point() -> None:
    """-10, -25 at the deepest, back up; a flow that is never under needs nothing."""
    assert peak_funding(np.array([[-10.0, -15, 40, -5], [1, 2, -1, 0]])) == pytest.approx([25, 0])


def test_annuity_at_rate_zero_is_the_average() -> None:
    """1000 over five years; and the annuity's present value is the value again."""
    assert equivalent_annuity(np.array([1000.0]), 0.0, 5) == pytest.approx(200)
    payment = equivalent_annuity(np.array([1000.0]), 0.08, 5)
    assert net_present_value(np.full((1, 5), payment), 0.08, timing="end", periods_per_year=1) == pytest.approx(1000)


def test_tail_of_a_uniform_sample() -> None:
    """1 to 100: 5 % lie at or below 5, their mean is 3; for a tail of 2.5 % the third value counts by half."""
    sample = np.random.default_rng(0).permutation(np.arange(1.0, 101.0))
    assert value_at_risk(sample, 0.05) == 5
    assert conditional_value_at_risk(sample, 0.05) == pytest.approx(3)
    assert conditional_value_at_risk(sample, 0.025) == pytest.approx((1 + 2 + 3 / 2) / 2.5)
    assert np.isnan(conditional_value_at_risk(np.array([])))
    with pytest.raises(ValueError, match="tail"):
        value_at_risk(sample, 0.0)
