"""The rows of the roadmap: what the forecast says of initiatives and stages, with what the plan says of them.

Pure: no widgets.  The forecast may be of a plan that has changed since; what is not known in both is left out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.charts.roadmap import Arrow, Row
from app.pages.keptshapes import spans_behind
from app.state.pinned import Kept
from models.calendar import month_index
from models.initiative import Initiative, Option
from models.portfolio import Portfolio
from models.scenario import ScenarioError, apply_scenario
from simulation.summary.shapes import InitiativeSummary, ObjectiveSummary, StageSummary, Summary

Order: TypeAlias = Literal["rank", "date", "value"]
"""By rank, by the median launch, or by the median value, the greatest first."""

_PREFIX = "initiative:"


@dataclass(frozen=True)
class Structure:
    """What the plan says of initiatives and stages, by their ids."""

    ranks: Mapping[str, int] = field(default_factory=dict)
    gates: Mapping[str, float] = field(default_factory=dict)  # chance to pass the gate of a stage
    owners: Mapping[str, str] = field(default_factory=dict)  # initiative of a stage
    stage_links: tuple[tuple[str, str], ...] = ()  # stage before, stage after
    launch_links: tuple[tuple[str, str], ...] = ()  # initiative before, stage after

    def owner_of(self, key: str) -> str:
        """Id of the initiative that a row is, or belongs to; empty where it is not known."""
        kind, _, name = key.partition(":")
        return name if kind == "initiative" else self.owners.get(name, "")


def structure_of(portfolio: Portfolio, scenario: str | None) -> Structure:
    """The structure of a plan under a scenario; of the plan itself where the scenario cannot be applied."""
    try:
        applied = apply_scenario(portfolio, scenario)
    except ScenarioError:
        applied = portfolio
    funded = [(one, option) for one in applied.initiatives if (option := _selected(one)) is not None]
    stages = [(one, stage) for one, option in funded for stage in option.stages]
    links = [link for _, option in funded for link in _links(option)]
    return Structure(
        ranks={one.id: one.rank for one in applied.initiatives},
        gates={stage.id: stage.success.base for _, stage in stages},
        owners={stage.id: one.id for one, stage in stages},
        stage_links=tuple((before, after) for kind, before, after in links if kind == "stage"),
        launch_links=tuple((before, after) for kind, before, after in links if kind == "initiative"),
    )


def _selected(initiative: Initiative) -> Option | None:
    return next((option for option in initiative.options if option.id == initiative.selected), None)


def _links(option: Option) -> list[tuple[str, str, str]]:
    """Kind and id of what each stage waits for, and the stage; without links it is the stage before [R2]."""
    found = []
    before: str | None = None
    for stage in option.stages:
        if stage.after is None:
            found += [("stage", before, stage.id)] if before is not None else []
        for link in stage.after or ():
            if link.stage is not None:
                found.append(("stage", link.stage, stage.id))
            elif link.initiative is not None:
                found.append(("initiative", link.initiative, stage.id))
        before = stage.id
    return found


def funded_in_order(summary: Summary, structure: Structure, order: Order) -> list[InitiativeSummary]:
    """The funded initiatives in an order; equal ones as in the document."""
    keys = {
        "rank": lambda one: float(structure.ranks.get(one.id, 0)),
        "date": lambda one: _or(one.launch.months.p50, math.inf),
        "value": lambda one: -_or(one.value.p50, -math.inf),
    }
    return sorted((one for one in summary.initiatives if one.option is not None), key=keys[order])


def rows_of(
    summary: Summary, structure: Structure, order: Order, opened: Collection[str], pinned: Kept | None = None
) -> list[Row]:
    """A row for each funded initiative, with its stages below it where it is one of ``opened``."""
    stages, before = _by_initiative(summary), spans_behind(pinned, summary.provenance.start)
    rows = []
    for one in funded_in_order(summary, structure, order):
        own = stages.get(one.id, [])
        deadline = deadline_of(summary, one.id)
        rows.append(_initiative_row(one, own, deadline, summary, is_open=one.id in opened, before=before))
        if one.id in opened:
            rows += [_stage_row(stage, structure, before) for stage in own]
    return rows


def deadline_of(summary: Summary, initiative: str) -> ObjectiveSummary | None:
    """The objective that an initiative is to be launched by a month; the earliest of several."""
    found = [
        one
        for one in summary.objectives
        if one.metric == "launch" and one.subject == f"{_PREFIX}{initiative}" and one.by is not None
    ]
    return min(found, key=lambda one: one.by or "", default=None)


def deadline_months(objective: ObjectiveSummary, start: str) -> float | None:
    """The end of the month that an objective names, in months from the start; None where it names no month."""
    try:
        return month_index(start, objective.by or "") + 1.0
    except ValueError:
        return None


def arrows_of(rows: Sequence[Row], structure: Structure, around: str | None = None) -> list[Arrow]:
    """What waits for what, between rows that are there: stages where they are shown, else their initiatives.

    With ``around`` only what that initiative, or a stage of it, waits for, and what waits for them.
    """
    shown = {row.key for row in rows}

    def is_wanted(pair: tuple[str, str]) -> bool:
        if pair[0] == pair[1] or not shown.issuperset(pair):
            return False
        return around is None or any(structure.owner_of(key) == around for key in pair)

    def row_of(stage: str) -> str:
        key = f"stage:{stage}"
        return key if key in shown else f"{_PREFIX}{structure.owners.get(stage, '')}"

    pairs = [(row_of(before), row_of(after)) for before, after in structure.stage_links]
    pairs += [(f"{_PREFIX}{before}", row_of(after)) for before, after in structure.launch_links]
    return [Arrow(*pair) for pair in dict.fromkeys(filter(is_wanted, pairs))]


def start_of(stages: Sequence[StageSummary]) -> float | None:
    """The median start of the stage that starts first, in months; None where none does."""
    starts = [stage.start.months.p50 for stage in stages if stage.start.months.p50 is not None]
    return min(starts, default=None)


def _by_initiative(summary: Summary) -> dict[str, list[StageSummary]]:
    stages: dict[str, list[StageSummary]] = {}
    for stage in summary.stages:
        stages.setdefault(stage.initiative, []).append(stage)
    return stages


def _initiative_row(
    one: InitiativeSummary,
    stages: Sequence[StageSummary],
    objective: ObjectiveSummary | None,
    summary: Summary,
    *,
    is_open: bool,
    before: Mapping[str, tuple[float, float]],
) -> Row:
    launch, key = one.launch.months, f"{_PREFIX}{one.id}"
    return Row(
        name=one.name,
        start=start_of(stages),
        p10=launch.p10,
        p50=launch.p50,
        p90=launch.p90,
        planned=launch.base,
        key=key,
        opened=is_open if stages else None,
        before=before.get(key),
        deadline=None if objective is None else deadline_months(objective, summary.provenance.start),
        met=None if objective is None else objective.hit.share,
    )


def _stage_row(stage: StageSummary, structure: Structure, before: Mapping[str, tuple[float, float]]) -> Row:
    end, key = stage.end.months, f"stage:{stage.id}"
    return Row(
        name=stage.name or stage.id,
        start=stage.start.months.p50,
        p10=end.p10,
        p50=end.p50,
        p90=end.p90,
        planned=end.base,
        key=key,
        level=1,
        before=before.get(key),
        gate=structure.gates.get(stage.id),
    )


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
