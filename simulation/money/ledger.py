"""The books of a block of trials: the lines of the forecast, and the arrays that the rules write into.

Amounts of cost lines are positive; ``SIGNS`` says what a line does to cash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.jit import compiled

LINES: Final = (
    "revenue",
    "cost_of_sales",
    "savings",
    "staffing",
    "bench",
    "recruiting",
    "external",
    "tooling",
    "research",
    "partner",
    "tax",
)
REVENUE, COST_OF_SALES, SAVINGS, STAFFING, BENCH, RECRUITING, EXTERNAL, TOOLING, RESEARCH, PARTNER, TAX = range(11)
"""External, tooling and research lie in the order of ``COST_CATEGORIES``."""

SIGNS: Final = np.array([1.0, -1.0, 1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0])
SIGNS.setflags(write=False)


Rule: TypeAlias = Callable[[IntArray], None]
"""Books the trials with these numbers."""


class Ledger(NamedTuple):
    """Money of n trials, I initiatives, P products and the months of the plan; all of it starts at 0."""

    series: FloatArray  # (n, lines, months)
    capitalised: FloatArray  # (n, months) part of the cost that is capitalised
    initiative_net: FloatArray  # (n, I, months) signed, before tax
    initiative_revenue: FloatArray  # (n, I) revenue and savings
    initiative_cost_of_sales: FloatArray  # (n, I)
    initiative_cost: FloatArray  # (n, I) people, external, tooling, research and partner
    initiative_staffing: FloatArray  # (n, I) the people's part of it
    product_revenue: FloatArray  # (n, P, months)


def empty_ledger(trials: int, initiatives: int, products: int, months: int) -> Ledger:
    """Books with nothing in them."""
    return Ledger(
        series=np.zeros((trials, len(LINES), months)),
        capitalised=np.zeros((trials, months)),
        initiative_net=np.zeros((trials, initiatives, months)),
        initiative_revenue=np.zeros((trials, initiatives)),
        initiative_cost_of_sales=np.zeros((trials, initiatives)),
        initiative_cost=np.zeros((trials, initiatives)),
        initiative_staffing=np.zeros((trials, initiatives)),
        product_revenue=np.zeros((trials, products, months)),
    )


def net_of(series: FloatArray) -> FloatArray:
    """What all lines together do to cash; ``(n, lines, months)`` becomes ``(n, months)``."""
    net = np.zeros((series.shape[0], series.shape[2]))
    _add_lines(series, net)
    return net


@compiled
def _add_lines(series: FloatArray, net: FloatArray) -> None:
    for i in range(series.shape[0]):
        for line in range(series.shape[1]):
            for m in range(np.uint64(series.shape[2])):  # unsigned: several months are done at once
                net[i, m] += SIGNS[line] * series[i, line, m]
