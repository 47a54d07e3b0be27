"""Circles in what waits for what."""

from graphlib import CycleError, TopologicalSorter


def circles(waits_for: dict[str, list[str]]) -> list[list[str]]:
    """Circles of a graph, each with its first member repeated at the end; none shares a member with another.

    A circle reads in the order of time: each member comes before the next.
    """
    graph = {node: [one for one in others if one in waits_for] for node, others in waits_for.items()}
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
