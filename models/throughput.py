"""The distribution of the time that a backlog takes at a sampled weekly throughput."""

from __future__ import annotations

import math

from models.distributions import Distribution, LogNormal, refuse

WEEKS_PER_MONTH = 365.2425 / 7 / 12
LONGEST_BACKLOG_WEEKS = 5200.0
ROUNDING = 1e-9  # so that 30 items at 0.1 a week take 300 weeks, not 301


class Throughput(Distribution, frozen=True):
    """Months to finish ``backlog`` x ``split`` items, ``weekly`` of them in each sampled week.

    Weeks are counted whole: the work is done at the end of the week in which the last item is.  The base is
    the mean; there is no closed form for it, so it is that of renewal theory with half a week for the part
    of the last week that is left over (exact where nothing is uncertain).
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
        if not weeks <= LONGEST_BACKLOG_WEEKS:
            refuse("Throughput", f"the backlog takes {weeks:.0f} weeks, which is over a century", example)

    @property
    def base(self) -> float:
        return self.mean

    @property
    def mean(self) -> float:
        """Mean backlog x mean split / mean weekly, up to the end of the last week, in months."""
        weeks = self.backlog.mean * self.split.mean / self.weekly.mean
        if self._is_certain or weeks == 0:
            return math.ceil(weeks - ROUNDING) / WEEKS_PER_MONTH
        return (weeks + 0.5) / WEEKS_PER_MONTH

    @property
    def _is_certain(self) -> bool:
        return all(low == high for low, high in (part.bounds for part in (self.backlog, self.split, self.weekly)))

    @property
    def bounds(self) -> tuple[float, float]:
        (items_low, items_high), (split_low, split_high) = self.backlog.bounds, self.split.bounds
        slowest, fastest = self.weekly.bounds
        shortest = items_low * split_low / fastest if math.isfinite(fastest) else 0.0
        longest = items_high * split_high / slowest if slowest > 0 else math.inf
        whole = (math.ceil(weeks - ROUNDING) if math.isfinite(weeks) else weeks for weeks in (shortest, longest))
        low, high = (weeks / WEEKS_PER_MONTH for weeks in whole)
        return low, high
