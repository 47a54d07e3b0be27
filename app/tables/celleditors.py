"""The widgets that a field is typed into, in a cell and in the inspector alike.

Every one is a line, a box or a note that takes any text: what is no value is said while it is typed, and can be left
standing all the same.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QMenu, QWidget

from app.exchange.sheets import Column
from app.tables.columns import is_prose
from app.tables.monthpicker import MonthPicker
from app.tables.notecell import NoteCell
from app.tables.offers import ListCompleter, Passing
from app.tables.picks import Asked, Pick, completions, picks
from app.tables.templates import templates
from app.tables.values import CellError, read_text
from app.theme import icon, tokens_of
from models.uncertainty import Quantity


class LineCell(QLineEdit):
    """A line for any field; months and quantities get a button at its end, lists complete their words.

    Signals
    -------
    typed
        The text, whenever the user changed it.
    """

    typed = Signal(str)

    def __init__(self, column: Column, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self.setAccessibleName(column.title)
        self.setToolTip(column.help)
        self._picker: MonthPicker | None = None
        self.textEdited.connect(self.typed)
        if column.cell == "quantity":
            self._add_button("chart-bell-curve-cumulative", "Templates for a range (Alt+Down)", self.open_templates)
        elif column.cell == "month":
            self._add_button("calendar-month", "Choose a month (Alt+Down)", self.open_months)
        self._words: tuple[Pick, ...] = ()
        self.follow(asked)

    def follow(self, asked: Asked) -> None:
        """Complete the words of a portfolio in which other records have been added or renamed."""
        words = completions(asked, self.column)
        if words != self._words:
            self._words = words
            self.setCompleter(ListCompleter(words, self))

    def cell_text(self) -> str:
        """What is typed."""
        return self.text()

    def set_cell_text(self, text: str) -> None:
        """Show a text that the user did not type."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def open_templates(self) -> None:
        """Offer ranges around the number that stands here."""
        menu = self.template_menu()
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def template_menu(self) -> QMenu:
        """The menu of ranges around the number that stands here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for offer in templates(self._base(), self.column.unit):
            action = QAction(f"{offer.title}\t{offer.text if len(offer.text) < 34 else ''}", menu)
            action.setToolTip(offer.hint)
            action.setStatusTip(offer.hint)
            action.triggered.connect(partial(self.take, offer.text))
            menu.addAction(action)
        menu.setToolTipsVisible(True)
        return menu

    def open_months(self) -> None:
        """Offer the months of a year."""
        if self._picker is None:
            self._picker = MonthPicker(self)
            self._picker.picked.connect(self.take)
        try:
            month = str(read_text(self.column, self.text()) or "")
        except CellError:
            month = ""
        self._picker.open_at(month, self)

    def take(self, text: str) -> None:
        """Put a chosen text in, as if typed, with its first number selected."""
        self.setText(text)
        self.setFocus()
        self.typed.emit(text)

    def _base(self) -> float:
        """The number that templates start from: what stands here, else what is typical."""
        for text in (self.text(), self.column.typical):
            try:
                value = read_text(self.column, text)
            except CellError:
                continue
            if isinstance(value, Quantity) and value.base:
                return value.base
        return 0.0

    def _add_button(self, name: str, hint: str, slot: object) -> None:
        action = QAction(icon(name, tokens_of(self.palette()).muted), hint, self)
        action.setShortcut(QKeySequence("Alt+Down"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)


class PickCell(QComboBox):
    """A box with offers, searched by any part of id or name; any other text can be typed as well.

    Signals
    -------
    typed
        The text, whenever the user changed or chose it.
    """

    typed = Signal(str)

    def __init__(self, column: Column, offers: tuple[Pick, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self.setAccessibleName(column.title)
        self.setToolTip(column.help)
        line = QLineEdit(self)
        line.setAccessibleName(column.title)
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._texts: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        self._offer(offers)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self._passing = Passing(completer, self)
        line.textEdited.connect(self._tell)
        self.activated.connect(self._tell)

    def follow(self, asked: Asked) -> None:
        """Offer the records of a portfolio in which some have been added or renamed; what is chosen or typed stays."""
        offers = picks(asked, self.column) or ()
        if {offer.label: offer.text for offer in offers} != self._texts:
            text = self.cell_text()
            self._offer(offers)
            self.set_cell_text(text)

    def _offer(self, offers: tuple[Pick, ...]) -> None:
        """Put these into the list."""
        self._texts = {offer.label: offer.text for offer in offers}
        named = [(offer.label.partition(" — ")[2].casefold(), offer.text) for offer in offers]
        known = {offer.text for offer in offers}
        names = Counter(name for name, _ in named)
        self._by_name = {name: text for name, text in named if name and names[name] == 1 and name not in known}
        self.clear()
        if not self.column.required and self.column.cell not in ("choice", "flag"):
            self.addItem("")
        self.addItems([offer.label for offer in offers])

    def cell_text(self) -> str:
        """The text of the offer that is chosen, or whose name alone is typed; else what is typed."""
        shown = self.currentText()
        return self._texts.get(shown) or self._by_name.get(shown.strip().casefold(), shown)

    def set_cell_text(self, text: str) -> None:
        """Show the offer of a text, or the text itself where there is none."""
        label = next((label for label, offered in self._texts.items() if offered == text), text)
        self.setCurrentIndex(self.findText(label, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive))
        if self.currentText() != label:
            self.setEditText(label)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def _tell(self) -> None:
        self.typed.emit(self.cell_text())


def make_editor(column: Column, asked: Asked, parent: QWidget | None = None) -> LineCell | PickCell | NoteCell:
    """The widget for a field of a record."""
    if is_prose(column):
        return NoteCell(column, parent)
    offers = picks(asked, column)
    return LineCell(column, asked, parent) if offers is None else PickCell(column, offers, parent)


CellEditor = LineCell | PickCell | NoteCell
