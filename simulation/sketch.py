"""Counts in place of values: what is kept of a figure when there are too many trials to keep them all.

Each element of a figure has bins of its own, whose edges are quantiles of the first blocks; then trials are only
counted.  Counts add up, so that memory does not grow with the trials and the same blocks give the same bits.  A
percentile is interpolated within a bin: its rank is off by at most the bin's share, which is known and told.  (KLL
sketches were measured against it: as fast, but random, and right only with a probability.)

Sums are taken about a centre near the mean, so that squares do not cancel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray, IntArray
from simulation.executors import THREADS
from simulation.jit import compiled

Done = TypeVar("Done")

ShortArray: TypeAlias = npt.NDArray[np.int16]

EDGES: Final = 512
PILOT_TRIALS: Final = 10_000
"""Trials whose quantiles become the edges."""

_COLUMNS_AT_ONCE: Final = 64

_PARTS: Final = np.sin(np.linspace(0.0, np.pi / 2, EDGES)) ** 2  # of the pilot at each edge; closer in the tails


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Bins:
    """The bins of C elements: bin j holds what is above edge j - 1 and at most edge j."""

    edges: FloatArray  # (C, EDGES)
    centre: FloatArray  # (C,)


@dataclass(frozen=True, eq=False)
class BlockCounts:
    """What is kept of one block's trials of C elements."""

    trials: int
    counts: ShortArray  # (C, EDGES + 1)
    missing: IntArray  # (C,)
    total: FloatArray  # (C,) sum of value - centre
    squares: FloatArray  # (C,)
    low: FloatArray  # (C,) infinite where all are missing
    high: FloatArray  # (C,)


@dataclass(eq=False)
class Tally:
    """What is kept of all trials so far; blocks are added in their order."""

    edges: FloatArray  # (C, EDGES)
    centre: FloatArray  # (C,)
    omit: bool  # percentiles count only the trials in which it is not missing
    trials: int
    blocks: int
    counts: IntArray  # (C, EDGES + 1)
    missing: IntArray  # (C,)
    total: FloatArray  # (C,)
    squares: FloatArray  # (C,)
    low: FloatArray  # (C,)
    high: FloatArray  # (C,)
    present_squares: FloatArray  # (C,) sum over blocks of (trials in which it is not missing)^2
    counted_squares: FloatArray  # (C,) of (trials that percentiles count)^2
    total_squares: FloatArray  # (C,) of (block's total)^2
    total_present: FloatArray  # (C,) of block's total x its trials in which it is not missing
    below_squares: FloatArray  # (C, EDGES) of (block's trials at most the edge)^2
    below_counted: FloatArray  # (C, EDGES) of block's trials at most the edge x those that percentiles count

    @classmethod
    def empty(cls, bins: Bins, *, omit: bool) -> Tally:
        """Nothing counted yet."""
        columns = len(bins.centre)
        return cls(
            bins.edges,
            bins.centre,
            omit,
            trials=0,
            blocks=0,
            counts=np.zeros((columns, EDGES + 1), dtype=np.int64),
            missing=np.zeros(columns, dtype=np.int64),
            low=np.full(columns, np.inf),
            high=np.full(columns, -np.inf),
            below_squares=np.zeros((columns, EDGES)),
            below_counted=np.zeros((columns, EDGES)),
            **{name: np.zeros(columns) for name in _COLUMN_SUMS},
        )

    @property
    def bins(self) -> Bins:
        """What further blocks are to be counted in."""
        return Bins(self.edges, self.centre)

    def add(self, block: BlockCounts) -> None:
        """Count one more block."""
        present = (block.trials - block.missing).astype(float)
        counted = present if self.omit else np.full(present.shape, float(block.trials))
        self.trials += block.trials
        self.blocks += 1
        self.missing += block.missing
        self.total += block.total
        self.squares += block.squares
        np.minimum(self.low, block.low, out=self.low)
        np.maximum(self.high, block.high, out=self.high)
        self.present_squares += present**2
        self.counted_squares += counted**2
        self.total_squares += block.total**2
        self.total_present += block.total * present
        _add_counts(block.counts, counted, self.counts, self.below_squares, self.below_counted)

    def copy(self) -> Tally:
        """The tally as it is now."""
        return self.part(np.arange(len(self.centre)))

    def part(self, columns: IntArray) -> Tally:
        """The tally of some elements, as it is now."""
        whole = ((item.name, getattr(self, item.name)) for item in fields(self))
        cut: dict[str, Any] = {name: value[columns] for name, value in whole if isinstance(value, np.ndarray)}
        return replace(self, **cut)


