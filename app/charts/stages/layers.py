"""Where the boxes of a network stand: a column for each step of the longest chain, rows that keep arrows short.

Pure; no Qt and no portfolio.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

Place = tuple[int, float]
"""Column, and row counted from the middle, halves included."""

_SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Layers:
    """The place of every node, and for every arrow the places in the columns that it passes."""

    places: Mapping[str, Place]
    ways: Mapping[tuple[str, str], tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class _Bend:
    """Room that an arrow takes in a column that it passes."""

    before: str
    after: str
    column: int


_Knot = str | _Bend


def layered(nodes: Sequence[str], arrows: Sequence[tuple[str, str]]) -> Layers:
    """Places of the nodes; an arrow leads from a column to a later one, and has room in those between.

    Columns are the longest chains before a node; within one, nodes and passing arrows are ordered by the mean row of
    their neighbours, to and fro, which crosses few arrows (Sugiyama, Tagawa & Toda, "Methods for visual understanding
    of hierarchical system structures", 1981).  Where arrows run in a circle, each node has the column of its place in
    ``nodes``.
    """
    columns = _columns(nodes, arrows)
    chains = {(one, other): _chain(one, other, columns) for one, other in arrows}
    members: list[list[_Knot]] = [[] for _ in range(1 + max(columns.values(), default=-1))]
    for node in nodes:
        members[columns[node]].append(node)
    for chain in chains.values():
        for knot in chain:
            if isinstance(knot, _Bend):
                members[knot.column].append(knot)
    steps = [pair for chain in chains.values() for pair in pairwise(chain)]
    rows = _rows(members, steps)
    places = {node: (columns[node], rows[node]) for node in nodes}
    ways = {
        arrow: tuple((knot.column, rows[knot]) for knot in chain if isinstance(knot, _Bend))
        for arrow, chain in chains.items()
    }
    return Layers(places, ways)


def _columns(nodes: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    before = {node: [one for one, other in arrows if other == node] for node in nodes}
    try:
        order = list(TopologicalSorter(before).static_order())
    except CycleError:
        return {node: position for position, node in enumerate(nodes)}
    columns: dict[str, int] = {}
    for node in order:
        columns[node] = 1 + max((columns[one] for one in before[node]), default=-1)
    return columns


def _chain(one: str, other: str, columns: Mapping[str, int]) -> list[_Knot]:
    """An arrow with a bend in each column that it passes."""
    return [one, *(_Bend(one, other, column) for column in range(columns[one] + 1, columns[other])), other]


def _rows(members: list[list[_Knot]], steps: list[tuple[_Knot, _Knot]]) -> dict[_Knot, float]:
    """The row of every knot; orders the columns in place."""
    before: dict[_Knot, list[_Knot]] = {knot: [] for group in members for knot in group}
    after: dict[_Knot, list[_Knot]] = {knot: [] for group in members for knot in group}
    for one, other in steps:
        after[one].append(other)
        before[other].append(one)
    rows: dict[_Knot, float] = {}
    for group in members:
        rows.update(_centred(group))
    for sweep in range(_SWEEPS):
        neighbours = before if sweep % 2 == 0 else after
        for group in members if sweep % 2 == 0 else members[::-1]:
            means = {knot: _mean(neighbours[knot], rows, rows[knot]) for knot in group}
            group.sort(key=means.__getitem__)
            rows.update(_centred(group))
    return rows


def _centred(group: Sequence[_Knot]) -> dict[_Knot, float]:
    """The knots of a column with their rows, one apart, around 0."""
    return {knot: position - (len(group) - 1) / 2 for position, knot in enumerate(group)}


def _mean(knots: Sequence[_Knot], rows: Mapping[_Knot, float], otherwise: float) -> float:
    return sum(rows[knot] for knot in knots) / len(knots) if knots else otherwise
