"""A replay told day by day: who works on what, what waits and why, what has happened.  Pure: no widgets.

Times are in months from the portfolio's start; day 0 is the first day of the plan.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from app.charts.board import Event, Piece, PieceKind
from app.pages.delivery.lateness import CAUSE_NAMES
from app.wording import fte
from models.calendar import MONTH_NAMES, date_at, month_at

if TYPE_CHECKING:  # the study brings the engines along, which the window can do without until it is asked
    from simulation.delivery.trace import Worked
    from simulation.summary.replay import InitiativeStory, Replay, StageStory

Tone: TypeAlias = Literal["", "good", "bad", "warn"]

_FULL: Final = 1.0 - 1e-6
_SAME: Final = 1e-9


@dataclass(frozen=True)
class TeamDay:
    """One team on a day: the people it has, and who of them works on what, the most first."""

    name: str
    own: float
    on: tuple[tuple[str, float], ...]

    @property
    def busy(self) -> float:
        """People at work, contractors included."""
        return sum(people for _, people in self.on)


@dataclass(frozen=True)
class Wait:
    """Something that waits on a day."""

    who: str
    why: str
    since: float


@dataclass(frozen=True)
class Happening:
    """Something that happened."""

    at: float
    words: str
    tone: Tone = ""


class Story:
    """One replay, read once."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self._stages = {one.id: one for one in replay.stages}
        self._initiatives = {one.id: one for one in replay.initiatives}
        self._teams = dict(replay.teams)

    # Days.

    @cached_property
    def days(self) -> tuple[float, ...]:
        """The beginning of each day, until a month after the last work or launch, at most the horizon."""
        last = max((one.at for one in (*self._starts(), *self._gates(), *self._launches())), default=0.0)
        return tuple(day for day in _days(self.replay.start, self.replay.months) if day <= last + 1.0)

    def day_of(self, at: float) -> int:
        """The day on which an instant falls."""
        return max(0, bisect_right(self.days, at + _SAME) - 1)

    def date(self, day: int) -> str:
        """``12 Mar 2027``."""
        when = date_at(self.replay.start, self.days[day])
        return f"{when.day} {MONTH_NAMES[when.month - 1]} {when.year}"

    # What is on a day.

    def teams_at(self, at: float) -> tuple[TeamDay, ...]:
        """Every team with what its people do."""
        own = dict.fromkeys(self._teams, 0.0)
        for change in self.replay.trace.capacity:
            if change.month <= at + _SAME:
                own[change.team] = change.fte
        found: dict[str, list[tuple[str, float]]] = {team: [] for team in self._teams}
        for piece in self.replay.trace.worked:
            if piece.start <= at < piece.end and piece.fte > _SAME:
                found[piece.team].append((self._called(piece.stage), piece.fte))
        return tuple(
            TeamDay(name, own[team], tuple(sorted(found[team], key=lambda one: -one[1])))
            for team, name in self._teams.items()
        )

    def waits_at(self, at: float) -> tuple[Wait, ...]:
        """What could go on if it did not wait: ready stages, paused ones, then initiatives as a whole."""
        trace = self.replay.trace
        found = [
            Wait(self._called(one.stage), CAUSE_NAMES[one.cause], self._held_since(one.stage))
            for one in trace.held
            if one.start <= at < one.end
        ]
        found += [
            Wait(piece.words, "people; its work is paused", piece.start)
            for piece in self.pieces
            if piece.kind == "paused" and piece.start <= at < piece.end
        ]
        found += [
            Wait(self._initiatives[one.initiative].name, CAUSE_NAMES[one.cause], one.start)
            for one in trace.waited
            if one.cause in ("start", "predecessor") and one.start <= at < one.end
        ]
        return tuple(found)

    def happened_by(self, at: float) -> tuple[Happening, ...]:
        """All that has happened by an instant, the newest first."""
        number = bisect_right([one.at for one in self.happenings], at + _SAME)
        return tuple(reversed(self.happenings[:number]))

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """Starts, gates, launches, risks and people who come and go, in order of time."""
        found = [*self._starts(), *self._gates(), *self._launches(), *self._risks(), *self._people()]
        return tuple(sorted(found, key=lambda one: one.at))

    # The board.

    @cached_property
    def lanes(self) -> tuple[str, ...]:
        """The names of the lanes: an initiative's on its first lane, nothing on those below."""
        names: list[str] = []
        for one in self.replay.initiatives:
            used = {self._lane[stage.id] for stage in self.replay.stages if stage.initiative == one.id}
            names += [one.name, *[""] * (len(used) - 1)]
        return tuple(names)

    @cached_property
    def _lane(self) -> dict[str, int]:
        """The lane of each stage: the first of its initiative that is free."""
        lanes: dict[str, int] = {}
        first = 0
        for one in self.replay.initiatives:
            ends: list[float] = []  # of each lane
            own = [stage for stage in self.replay.stages if stage.initiative == one.id]
            for stage in sorted(own, key=_begins):
                begin, end = _begins(stage), stage.end if stage.end is not None else float(self.replay.months)
                lane = next((number for number, free in enumerate(ends) if free <= begin + _SAME), len(ends))
                ends[lane : lane + 1] = [max(begin, end)]
                lanes[stage.id] = first + lane
            first += max(len(ends), 1)
        return lanes

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All spans of the board."""
        worked: dict[str, list[Worked]] = {}
        for one in self.replay.trace.worked:
            worked.setdefault(one.stage, []).append(one)
        found = [piece for stage in self.replay.stages for piece in self._work(stage, worked.get(stage.id, []))]
        for held in self.replay.trace.held:
            kind: PieceKind = "budget" if held.cause == "budget" else "limit" if held.cause == "limit" else "team"
            found.append(Piece(self._lane[held.stage], held.start, held.end, kind, self._called(held.stage)))
        return tuple(sorted(found, key=lambda piece: piece.start))

    def _work(self, stage: StageStory, worked: list[Worked]) -> Iterator[Piece]:
        """The spans of a stage from its start to its end: at work, slow, paused; alike neighbours are one."""
        if stage.start is None:
            return
        end = float(self.replay.months) if stage.end is None else stage.end
        wanted = dict(stage.crew)
        begun, before = stage.start, None
        for at, kind in self._changes(stage.start, end, wanted, worked):
            if kind != before:
                if before is not None and at > begun:
                    yield Piece(self._lane[stage.id], begun, at, before, self._called(stage.id))
                begun, before = at, kind
        if before is not None and end > begun:
            yield Piece(self._lane[stage.id], begun, end, before, self._called(stage.id))

    def _changes(
        self, start: float, end: float, wanted: dict[str, float], worked: list[Worked]
    ) -> Iterator[tuple[float, PieceKind]]:
        """The instants at which the people of a stage may change, and how it goes on from there."""
        if not wanted:
            yield start, "work"
            return
        team = next(iter(wanted))
        cuts = {start, *(one.start for one in worked), *(one.end for one in worked)}
        for at in sorted(cut for cut in cuts if start <= cut < end):
            people = sum(one.fte for one in worked if one.team == team and one.start <= at < one.end)
            speed = people / wanted[team]
            yield at, "work" if speed >= _FULL else "slow" if speed > _SAME else "paused"

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All moments of the board."""
        found = []
        for gate in self.replay.trace.gates:
            if not gate.passed:
                kind: Literal["repeated", "stopped"] = "stopped" if self._is_stop(gate.stage, gate.time) else "repeated"
                found.append(Event(self._lane[gate.stage], gate.time, kind, self._called(gate.stage)))
        for one in self.replay.trace.launches:
            last = [self._lane[stage.id] for stage in self.replay.stages if stage.initiative == one.initiative]
            found.append(Event(min(last), one.time, "launched", self._initiatives[one.initiative].name))
        return tuple(sorted(found, key=lambda event: event.at))

    # What happens.

    def _starts(self) -> Iterator[Happening]:
        for stage in self.replay.stages:
            if stage.start is not None and stage.end != stage.start:
                yield Happening(stage.start, f"{self._called(stage.id)} starts")

    def _gates(self) -> Iterator[Happening]:
        for gate in self.replay.trace.gates:
            name = self._called(gate.stage)
            if gate.passed:
                yield Happening(gate.time, f"{name} is done" + (" at last" if gate.attempt > 1 else ""))
            elif self._is_stop(gate.stage, gate.time):
                yield Happening(gate.time, f"{name} fails its gate: the initiative stops", "bad")
            else:
                yield Happening(gate.time, f"{name} fails its gate and is repeated in part", "warn")

    def _launches(self) -> Iterator[Happening]:
        for one in self.replay.trace.launches:
            yield Happening(one.time, f"{self._initiatives[one.initiative].name} is launched", "good")

    def _risks(self) -> Iterator[Happening]:
        """A risk is felt when the first stage starts that it hits; one that hits benefits only is not told of."""
        for risk in self.replay.risks:
            begun = [(stage.start, stage) for name in risk.stages if (stage := self._stages[name]).start is not None]
            if begun:
                at, stage = min(begun, key=lambda one: one[0] or 0.0)
                yield Happening(at or 0.0, f"Risk: {risk.name} (hits {self._called(stage.id)})", "warn")

    def _people(self) -> Iterator[Happening]:
        for move in self.replay.trace.people:
            name = self._teams[move.team]
            if move.arrivals:
                yield Happening(float(move.month), f"{fte(move.arrivals)} arrive at {name}")
            if move.leavers:
                yield Happening(float(move.month), f"{fte(move.leavers)} leave {name}", "warn")

    def _is_stop(self, stage: str, at: float) -> bool:
        """Whether a failed gate ended its stage; one that is repeated goes on."""
        return self._stages[stage].end == at

    def _owner(self, stage: StageStory) -> InitiativeStory:
        return self._initiatives[stage.initiative]

    def _called(self, stage: str) -> str:
        one = self._stages[stage]
        return f"{self._owner(one).name.partition(':')[0]} · {one.name}"

    def _held_since(self, stage: str) -> float:
        ready = self._stages[stage].ready
        return 0.0 if ready is None else ready


def _begins(stage: StageStory) -> float:
    """When a stage takes room in its lane: from when it is ready on; those that never are come last."""
    return float("inf") if stage.ready is None else stage.ready


def _days(start: str, months: int) -> Iterator[float]:
    for month in range(months):
        year, number = month_at(start, month).split("-")
        length = monthrange(int(year), int(number))[1]
        for day in range(length):
            yield month + day / length
