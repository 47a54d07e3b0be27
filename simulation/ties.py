"""What ties a plan's quantities together: drivers that act on them, and rank correlations between them.

The portfolio has its scenario applied; ``row`` maps the address of a quantity to its row in ``Draws.values``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.address import parse_address
from models.portfolio import Portfolio
from models.walk import locate
from simulation.arrays import FloatArray, IntArray
from simulation.sampling.dependence import Change, nearest_correlation

Rows = Mapping[str, int]


@dataclass(frozen=True, eq=False)
class DriverEffect:
    """A driver's value multiplies another quantity's draws, or is added to them."""

    driver_row: int
    target_row: int
    scales: bool


@dataclass(frozen=True, eq=False)
class CorrelatedGroup:
    """Quantities that move together, with the rank correlation matrix that is used."""

    key: str  # names its streams: the first of its addresses
    rows: IntArray  # (k,)
    matrix: FloatArray  # (k, k) valid: repaired where it had to be
    repairs: tuple[str, ...]  # what the repair changed, in words


def driver_effects(portfolio: Portfolio, row: Rows) -> Iterator[DriverEffect]:
    """What each driver acts on, in document order."""
    for driver in portfolio.drivers:
        for target in driver.targets:
            named = parse_address(target)
            hits = [str(address) for address, _ in locate(portfolio, named)] if named.every else [target]
            for address in hits:
                if address in row:
                    yield DriverEffect(row[f"driver:{driver.id}.value"], row[address], driver.action == "scale")


def correlated_groups(portfolio: Portfolio, row: Rows) -> Iterator[CorrelatedGroup]:
    """Connected sets of correlated quantities, each with its matrix, repaired where it is not valid."""
    pairs = {
        (correlation.first, correlation.second): correlation.rho
        for correlation in portfolio.correlations
        if correlation.first in row and correlation.second in row
    }
    for names in map(sorted, _connected(list(pairs))):  # sorted: the order in the document must not matter
        inside = ((names.index(one), names.index(other), rho) for (one, other), rho in pairs.items() if one in names)
        valid, changes = _valid(len(names), tuple(inside))
        told = tuple(f"{names[i]} and {names[j]}: {old:+.2f} became {new:+.2f}" for i, j, old, new in changes)
        yield CorrelatedGroup(names[0], np.array([row[name] for name in names], dtype=np.int64), valid, told)


@lru_cache(maxsize=64)
def _valid(count: int, pairs: tuple[tuple[int, int, float], ...]) -> tuple[FloatArray, tuple[Change, ...]]:
    """The valid matrix nearest to the correlations of the pairs, read-only, and what had to be changed."""
    matrix = np.eye(count)
    for i, j, rho in pairs:
        matrix[i, j] = matrix[j, i] = rho
    valid, changes = nearest_correlation(matrix)
    valid.setflags(write=False)
    return valid, changes


def _connected(pairs: list[tuple[str, str]]) -> list[list[str]]:
    groups: list[list[str]] = []
    for first, second in pairs:
        touched = [group for group in groups if first in group or second in group]
        merged = list(dict.fromkeys([name for group in touched for name in group] + [first, second]))
        groups = [group for group in groups if group not in touched] + [merged]
    return groups