_COLUMN_SUMS: Final = ("total", "squares", "present_squares", "counted_squares", "total_squares", "total_present")


def _in_threads(work: Callable[[int], Done], numbers: Iterable[int]) -> Iterator[Done]:
    """What is done with each number, in their order; all cores share the work, for nothing else goes on meanwhile."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="foliocast-counting") as threads:
        yield from threads.map(work, numbers)


def bins_of(pilot: npt.NDArray[Any]) -> Bins:
    """Bins for the elements of a figure from its first trials, shape ``(n, ...)``.

    A value that the pilot holds often gets a bin of its own, so that what is counted there is not interpolated.
    """
    flat = pilot.reshape(len(pilot), -1)
    edges, centre = np.empty((flat.shape[1], EDGES)), np.zeros(flat.shape[1])

    def find(first: int) -> None:
        columns = slice(first, first + _COLUMNS_AT_ONCE)
        _find_bins(np.array(flat[:, columns].T, order="C"), edges[columns], centre[columns])

    for _ in _in_threads(find, range(0, flat.shape[1], _COLUMNS_AT_ONCE)):
        pass
    return Bins(edges, centre)


def _find_bins(rows: npt.NDArray[Any], edges: FloatArray, centre: FloatArray) -> None:
    """Write the bins of elements with a row each, which is sorted in its place; most of the time leaves the lock."""
    rows.sort(axis=1)  # missing ones last
    present = (~np.isnan(rows)).sum(axis=1)
    places = np.ceil(_PARTS * np.maximum(present - 1, 0)[:, None]).astype(np.int64)
    picked = np.take_along_axis(rows, places, axis=1)
    same = picked[:, 1:] == picked[:, :-1]
    again = np.pad(same, ((0, 0), (0, 1)))  # the next edge is the same value
    first = np.pad(~same, ((0, 0), (1, 0)), constant_values=True)
    edges[...] = np.where(present[:, None] > 0, np.where(again & first, _just_below(picked), picked), 0.0)
    for row in np.flatnonzero(present):
        centre[row] = rows[row, : present[row]].mean(dtype=np.float64)


def _just_below(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    as_float = values if values.dtype.kind == "f" else values.astype(np.float64)
    return np.asarray(np.nextafter(as_float, as_float.dtype.type(-np.inf)))


def counts_of(values: npt.NDArray[Any], bins: Bins, at_once: int) -> Iterator[BlockCounts]:
    """The counts of so many trials ``at_once``, one after the other."""
    return _in_threads(lambda first: count(values[first : first + at_once], bins), range(0, len(values), at_once))


def count(values: npt.NDArray[Any], bins: Bins) -> BlockCounts:
    """The counts of one block's values, shape ``(n, ...)``; few enough for numbers of two bytes."""
    rows = np.array(values.reshape(len(values), -1).T, order="C")
    if rows.dtype.kind != "f":
        rows = rows.astype(np.float32)
    rows.sort(axis=1)  # missing ones last
    columns = len(rows)
    counts = np.zeros((columns, EDGES + 1), dtype=np.int16)
    missing = np.zeros(columns, dtype=np.int64)
    sums = np.zeros((4, columns))
    _count(rows, bins.edges, bins.centre, counts, missing, sums)
    return BlockCounts(len(values), counts, missing, *sums)


@compiled
def _count(
    rows: FloatArray, edges: FloatArray, centre: FloatArray, counts: ShortArray, missing: IntArray, sums: FloatArray
) -> None:
    """Walk ordered values and edges together; the sums are total, squares, low and high."""
    for c in range(rows.shape[0]):
        row, edge, mine = rows[c], edges[c], counts[c]
        total, squares = 0.0, 0.0
        j, present = 0, 0
        for i in range(row.size):
            value = row[i]
            if np.isnan(value):
                break
            while j < edge.size and edge[j] < value:
                j += 1
            mine[j] += 1
            distance = value - centre[c]
            total += distance
            squares += distance * distance
            present += 1
        missing[c] = row.size - present
        sums[0, c], sums[1, c] = total, squares
        sums[2, c] = row[0] if present else np.inf
        sums[3, c] = row[present - 1] if present else -np.inf


@compiled
def _add_counts(
    block: ShortArray, counted: FloatArray, counts: IntArray, below_squares: FloatArray, below_counted: FloatArray
) -> None:
    for c in range(block.shape[0]):
        below = 0.0
        for j in range(block.shape[1]):
            counts[c, j] += block[c, j]
            below += block[c, j]
            if j < below_squares.shape[1]:
                below_squares[c, j] += below * below
                below_counted[c, j] += below * counted[c]
