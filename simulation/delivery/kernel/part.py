"""What every part of the kernel shares: how it is compiled, and the phases of a stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numpy as np
from numba import njit

F = TypeVar("F", bound=Callable[..., Any])

WAITING, PENDING, READY, STARTED, SUCCEEDED, GIVEN_UP = range(6)
"""Phases of a stage: links open, only time is missing, may start, started, and the two ends."""

WORKING: Final = -1
"""Where the cause of an initiative's waiting would be, while it works."""

NEVER: Final = np.inf

OPTIONS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": False}
"""Plain IEEE arithmetic, so that results equal the reference's, and no memory taken."""

PART: Final[dict[str, Any]] = {**OPTIONS, "forceinline": True, "no_cpython_wrapper": True}


def compiled(function: F) -> F:
    """``function`` as part of the kernel, called by compiled code only.

    Its machine code becomes part of that of ``run_block``: a call would hand over some two hundred values.
    """
    return cast(F, njit(**PART)(function))
