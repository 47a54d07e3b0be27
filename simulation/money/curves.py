"""Benefit curves: units in each month of age, for every benefit and trial [M4]; and the fit of a Bass curve.

Owns the shape over age alone.  When a benefit is launched, what its units earn and who takes from it is the business
of ``simulation.money.benefits``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

import numpy as np

from models.benefit import Curve
from simulation.arrays import FloatArray, IntArray
from simulation.jit import compiled

CURVES: Final[tuple[str, ...]] = get_args(Curve)
CONSTANT, RAMP, S_CURVE, BASS, SUBSCRIPTION, TABLE = range(6)

_S_START: Final = 0.01
"""What the logistic has reached at age 0, and what is taken off it."""

_S_TARGET: Final = 0.9
"""What the S-curve has reached at ``ramp_months``."""


@dataclass(frozen=True, eq=False)
class CurveInputs:
    """What shapes the units of B benefits in n trials; every array but ``curve`` and ``amount_ptr`` is ``(B, n)``."""

    curve: IntArray  # (B,) index into CURVES
    peak: FloatArray  # a year
    ramp: FloatArray  # months
    market: FloatArray
    innovation: FloatArray  # a year
    imitation: FloatArray  # a year
    new: FloatArray  # a month
    churn: FloatArray  # a month
    growth: FloatArray  # a year
    decline: FloatArray  # a year
    decline_after: FloatArray  # (B,) months
    amount_ptr: IntArray  # (B + 1,) rows of ``amounts`` that are a benefit's
    amounts: FloatArray  # (A, n) one for each year of a table


def units_by_age(inputs: CurveInputs, ages: IntArray, trials: IntArray, units: FloatArray) -> None:
    """Find the units in each month of age, growth and decline applied, lifetime not.

    Parameters
    ----------
    ages
        How many months are wanted of each benefit, shape ``(n, B)``; the others are left as they are.
    trials
        The numbers of the trials that are wanted.
    units
        Where to put them, shape ``(len(trials), B, months)``.

    References
    ----------
    Bass, F. M. (1969), *A new product growth model for consumer durables*, Management Science 15.
    """
    shape = (inputs.curve, inputs.peak, inputs.ramp, inputs.market, inputs.innovation, inputs.imitation)
    _fill(*shape, inputs.new, inputs.churn, inputs.amount_ptr, inputs.amounts, ages, trials, units)
    _reshape(inputs.growth, inputs.decline, inputs.decline_after, ages, trials, units)


@compiled
def _ramp(peak: float, ramp: float, out: FloatArray) -> None:
    for k in range(out.size):
        out[k] = peak / 12.0 * (min(1.0, (k + 0.5) / ramp) if ramp > 0.0 else 1.0)


@compiled
def _s_curve(peak: float, ramp: float, out: FloatArray) -> None:
    """(L(t) - 1 %) / 99 % of the peak for the logistic L that starts at 1 %, and so reaches 90 % at the ramp's end."""
    if ramp <= 0.0:
        out[:] = peak / 12.0
        return
    odds = 1.0 / _S_START - 1.0
    target = _S_START + (1.0 - _S_START) * _S_TARGET
    rate = (np.log(odds) + np.log(target / (1.0 - target))) / ramp
    missing = odds * np.exp(-0.5 * rate)
    step = np.exp(-rate)
    for k in range(out.size):
        out[k] = peak / 12.0 * (1.0 / (1.0 + missing) - _S_START) / (1.0 - _S_START)
        missing *= step


@compiled
def _bass(market: float, p: float, q: float, out: FloatArray) -> None:
    """New adopters of each month; none where there is no innovation, for nobody is first."""
    if p <= 0.0:
        out[:] = 0.0
        return
    step = np.exp(-(p + q) / 12.0)
    left, adopted = 1.0, 0.0
    for k in range(out.size):
        left *= step
        share = (1.0 - left) / (1.0 + q / p * left)
        out[k] = market * (share - adopted)
        adopted = share


@compiled
def _subscription(new: float, churn: float, out: FloatArray) -> None:
    """Customers at mid-month: new x (1 - (1 - churn)^t) / churn, the closed form of gaining and losing every month."""
    if churn <= 0.0:
        for k in range(out.size):
            out[k] = new * (k + 0.5)
        return
    kept = max(0.0, 1.0 - churn)
    gone = kept**0.5
    for k in range(out.size):
        out[k] = new * (1.0 - gone) / churn
        gone *= kept


@compiled
def _table(amounts: FloatArray, out: FloatArray) -> None:
    for k in range(out.size):
        year = k // 12
        out[k] = amounts[year] / 12.0 if year < amounts.size else 0.0


