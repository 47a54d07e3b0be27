"""What the figures mean, in the window's frame: each key figure can be asked, and all are listed in a window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.pages.explaining import Explained, GlossaryList
from app.shell.strip import Strip
from app.state.session import Session

_KEYS: Final = ("value", "p_value_positive", "launches", "last_launch", "load", "p_over")
"""What the cells of the strip show, in their order."""


def explain_strip(strip: Strip, session: Session) -> None:
    """Let every key figure answer "What is this?": by F1, or by its menu."""
    for cell, key in zip(strip.cells, _KEYS, strict=True):
        Explained(cell, key, session)


class GlossaryWindow(QDialog):
    """All figures with their meanings, to be searched beside the work."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What the figures mean")
        self.resize(520, 620)
        self.glossary = GlossaryList(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.glossary)
