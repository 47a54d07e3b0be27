"""Rows in an order, a bar for each of their figures, with its standard error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.charts.axes import NameAxis
from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.table import Table, cell
from app.charts.units import NUMBER, Unit

_ROW_HEIGHT: Final = 24
_GROUP: Final = 0.7  # of the height of a row that its bars take
_LONGEST_NAME: Final = 44
_LEAST_HEAD: Final = 14  # characters that are left of what comes before the dot


@dataclass(frozen=True)
class Ranked:
    """One row: its name, a value for each series (NaN where there is none), and their standard errors if known."""

    name: str
    values: tuple[float, ...]
    errors: tuple[float, ...] = ()

    def error(self, number: int) -> float:
        """The standard error of a value; NaN where it is not known."""
        return self.errors[number] if number < len(self.errors) else math.nan


class RankedBars(Chart):
    """Bars from zero to the right, or to the left where less than nothing; the first row on top."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._rows: tuple[Ranked, ...] = ()
        self._names: tuple[str, ...] = ()
        super().__init__(title, parent, left=NameAxis("left"))

    def show_rows(self, rows: Sequence[Ranked], names: Sequence[str], unit: Unit = NUMBER) -> None:
        """Show these; ``names`` are those of the series, which the values of each row are of."""
        self._rows, self._names, self.unit = tuple(rows), tuple(names), unit
        self.setMinimumHeight(84 + _ROW_HEIGHT * len(rows))
        self.draw()

    def draw(self) -> None:
        self.clear()
        if not self._rows:
            self.show_legend(())
            return
        for number in range(len(self._names)):
            self._draw_series(number)
        self.addItem(pg.InfiniteLine(0, angle=90, pen=pg.mkPen(self.tokens.control, width=1)))
        self._label()

    def _draw_series(self, number: int) -> None:
        values = np.array([row.values[number] for row in self._rows], dtype=np.float64)
        there = np.isfinite(values)
        if not there.any():
            return
        heights, thick = self._places(number)
        bars = pg.BarGraphItem(
            x0=np.zeros(int(there.sum())),
            x1=values[there],
            y=heights[there],
            height=thick * 0.94,
            brush=brush(self.tokens.series[number % len(self.tokens.series)], 0.9),
            pen=pg.mkPen(None),
        )
        self.addItem(bars)
        errors = np.array([row.error(number) for row in self._rows], dtype=np.float64)
        known = there & np.isfinite(errors) & (errors > 0)
        if known.any():
            ends = np.stack([values[known] - errors[known], values[known] + errors[known]], axis=1).reshape(-1)
            pen = pg.mkPen(self.tokens.text, width=1.5)
            self.addItem(pg.PlotDataItem(ends, np.repeat(heights[known], 2), connect="pairs", pen=pen))

    def _places(self, number: int) -> tuple[np.ndarray, float]:
        """The middles of a series' bars, and how thick they are."""
        thick = _GROUP / max(len(self._names), 1)
        rows = np.arange(len(self._rows), 0, -1, dtype=np.float64)
        return np.asarray(rows + _GROUP / 2 - thick * (number + 0.5)), thick

    def _label(self) -> None:
        ends = [0.0]
        for row in self._rows:
            for number, value in enumerate(row.values):
                if math.isfinite(value):
                    error = row.error(number)
                    spread = error if math.isfinite(error) else 0.0
                    ends += [value - spread, value + spread] if value else [value]
        self.scale_axis("bottom", self.unit, max(abs(end) for end in ends))
        places = range(len(self._rows), 0, -1)
        ticks = [(float(place), fitted(row.name)) for place, row in zip(places, self._rows, strict=True)]
        self.getAxis("left").setTicks([ticks])
        low, high = min(ends), max(ends)
        self.setXRange(low, high if high > low else low + 1.0, padding=0.04)
        self.setYRange(0.4, len(self._rows) + 0.6, padding=0)
        colours = self.tokens.series
        entries = [Entry(name, colours[number % len(colours)], "area", 0.9) for number, name in enumerate(self._names)]
        self.show_legend(entries if len(entries) > 1 else ())

    def table(self) -> Table:
        """A row for each name: its figures, each followed by its error."""
        header = ["", *(part for name in self._names for part in (name, f"{name}: standard error"))]
        rows = tuple(
            (row.name, *(cell(part) for number, value in enumerate(row.values) for part in (value, row.error(number))))
            for row in self._rows
        )
        return Table(tuple(header), rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        place = len(self._rows) - round(y)
        if not 0 <= place < len(self._rows):
            return None
        row = self._rows[place]
        told = [self._words(name, row, number) for number, name in enumerate(self._names)]
        return "\n".join([row.name, *told]), QPointF(x, len(self._rows) - place)

    def _words(self, name: str, row: Ranked, number: int) -> str:
        error = row.error(number)
        spread = f" ± {self.unit.say(error)}" if math.isfinite(error) else ""
        return f"{name}: {self.unit.say(row.values[number])}{spread}"

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(0.0, float(place)) for place in range(len(self._rows), 0, -1)]


def fitted(name: str) -> str:
    """A name that leaves room for the chart; of ``Atlas · Beta gate`` it is the first part that is cut."""
    if len(name) <= _LONGEST_NAME:
        return name
    head, dot, tail = name.partition(" · ")
    room = _LONGEST_NAME - len(tail) - len(" · ")
    if dot and room >= _LEAST_HEAD:
        return f"{head[: room - 1].rstrip()}… · {tail}"
    if dot:
        head = head if len(head) <= _LEAST_HEAD else f"{head[: _LEAST_HEAD - 1].rstrip()}…"
        name = f"{head} · {tail}"
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
