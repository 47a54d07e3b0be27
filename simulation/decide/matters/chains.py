"""Which stages decide when an initiative launches: the chain of predecessors that was the longest in each trial.

Pure functions of the network and of what happened in it.  A stage is on the chain if it ended last of its initiative,
or if a stage on the chain became ready with it: when it had ended, its lag had passed, and nothing else was waited for.
A wait for people, limits or budget belongs to the stage that waited.  Stages that decide together are all on the chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Final

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import Delivery, DeliveryPlan, Workload

TOLERANCE: Final = 1e-9
"""Months; what is closer is the same instant."""

_Node = tuple[str, int]


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Chains:
    """Stages and initiatives on the longest chains of n trials; NaN where there is no launch to lead to."""

    own: FloatArray  # (n, S) 1 on the chain to the launch of its own initiative, else 0
    to_last: FloatArray  # (n, S) 1 on the chain to the latest launch, through other initiatives where it leads there
    initiatives: FloatArray  # (n, I) 1 on the chain to the latest launch


@dataclass(frozen=True, eq=False)
class BasePaths:
    """The chains of the base case."""

    link: IntArray  # (S,) the link that each stage waits longest for; -1 where it waits for none
    last: IntArray  # (I,) the stage that ends last; -1 where none does


def chains(plan: DeliveryPlan, work: Workload, delivery: Delivery) -> Chains:
    """The longest chains in each trial."""
    met = links_met(plan, work, delivery)
    decides = _deciding(plan, work, met)
    final = _final_stages(plan, delivery)
    launches = np.where(np.isnan(delivery.launch), -np.inf, delivery.launch)
    latest = launches.max(axis=1, keepdims=True, initial=-np.inf)
    last = np.asarray(delivery.launch >= latest - TOLERANCE)
    own, _ = _traced(plan, final, np.zeros_like(last), decides, across=False)
    to_last, initiatives = _traced(plan, np.zeros_like(final), last, decides, across=True, final=final)
    launched: BoolArray = ~np.isnan(delivery.launch)
    any_launch = launched.any(axis=1, keepdims=True)
    return Chains(
        np.where(launched[:, plan.stage_initiative], own, np.nan),
        np.where(any_launch, to_last, np.nan),
        np.where(any_launch, initiatives, np.nan),
    )


def links_met(plan: DeliveryPlan, work: Workload, delivery: Delivery) -> FloatArray:
    """(n, L) when each link was met: the stage's success or the initiative's launch, and the lag; NaN where never."""
    found = np.full((work.trials, len(plan.link_stage)), np.nan)
    of_stage, of_initiative = plan.link_stage >= 0, plan.link_initiative >= 0
    succeeded = np.where(delivery.succeeded, delivery.end, np.nan)
    found[:, of_stage] = succeeded[:, plan.link_stage[of_stage]]
    found[:, of_initiative] = delivery.launch[:, plan.link_initiative[of_initiative]]
    return np.asarray(found + work.lag)


def base_paths(plan: DeliveryPlan, work: Workload, delivery: Delivery) -> BasePaths:
    """The chains of the base case, which is one trial; of links that are met together the first."""
    met = links_met(plan, work, delivery)[0]
    link = np.full(len(plan.stage_ids), -1, dtype=np.int64)
    for stage, own in _links(plan):
        if own.stop > own.start and not np.isnan(met[own]).all():
            link[stage] = own.start + int(np.nanargmax(met[own]))
    last = np.full(len(plan.initiative_ids), -1, dtype=np.int64)
    for number, own in _stages(plan):
        if own.stop > own.start and not np.isnan(delivery.end[0, own]).all():
            last[number] = own.start + int(np.nanargmax(delivery.end[0, own]))
    return BasePaths(link, last)


def merge_delays(
    plan: DeliveryPlan, work: Workload, delivery: Delivery, base: BasePaths
) -> tuple[FloatArray, FloatArray]:
    """Months lost where paths meet: of each stage (n, S), and along each initiative's path of the base case (n, I).

    A stage's is the time from when the predecessor was done that it waits for in the base case, to when the last one
    was.  An initiative's is the sum along the chain that decides in the base case, and the time from its end to that of
    the initiative's last stage: how much later the launch is than this chain alone would make it.  Never negative; NaN
    where a predecessor is never done, or the initiative does not launch.
    """
    met = links_met(plan, work, delivery)
    of_stage = np.zeros((work.trials, len(plan.stage_ids)))
    for stage, own in _links(plan):
        if base.link[stage] >= 0:
            of_stage[:, stage] = met[:, own].max(axis=1) - met[:, base.link[stage]]
    of_initiative = np.full((work.trials, len(plan.initiative_ids)), np.nan)
    for number, own in _stages(plan):
        if base.last[number] >= 0:
            path = _path(plan, base, number)
            late = delivery.end[:, own].max(axis=1) - delivery.end[:, base.last[number]]
            of_initiative[:, number] = late + of_stage[:, path].sum(axis=1)
    return of_stage, np.where(np.isnan(delivery.launch), np.nan, of_initiative)


def _links(plan: DeliveryPlan) -> Iterator[tuple[int, slice]]:
    """Each stage with its links."""
    for stage, (first, last) in enumerate(pairwise(plan.link_ptr.tolist())):
        yield stage, slice(first, last)


def _stages(plan: DeliveryPlan) -> Iterator[tuple[int, slice]]:
    """Each initiative with its stages."""
    for number, (first, last) in enumerate(pairwise(plan.initiative_ptr.tolist())):
        yield number, slice(first, last)


def _path(plan: DeliveryPlan, base: BasePaths, initiative: int) -> list[int]:
    """The initiative's stages on its chain of the base case, the last first."""
    found, stage = [], int(base.last[initiative])
    while stage >= 0 and plan.stage_initiative[stage] == initiative:
        found.append(stage)
        stage = int(plan.link_stage[base.link[stage]]) if base.link[stage] >= 0 else -1
    return found


