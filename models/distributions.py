"""The distribution records: what each one means, which parameters are possible, base value, mean and support.

A record that exists is possible: impossible parameters are refused on construction, with a message
that says what would be right.  Distributions of separate outcomes are in ``models.outcomes``, of delivery at a
sampled pace in ``models.throughput``.  The notation is ``models.notation``'s, sampling the simulation's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NoReturn

import msgspec

from models import metalog

# Squares of parameters must stay finite, or variances would not.
LARGEST = 1e150
LARGEST_LAM = 1000.0
# The standard normal's 90th percentile.
Z90 = 1.2815515655446004


class NotationError(ValueError):
    """A quantity that cannot be: the message says what is wrong and what would be right."""


class Distribution(msgspec.Struct, frozen=True):
    """Base of all distribution records."""

    @property
    def base(self) -> float:
        """The value of the base case; the mean where a distribution does not say otherwise."""
        return self.mean

    @property
    def mean(self) -> float:
        """The expected value."""
        raise NotImplementedError

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest possible value, possibly infinite."""
        raise NotImplementedError


def refuse(name: str, wrong: str, example: str) -> NoReturn:
    """Refuse impossible parameters, saying what would be right."""
    raise NotationError(f"{name}: {wrong}, for example {example}")


def require_finite(name: str, numbers: Iterable[float], example: str) -> None:
    """Refuse NaN, infinities and numbers whose squares would overflow."""
    for number in numbers:
        if not math.isfinite(number):
            refuse(name, "every number must be finite", example)
        if abs(number) > LARGEST:
            refuse(name, f"{number:g} is too large to compute with; stay within {LARGEST:g}", example)


class Certain(Distribution, frozen=True):
    """One value, for sure."""

    value: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            refuse("Number", "it must be finite, neither infinite nor NaN", "4 or 0.25")

    @property
    def mean(self) -> float:
        return self.value

    @property
    def bounds(self) -> tuple[float, float]:
        return self.value, self.value


def _check_mode(name: str, low: float, mode: float, high: float, example: str) -> None:
    """Refuse three points that are no low, mode and high."""
    require_finite(name, (low, mode, high), example)
    if low == mode == high:
        refuse(name, f"low, mode and high are all {low:g}; write the plain number", f"{low:g}")
    if not low <= mode <= high:
        refuse(name, f"low, mode and high must increase, here are {low:g}, {mode:g}, {high:g}; write", example)


class Pert(Distribution, frozen=True):
    """Modified PERT: a beta on [low, high] with its mode at ``mode``; ``lam`` weighs the mode.

    Its shape parameters are 1 + lam (mode - low) / (high - low) and 1 + lam (high - mode) / (high - low)
    (Vose, *Risk Analysis*, 3rd ed.).
    """

    low: float
    mode: float
    high: float
    lam: float = 4.0

    def __post_init__(self) -> None:
        _check_mode("PERT", self.low, self.mode, self.high, "3..5..9")
        if not 0 < self.lam <= LARGEST_LAM:
            refuse("PERT", f"lambda must be positive and at most {LARGEST_LAM:g}", "PERT(3, 5, 9, 4)")

    @property
    def base(self) -> float:
        return self.mode

    @property
    def mean(self) -> float:
        return (self.low + self.lam * self.mode + self.high) / (self.lam + 2)

    @property
    def bounds(self) -> tuple[float, float]:
        return self.low, self.high

    @property
    def shape(self) -> tuple[float, float]:
        """The two shape parameters of the beta distribution."""
        width = self.high - self.low
        return 1 + self.lam * ((self.mode - self.low) / width), 1 + self.lam * ((self.high - self.mode) / width)


