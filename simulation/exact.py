"""Samples that hold every value: percentiles and shares without approximation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray, IntArray
from simulation.draws import BLOCK_TRIALS
from simulation.samples import ErrorBasis, Missing, Sample, half_distance

_COLUMNS_AT_ONCE = 256
_VALUES_AT_ONCE = 2**22  # keeps the copies that are sorted small


@dataclass(frozen=True, eq=False)
class ExactSample(Sample):
    """A sample that holds every value."""

    kept: npt.NDArray[Any]  # (trials, *shape)
    missing: Missing
    basis: ErrorBasis

    @property
    def trials(self) -> int:  # type: ignore[override]
        return int(self.kept.shape[0])

    @property
    def shape(self) -> tuple[int, ...]:  # type: ignore[override]
        return tuple(self.kept.shape[1:])

    @property
    def values(self) -> npt.NDArray[Any]:
        return self.kept

    @property
    def rank_error(self) -> float:
        return 0.0

    def __getitem__(self, index: Any) -> ExactSample:
        whole = (slice(None), *index) if isinstance(index, tuple) else (slice(None), index)
        return ExactSample(self.kept[whole], self.missing, self.basis)

    def missing_count(self) -> IntArray:
        return np.asarray(self.trials - self._present_count, dtype=np.int64)

    def mean(self) -> FloatArray:
        return _ratio(self._filled().sum(axis=0, dtype=np.float64), self._present_count)

    def deviation(self) -> FloatArray:
        distance = self.kept - self.mean()
        if not self._is_whole:
            distance = np.where(np.isnan(self.kept), 0.0, distance)
        squares = np.square(distance, dtype=np.float64).sum(axis=0)
        return np.asarray(np.sqrt(_ratio(squares, np.maximum(self._present_count - 1, 0))))

    def standard_error(self) -> FloatArray:
        if self.basis.method != "block_means":
            return np.asarray(self.deviation() / np.sqrt(np.maximum(self._present_count, 1)))
        return ratio_error(self._by_block(self._filled()), self._present_by_block())

    def percentiles(self, percents: Sequence[float]) -> FloatArray:
        wanted = np.asarray(percents, dtype=float)[:, None] / 100
        found = np.empty((len(wanted), math.prod(self.shape)))
        for columns, ordered, count in self._sorted():
            found[:, columns] = _interpolated(ordered, wanted * (count - 1), count)
        return found.reshape(len(wanted), *self.shape)

    def spread(self, percents: Sequence[float]) -> tuple[FloatArray, FloatArray]:
        wanted = np.asarray(percents, dtype=float)[:, None] / 100
        found, error = (np.empty((len(wanted), math.prod(self.shape))) for _ in range(2))
        for columns, ordered, count in self._sorted():
            here = _interpolated(ordered, wanted * (count - 1), count)
            rank = self._rank_errors(columns, ordered, here, count)
            low = _interpolated(ordered, np.maximum(wanted - rank, 0.0) * (count - 1), count)
            high = _interpolated(ordered, np.minimum(wanted + rank, 1.0) * (count - 1), count)
            found[:, columns], error[:, columns] = here, half_distance(low, here, high)
        return found.reshape(len(wanted), *self.shape), error.reshape(len(wanted), *self.shape)

    def share_at_most(self, limit: npt.ArrayLike) -> FloatArray:
        return np.asarray((self.kept <= np.asarray(limit)).mean(axis=0), dtype=np.float64)

    def share_error(self, limit: npt.ArrayLike) -> FloatArray:
        hit = self.kept <= np.asarray(limit)
        if self.basis.method == "block_means":
            return ratio_error(self._by_block(hit), self._full_blocks())
        return _share_error(hit.sum(axis=0), np.full(self.shape, self.trials))

    def lowest_mean(self, share: float) -> FloatArray:
        found = np.empty(math.prod(self.shape))
        for columns, ordered, count in self._sorted():
            within = np.clip(share * count[:, None] - np.arange(ordered.shape[1]), 0.0, 1.0)
            taken = np.where(within > 0, ordered, 0.0)
            found[columns] = _ratio((taken * within).sum(axis=1), within.sum(axis=1))
        return found.reshape(self.shape)

    def minimum(self) -> FloatArray:
        return np.asarray(np.fmin.reduce(self.kept, axis=0), dtype=np.float64)

    def maximum(self) -> FloatArray:
        return np.asarray(np.fmax.reduce(self.kept, axis=0), dtype=np.float64)

    @cached_property
    def _is_whole(self) -> bool:
        """Whether nothing is missing, which most of what follows can do without asking value by value."""
        return self.kept.dtype.kind != "f" or not np.isnan(self.kept).any()

    @cached_property
    def _present_count(self) -> IntArray:
        missing = np.zeros(self.shape) if self._is_whole else np.isnan(self.kept).sum(axis=0)
        return np.asarray(self.trials - missing, dtype=np.int64)

    def _filled(self) -> npt.NDArray[Any]:
        return self.kept if self._is_whole else np.where(np.isnan(self.kept), 0.0, self.kept)

    def _present_by_block(self) -> FloatArray:
        return self._full_blocks() if self._is_whole else self._by_block(~np.isnan(self.kept))

    def _full_blocks(self) -> FloatArray:
        return np.full((self.basis.blocks, *self.shape), float(BLOCK_TRIALS))

    def _by_block(self, values: npt.NDArray[Any]) -> FloatArray:
        """Sums over each full block, shape ``(blocks, ...)``."""
        blocks = self.basis.blocks
        whole = values[: blocks * BLOCK_TRIALS].reshape(blocks, BLOCK_TRIALS, *values.shape[1:])
        return np.asarray(whole.sum(axis=1, dtype=np.float64))

    def _rank_errors(self, columns: slice, ordered: FloatArray, limits: FloatArray, count: IntArray) -> FloatArray:
        """Standard error of the share at most each limit (k, columns), among the trials that percentiles count."""
        if self.basis.method != "block_means":
            hit = [np.searchsorted(row, limit, "right") for row, limit in zip(ordered, limits.T, strict=True)]
            return np.nan_to_num(_share_error(np.transpose(hit), count))
        values = self.kept.reshape(self.trials, -1)[:, columns]
        counted = self._full_blocks() if self.missing == "last" else self._present_by_block()
        counted = counted.reshape(len(counted), -1)[:, columns]
        errors = np.zeros(limits.shape)
        for number, limit in enumerate(limits):
            errors[number] = ratio_error(self._by_block(values <= limit), counted)
        return np.nan_to_num(errors)

    def _sorted(self) -> Iterator[tuple[slice, FloatArray, IntArray]]:
        """Some columns at a time: which, their values in order (missing last), and how many percentiles count."""
        flat = self.kept.reshape(self.trials, -1)
        several = max(1, min(_COLUMNS_AT_ONCE, _VALUES_AT_ONCE // max(1, self.trials)))
        for first in range(0, flat.shape[1], several):
            columns = slice(first, min(first + several, flat.shape[1]))
            ordered = np.array(flat[:, columns].T, order="C")
            ordered.sort(axis=1)
            if self.missing == "last":
                ordered = np.where(np.isnan(ordered), np.inf, ordered)
                count = np.full(len(ordered), self.trials)
            else:
                count = (~np.isnan(ordered)).sum(axis=1)
            yield columns, ordered, count


def side_by_side(samples: Sequence[ExactSample]) -> ExactSample:
    """Figures of one number as one figure of several, shape ``(len(samples),)``; missing values count as in the first.

    Each keeps its values in one piece, so that its sums are those of the figure alone to the last bit.
    """
    return ExactSample(np.stack([sample.kept for sample in samples]).T, samples[0].missing, samples[0].basis)


def _share_error(hit: IntArray, number: IntArray) -> FloatArray:
    """Standard error of the share ``hit / number``, by the plain formula."""
    share = _ratio(hit, number)
    return np.asarray(np.sqrt(share * (1 - share) / np.maximum(number, 1)))


def ratio_error(sums: FloatArray, counts: FloatArray) -> FloatArray:
    """Standard error of sum / count over independent blocks, shape without the first axis.

    The linearised ratio estimator; with equal counts it is the standard deviation of the block means / sqrt(blocks).

    References
    ----------
    Cochran, *Sampling Techniques*, 3rd ed., eq. 6.13.
    """
    blocks = len(sums)
    total = counts.sum(axis=0)
    centred = sums - _ratio(sums.sum(axis=0), total) * counts
    return _ratio(np.sqrt(blocks / (blocks - 1) * np.square(centred).sum(axis=0)), total)


def _ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> FloatArray:
    """``above / below``, NaN where there is nothing below."""
    below = np.asarray(below, dtype=np.float64)
    return np.asarray(above, dtype=np.float64) / np.where(below > 0, below, np.nan)


def _interpolated(ordered: FloatArray, position: FloatArray, count: IntArray) -> FloatArray:
    """Values at fractional ``position`` (k, columns) of each ordered row; NaN where nothing is counted."""
    top = np.maximum(count - 1, 0)
    below = np.clip(np.floor(position), 0, top).astype(np.int64)
    above = np.minimum(below + 1, top)
    weight = np.clip(position - below, 0.0, 1.0)
    low = np.take_along_axis(ordered, below.T, axis=1).T.astype(np.float64)
    high = np.take_along_axis(ordered, above.T, axis=1).T.astype(np.float64)
    with np.errstate(invalid="ignore"):
        between = low + weight * (high - low)
    exact = (weight == 0) | (low == high)
    return np.where(count > 0, np.where(exact, low, between), np.nan)
