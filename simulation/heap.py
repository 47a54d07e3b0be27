"""The memory of a process that computes one block after the other: asked of the system once, and kept.

That is up to the C library.  The GNU one, of most Linux systems, can be told what to keep; elsewhere nothing changes
but the time that it takes.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

_LARGEST: Final = 2**25
"""Bytes: the largest array that the library can be told to keep the memory of."""

_KEPT: Final = 2**29
"""Bytes that may lie idle before some are given back."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # as malloc.h numbers them
_PAGE: Final = 2**12


@cache
def keep_memory() -> bool:
    """Have the library keep what a block gives back, for the next one; whether it does.

    All threads share the one store: a thread's own would be given back piece by piece, and asked for again.  To be
    called before there are threads that compute.

    References
    ----------
    ``mallopt(3)`` of the Linux manual.
    """
    mallopt = _mallopt()
    settings = ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGEST), (_TRIM_THRESHOLD, _KEPT))
    return mallopt is not None and all(mallopt(*setting) for setting in settings)


def take_memory(size: int) -> None:
    """Ask the system for ``size`` bytes now, where they can be kept; an eighth of the time it takes bit by bit.

    The arrays are so large that numpy asks for large pages.
    """
    if keep_memory():
        taken = [np.empty(_LARGEST - 2 * _PAGE, np.uint8) for _ in range(size // _LARGEST)]
        for array in taken:
            array[::_PAGE] = 0


def _mallopt() -> Callable[[int, int], int] | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "mallopt", None)
