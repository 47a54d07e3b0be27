"""One priority list for every budget: what is funded with little money is funded with more of it, too.

A ranking has to be settled before the budget is known.  Funded sets that are found budget by budget need not be nested,
so no ranking gives them all; the best that a single list can do is found here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation.arrays import BoolArray, FloatArray
from simulation.decide.optimise.mixed import GoOn, Program, solved
from simulation.decide.optimise.selection import SOLVE_SECONDS, Selection, one_each, rules_of


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class World:
    """One way things may be: its odds, what the alternatives are worth in it, and its limits."""

    probability: float
    value: FloatArray  # (A,)
    capacity: FloatArray  # (R,)


@dataclass(frozen=True, eq=False)
class PriorityList:
    """What is funded in each world, the sets nested in each other."""

    funded: BoolArray  # (W, A)
    value: FloatArray  # (W,)
    expected: float
    proven: bool


def prioritise(
    selection: Selection, worlds: tuple[World, ...], *, seconds: float = SOLVE_SECONDS, go_on: GoOn | None = None
) -> PriorityList | None:
    """The list of the highest expected value; None where some world allows none.

    Parameters
    ----------
    selection
        Use and rules; its own value and capacity do not count.

    References
    ----------
    Koç, Morton, Popova, Hess, Kee & Richards (2009), "Prioritizing project selection", *The Engineering
    Economist* 54(4).
    """
    count, size = len(selection.item), len(selection.item) * len(worlds)
    program = Program(size, whole=np.ones(size, dtype=np.bool_), high=np.ones(size))
    for number, world in enumerate(worlds):
        place = slice(number * count, (number + 1) * count)
        program.gain[place] = world.probability * world.value
        for row, limit in _rules_in(selection, world):
            wide = np.zeros(size)
            wide[place] = row
            program.at_most(wide, limit)
    _nest(program, worlds, count)
    found = solved(program, seconds, go_on)
    if found is None:
        return None
    funded = found.x[:size].reshape(len(worlds), count) > 0.5
    value = np.array([float(world.value @ one) for world, one in zip(worlds, funded, strict=True)])
    odds = np.array([world.probability for world in worlds])
    return PriorityList(funded, value, float(odds @ value), found.proven)


def _rules_in(selection: Selection, world: World) -> list[tuple[FloatArray, float]]:
    found = [(row, 1.0) for row in one_each(selection)]
    found += [(row, float(limit)) for row, limit in zip(selection.use, world.capacity, strict=True)]
    return found + [(rule.row, rule.limit) for rule in rules_of(selection) if rule.kind != "capacity"]


def _nest(program: Program, worlds: tuple[World, ...], count: int) -> None:
    """Of any two worlds, one funds all that the other funds; where one is as rich in all respects, it is that one."""
    for first in range(len(worlds)):
        for second in range(first + 1, len(worlds)):
            lean, rich = worlds[first].capacity, worlds[second].capacity
            if (lean <= rich).all() or (rich <= lean).all():
                poorer, richer = (first, second) if (lean <= rich).all() else (second, first)
                program.at_most(_within(program, poorer, richer, count), np.zeros(count))
            else:
                _nest_either_way(program, first, second, count)


def _nest_either_way(program: Program, first: int, second: int, count: int) -> None:
    """A switch decides which of two sets lies in the other."""
    switch = program.add(1, whole=True, high=1.0)
    there, back = _within(program, first, second, count), _within(program, second, first, count)
    there[:, switch], back[:, switch] = 1.0, -1.0
    program.at_most(there, np.ones(count))
    program.at_most(back, np.zeros(count))


def _within(program: Program, inner: int, outer: int, count: int) -> FloatArray:
    rows = np.zeros((count, program.size))
    rows[:, inner * count : (inner + 1) * count] = np.eye(count)
    rows[:, outer * count : (outer + 1) * count] = -np.eye(count)
    return rows
