"""A fan over time: bands of percentiles around the median, month by month, of one or several figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.charts.axes import MonthAxis
from app.charts.frame import Chart, brush, line_label
from app.charts.legend import Entry
from app.charts.shares import Array
from app.charts.table import Cell, Table, cell
from app.charts.units import NUMBER, Unit
from models.calendar import month_at, month_label

When: TypeAlias = Literal["end", "middle"]
"""Where in its month a value stands: sums up to a month at its end, levels of a month in its middle."""

_PAIRS: Final = ((5.0, 95.0), (10.0, 90.0), (25.0, 75.0))
_OPACITY: Final = (0.10, 0.14, 0.20)


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Band:
    """One figure: its values at some percents, shape (percents, months)."""

    name: str
    percents: tuple[float, ...]
    edges: Array

    def at(self, percent: float) -> Array | None:
        """The values at a percent, month by month; None where it is not known."""
        if percent not in self.percents:
            return None
        return np.asarray(self.edges[self.percents.index(percent)], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Level:
    """A line beside the fans, such as a capacity; month by month, dashed."""

    name: str
    values: Array


@dataclass(frozen=True)
class Mark:
    """A moment that is named, and the span in which it may lie; months from the start."""

    name: str
    at: float
    low: float = math.nan
    high: float = math.nan
    value: float = math.nan  # a point at this height; without it, a line


class FanChart(Chart):
    """Bands from the outermost to the innermost pair of percents, a line for the median."""

    def __init__(self, title: str, parent: QWidget | None = None, when: When = "end") -> None:
        self._bands: tuple[Band, ...] = ()
        self._levels: tuple[Level, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._behind: Band | None = None
        self._start = "2027-01"
        self._shift = 1.0 if when == "end" else 0.5
        self._axis = MonthAxis("bottom")
        super().__init__(title, parent, bottom=self._axis)

    def show_bands(
        self,
        bands: Sequence[Band],
        start: str,
        unit: Unit = NUMBER,
        levels: Sequence[Level] = (),
        marks: Sequence[Mark] = (),
        behind: Band | None = None,
    ) -> None:
        """Show these; month 0 is ``start``, and ``behind`` is what they are compared with."""
        self._behind = behind
        self._bands, self._levels, self._marks = tuple(bands), tuple(levels), tuple(marks)
        self._start, self.unit = start, unit
        self._axis.set_start(start)
        self.draw()

    @property
    def _months(self) -> int:
        return max((band.edges.shape[1] for band in self._bands), default=0)

    def draw(self) -> None:
        self.clear()
        if not self._months:
            self.show_legend(())
            return
        self.addItem(pg.InfiniteLine(0, angle=0, pen=pg.mkPen(self.tokens.control, width=1)))
        if self._behind is not None:
            self._draw_behind(self._behind)
        for number, band in enumerate(self._bands):
            self._draw_band(band, self._colour(number))
        for level in self._levels:
            places = np.arange(len(level.values)) + self._shift
            pen = pg.mkPen(self.tokens.text, width=1.5, dash=[5, 3])
            self.addItem(pg.PlotDataItem(places, np.asarray(level.values, dtype=np.float64), pen=pen))
        for number, mark in enumerate(self._marks):
            self._draw_mark(mark, 0.94 - 0.11 * number)
        self._label()

    def _draw_band(self, band: Band, colour: str) -> None:
        places = np.arange(band.edges.shape[1]) + self._shift
        for (low, high), opacity in zip(_PAIRS, _OPACITY, strict=True):
            bottom, top = band.at(low), band.at(high)
            if bottom is not None and top is not None:
                edges = [pg.PlotCurveItem(places, values, pen=pg.mkPen(None)) for values in (bottom, top)]
                for edge in edges:
                    self.addItem(edge)
                self.addItem(pg.FillBetweenItem(*edges, brush=brush(colour, opacity)))
        middle = band.at(50.0)
        if middle is not None:
            self.addItem(pg.PlotDataItem(places, middle, pen=pg.mkPen(colour, width=2)))

    def _draw_behind(self, band: Band) -> None:
        """Grey lines: the median dashed, the range dotted."""
        places = np.arange(band.edges.shape[1]) + self._shift
        for percent, values in zip(band.percents, np.asarray(band.edges, dtype=np.float64), strict=True):
            dash = [6, 3] if percent == 50.0 else [1, 3]
            pen = pg.mkPen(self.tokens.muted, width=1.8 if percent == 50.0 else 1.2, dash=dash)
            self.addItem(pg.PlotDataItem(places, values, pen=pen, connect="finite"))

    def _draw_mark(self, mark: Mark, height: float) -> None:
        tokens = self.tokens
        if math.isfinite(mark.low) and math.isfinite(mark.high):
            region = pg.LinearRegionItem((mark.low, mark.high), movable=False, brush=brush(tokens.warn, 0.10))
            for line in region.lines:
                line.setPen(pg.mkPen(None))
            self.addItem(region)
        if not math.isfinite(mark.at):
            return
        options = {"position": height, "color": tokens.text, "fill": brush(tokens.surface, 0.8)}
        options["anchors"] = [(0, 0.5), (1, 0.5)]
        pen = pg.mkPen(tokens.warn, width=1.2, dash=[3, 3])
        self.addItem(pg.InfiniteLine(mark.at, angle=90, pen=pen, label=line_label(mark.name), labelOpts=options))
        if math.isfinite(mark.value):
            self.addItem(self.dots([mark.at], [mark.value], size=9, brush=brush(tokens.warn)))

    def _label(self) -> None:
        shown = (*self._bands, *(() if self._behind is None else (self._behind,)))
        values = [np.asarray(band.edges, dtype=np.float64) for band in shown]
        largest = max(float(np.abs(one[np.isfinite(one)]).max(initial=0.0)) for one in values)
        self.scale_axis("left", self.unit, largest)
        self.setXRange(0, self._months, padding=0.01)
        self.enableAutoRange("y", True)
        self.show_legend(self._entries())

    def _entries(self) -> list[Entry]:
        several = len(self._bands) > 1
        entries = []
        for number, band in enumerate(self._bands):
            pairs = [f"P{low:.0f}–P{high:.0f}" for low, high in _PAIRS if band.at(low) is not None]
            spans = f"{band.name if several else 'P50'}" + (f", {', '.join(pairs)}" if pairs else "")
            entries.append(Entry(spans, self._colour(number), "line"))
        entries += [Entry(level.name, self.tokens.text, "dash") for level in self._levels]
        if self._behind is not None:
            lines = ", ".join(f"P{percent:.0f}" for percent in self._behind.percents)
            entries.append(Entry(f"{self._behind.name}: {lines}", self.tokens.muted, "dash"))
        return entries

    def _colour(self, number: int) -> str:
        return self.tokens.series[number % len(self.tokens.series)]

    def table(self) -> Table:
        """A row for each month: the percentiles of each figure and of what it is compared with, and the levels."""
        header = ["month"]
        columns: list[Any] = []
        for band in (*self._bands, *(() if self._behind is None else (self._behind,))):
            header += [f"{band.name} P{percent:.0f}" for percent in band.percents]
            columns += list(band.edges)
        for level in self._levels:
            header.append(level.name)
            columns.append(level.values)
        rows = tuple((self._name(month), *_row(columns, month)) for month in range(self._months))
        return Table(tuple(header), rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        if not self._months:
            return None
        month = min(max(round(x - self._shift), 0), self._months - 1)
        lines = [self._name(month)]
        lines += [self._words(band, month) for band in self._bands]
        lines += [f"{level.name}: {self.unit.say(float(level.values[month]))}" for level in self._levels]
        if self._behind is not None and month < self._behind.edges.shape[1]:
            lines.append(self._words(self._behind, month))
        height = self._bands[0].at(50.0)
        return "\n".join(lines), QPointF(month + self._shift, y if height is None else float(height[month]))

    def _words(self, band: Band, month: int) -> str:
        said = [
            f"P{percent:.0f} {self.unit.say(float(band.edges[row][month]))}"
            for row, percent in enumerate(band.percents)
            if percent in (10.0, 50.0, 90.0)
        ]
        return f"{band.name}: {', '.join(said)}"

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(month + self._shift, 0.0) for month in range(self._months)]

    def _name(self, month: int) -> str:
        return month_label(month_at(self._start, month))


def _row(columns: Sequence[Any], month: int) -> tuple[Cell, ...]:
    return tuple(cell(float(column[month])) if month < len(column) else None for column in columns)
