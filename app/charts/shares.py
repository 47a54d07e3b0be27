"""Reading a distribution that is known by its quantiles at evenly spaced shares from 0 to 1.

Pure functions over arrays.  Infinite quantiles are what has not come about: later or dearer than all others.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def share_at_most(quantiles: npt.ArrayLike, values: npt.ArrayLike) -> Array:
    """The share of futures with at most each value, linear between quantiles; shape of ``values``.

    A value that many futures have exactly counts them all.  NaN where nothing is known.
    """
    return _share_up_to(quantiles, values, "right")


def share_below(quantiles: npt.ArrayLike, values: npt.ArrayLike) -> Array:
    """The share of futures with less than each value: as above, but a value counts none that have it exactly."""
    return _share_up_to(quantiles, values, "left")


def _share_up_to(quantiles: npt.ArrayLike, values: npt.ArrayLike, side: Literal["left", "right"]) -> Array:
    known = np.asarray(quantiles, dtype=np.float64)
    asked = np.asarray(values, dtype=np.float64)
    if not known.size or np.isnan(known).any():
        return np.full(asked.shape, np.nan)
    finite = known[np.isfinite(known)]
    steps = len(known) - 1
    after = np.searchsorted(finite, asked, side=side)  # quantiles at most the value, or below it
    low = np.clip(after - 1, 0, max(len(finite) - 1, 0))
    high = np.clip(after, 0, max(len(finite) - 1, 0))
    if not finite.size:
        return np.zeros(asked.shape)
    width = finite[high] - finite[low]
    part = np.divide(asked - finite[low], width, out=np.zeros(asked.shape), where=width > 0)
    share = (low + np.clip(part, 0.0, 1.0)) / steps
    return np.asarray(np.where(after == 0, 0.0, share))


def quantile_at(quantiles: npt.ArrayLike, share: float) -> float:
    """The value that a share of futures does not exceed; infinite where it has not come about in so many."""
    known = np.asarray(quantiles, dtype=np.float64)
    if not known.size:
        return float("nan")
    place = min(max(share, 0.0), 1.0) * (len(known) - 1)
    low = min(int(place), len(known) - 1)
    high = min(low + 1, len(known) - 1)
    if place == low or known[low] == known[high]:
        return float(known[low])
    return float(known[low] + (place - low) * (known[high] - known[low]))


def histogram(quantiles: npt.ArrayLike, edges: npt.ArrayLike) -> Array:
    """The share of futures in each bin between consecutive ``edges``, its lower edge excluded but for the first."""
    borders = np.asarray(edges, dtype=np.float64)
    upto = share_at_most(quantiles, borders)
    known = np.asarray(quantiles, dtype=np.float64)
    if known.size and known[0] >= borders[0]:
        upto[0] = 0.0  # what lies on the first edge belongs to the first bin
    return np.asarray(np.diff(upto))


def bin_edges(series: list[Array], bins: int, tail: float = 0.002) -> Array:
    """Edges of equal width over all series, ``bins + 1`` of them, without the outermost ``tail`` of each.

    Empty where no series has a finite value.
    """
    ends = [(quantile_at(finite, tail), quantile_at(finite, 1 - tail)) for one in series if len(finite := _finite(one))]
    if not ends:
        return np.empty(0)
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    if high <= low:
        margin = max(abs(low) * 0.05, 0.5)
        low, high = low - margin, high + margin
    return np.linspace(low, high, bins + 1)


def _finite(values: Array) -> Array:
    known = np.asarray(values, dtype=np.float64)
    return known[np.isfinite(known)]
