"""The problems panel: everything that is wrong or odd, the errors first; a row leads to its cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.theme import icon, tokens_of
from models.issue import Issue

_ISSUE = Qt.ItemDataRole.UserRole


class Problems(QTreeWidget):
    """One row for each issue.

    Signals
    -------
    picked
        The issue whose record is to be shown.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Problems")
        self.setHeaderLabels(["Where", "Field", "What is wrong, and what would be right"])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.header()
        header.setAccessibleName("Columns of the problems")
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 300)
        header.resizeSection(1, 120)
        self._issues: tuple[Issue, ...] = ()
        self.itemActivated.connect(self._pick)
        self.itemClicked.connect(self._pick)

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """Show these issues in place of those before."""
        if tuple(issues) != self._issues:
            self._issues = tuple(issues)
            self._fill()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._fill()

    def _fill(self) -> None:
        tokens = tokens_of(self.palette())
        pictures = {"error": icon("alert-circle", tokens.bad), "warning": icon("alert-outline", tokens.warn)}
        self.clear()
        rows = []
        for issue in self._issues:
            row = QTreeWidgetItem([issue.where, issue.field, issue.message])
            row.setIcon(0, pictures[issue.severity])
            row.setData(0, _ISSUE, issue)
            row.setToolTip(2, issue.message)
            row.setToolTip(0, f"{issue.severity}: {issue.where}")
            rows.append(row)
        self.addTopLevelItems(rows)

    def _pick(self, row: QTreeWidgetItem) -> None:
        self.picked.emit(row.data(0, _ISSUE))
