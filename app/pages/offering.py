"""What a box offers to choose from, kept in step with the portfolio."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox


def offer(box: QComboBox, entries: Sequence[tuple[str | None, str]]) -> None:
    """Offer these keys by their names; what was chosen stays chosen where it is still there.  Nothing is signalled."""
    now = [(box.itemData(row), box.itemText(row)) for row in range(box.count())]
    if now == list(entries):
        return
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for key, name in entries:
            box.addItem(name, key)
        box.setCurrentIndex(max(0, box.findData(chosen)))
