"""Shapes of the benefit curves over age, against their closed forms."""

from typing import Any

import numpy as np
import pytest

from simulation.arrays import FloatArray
from simulation.money.curves import CURVES, CurveInputs, units_by_age


def units(
    curve: str, months: int = 120, amounts: tuple[float, ...] = (), ages: int | None = None, **given: Any
) -> FloatArray:
    """Units of one benefit, shape (trials, months); the drawn values given are one number or one a trial."""
    fields = ("peak", "ramp", "market", "innovation", "imitation", "new", "churn", "growth", "decline")
    trials = max((np.size(given.get(field, 0.0)) for field in fields), default=1)
    drawn = {field: np.broadcast_to(given.get(field, 0.0), (1, trials)).astype(float) for field in fields}
    inputs = CurveInputs(
        curve=np.array([CURVES.index(curve)]),
        decline_after=np.array([float(given.get("decline_after", 0.0))]),
        amount_ptr=np.array([0, len(amounts)]),
        amounts=np.repeat(np.array(amounts).reshape(-1, 1), trials, axis=1),
        **drawn,
    )
    found = np.full((trials, 1, months), np.nan)
    units_by_age(inputs, np.full((trials, 1), months if ages is None else ages), np.arange(trials), found)
    return found[:, 0]


@pytest.mark.parametrize("curve", CURVES)
def test_the_first_months_are_the_same_without_the_rest(curve: str) -> None:
    """The last month of three years, growing and declining, is the same where nobody asks for the seven after it."""
    given: dict[str, Any] = {"peak": 120, "ramp": 30, "market": 900, "innovation": 0.03, "imitation": 0.4, "new": 7}
    given |= {"churn": 0.02, "growth": 0.05, "decline": 0.1, "decline_after": 20, "amounts": (12.0, 24.0, 36.0, 48.0)}
    assert (units(curve, ages=36, **given)[:, :36] == units(curve, **given)[:, :36]).all()


def test_constant_is_a_twelfth_of_the_peak() -> None:
    """1200 a year."""
    assert units("constant", months=3, peak=1200)[0] == pytest.approx([100, 100, 100])


def test_ramp_is_linear_and_adds_up() -> None:
    """Half of the peak over the ramp, all of it after; a ramp of nothing is the peak at once."""
    curve = units("ramp", peak=1200, ramp=12)[0]
    assert curve[:12].sum() == pytest.approx(600)
    assert np.diff(curve[:12]) == pytest.approx(100 / 12)
    assert curve[12:] == pytest.approx(100)
    assert units("ramp", peak=1200, ramp=0)[0] == pytest.approx(100)


def test_s_curve_reaches_ninety_percent_at_the_ramp() -> None:
    """Below 90 % at month 23.5, above at 24.5; the logarithm of a logistic's odds is a line: exact at 24 and at 0."""
    curve = units("s_curve", peak=12, ramp=24)[0]
    assert curve[23] < 0.9 < curve[24]
    logistic = 0.01 + 0.99 * curve[:60]
    log_odds = np.log(logistic / (1 - logistic))
    at_ramp = 1 / (1 + np.exp(-(log_odds[23] + log_odds[24]) / 2))
    assert (at_ramp - 0.01) / 0.99 == pytest.approx(0.9)
    assert 1 / (1 + np.exp(-(1.5 * log_odds[0] - 0.5 * log_odds[1]))) == pytest.approx(0.01)
    assert curve[-1] == pytest.approx(1, abs=1e-9)


def test_bass_months_add_up_to_the_adopters() -> None:
    """F(5 years) of the market after 60 months; nobody adopts where nobody is first."""
    market, p, q = 5000.0, 0.03, 0.38
    curve = units("bass", market=market, innovation=p, imitation=q)[0]
    left = np.exp(-(p + q) * 5)
    assert curve[:60].sum() == pytest.approx(market * (1 - left) / (1 + q / p * left))
    assert not units("bass", market=market, innovation=0, imitation=q).any()


def test_bass_peaks_where_theory_says() -> None:
    """ln(q / p) / (p + q) years: 6.19 years for p = 0.03, q = 0.38, the 75th month."""
    curve = units("bass", market=1, innovation=0.03, imitation=0.38)[0]
    assert int(np.argmax(curve)) == int(12 * np.log(0.38 / 0.03) / 0.41)


def test_subscription_settles_at_new_over_churn() -> None:
    """50 a month losing 5 %: 1000 customers; without churn they only add up; with all lost at once 50 remain."""
    assert units("subscription", months=400, new=50, churn=0.05)[0, -1] == pytest.approx(1000)
    assert units("subscription", months=3, new=50, churn=0)[0] == pytest.approx([25, 75, 125])
    assert units("subscription", months=2, new=50, churn=1)[0] == pytest.approx([50, 50])


def test_subscription_gains_and_loses_each_month() -> None:
    """Of last month's customers 98 % stay, and ten months' new ones join."""
    curve = units("subscription", months=50, new=10, churn=0.02)[0]
    assert curve[1:] == pytest.approx(curve[:-1] * 0.98 + 10)


def test_table_gives_each_year_a_twelfth() -> None:
    """Two years, then nothing."""
    curve = units("table", months=26, amounts=(120.0, 240.0))[0]
    assert curve == pytest.approx([10] * 12 + [20] * 12 + [0, 0])


def test_growth_and_decline_act_by_age() -> None:
    """+21 % a year at mid-month; -19 % a year only from age 6.25 on, where month 6 has declined for a quarter."""
    grown = units("constant", months=24, peak=12, growth=0.21)[0]
    assert grown == pytest.approx(1.21 ** ((np.arange(24) + 0.5) / 12))
    fallen = units("constant", months=24, peak=12, decline=0.19, decline_after=6.25)[0]
    assert fallen == pytest.approx(0.81 ** (np.maximum(np.arange(24) + 0.5 - 6.25, 0) / 12))


def test_decline_of_everything_leaves_nothing() -> None:
    """100 % a year from age 3 on, and also more than that."""
    assert units("constant", months=5, peak=12, decline=1.0, decline_after=3)[0] == pytest.approx([1, 1, 1, 0, 0])
    assert units("constant", months=5, peak=12, decline=1.5, decline_after=3)[0] == pytest.approx([1, 1, 1, 0, 0])


def test_trials_have_their_own_curves() -> None:
    """Two peaks, two curves."""
    assert units("ramp", months=2, peak=np.array([12.0, 24.0]), ramp=2)[:, 1] == pytest.approx([0.75, 1.5])
