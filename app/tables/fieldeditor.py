"""One field of the inspector: its widget, what its text means while it is typed, whom it names, and what is wrong."""

from __future__ import annotations

from textwrap import shorten
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.exchange.sheets import Column
from app.tables.called import kinds_named, words_of_named
from app.tables.celleditors import CellEditor, make_editor
from app.tables.display import Names
from app.tables.notecell import NoteCell
from app.tables.picks import Asked
from app.tables.preview import Preview
from app.tables.values import CellError, read_text
from app.theme import Tokens
from models.issue import Issue

PAUSE = 400
"""Milliseconds without a key after which what is typed is handed over; notes are handed over when they are left."""

_LONGEST_NAMED: Final = 240
"""Characters of names below a field: some seven lines, while a driver may name fifty fields."""


class FieldEditor(QWidget):
    """One field: its widget, its preview while it is typed into, and its problems below.

    Attributes
    ----------
    named
        What the records that it names by ids are called; hidden where the widget says so itself.  Of many the first
        are shown, and all of them in the tooltip.

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
        self.named = QLabel(self)
        self.problems = QLabel(self)
        self._names = asked.names
        self._dirty = False
        self._pause = QTimer(self)
        self._build()

    def _build(self) -> None:
        self.preview.hide()
        self.named.setObjectName("caption")
        for label in (self.named, self.problems):
            label.hide()
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.editor, self.named, self.preview, self.problems):
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
        self._names = asked.names
        self.preview.currency = currency

    @property
    def is_being_typed(self) -> bool:
        """Whether it holds a text that was not handed over."""
        return self._dirty

    def show_text(self, text: str, issues: list[Issue], tokens: Tokens) -> None:
        """Show a text and what is wrong with it; a text that is being typed stays."""
        if not self._dirty and text != self.editor.cell_text():
            self.editor.set_cell_text(text)
        self._show_named()
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
        self._show_named()
        self.preview.setVisible(self.preview.show_text(text))
        if not isinstance(self.editor, NoteCell):
            self._pause.start()

    def _show_named(self) -> None:
        """Say whom the text names, below it and to a screen reader."""
        if not kinds_named(self.column):
            return
        editor = self.editor
        seen = editor.currentText() if isinstance(editor, QComboBox) else editor.cell_text()
        words = _named(self.column, editor.cell_text(), self._names)
        told = "" if words in seen else words
        shown = shorten(told, _LONGEST_NAMED, placeholder=" …")
        self.named.setText(shown)
        self.named.setToolTip("" if shown == told else told)
        self.named.setVisible(bool(told))
        line = editor.lineEdit() if isinstance(editor, QComboBox) else None
        for widget in (editor, line):
            if widget is not None:
                widget.setAccessibleDescription(told)

    def _paused(self) -> None:
        if self._dirty and self.column.field != "id":
            self.entered.emit(self.editor.cell_text(), False)


def _named(column: Column, text: str, names: Names) -> str:
    """What is called by the ids of a text; empty where it names nothing, or cannot be read."""
    try:
        value = read_text(column, text)
    except CellError:
        return ""
    return "" if value is None else words_of_named(column, value, names) or ""


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