def _deciding(plan: DeliveryPlan, work: Workload, met: FloatArray) -> BoolArray:
    """(n, L) whether a link is what its stage waited for longest; not where the earliest start came later."""
    decides = np.zeros(met.shape, dtype=np.bool_)
    for stage, own in _links(plan):
        if own.stop > own.start:
            ready = np.maximum(met[:, own].max(axis=1), work.earliest[:, stage])
            decides[:, own] = met[:, own] >= ready[:, None] - TOLERANCE
    return decides


def _final_stages(plan: DeliveryPlan, delivery: Delivery) -> BoolArray:
    """(n, S) whether a stage ended last of its initiative, where that launched."""
    final = np.zeros(delivery.end.shape, dtype=np.bool_)
    for number, own in _stages(plan):
        if own.stop > own.start:
            ends = delivery.end[:, own]
            last = ends >= ends.max(axis=1, keepdims=True) - TOLERANCE
            final[:, own] = last & ~np.isnan(delivery.launch[:, [number]])
    return final


def _traced(
    plan: DeliveryPlan,
    stages: BoolArray,
    initiatives: BoolArray,
    decides: BoolArray,
    *,
    across: bool,
    final: BoolArray | None = None,
) -> tuple[BoolArray, BoolArray]:
    """Stages and initiatives from which the given ones follow, themselves included.

    ``across``: also through launches of other initiatives, whose last stages are in ``final``.
    """
    stages, initiatives = stages.copy(), initiatives.copy()
    for kind, number in reversed(_order(plan)):
        if kind == "stage":
            for link in range(plan.link_ptr[number], plan.link_ptr[number + 1]):
                here = stages[:, number] & decides[:, link]
                if plan.link_stage[link] >= 0:
                    stages[:, plan.link_stage[link]] |= here
                elif across:
                    initiatives[:, plan.link_initiative[link]] |= here
        elif final is not None:
            own = slice(plan.initiative_ptr[number], plan.initiative_ptr[number + 1])
            stages[:, own] |= initiatives[:, [number]] & final[:, own]
    return stages, initiatives


def _order(plan: DeliveryPlan) -> list[_Node]:
    """Stages and initiatives, each after all that it waits for."""
    sorter: TopologicalSorter[_Node] = TopologicalSorter()
    for stage, own in _links(plan):
        sorter.add(("stage", stage))
        for link in range(own.start, own.stop):
            before, launch = int(plan.link_stage[link]), int(plan.link_initiative[link])
            sorter.add(("stage", stage), ("stage", before) if before >= 0 else ("initiative", launch))
    for number, own in _stages(plan):
        sorter.add(("initiative", number), *(("stage", stage) for stage in range(own.start, own.stop)))
    return list(sorter.static_order())
