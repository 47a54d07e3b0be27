"""An uncertain length made longer or shorter with its shape and its notation kept.  No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from models.distributions import Distribution
from models.outcomes import Bernoulli, Discrete, History
from models.uncertainty import (
    WEEKS_PER_MONTH,
    Certain,
    LogNormal,
    Metalog,
    Normal,
    NotationError,
    Pert,
    Quantity,
    Spread,
    Throughput,
    Triangular,
    Uniform,
)

_DIGITS = 4
_HALF_WEEK = 0.5  # that the base of a throughput adds for the part of the last week that is left over


def stretched(quantity: Quantity, base: float) -> Quantity:
    """The quantity with another base value: all its numbers are scaled by the same ratio.

    The kind of notation stays (``2..3..5`` to 4.5 is ``3..4.5..7.5``); numbers are rounded to four digits unless that
    would make the quantity impossible.  Of a throughput the backlog is scaled.  A Bernoulli has no numbers that could
    be, so a factor is put behind it.

    Raises
    ------
    ValueError
        If the base is 0 and the quantity is uncertain: no ratio leads away from it; or a throughput would need a
        negative backlog.
    """
    if quantity.is_certain:
        return Quantity.certain(base)
    if quantity.base <= 0 or base <= 0:
        raise ValueError("a length whose likeliest value is 0 cannot be stretched; type a range such as 2..3..5")
    ratio = base / quantity.base
    if isinstance(quantity.distribution, Bernoulli):
        return quantity.scaled(ratio)
    try:
        return _made(quantity, ratio, _rounded)
    except NotationError:  # rounding made two numbers one
        return _made(quantity, ratio, float)


def _made(quantity: Quantity, ratio: float, finish: Callable[[float], float]) -> Quantity:
    scaled = _scaled(quantity.distribution, ratio, finish)
    return Quantity(scaled, quantity.scale, finish(quantity.shift * ratio))


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _scaled(distribution: Distribution, ratio: float, finish: Callable[[float], float]) -> Distribution:
    """The distribution of as many times as large outcomes, in the same notation."""

    def times(value: float) -> float:
        return finish(value * ratio)

    if isinstance(distribution, Metalog):
        points = tuple((probability, times(value)) for probability, value in distribution.points)
        low, high = (None if bound is None else times(bound) for bound in (distribution.low, distribution.high))
        return Metalog(points, low, high)
    if isinstance(distribution, Discrete):
        return Discrete(tuple((times(value), probability) for value, probability in distribution.outcomes))
    if isinstance(distribution, History):
        return History(tuple(map(times, distribution.values)))
    if isinstance(distribution, Throughput):
        return _with_backlog(distribution, ratio, finish)
    changes: dict[str, Any] = {name: times(getattr(distribution, name)) for name in _NUMBERS[type(distribution)]}
    return msgspec.structs.replace(distribution, **changes)


def _with_backlog(throughput: Throughput, ratio: float, finish: Callable[[float], float]) -> Throughput:
    """The throughput with the backlog that gives so many times the base."""
    weeks = throughput.backlog.mean * throughput.split.mean / throughput.weekly.mean
    wanted = ratio * throughput.base * WEEKS_PER_MONTH - _HALF_WEEK
    if weeks <= 0 or wanted <= 0:
        raise ValueError("its backlog cannot become that small; type other numbers into the table")
    return Throughput(_scaled(throughput.backlog, wanted / weeks, finish), throughput.split, throughput.weekly)


_NUMBERS: dict[type[Distribution], tuple[str, ...]] = {
    Certain: ("value",),
    Pert: ("low", "mode", "high"),
    Triangular: ("low", "mode", "high"),
    Uniform: ("low", "high"),
    Normal: ("mean", "sd"),
    LogNormal: ("p10", "p90"),
    Spread: ("value",),
}
"""The parameters that grow with the outcomes; the others are shapes and percentages."""
