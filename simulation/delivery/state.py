"""The people's view of a plan: its stages, initiatives and links as small objects, and their state in one trial.

``Network`` holds what is the same in every trial, ``Stage`` and ``Initiative`` what changes in one.
The rules that change it are in ``reference``.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from math import inf, isnan, nan
from typing import Any, TypeAlias

import simpy

from simulation.delivery.contract import CAUSES, PREDECESSOR, START, SWITCHING, TEAM, DeliveryPlan, Workload

Life: TypeAlias = Generator[simpy.Event, Any, None]
Delay: TypeAlias = tuple[int, float]
"""A cause of waiting and the share of the time that is its own."""


class Phase(IntEnum):
    """How far a stage has come."""

    WAITING = 0  # for its links
    LINKED = 1  # all links met, waits for its earliest start
    READY = 2
    STARTED = 3
    OVER = 4  # succeeded, failed or abandoned


@dataclass(frozen=True, slots=True)
class Need:
    """The people of one team that a stage wants, and the line that is charged for them."""

    team: int
    fte: float
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A predecessor, a stage or an initiative (-1: the other), and which lag of the workload follows it."""

    stage: int
    initiative: int
    lag: int


class Network:
    """A DeliveryPlan as plain Python objects, read once for all trials."""

    def __init__(self, plan: DeliveryPlan) -> None:
        self.plan = plan
        count = len(plan.stage_ids)
        crew = zip(plan.crew_team.tolist(), plan.crew_fte.tolist(), plan.crew_line.tolist(), strict=True)
        needs = [Need(*row) for row in crew]
        ends = zip(plan.link_stage.tolist(), plan.link_initiative.tolist(), strict=True)
        links = [Link(s, i, n) for n, (s, i) in enumerate(ends)]
        self.crews = [tuple(needs[a:b]) for a, b in _spans(plan.crew_ptr.tolist())]
        self.links = [tuple(links[a:b]) for a, b in _spans(plan.link_ptr.tolist())]
        self.gates = _spans(plan.gate_ptr.tolist())
        self.initiative_stages = [range(a, b) for a, b in _spans(plan.initiative_ptr.tolist())]
        self.stage_initiative: list[int] = plan.stage_initiative.tolist()
        self.place = [0] * count
        for place, stage in enumerate(plan.rank_order.tolist()):
            self.place[stage] = place
        self.contractor_limit: list[float] = plan.contractor_limit.tolist()
        self.kept: list[float] = (1.0 - plan.switching_loss).tolist()
        self.period: list[int] = plan.period_of_month.tolist()
        self.category: list[int] = plan.category.tolist()
        self.funded: list[bool] = plan.funded.tolist()


def _spans(pointers: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(pointers))


class Stage:
    """One stage in one trial.

    Attributes
    ----------
    place
        Its position by rank, then document order.
    remaining
        Months of full work left when its rate last changed; valid now where the rate is 0.
    speed, factor
        Share of the crew that it has, and what switching leaves of their work [R4, R5].
    rate
        Speed x factor as of the last allocation.
    due
        When it ends at that rate; infinite while it does not progress.
    cause, held_since
        Why it did not start when it was last passed over, and since when for that cause.
    """

    def __init__(self, env: simpy.Environment, network: Network, work: Workload, trial: int, index: int) -> None:
        self.index = index
        self.initiative = network.stage_initiative[index]
        self.crew = network.crews[index]
        self.teams = tuple(dict.fromkeys(need.team for need in self.crew))
        self.links = network.links[index]
        self.place = network.place[index]
        self.category = network.category[index]
        self.length = float(work.duration[trial, index])
        self.repetition = float(work.rework[trial, index])
        self.earliest = float(work.earliest[trial, index])
        self.cost = float(work.cost[trial, index])
        self.needs_slot = bool(self.crew) and self.length > 0.0
        first, last = network.gates[index]
        self.outcomes: list[bool] = work.passes[trial, first:last].tolist()
        self.success = env.event()
        self.verdict = env.event()
        self.process: simpy.Process | None = None
        self.phase = Phase.WAITING
        self.ready = self.start = self.end = nan
        self.remaining = self.length
        self.speed = self.rate = 0.0
        self.factor = 1.0
        self.due = inf
        self.cause = PREDECESSOR
        self.held_since = nan
        self.attempts = 0
        self.succeeded = False

    def left(self, now: float) -> float:
        """Months of full work that are left."""
        return (self.due - now) * self.rate if self.rate > 0.0 else self.remaining

    @property
    def can_repeat(self) -> bool:
        """Whether a further attempt at its gate is allowed."""
        return self.attempts < len(self.outcomes)

    def halt(self, now: float) -> None:
        """Stop progressing; what is left is kept."""
        self.remaining = self.left(now)
        self.speed = self.rate = 0.0
        self.factor, self.due = 1.0, inf

    def done(self, now: float) -> float:
        """Share of the length that was worked by ``now``; 1 from the first gate on."""
        if isnan(self.start):
            return 0.0
        if self.attempts or self.length == 0.0:
            return 1.0
        return 1.0 - self.left(now) / self.length


class Initiative:
    """One initiative in one trial: its stages, its launch, and where its time went."""

    def __init__(self, env: simpy.Environment, index: int, stages: list[Stage], *, funded: bool) -> None:
        self.index = index
        self.stages = stages
        self.funded = funded
        self.unfinished = len(stages)
        self.launched = env.event()
        self.launch = self.finish = nan
        self.stopped_by: Stage | None = None
        self.waits = [0.0] * len(CAUSES)
        self.delays: tuple[Delay, ...] = ()
        self.since = 0.0

    @property
    def over(self) -> bool:
        """Whether nothing is left to wait for."""
        return not self.funded or self.unfinished == 0 or self.stopped_by is not None

    def current_delays(self) -> tuple[Delay, ...]:
        """What its time goes to as things stand, work left out."""
        if self.over:
            return ()
        fastest = max(self.stages, key=lambda stage: stage.speed)
        if fastest.speed > 0.0:
            shares = ((TEAM, 1.0 - fastest.speed), (SWITCHING, fastest.speed * (1.0 - fastest.factor)))
            return tuple(delay for delay in shares if delay[1] > 0.0)
        phases = [stage.phase for stage in self.stages]
        if Phase.STARTED in phases:
            return ((TEAM, 1.0),)
        if Phase.READY in phases:
            return ((self.stages[phases.index(Phase.READY)].cause, 1.0),)
        return ((START if Phase.LINKED in phases else PREDECESSOR, 1.0),)
