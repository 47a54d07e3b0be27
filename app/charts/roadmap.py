"""The roadmap: a row for each funded initiative, from its start to its launch, with how uncertain the launch is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from app.charts.frame import Chart, brush
from models.calendar import month_at

_ROW_HEIGHT = 20
_LONGEST_NAME = 30


@dataclass(frozen=True)
class Bar:
    """One initiative; all times in months from the portfolio's start, None later than the horizon."""

    name: str
    start: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    planned: float | None


class Roadmap(Chart):
    """Bars from the start to the median launch, a band from P10 to P90, a mark where the plan says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._bars: tuple[Bar, ...] = ()
        self._start = "2027-01"
        self._horizon = 60
        super().__init__("Roadmap: start to launch of each funded initiative, with P10 to P90", parent)

    def show_bars(self, bars: Sequence[Bar], start: str, horizon_months: int) -> None:
        """Show these initiatives, the first on top."""
        if (tuple(bars), start, horizon_months) == (self._bars, self._start, self._horizon):
            return
        self._bars, self._start, self._horizon = tuple(bars), start, horizon_months
        self.setMinimumHeight(60 + _ROW_HEIGHT * len(bars))
        self.draw()

    def draw(self) -> None:
        self.clear()
        tokens, horizon = self.tokens, float(self._horizon)
        rows = [(len(self._bars) - number, bar) for number, bar in enumerate(self._bars) if bar.start is not None]
        for years in range(0, self._horizon + 1, 12):
            self.addItem(pg.InfiniteLine(years, angle=90, pen=pg.mkPen(tokens.line, width=1)))
        if rows:
            self._draw_rows(rows, horizon)
        self._label_axes(horizon)

    def _draw_rows(self, rows: list[tuple[int, Bar]], horizon: float) -> None:
        tokens = self.tokens
        heights = [row for row, _ in rows]
        starts = [bar.start or 0.0 for _, bar in rows]
        medians = [_or(bar.p50, horizon) for _, bar in rows]
        lows = [_or(bar.p10, horizon) for _, bar in rows]
        highs = [_or(bar.p90, horizon) for _, bar in rows]
        colour = tokens.series[0]
        work = {"x0": starts, "x1": medians, "y": heights, "height": 0.5}
        doubt = {"x0": lows, "x1": highs, "y": heights, "height": 0.24}
        self.addItem(pg.BarGraphItem(**work, brush=brush(colour, 0.42), pen=pg.mkPen(None)))
        shades = [brush(colour, 0.42 if bar.p90 is None else 1.0) for _, bar in rows]
        self.addItem(pg.BarGraphItem(**doubt, brushes=shades, pen=pg.mkPen(None)))
        here = [(bar.p50, row) for row, bar in rows if bar.p50 is not None]
        self._marks(here, "o", tokens.surface, colour)
        planned = [(bar.planned, row) for row, bar in rows if bar.planned is not None]
        self._marks(planned, "d", tokens.series[1], tokens.surface)

    def _marks(self, places: list[tuple[float, int]], symbol: str, fill: str, edge: str) -> None:
        if places:
            xs, ys = zip(*places, strict=True)
            marks = pg.ScatterPlotItem(xs, ys, symbol=symbol, size=9, brush=brush(fill), pen=pg.mkPen(edge, width=1.5))
            self.addItem(marks)

    def _label_axes(self, horizon: float) -> None:
        self.showAxis("top")
        self.hideAxis("bottom")
        names = [(len(self._bars) - number, _short(bar.name)) for number, bar in enumerate(self._bars)]
        self.getAxis("left").setTicks([names])
        years = [(month, month_at(self._start, month)[:4]) for month in range(0, self._horizon, 12)]
        if not self._start.endswith("-01"):
            years = [(month, month_at(self._start, month)) for month, _ in years]
        self.getAxis("top").setTicks([years])
        self.setXRange(0, horizon, padding=0.01)
        self.setYRange(0.4, max(len(self._bars), 1) + 0.6, padding=0)


def _or(value: float | None, horizon: float) -> float:
    return horizon if value is None else value


def _short(name: str) -> str:
    """The name proper of "Atlas: connected-worker app", at most so long that the axis leaves room for the bars."""
    head = name.partition(":")[0]
    return head if len(head) <= _LONGEST_NAME else f"{head[: _LONGEST_NAME - 1].rstrip()}…"
