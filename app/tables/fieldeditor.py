"""One field of the inspector: its widget, what its text means while it is typed, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.exchange.sheets import Column
from app.tables.celleditors import CellEditor, make_editor
from app.tables.notecell import NoteCell
from app.tables.picks import Asked
from app.tables.preview import Preview
from app.theme import Tokens
from models.issue import Issue

PAUSE = 400
"""Milliseconds without a key after which what is typed is handed over; notes are handed over when they are left."""


class FieldEditor(QWidget):
    """One field: its widget, its preview while it is typed into, and its problems below.

    Signals
    -------
    entered
        A text to be taken over, and whether the user has left the field (else it is a pause).
    taken_back
        What was typed and not taken over is to be forgotten.
    """

    entered = Signal(str, bool)
    taken_back = Signal()

    def __init__(self, column: Column, asked: Asked, currency: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self.editor: CellEditor = make_editor(column, asked, self)
        self.preview = Preview(column, currency, self)
        self.problems = QLabel(self)
        self._dirty = False
        self._pause = QTimer(self)
        self._build()

    def _build(self) -> None:
        self.preview.hide()
        self.problems.hide()
        self.problems.setWordWrap(True)
        self.problems.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.editor, self.preview, self.problems):
            layout.addWidget(widget)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self.editor.typed.connect(self._typed)
        self._listen()
        self.setFocusProxy(self.editor)

    def _listen(self) -> None:
        """Hear when the field is left, and the keys that mean something in every field."""
        editor = self.editor
        if isinstance(editor, NoteCell):
            editor.left.connect(self.leave)
            editor.done.connect(self.leave)
            editor.installEventFilter(self)
            return
        if isinstance(editor, QComboBox):
            editor.activated.connect(self.leave)
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if isinstance(line, QLineEdit):
            line.editingFinished.connect(self.leave)
            line.installEventFilter(self)
            if self.column.typical:
                line.setPlaceholderText(f"such as {self.column.typical}")

    def follow(self, asked: Asked, currency: str) -> None:
        """Offer the records that there are by now, and speak of the currency of now."""
        if not isinstance(self.editor, NoteCell):
            self.editor.follow(asked)
        self.preview.currency = currency

    @property
    def is_being_typed(self) -> bool:
        """Whether it holds a text that was not handed over."""
        return self._dirty

    def show_text(self, text: str, issues: list[Issue], tokens: Tokens) -> None:
        """Show a text and what is wrong with it; a text that is being typed stays."""
        if not self._dirty and text != self.editor.cell_text():
            self.editor.set_cell_text(text)
        self.problems.setText("\n".join(one.message for one in issues))
        self.problems.setVisible(bool(issues))
        wrong = any(one.severity == "error" for one in issues)
        self.problems.setStyleSheet(f"color: {tokens.bad if wrong else tokens.warn}; background: transparent;")

    def leave(self) -> None:
        """Hand over what is typed, whatever it is."""
        self._pause.stop()
        if self._dirty:
            self._dirty = False
            self.entered.emit(self.editor.cell_text(), True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show the shape of a range while the field has the keys; Esc takes typing back."""
        if event.type() == QEvent.Type.FocusIn and self.column.cell == "quantity":
            self.preview.setVisible(self.preview.show_text(self.editor.cell_text()))
        elif event.type() == QEvent.Type.FocusOut:
            self.preview.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_escape(event):
            self._pause.stop()
            self._dirty = False
            self.taken_back.emit()
            return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self._dirty = True
        self.preview.setVisible(self.preview.show_text(text))
        if not isinstance(self.editor, NoteCell):
            self._pause.start()

    def _paused(self) -> None:
        if self._dirty and self.column.field != "id":
            self.entered.emit(self.editor.cell_text(), False)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
