"""What every way is worth over the values of one input, with the values at which the best way changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.charts.frame import Chart, brush, line_label
from app.charts.legend import Entry
from app.charts.table import Table
from app.charts.units import LOAD, NUMBER, Unit, money_in
from simulation.decide.choose.switches import Lever, LeverSearch


def unit_of(lever: Lever, currency: str) -> Unit:
    """How an axis counts the values of an input."""
    if lever.unit.startswith("money"):
        return money_in(currency)
    if lever.unit.startswith("share"):
        return LOAD
    return Unit("number", "" if lever.unit == "factor" else lever.unit)


class LeverChart(Chart):
    """A line for each way; where the lines cross at the top, another way becomes the best."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._search: LeverSearch | None = None
        self._names: tuple[str, ...] = ()
        self._across = NUMBER
        super().__init__(title, parent)

    def show_search(self, search: LeverSearch, names: Sequence[str], currency: str) -> None:
        """Show how the ways of these names depend on the input of a search."""
        self._search, self._names = search, tuple(names)
        self.unit, self._across = money_in(currency), unit_of(search.lever, currency)
        self.set_title(f"Worth of each way over {search.lever.words}")
        self.draw()

    def forget(self) -> None:
        """Show nothing."""
        self._search = None
        self.draw()

    def draw(self) -> None:
        self.clear()
        search = self._search
        if search is None:
            self.show_legend(())
            return
        for number in range(len(self._names)):
            pen = pg.mkPen(self._colour(number), width=2)
            self.addItem(pg.PlotDataItem(search.tried, search.equivalents[:, number], pen=pen))
            self.addItem(
                self.dots(search.tried, search.equivalents[:, number], size=6, brush=brush(self._colour(number)))
            )
        for switch in search.switches:
            self._line(switch.at, self.tokens.warn, f"above: {self._names[switch.above]}")
        self._line(search.lever.base, self.tokens.text, "plan")
        self._label(search)

    def _line(self, at: float, colour: str, words: str) -> None:
        options = {"position": 0.06, "color": colour, "fill": brush(self.tokens.surface, 0.8)}
        options["anchors"] = [(0, 0.5), (1, 0.5)]
        if words != "plan":
            options["position"] = 0.94
        pen = pg.mkPen(colour, width=1.3, dash=[4, 3])
        self.addItem(pg.InfiniteLine(at, angle=90, pen=pen, label=line_label(words), labelOpts=options))

    def _label(self, search: LeverSearch) -> None:
        self.scale_axis("bottom", self._across, float(np.abs(search.tried).max()))
        self.scale_axis("left", self.unit, float(np.abs(search.equivalents).max()))
        self.setXRange(search.lever.low, search.lever.high, padding=0.03)
        self.enableAutoRange("y", True)
        self.show_legend([Entry(name, self._colour(number), "line") for number, name in enumerate(self._names)])

    def _colour(self, number: int) -> str:
        return self.tokens.series[number % len(self.tokens.series)]

    def table(self) -> Table:
        """A row for each value that was tried."""
        search = self._search
        if search is None:
            return Table((), ())
        header = (search.lever.words, *self._names)
        rows = tuple(
            (float(value), *(float(one) for one in search.equivalents[row])) for row, value in enumerate(search.tried)
        )
        return Table(header, rows)

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        search = self._search
        if search is None:
            return None
        row = int(np.abs(search.tried - x).argmin())
        lines = [self._across.say(float(search.tried[row]))]
        lines += [f"{name}: {self.unit.say(float(search.equivalents[row, k]))}" for k, name in enumerate(self._names)]
        top = float(search.equivalents[row].max())
        return "\n".join(lines), QPointF(float(search.tried[row]), top)

    def stops(self) -> Sequence[tuple[float, float]]:
        return [] if self._search is None else [(float(value), 0.0) for value in self._search.tried]
