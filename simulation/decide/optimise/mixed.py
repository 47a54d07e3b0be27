"""Mixed-integer linear programmes: put together piece by piece, solved by HiGHS, ended on request."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, vstack

from simulation.arrays import BoolArray, FloatArray

GoOn: TypeAlias = Callable[[], None]
"""Raises where the work should stop."""

_LOOK_SECONDS: Final = 0.05
_OPTIMAL, _LIMIT, _INFEASIBLE = 0, 1, 2


class Unsolvable(RuntimeError):  # noqa: N818 - says what is the case
    """The solver came to no answer."""


class Solved(NamedTuple):
    """What the solver found."""

    x: FloatArray  # (variables,)
    objective: float
    bound: float  # of the objective, from above
    proven: bool


@dataclass
class Program:
    """Maximise ``gain @ x`` under ``rows @ x <= limits`` and bounds; variables are added at the end."""

    size: int
    whole: BoolArray  # (size,)
    high: FloatArray  # (size,)
    low: FloatArray = field(init=False)
    gain: FloatArray = field(init=False)
    _rows: list[csr_array] = field(default_factory=list)
    _limits: list[FloatArray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.low, self.gain = np.zeros(self.size), np.zeros(self.size)

    def add(
        self, count: int, *, low: float = 0.0, high: float = np.inf, gain: npt.ArrayLike = 0.0, whole: bool = False
    ) -> slice:
        """New variables; where they are."""
        first, self.size = self.size, self.size + count
        self.low = np.append(self.low, np.full(count, low))
        self.high = np.append(self.high, np.full(count, high))
        self.gain = np.append(self.gain, np.broadcast_to(gain, count))
        self.whole = np.append(self.whole, np.full(count, whole))
        return slice(first, self.size)

    def at_most(self, rows: FloatArray, limits: npt.ArrayLike) -> None:
        """Require ``rows @ x <= limits``, of the variables that there are so far."""
        self._rows.append(csr_array(np.atleast_2d(rows)))
        self._limits.append(np.atleast_1d(np.asarray(limits, dtype=np.float64)))

    def constraint(self) -> LinearConstraint | None:
        """All rows, over all variables."""
        if not self._rows:
            return None
        padded = [csr_array((r.data, r.indices, r.indptr), shape=(r.shape[0], self.size)) for r in self._rows]
        return LinearConstraint(vstack(padded, format="csr"), ub=np.concatenate(self._limits))


def solved(program: Program, seconds: float, go_on: GoOn | None = None) -> Solved | None:
    """The best ``x``, or the best within the time; None where there is none.

    Raises
    ------
    Unsolvable
        If time was up without any ``x``, or the programme has no end.
    """
    if not program.size:
        return Solved(np.zeros(0), 0.0, 0.0, True)
    result = _run(program, seconds, go_on)
    if result.status == _INFEASIBLE:
        return None
    if result.x is None:
        raise Unsolvable(f"no choice was found within {seconds:g} s: {result.message}")
    bound = -result.fun if result.mip_dual_bound is None else -float(result.mip_dual_bound)
    return Solved(np.asarray(result.x), -float(result.fun), bound, result.status == _OPTIMAL)


def _run(program: Program, seconds: float, go_on: GoOn | None) -> OptimizeResult:
    """The solver at work in a thread of its own, so that it can be left; its own time limit ends it then."""
    answers: list[OptimizeResult] = []
    failures: list[Exception] = []

    def work() -> None:
        try:
            answers.append(_highs(program, seconds))
        except Exception as error:  # raised again where somebody waits for it
            failures.append(error)

    worker = threading.Thread(target=work, name="foliocast-solver", daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(_LOOK_SECONDS)
        if go_on is not None:
            go_on()
    if failures:
        raise failures[0]
    return answers[0]


def _highs(program: Program, seconds: float) -> OptimizeResult:
    return milp(
        -program.gain,
        integrality=program.whole.astype(int),
        bounds=Bounds(program.low, program.high),
        constraints=program.constraint(),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
