"""When the stages of an option would run if people were always there: the plan that the chart of stages draws.

The forward pass of the critical path method on base values: every stage takes its base duration at full crew and
starts as soon as its links and its earliest start allow; gates are passed, drivers and risks are left out.  It knows
no teams, no limits and no budget: what comes of those is the forecast's.  No Qt here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter

from models.calendar import month_index
from models.check.graph import circles
from models.initiative import Initiative, Link, Option, Stage
from models.portfolio import Portfolio

NO_SLACK = 1e-9
"""Months of slack up to which a stage decides the launch."""


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """One stage that waits for another of its option; ``by_default`` where no link says so but the order does."""

    before: str
    after: str
    lag: float
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """Another initiative whose launch a stage waits for; ``launch`` is None where none is planned."""

    initiative: str
    name: str
    stage: str
    launch: float | None
    lag: float


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage in time; all times in months from the portfolio's start.

    ``natural`` is where it would start without an earliest start of its own, ``slack`` how much later it could start
    without delaying the launch.  ``crew`` names team and FTE, ``length`` is the text of the duration as typed, empty
    where the effort decides.  ``blocked`` says why it can never start; such a stage is placed as if it could.
    """

    id: str
    name: str
    start: float
    end: float
    natural: float
    not_before: int | None
    slack: float
    crew: tuple[tuple[str, float], ...]
    length: str
    success: float
    gated: bool
    blocked: str = ""

    @property
    def duration(self) -> float:
        """Months at full crew."""
        return self.end - self.start

    @property
    def is_milestone(self) -> bool:
        """Whether it takes no time."""
        return self.end == self.start

    @property
    def is_critical(self) -> bool:
        """Whether the launch comes later if it ends later."""
        return self.slack <= NO_SLACK


@dataclass(frozen=True)
class StagePlan:
    """The stages of one option, in document order, with what links them.

    ``start`` is the portfolio's first month, ``begin`` when the initiative may begin, ``launch`` None where the option
    has no stages or one of them is blocked.  ``circle`` names stages that wait for each other, the first again at the
    end; links among them are not respected.
    """

    start: str
    horizon: int
    option: str
    begin: float
    stages: tuple[PlannedStage, ...]
    links: tuple[PlannedLink, ...]
    awaited: tuple[Awaited, ...]
    launch: float | None
    circle: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, PlannedStage]:
        """The stages by id."""
        return {stage.id: stage for stage in self.stages}

    @property
    def end(self) -> float:
        """When the last stage ends; the initiative's begin where there is none."""
        return max((stage.end for stage in self.stages), default=self.begin)

    def position(self, stage_id: str) -> int:
        """Where a stage is in the document's order, -1 if it is not there."""
        return next((index for index, stage in enumerate(self.stages) if stage.id == stage_id), -1)

    def before(self, stage_id: str) -> tuple[PlannedLink, ...]:
        """The links to what a stage waits for."""
        return tuple(link for link in self.links if link.after == stage_id)

    def after(self, stage_id: str) -> tuple[PlannedLink, ...]:
        """The links to what waits for a stage."""
        return tuple(link for link in self.links if link.before == stage_id)


def plan_of(portfolio: Portfolio, initiative: Initiative, option: Option) -> StagePlan:
    """The plan of an option, be it taken or not; other initiatives launch as their own plans say."""
    return _Planner(portfolio).plan(initiative, option)


def links_of(option: Option) -> tuple[PlannedLink, ...]:
    """The links between stages of an option, those by default included; what is not there is left out."""
    known = {stage.id for stage in option.stages}
    found: list[PlannedLink] = []
    for position, stage in enumerate(option.stages):
        if stage.after is None and position:
            found.append(PlannedLink(option.stages[position - 1].id, stage.id, 0.0, by_default=True))
        named = (link for link in stage.after or () if link.stage in known)
        found += [PlannedLink(str(link.stage), stage.id, max(0.0, link.lag.base)) for link in named]
    return tuple(found)


def base_length(stage: Stage) -> float:
    """Months at full crew in the base case: the duration, else the longest effort / FTE of the crew."""
    if stage.duration is not None:
        return max(0.0, stage.duration.base)
    worked = (member.effort.base / member.fte for member in stage.crew if member.effort is not None and member.fte > 0)
    return max(0.0, max(worked, default=0.0))


