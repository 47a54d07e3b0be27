"""The one way in which loops over trials are compiled: cached on disk, free of the interpreter lock.

A compiled function and all compiled functions that it calls belong in one file: the cache knows when that file
changes, not when another does.  The compiler, which takes a third of a second to load, is loaded at the first call: who
only looks at results, as a window does, never needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from threading import RLock
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_LOCK = RLock()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """``function``, compiled at its first call; the same results, and no exceptions of its own."""
    return _Waiting(function, {"cache": True})


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """``function`` as a part of the compiled functions that call it; it makes no arrays and gives none back.

    So a call hands over arrays field by field, and nobody counts who refers to them, which would take as long as a
    loop over some months.
    """
    return _Waiting(function, {"forceinline": True, "_nrt": False})  # _nrt: whether references are counted


class _Waiting(Generic[P, R]):
    """A function whose compiler has not been asked for yet."""

    def __init__(self, function: Callable[P, R], options: dict[str, Any]) -> None:
        self._function = function
        self._options = options
        self._dispatcher: Callable[P, R] | None = None
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self._dispatcher is None:
            with _LOCK:
                self._make_ready()
        assert self._dispatcher is not None
        return self._dispatcher(*args, **kwargs)

    def _make_ready(self) -> None:
        """Put the compiler's functions in the places of all those of the file, where each finds those that it calls."""
        names = self._function.__globals__
        for name, value in list(names.items()):
            if isinstance(value, _Waiting) and value._function.__globals__ is names:
                names[name] = value._dispatch()
        self._dispatch()

    def _dispatch(self) -> Callable[P, R]:
        if self._dispatcher is None:
            import numba

            self._dispatcher = numba.njit(nogil=True, error_model="numpy", **self._options)(self._function)
        return self._dispatcher
