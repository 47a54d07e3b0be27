"""Acting on a table as a user does: going to a cell, typing, pasting."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.tables.panel import RecordTablePanel
from app.tables.view import RecordTableView

MakePanel = Callable[..., RecordTablePanel]
"""Makes the panel of a kind (and a parent), shown and with the keys."""


def go(view: RecordTableView, row: int, field: str) -> QModelIndex:
    """Make the cell of a field in a row of the screen current."""
    index = view.ordering.index(row, view.table.column(field))
    view.setColumnHidden(index.column(), False)
    view.setCurrentIndex(index)
    return index


def type_text(qtbot: QtBot, view: RecordTableView, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Type over the current cell, key by key, and end with a key."""
    qtbot.keyClick(view, text[0])
    editor = QApplication.focusWidget()
    assert editor is not view
    for key in text[1:]:
        qtbot.keyClick(editor, key)
    if end is not None:
        qtbot.keyClick(editor, end)
        qtbot.waitUntil(lambda: view.state() == view.State.NoState)


def line_in_use() -> QLineEdit:
    """The line that has the keys."""
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    return line


def paste(qtbot: QtBot, view: RecordTableView, text: str) -> None:
    """Paste a text at the current cell with the keys."""
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
