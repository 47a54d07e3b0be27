"""The FTE-months of charge lines, packed: of each line only the months from its first to its last work are kept.

Most lines are at work in few months: whole, they would be by far the largest array of a block.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.arrays import BoolArray, FloatArray, IntArray

MonthArray: TypeAlias = npt.NDArray[np.int16]


class PackedEffort(NamedTuple):
    """The effort of N charge lines in n trials.

    A row of ``fte`` holds the months of the trial's first line, then those of its second, and so on; what is beyond the
    last line is 0.  A line without work has no months.
    """

    first: MonthArray  # (n, N)
    months: MonthArray  # (n, N) how many
    fte: FloatArray  # (n, width) FTE-months


def room_for_effort(trials: int, lines: int, width: int) -> PackedEffort:
    """Room for ``width`` months of lines a trial, in which nothing sensible stands yet."""
    spans = np.empty((2, trials, lines), dtype=np.int16)
    return PackedEffort(spans[0], spans[1], np.empty((trials, width)))


def widened(effort: PackedEffort, width: int) -> PackedEffort:
    """The same effort with room for at least ``width`` months of lines a trial."""
    missing = max(0, width - effort.fte.shape[1])
    return effort._replace(fte=np.pad(effort.fte, ((0, 0), (0, missing))))


def renewed(effort: PackedEffort, trials: IntArray, anew: PackedEffort) -> PackedEffort:
    """The effort with some ``trials`` as they are ``anew``."""
    width = max(effort.fte.shape[1], anew.fte.shape[1])
    first, months, fte = effort.first.copy(), effort.months.copy(), widened(effort, width).fte
    first[trials], months[trials], fte[trials] = anew.first, anew.months, widened(anew, width).fte
    return PackedEffort(first, months, fte)


def packed(effort: FloatArray) -> PackedEffort:
    """Effort of shape ``(n, N, months)``, packed."""
    trials, lines, months = effort.shape
    works = effort != 0.0
    any_work = works.any(axis=2)
    first = np.where(any_work, works.argmax(axis=2), 0) if months else np.zeros((trials, lines), dtype=np.int64)
    last = np.where(any_work, months - works[:, :, ::-1].argmax(axis=2), 0) if months else first
    counts = (last - first).astype(np.int16)
    width = int(counts.sum(axis=1, dtype=np.int64).max(initial=0))
    result = PackedEffort(first.astype(np.int16), counts, np.zeros((trials, width)))
    result.fte[_filled(result)] = effort[_at_work(result, months)]
    return result


def unpacked(effort: PackedEffort, months: int) -> FloatArray:
    """Effort of every month, shape ``(n, N, months)``."""
    whole = np.zeros((*effort.first.shape, months))
    whole[_at_work(effort, months)] = effort.fte[_filled(effort)]
    return whole


def _at_work(effort: PackedEffort, months: int) -> BoolArray:
    """The months that are kept, shape ``(n, N, months)``."""
    month, first = np.arange(months, dtype=np.int16), effort.first[:, :, None]
    return np.asarray((month >= first) & (month < first + effort.months[:, :, None]))


def _filled(effort: PackedEffort) -> BoolArray:
    """The part of ``fte`` that is in use."""
    used = effort.months.sum(axis=1, dtype=np.int64)
    return np.asarray(np.arange(effort.fte.shape[1]) < used[:, None])
