"""Budget against forecast: a pair of bars for each fiscal year, with the range of the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from app.charts.frame import Chart, brush
from app.wording import symbol

_SCALES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"), (1.0, ""))


@dataclass(frozen=True)
class Year:
    """One fiscal year: its envelopes (None: it has none), and the forecast of its cost, in money."""

    label: str
    budget: float | None
    p10: float
    p50: float
    p90: float


class BudgetBars(Chart):
    """For each year the budget beside the forecast's median, with P10 to P90 as a whisker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._years: tuple[Year, ...] = ()
        self._currency = ""
        super().__init__("Budget and forecast cost by fiscal year", parent)

    def show_years(self, years: Sequence[Year], currency: str) -> None:
        """Show these years."""
        if (tuple(years), currency) == (self._years, self._currency):
            return
        self._years, self._currency = tuple(years), currency
        self.draw()

    def draw(self) -> None:
        self.clear()
        if not self._years:
            return
        tokens = self.tokens
        size, name = _scale(self._years)
        positions = list(range(len(self._years)))
        budgets = [(x, year.budget / size) for x, year in enumerate(self._years) if year.budget is not None]
        if budgets:
            xs, heights = zip(*budgets, strict=True)
            self._draw_bars([x - 0.2 for x in xs], heights, tokens.control, 0.55)
        middle = [year.p50 / size for year in self._years]
        right = [x + 0.2 for x in positions]
        self._draw_bars(right, middle, tokens.series[0])
        self._draw_ranges(right, size)
        self.getAxis("bottom").setTicks([list(zip(positions, (year.label for year in self._years), strict=True))])
        self.setLabel("left", f"{name} {symbol(self._currency)}".strip(), color=tokens.muted)
        self.getAxis("left").enableAutoSIPrefix(False)
        top = max(max(year.p90, year.budget or 0.0) for year in self._years) / size
        self.setYRange(0, top * 1.08 or 1.0, padding=0)
        self.setXRange(-0.6, len(positions) - 0.4, padding=0)

    def _draw_bars(self, xs: Sequence[float], heights: Sequence[float], colour: str, opacity: float = 1.0) -> None:
        bars = pg.BarGraphItem(x=xs, height=heights, width=0.36, brush=brush(colour, opacity), pen=pg.mkPen(None))
        self.addItem(bars)

    def _draw_ranges(self, xs: list[float], size: float) -> None:
        """A vertical line for each range; NaN parts one from the next, so that it is one item."""
        points = [(x, value / size) for x, year in zip(xs, self._years, strict=True) for value in (year.p10, year.p90)]
        line = pg.PlotDataItem(
            [x for x, _ in points], [y for _, y in points], connect="pairs", pen=pg.mkPen(self.tokens.text, width=2)
        )
        self.addItem(line)


def _scale(years: Sequence[Year]) -> tuple[float, str]:
    largest = max(max(year.p90, year.budget or 0.0) for year in years)
    return next(((size, name) for size, name in _SCALES if largest >= size), (1.0, ""))
