"""What a chart shows, as a table: for files, for the clipboard, and for those who do not see the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Cell: TypeAlias = str | float | int | None


@dataclass(frozen=True)
class Table:
    """A header, and rows of as many cells; None where there is nothing."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def cell(value: float | None) -> Cell:
    """A number as a cell: None for NaN, "later" for what has not come about."""
    if value is None or math.isnan(value):
        return None
    return "later" if math.isinf(value) else float(value)


def cells(values: Iterable[float]) -> tuple[Cell, ...]:
    """Each number as a cell."""
    return tuple(cell(float(value)) for value in values)
