"""The rail on the left: the pages in their groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.pages.entries import Entry
from app.theme import ICON_SIZE, icon, tokens_of


class Rail(QListWidget):
    """One row for each page, under the heads of the groups.

    Signals
    -------
    chosen
        The position of the page, counted without the heads.
    """

    chosen = Signal(int)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Pages")
        self.setFixedWidth(188)
        self.setIconSize(ICON_SIZE)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._entries = entries
        self._rows: list[int] = []
        self._fill()
        self._colour()
        self.currentRowChanged.connect(self._tell)

    def choose(self, position: int) -> None:
        """Mark a page as the one that is shown."""
        self.setCurrentRow(self._rows[position])

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _fill(self) -> None:
        group = ""
        for entry in self._entries:
            if entry.group != group:
                group = entry.group
                head = QListWidgetItem(group.upper(), self)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                font = head.font()
                font.setPointSizeF(font.pointSizeF() * 0.85)
                font.setBold(True)
                head.setFont(font)
                head.setSizeHint(QSize(0, 34))
            item = QListWidgetItem(entry.name, self)
            item.setToolTip(f"{entry.name} ({entry.shortcut})" if entry.shortcut else entry.name)
            self._rows.append(self.count() - 1)

    def _colour(self) -> None:
        tokens = tokens_of(self.palette())
        for row, entry in zip(self._rows, self._entries, strict=True):
            self.item(row).setIcon(icon(entry.icon, tokens.muted))

    def _tell(self, row: int) -> None:
        if row in self._rows:
            self.chosen.emit(self._rows.index(row))
