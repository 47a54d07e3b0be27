"""Stochastic dominance between two samples: whether everyone, or everyone who shuns risk, prefers one to the other.

Exact on the empirical distributions: both are step functions, so that their difference, and its integral, need only be
looked at where a sample has a value.  What holds in a sample need not hold beyond it; the largest violation says how
far a dominance that fails is from holding.

Pure functions of arrays.  Higher is better here: give costs and dates with the sign turned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from simulation.arrays import FloatArray

_ROUNDING: Final = 1e-10
"""Areas below this share of the samples' range are rounding."""


@dataclass(frozen=True)
class Dominance:
    """Whether a first sample dominates a second one."""

    holds: bool  # nowhere worse, and better somewhere
    violation: float  # largest; 0 where it is nowhere worse. First order: probability; second: unit of the sample
    at: float | None  # value at which that is; None where there is no violation


def first_order(first: FloatArray, second: FloatArray) -> Dominance:
    """Whether ``first`` is at least as likely to pass any value as ``second``: everyone who likes more prefers it.

    Parameters
    ----------
    first, second
        Samples, shapes ``(n,)`` and ``(m,)``; minus infinity is worse than all else.

    Raises
    ------
    ValueError
        If a sample is empty or holds NaN.

    References
    ----------
    Hadar & Russell 1969, *American Economic Review* 59(1), rules for ordering uncertain prospects.
    """
    grid, above = _excess(first, second)
    worst = int(np.argmax(above))
    violated = above[worst] > 0
    return Dominance(
        holds=bool(not violated and above.min() < 0),
        violation=float(max(above[worst], 0.0)),
        at=float(grid[worst]) if violated else None,
    )


def second_order(first: FloatArray, second: FloatArray) -> Dominance:
    """Whether every risk-averse reader prefers ``first``: the area under its distribution is never the larger one.

    Where one sample is minus infinity more often than the other, that alone decides, because such a trial outweighs
    any finite difference; where both are as often, the rest decides.

    Parameters
    ----------
    first, second
        Samples, shapes ``(n,)`` and ``(m,)``; none may be plus infinity.

    Returns
    -------
    Its violation is an area: the largest amount by which the mean shortfall of ``first`` below some value (``at``)
    exceeds that of ``second``, in the unit of the samples.

    Raises
    ------
    ValueError
        If a sample is empty, or holds NaN or plus infinity.

    References
    ----------
    Rothschild & Stiglitz 1970, *Journal of Economic Theory* 2(3); Hadar & Russell 1969.
    """
    grid, above = _excess(first, second)
    if np.isposinf(grid[-1]):
        raise ValueError("plus infinity has no place in second-order dominance")
    if np.isneginf(grid[0]):
        if above[0] != 0:
            worse = bool(above[0] > 0)
            return Dominance(not worse, np.inf if worse else 0.0, -np.inf if worse else None)
        grid, above = grid[1:], above[1:]
    area = np.concatenate([[0.0], np.cumsum(above[:-1] * np.diff(grid))])
    rounding = _ROUNDING * float(grid[-1] - grid[0]) if grid.size else 0.0
    area = np.where(np.abs(area) <= rounding, 0.0, area)
    worst = int(np.argmax(area))
    violated = area[worst] > 0
    return Dominance(
        holds=bool(not violated and area.min() < 0),
        violation=float(max(area[worst], 0.0)),
        at=float(grid[worst]) if violated else None,
    )


def _excess(first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray]:
    """All values in order, and by how much the share of ``first`` at most each of them is above that of ``second``.

    Shares are compared as whole numbers, so that equal ones are equal.
    """
    if not (first.size and second.size) or np.isnan(first).any() or np.isnan(second).any():
        raise ValueError("dominance needs two samples without missing values")
    grid = np.unique(np.concatenate([first, second]))
    below_first = np.searchsorted(np.sort(first), grid, side="right")
    below_second = np.searchsorted(np.sort(second), grid, side="right")
    above = below_first * second.size - below_second * first.size
    return grid, np.asarray(above / (first.size * second.size))
