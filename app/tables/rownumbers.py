"""The numbers beside the rows of a record table, in a header whose width does not take asking every row."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget


class RowNumbers(QHeaderView):
    """As wide as the last number with a mark of what is wrong; Qt's own asks two hundred rows for what they show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        rows = self.count()
        if not rows:
            return super().sizeHint()
        mark = self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, self)
        last = self.sectionSizeFromContents(rows - 1)
        return QSize(last.width() + mark, last.height())
