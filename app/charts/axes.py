"""Axes that speak of months, of values that may be months, and of names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt

from app.charts.units import NUMBER, Unit
from models.calendar import month_at, month_label, month_number

_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_LABEL_WIDTH: Final = 76
"""Pixels that "Mar 2027" wants, with some air."""

_LONGEST_NAME: Final = 30


class MonthAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph is untyped
    """Instants in months from the start of ``start``, written as the month that begins there: ``Mar 2027``."""

    def __init__(self, orientation: str, start: str = "2027-01") -> None:
        super().__init__(orientation)
        self.start = start
        self.enableAutoSIPrefix(False)

    def set_start(self, start: str) -> None:
        """Count from another month."""
        if start != self.start:
            self.start = start
            self.picture = None
            self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802, N803
        """One level of ticks, as dense as labels have room, at the year's start wherever the step allows."""
        low, high = sorted((minVal, maxVal))
        wanted = max(1, int(size / _LABEL_WIDTH))
        step = next((one for one in _STEPS if (high - low) / one <= wanted), _STEPS[-1])
        into_year = month_number(self.start) % step
        first = math.ceil((low + into_year) / step) * step - into_year
        return [(float(step), [float(month) for month in range(first, math.floor(high + 1e-9) + 1, step)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """``Mar 2027`` for each month."""
        return [month_label(month_at(self.start, round(value))) for value in values]


class ValueAxis(MonthAxis):
    """Counts in months where the unit is a date, plainly otherwise."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self._unit = NUMBER

    def set_unit(self, unit: Unit) -> None:
        """Count in another unit."""
        self._unit = unit
        if unit.kind == "date":
            self.set_start(unit.detail)
        self.picture = None

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Any:  # noqa: N802, N803 - pyqtgraph's names
        if self._unit.kind == "date":
            return super().tickValues(minVal, maxVal, size)
        return pg.AxisItem.tickValues(self, minVal, maxVal, size)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> Any:  # noqa: N802
        if self._unit.kind == "date":
            return super().tickStrings(values, scale, spacing)
        return pg.AxisItem.tickStrings(self, values, scale, spacing)


class NameAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph is untyped
    """Names of rows, all beginning at the left, so that what belongs to another can be set in."""

    def generateDrawSpecs(self, painter: Any) -> Any:  # noqa: N802 - pyqtgraph's name
        """What is drawn: axis, ticks and texts."""
        specs = super().generateDrawSpecs(painter)
        if specs is None:
            return None
        axis, ticks, texts = specs
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        width = self.size().width()
        return (
            axis,
            ticks,
            [(QRectF(4, rect.top() - 3, width, rect.height() + 6), flags, text) for rect, _, text in texts],
        )


def short_name(name: str) -> str:
    """The name proper of "Atlas: connected-worker app", at most so long that an axis leaves room for the chart."""
    head = name.partition(":")[0]
    return head if len(head) <= _LONGEST_NAME else f"{head[: _LONGEST_NAME - 1].rstrip()}…"


def name_ticks(axis: Any, names: Sequence[str], positions: Sequence[float]) -> None:
    """Write names beside an axis, each at its position."""
    axis.setTicks([[(place, short_name(name)) for place, name in zip(positions, names, strict=True)]])
