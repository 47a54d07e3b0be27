"""The roadmap: a row for each initiative or stage, from its start to its end, with how uncertain the end is.

Which rows there are, opened or closed, is the caller's business.  Marks of one kind are one item, however many rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from app.charts.axes import MonthAxis, NameAxis, name_ticks
from app.charts.frame import Chart, brush
from app.charts.legend import Entry, MarkKind
from app.charts.table import Table, cell
from app.charts.units import date_from
from app.wording import share

_ROW_HEIGHT: Final = 20
_INDENT: Final = "    "

Places = list[tuple[float, float]]


@dataclass(frozen=True)
class Row:
    """One initiative or stage; all times in months from the portfolio's start, None later than the horizon."""

    name: str
    start: float | None  # median
    p10: float | None  # of the end
    p50: float | None
    p90: float | None
    planned: float | None = None  # end in the base case
    key: str = ""  # what the caller knows it by
    level: int = 0  # 1: a stage below its initiative
    opened: bool | None = None  # whether its stages are shown; None: it has none to show
    before: tuple[float, float] | None = None  # start and end of what it is compared with
    deadline: float | None = None
    met: float | None = None  # P(end by the deadline)
    gate: float | None = None  # P(passed), of the gate at its end


@dataclass(frozen=True)
class Arrow:
    """``later`` waits for ``earlier``; both are keys of rows."""

    earlier: str
    later: str


