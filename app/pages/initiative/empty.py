"""What stands where there is nothing yet: a sentence, and buttons that make a beginning."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

Beginning = tuple[str, str, Callable[[], object]]
"""The text of a button, its tooltip, and what it does."""


class EmptyPage(QWidget):
    """Says what to do, and lets it be done."""

    def __init__(self, words: str, beginnings: Sequence[Beginning], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sentence = QLabel(words, self)
        sentence.setObjectName("empty")
        sentence.setWordWrap(True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        self.buttons = [self._button(*beginning) for beginning in beginnings]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(sentence)
        layout.addLayout(row)
        layout.addStretch(3)

    def _button(self, text: str, tip: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.clicked.connect(slot)
        return button
