"""The sampled inputs of one block of trials, before any rule has acted on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from simulation.arrays import BoolArray, FloatArray

BLOCK_TRIALS: Final = 1_000
"""Trials that are sampled together."""


@dataclass(frozen=True, eq=False)
class Staffing:
    """People of each team and month in a block of n trials, at whole months [R10]."""

    headcount: FloatArray  # (n, T, months) own people, paid
    capacity: FloatArray  # (n, T, months) own productive FTE: ramp-up, availability and season applied
    arrivals: FloatArray  # (n, T, months)
    leavers: FloatArray  # (n, T, months)


@dataclass(frozen=True, eq=False)
class Draws:
    """What chance decided in a block: one row per quantity of the plan, gates, risks and people."""

    block: int
    values: FloatArray  # (Q, n) in the order of Plan.quantities, drivers and correlations applied
    gates: FloatArray  # (G, n) uniform; an attempt passes where it is below the success probability
    occurs: BoolArray  # (R, n) whether each risk occurs
    staffing: Staffing

    @property
    def trials(self) -> int:
        """Number of trials, n."""
        return int(self.values.shape[1])