class _Planner:
    """Plans of one portfolio; launches of other initiatives are computed once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._initiatives = {one.id: one for one in portfolio.initiatives}
        self._teams = {team.id: team.name or team.id for team in portfolio.teams}
        self._launches: dict[str, float | None] = {}

    def plan(self, initiative: Initiative, option: Option) -> StagePlan:
        self._launches.setdefault(initiative.id, None)  # who waits for it waits in a circle
        begin = self._month(initiative.earliest_start) or 0
        begin_at = max(0.0, float(begin)) + max(0.0, initiative.start_delay.base)
        links = links_of(option)
        waits = {stage.id: [link.before for link in links if link.after == stage.id] for stage in option.stages}
        turning = circles(waits)
        respected = tuple(link for link in links if not any({link.before, link.after} <= set(one) for one in turning))
        awaited = tuple(self._awaited(option))
        stages = self._placed(option, begin_at, respected, awaited)
        launch = None
        if stages and not any(stage.blocked for stage in stages):
            launch = max(stage.end for stage in stages) + max(0.0, option.launch_lag.base)
        settings = self._portfolio.settings
        circle = tuple(turning[0]) if turning else ()
        return StagePlan(
            settings.start, settings.horizon_months, option.id, begin_at, stages, links, awaited, launch, circle
        )

    def _month(self, month: str | None) -> int | None:
        return None if month is None else month_index(self._portfolio.settings.start, month)

    def _awaited(self, option: Option) -> Iterable[Awaited]:
        for stage in option.stages:
            for link in stage.after or ():
                if link.initiative is not None:
                    other = self._initiatives.get(link.initiative)
                    name = other.name if other is not None else link.initiative
                    lag = max(0.0, link.lag.base)
                    yield Awaited(link.initiative, name, stage.id, self._launch(link), lag)

    def _launch(self, link: Link) -> float | None:
        """The planned launch of another initiative; None where it is not funded, not there or waits in a circle."""
        name = link.initiative or ""
        if name not in self._launches:
            other = self._initiatives.get(name)
            taken = next((one for one in other.options if one.id == other.selected), None) if other else None
            planned = self.plan(other, taken).launch if other is not None and taken is not None else None
            self._launches[name] = planned
        return self._launches[name]

    def _placed(
        self, option: Option, begin: float, links: tuple[PlannedLink, ...], awaited: tuple[Awaited, ...]
    ) -> tuple[PlannedStage, ...]:
        stages = {stage.id: stage for stage in option.stages}
        into = {name: [link for link in links if link.after == name] for name in stages}
        waits = {name: [link.before for link in found] for name, found in into.items()}
        order = list(TopologicalSorter(waits).static_order())
        others = {name: [one for one in awaited if one.stage == name] for name in stages}
        placed: dict[str, PlannedStage] = {}
        for name in order:
            placed[name] = self._place(stages[name], begin, into[name], others[name], placed)
        slack = _slack(order, placed, links)
        return tuple(replace(placed[name], slack=slack[name]) for name in stages)

    def _place(
        self,
        stage: Stage,
        begin: float,
        into: list[PlannedLink],
        others: list[Awaited],
        placed: Mapping[str, PlannedStage],
    ) -> PlannedStage:
        met = [begin, *(placed[link.before].end + link.lag for link in into)]
        met += [one.launch + one.lag for one in others if one.launch is not None]
        natural = max(met)
        not_before = self._month(stage.earliest_start)
        start = max(natural, float(not_before or 0))
        return PlannedStage(
            id=stage.id,
            name=stage.name or stage.id,
            start=start,
            end=start + base_length(stage),
            natural=natural,
            not_before=not_before,
            slack=0.0,
            crew=tuple((self._teams.get(member.team, member.team), member.fte) for member in stage.crew),
            length=stage.duration.text if stage.duration is not None else "",
            success=stage.success.base,
            gated=stage.success.bounds[0] < 1,
            blocked=_blocked(others, [placed[link.before] for link in into]),
        )


def _blocked(others: list[Awaited], before: list[PlannedStage]) -> str:
    """Why a stage can never start; empty where it can."""
    lost = next((one.name for one in others if one.launch is None), None)
    if lost is not None:
        return f"waits for {lost}, for which no launch is planned"
    held = next((one.name for one in before if one.blocked), None)
    return f"waits for {held}, which can never start" if held is not None else ""


def _slack(order: list[str], placed: Mapping[str, PlannedStage], links: tuple[PlannedLink, ...]) -> dict[str, float]:
    """The backward pass: how much later each stage could start without delaying the last end."""
    finish = max((stage.end for stage in placed.values()), default=0.0)
    latest: dict[str, float] = {}
    for name in reversed(order):
        ends = [latest[link.after] - link.lag for link in links if link.before == name]
        latest[name] = min(ends, default=finish) - placed[name].duration
    return {name: max(0.0, latest[name] - placed[name].start) for name in order}
