"""How a sheet meets paper: A4 landscape, never smaller than can be read.

A sheet that is too wide for one page runs over several, with its first columns on each.
"""

from __future__ import annotations

import math
from typing import Any, Final

SMALLEST: Final = 0.62
"""Of the size on the screen: 10 points become 6.2."""

_A4: Final = 9
_PRINTABLE: Final = 785.0  # points: 297 mm less two margins of 0.4 inches
_POINTS: Final = 0.75  # of a pixel
_PLAIN_WIDTH: Final = 64  # pixels of a column whose width was never set


def set_up_paper(sheet: Any, *, repeated: int = 0) -> None:
    """Landscape A4, as few pages wide as ``SMALLEST`` allows, with the first ``repeated`` columns on each.

    Call it when the sheet is filled: the widths of its used columns decide.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    pages = _pages(_width(sheet, (sheet.dim_colmax or 0) + 1), _width(sheet, repeated))
    sheet.fit_to_pages(pages, 0)
    if pages > 1 and repeated:
        sheet.repeat_columns(0, repeated - 1)


def _pages(width: float, again: float) -> int:
    """How many pages hold a width, each but the first with some columns again."""
    room = _PRINTABLE / SMALLEST
    again = min(again, room / 2)
    return max(1, math.ceil((width - again) / (room - again)))


def _width(sheet: Any, columns: int) -> float:
    """The width of the first columns in points, in the font that the workbook asks for."""
    widths: dict[int, float] = {number: column.width for number, column in sheet.col_info.items()}
    return _POINTS * sum(widths.get(number, _PLAIN_WIDTH) for number in range(columns))
