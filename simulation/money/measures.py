"""Measures of cash-flow samples: present value, modified rate of return, payback, return, tail risk.

Pure functions over arrays; no portfolio, no randomness.  Time runs along the last axis, in periods of
``1 / periods_per_year`` of a year (months unless told otherwise); what comes before it, trials or initiatives, is kept.
Conventions (start, middle or end of the period) are arguments, never globals.  A NaN in a cash flow makes its
measures NaN.
The internal rate of return has a room of its own, ``simulation.money.irr``.

Excel's ``NPV`` is the timing ``"end"`` with one period a year: it discounts the first value by a whole period.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import numpy as np

from simulation.arrays import FloatArray
from simulation.money.discounting import depths, paybacks, present_sides, present_values

Timing: TypeAlias = Literal["start", "middle", "end"]

MONTHS_PER_YEAR: Final = 12
_OFFSET: Final[dict[str, float]] = {"start": 0.0, "middle": 0.5, "end": 1.0}


def discount_factors(
    annual_rate: float | FloatArray,
    periods: int,
    *,
    timing: Timing,
    periods_per_year: int = MONTHS_PER_YEAR,
) -> FloatArray:
    """What one unit of money in each period is worth at the start of the first.

    Parameters
    ----------
    annual_rate
        Effective annual rate, > -1; one for all or any array of them.
    timing
        Whether a period's cash falls at its start, middle or end.

    Returns
    -------
    Shape ``(*annual_rate.shape, periods)``: ``(1 + r) ** -((m + offset) / periods_per_year)``.

    Raises
    ------
    ValueError
        If a rate is -1 or less.

    References
    ----------
    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 2; rules M1.
    """
    rate = _above_ruin(annual_rate)
    years = (np.arange(periods) + _OFFSET[timing]) / periods_per_year
    return np.exp(-np.log1p(rate)[..., None] * years)


def net_present_value(
    cash: FloatArray,
    annual_rate: float | FloatArray,
    *,
    timing: Timing,
    periods_per_year: int = MONTHS_PER_YEAR,
) -> FloatArray:
    """Present value of each cash flow at the start of its first period.

    Parameters
    ----------
    cash
        Money per period, shape ``(..., periods)``; outflows negative.
    annual_rate
        Effective annual discount rate, > -1; one for all, or an array that broadcasts to ``cash.shape[:-1]``.

    Returns
    -------
    Money, shape ``cash.shape[:-1]``.

    Raises
    ------
    ValueError
        If a rate is -1 or less.

    References
    ----------
    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 2.
    """
    value = np.empty(cash.shape[:-1])
    factor = _factor_of_period(annual_rate, value.shape, periods_per_year)
    present_values(_rows(cash), factor, _OFFSET[timing], value.reshape(-1))
    return value


def _rows(cash: FloatArray) -> FloatArray:
    """One cash flow a row; writable, as the loops are compiled for."""
    return np.require(cash.reshape(-1, cash.shape[-1]), dtype=np.float64, requirements=["C", "W"])


def _factor_of_period(annual_rate: float | FloatArray, shape: tuple[int, ...], periods_per_year: int) -> FloatArray:
    """What a unit of money is worth a period earlier, one for each cash flow of ``shape``."""
    factor = np.exp(-np.log1p(_above_ruin(annual_rate)) / periods_per_year)
    return np.broadcast_to(factor, shape).flatten()


def _above_ruin(annual_rate: float | FloatArray) -> FloatArray:
    rate = np.asarray(annual_rate, dtype=np.float64)
    if (rate <= -1.0).any():
        raise ValueError("a discount rate must be above -1 (-100 % a year)")
    return rate


def modified_irr(
    cash: FloatArray,
    finance_rate: float | FloatArray,
    reinvestment_rate: float | FloatArray,
    *,
    periods_per_year: int = MONTHS_PER_YEAR,
) -> FloatArray:
    """Annual rate that turns the outflows' present value into the inflows' value in the last period.

    Outflows are discounted to the first period at ``finance_rate``, inflows carried to the last at
    ``reinvestment_rate`` (both annual); as Excel's ``MIRR``, made annual.  NaN where there is no outflow, no inflow
    or one period only.

    References
    ----------
    Lin, S. A. Y. (1976), *The modified internal rate of return and investment criterion*, The Engineering Economist 21.
    """
    periods = cash.shape[-1]
    years = (periods - 1) / periods_per_year
    paid, earned = _sides(cash, finance_rate, reinvestment_rate, timing="start", periods_per_year=periods_per_year)
    final = earned * (1.0 + np.asarray(reinvestment_rate)) ** years
    defined = (paid > 0.0) & (earned > 0.0) & (periods > 1)
    ratio = np.divide(final, paid, out=np.full(final.shape, np.nan), where=defined)
    return np.asarray(ratio ** (1.0 / years) - 1.0) if periods > 1 else ratio


def _sides(
    cash: FloatArray,
    finance_rate: float | FloatArray,
    reinvestment_rate: float | FloatArray,
    *,
    timing: Timing,
    periods_per_year: int,
) -> tuple[FloatArray, FloatArray]:
    """Present values of what is paid, at the one rate, and of what is earned, at the other; both positive."""
    paid, earned = np.empty(cash.shape[:-1]), np.empty(cash.shape[:-1])
    paying = _factor_of_period(finance_rate, paid.shape, periods_per_year)
    earning = paying
    if reinvestment_rate is not finance_rate:
        earning = _factor_of_period(reinvestment_rate, paid.shape, periods_per_year)
    present_sides(_rows(cash), paying, earning, _OFFSET[timing], paid.reshape(-1), earned.reshape(-1))
    return paid, earned


def payback(cash: FloatArray, *, timing: Timing = "end") -> FloatArray:
    """Periods from the start until the cumulative cash is first back at zero, interpolated within the period.

    A period's cash is taken to flow evenly through it; with timing ``"start"`` the first period is an instant, the
    outlay at time 0, and the k-th flows through the year k - 1 to k, as textbooks count it.

    Returns
    -------
    Shape ``cash.shape[:-1]``, in periods.  0 where money came in and the cumulative cash never was negative; NaN where
    it does not come back, and where no money flows at all.

    References
    ----------
    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 5.
    """
    return _payback(cash, np.ones(cash[..., 0].size), 0.0, timing)


def _payback(cash: FloatArray, factor: FloatArray, offset: float, timing: Timing) -> FloatArray:
    when = np.empty(cash.shape[:-1])
    paybacks(_rows(cash), factor, offset, when.reshape(-1))
    return when - np.where(when > 0.0, 1.0, 0.0) if timing == "start" else when


def discounted_payback(
    cash: FloatArray,
    annual_rate: float | FloatArray,
    *,
    timing: Timing,
    periods_per_year: int = MONTHS_PER_YEAR,
) -> FloatArray:
    """Payback of the discounted cash flow; otherwise as ``payback``."""
    factor = _factor_of_period(annual_rate, cash.shape[:-1], periods_per_year)
    return _payback(cash, factor, _OFFSET[timing], timing)


def profitability_index(
    cash: FloatArray,
    annual_rate: float | FloatArray,
    *,
    timing: Timing,
    periods_per_year: int = MONTHS_PER_YEAR,
) -> FloatArray:
    """Present value of the periods that earn over that of the periods that cost; NaN where none costs.

    Above 1 exactly where the net present value is above 0.

    References
    ----------
    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 5 (there: value of the later flows over the outlay).
    """
    paid, earned = _sides(cash, annual_rate, annual_rate, timing=timing, periods_per_year=periods_per_year)
    return np.asarray(np.divide(earned, paid, out=np.full(earned.shape, np.nan), where=paid > 0.0))


def return_on_investment(gain: FloatArray, cost: FloatArray) -> FloatArray:
    """(gain - cost) / cost for each pair; NaN where the cost is not above 0.

    Both undiscounted, or both present values.

    References
    ----------
    Phillips, J. J. (2003), *Return on Investment in Training and Performance Improvement Programs*.
    """
    undefined = np.full(np.broadcast(gain, cost).shape, np.nan)
    return np.asarray(np.divide(gain - cost, cost, out=undefined, where=cost > 0.0))


def peak_funding(cash: FloatArray) -> FloatArray:
    """The most money that is ever tied up: how deep the cumulative cash falls below zero at a period's end; >= 0."""
    depth = np.empty(cash.shape[:-1])
    depths(_rows(cash), depth.reshape(-1))
    return depth


