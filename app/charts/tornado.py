"""The tornado: bars to both sides of a figure's middle, for what each input does to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.charts.axes import NameAxis, name_ticks
from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.table import Table, cell
from app.charts.units import NUMBER, Unit

_ROW_HEIGHT: Final = 24


@dataclass(frozen=True)
class Swing:
    """What an input does to a figure: the figure where the input is low, and where it is high."""

    name: str
    low: float
    high: float
    low_text: str = ""  # the input's values, in words
    high_text: str = ""


class Tornado(Chart):
    """A row for each input, the first on top: its bar goes from the figure's value at low to that at high."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._swings: tuple[Swing, ...] = ()
        self._middle = 0.0
        self._names = ("input low", "input high")
        super().__init__(title, parent, left=NameAxis("left"))

    def show_swings(
        self,
        swings: Sequence[Swing],
        middle: float,
        unit: Unit = NUMBER,
        names: tuple[str, str] = ("input low", "input high"),
    ) -> None:
        """Show these around the figure's ``middle``; ``names`` say what the two colours are."""
        self._swings, self._middle, self.unit, self._names = tuple(swings), middle, unit, names
        self.setMinimumHeight(84 + _ROW_HEIGHT * len(swings))
        self.draw()

    def draw(self) -> None:
        self.clear()
        if not self._swings:
            self.show_legend(())
            return
        heights = [float(len(self._swings) - number) for number in range(len(self._swings))]
        for ends, colour in (([one.low for one in self._swings], 0), ([one.high for one in self._swings], 1)):
            self._draw_side(np.array(ends, dtype=np.float64), np.array(heights), self.tokens.series[colour])
        self.addItem(pg.InfiniteLine(self._middle, angle=90, pen=pg.mkPen(self.tokens.text, width=1.2)))
        self._label(heights)

    def _draw_side(self, ends: np.ndarray, heights: np.ndarray, colour: str) -> None:
        there = np.isfinite(ends)
        if there.any():
            middle = np.full(int(there.sum()), self._middle)
            bars = pg.BarGraphItem(
                x0=middle, x1=ends[there], y=heights[there], height=0.62, brush=brush(colour, 0.85), pen=pg.mkPen(None)
            )
            self.addItem(bars)

    def _label(self, heights: Sequence[float]) -> None:
        ends = [end for one in self._swings for end in (one.low, one.high) if math.isfinite(end)] + [self._middle]
        self.scale_axis("bottom", self.unit, max(abs(end) for end in ends))
        name_ticks(self.getAxis("left"), [one.name for one in self._swings], heights)
        self.setXRange(min(ends), max(ends), padding=0.04)
        self.setYRange(0.4, len(self._swings) + 0.6, padding=0)
        colours = self.tokens.series
        self.show_legend([Entry(self._names[0], colours[0]), Entry(self._names[1], colours[1])])

    def table(self) -> Table:
        header = ("input", self._names[0], self._names[1], "low value", "high value", "middle")
        rows = tuple(
            (one.name, cell(one.low), cell(one.high), one.low_text, one.high_text, cell(self._middle))
            for one in self._swings
        )
        return Table(header, rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        number = len(self._swings) - round(y)
        if not 0 <= number < len(self._swings):
            return None
        one = self._swings[number]
        sides = zip(self._names, (one.low, one.high), (one.low_text, one.high_text), strict=True)
        lines = [f"{name}{f' ({text})' if text else ''}: {self.unit.say(end)}" for name, end, text in sides]
        return "\n".join([one.name, *lines]), QPointF(x, len(self._swings) - number)

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(self._middle, float(len(self._swings) - number)) for number in range(len(self._swings))]
