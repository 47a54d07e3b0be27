"""A fan over time: the median and the range that four futures in five fall into, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from app.charts.frame import Chart, brush
from app.wording import symbol
from models.calendar import month_at

_SCALES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"), (1.0, ""))


@dataclass(frozen=True)
class Fan:
    """P10, P50 and P90 at the end of each month, in money."""

    p10: tuple[float, ...]
    p50: tuple[float, ...]
    p90: tuple[float, ...]


class CashFan(Chart):
    """Cumulative cash: a band from P10 to P90 around the median."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._fan = Fan((), (), ())
        self._start = "2027-01"
        self._currency = ""
        super().__init__("Cumulative cash over time, P10 to P90", parent)

    def show_fan(self, fan: Fan, start: str, currency: str) -> None:
        """Show this fan."""
        if (fan, start, currency) == (self._fan, self._start, self._currency):
            return
        self._fan, self._start, self._currency = fan, start, currency
        self.draw()

    def draw(self) -> None:
        self.clear()
        if not self._fan.p50:
            return
        tokens = self.tokens
        largest = max(map(abs, (*self._fan.p10, *self._fan.p90)))
        size, name = next(((size, name) for size, name in _SCALES if largest >= size), (1.0, ""))
        months = list(range(1, len(self._fan.p50) + 1))
        edge = pg.mkPen(tokens.series[0], width=1)
        low, middle, high = (
            pg.PlotDataItem(months, [value / size for value in values], pen=pen)
            for values, pen in (
                (self._fan.p10, edge),
                (self._fan.p50, pg.mkPen(tokens.series[0], width=2)),
                (self._fan.p90, edge),
            )
        )
        self.addItem(pg.InfiniteLine(0, angle=0, pen=pg.mkPen(tokens.control, width=1)))
        self.addItem(pg.FillBetweenItem(low, high, brush=brush(tokens.series[0], 0.18)))
        for curve in (low, high, middle):
            self.addItem(curve)
        ticks = [(month, month_at(self._start, month)[:7]) for month in range(0, len(months), 12)]
        if self._start.endswith("-01"):
            ticks = [(month, label[:4]) for month, label in ticks]
        self.getAxis("bottom").setTicks([ticks])
        self.setLabel("left", f"{name} {symbol(self._currency)}".strip(), color=tokens.muted)
        self.getAxis("left").enableAutoSIPrefix(False)
        self.setXRange(0, len(months), padding=0.01)
        self.enableAutoRange("y", True)