def equivalent_annuity(value: FloatArray, annual_rate: float | FloatArray, years: float) -> FloatArray:
    """The equal payment at the end of each of ``years`` years that is worth ``value`` today.

    References
    ----------
    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 6 (equivalent annual cash flow).
    """
    rate = np.broadcast_to(np.asarray(annual_rate, dtype=np.float64), np.shape(value))
    annuity = np.divide(
        -np.expm1(-years * np.log1p(rate)), rate, out=np.full(rate.shape, float(years)), where=rate != 0.0
    )
    return np.asarray(value / annuity)


def value_at_risk(sample: FloatArray, tail: float = 0.05) -> float:
    """The value that is fallen short of in a share ``tail`` of the sample: its lower quantile, a value and not a loss.

    NaN for an empty sample.

    References
    ----------
    Jorion, P. (2006), *Value at Risk*, ch. 5; the quantile is the inverse of the empirical distribution.
    """
    _require_tail(tail)
    if sample.size == 0 or np.isnan(sample).any():
        return float("nan")
    return float(np.quantile(sample, tail, method="inverted_cdf"))


def conditional_value_at_risk(sample: FloatArray, tail: float = 0.05) -> float:
    """Mean of the lowest share ``tail`` of the sample, the trial across the edge by its part.  NaN for an empty one.

    References
    ----------
    Acerbi & Tasche (2002), *On the coherence of expected shortfall*, Journal of Banking & Finance 26, eq. 11.
    """
    _require_tail(tail)
    if sample.size == 0 or np.isnan(sample).any():
        return float("nan")
    wanted = tail * sample.size
    ordered = np.sort(sample, axis=None)
    weights = np.clip(wanted - np.arange(sample.size), 0.0, 1.0)
    return float(weights @ ordered / wanted)


def _require_tail(tail: float) -> None:
    if not 0.0 < tail <= 1.0:
        raise ValueError(f"a tail of {tail} is no share; choose one above 0 and up to 1, such as 0.05")