@compiled
def _fill(
    curve: IntArray,
    peak: FloatArray,
    ramp: FloatArray,
    market: FloatArray,
    innovation: FloatArray,
    imitation: FloatArray,
    new: FloatArray,
    churn: FloatArray,
    amount_ptr: IntArray,
    amounts: FloatArray,
    ages: IntArray,
    trials: IntArray,
    units: FloatArray,
) -> None:
    for place, i in enumerate(trials):
        for b in range(units.shape[1]):
            out = units[place, b, : ages[i, b]]
            if curve[b] == CONSTANT:
                out[:] = peak[b, i] / 12.0
            elif curve[b] == RAMP:
                _ramp(peak[b, i], ramp[b, i], out)
            elif curve[b] == S_CURVE:
                _s_curve(peak[b, i], ramp[b, i], out)
            elif curve[b] == BASS:
                _bass(market[b, i], innovation[b, i], imitation[b, i], out)
            elif curve[b] == SUBSCRIPTION:
                _subscription(new[b, i], churn[b, i], out)
            else:
                _table(amounts[amount_ptr[b] : amount_ptr[b + 1], i], out)


@compiled
def _reshape(
    growth: FloatArray,
    decline: FloatArray,
    decline_after: FloatArray,
    ages: IntArray,
    trials: IntArray,
    units: FloatArray,
) -> None:
    """Multiply by (1 + growth) ** (age / 12) and, past ``decline_after``, by (1 - decline) ** (time since / 12)."""
    for place, i in enumerate(trials):
        for b in range(units.shape[1]):
            if ages[i, b] == 0 or (growth[b, i] == 0.0 and decline[b, i] == 0.0):
                continue
            rising, left = 1.0 + growth[b, i], max(1.0 - decline[b, i], 0.0)
            factor, growing, falling = rising ** (0.5 / 12.0), rising ** (1.0 / 12.0), left ** (1.0 / 12.0)
            started = False
            for k in range(ages[i, b]):
                since = k + 0.5 - decline_after[b]
                if since > 0.0:
                    factor *= falling if started else left ** (since / 12.0)
                    started = True
                units[place, b, k] *= factor
                factor *= growing


class BassFit(NamedTuple):
    """A Bass curve: everyone who will ever adopt, and innovation p and imitation q per period of the data."""

    market: float
    innovation: float
    imitation: float


def fit_bass(sales: FloatArray, *, observed: Literal["rate", "period"] = "rate") -> BassFit:
    """The Bass curve nearest to the sales of successive periods, by least squares.

    Parameters
    ----------
    sales
        New adopters of the first, second, ... period since the introduction; at least three.
    observed
        ``"rate"``: a value is the pace of sales at the end of its period (t = 1, 2, ...), as published estimates
        have it; ``"period"``: it is what was sold within its period, as the benefit curve counts.

    Raises
    ------
    ValueError
        If there are fewer than three values, one is negative or not finite, or none is above 0; or no curve fits.

    References
    ----------
    Srinivasan & Mason (1986), *Nonlinear least squares estimation of new product diffusion models*, Marketing
    Science 5.
    """
    data = np.asarray(sales, dtype=np.float64)
    if data.ndim != 1 or data.size < 3 or not np.isfinite(data).all() or (data < 0.0).any() or data.max() <= 0.0:
        raise ValueError("a Bass curve needs the sales of at least three periods, none negative and not all 0")
    scale = data.sum()

    def misfit(logs: FloatArray) -> FloatArray:
        market, p, q = np.exp(logs)
        predicted = _bass_rate if observed == "rate" else _bass_sales
        return np.asarray(market * predicted(p, q, data.size) - data / scale)

    starts = [np.log([1.2, p, q]) for p in (0.002, 0.02, 0.1) for q in (0.1, 0.4, 0.9)]
    bounds = (np.log([0.1, 1e-9, 1e-9]), np.log([1e4, 5.0, 20.0]))
    from scipy.optimize import least_squares  # takes long to load, and no forecast needs it

    fits = [least_squares(misfit, start, bounds=bounds, x_scale="jac", xtol=1e-12, ftol=1e-12) for start in starts]
    best = min(fits, key=lambda fit: float(fit.cost))
    if not best.success:
        raise ValueError("no Bass curve fits these sales")
    market, p, q = (float(value) for value in np.exp(best.x))
    return BassFit(market * scale, p, q)


def _bass_share(p: float, q: float, t: FloatArray) -> FloatArray:
    """Share of the market that has adopted by time t."""
    left = np.exp(-(p + q) * t)
    return np.asarray((1.0 - left) / (1.0 + q / p * left))


def _bass_rate(p: float, q: float, periods: int) -> FloatArray:
    adopted = _bass_share(p, q, np.arange(1.0, periods + 1.0))
    return np.asarray((p + q * adopted) * (1.0 - adopted))


def _bass_sales(p: float, q: float, periods: int) -> FloatArray:
    return np.diff(_bass_share(p, q, np.arange(periods + 1.0)))
