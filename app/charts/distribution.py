"""A distribution, or several laid over each other: as shares of futures by value, or as the chance of at least a value.

Series are given by their quantiles at evenly spaced shares; infinite ones are what has not come about.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from app.charts.axes import ValueAxis, short_name
from app.charts.frame import Chart, brush, line_label
from app.charts.legend import Entry
from app.charts.shares import Array, bin_edges, histogram, quantile_at, share_at_most, share_below
from app.charts.table import Table
from app.charts.tabling import points_of, table_of_bins, table_of_curves
from app.charts.units import SHARE, Unit
from app.wording import share

Mode: TypeAlias = Literal["histogram", "s_curve"]
Side: TypeAlias = Literal["at_least", "at_most"]
"""Which side of a value is the good one: value is safe when it is at least something, cost when it is at most."""

BINS: Final = 40
_HEADROOM: Final = 1.22  # above the highest bar, for what the markers say
_MORE_HEADROOM: Final = 1.5  # where they say it of what is behind, too
_STEP: Final = 0.01  # of the width, by which a key moves a marker


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Series:
    """One distribution."""

    name: str
    quantiles: Array  # at evenly spaced shares from 0 to 1
    base: float = math.nan  # of the base case, marked where it is known

    @property
    def missing(self) -> float:
        """The share of futures in which it does not come about."""
        return float(np.isinf(self.quantiles).mean())


class Distribution(Chart):
    """Histogram or S-curve with markers that can be dragged, or moved by keys, and that say their chance.

    Signals
    -------
    marker_moved
        Number and new value of a marker.
    """

    marker_moved = Signal(int, float)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._series: tuple[Series, ...] = ()
        self._behind: Series | None = None
        self._side: Side = "at_least"
        self._mode: Mode = "histogram"
        self._markers: list[float] = []
        self._lines: list[Any] = []
        self._held = 0  # the marker that the keys move
        super().__init__(title, parent, bottom=ValueAxis("bottom"))
        self._make_actions()

    def _make_actions(self) -> None:
        group = QActionGroup(self)
        self.histogram_action, self.s_curve_action = QAction("Histogram", self), QAction("S-curve", self)
        for action, mode in ((self.histogram_action, "histogram"), (self.s_curve_action, "s_curve")):
            action.setCheckable(True)
            action.setData(mode)
            group.addAction(action)
        self.histogram_action.setChecked(True)
        group.triggered.connect(self._take_mode)

    @property
    def mode(self) -> Mode:
        """How it is drawn."""
        return self._mode

    @property
    def markers(self) -> tuple[float, ...]:
        """Where the markers stand."""
        return tuple(self._markers)

    def show_series(
        self,
        series: Sequence[Series],
        unit: Unit,
        side: Side = "at_least",
        markers: Sequence[float] | None = None,
        behind: Series | None = None,
    ) -> None:
        """Show these; without ``markers`` those of before stay, and the first time one is put at a likely place.

        ``behind`` is what they are compared with, a grey line.
        """
        self._behind = behind if series else None
        self._series, self.unit, self._side = tuple(series), unit, side
        if markers is not None:
            self._markers = list(markers)
        elif not self._markers and series:
            self._markers = [_likely(series[0], side)]
        self._markers = [value for value in self._markers if math.isfinite(value)]
        self.draw()

    def set_mode(self, mode: Mode) -> None:
        """Draw it the other way."""
        self._mode = mode
        (self.histogram_action if mode == "histogram" else self.s_curve_action).setChecked(True)
        self.draw()

    def move_marker(self, number: int, value: float) -> None:
        """Put a marker elsewhere."""
        self._markers[number] = value
        self._lines[number].setValue(value)
        self._lines[number].label.setFormat(line_label("\n".join(self.chances(value))))
        self.marker_moved.emit(number, value)

    def chances(self, value: float) -> list[str]:
        """What each series says of a value: ``71 % chance of at least 2.0 M €``; last what they are compared with."""
        return [self._chance(one, value) for one in self._all]

    @property
    def _all(self) -> tuple[Series, ...]:
        """What is drawn, what it is compared with as the last."""
        return self._series if self._behind is None else (*self._series, self._behind)

    def _chance(self, one: Series, value: float) -> str:
        at_most = self._side == "at_most"
        odds = float(share_at_most(one.quantiles, value) if at_most else 1.0 - share_below(one.quantiles, value))
        if math.isnan(odds):
            return "not known"
        if one is self._behind:
            return f"{short_name(one.name)}: {share(odds)}"
        words = "of at least" if self._side == "at_least" else "by" if self.unit.kind == "date" else "of at most"
        named = f"{one.name}: " if len(self._series) > 1 else ""
        return f"{named}{share(odds)} chance {words} {self.unit.say(value)}"

    # Drawing.

    def draw(self) -> None:
        self.clear()
        self._lines = []
        edges = bin_edges([one.quantiles for one in self._all], BINS)
        if not edges.size:
            self.show_legend(())
            return
        self._draw_histogram(edges) if self._mode == "histogram" else self._draw_curves()
        self._label(edges)
        self._draw_markers()

    def _draw_histogram(self, edges: Array) -> None:
        highest = 0.0
        for number, one in enumerate(self._series):
            colour = self._colour(number)
            heights = histogram(one.quantiles, edges)
            opacity = 0.55 if len(self._series) == 1 else 0.22
            bars = pg.PlotDataItem(
                edges, heights, stepMode="center", fillLevel=0.0, brush=brush(colour, opacity), pen=pg.mkPen(colour)
            )
            self.addItem(bars)
            highest = max(highest, float(heights.max(initial=0.0)))
        if self._behind is not None:
            heights = histogram(self._behind.quantiles, edges)
            pen = pg.mkPen(self.tokens.muted, width=1.5, dash=[5, 3])
            self.addItem(pg.PlotDataItem(edges, heights, stepMode="center", pen=pen))
            highest = max(highest, float(heights.max(initial=0.0)))
        room = _HEADROOM if self._behind is None else _MORE_HEADROOM
        self.setYRange(0.0, highest * room or 1.0, padding=0)

    def _draw_curves(self) -> None:
        for number, one in enumerate(self._all):
            values, odds = self.curve(number)
            is_behind = one is self._behind
            pen = pg.mkPen(self.tokens.muted, width=1.8, dash=[5, 3]) if is_behind else None
            pen = pen or pg.mkPen(self._colour(number), width=2)
            self.addItem(pg.PlotDataItem(values, odds, pen=pen, name=one.name))
        self.setYRange(0.0, 1.0, padding=0.02)

    def curve(self, number: int) -> tuple[Array, Array]:
        """The S-curve of a series: values, and the chance of at least, or at most, each; last what is behind."""
        values, upto = points_of(self._all[number].quantiles)
        return values, upto if self._side == "at_most" else 1.0 - upto

    def _draw_markers(self) -> None:
        tokens = self.tokens
        for number, value in enumerate(self._markers):
            line = pg.InfiniteLine(
                value,
                angle=90,
                movable=True,
                pen=pg.mkPen(tokens.text, width=1.5),
                hoverPen=pg.mkPen(tokens.accent, width=2.5),
                label=line_label("\n".join(self.chances(value))),
                labelOpts={
                    "position": 0.98 - 0.14 * number,  # of its upper edge: there is a line for each series
                    "color": tokens.text,
                    "fill": brush(tokens.surface, 0.85),
                    "movable": False,
                    "anchors": [(0, 0), (1, 0)],
                },
            )
            line.sigPositionChanged.connect(self._take_drag)
            self._lines.append(line)
            self.addItem(line)
        for number, one in enumerate(self._series):
            if math.isfinite(one.base):
                pen = pg.mkPen(self._colour(number), width=1, dash=[4, 3])
                self.addItem(pg.InfiniteLine(one.base, angle=90, pen=pen))

    def _label(self, edges: Array) -> None:
        axis = self.getAxis("bottom")
        axis.set_unit(self.unit)
        self.scale_axis("bottom", self.unit, float(np.abs(edges).max()))
        self.scale_axis("left", SHARE, 1.0)
        name = {"at_least": "chance of at least", "at_most": "chance of at most"}[self._side]
        label = "share of futures, %" if self._mode == "histogram" else f"{name}, %"
        self.setLabel("left", label, color=self.tokens.muted)
        self.setXRange(float(edges[0]), float(edges[-1]), padding=0.02)
        self.show_legend(self._entries())

    def _entries(self) -> list[Entry]:
        late = ", in {} not within the horizon"
        entries = [
            Entry(one.name + (late.format(share(one.missing)) if one.missing else ""), self._colour(number))
            for number, one in enumerate(self._series)
            if len(self._series) > 1 or one.missing
        ]
        if any(math.isfinite(one.base) for one in self._series):
            entries.append(Entry("base case", self._colour(0), "dash"))
        if self._behind is not None:
            entries.append(Entry(self._behind.name, self.tokens.muted, "dash"))
        return entries

    def _colour(self, number: int) -> str:
        series = self.tokens.series
        return series[number % len(series)]

    # Reading and moving.

    def table(self) -> Table:
        """The bins with the share of futures of each series, or the points of the S-curves."""
        names = [one.name for one in self._all]
        if self._mode == "histogram":
            return table_of_bins(names, [one.quantiles for one in self._all], BINS)
        curves = [self.curve(number) for number in range(len(names))]
        return table_of_curves(names, curves, self._side.replace("_", " "))

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        if not self._series:
            return None
        return "\n".join(self.chances(x)), QPointF(x, y)

    def extra_actions(self) -> Sequence[QAction]:
        return (self.histogram_action, self.s_curve_action)

    def step(self, across: int, up: int, far: bool) -> bool:
        """Left and Right move a marker by a hundredth of the width, with Shift by a tenth; Up and Down choose it."""
        if not self._markers:
            return False
        self._held = (self._held + up) % len(self._markers)
        if across:
            low, high = self.viewRange()[0]
            width = (high - low) * _STEP * (10 if far else 1)
            self.move_marker(self._held, min(max(self._markers[self._held] + across * width, low), high))
        self.setAccessibleDescription("\n".join(self.chances(self._markers[self._held])))
        for number, line in enumerate(self._lines):
            line.setPen(pg.mkPen(self.tokens.text, width=2.5 if number == self._held else 1.5))
        return True

    @Slot(object)
    def _take_drag(self, line: Any) -> None:
        number = next((number for number, one in enumerate(self._lines) if one is line), None)
        if number is not None and line.value() != self._markers[number]:
            self.move_marker(number, float(line.value()))

    @Slot(QAction)
    def _take_mode(self, action: QAction) -> None:
        self.set_mode(action.data())


def _likely(one: Series, side: Side) -> float:
    """Where a marker says something at once: what is kept with 80 % certainty."""
    return quantile_at(one.quantiles, 0.2 if side == "at_least" else 0.8)
