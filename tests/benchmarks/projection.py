"""How long a run would take on more cores and machines, from what one block costs here.

    T(N, W) = s + max(ceil(N / W) x c, N x (m + b / beta))

N blocks on W workers: s is what is done before the first block and after the last one, c the seconds to compute a
block, m those to take its result apart and add it, b its bytes, and beta the bytes a second that reach the machine
that gathers.  What is computed and what is gathered overlap, so that the slower of the two decides (Amdahl, 1967, with
the gathering as the part that does not spread).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf

from tests.benchmarks.measured import BlockCosts

NETWORK = 125e6
"""Bytes a second of a network of 1 Gbit/s."""


@dataclass(frozen=True)
class Crowd:
    """Who computes; ``bandwidth`` is infinite within one machine."""

    name: str
    workers: int
    bandwidth: float = inf


@dataclass(frozen=True)
class Projection:
    """How long a run takes, and what keeps it from being faster."""

    seconds: float
    limit: str


def projected(costs: BlockCosts, start_seconds: float, blocks: int, crowd: Crowd) -> Projection:
    """The formula above."""
    computing = ceil(blocks / crowd.workers) * costs.seconds
    adding, sending = blocks * costs.merge_seconds, blocks * costs.result_bytes / crowd.bandwidth
    if computing >= adding + sending:
        limit = "computing" if blocks >= crowd.workers else f"only {blocks} blocks"
    else:
        limit = "adding up" if adding >= sending else "the network"
    return Projection(start_seconds + max(computing, adding + sending), limit)
