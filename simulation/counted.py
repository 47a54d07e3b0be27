"""Samples that hold only counts: the answers of ``simulation.exact``, interpolated within bins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray, IntArray
from simulation.samples import ErrorBasis, Missing, Sample, TrialsNotKept, half_distance
from simulation.sketch import Tally

_NARROW = 1e-6  # relative width of a bin that holds one value, to single precision
_TINY = 1e-300  # and its width around zero


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class CountedSample(Sample):
    """A sample that holds a tally; nobody may add to it."""

    tally: Tally
    shape: tuple[int, ...]
    missing: Missing
    basis: ErrorBasis

    @property
    def trials(self) -> int:  # type: ignore[override]
        return self.tally.trials

    @property
    def values(self) -> npt.NDArray[Any]:
        raise TrialsNotKept(
            f"of {self.trials:,} trials only counts were kept; run fewer trials to have the values of each"
        )

    @property
    def rank_error(self) -> float:
        wide = self._upper - self._lower > _NARROW * np.abs(self._upper) + _TINY
        return float(np.where(wide, self.tally.counts, 0).max(initial=0)) / self.trials

    def __getitem__(self, index: Any) -> CountedSample:
        columns = np.arange(math.prod(self.shape)).reshape(self.shape)[index]
        return CountedSample(self.tally.part(np.ravel(columns)), np.shape(columns), self.missing, self.basis)

    def missing_count(self) -> IntArray:
        return self.tally.missing.reshape(self.shape)

    def mean(self) -> FloatArray:
        return self._shaped(self.tally.centre + self.tally.total / self._present_or_nan)

    def deviation(self) -> FloatArray:
        present = self._present_or_nan
        squares = np.maximum(self.tally.squares - self.tally.total**2 / present, 0.0)
        return self._shaped(np.sqrt(squares / np.where(present > 1, present - 1, np.nan)))

    def standard_error(self) -> FloatArray:
        if self.basis.method != "block_means":
            return np.asarray(self.deviation() / np.sqrt(np.maximum(self._present, 1)).reshape(self.shape))
        tally, present = self.tally, self._present_or_nan
        mean = tally.total / present
        spread = tally.total_squares - 2 * mean * tally.total_present + mean**2 * tally.present_squares
        return self._shaped(self._from_blocks(spread, present))

    def percentiles(self, percents: Sequence[float]) -> FloatArray:
        wanted = np.asarray(percents, dtype=float)[:, None] / 100
        return self._at(wanted).reshape(len(wanted), *self.shape)

    def spread(self, percents: Sequence[float]) -> tuple[FloatArray, FloatArray]:
        wanted = np.asarray(percents, dtype=float)[:, None] / 100
        here = self._at(wanted)
        rank = self._rank_errors(wanted)
        error = half_distance(self._at(np.maximum(wanted - rank, 0.0)), here, self._at(np.minimum(wanted + rank, 1.0)))
        shape = (len(wanted), *self.shape)
        return here.reshape(shape), error.reshape(shape)

    def share_at_most(self, limit: npt.ArrayLike) -> FloatArray:
        bins, part = self._bin_of(limit)
        columns = np.arange(len(bins))
        before = self._below[columns, bins] - self.tally.counts[columns, bins]
        return self._shaped((before + part * self.tally.counts[columns, bins]) / self.trials)

    def share_error(self, limit: npt.ArrayLike) -> FloatArray:
        share = self.share_at_most(limit).reshape(-1)
        if self.basis.method != "block_means":
            return self._shaped(np.sqrt(share * (1 - share) / self.trials))
        among_counted = self._error_at_edge(self._bin_of(limit)[0])
        return self._shaped(np.nan_to_num(among_counted) * self._counted / self.trials)

    def lowest_mean(self, share: float) -> FloatArray:
        wanted = share * self._counted[:, None]
        within = np.clip(wanted - (self._below - self.tally.counts), 0.0, self.tally.counts)
        middle = self._lower + (self._upper - self._lower) * within / np.maximum(self.tally.counts, 1) / 2
        taken = within.sum(axis=1)
        total = (np.where(within > 0, middle, 0.0) * within).sum(axis=1)
        return self._shaped(total / np.where(taken > 0, taken, np.nan))

    def minimum(self) -> FloatArray:
        return self._shaped(np.where(self._present > 0, self.tally.low, np.nan))

    def maximum(self) -> FloatArray:
        return self._shaped(np.where(self._present > 0, self.tally.high, np.nan))

    @property
    def _present(self) -> IntArray:
        return np.asarray(self.trials - self.tally.missing, dtype=np.int64)

    @property
    def _present_or_nan(self) -> FloatArray:
        return np.where(self._present > 0, self._present.astype(float), np.nan)

    @property
    def _counted(self) -> FloatArray:
        """How many trials percentiles count, shape (C,)."""
        if self.missing == "last":
            return np.full(len(self.tally.missing), float(self.trials))
        return self._present.astype(float)

    @cached_property
    def _below(self) -> FloatArray:
        """Trials at most each bin's upper end, shape (C, bins)."""
        return np.asarray(np.cumsum(self.tally.counts, axis=1, dtype=np.float64))

    @cached_property
    def _ends(self) -> FloatArray:
        """Where the bins begin and end, shape (C, bins + 1); none reaches beyond what was seen."""
        seen = self._present > 0
        low = np.where(seen, self.tally.low, 0.0)[:, None]
        high = np.where(seen, self.tally.high, 0.0)[:, None]
        return np.asarray(np.concatenate([low, np.clip(self.tally.edges, low, high), high], axis=1))

    @property
    def _lower(self) -> FloatArray:
        return self._ends[:, :-1]

    @property
    def _upper(self) -> FloatArray:
        return self._ends[:, 1:]

    def _shaped(self, columns: FloatArray) -> FloatArray:
        return np.asarray(columns, dtype=np.float64).reshape(self.shape)

    def _at(self, share: FloatArray) -> FloatArray:
        """The value at each share (k, 1 or C), shape (k, C)."""
        counted = self._counted
        rank = np.broadcast_to(share * np.maximum(counted - 1, 0) + 0.5, (len(share), len(counted)))
        found = np.empty(rank.shape)
        for column in range(len(counted)):
            bins = np.searchsorted(self._below[column], rank[:, column])
            inside = np.minimum(bins, self._below.shape[1] - 1)
            number = np.maximum(self.tally.counts[column, inside], 1)
            part = 1.0 - (self._below[column, inside] - rank[:, column]) / number
            low, high = self._lower[column, inside], self._upper[column, inside]
            value = np.where(high - low <= _NARROW * np.abs(high) + _TINY, high, low + part * (high - low))
            found[:, column] = np.where(rank[:, column] > self._present[column], np.inf, value)
        return np.where(counted > 0, found, np.nan)

    def _bin_of(self, limit: npt.ArrayLike) -> tuple[IntArray, FloatArray]:
        """The bin that holds a limit, for each element, and the part of the bin that lies at most there."""
        limits = np.broadcast_to(np.asarray(limit, dtype=np.float64), self.shape).reshape(-1)
        bins = (self.tally.edges < limits[:, None]).sum(axis=1)
        columns = np.arange(len(bins))
        low, high = self._lower[columns, bins], self._upper[columns, bins]
        part = np.where(high > low, (limits - low) / np.where(high > low, high - low, 1.0), limits >= high)
        return bins, np.clip(part, 0.0, 1.0)

    def _rank_errors(self, share: FloatArray) -> FloatArray:
        """Standard error of the rank at each share (k, 1), shape (k, C)."""
        if self.basis.method != "block_means":
            return np.asarray(np.sqrt(share * (1 - share) / np.maximum(self._counted, 1)))
        errors = np.empty((len(share), len(self._counted)))
        for number, part in enumerate(share[:, 0]):
            errors[number] = self._error_at_edge(np.argmax(self._below >= part * self._counted[:, None], axis=1))
        return np.nan_to_num(errors)

    def _error_at_edge(self, bins: IntArray) -> FloatArray:
        """Standard error of the counted trials' share at most the upper edge of a bin, from the spread of blocks."""
        tally, columns = self.tally, np.arange(len(bins))
        edge = np.minimum(bins, tally.edges.shape[1] - 1)
        counted = np.where(self._counted > 0, self._counted, np.nan)
        share = self._below[columns, edge] / counted
        squares, products = tally.below_squares[columns, edge], tally.below_counted[columns, edge]
        return self._from_blocks(squares - 2 * share * products + share**2 * tally.counted_squares, counted)

    def _from_blocks(self, spread: FloatArray, counted: FloatArray) -> FloatArray:
        blocks = self.tally.blocks
        return np.asarray(np.sqrt(blocks / (blocks - 1) * np.maximum(spread, 0.0)) / counted)
