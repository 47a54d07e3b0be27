"""The tornado of one way: how far each input moves it, in the colour of the way that is the best there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.charts.axes import NameAxis, name_ticks
from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.table import Table
from app.charts.units import money_in
from app.pages.options.leverchart import unit_of
from app.pages.options.words import input_name
from simulation.decide.choose.switches import OptionBars, OptionTornado

_ROW_HEIGHT: Final = 24

_SEEN: Final = 0.005
"""Share of the longest bar below which a bar is none."""


class OptionTornadoChart(Chart):
    """A row for each input: a bar to the worth at its low value and one to that at its high value.

    A bar has the colour of the way that is the best with the input there, so that a change of colour is a change of
    the choice; round marks are high values, square ones low.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._found: OptionTornado | None = None
        self._bars: tuple[OptionBars, ...] = ()
        self._way = 0
        super().__init__(title, parent, left=NameAxis("left"))

    def show_tornado(self, found: OptionTornado, way: int) -> None:
        """Show what moves an alternative, what moves it most on top."""
        self._found, self._way = found, way
        self._bars = tuple(sorted(_moving(found, way), key=lambda bar: -float(bar.swing[way])))
        self.unit = money_in(found.asked.currency)
        self.set_title(f"What moves the worth of {self._names[way]}")
        self.setMinimumHeight(84 + _ROW_HEIGHT * len(self._bars))
        self.setMaximumHeight(104 + 2 * _ROW_HEIGHT * len(self._bars))
        self.draw()

    def forget(self) -> None:
        """Show nothing."""
        self._found, self._bars = None, ()
        self.draw()

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self._found.asked.alternatives) if self._found is not None else ()

    @property
    def changing(self) -> tuple[str, ...]:
        """The inputs at one end of which another way is the best than as the plan stands."""
        if self._found is None:
            return ()
        now = self._found.asked.best
        return tuple(bar.lever.words for bar in self._bars if bar.best != (now, now))

    def draw(self) -> None:
        self.clear()
        if self._found is None or not self._bars:
            self.show_legend(())
            return
        middle = self._found.asked.equivalents[self._way]
        heights = np.arange(len(self._bars), 0, -1, dtype=np.float64)
        for end, symbol in ((0, "s"), (1, "o")):
            worth = np.array([float((bar.low, bar.high)[end][self._way]) for bar in self._bars])
            colours = [self._colour(bar.best[end]) for bar in self._bars]
            brushes = [brush(colour, 0.8) for colour in colours]
            self.addItem(
                pg.BarGraphItem(
                    x0=np.full(len(worth), middle), x1=worth, y=heights, height=0.6, brushes=brushes, pen=pg.mkPen(None)
                )
            )
            marks = self.dots(worth, heights, symbol=symbol, size=8, brush=brush(self.tokens.surface))
            marks.setPen(pg.mkPen(self.tokens.text, width=1.2))
            self.addItem(marks)
        self.addItem(pg.InfiniteLine(middle, angle=90, pen=pg.mkPen(self.tokens.text, width=1.2)))
        self._label(heights, middle)

    def _label(self, heights: np.ndarray, middle: float) -> None:
        assert self._found is not None
        ends = [float(side[self._way]) for bar in self._bars for side in (bar.low, bar.high)] + [middle]
        self.scale_axis("bottom", self.unit, max(abs(end) for end in ends))
        name_ticks(self.getAxis("left"), [input_name(bar.lever.words) for bar in self._bars], heights.tolist())
        self.setXRange(min(ends), max(ends), padding=0.05)
        self.setYRange(0.4, len(self._bars) + 0.6, padding=0)
        best = dict.fromkeys([self._found.asked.best, *(end for bar in self._bars for end in bar.best)])
        entries = [Entry(f"{self._names[number]} is best", self._colour(number)) for number in best]
        self.show_legend([*entries, Entry("round: input high (P90); square: low (P10)", self.tokens.text, "dot")])

    def _colour(self, number: int) -> str:
        return self.tokens.series[number % len(self.tokens.series)]

    def table(self) -> Table:
        header = ("input", "low value", "high value", "worth at low", "worth at high", "best at low", "best at high")
        rows = tuple(
            (
                bar.lever.words,
                bar.lever.low,
                bar.lever.high,
                float(bar.low[self._way]),
                float(bar.high[self._way]),
                self._names[bar.best[0]],
                self._names[bar.best[1]],
            )
            for bar in self._bars
        )
        return Table(header, rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        number = len(self._bars) - round(y)
        if self._found is None or not 0 <= number < len(self._bars):
            return None
        bar = self._bars[number]
        unit = unit_of(bar.lever, self._found.asked.currency)
        lines = [bar.lever.words]
        sides = ((bar.lever.low, bar.low, bar.best[0]), (bar.lever.high, bar.high, bar.best[1]))
        lines += [
            f"at {unit.say(value)}: {self.unit.say(float(worth[self._way]))}; {self._names[best]} is the best"
            for value, worth, best in sides
        ]
        return "\n".join(lines), QPointF(x, float(len(self._bars) - number))

    def stops(self) -> Sequence[tuple[float, float]]:
        if self._found is None:
            return []
        middle = self._found.asked.equivalents[self._way]
        return [(middle, float(len(self._bars) - number)) for number in range(len(self._bars))]


def _moving(found: OptionTornado, way: int) -> list[OptionBars]:
    """The inputs that move an alternative to be seen, or that change which one is the best."""
    most = max((float(bar.swing[way]) for bar in found.bars), default=0.0)
    now = found.asked.best
    return [bar for bar in found.bars if float(bar.swing[way]) > _SEEN * most or bar.best != (now, now)]
