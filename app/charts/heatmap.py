"""Rows by months as colours: the busier the darker, and what is above full marked in another colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.charts.axes import MonthAxis, NameAxis, name_ticks
from app.charts.frame import Chart, tinted
from app.charts.legend import Entry
from app.charts.shares import Array
from app.charts.table import Table, cell
from app.charts.units import LOAD, Unit
from app.theme import greyed_colour
from models.calendar import month_at, month_label

_HEAD: Final = 84  # for the legend and the months
_ROW_HEIGHT: Final = 26
_MOST_HEIGHT: Final = 72  # of a row, where there are few
_CHANGED: Final = 0.1
"""Difference from what it is compared with from which a cell is framed."""

_OVER_AT: Final = 1.5
"""As much above full as this has the darkest colour."""


class Heatmap(Chart):
    """A cell for each row and month; 1 is full.

    Signals
    -------
    cell_chosen
        Row and month of the cell that was pressed, or chosen by Return.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._names: tuple[str, ...] = ()
        self._values: Array = np.empty((0, 0))
        self._before: Array | None = None
        self._before_name = ""
        self._start = "2027-01"
        self._axis = MonthAxis("top")
        self._cell: tuple[int, int] | None = None
        self._outline: Any = None  # of the chosen cell
        super().__init__(title, parent, top=self._axis, left=NameAxis("left"))

    def show_values(
        self,
        names: Sequence[str],
        values: npt.ArrayLike,
        start: str,
        unit: Unit = LOAD,
        before: tuple[str, npt.ArrayLike] | None = None,
    ) -> None:
        """Show ``values`` of shape (rows, months), the first row on top; month 0 is ``start``; NaN is left empty.

        ``before`` is what they are compared with, a name and values of the same shape: told of each cell, and a cell
        that is busier or idler by a tenth or more is framed.
        """
        self._names = tuple(names)
        self._before_name, held = before or ("", None)
        self._before = None if held is None else np.asarray(held, dtype=np.float64).reshape(np.shape(values))
        self._values = np.asarray(values, dtype=np.float64).reshape(len(names), -1 if names else 0)
        self._start, self.unit = start, unit
        if self._cell is not None and not self._has(*self._cell):
            self._cell = None
        self._axis.set_start(start)
        self.setMinimumHeight(_HEAD + _ROW_HEIGHT * len(names))
        self.setMaximumHeight(_HEAD + _MOST_HEIGHT * max(len(names), 1))
        self.draw()

    @property
    def cell(self) -> tuple[int, int] | None:
        """Row and month of the cell that is chosen."""
        return self._cell

    # Drawing.

    def draw(self) -> None:
        self.clear()
        if not self._values.size:
            self.show_legend(())
            return
        rows, months = self._values.shape
        picture = pg.ImageItem(self.colours(), axisOrder="row-major", autoLevels=False)
        picture.setRect(QRectF(0.0, 0.5, months, rows))
        self.addItem(picture)
        self._draw_grid(rows, months)
        self._mark_over(rows)
        self._mark_changed(rows)
        self._draw_cell()
        self._label(rows, months)

    def colours(self) -> npt.NDArray[np.uint8]:
        """The colour of each cell, shape (rows, months, 4), the last row first, as images are drawn upwards."""
        tokens = self.tokens
        ground, full, over, far = (_rgb(one) for one in (tokens.surface, *map(self._shade, _INK[tokens.mode])))
        values = self._values[::-1, :, None]
        within = np.clip(np.nan_to_num(values), 0.0, 1.0)
        beyond = np.clip((np.nan_to_num(values) - 1.0) / (_OVER_AT - 1.0), 0.0, 1.0)
        mixed = np.where(values > 1.0, over + beyond * (far - over), ground + within * (full - ground))
        alpha = np.where(np.isnan(values), 0.0, 255.0)
        return np.concatenate([mixed, alpha], axis=2).round().astype(np.uint8)

    def _draw_grid(self, rows: int, months: int) -> None:
        """Lines between cells as one item."""
        across = [[0.0, months, row + 0.5, row + 0.5] for row in range(rows + 1)]
        down = [[month, month, 0.5, rows + 0.5] for month in range(months + 1)]
        lines = np.array([*across, *down], dtype=np.float64)
        xs, ys = lines[:, :2].reshape(-1), lines[:, 2:].reshape(-1)
        self.addItem(pg.PlotDataItem(xs, ys, connect="pairs", pen=pg.mkPen(tinted(self.tokens.surface, 0.8), width=1)))

    def _mark_over(self, rows: int) -> None:
        """A mark in each cell above full, so that colour alone need not tell."""
        row, month = np.nonzero(self._values > 1.0)
        if row.size:
            white = pg.mkBrush(self.tokens.surface)
            self.addItem(self.dots(month + 0.5, rows - row, symbol="t1", size=6, brush=white))

    def changed(self) -> npt.NDArray[np.bool_]:
        """Which cells differ by a tenth or more from what they are compared with, shape (rows, months)."""
        if self._before is None:
            return np.zeros(self._values.shape, dtype=np.bool_)
        return np.asarray(np.abs(self._values - self._before) >= _CHANGED)

    def _mark_changed(self, rows: int) -> None:
        """Frames around the cells that changed, one for each run of months, as one item."""
        edges = np.diff(np.pad(self.changed().astype(np.int8), ((0, 0), (1, 1))), axis=1)
        (row, first), last = np.nonzero(edges > 0), np.nonzero(edges < 0)[1]  # runs of a row end in their order
        if not row.size:
            return
        left, right, top, bottom = first + 0.08, last - 0.08, rows - row + 0.42, rows - row - 0.42
        xs = np.stack([left, right, right, left, left, np.full(row.size, np.nan)], axis=1).reshape(-1)
        ys = np.stack([top, top, bottom, bottom, top, np.full(row.size, np.nan)], axis=1).reshape(-1)
        pen = pg.mkPen(self.tokens.text, width=1.2)
        self.addItem(pg.PlotDataItem(xs, ys, connect="finite", pen=pen))

    def _draw_cell(self) -> None:
        self._outline = pg.PlotDataItem(pen=pg.mkPen(self.tokens.text, width=2))
        self.addItem(self._outline, ignoreBounds=True)
        self._outline_cell()

    def _outline_cell(self) -> None:
        """Move the outline to the chosen cell."""
        if self._cell is not None:
            row, month = self._cell
            top = len(self._names) - row + 0.5
            self._outline.setData([month, month + 1, month + 1, month, month], [top, top, top - 1, top - 1, top])

    def _label(self, rows: int, months: int) -> None:
        self.showAxis("top")
        self.hideAxis("bottom")
        name_ticks(self.getAxis("left"), self._names, [float(rows - number) for number in range(rows)])
        self.setXRange(0, months, padding=0.01)
        self.setYRange(0.5, rows + 0.5, padding=0.01)
        full, over, far = _INK[self.tokens.mode]
        scale = [("half", full, 0.5), ("full", full, 1.0), (f"above {self.unit.say(1.0)}", over, 1.0)]
        scale.append((f"{self.unit.say(_OVER_AT)} and more", far, 1.0))
        entries = [Entry(name, self._shade(colour), "area", opacity) for name, colour, opacity in scale]
        if self._before is not None and self.changed().any():
            framed = f"framed: {self.unit.say(_CHANGED)} or more off {self._before_name}"
            entries.append(Entry(framed, self.tokens.text, "line"))
        self.show_legend(entries)

    def _shade(self, colour: str) -> str:
        """A colour of the scale, grey while the chart is stale."""
        return greyed_colour(colour, self.tokens) if self.is_stale and not self.is_lent else colour

    # Reading and choosing.

    def table(self) -> Table:
        """A row for each name, a column for each month."""
        header = ("", *(self._month(month) for month in range(self._values.shape[1])))
        rows = [(name, *map(cell, map(float, self._values[row]))) for row, name in enumerate(self._names)]
        if self._before is not None:
            named = (f"{name} ({self._before_name})" for name in self._names)
            rows += [(name, *map(cell, map(float, self._before[row]))) for row, name in enumerate(named)]
        return Table(header, tuple(rows))

    def words_at(self, x: float, y: float) -> tuple[str, QPointF] | None:
        row, month = self._place(x, y)
        if not self._has(row, month):
            return None
        value = float(self._values[row, month])
        said = "nothing" if math.isnan(value) else self.unit.say(value)
        if self._before is not None and math.isfinite(self._before[row, month]):
            said += f" ({self._before_name}: {self.unit.say(float(self._before[row, month]))})"
        return f"{self._names[row]}, {self._month(month)}: {said}", QPointF(month + 0.5, len(self._names) - row)

    def choose(self, row: int, month: int) -> None:
        """Choose a cell."""
        if self._has(row, month):
            self._cell = (row, month)
            self._outline_cell()
            self.cell_chosen.emit(row, month)

    def step(self, across: int, up: int, far: bool) -> bool:
        """The arrow keys go from cell to cell, with Shift ten months."""
        if not self._values.size:
            return False
        rows, months = self._values.shape
        row, month = self._cell or (0, -across)
        row = min(max(row - up, 0), rows - 1)
        month = min(max(month + across * (10 if far else 1), 0), months - 1)
        self._cell = (row, month)
        self._outline_cell()
        self.read_out(month + 0.5, rows - row)
        return True

    def press(self, x: float, y: float) -> None:
        self.choose(*self._place(x, y))

    def confirm(self) -> bool:
        if self._cell is None:
            return False
        self.cell_chosen.emit(*self._cell)
        return True

    def _place(self, x: float, y: float) -> tuple[int, int]:
        return len(self._names) - math.floor(y + 0.5), math.floor(x)

    def _has(self, row: int, month: int) -> bool:
        rows, months = self._values.shape
        return bool(0 <= row < rows and 0 <= month < months)

    def _month(self, month: int) -> str:
        return month_label(month_at(self._start, month))


_INK: Final = {
    "light": ("#0072b2", "#e69f00", "#a83a00"),
    "dark": ("#4aa8e0", "#f2bd4b", "#e0561c"),
}
"""Full, just above it and far above it: blue against orange, which the colour-blind tell apart."""


def _rgb(colour: str) -> npt.NDArray[np.float64]:
    made = QColor(colour)
    return np.array([made.red(), made.green(), made.blue()], dtype=np.float64)
