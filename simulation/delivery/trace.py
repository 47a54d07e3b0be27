"""What happened in one trial, line by line: who worked on what and when, what waited and why.

``Trace`` is the story, ``Recorder`` writes it while the reference engine runs; ``Silent`` hears the same and
keeps nothing.  Times are in months from the portfolio's start.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulation.delivery.contract import CAUSES, COST_CATEGORIES, DeliveryPlan
from simulation.draws import Staffing


@dataclass(frozen=True, slots=True)
class Worked:
    """A team gave a stage ``fte`` people for a while."""

    stage: str
    team: str
    start: float
    end: float
    fte: float


@dataclass(frozen=True, slots=True)
class Waited:
    """An initiative lost a share of a while to a cause."""

    initiative: str
    cause: str
    start: float
    end: float
    share: float


@dataclass(frozen=True, slots=True)
class Held:
    """A ready stage was passed over; ``cause`` says why, until ``end``."""

    stage: str
    cause: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GateDrawn:
    """An attempt, counted from 1, at the gate of a stage."""

    stage: str
    time: float
    attempt: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Launched:
    """An initiative was launched."""

    initiative: str
    time: float


@dataclass(frozen=True, slots=True)
class Committed:
    """A stage's external cost was committed at its start."""

    stage: str
    category: str
    time: float
    amount: float


@dataclass(frozen=True, slots=True)
class CapacityChanged:
    """Own productive people of a team from the start of a month on; the first month counts as a change."""

    team: str
    month: int
    fte: float


@dataclass(frozen=True, slots=True)
class PeopleMoved:
    """People who arrived at a team and left it at the start of a month."""

    team: str
    month: int
    arrivals: float
    leavers: float


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of an initiative, and why."""

    initiative: str
    status: str
    reason: str


@dataclass(frozen=True)
class Trace:
    """The story of one trial; every part in order of time, the outcomes in document order."""

    worked: tuple[Worked, ...]
    waited: tuple[Waited, ...]
    held: tuple[Held, ...]
    gates: tuple[GateDrawn, ...]
    launches: tuple[Launched, ...]
    commitments: tuple[Committed, ...]
    capacity: tuple[CapacityChanged, ...]
    people: tuple[PeopleMoved, ...]
    outcomes: tuple[Ended, ...]


class Silent:
    """Hears what happens and keeps nothing."""

    def worked(self, stage: int, team: int, start: float, end: float, fte: float) -> None:
        """A team gave people to a stage."""

    def waited(self, initiative: int, cause: int, start: float, end: float, share: float) -> None:
        """An initiative waited."""

    def held(self, stage: int, cause: int, start: float, end: float) -> None:
        """A ready stage was passed over."""

    def gate(self, stage: int, time: float, attempt: int, passed: bool) -> None:
        """A gate was drawn."""

    def launched(self, initiative: int, time: float) -> None:
        """An initiative was launched."""

    def committed(self, stage: int, category: int, time: float, amount: float) -> None:
        """An external cost was committed."""

    def capacity(self, month: int, fte: list[float]) -> None:
        """A month began with these own people of each team."""

    def ended(self, initiative: int, status: str, reason: str) -> None:
        """The trial is over for an initiative."""


class Recorder(Silent):
    """Writes the story down under the names of the plan."""

    def __init__(self, plan: DeliveryPlan) -> None:
        self._plan = plan
        self._worked: list[Worked] = []
        self._last_worked: dict[tuple[int, int], int] = {}
        self._waited: list[Waited] = []
        self._held: list[Held] = []
        self._gates: list[GateDrawn] = []
        self._launches: list[Launched] = []
        self._commitments: list[Committed] = []
        self._capacity: list[CapacityChanged] = []
        self._own: list[float] | None = None
        self._outcomes: list[Ended] = []

    def worked(self, stage: int, team: int, start: float, end: float, fte: float) -> None:
        place = self._last_worked.get((stage, team))
        if place is not None:
            before = self._worked[place]
            if before.end == start and before.fte == fte:
                self._worked[place] = Worked(before.stage, before.team, before.start, end, fte)
                return
        self._last_worked[stage, team] = len(self._worked)
        self._worked.append(Worked(self._plan.stage_ids[stage], self._plan.team_ids[team], start, end, fte))

    def waited(self, initiative: int, cause: int, start: float, end: float, share: float) -> None:
        self._waited.append(Waited(self._plan.initiative_ids[initiative], CAUSES[cause], start, end, share))

    def held(self, stage: int, cause: int, start: float, end: float) -> None:
        self._held.append(Held(self._plan.stage_ids[stage], CAUSES[cause], start, end))

    def gate(self, stage: int, time: float, attempt: int, passed: bool) -> None:
        self._gates.append(GateDrawn(self._plan.stage_ids[stage], time, attempt, passed))

    def launched(self, initiative: int, time: float) -> None:
        self._launches.append(Launched(self._plan.initiative_ids[initiative], time))

    def committed(self, stage: int, category: int, time: float, amount: float) -> None:
        self._commitments.append(Committed(self._plan.stage_ids[stage], COST_CATEGORIES[category], time, amount))

    def capacity(self, month: int, fte: list[float]) -> None:
        for team, own in enumerate(fte):
            if self._own is None or own != self._own[team]:
                self._capacity.append(CapacityChanged(self._plan.team_ids[team], month, own))
        self._own = list(fte)

    def ended(self, initiative: int, status: str, reason: str) -> None:
        self._outcomes.append(Ended(self._plan.initiative_ids[initiative], status, reason))

    def story(self, staffing: Staffing | None, trial: int) -> Trace:
        """All that was written, with the people's comings and goings of the trial where they are given."""
        return Trace(
            worked=tuple(sorted(self._worked, key=lambda item: item.start)),
            waited=tuple(sorted(self._waited, key=lambda item: item.start)),
            held=tuple(sorted(self._held, key=lambda item: item.start)),
            gates=tuple(self._gates),
            launches=tuple(self._launches),
            commitments=tuple(self._commitments),
            capacity=tuple(self._capacity),
            people=tuple(self._people(staffing, trial)) if staffing is not None else (),
            outcomes=tuple(self._outcomes),
        )

    def _people(self, staffing: Staffing, trial: int) -> list[PeopleMoved]:
        moved = []
        for month in range(self._plan.months):
            for team, name in enumerate(self._plan.team_ids):
                arrivals = float(staffing.arrivals[trial, team, month])
                leavers = float(staffing.leavers[trial, team, month])
                if arrivals or leavers:
                    moved.append(PeopleMoved(name, month, arrivals, leavers))
        return moved
