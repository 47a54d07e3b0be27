"""Circles in what waits for what."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter


def circles(waits_for: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Circles of a graph, each with its first member repeated at the end; none shares a member with another.

    A circle reads in the order of time: each member comes before the next.
    """
    return list(map(list, _circles(tuple((node, tuple(others)) for node, others in waits_for.items()))))


@lru_cache(maxsize=512)
def _circles(waits_for: tuple[tuple[str, tuple[str, ...]], ...]) -> list[list[str]]:
    nodes = {node for node, _ in waits_for}
    graph = {node: [one for one in others if one in nodes] for node, others in waits_for}
    found = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            found.append(circle)
            graph = {
                node: [one for one in others if one not in circle]
                for node, others in graph.items()
                if node not in circle
            }
        else:
            return found
