"""What to fund: the choice of at most one alternative for each item, exactly, as a mixed-integer model.

Pure numbers: items, alternatives, what they are worth and use; where the numbers come from is others' business
(``simulation.decide.optimise.measure``).  Solved by HiGHS through SciPy; what cannot be satisfied is explained by
``simulation.decide.optimise.relaxation``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.decide.optimise.mixed import GoOn, Program, Unsolvable, solved

SOLVE_SECONDS: Final = 10.0


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Tail:
    """Risk that counts: ``weight`` x the conditional value at risk of the loss is taken off the value.

    The value in future j is ``base[j] + samples[j] @ x``; the loss is its negative, and the risk the mean loss of the
    worst ``share`` of the futures.
    """

    base: FloatArray  # (J,)
    samples: FloatArray  # (J, A)
    share: float  # 0 to 1, such as 0.2
    weight: float  # 0 or more


@dataclass(frozen=True, eq=False)
class Near:
    """Only choices count that get at most ``most`` items in another way than ``chosen`` does."""

    chosen: frozenset[int]  # alternatives
    most: int


@dataclass(frozen=True, eq=False)
class Target:
    """A target that counts instead of the value: the share of the futures j with ``base[j] + samples[j] @ x`` of at
    least ``level``; among choices with equal odds, the value decides."""

    base: FloatArray  # (J,)
    samples: FloatArray  # (J, A)
    level: float


@dataclass(frozen=True, eq=False)
class Selection:
    """A choice among A alternatives of I items under R limits.

    The numbers of an alternative add up over those chosen.  An item without a chosen alternative is not funded.
    """

    item: IntArray  # (A,) which item each alternative gets
    value: FloatArray  # (A,)
    use: FloatArray  # (R, A)
    capacity: FloatArray  # (R,)
    must: tuple[int, ...] = ()  # items
    excluded: tuple[int, ...] = ()  # items
    requires: tuple[tuple[int, int], ...] = ()  # (alternative, item that must be funded with it)
    exclusive: tuple[tuple[int, ...], ...] = ()  # items of which at most one may be funded
    barred: tuple[frozenset[int], ...] = ()  # choices, as sets of alternatives, that are not wanted again
    near: Near | None = None
    tail: Tail | None = None
    target: Target | None = None
    items: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", int(self.item.max(initial=-1)) + 1)
        if self.use.shape != (len(self.capacity), len(self.item)):
            raise ValueError(f"use has the shape {self.use.shape}, not {(len(self.capacity), len(self.item))}")
        if self.tail is not None and self.target is not None:
            raise ValueError("either risk or a target can count, not both")

    def vector(self, chosen: Sequence[int] | frozenset[int]) -> FloatArray:
        """(A,) 1 for each chosen alternative."""
        found = np.zeros(len(self.item))
        found[list(chosen)] = 1.0
        return found

    def objective(self, chosen: Sequence[int] | frozenset[int]) -> float:
        """What a choice is worth by the model: value, value less risk, or the odds of the target."""
        x = self.vector(chosen)
        if self.target is not None:
            return float((self.target.base + self.target.samples @ x >= self.target.level - _SAME).mean())
        value = float(self.value @ x)
        if self.tail is None:
            return value
        return value - self.tail.weight * mean_loss(self.tail.base + self.tail.samples @ x, self.tail.share)

    def fits(self, chosen: Sequence[int] | frozenset[int]) -> bool:
        """Whether a choice obeys every limit and rule."""
        x = self.vector(chosen)
        each = np.bincount(self.item, weights=x, minlength=self.items)
        return bool((each <= 1).all()) and all(rule.excess(x) <= 0 for rule in rules_of(self))


_SAME: Final = 1e-6
_ROOM: Final = 1e-7  # relative: amounts that fill a limit to the last digit still fit


class Rule(NamedTuple):
    """One limit or rule, as ``row @ x <= limit``."""

    kind: str  # capacity, must, excluded, requires or exclusive
    number: int  # which of its kind
    row: FloatArray  # (A,)
    limit: float

    def excess(self, x: FloatArray) -> float:
        """By how much a choice breaks it, beyond rounding; 0 or less where it does not."""
        return float(self.row @ x) - self.limit - _ROOM * max(1.0, abs(self.limit))


class Solution(NamedTuple):
    """The best choice that was found."""

    chosen: tuple[int, ...]  # alternatives
    objective: float
    bound: float  # no choice is worth more
    proven: bool  # whether nothing better exists; otherwise time was up

    @property
    def gap(self) -> float:
        """At most so much could be gained by a better choice."""
        return max(0.0, self.bound - self.objective)


def solve(selection: Selection, *, seconds: float = SOLVE_SECONDS, go_on: GoOn | None = None) -> Solution | None:
    """The choice of the highest objective; None where no choice obeys all limits and rules.

    Parameters
    ----------
    seconds
        Time after which the best choice so far is taken.
    go_on
        Called several times a second; what it raises ends the search.

    Raises
    ------
    Unsolvable
        If time was up before any choice was found.

    References
    ----------
    Weingartner (1963), *Mathematical Programming and the Analysis of Capital Budgeting Problems*.  Conditional value
    at risk as a linear programme: Rockafellar & Uryasev (2000), *Journal of Risk* 2(3).
    """
    program = program_of(selection)
    found = solved(program, seconds, go_on)
    if found is None:
        return None
    chosen = tuple(np.flatnonzero(found.x[: len(selection.item)] > 0.5).tolist())
    objective = selection.objective(chosen)
    if selection.target is not None:  # the tie-break must not be taken for odds
        bound = min(1.0, np.floor(found.bound * len(selection.target.base) + 0.5) / len(selection.target.base))
    else:
        bound = found.bound
    return Solution(chosen, objective, objective if found.proven else max(objective, float(bound)), found.proven)


def best_choices(
    selection: Selection, count: int, *, seconds: float = SOLVE_SECONDS, go_on: GoOn | None = None
) -> list[Solution]:
    """The best choice, the second best, and so on: at most ``count``, each different from those before.

    Each is found by barring those before (no-good cuts); empty where no choice obeys all limits and rules.
    """
    found: list[Solution] = []
    barred = list(selection.barred)
    while len(found) < count:
        try:
            solution = solve(_barring(selection, barred), seconds=seconds, go_on=go_on)
        except Unsolvable:
            break
        if solution is None:
            break
        found.append(solution)
        barred.append(frozenset(solution.chosen))
    return found


def _barring(selection: Selection, barred: Sequence[frozenset[int]]) -> Selection:
    return replace(selection, barred=tuple(barred))


def rules_of(selection: Selection) -> list[Rule]:
    """Every limit and rule but that of one alternative for each item."""
    mine = selection.item[None, :] == np.arange(selection.items)[:, None]  # (I, A)
    member = mine.astype(float)
    found = [
        Rule("capacity", number, row, float(limit))
        for number, (row, limit) in enumerate(zip(selection.use, selection.capacity, strict=True))
        if np.isfinite(limit)
    ]
    found += [Rule("must", item, -member[item], -1.0) for item in selection.must]
    found += [Rule("excluded", item, member[item], 0.0) for item in selection.excluded]
    for number, (alternative, item) in enumerate(selection.requires):
        found.append(Rule("requires", number, selection.vector([alternative]) - member[item], 0.0))
    for number, items in enumerate(selection.exclusive):
        found.append(Rule("exclusive", number, member[list(items)].sum(axis=0), 1.0))
    return found


def one_each(selection: Selection) -> FloatArray:
    """(I, A) the rows that allow each item one alternative."""
    return np.asarray(selection.item[None, :] == np.arange(selection.items)[:, None], dtype=np.float64)


def program_of(selection: Selection) -> Program:
    """The model as the solver takes it: the alternatives first, then what risk or the target needs."""
    count = len(selection.item)
    program = Program(count, whole=np.ones(count, dtype=np.bool_), high=np.ones(count))
    program.at_most(one_each(selection), np.ones(selection.items))
    for rule in rules_of(selection):
        program.at_most(rule.row, rule.limit)
    for choice in selection.barred:
        wanted = selection.vector(choice)
        program.at_most(2 * wanted - 1, wanted.sum() - 1)
    if selection.near is not None:
        row, already = _changes(selection, selection.near.chosen)
        program.at_most(row, selection.near.most - already)
    if selection.target is not None:
        _add_target(program, selection, selection.target)
        return program
    program.gain[:count] = selection.value
    if selection.tail is not None and selection.tail.weight > 0:
        _add_tail(program, selection.tail)
    return program


def _changes(selection: Selection, chosen: frozenset[int]) -> tuple[FloatArray, float]:
    """A row and a number whose sum, ``row @ x + number``, is how many items a choice gets in another way."""
    kept = selection.vector(chosen)
    has_one = np.bincount(selection.item, weights=kept, minlength=selection.items)
    return np.where(has_one[selection.item] > 0, -kept, 1.0), float(kept.sum())


def _add_tail(program: Program, tail: Tail) -> None:
    """CVaR of the loss = min over c of c + mean(max(loss - c, 0)) / share; c is free, the excesses are variables."""
    futures, alternatives = tail.samples.shape
    threshold = program.add(1, low=-np.inf, gain=-tail.weight)
    excess = program.add(futures, gain=-tail.weight / (tail.share * futures))
    rows = np.zeros((futures, program.size))
    rows[:, :alternatives] = -tail.samples
    rows[:, threshold] = -1.0
    rows[:, excess] = -np.eye(futures)
    program.at_most(rows, tail.base)


def _add_target(program: Program, selection: Selection, target: Target) -> None:
    """One switch for each future, that may be on only where the target is reached."""
    futures, alternatives = target.samples.shape
    worst = target.base + _least(target.samples, one_each(selection) > 0)
    room = np.maximum(target.level - worst, 0.0)  # what it takes to let a future go
    hit = program.add(futures, whole=True, high=1.0, gain=1.0 / futures)
    rows = np.zeros((futures, program.size))
    rows[:, :alternatives] = -target.samples
    rows[:, hit] = np.diag(room)
    program.at_most(rows, target.base - target.level + room)
    most = np.abs(selection.value).sum()
    if most > 0:
        program.gain[:alternatives] = selection.value / most * 0.1 / futures


def _least(samples: FloatArray, mine: BoolArray) -> FloatArray:
    """(J,) the least that a choice can add: of each item its worst alternative, or none."""
    least = np.zeros(len(samples))
    for members in mine:
        if members.any():
            least += np.minimum(samples[:, members].min(axis=1), 0.0)
    return least


def mean_loss(values: FloatArray, share: float) -> float:
    """The conditional value at risk of a value: the mean loss of its worst ``share``, negative where that is a gain."""
    ordered = np.sort(values)
    within = np.clip(share * len(ordered) - np.arange(len(ordered)), 0.0, 1.0)
    return -float((ordered * within).sum() / within.sum())
