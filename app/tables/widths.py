"""How wide the columns of a table are: as wide as what stands in them, within reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QTableView

from app.exchange.sheets import Column
from app.tables.columns import WIDE

NARROWEST: Final = 64
_WIDEST_PLAIN, _WIDEST = 220, 320
_NARROWEST_WIDE = 150  # of names and notes: room for what is still to be typed
_MEASURED = 60  # rows that widths are taken from
_PADDING, _SHAPE = 32, 34  # pixels beside a text: of every cell, and of the shape of an uncertain quantity


def fitting_width(view: QTableView, index: int, column: Column) -> int:
    """What a column needs for its header and for the longest text of the first rows, in pixels."""
    rows, measure = view.model(), view.fontMetrics().horizontalAdvance
    texts = {rows.index(row, index).data() for row in range(min(_MEASURED, rows.rowCount()))}
    beside = _PADDING + (_SHAPE if column.cell == "quantity" else 0)
    needed = max((measure(text) for text in texts if text), default=0) + beside
    widest = _WIDEST if column.field in WIDE else _WIDEST_PLAIN
    narrowest = _NARROWEST_WIDE if column.field in WIDE else NARROWEST
    return min(max(view.horizontalHeader().sectionSizeHint(index), needed, narrowest), widest)
