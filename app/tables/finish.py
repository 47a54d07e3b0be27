"""What is being typed, handed over at once: before a file is written, a document is left or the window is closed."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from shiboken6 import isValid


def finish_typing() -> None:
    """Let what is being typed into a cell or field be handed over, as if it were left.

    The keys stay in a field, and go back to the table from a cell.
    """
    offers = QApplication.activePopupWidget()
    if offers is not None:  # of a completer, which would keep its line from being left
        offers.hide()
    field = QApplication.focusWidget()
    if field is None:
        return
    cell = _cell_around(field)
    if cell is not None:
        _close(*cell)
    else:
        field.clearFocus()
        if isValid(field) and field.isVisible():
            field.setFocus()


def _cell_around(field: QWidget) -> tuple[QAbstractItemView, QWidget] | None:
    """The table and its editor that a widget belongs to; None for what is no part of a cell."""
    editor: QWidget | None = field
    while editor is not None:
        area = editor.parentWidget()
        view = area.parentWidget() if area is not None else None
        if isinstance(view, QAbstractItemView) and view.viewport() is area:
            return view, editor
        editor = area
    return None


def _close(view: QAbstractItemView, editor: QWidget) -> None:
    """Take over what the editor of the current cell holds, and close it; it is not left, but asked."""
    delegate = view.itemDelegateForIndex(view.currentIndex())
    delegate.commitData.emit(editor)
    delegate.closeEditor.emit(editor)
