"""Months to finish a backlog: weeks are lived through one by one until nothing is left.

Owns the rule of a sampled throughput.  Each week draws its own number of finished items, whether from a history
or from any other distribution; the week in which the last item is finished counts whole.  That the pace of a week
says nothing about the next is the assumption of the method (Magennis, *Forecasting and Simulating Software
Development Projects*).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.throughput import ROUNDING
from models.uncertainty import WEEKS_PER_MONTH, Distribution, Throughput
from simulation.arrays import FloatArray
from simulation.sampling.streams import Method, uniforms

_WEEKS_AT_ONCE = 32
# Trials that are not done after so many weeks, some 39 years, go on at the mean pace: by then the sum of the
# weeks has settled, and without an end a tiny chance of a huge backlog would be followed for ever.
_MOST_WEEKS = 64 * _WEEKS_AT_ONCE

Quantile = Callable[[Distribution, FloatArray], FloatArray]


def months_to_finish(
    throughput: Throughput, quantile: Quantile, seed: int, key: str, block: int, trials: int, method: Method
) -> FloatArray:
    """Months until backlog x split items are done, shape ``(trials,)``; streams are ``key``/backlog, /split, /weekly.

    ``quantile`` gives the values of a distribution at given probabilities.
    """

    def drawn(distribution: Distribution, part: str, count: int = 1) -> FloatArray:
        return quantile(distribution, uniforms(seed, f"{key}/{part}", block, count, trials, method))

    items: FloatArray = drawn(throughput.backlog, "backlog")[0] * drawn(throughput.split, "split")[0]
    weeks, left = np.zeros(trials, dtype=np.float64), items
    for first_week in range(0, _MOST_WEEKS, _WEEKS_AT_ONCE):
        if not (left > 0).any():
            break
        pace = drawn(throughput.weekly, f"weekly/{first_week}", _WEEKS_AT_ONCE)
        weeks, left = _after(weeks, left, pace)
    return (weeks + np.ceil(left / throughput.weekly.mean)) / WEEKS_PER_MONTH


def _after(weeks: FloatArray, left: FloatArray, pace: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weeks spent and items left after living through weeks of ``pace``, shape ``(weeks, trials)``."""
    done = np.cumsum(pace, axis=0)
    enough = done >= left - ROUNDING
    last = enough.argmax(axis=0)
    finishes = enough[last, np.arange(len(left))]
    spent = np.where(left <= 0, 0, np.where(finishes, last + 1, len(pace)))
    return weeks + spent, np.where(finishes | (left <= 0), 0.0, left - done[-1])
