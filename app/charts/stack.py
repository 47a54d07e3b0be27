"""Layers on top of each other, month by month, with a line that they are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from app.charts.axes import MonthAxis
from app.charts.fan import Level
from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.shares import Array
from app.charts.table import Table, cell
from app.charts.units import NUMBER, Unit
from models.calendar import month_at, month_label


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Layer:
    """One layer: a number of at least 0 for each month."""

    name: str
    values: Array
    muted: bool = False  # drawn in grey: what is left over


class Stack(Chart):
    """Steps of a month, the first layer at the bottom.

    Signals
    -------
    month_chosen
        The month that was pressed, or chosen by Return.
    """

    month_chosen = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._layers: tuple[Layer, ...] = ()
        self._level: Level | None = None
        self._marked: int | None = None
        self._start = "2027-01"
        self._axis = MonthAxis("bottom")
        super().__init__(title, parent, bottom=self._axis)

    def show_layers(
        self,
        layers: Sequence[Layer],
        start: str,
        unit: Unit = NUMBER,
        level: Level | None = None,
        marked: int | None = None,
    ) -> None:
        """Show these; month 0 is ``start``, and ``marked`` is a month that is spoken of."""
        self._layers, self._level, self._marked = tuple(layers), level, marked
        self._start, self.unit = start, unit
        self._axis.set_start(start)
        self.draw()

    @property
    def _months(self) -> int:
        return max((len(layer.values) for layer in self._layers), default=0)

    def draw(self) -> None:
        self.clear()
        if not self._months:
            self.show_legend(())
            return
        edges = np.arange(self._months + 1)
        below = np.zeros(self._months)
        for number, layer in enumerate(self._layers):
            top = below + np.asarray(layer.values, dtype=np.float64)
            curves = [_step(edges, values) for values in (below, top)]
            for curve in curves:
                self.addItem(curve)
            self.addItem(pg.FillBetweenItem(*curves, brush=brush(*self._colour(number))))
            below = top
        self._draw_level()
        if self._marked is not None:
            region = pg.LinearRegionItem(
                (self._marked, self._marked + 1), movable=False, brush=brush(self.tokens.text, 0.12)
            )
            for line in region.lines:
                line.setPen(pg.mkPen(self.tokens.text, width=1))
            self.addItem(region, ignoreBounds=True)
        self._label(float(below.max()))

    def _draw_level(self) -> None:
        if self._level is not None:
            edges = np.arange(len(self._level.values) + 1)
            line = _step(edges, np.asarray(self._level.values, dtype=np.float64))
            line.setPen(pg.mkPen(self.tokens.text, width=1.5, dash=[5, 3]))
            self.addItem(line)

    def _label(self, highest: float) -> None:
        self.scale_axis("left", self.unit, highest)
        self.setXRange(0, self._months, padding=0.01)
        self.enableAutoRange("y", True)
        entries = []
        for number, layer in enumerate(self._layers):
            colour, opacity = self._colour(number)
            entries.append(Entry(layer.name, colour, "area", opacity))
        if self._level is not None:
            entries.append(Entry(self._level.name, self.tokens.text, "dash"))
        self.show_legend(entries)

    def _colour(self, number: int) -> tuple[str, float]:
        if self._layers[number].muted:
            return self.tokens.control, 0.5
        return self.tokens.series[number % len(self.tokens.series)], 0.8

    def table(self) -> Table:
        """A row for each month."""
        level = self._level
        header = ("month", *(layer.name for layer in self._layers), *(() if level is None else (level.name,)))
        columns = [layer.values for layer in self._layers] + ([] if level is None else [level.values])
        rows = tuple(
            (self._name(month), *(cell(float(column[month])) for column in columns)) for month in range(self._months)
        )
        return Table(header, rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        month = int(np.floor(x))
        if not 0 <= month < self._months:
            return None
        shown = [(layer.name, float(layer.values[month])) for layer in reversed(self._layers)]
        lines = [f"{name}: {self.unit.say(value)}" for name, value in shown if value > 0]
        if self._level is not None:
            lines.append(f"{self._level.name}: {self.unit.say(float(self._level.values[month]))}")
        return "\n".join([self._name(month), *lines]), QPointF(month + 0.5, y)

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(month + 0.5, 0.0) for month in range(self._months)]

    def press(self, x: float, y: float) -> None:
        month = int(np.floor(x))
        if 0 <= month < self._months:
            self._stop = month
            self.month_chosen.emit(month)

    def confirm(self) -> bool:
        if not 0 <= self._stop < self._months:
            return False
        self.month_chosen.emit(self._stop)
        return True

    def _name(self, month: int) -> str:
        return month_label(month_at(self._start, month))


def _step(edges: np.ndarray, values: np.ndarray) -> pg.PlotCurveItem:
    """A line that holds its value for a month."""
    return pg.PlotCurveItem(np.repeat(edges, 2)[1:-1], np.repeat(values, 2), pen=pg.mkPen(None))
