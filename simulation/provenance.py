"""Where a result comes from and how precise it became: plain values that a screen can hold without the engine.

Kept apart from ``simulation.result``, whose arrays and plan need the compiled engine's libraries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

ErrorMethod: TypeAlias = Literal["block_means", "sample", "upper_bound"]
"""Where standard errors come from.

``block_means``   spread between blocks; right for Latin hypercube and Sobol, whose blocks are independent
``sample``        the plain formula; right for simple random sampling
``upper_bound``   the plain formula where it overstates: a single block of Latin hypercube or Sobol
"""


@dataclass(frozen=True)
class Provenance:
    """What is needed to get the same numbers again, and what the reader should know of them."""

    portfolio: str  # its name
    scenario: str | None  # id; None: the base
    digest: str  # of the portfolio with the scenario applied
    seed: int
    trials: int
    blocks: int
    sampling: str
    engine: str
    horizon_months: int
    start: str  # first month, such as 2027-01
    currency: str
    timing: str  # of cash within its month
    version: str
    python: str
    numpy: str
    error_method: ErrorMethod
    rank_error: float  # most that the rank of a percentile may be off, as a share of the trials
    notes: tuple[str, ...]  # for instance correlations that had to be repaired
    started_at: str = field(compare=False, default="")  # UTC, ISO 8601


@dataclass(frozen=True)
class Reading:
    """How precise one output was after some trials."""

    output: str
    trials: int
    estimate: float | None  # None: beyond the horizon, or not defined in any trial
    half_width: float | None  # of the confidence interval, in the unit of the output
    relative: float | None  # half width / |estimate|; None where it cannot be told
    precise: bool


@dataclass(frozen=True)
class Convergence:
    """How precise the watched outputs became; empty where the number of trials was fixed."""

    converged: bool
    history: tuple[Reading, ...] = ()
