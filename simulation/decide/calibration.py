"""How well decisions were forecast: how often what happened lay below the percentiles that were frozen beside them.

Pure numbers from the decision record; nothing is simulated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from models.decision import Decision, ForecastFigure

Verdict: TypeAlias = Literal["too few to tell", "as expected", "less often than expected", "more often than expected"]

_NORMAL_95: Final = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""


class Interval(NamedTuple):
    """The bounds of a share."""

    low: float
    high: float


@dataclass(frozen=True)
class Tally:
    """How often one kind of statement held, among the outcomes that are known."""

    name: str  # P50, P80, P10 to P90
    expected: float  # share that was to be expected
    held: int
    known: int

    @property
    def share(self) -> float:
        """The share that held; NaN where nothing is known."""
        return self.held / self.known if self.known else math.nan

    @property
    def interval(self) -> Interval:
        """Where the share would lie in the long run, with 95 % confidence."""
        return wilson(self.held, self.known)

    @property
    def verdict(self) -> Verdict:
        """Whether what happened and what was to be expected go together."""
        low, high = self.interval
        if high < self.expected:
            return "less often than expected"
        if low > self.expected:
            return "more often than expected"
        none, whole = wilson(0, self.known), wilson(self.known, self.known)
        could_tell = none.high < self.expected < whole.low  # otherwise even the extremes would go together with it
        return "as expected" if could_tell else "too few to tell"


@dataclass(frozen=True)
class MetricCalibration:
    """The outcomes of one metric, such as ``initiative_cost``, against their forecasts."""

    metric: str
    at_most_p50: Tally
    at_most_p80: Tally
    within: Tally  # P10 to P90, bounds included
    waiting: int  # figures whose outcome is not known yet

    @property
    def known(self) -> int:
        """Outcomes that are known."""
        return self.at_most_p80.known

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """All of them."""
        return (self.at_most_p50, self.at_most_p80, self.within)


@dataclass(frozen=True)
class Calibration:
    """All metrics together, and each by itself in the order in which it is first met."""

    overall: MetricCalibration
    metrics: tuple[MetricCalibration, ...]


def calibration(decisions: Iterable[Decision]) -> Calibration:
    """How often the frozen percentiles held: an outcome holds a percentile where it is not above it.

    For a value, which is safe when it is high, a P80 that holds less often than in four of five cases means that
    values came out higher than forecast; for costs and dates it means dearer and later.  Figures of one decision share
    their fate, so that intervals are narrower than they ought to be where a decision has several.
    """
    figures = [figure for decision in decisions for figure in decision.figures]
    metrics = dict.fromkeys(figure.metric for figure in figures)
    each = tuple(_of(metric, [figure for figure in figures if figure.metric == metric]) for metric in metrics)
    return Calibration(_of("", figures), each)


def wilson(held: int, known: int) -> Interval:
    """The 95 % interval of a share of which ``held`` of ``known`` independent cases are seen; 0 to 1 without any.

    Raises
    ------
    ValueError
        If ``held`` does not lie between 0 and ``known``.

    References
    ----------
    Wilson (1927), *Journal of the American Statistical Association* 22: 209-212.
    """
    if not 0 <= held <= known:
        raise ValueError(f"{held} of {known} cannot be")
    if known == 0:
        return Interval(0.0, 1.0)
    seen, spread = held / known, _NORMAL_95**2 / known
    middle = (seen + spread / 2) / (1 + spread)
    half = _NORMAL_95 * math.sqrt(seen * (1 - seen) / known + spread / (4 * known)) / (1 + spread)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def _of(metric: str, figures: list[ForecastFigure]) -> MetricCalibration:
    pairs = [(figure, figure.outcome) for figure in figures if figure.outcome is not None]
    return MetricCalibration(
        metric,
        Tally("P50", 0.5, sum(outcome <= figure.p50 for figure, outcome in pairs), len(pairs)),
        Tally("P80", 0.8, sum(outcome <= figure.p80 for figure, outcome in pairs), len(pairs)),
        Tally("P10 to P90", 0.8, sum(figure.p10 <= outcome <= figure.p90 for figure, outcome in pairs), len(pairs)),
        len(figures) - len(pairs),
    )
