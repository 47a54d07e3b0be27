"""The distribution of the time that a backlog takes at a sampled weekly throughput."""

from __future__ import annotations

import math

from models.distributions import Distribution, LogNormal, refuse

WEEKS_PER_MONTH = 365.2425 / 7 / 12
LONGEST_BACKLOG_WEEKS = 5200.0


class Throughput(Distribution, frozen=True):
    """Months to finish ``backlog`` x ``split`` items, ``weekly`` of them in each sampled week.

    The base is base backlog x base split / base weekly, in months; where the base of a week is 0
    (a likeliest value of nothing), its mean stands in.
    """

    backlog: Distribution
    split: Distribution
    weekly: Distribution

    def __post_init__(self) -> None:
        example = "Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3, 5, 2, 8))"
        if any(isinstance(part, Throughput) for part in (self.backlog, self.split, self.weekly)):
            refuse("Throughput", "its parts cannot be throughputs themselves", example)
        if self.backlog.bounds[0] < 0:
            refuse("Throughput", "the backlog must never be negative; use a range or LogN", example)
        split_low, split_high = self.split.bounds
        if split_low < 0 or split_high <= 0 or (split_low == 0 and not isinstance(self.split, LogNormal)):
            refuse("Throughput", "the split must always be more than 0; use a range or LogN", example)
        if self.weekly.bounds[0] < 0 or not self.weekly.mean > 0:
            refuse("Throughput", "the weekly throughput must never be negative, nor always 0", example)
        weeks = self.backlog.mean * self.split.mean / self.weekly.mean
        if not max(weeks, self._base_weeks) <= LONGEST_BACKLOG_WEEKS:
            refuse("Throughput", f"the backlog takes {weeks:.0f} weeks, which is over a century", example)

    @property
    def _base_weeks(self) -> float:
        return self.backlog.base * self.split.base / (self.weekly.base or self.weekly.mean)

    @property
    def base(self) -> float:
        return self._base_weeks / WEEKS_PER_MONTH

    @property
    def mean(self) -> float:
        """The long-run mean: mean backlog x mean split / mean weekly, in months.

        It leaves out what the unevenness of the weeks adds, a fraction of a week; there is no closed form for that.
        """
        return self.backlog.mean * self.split.mean / self.weekly.mean / WEEKS_PER_MONTH

    @property
    def bounds(self) -> tuple[float, float]:
        (items_low, items_high), (split_low, split_high) = self.backlog.bounds, self.split.bounds
        slowest, fastest = self.weekly.bounds
        shortest = items_low * split_low / fastest if math.isfinite(fastest) else 0.0
        longest = items_high * split_high / slowest if slowest > 0 else math.inf
        return shortest / WEEKS_PER_MONTH, longest / WEEKS_PER_MONTH
