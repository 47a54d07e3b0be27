"""The best way over two inputs: a region for each way, the paler the closer the next one comes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.table import Table
from app.charts.units import money_in
from app.pages.options.leverchart import unit_of
from app.pages.options.words import input_name
from simulation.decide.choose.switches import SwitchMap


class MapChart(Chart):
    """Two inputs as axes; colour and name say which way is the best, a mark where the plan is."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._map: SwitchMap | None = None
        self._names: tuple[str, ...] = ()
        super().__init__(title, parent)
        self.setMinimumHeight(260)

    def show_map(self, found: SwitchMap) -> None:
        """Show a map."""
        self._map = found
        self._names = tuple(one.name for one in found.asked.alternatives)
        self.unit = money_in(found.asked.currency)
        self.set_title(f"Best way over {found.first.words} and {found.second.words}")
        self.draw()

    def forget(self) -> None:
        """Show nothing."""
        self._map = None
        self.draw()

    def draw(self) -> None:
        self.clear()
        found = self._map
        if found is None:
            self.show_legend(())
            return
        picture = pg.ImageItem(self.colours(found), axisOrder="row-major", levels=(0, 255))
        first, second = found.first, found.second
        picture.setRect(QRectF(first.low, second.low, first.width, second.width))
        self.addItem(picture)
        for number, name in enumerate(self._names):
            self._name_region(found, number, name)
        here = self.dots([first.base], [second.base], symbol="d", size=13, brush=brush(self.tokens.text))
        here.setPen(pg.mkPen(self.tokens.surface, width=1.5))
        self.addItem(here)
        self._label(found)

    def colours(self, found: SwitchMap) -> np.ndarray:
        """The colour of each place, shape (second, first, 4): rows go up the second input."""
        palette = np.array([_rgb(self._colour(number)) for number in range(len(self._names))])
        finite = np.where(np.isfinite(found.margin), found.margin, 0.0)
        strength = 0.35 + 0.5 * finite / (finite.max() or 1.0)
        mixed = np.concatenate([palette[found.best], 255.0 * strength[..., None]], axis=2)
        return np.asarray(mixed.transpose(1, 0, 2).round().astype(np.uint8))

    def _name_region(self, found: SwitchMap, number: int, name: str) -> None:
        """Write the name of a way where its region has its middle."""
        rows, columns = np.nonzero(found.best == number)
        if not rows.size:
            return
        middle = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
        x, y = float(found.first_fine[rows[middle]]), float(found.second_fine[columns[middle]])
        inside = ((x - found.first.low) / found.first.width, 0.5)  # so that it stays within the plot
        label = pg.TextItem(name, color=self.tokens.text, anchor=inside, fill=brush(self.tokens.surface, 0.7))
        label.setPos(x, y)
        self.addItem(label, ignoreBounds=True)

    def _label(self, found: SwitchMap) -> None:
        for axis, lever in (("bottom", found.first), ("left", found.second)):
            unit = unit_of(lever, found.asked.currency)
            self.scale_axis(axis, unit, max(abs(lever.low), abs(lever.high)))
            label = unit.axis(max(abs(lever.low), abs(lever.high)))[1]
            self.setLabel(
                axis, f"{input_name(lever.words, 46)}{f', {label}' if label else ''}", color=self.tokens.muted
            )
            self.getAxis(axis).showLabel(True)
        self.setXRange(found.first.low, found.first.high, padding=0.0)
        self.setYRange(found.second.low, found.second.high, padding=0.0)
        there = np.unique(found.best).tolist()
        entries = [Entry(self._names[number], self._colour(number)) for number in there]
        self.show_legend([*entries, Entry("the plan", self.tokens.text, "diamond")])

    def _colour(self, number: int) -> str:
        return self.tokens.series[number % len(self.tokens.series)]

    def table(self) -> Table:
        """A row for each simulated value of the first input, a column for each of the second: the best way."""
        found = self._map
        if found is None:
            return Table((), ())
        best = found.equivalents.argmax(axis=2)
        header = (f"{found.first.words} / {found.second.words}", *(f"{value:g}" for value in found.second_tried))
        rows = tuple(
            (float(value), *(self._names[number] for number in best[row].tolist()))
            for row, value in enumerate(found.first_tried)
        )
        return Table(header, rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        found = self._map
        if found is None:
            return None
        row, column = int(np.abs(found.first_fine - x).argmin()), int(np.abs(found.second_fine - y).argmin())
        margin = float(found.margin[row, column])
        ahead = f", by {self.unit.say(margin)}" if np.isfinite(margin) else ""
        values = (
            f"{lever.words}: {unit_of(lever, found.asked.currency).say(value)}"
            for lever, value in (
                (found.first, float(found.first_fine[row])),
                (found.second, float(found.second_fine[column])),
            )
        )
        words = "\n".join([f"{self._names[found.best[row, column]]} is the best{ahead}", *values])
        return words, QPointF(float(found.first_fine[row]), float(found.second_fine[column]))

    def stops(self) -> Sequence[tuple[float, float]]:
        found = self._map
        if found is None:
            return []
        return [(float(x), float(y)) for y in found.second_tried for x in found.first_tried]


def _rgb(colour: str) -> tuple[int, int, int]:
    made = QColor(colour)
    return made.red(), made.green(), made.blue()