class Triangular(Distribution, frozen=True):
    """A density that rises in a straight line from ``low`` to ``mode`` and falls to ``high``."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check_mode("Tri", self.low, self.mode, self.high, "Tri(3, 5, 9)")

    @property
    def base(self) -> float:
        return self.mode

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    @property
    def bounds(self) -> tuple[float, float]:
        return self.low, self.high


class Uniform(Distribution, frozen=True):
    """Any value between ``low`` and ``high``, each as likely as the next."""

    low: float
    high: float

    def __post_init__(self) -> None:
        require_finite("Uniform", (self.low, self.high), "Uniform(3, 9)")
        if not self.low < self.high:
            refuse("Uniform", "the first number must be less than the second", "Uniform(3, 9), or a plain number: 3")

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def bounds(self) -> tuple[float, float]:
        return self.low, self.high


class Metalog(Distribution, frozen=True):
    """Metalog through assessed points ``(probability, value)``, as many terms as points, with optional bounds.

    The base is the value of the point at probability 0.5, the mean where there is no such point.
    """

    points: tuple[tuple[float, float], ...]
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        name, example = "P10/50/90 or Metalog", "P10/50/90(3, 5, 9) or Metalog(0.1: 3, 0.5: 5, 0.9: 9; low=0)"
        numbers = [number for point in self.points for number in point]
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        require_finite(name, numbers + bounds, example)
        wrong = metalog.fault(self.points, self.low, self.high)
        if wrong:
            refuse(name, wrong, example)

    @property
    def base(self) -> float:
        middle = dict(self.points).get(0.5)
        return self.mean if middle is None else middle

    @property
    def mean(self) -> float:
        return metalog.mean(self.points, self.low, self.high)

    @property
    def bounds(self) -> tuple[float, float]:
        return (
            -math.inf if self.low is None else self.low,
            math.inf if self.high is None else self.high,
        )

    @property
    def coefficients(self) -> tuple[float, ...]:
        """The metalog's coefficients, on the scale that its bounds transform."""
        return metalog.coefficients(self.points, self.low, self.high)


class Normal(Distribution, frozen=True):
    """The normal distribution by its mean and standard deviation."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        require_finite("Normal", (self.mean, self.sd), "Normal(10, 2)")
        if not self.sd > 0:
            refuse("Normal", "the standard deviation must be positive", "Normal(10, 2), or a plain number: 10")

    @property
    def bounds(self) -> tuple[float, float]:
        return -math.inf, math.inf


class LogNormal(Distribution, frozen=True):
    """Lognormal given by its 10th and 90th percentile; the base is its 50th."""

    p10: float
    p90: float

    def __post_init__(self) -> None:
        require_finite("LogN", (self.p10, self.p90), "LogN(3, 9)")
        if not 0 < self.p10 < self.p90:
            refuse("LogN", "the 10th and 90th percentile must be positive and increase", "LogN(3, 9)")
        mu, sigma = self.log_moments
        if 2 * mu + 2 * sigma**2 > math.log(LARGEST) * 2 or mu + 10 * sigma > math.log(LARGEST) * 2:
            refuse("LogN", "the two percentiles are too far apart to compute with; bring them closer", "LogN(3, 9)")

    @property
    def log_moments(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm."""
        low, high = math.log(self.p10), math.log(self.p90)
        return (low + high) / 2, (high - low) / (2 * Z90)

    @property
    def base(self) -> float:
        return math.sqrt(self.p10) * math.sqrt(self.p90)

    @property
    def mean(self) -> float:
        mu, sigma = self.log_moments
        return math.exp(mu + sigma**2 / 2)

    @property
    def bounds(self) -> tuple[float, float]:
        return 0.0, math.inf


class Spread(Distribution, frozen=True):
    """A value with a percentage of it below and above, as a PERT: ``120 -10 %/+30 %``."""

    value: float
    minus: float
    plus: float

    def __post_init__(self) -> None:
        example = "120 +/- 10 % or 120 -10 %/+30 %"
        require_finite("Spread", (self.value, self.minus, self.plus), example)
        if self.minus < 0 or self.plus < 0:
            refuse("Spread", "write the percentages without a second sign", example)
        if self.value == 0:
            refuse("Spread", "a percentage of 0 is nothing; write the range", "-1..0..1")
        if not self._low < self._high:
            refuse("Spread", "at least one percentage must make a difference", f"{example}, or a plain number: 120")
        _ = self.pert

    @property
    def _low(self) -> float:
        return self.value - abs(self.value) * (self.minus / 100)

    @property
    def _high(self) -> float:
        return self.value + abs(self.value) * (self.plus / 100)

    @property
    def pert(self) -> Pert:
        """The PERT it stands for."""
        return Pert(self._low, self.value, self._high)

    @property
    def base(self) -> float:
        return self.value

    @property
    def mean(self) -> float:
        return self.pert.mean

    @property
    def bounds(self) -> tuple[float, float]:
        return self._low, self._high
