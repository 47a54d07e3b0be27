"""The board of one future: what is worked on and what waits, lane by lane, up to a day that moves.

The whole story is drawn once; the days to come lie behind a veil, so that another day costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from app.charts.axes import MonthAxis, NameAxis, name_ticks
from app.charts.frame import Chart, brush, tinted
from app.charts.legend import Entry, MarkKind
from app.charts.table import Table, cell
from app.charts.units import date_from
from app.theme import Tokens

PieceKind: TypeAlias = Literal["work", "slow", "paused", "team", "budget", "limit"]
"""Work at full speed, slower, or stopped for want of people; or what something waits for that could start."""

EventKind: TypeAlias = Literal["launched", "repeated", "stopped"]

_LANE_HEIGHT: Final = 13
_THICK: Final = 0.78
_VEIL: Final = 0.8

_KINDS: Final[tuple[tuple[PieceKind, str], ...]] = (
    ("work", "at work"),
    ("slow", "too few people"),
    ("paused", "paused, no people"),
    ("team", "waits for people"),
    ("budget", "waits for budget"),
    ("limit", "waits for a slot"),
)
_EVENTS: Final[tuple[tuple[EventKind, str, str], ...]] = (
    ("launched", "launch", "d"),
    ("repeated", "gate failed, repeated", "t1"),
    ("stopped", "stopped at its gate", "x"),
)


@dataclass(frozen=True)
class Piece:
    """A span in a lane; ``words`` say what it is."""

    lane: int  # 0 is on top
    start: float  # months
    end: float
    kind: PieceKind
    words: str


@dataclass(frozen=True)
class Event:
    """A moment in a lane."""

    lane: int
    at: float  # months
    kind: EventKind
    words: str


class Board(Chart):
    """Lanes over time, shown up to a day.

    Signals
    -------
    day_pressed
        The instant, in months, at which the board was pressed.
    """

    day_pressed = Signal(float)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._lanes: tuple[str, ...] = ()
        self._pieces: tuple[Piece, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._start = "2027-01"
        self._months = 12.0
        self._at = 0.0
        self._axis = MonthAxis("top")
        self._veil: Any = None
        self._now: Any = None
        super().__init__(title, parent, top=self._axis, left=NameAxis("left"))

    def show_story(
        self, lanes: Sequence[str], pieces: Sequence[Piece], events: Sequence[Event], start: str, months: float
    ) -> None:
        """Show these; lanes that belong to the one above have no name.  Month 0 is ``start``."""
        self._lanes, self._pieces, self._events = tuple(lanes), tuple(pieces), tuple(events)
        self._start, self._months = start, months
        self.unit = date_from(start)
        self._axis.set_start(start)
        self.setMinimumHeight(84 + _LANE_HEIGHT * len(lanes))
        self.draw()

    def show_day(self, at: float) -> None:
        """Lift the veil up to an instant, in months."""
        self._at = at
        if self._veil is not None:
            self._veil.setRegion((at, max(self._months, at)))
            self._now.setValue(at)

    @property
    def day(self) -> float:
        """The instant up to which the story is shown, in months."""
        return self._at

    # Drawing.

    def draw(self) -> None:
        self.clear()
        self._veil = self._now = None
        if not self._lanes:
            self.show_legend(())
            return
        for month in range(0, int(self._months) + 1, 12):
            self.addItem(pg.InfiniteLine(month, angle=90, pen=pg.mkPen(self.tokens.line, width=1)))
        for kind, _ in _KINDS:
            self._draw_pieces(kind)
        for event, _, symbol in _EVENTS:
            self._draw_events(event, symbol)
        self._draw_day()
        self._label()

    def _draw_pieces(self, kind: PieceKind) -> None:
        """All pieces of a kind as one item."""
        chosen = [piece for piece in self._pieces if piece.kind == kind]
        if chosen:
            colour, opacity = _looks(kind, self.tokens)
            bars = pg.BarGraphItem(
                x0=[piece.start for piece in chosen],
                x1=[piece.end for piece in chosen],
                y=[self._height(piece.lane) for piece in chosen],
                height=_THICK if kind in ("work", "slow") else _THICK / 2,
                brush=brush(colour, opacity),
                pen=pg.mkPen(None),
            )
            self.addItem(bars)

    def _draw_events(self, kind: EventKind, symbol: str) -> None:
        chosen = [event for event in self._events if event.kind == kind]
        if chosen:
            xs, ys = [event.at for event in chosen], [self._height(event.lane) for event in chosen]
            pen = pg.mkPen(self.tokens.surface, width=1)
            self.addItem(
                self.dots(xs, ys, symbol=symbol, size=10, brush=brush(_event_colour(kind, self.tokens)), pen=pen)
            )

    def _draw_day(self) -> None:
        self._veil = pg.LinearRegionItem(
            (self._at, max(self._months, self._at)), movable=False, brush=brush(self.tokens.surface, _VEIL)
        )
        for line in self._veil.lines:
            line.setPen(pg.mkPen(None))
        self._veil.setZValue(50)
        self._now = pg.InfiniteLine(self._at, angle=90, pen=pg.mkPen(self.tokens.accent, width=2))
        self._now.setZValue(60)
        for item in (self._veil, self._now):
            self.addItem(item, ignoreBounds=True)
        shade = tinted(self.tokens.line, 0.6)
        firsts = [number for number, name in enumerate(self._lanes) if name and number]
        xs = [0.0, self._months] * len(firsts)
        ys = [self._height(number) + 0.5 for number in firsts for _ in range(2)]
        if firsts:
            self.addItem(pg.PlotDataItem(xs, ys, connect="pairs", pen=pg.mkPen(shade, width=1)))

    def _label(self) -> None:
        self.showAxis("top")
        self.hideAxis("bottom")
        named = [(name, self._height(number)) for number, name in enumerate(self._lanes) if name]
        name_ticks(self.getAxis("left"), [name for name, _ in named], [height for _, height in named])
        self.setXRange(0, self._months, padding=0.01)
        self.setYRange(0.4, len(self._lanes) + 0.6, padding=0)
        self.show_legend(self._entries())

    def _entries(self) -> list[Entry]:
        """Only what is there to be seen."""
        kinds = {piece.kind for piece in self._pieces}
        entries = [Entry(name, *_legend_looks(kind, self.tokens)) for kind, name in _KINDS if kind in kinds]
        happened = {event.kind for event in self._events}
        for kind, name, _ in _EVENTS:
            if kind in happened:
                mark: MarkKind = "diamond" if kind == "launched" else "flag" if kind == "repeated" else "dot"
                entries.append(Entry(name, _event_colour(kind, self.tokens), mark))
        return entries

    def _height(self, lane: int) -> float:
        return float(len(self._lanes) - lane)

    # Reading.

    def table(self) -> Table:
        """A row for each span and moment of the whole story; times in months from the start."""
        names = self._names()
        what = dict(_KINDS)
        said = {kind: name for kind, name, _ in _EVENTS}
        rows = [(names[one.lane], one.words, what[one.kind], cell(one.start), cell(one.end)) for one in self._pieces]
        rows += [(names[one.lane], one.words, said[one.kind], cell(one.at), cell(one.at)) for one in self._events]
        return Table(("initiative", "what", "state", "from", "to"), tuple(rows))

    def _names(self) -> list[str]:
        """The name of each lane: its own, else that of the nearest above that has one."""
        names: list[str] = []
        for name in self._lanes:
            names.append(name or (names[-1] if names else ""))
        return names

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        lane = len(self._lanes) - round(y)
        if not 0 <= lane < len(self._lanes):
            return None
        what = dict(_KINDS)
        say = self.unit.say
        lines = [
            f"{piece.words}: {what[piece.kind]}, {say(piece.start + 1e-6)} to {say(piece.end)}"
            for piece in self._pieces
            if piece.lane == lane and piece.start <= x < piece.end
        ]
        return "\n".join([self._names()[lane], *lines]), QPointF(x, self._height(lane))

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(self._at, self._height(lane)) for lane in range(len(self._lanes))]

    def press(self, x: float, y: float) -> None:
        self.day_pressed.emit(min(max(x, 0.0), self._months))


def _looks(kind: PieceKind, tokens: Tokens) -> tuple[str, float]:
    """Colour and opacity."""
    waits = {"paused": tokens.series[3], "team": tokens.series[1], "budget": tokens.series[4], "limit": tokens.muted}
    if kind in ("work", "slow"):
        return tokens.series[0], 0.9 if kind == "work" else 0.45
    return waits[kind], 0.9


def _legend_looks(kind: PieceKind, tokens: Tokens) -> tuple[str, MarkKind, float]:
    colour, opacity = _looks(kind, tokens)
    return colour, "area" if kind in ("work", "slow") else "line", opacity


def _event_colour(kind: EventKind, tokens: Tokens) -> str:
    return {"launched": tokens.good, "repeated": tokens.warn, "stopped": tokens.bad}[kind]
