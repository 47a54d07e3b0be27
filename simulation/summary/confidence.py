"""Cost and date together: in how many futures a plan is done in time and within a cost, and what that asks for.

Pure functions over the futures of ``simulation.summary.views.Joint``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray


@dataclass(frozen=True)
class JointShares:
    """Shares of all futures, which add up to 1; one that is unfinished at the horizon is late."""

    both: float  # in time and within the cost
    only_in_time: float
    only_within_cost: float
    neither: float
    unfinished: float  # part of those that are late

    @property
    def in_time(self) -> float:
        """The share that is in time, whatever it costs."""
        return self.both + self.only_in_time

    @property
    def within_cost(self) -> float:
        """The share that is within the cost, whenever it is done."""
        return self.both + self.only_within_cost


def joint_shares(cost: npt.ArrayLike, done: npt.ArrayLike, cost_limit: float, date_limit: float) -> JointShares:
    """In how many futures the limits are kept, each limit included; NaN shares where there are no futures.

    Parameters
    ----------
    cost
        Money of each future, shape ``(n,)``.
    done
        Months from the start, shape ``(n,)``; NaN where it is unfinished at the horizon.
    """
    costs, months = np.asarray(cost, dtype=np.float64), np.asarray(done, dtype=np.float64)
    if not costs.size:
        return JointShares(math.nan, math.nan, math.nan, math.nan, math.nan)
    cheap, early = costs <= cost_limit, months <= date_limit
    return JointShares(
        both=float((cheap & early).mean()),
        only_in_time=float((~cheap & early).mean()),
        only_within_cost=float((cheap & ~early).mean()),
        neither=float((~cheap & ~early).mean()),
        unfinished=float(np.isnan(months).mean()),
    )


def joint_frontier(
    cost: npt.ArrayLike, done: npt.ArrayLike, confidence: float, last_month: int
) -> tuple[FloatArray, FloatArray]:
    """For each month's end, the least cost that a share ``confidence`` of futures keeps together with that date.

    Returns
    -------
    Months from the start, and money, both of shape ``(k,)`` and ending with ``last_month``; empty where no date within
    it is kept so often.

    Raises
    ------
    ValueError
        If the confidence is not above 0 and at most 1.
    """
    if not 0.0 < confidence <= 1.0:
        raise ValueError(f"the confidence must be above 0 and at most 1, not {confidence}")
    costs, months = np.asarray(cost, dtype=np.float64), np.asarray(done, dtype=np.float64)
    wanted = math.ceil(confidence * costs.size - 1e-9)
    dates, limits = [], []
    for month in range(1, last_month + 1):
        kept = costs[months <= month + 1e-9]
        if wanted and kept.size >= wanted:
            dates.append(float(month))
            limits.append(float(np.partition(kept, wanted - 1)[wanted - 1]))
    return np.array(dates), np.array(limits)
