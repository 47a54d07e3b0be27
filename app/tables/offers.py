"""Lists of offers below a line: while no offer is marked, Enter and Tab mean what they mean without the list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.tables.picks import Pick

_LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class Passing(QObject):
    """Gives keys that would only put the list away to the widget that is typed into; else they are pressed twice."""

    def __init__(self, completer: QCompleter, typed_into: QWidget) -> None:
        super().__init__(typed_into)
        self._completer, self._typed_into = completer, typed_into
        offers = completer.popup()
        if offers is not None:
            offers.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        leaves = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _LEAVING
        offers = self._completer.popup() if leaves else None
        if offers is None or offers.currentIndex().isValid():
            return super().eventFilter(watched, event)
        offers.hide()
        QCoreApplication.postEvent(self._typed_into, event.clone())  # the list may be gone with the cell before it ends
        return True


class ListCompleter(QCompleter):
    """Completes the last entry of a list whose entries are separated by ``;``."""

    def __init__(self, words: tuple[Pick, ...], parent: QLineEdit) -> None:
        super().__init__(parent)
        self._line = parent
        self._texts = {word.label: word.text for word in words}
        self.setModel(QStringListModel(list(self._texts), self))
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._passing = Passing(self, parent)

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 - Qt's name
        return [path.rpartition(";")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 - Qt's name
        before, mark, _ = self._line.text().rpartition(";")
        label = str(index.data() or "")
        return f"{before}{mark}{' ' if mark else ''}{self._texts.get(label, label)}"
