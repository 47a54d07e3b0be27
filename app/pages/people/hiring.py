"""What a plan says of a team's people: who is to be there, and who is to come.  Pure: no widgets."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.calendar import month_index
from models.portfolio import Portfolio, Settings
from models.scenario import ScenarioError, apply_scenario
from models.team import Hire, Team

_WHOLE = 1e-9
"""3.0000000001 months are 3."""


@dataclass(frozen=True)
class PlannedHire:
    """One planned hire; months from the portfolio's start."""

    team: str
    count: float
    opened: int
    arrives: int  # at its base time to fill
    time_to_fill: str  # in the notation of quantities
    note: str


def teams_of(portfolio: Portfolio, scenario: str | None) -> tuple[Team, ...]:
    """The teams under a scenario; of the plan itself where the scenario cannot be applied."""
    try:
        return apply_scenario(portfolio, scenario).teams
    except ScenarioError:
        return portfolio.teams


def planned_headcount(team: Team, settings: Settings) -> npt.NDArray[np.float64]:
    """People of each month if everybody stays and hires arrive at their base time to fill; drivers left out."""
    people = np.full(settings.horizon_months, team.headcount)
    for hire in team.hires:
        people[max(_arrival(team, hire, settings), 0) :] += hire.count
    return people


def planned_hires(team: Team, settings: Settings) -> tuple[PlannedHire, ...]:
    """The hires of a team, the first opened first."""
    found = [
        PlannedHire(
            team.name,
            hire.count,
            month_index(settings.start, hire.month),
            _arrival(team, hire, settings),
            (hire.time_to_fill or team.time_to_fill).text,
            hire.note,
        )
        for hire in team.hires
    ]
    return tuple(sorted(found, key=lambda hire: hire.opened))


def _arrival(team: Team, hire: Hire, settings: Settings) -> int:
    """The whole month at which a hire is there [R10]."""
    wait = (hire.time_to_fill or team.time_to_fill).base
    return math.ceil(month_index(settings.start, hire.month) + max(wait, 0.0) - _WHOLE)
