"""Bars for each label, side by side or stacked, with ranges and targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.charts.axes import name_ticks
from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.table import Table, cell
from app.charts.units import NUMBER, Unit

_GROUP: Final = 0.76  # of the room of a label that its bars take

_LEAST_LABELS: Final = 3
"""Labels that there is room for: a single bar is no wall."""

Numbers = tuple[float, ...]


@dataclass(frozen=True)
class BarSeries:
    """One number for each label, NaN where there is none; ``low`` and ``high`` bound its range."""

    name: str
    values: Numbers
    low: Numbers = ()
    high: Numbers = ()
    muted: bool = False  # drawn in grey: what the others are measured against


@dataclass(frozen=True)
class Before:
    """What the bars are compared with: a number for each label, NaN where there is none; none at all for none."""

    name: str = ""
    values: Numbers = ()


class BarChart(Chart):
    """Groups or stacks of bars above labels."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._labels: tuple[str, ...] = ()
        self._series: tuple[BarSeries, ...] = ()
        self._targets: Numbers = ()
        self._before = Before()
        self._stacked = False
        super().__init__(title, parent)

    def show_bars(
        self,
        labels: Sequence[str],
        series: Sequence[BarSeries],
        unit: Unit = NUMBER,
        *,
        stacked: bool = False,
        targets: Sequence[float] = (),
        before: Before | None = None,
    ) -> None:
        """Show these; ``targets`` are a line across the bars of each label, NaN where it has none.

        ``before`` is a grey dashed line across them: what they are compared with.
        """
        self._before = before or Before()
        new = (tuple(labels), tuple(series), tuple(targets), stacked)
        self._labels, self._series, self._targets, self._stacked = new
        self.unit = unit
        self.draw()

    def draw(self) -> None:
        self.clear()
        if not self._labels:
            self.show_legend(())
            return
        below = np.zeros((2, len(self._labels)))  # of stacks: above zero and under it
        for number, one in enumerate(self._series):
            values = np.array(one.values, dtype=np.float64)
            lefts, width = self._places(number)
            bottoms = self._bottoms(values, below) if self._stacked else np.zeros(len(values))
            self._draw_series(number, lefts, width, bottoms, values)
        warn, muted = pg.mkPen(self.tokens.warn, width=2.5), pg.mkPen(self.tokens.muted, width=2, dash=[4, 2])
        self._draw_across(self._targets, warn)
        self._draw_across(self._before.values, muted)
        self._label()

    def _places(self, number: int) -> tuple[np.ndarray, float]:
        """The left edges of a series' bars, and how wide they are."""
        width = _GROUP / (1 if self._stacked else max(len(self._series), 1))
        first = np.arange(len(self._labels)) - _GROUP / 2
        return np.asarray(first + (0.0 if self._stacked else number * width)), width

    def _bottoms(self, values: np.ndarray, below: np.ndarray) -> np.ndarray:
        """Where each bar of a stack begins; moves what lies below on."""
        known = np.nan_to_num(values)
        side = (known < 0).astype(np.int64)
        columns = np.arange(len(values))
        bottoms = below[side, columns].copy()
        below[side, columns] += known
        return np.asarray(bottoms)

    def _draw_series(
        self, number: int, lefts: np.ndarray, width: float, bottoms: np.ndarray, values: np.ndarray
    ) -> None:
        one, there = self._series[number], np.isfinite(values)
        colour, opacity = self._colour(number)
        if there.any():
            self.addItem(
                pg.BarGraphItem(
                    x0=lefts[there],
                    width=width * 0.94,
                    y0=bottoms[there],
                    height=values[there],
                    brush=brush(colour, opacity),
                    pen=pg.mkPen(None),
                )
            )
        if one.low and one.high and not self._stacked:
            self._draw_ranges(lefts + width * 0.47, np.array(one.low), np.array(one.high))

    def _draw_ranges(self, xs: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """A line from low to high for each bar, all as one item."""
        there = np.isfinite(low) & np.isfinite(high)
        if there.any():
            points = np.repeat(xs[there], 2)
            ends = np.stack([low[there], high[there]], axis=1).reshape(-1)
            self.addItem(pg.PlotDataItem(points, ends, connect="pairs", pen=pg.mkPen(self.tokens.text, width=2)))

    def _draw_across(self, numbers: Numbers, pen: Any) -> None:
        """A line across the bars of each label that has a number."""
        heights = np.array(numbers, dtype=np.float64)
        there = np.flatnonzero(np.isfinite(heights))
        if there.size:
            xs = np.stack([there - 0.44, there + 0.44], axis=1).reshape(-1)
            self.addItem(pg.PlotDataItem(xs, np.repeat(heights[there], 2), connect="pairs", pen=pen))

    def _label(self) -> None:
        shown = [(one.values, one.high) for one in self._series]
        numbers = [abs(value) for pair in shown for part in pair for value in part if math.isfinite(value)]
        across = (*self._targets, *self._before.values)
        numbers += [abs(value) for value in across if math.isfinite(value)]
        self.scale_axis("left", self.unit, max(numbers, default=1.0))
        name_ticks(self.getAxis("bottom"), self._labels, list(range(len(self._labels))))
        middle, half = (len(self._labels) - 1) / 2, max(len(self._labels), _LEAST_LABELS) / 2 + 0.1
        self.setXRange(middle - half, middle + half, padding=0)
        self.enableAutoRange("y", True)
        entries = [self._entry(number) for number in range(len(self._series))]
        if any(math.isfinite(value) for value in self._targets):
            entries.append(Entry("target", self.tokens.warn, "line"))
        if any(math.isfinite(value) for value in self._before.values):
            entries.append(Entry(self._before.name, self.tokens.muted, "dash"))
        self.show_legend(entries if len(entries) > 1 else ())

    def _entry(self, number: int) -> Entry:
        colour, opacity = self._colour(number)
        return Entry(self._series[number].name, colour, "area", opacity)

    def _colour(self, number: int) -> tuple[str, float]:
        if self._series[number].muted:
            return self.tokens.control, 0.55
        coloured = [one for one in self._series[: number + 1] if not one.muted]
        return self.tokens.series[(len(coloured) - 1) % len(self.tokens.series)], 1.0

    def table(self) -> Table:
        """A row for each label."""
        header = [""]
        columns: list[Numbers] = []
        for one in self._series:
            header.append(one.name)
            columns.append(one.values)
            if one.low and one.high:
                header += [f"{one.name}: low", f"{one.name}: high"]
                columns += [one.low, one.high]
        if self._targets:
            header.append("target")
            columns.append(self._targets)
        if self._before.values:
            header.append(self._before.name)
            columns.append(self._before.values)
        rows = tuple((label, *(cell(column[row]) for column in columns)) for row, label in enumerate(self._labels))
        return Table(tuple(header), rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        row = round(x)
        if not 0 <= row < len(self._labels):
            return None
        lines = [self._labels[row], *(self._words(one, row) for one in self._series)]
        if self._targets and math.isfinite(self._targets[row]):
            lines.append(f"target: {self.unit.say(self._targets[row])}")
        if self._before.values and math.isfinite(self._before.values[row]):
            lines.append(f"{self._before.name}: {self.unit.say(self._before.values[row])}")
        return "\n".join(lines), QPointF(row, y)

    def _words(self, one: BarSeries, row: int) -> str:
        spread = ""
        if one.low and one.high and math.isfinite(one.low[row]) and math.isfinite(one.high[row]):
            spread = f" ({self.unit.say(one.low[row])} to {self.unit.say(one.high[row])})"
        return f"{one.name}: {self.unit.say(one.values[row])}{spread}"

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(float(row), 0.0) for row in range(len(self._labels))]
