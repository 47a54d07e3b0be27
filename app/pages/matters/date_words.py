"""What studies of risks and of critical work found, as rows of cells and sentences.  No Qt here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from app.charts.ranked import Ranked
from app.pages.matters.sayings import is_sure
from app.tables.figures import Cell, Row
from app.wording import NOTHING, money, money_error, months, plus_minus, share, share_error

if TYPE_CHECKING:
    from simulation.decide.matters.criticality import Criticality, InitiativeCriticality, StageCriticality
    from simulation.decide.matters.without_risks import RiskEffects
    from simulation.decide.odds import Estimate

Named: TypeAlias = Callable[[str], str]
"""What a record is called, by id."""


# Risks.


def risk_bars(found: RiskEffects) -> list[Ranked]:
    """What each risk costs in value."""
    return [Ranked(row.words, (row.value.value,), (row.value.error,)) for row in found.rows]


RISK_HEADER: Final = ("Risk", "Occurs in", "Value lost", "± error", "Cost added", "Last launch later", "Touches most")


def risk_rows(found: RiskEffects, named: Named, currency: str) -> list[Row]:
    """A row for each risk."""
    rows: list[Row] = []
    for row in found.rows:
        sure = is_sure(row.value)
        most = max(row.launches, key=lambda pair: pair[1].value, default=None)
        touched = "" if most is None or not is_sure(most[1]) else f"{named(most[0])}: {_days(most[1].value)}"
        tip = "\n".join(f"{named(name)}: {_days(one.value)} {plus_minus(one.error, 1)}" for name, one in row.launches)
        rows.append(
            [
                row.words,
                share(row.occurs),
                Cell(money(row.value.value, currency), "" if sure else "muted", sure, "" if sure else "may be nothing"),
                money_error(row.value.error, currency),
                Cell(money(row.cost.value, currency), tip=money_error(row.cost.error, currency)),
                Cell(_days(row.last_launch.value), tip=plus_minus(row.last_launch.error, 1, "days")),
                Cell(touched, tip=tip),
            ]
        )
    return rows


def risk_headline(found: RiskEffects, currency: str) -> str:
    """The dearest risk in a sentence."""
    if not found.rows:
        return "The plan has no risks that may or may not occur; add them on the Drivers & risks page."
    first = found.rows[0]
    return (
        f"{first.words} costs most: {money(first.value.value, currency)} {money_error(first.value.error, currency)} of "
        f"value on average over all futures. That is the most that preventing it could be worth."
    )


def _days(value: float) -> str:
    days = round(value)
    return f"{days:+d} day{'' if abs(days) == 1 else 's'}" if days else "0 days"


# Critical work.


def hot_stages(found: Criticality, to_last: bool) -> list[StageCriticality]:
    """The stages by how often they decide, the most often first; those that never do are left out."""

    def weight(one: StageCriticality) -> float:
        value = (one.to_last if to_last else one.critical).value
        return value if math.isfinite(value) else 0.0

    return sorted((one for one in found.stages if weight(one) > 0.0), key=lambda one: -weight(one))


def stage_name(one: StageCriticality, named: Named) -> str:
    """A stage with its initiative: ``Atlas · Beta``."""
    return f"{named(one.initiative).partition(':')[0]} · {one.name}"


def stage_bars(stages: Sequence[StageCriticality], named: Named) -> list[Ranked]:
    """How often each decides: the launch of its initiative, and the last launch of all."""
    return [
        Ranked(stage_name(one, named), (one.critical.value, one.to_last.value), (one.critical.error, one.to_last.error))
        for one in stages
    ]


STAGE_HEADER: Final = ("Stage", "Decides its launch", "Decides the last launch", "Merge delay", "Waits to start")


def stage_rows(stages: Sequence[StageCriticality], named: Named) -> list[Row]:
    """A row for each stage."""
    return [
        [
            stage_name(one, named),
            _odds(one.critical),
            _odds(one.to_last),
            _months(one.merge_delay),
            _months(one.wait),
        ]
        for one in stages
    ]


INITIATIVE_HEADER: Final = ("Initiative", "Launches", "Decides the last launch", "Merge delay")


def initiative_rows(initiatives: Sequence[InitiativeCriticality]) -> list[Row]:
    """A row for each funded initiative, those first that decide the last launch most often."""
    ordered = sorted(initiatives, key=lambda one: -(one.to_last.value if math.isfinite(one.to_last.value) else 0.0))
    return [[one.name, _odds(one.launched), _odds(one.to_last), _months(one.merge_delay)] for one in ordered]


def critical_headline(found: Criticality, named: Named) -> str:
    """What decides the last launch, in a sentence."""
    stages = hot_stages(found, to_last=True)
    if not stages:
        return "No stage decides a launch: nothing launches within the horizon."
    first = stages[0]
    return (
        f"{stage_name(first, named)} decides the last launch in {share(first.to_last.value)} of the futures. "
        "Shorten what decides often; time saved elsewhere is time spent waiting."
    )


def _odds(one: Estimate) -> Cell:
    return Cell(share(one.value), tip=share_error(one.error))


def _months(one: Estimate) -> Cell:
    return Cell(months(one.value) if math.isfinite(one.value) else NOTHING, tip=plus_minus(one.error, 2, "months"))
