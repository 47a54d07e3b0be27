"""A notice above the page: something happened that the user should decide about, without being stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

Choice = tuple[str, Callable[[], object] | None]
"""What a button says, and what it does besides closing the notice."""


class Notice(QFrame):
    """One sentence and its choices; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 8, 12, 8)
        self._layout.addWidget(self._text, 1)
        self.buttons: list[QPushButton] = []
        self.hide()

    def tell(self, text: str, choices: Sequence[Choice]) -> None:
        """Show a sentence with its choices in place of the notice before."""
        self._clear()
        self._text.setText(text)
        self.setAccessibleName(f"Notice: {text}")
        for label, action in choices:
            button = QPushButton(label, self)
            button.clicked.connect(self.hide)
            if action is not None:
                button.clicked.connect(action)
            self._layout.addWidget(button)
            self.buttons.append(button)
        self.show()

    def _clear(self) -> None:
        for button in self.buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self.buttons.clear()
