"""A cloud of futures by two figures, with a cross-hair that says the share in each corner; and a frontier beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.charts.axes import MonthAxis
from app.charts.frame import Chart, brush
from app.charts.legend import Entry
from app.charts.shares import Array
from app.charts.table import Cell, Table, cell
from app.charts.units import NUMBER, Unit
from app.wording import share

_STEP: Final = 0.02  # of the width, by which a key moves the cross-hair


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Axis:
    """One figure of each point, NaN where it does not come about, its name and its unit."""

    name: str
    values: Array
    unit: Unit = NUMBER


@dataclass(frozen=True, eq=False)
class Frontier:
    """Points that are joined by a line, such as the best plans for each budget; ``labels`` name them."""

    name: str
    x: Array
    y: Array
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """One named place, such as where the medians of another result lie."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Quarters:
    """Shares of all points; one that lacks a figure is in none, and they add up to 1 with ``missing``."""

    upper_left: float
    upper_right: float
    lower_left: float
    lower_right: float
    missing: float


class Scatter(Chart):
    """One mark for each future; the cross-hair is dragged, or moved by the arrow keys.

    Signals
    -------
    moved
        Where the cross-hair is now.
    point_chosen
        Number of the frontier's point that was pressed.
    """

    moved = Signal(float, float)
    point_chosen = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        nothing = np.empty(0)
        self._x, self._y = Axis("", nothing), Axis("", nothing)
        self._frontier: Frontier | None = None
        self._behind: Spot | None = None
        self._cross: tuple[float, float] | None = None
        self._lines: tuple[Any, ...] = ()
        self._corners: tuple[Any, ...] = ()
        super().__init__(title, parent)

    def show_cloud(
        self,
        x: Axis,
        y: Axis,
        cross: tuple[float, float] | None = None,
        frontier: Frontier | None = None,
        behind: Spot | None = None,
    ) -> None:
        """Show the points; the cross-hair stays where it was unless ``cross`` puts it elsewhere.

        ``behind`` is where what they are compared with lies.
        """
        self._behind = behind
        self._put_axis(x.unit)
        self._x, self._y, self._frontier, self.unit = x, y, frontier, y.unit
        self._cross = cross if cross is not None else self._cross
        self.draw()

    def _put_axis(self, unit: Unit) -> None:
        if unit.kind == "date" and (not isinstance(self.getAxis("bottom"), MonthAxis)):
            self.setAxisItems({"bottom": MonthAxis("bottom", unit.detail)})
            self.restyle()

    @property
    def cross(self) -> tuple[float, float] | None:
        """Where the cross-hair is; None where there is none."""
        return self._cross

    def move_cross(self, x: float, y: float) -> None:
        """Put the cross-hair elsewhere."""
        self._cross = (x, y)
        for line, value in zip(self._lines, (x, y), strict=False):
            line.setValue(value)
        self._tell_quarters()
        self.moved.emit(x, y)

    def quarters(self, x: float, y: float) -> Quarters:
        """The share of points on each side of a place; what lies on a line is right of it, or above."""
        xs, ys = self._x.values, self._y.values
        known = np.isfinite(xs) & np.isfinite(ys)
        right, upper = xs >= x, ys >= y
        count = max(len(xs), 1)

        def part(chosen: np.ndarray) -> float:
            return float(chosen.sum() / count)

        return Quarters(
            part(known & ~right & upper),
            part(known & right & upper),
            part(known & ~right & ~upper),
            part(known & right & ~upper),
            part(~known),
        )

    # Drawing.

    def draw(self) -> None:
        self.clear()
        self._lines, self._corners = (), ()
        known = np.isfinite(self._x.values) & np.isfinite(self._y.values)
        if not known.any() and self._frontier is None:
            self.show_legend(())
            return
        if known.any():
            xs, ys = self._x.values[known], self._y.values[known]
            self.addItem(self.dots(xs, ys, size=4, brush=brush(self.tokens.series[0], 0.35)))
        if self._frontier is not None:
            self._draw_frontier(self._frontier)
        if self._behind is not None:
            edge = pg.mkPen(self.tokens.surface, width=1.5)
            spot = self._behind
            self.addItem(self.dots([spot.x], [spot.y], symbol="d", size=14, brush=brush(self.tokens.muted), pen=edge))
        self._label(known)
        self._draw_cross()

    def _draw_frontier(self, frontier: Frontier) -> None:
        colour = self.tokens.series[1]
        self.addItem(pg.PlotDataItem(frontier.x, frontier.y, pen=pg.mkPen(colour, width=2)))
        marks = self.dots(frontier.x, frontier.y, size=9, brush=brush(colour))
        marks.sigClicked.connect(self._take_click)
        self.addItem(marks)

    def _draw_cross(self) -> None:
        if self._cross is None:
            return
        pen, hover = pg.mkPen(self.tokens.text, width=1.2), pg.mkPen(self.tokens.accent, width=2.5)
        ends = zip(self._cross, (90, 0), strict=True)
        self._lines = tuple(
            pg.InfiniteLine(place, angle=angle, movable=True, pen=pen, hoverPen=hover) for place, angle in ends
        )
        for line in self._lines:
            line.sigPositionChanged.connect(self._take_drag)
            self.addItem(line)
        self._corners = tuple(self._corner(right, top) for top in (1, 0) for right in (0, 1))
        self._tell_quarters()

    def _corner(self, right: int, top: int) -> Any:
        """The text in a corner of the plot."""
        text = pg.TextItem("", color=self.tokens.text, anchor=(right, 1 - top), fill=brush(self.tokens.surface, 0.8))
        (left_end, right_end), (low_end, high_end) = self.viewRange()
        text.setPos(right_end if right else left_end, high_end if top else low_end)
        self.addItem(text, ignoreBounds=True)
        return text

    def _tell_quarters(self) -> None:
        """Say the shares in the corners, in the order in which they were made."""
        if self._cross is None or not self._corners:
            return
        found = self.quarters(*self._cross)
        odds = (found.upper_left, found.upper_right, found.lower_left, found.lower_right)
        for corner, one in zip(self._corners, odds, strict=True):
            corner.setText(share(one))
        self.setAccessibleDescription(self.cross_words())

    def cross_words(self) -> str:
        """What the cross-hair says, a line for each corner."""
        if self._cross is None:
            return ""
        found = self.quarters(*self._cross)
        x, y = self._x.unit.say(self._cross[0]), self._y.unit.say(self._cross[1])
        corners = (
            (found.upper_left, "at least", "below"),
            (found.upper_right, "at least", "at least"),
            (found.lower_left, "below", "below"),
            (found.lower_right, "below", "at least"),
        )
        told = [f"{share(odds)}: {self._y.name} {up} {y}, {self._x.name} {across} {x}" for odds, up, across in corners]
        if found.missing:
            told.append(f"{share(found.missing)}: not within the horizon")
        return "\n".join(told)

    def _label(self, known: np.ndarray) -> None:
        shown = [self._frontier] if self._frontier is not None else []
        xs = np.concatenate([self._x.values[known], *(one.x for one in shown)])
        ys = np.concatenate([self._y.values[known], *(one.y for one in shown)])
        for name, axis, values in (("bottom", self._x, xs), ("left", self._y, ys)):
            self.scale_axis(name, axis.unit, float(np.abs(values).max(initial=0.0)))
            label = axis.unit.axis(float(np.abs(values).max(initial=0.0)))[1]
            self.setLabel(name, f"{axis.name}, {label}" if label else axis.name, color=self.tokens.muted)
        self.setXRange(float(xs.min()), float(xs.max()), padding=0.04)
        self.setYRange(float(ys.min()), float(ys.max()), padding=0.06)
        entries = [Entry("one future each", self.tokens.series[0], "dot")] if known.any() else []
        entries += [Entry(one.name, self.tokens.series[1], "line") for one in shown]
        if self._behind is not None:
            entries.append(Entry(self._behind.name, self.tokens.muted, "diamond"))
        self.show_legend(entries if shown or self._behind is not None else ())

    # Reading and moving.

    def table(self) -> Table:
        """A row for each future, then for each point of the frontier."""
        header = ("what", self._x.name, self._y.name)
        rows: list[tuple[Cell, ...]] = [
            ("future", cell(float(x)), cell(float(y))) for x, y in zip(self._x.values, self._y.values, strict=True)
        ]
        if self._frontier is not None:
            names = self._frontier.labels or (self._frontier.name,) * len(self._frontier.x)
            points = zip(names, self._frontier.x, self._frontier.y, strict=True)
            rows += [(name, cell(float(x)), cell(float(y))) for name, x, y in points]
        if self._behind is not None:
            rows.append((self._behind.name, cell(self._behind.x), cell(self._behind.y)))
        return Table(header, tuple(rows))

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        if self._frontier is not None and len(self._frontier.x):
            return self._words_of_point(self._nearest(x, y))
        if self._cross is not None:
            return self.cross_words(), QPointF(x, y)
        return None

    def _nearest(self, x: float, y: float) -> int:
        """The point of the frontier that is nearest on the screen."""
        assert self._frontier is not None
        (left, right), (low, high) = self.viewRange()
        away = ((self._frontier.x - x) / (right - left)) ** 2 + ((self._frontier.y - y) / (high - low)) ** 2
        return int(np.argmin(away))

    def _words_of_point(self, number: int) -> tuple[str, QPointF]:
        assert self._frontier is not None
        x, y = float(self._frontier.x[number]), float(self._frontier.y[number])
        name = self._frontier.labels[number] if self._frontier.labels else self._frontier.name
        said = f"{name}: {self._x.name} {self._x.unit.say(x)}, {self._y.name} {self._y.unit.say(y)}"
        return said, QPointF(x, y)

    def stops(self) -> Sequence[tuple[float, float]]:
        if self._frontier is None:
            return ()
        return list(zip(self._frontier.x.tolist(), self._frontier.y.tolist(), strict=True))

    def step(self, across: int, up: int, far: bool) -> bool:
        """The arrow keys move the cross-hair; without one they go along the frontier."""
        if self._cross is None:
            return super().step(across, up, far)
        (left, right), (low, high) = self.viewRange()
        size = _STEP * (5 if far else 1)
        x = min(max(self._cross[0] + across * size * (right - left), left), right)
        y = min(max(self._cross[1] + up * size * (high - low), low), high)
        self.move_cross(x, y)
        return True

    @Slot(object)
    def _take_drag(self, line: Any) -> None:
        if self._cross is None or not any(line is one for one in self._lines):
            return
        x, y = (float(one.value()) for one in self._lines)
        if (x, y) != self._cross:
            self.move_cross(x, y)

    @Slot(object, object, object)
    def _take_click(self, item: Any, points: Any, event: Any) -> None:
        if len(points):
            self.point_chosen.emit(int(points[0].index()))
