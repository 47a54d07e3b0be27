"""Yearly rates that cannot be computed with, or are likely slips."""

import numpy as np
import pytest

from models.check import check
from models.edits import set_field
from models.issue import Issue
from models.portfolio import Portfolio
from models.uncertainty import Quantity
from simulation import forecast
from tests.portfolios import example_portfolio

EXAMPLE = example_portfolio()
RATES = ("product:{}.growth", "benefit:atlas-build-sales.price_growth", "settings.wage_inflation")


def found(address: str, rate: float | Quantity) -> list[Issue]:
    """What is said of a rate that is not said of the example as it is."""
    known = check(EXAMPLE)
    return [issue for issue in check(_with(address, rate)) if issue not in known]


def _with(address: str, rate: float | Quantity) -> Portfolio:
    return set_field(EXAMPLE, address.format(EXAMPLE.products[0].id), rate)


@pytest.mark.parametrize("address", RATES)
def test_what_would_overflow_is_refused(address: str) -> None:
    """A million a year, raised to the fifth power of some years, leaves single precision."""
    issues = found(address, 1e6)
    assert "error" in [issue.severity for issue in issues]
    assert any("grows too large to compute with; stay below" in issue.message for issue in issues)


def test_a_percentage_without_its_sign_is_a_warning() -> None:
    """12 is 1,200 % a year, and hardly meant: 12^3 or so over the example's horizon is no trouble to compute."""
    issues = found(RATES[0], 12.0)
    assert [issue.severity for issue in issues] == ["warning"]
    assert "12 is 1,200 % a year" in issues[0].message


@pytest.mark.parametrize("address", [*RATES, "settings.discount_rate"])
def test_more_than_everything_a_year_is_asked_about(address: str) -> None:
    """8 typed for 8 %; 100 % itself may be meant."""
    (issue,) = found(address, 8.0)
    assert (issue.severity, issue.message) == ("warning", "8 is 800 % a year; did you mean 8 %?")
    assert found(address, 1.0) == []


def test_an_uncertain_rate_is_judged_by_its_base() -> None:
    """A wide guess may end above 100 %; a base above it, or an end beyond all sense, is a slip."""
    assert found("settings.discount_rate", Quantity.parse("0.1..0.4..1.5")) == []
    (issue,) = found("settings.discount_rate", Quantity.parse("5..8..12"))
    assert issue.message == "5..8..12 reaches 800 % a year; did you mean 8 %?"
    (issue,) = found("settings.discount_rate", Quantity.parse("0.05..0.08..12"))
    assert issue.message == "0.05..0.08..12 reaches 1,200 % a year; write 0.05 for 5 %"


def test_a_discount_rate_only_makes_less() -> None:
    """However high it is, nothing overflows: it is odd, not impossible."""
    assert [issue.severity for issue in found("settings.discount_rate", 1e6)] == ["warning"]


@pytest.mark.parametrize("address", RATES)
def test_what_is_let_through_can_be_computed(address: str) -> None:
    """A rate just below the refused one gives finite money and no warning of overflow (which would fail the test)."""
    years = EXAMPLE.settings.horizon_months / 12
    rate = 0.99 * (1e12 ** (1 / years) - 1)
    result = forecast(_with(address, rate), trials=20)
    assert np.isfinite(result.figures.value.values).all()
    assert np.isfinite(result.figures.lines.values).all()
