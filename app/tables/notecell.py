"""The widget for prose, such as notes: several lines of plain text, handed over when the field is left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.exchange.sheets import Column

LEAST_LINES: Final = 3
MOST_LINES: Final = 10
_ABOUT_TEXT: Final = 16
"""Pixels of border and margins above and below the text."""


class NoteCell(QPlainTextEdit):
    """As high as its text, within reason; Enter begins a line, Tab and Ctrl+Enter leave the field.

    Signals
    -------
    typed
        The text, whenever the user changed it.
    done
        The user has said with Ctrl+Enter that the text is done.
    left
        The user has left the field for another one.
    """

    typed = Signal(str)
    done = Signal()
    left = Signal()

    def __init__(self, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self._is_shown_anew = False
        self.setAccessibleName(column.title)
        self.setToolTip(column.help)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def cell_text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def set_cell_text(self, text: str) -> None:
        """Show a text that the user did not type."""
        if text != self.toPlainText():
            self._is_shown_anew = True
            self.setPlainText(text)
            self._is_shown_anew = False

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from being a command of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_done(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if _is_done(event):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _changed(self) -> None:
        if not self._is_shown_anew:
            self.typed.emit(self.toPlainText())

    def _fit(self) -> None:
        """Be as high as the lines, wrapped ones included."""
        lines = min(max(round(self.document().size().height()), LEAST_LINES), MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + _ABOUT_TEXT)


def _is_done(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
