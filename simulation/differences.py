"""Where the arrays of two forecasts differ, to the bit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.arrays import BoolArray, IntArray
from simulation.jit import compiled

Array: TypeAlias = npt.NDArray[Any]


def is_same(one: Array, other: Array) -> bool:
    """Whether two arrays hold equal values; known at once where they are the same piece of memory."""
    return one is other or one.__array_interface__ == other.__array_interface__ or np.array_equal(one, other)


def trials_that_differ(pairs: Iterable[tuple[Array, Array]], trials: int, most: float) -> IntArray | None:
    """The trials, which come first in each array, in which any pair differs; None for more than ``most`` of them.

    What is not a number is the same as itself.  Where rows of numbers have other lengths, what both have is compared.
    """
    differs = np.zeros(trials, dtype=np.bool_)
    for one, other in pairs:
        axes = one.ndim - (one.dtype == np.float64)
        if one.shape[:axes] != other.shape[:axes]:
            return None
        if one.__array_interface__ != other.__array_interface__:
            _note(one.reshape(trials, -1), other.reshape(trials, -1), differs)
        if np.count_nonzero(differs) > most * trials:
            return None
    return np.flatnonzero(differs)


def _note(one: Array, other: Array, differs: BoolArray) -> None:
    if one.dtype != np.float64:  # small, whatever it is
        differs |= (one != other).any(axis=1)
    elif one.T.flags.c_contiguous:
        _note_columns(one.T.view(np.int64), other.T.view(np.int64), differs)
    else:
        _note_rows(one.view(np.int64), other.view(np.int64), differs)


@compiled
def _note_rows(one: IntArray, other: IntArray, differs: BoolArray) -> None:
    """Numbers are compared as they are stored."""
    for i in range(differs.size):
        if differs[i]:
            continue
        bits = 0
        for k in range(np.uint64(min(one.shape[1], other.shape[1]))):  # unsigned: several are done at once
            bits |= one[i, k] ^ other[i, k]
        differs[i] = bits != 0


@compiled
def _note_columns(one: IntArray, other: IntArray, differs: BoolArray) -> None:
    for k in range(one.shape[0]):
        for i in range(np.uint64(differs.size)):
            differs[i] |= one[k, i] != other[k, i]
