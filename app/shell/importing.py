"""The dialog of an import: where it goes, what it would change, and what is wrong in the file; nothing is done before.

Reading is the business of whoever made the dialog: each time the wish changes, ``wished`` asks for it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.wording import count, them

if TYPE_CHECKING:
    from app.exchange.importing import Imported
    from app.exchange.preview import Preview
    from models.portfolio import Portfolio

_MOST_ROWS = 2000
_CHANGES = ("Change", "Record", "Field", "Before", "After")
_PROBLEMS = ("Severity", "Place", "What is wrong, and what would be right")


@dataclass(frozen=True)
class Wish:
    """How a file is to be read."""

    onto_open: bool = False  # laid on the open plan; otherwise it becomes a plan of its own
    partial: bool = False  # the good rows are taken where others are wrong
    remove_missing: bool = False  # records go that the file's sheets do not hold


class ImportDialog(QDialog):
    """Shows what an import would do.

    Signals
    -------
    wished
        The file is to be read as this ``Wish`` says; ``show_outcome`` takes what comes of it.
    """

    wished = Signal(object)

    def __init__(self, name: str, open_plan: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Import {name}")
        self.resize(760, 520)
        self.portfolio: Portfolio | None = None
        self._shown: Wish | None = None
        self.place = QComboBox(self)
        self.place.setAccessibleName("Where the import goes")
        self.place.addItem("A new plan", False)
        if open_plan is not None:
            self.place.addItem(f"The open plan: {open_plan}", True)
            self.place.setCurrentIndex(1)
        self.partial = QCheckBox("Take the good rows and leave out the others", self)
        self.remove = QCheckBox("Remove records that the file's sheets do not hold", self)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.changes, self.problems = _table(_CHANGES, "Changes", self), _table(_PROBLEMS, "Problems", self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("Changes and problems")
        self.tabs.tabBar().setAccessibleName("Choice between changes and problems")
        self.tabs.addTab(self.changes, "Changes")
        self.tabs.addTab(self.problems, "Problems")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = self.buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self._lay_out()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.place.currentIndexChanged.connect(self.ask)
        self.partial.toggled.connect(self.ask)
        self.remove.toggled.connect(self.ask)

    @property
    def wish(self) -> Wish:
        """What is chosen."""
        onto_open = bool(self.place.currentData())
        return Wish(onto_open, self.partial.isChecked(), onto_open and self.remove.isChecked())

    @Slot()
    def ask(self) -> None:
        """Ask for the file to be read as is chosen."""
        self.remove.setEnabled(bool(self.place.currentData()))
        self.take.setEnabled(False)
        self.said.setText("Reading …")
        self.wished.emit(self.wish)

    def show_outcome(self, wish: Wish, outcome: Imported) -> None:
        """Show what came of a wish, unless another one is under way."""
        if wish != self.wish:
            return
        self.portfolio = outcome.portfolio
        lines = _lines(outcome.preview) if wish.onto_open and outcome.preview is not None else []
        changes_nothing = wish.onto_open and outcome.portfolio is not None and not lines
        self.take.setEnabled(outcome.portfolio is not None and not changes_nothing)
        self.said.setText(_sentence(outcome, wish, len(lines)))
        _fill(self.changes, lines)
        said = [(one.severity, one.place or "the file", one.in_window or one.message) for one in outcome.problems]
        _fill(self.problems, said)
        self.tabs.setTabText(0, f"Changes ({len(lines):,})" if wish.onto_open else "Changes")
        self.tabs.setTabEnabled(0, wish.onto_open)
        self.tabs.setTabText(1, f"Problems ({len(outcome.problems):,})")
        if outcome.portfolio is None or not wish.onto_open:
            self.tabs.setCurrentIndex(1)
        elif self._shown is None or not self._shown.onto_open:
            self.tabs.setCurrentIndex(0)
        self._shown = wish

    def _lay_out(self) -> None:
        choices = QFormLayout()
        choices.addRow("Import &into", self.place)
        choices.addRow("", self.remove)
        choices.addRow("", self.partial)
        column = QVBoxLayout(self)
        column.addLayout(choices)
        column.addWidget(self.said)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.buttons)


def _sentence(outcome: Imported, wish: Wish, changes: int) -> str:
    errors = len(outcome.errors)
    if outcome.portfolio is None:
        hint = "" if wish.partial else ", or take the good rows"
        wrong = count(errors, "error")
        return f"The file has {wrong}; nothing can be imported so. Mend {them(outcome.errors)} there{hint}."
    read = count(outcome.rows - outcome.left_out, "row")
    left = f", {count(outcome.left_out, 'row')} left out" if outcome.left_out else ""
    if not wish.onto_open:
        return f"{read} read{left}. Import opens them as a new plan."
    if not changes:
        return f"{read} read{left}. The plan holds all of it already; there is nothing to import."
    return f"{read} read{left}. Import makes {count(changes, 'change')} in one step, which can be undone."


def _lines(preview: Preview) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [("added", f"{kind} {key}", "", "", "") for kind, key in preview.added]
    lines += [("changed", f"{one.kind} {one.id}".strip(), one.field, one.old, one.new) for one in preview.changed]
    return lines + [("removed", f"{kind} {key}", "", "", "") for kind, key in preview.removed]


def _table(titles: Sequence[str], name: str, parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, len(titles), parent)
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(titles))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setWordWrap(True)
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    wrap = QTimer(table, singleShot=True, interval=0)  # once the last of the columns has its width
    wrap.timeout.connect(table.resizeRowsToContents)
    table.horizontalHeader().sectionResized.connect(lambda: wrap.start())
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.setColumnWidth(1, 170)
    return table


def _fill(table: QTableWidget, lines: Sequence[Iterable[str]]) -> None:
    """Show the lines, at most so many as can be read; the last says how many more there are."""
    shown = [tuple(line) for line in lines[:_MOST_ROWS]]
    if len(lines) > _MOST_ROWS:
        shown.append((f"and {len(lines) - _MOST_ROWS:,} more",))
    table.setRowCount(len(shown))
    for row, line in enumerate(shown):
        for column in range(table.columnCount()):
            text = line[column] if column < len(line) else ""
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    table.resizeRowsToContents()
