"""Who may work: slots under the limits on work in progress, people who are free, and what switching costs them.

Arithmetic of one allocation [R4, R5, R6]; the order of the walk and what follows from it are in ``reference``.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulation.delivery.contract import SPEED_TOLERANCE, DeliveryPlan
from simulation.delivery.state import Network, Stage


class Slots:
    """Stages in progress, against the portfolio's limit and the teams' own [R4]."""

    def __init__(self, plan: DeliveryPlan) -> None:
        self._limit = plan.portfolio_limit
        self._team_limit: list[int] = plan.team_limit.tolist()
        self._in_progress = 0
        self._team_in_progress = [0] * len(self._team_limit)

    def has_room(self, stage: Stage) -> bool:
        """Whether one more stage like this may be in progress; one that needs no slot always may."""
        if not stage.needs_slot:
            return True
        return self._in_progress < self._limit and all(
            self._team_in_progress[team] < self._team_limit[team] for team in stage.teams
        )

    def take(self, stage: Stage) -> None:
        """Count a stage that has started."""
        self._count(stage, 1)

    def give_back(self, stage: Stage) -> None:
        """Count a stage that has ended."""
        self._count(stage, -1)

    def _count(self, stage: Stage, change: int) -> None:
        if stage.needs_slot:
            self._in_progress += change
            for team in stage.teams:
                self._team_in_progress[team] += change


def possible_speed(stage: Stage, free: list[float]) -> float:
    """The share of its crew that a stage can have of the people who are free [R4]; 1 without crew [R6]."""
    speed = 1.0
    for need in stage.crew:
        speed = min(speed, free[need.team] / need.fte)
    return speed if speed >= SPEED_TOLERANCE else 0.0


def take_people(stage: Stage, free: list[float]) -> None:
    """Take from ``free`` what the stage needs at its speed."""
    for need in stage.crew:
        free[need.team] = max(0.0, free[need.team] - stage.speed * need.fte)


def switching_factors(network: Network, started: Iterable[Stage]) -> list[float]:
    """What each team yields of its work: (1 - loss) ** (initiatives served - 1) [R5]."""
    served: list[set[int]] = [set() for _ in network.kept]
    for stage in started:
        if stage.speed > 0.0:
            for team in stage.teams:
                served[team].add(stage.initiative)
    return [kept ** max(0, len(ones) - 1) for kept, ones in zip(network.kept, served, strict=True)]
