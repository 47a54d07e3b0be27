"""Curves through named points of two figures, such as value over budget; points can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.charts.frame import Chart, brush
from app.charts.legend import Entry, MarkKind
from app.charts.shares import Array
from app.charts.table import Cell, Table, cell
from app.charts.units import NUMBER, Unit

Looks: TypeAlias = Literal["line", "dash", "points"]

_NEAR: Final = 0.04
"""Share of the plot's width and height within which a point counts as pressed."""

_MARKS: Final[dict[str, MarkKind]] = {"line": "line", "dash": "dash", "points": "diamond"}


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Curve:
    """Points of one kind, joined by a line unless they are ``points``; ``labels`` say what each is."""

    name: str
    x: Array
    y: Array
    labels: tuple[str, ...] = ()
    looks: Looks = "line"


class CurveChart(Chart):
    """Several curves over each other; the first has points that can be chosen.

    Signals
    -------
    point_chosen
        Number of the first curve's point that was pressed, or chosen by Return.
    """

    point_chosen = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._curves: tuple[Curve, ...] = ()
        self._x_name, self._y_name, self._x_unit = "", "", NUMBER
        super().__init__(title, parent)

    def show_curves(self, curves: Sequence[Curve], x: tuple[str, Unit], y: tuple[str, Unit]) -> None:
        """Show these; ``x`` and ``y`` are the names and units of the figures."""
        self._curves = tuple(curves)
        (self._x_name, self._x_unit), (self._y_name, self.unit) = x, y
        self.draw()

    def draw(self) -> None:
        self.clear()
        shown = [(number, one) for number, one in enumerate(self._curves) if len(one.x)]
        if not shown:
            self.show_legend(())
            return
        for number, one in reversed(shown):  # the first lies over the others
            self._draw_curve(number, one)
        self._label([one for _, one in shown])
        self.show_legend([Entry(one.name, self._colour(number), _MARKS[one.looks]) for number, one in shown])

    def _draw_curve(self, number: int, one: Curve) -> None:
        colour = self._colour(number)
        if one.looks != "points":
            style = Qt.PenStyle.DashLine if one.looks == "dash" else Qt.PenStyle.SolidLine
            pen = pg.mkPen(colour, width=2 if number == 0 else 1.5, style=style)
            self.addItem(pg.PlotDataItem(one.x, one.y, pen=pen))
        symbol, size = ("d", 12) if one.looks == "points" else ("o", 9 if number == 0 else 6)
        self.addItem(self.dots(one.x, one.y, symbol=symbol, size=size, brush=brush(colour)))

    def _colour(self, number: int) -> str:
        return self.tokens.series[number % len(self.tokens.series)]

    def _label(self, shown: Sequence[Curve]) -> None:
        xs, ys = np.concatenate([one.x for one in shown]), np.concatenate([one.y for one in shown])
        for side, name, unit, values in (
            ("bottom", self._x_name, self._x_unit, xs),
            ("left", self._y_name, self.unit, ys),
        ):
            largest = float(np.abs(values).max(initial=0.0))
            self.scale_axis(side, unit, largest)
            label = unit.axis(largest)[1]
            self.setLabel(side, f"{name}, {label}" if label else name, color=self.tokens.muted)
            self.getAxis(side).showLabel(True)
        self.setXRange(float(xs.min()), float(xs.max()), padding=0.05)
        self.setYRange(float(ys.min()), float(ys.max()), padding=0.08)

    def table(self) -> Table:
        """A row for each point of each curve."""
        rows: list[tuple[Cell, ...]] = []
        for one in self._curves:
            labels = one.labels or ("",) * len(one.x)
            rows += [
                (one.name, label, cell(float(x)), cell(float(y)))
                for label, x, y in zip(labels, one.x, one.y, strict=True)
            ]
        return Table(("curve", "point", self._x_name, self._y_name), tuple(rows))

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        found = [(self._away(one, x, y), one) for one in self._curves if len(one.x)]
        if not found:
            return None
        away, one = min(found, key=lambda pair: float(pair[0].min()))
        number = int(away.argmin())
        place = QPointF(float(one.x[number]), float(one.y[number]))
        lines = [one.name, *one.labels[number : number + 1]]
        lines += [f"{self._x_name}: {self._x_unit.say(place.x())}", f"{self._y_name}: {self.unit.say(place.y())}"]
        return "\n".join(lines), place

    def _away(self, one: Curve, x: float, y: float) -> Array:
        """How far each point is from a place, in widths and heights of the plot."""
        (left, right), (low, high) = self.viewRange()
        return np.asarray(np.hypot((one.x - x) / (right - left), (one.y - y) / (high - low)))

    def stops(self) -> Sequence[tuple[float, float]]:
        if not self._curves:
            return ()
        return list(zip(self._curves[0].x.tolist(), self._curves[0].y.tolist(), strict=True))

    def press(self, x: float, y: float) -> None:
        if self._curves and len(self._curves[0].x):
            away = self._away(self._curves[0], x, y)
            if float(away.min()) <= _NEAR:
                self.point_chosen.emit(int(away.argmin()))

    def confirm(self) -> bool:
        if not 0 <= self._stop < len(self.stops()):
            return False
        self.point_chosen.emit(self._stop)
        return True
