"""A waterfall: how amounts add up from one total to the next, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.charts.axes import name_ticks
from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.table import Table, cell
from app.charts.units import NUMBER, Unit


@dataclass(frozen=True)
class Step:
    """An amount that is added to what came before; where ``is_total``, the sum itself, drawn from zero."""

    name: str
    amount: float
    is_total: bool = False


class Waterfall(Chart):
    """Rises and falls between totals, each in its colour."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._steps: tuple[Step, ...] = ()
        super().__init__(title, parent)

    def show_steps(self, steps: Sequence[Step], unit: Unit = NUMBER) -> None:
        """Show these, in their order; a total sets what the next ones are added to."""
        self._steps, self.unit = tuple(steps), unit
        self.draw()

    def spans(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each bar begins and ends."""
        begins, ends, level = [], [], 0.0
        for step in self._steps:
            begins.append(0.0 if step.is_total else level)
            level = step.amount if step.is_total else level + step.amount
            ends.append(level)
        return np.array(begins), np.array(ends)

    def draw(self) -> None:
        self.clear()
        if not self._steps:
            self.show_legend(())
            return
        begins, ends = self.spans()
        for kind, colour in self._kinds():
            self._draw_bars(kind, begins, ends, colour)
        links = np.stack([np.arange(len(ends) - 1) + 0.38, np.arange(len(ends) - 1) + 0.62], axis=1).reshape(-1)
        if links.size:
            pen = pg.mkPen(self.tokens.control, width=1)
            self.addItem(pg.PlotDataItem(links, np.repeat(ends[:-1], 2), connect="pairs", pen=pen))
        self.addItem(pg.InfiniteLine(0, angle=0, pen=pg.mkPen(self.tokens.control, width=1)))
        self._label(begins, ends)

    def _kinds(self) -> list[tuple[np.ndarray, str]]:
        """Which steps are totals, rises and falls, and their colours; blue and orange, which all can tell apart."""
        totals = np.array([step.is_total for step in self._steps])
        rises = np.array([step.amount >= 0 for step in self._steps]) & ~totals
        series = self.tokens.series
        return [(totals, self.tokens.control), (rises, series[0]), (~totals & ~rises, series[1])]

    def _draw_bars(self, chosen: np.ndarray, begins: np.ndarray, ends: np.ndarray, colour: str) -> None:
        places = np.flatnonzero(chosen)
        if places.size:
            sizes: dict[str, Any] = {"x": places, "width": 0.76, "y0": begins[chosen], "y1": ends[chosen]}
            self.addItem(pg.BarGraphItem(**sizes, brush=brush(colour, 0.9), pen=pg.mkPen(None)))

    def _label(self, begins: np.ndarray, ends: np.ndarray) -> None:
        self.scale_axis("left", self.unit, float(np.abs([begins, ends]).max()))
        name_ticks(self.getAxis("bottom"), [step.name for step in self._steps], list(range(len(self._steps))))
        self.setXRange(-0.6, len(self._steps) - 0.4, padding=0)
        self.enableAutoRange("y", True)
        names = ("total", "adds", "takes away")
        kinds = zip(names, self._kinds(), strict=True)
        self.show_legend([Entry(name, colour) for name, (chosen, colour) in kinds if chosen.any()])

    def table(self) -> Table:
        rows = tuple(
            (step.name, cell(step.amount), cell(float(end)), "total" if step.is_total else "step")
            for step, end in zip(self._steps, self.spans()[1], strict=True)
        )
        return Table(("step", "amount", "sum so far", "kind"), rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        number = round(x)
        if not 0 <= number < len(self._steps):
            return None
        step, end = self._steps[number], float(self.spans()[1][number])
        after = "" if step.is_total else f"; {self.unit.say(end)} so far"
        return f"{step.name}: {self.unit.say(step.amount)}{after}", QPointF(number, end)

    def stops(self) -> Sequence[tuple[float, float]]:
        return [(float(number), 0.0) for number in range(len(self._steps))]
