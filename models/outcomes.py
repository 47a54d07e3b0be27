"""Distributions of separate outcomes: listed values, yes or no, and what was observed."""

from __future__ import annotations

import math

from models.distributions import Distribution, refuse, require_finite


class Discrete(Distribution, frozen=True):
    """Values ``(value, probability)``; the base is the likeliest value, the first of equals."""

    outcomes: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        example = "Discrete(1: 0.3, 2: 0.7)"
        if not self.outcomes:
            refuse("Discrete", "it takes at least one value with its probability", example)
        require_finite("Discrete", (number for outcome in self.outcomes for number in outcome), example)
        if any(probability < 0 for _, probability in self.outcomes):
            refuse("Discrete", "no probability may be negative", example)
        total = math.fsum(probability for _, probability in self.outcomes)
        if abs(total - 1) > 1e-9:
            refuse("Discrete", f"the probabilities must sum to 1, here to {total:.12g}", example)

    @property
    def base(self) -> float:
        odds: dict[float, float] = {}
        for value, probability in self.outcomes:
            odds[value] = odds.get(value, 0.0) + probability
        return max(odds, key=odds.__getitem__)

    @property
    def mean(self) -> float:
        return math.fsum(value * probability for value, probability in self.outcomes)

    @property
    def bounds(self) -> tuple[float, float]:
        possible = [value for value, probability in self.outcomes if probability > 0]
        return min(possible), max(possible)


class Bernoulli(Distribution, frozen=True):
    """1 with ``probability``, else 0; the base is the mean, the probability itself."""

    probability: float

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            refuse("Bernoulli", "the probability must lie between 0 and 1", "Bernoulli(0.3)")

    @property
    def mean(self) -> float:
        return self.probability

    @property
    def bounds(self) -> tuple[float, float]:
        return float(self.probability == 1), float(self.probability > 0)


class History(Distribution, frozen=True):
    """Resampling of observed values, each as likely as the next."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            refuse("History", "it takes at least one observed value", "History(3, 5, 2, 8)")
        require_finite("History", self.values, "History(3, 5, 2, 8)")

    @property
    def mean(self) -> float:
        return math.fsum(self.values) / len(self.values)

    @property
    def bounds(self) -> tuple[float, float]:
        return min(self.values), max(self.values)