class Roadmap(Chart):
    """Bars from the start to the median end, a band from P10 to P90, marks for plan, deadline and gate.

    Signals
    -------
    chosen
        Key of the row that was pressed, or chosen by Return.
    """

    chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._rows: tuple[Row, ...] = ()
        self._arrows: tuple[Arrow, ...] = ()
        self._before = ""
        self._start = "2027-01"
        self._horizon = 60
        self._axis = MonthAxis("top")
        super().__init__(title, parent, top=self._axis, left=NameAxis("left"))

    def show_rows(
        self,
        rows: Sequence[Row],
        start: str,
        horizon_months: int,
        arrows: Sequence[Arrow] = (),
        before: str = "compared with",
    ) -> None:
        """Show these, the first on top; month 0 is ``start``, and ``before`` names what rows are compared with."""
        new = (tuple(rows), tuple(arrows), start, horizon_months, before)
        if new == (self._rows, self._arrows, self._start, self._horizon, self._before):
            return
        self._rows, self._arrows, self._start, self._horizon, self._before = new
        self.unit = date_from(start)
        self._axis.set_start(start)
        self.setMinimumHeight(72 + _ROW_HEIGHT * len(rows))
        self.draw()

    # Drawing.

    def draw(self) -> None:
        self.clear()
        for month in range(0, self._horizon + 1, 12):
            self.addItem(pg.InfiniteLine(month, angle=90, pen=pg.mkPen(self.tokens.line, width=1)))
        if self._rows:
            self._draw_bars()
            self._draw_marks()
            self._draw_arrows()
        self._label()

    def _height(self, number: int) -> float:
        return float(len(self._rows) - number)

    def _draw_bars(self) -> None:
        colour, horizon = self.tokens.series[0], float(self._horizon)
        shown = [(self._height(number), row) for number, row in enumerate(self._rows) if row.start is not None]
        before = [(height - 0.34, *row.before) for height, row in shown if row.before is not None]
        if before:
            self._bars(before, 0.12, [brush(self.tokens.control, 0.8)] * len(before))
        work = [(height, row.start or 0.0, _or(row.p50, horizon)) for height, row in shown]
        self._bars(work, 0.5, [brush(colour, 0.42 if row.level == 0 else 0.25) for _, row in shown])
        doubt = [(height, _or(row.p10, horizon), _or(row.p90, horizon)) for height, row in shown]
        self._bars(doubt, 0.24, [brush(colour, 0.42 if row.p90 is None else 1.0) for _, row in shown])

    def _bars(self, spans: Sequence[tuple[float, float, float]], thickness: float, brushes: list[Any]) -> None:
        """Bars given as height, left and right."""
        if spans:
            heights, lefts, rights = (list(one) for one in zip(*spans, strict=True))
            self.addItem(
                pg.BarGraphItem(x0=lefts, x1=rights, y=heights, height=thickness, brushes=brushes, pen=pg.mkPen(None))
            )

    def _draw_marks(self) -> None:
        tokens = self.tokens
        self._marks(self._places("p50"), "o", tokens.surface, tokens.series[0])
        self._marks(self._places("planned"), "d", tokens.series[1], tokens.surface)
        gates = [place for place, row in self._with_end("p50") if row.gate is not None and row.gate < 1.0]
        self._marks(gates, "s", tokens.warn, tokens.surface, 7)
        for good, colour in ((True, tokens.good), (False, tokens.bad)):
            flags = [
                (row.deadline, self._height(number) + 0.3)
                for number, row in enumerate(self._rows)
                if row.deadline is not None and _is_likely(row) is good
            ]
            self._marks(flags, "t", colour, tokens.surface, 10)

    def _places(self, field: str) -> Places:
        return [place for place, _ in self._with_end(field)]

    def _with_end(self, field: str) -> list[tuple[tuple[float, float], Row]]:
        """Each row that has this time, and the place of the time."""
        found = []
        for number, row in enumerate(self._rows):
            value: float | None = getattr(row, field)
            if value is not None:
                found.append(((value, self._height(number)), row))
        return found

    def _marks(self, places: Sequence[tuple[float, float]], symbol: str, fill: str, edge: str, size: int = 9) -> None:
        if places:
            xs, ys = zip(*places, strict=True)
            pen = pg.mkPen(edge, width=1.5)
            self.addItem(self.dots(xs, ys, symbol=symbol, size=size, brush=brush(fill), pen=pen))

    def _draw_arrows(self) -> None:
        """All dependencies as one line, NaN between two; the head is a mark at the later one's start."""
        known = {row.key: (self._height(number), row) for number, row in enumerate(self._rows) if row.key}
        xs, ys, heads = [], [], []
        for arrow in self._arrows:
            if arrow.earlier not in known or arrow.later not in known:
                continue
            (top, first), (bottom, second) = known[arrow.earlier], known[arrow.later]
            if first.p50 is None or second.start is None:
                continue
            xs += [first.p50, second.start, second.start, np.nan]
            ys += [top, top, bottom, np.nan]
            heads.append((second.start, bottom + (0.3 if top > bottom else -0.3)))
        if heads:
            pen = pg.mkPen(self.tokens.muted, width=1)
            self.addItem(pg.PlotDataItem(np.array(xs), np.array(ys), connect="finite", pen=pen))
            self._marks(heads, "t", self.tokens.muted, self.tokens.muted, 5)

    def _label(self) -> None:
        self.showAxis("top")
        self.hideAxis("bottom")
        names = [_INDENT * row.level + _fold(row) + row.name for row in self._rows]
        name_ticks(self.getAxis("left"), names, [self._height(number) for number in range(len(names))])
        self.setXRange(0, self._horizon, padding=0.01)
        self.setYRange(0.4, max(len(self._rows), 1) + 0.6, padding=0)
        self.show_legend(self._entries())

    def _entries(self) -> list[Entry]:
        """Only what is there to be seen."""
        if not self._rows:
            return []
        tokens = self.tokens
        blue = tokens.series[0]
        listed: list[tuple[bool, str, str, MarkKind, float]] = [
            (True, "start to median end", blue, "area", 0.42),
            (True, "end P10–P90", blue, "line", 1.0),
            (any(row.planned is not None for row in self._rows), "as planned", tokens.series[1], "diamond", 1.0),
            (any(row.before is not None for row in self._rows), self._before, tokens.control, "line", 0.8),
            (any(row.gate is not None and row.gate < 1 for row in self._rows), "gate", tokens.warn, "dot", 1.0),
            (self._has_deadline(good=True), "deadline, likely met", tokens.good, "flag", 1.0),
            (self._has_deadline(good=False), "deadline, likely missed", tokens.bad, "flag", 1.0),
        ]
        return [Entry(name, colour, mark, opacity) for there, name, colour, mark, opacity in listed if there]

    def _has_deadline(self, *, good: bool) -> bool:
        return any(row.deadline is not None and _is_likely(row) is good for row in self._rows)

    # Reading and choosing.

    def table(self) -> Table:
        times = ("start P50", "end P10", "end P50", "end P90", "planned", "deadline")
        header = ("name", *times, "P(deadline met)", "compared: start", "compared: end", "P(gate passed)")
        rows = tuple(
            (
                _INDENT * row.level + row.name,
                *(cell(one) for one in (row.start, row.p10, row.p50, row.p90, row.planned, row.deadline, row.met)),
                *(cell(one) for one in (row.before or (None, None))),
                cell(row.gate),
            )
            for row in self._rows
        )
        return Table(header, rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        number = len(self._rows) - round(y)
        if not 0 <= number < len(self._rows):
            return None
        return self._words(self._rows[number]), QPointF(x, self._height(number))

    def _words(self, row: Row) -> str:
        say = self.unit.say
        late = "after the horizon"
        ends = [late if one is None else say(one) for one in (row.p10, row.p50, row.p90)]
        lines = [row.name, f"end P50 {ends[1]}; P10 {ends[0]}, P90 {ends[2]}"]
        if row.start is not None:
            lines.append(f"starts {say(row.start + 1e-6)} (P50)")
        if row.planned is not None:
            lines.append(f"planned {say(row.planned)}")
        if row.before is not None:
            lines.append(f"{self._before}: {say(row.before[0] + 1e-6)} to {say(row.before[1])}")
        if row.deadline is not None:
            lines.append(f"deadline {say(row.deadline)}" + ("" if row.met is None else f", {share(row.met)} chance"))
        if row.gate is not None:
            lines.append(f"gate passed in {share(row.gate)}")
        return "\n".join(lines)

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(_or(row.p50, float(self._horizon)), self._height(number)) for number, row in enumerate(self._rows)]

    def press(self, x: float, y: float) -> None:
        self._choose(len(self._rows) - round(y))

    def confirm(self) -> bool:
        return self._choose(self._stop)

    def _choose(self, number: int) -> bool:
        if not 0 <= number < len(self._rows) or not self._rows[number].key:
            return False
        self._stop = number
        self.chosen.emit(self._rows[number].key)
        return True


def _or(value: float | None, horizon: float) -> float:
    return horizon if value is None else value


def _is_likely(row: Row) -> bool:
    """Whether the deadline is met in at least half of all futures."""
    return (row.met or 0.0) >= 0.5


def _fold(row: Row) -> str:
    return "" if row.opened is None else "▾ " if row.opened else "▸ "
