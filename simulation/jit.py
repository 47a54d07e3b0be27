"""The one way in which loops over trials are compiled: cached on disk, free of the interpreter lock.

A compiled function and all compiled functions that it calls belong in one file: the cache knows when that file
changes, not when another does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """``function``, compiled at its first call; the same results, and no exceptions of its own."""
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """``function`` as a part of the compiled functions that call it: a call hands over arrays field by field."""
    inline = numba.njit(nogil=True, error_model="numpy", forceinline=True)
    return cast("Callable[P, R]", inline(function))
