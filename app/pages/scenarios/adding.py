"""The line with which a change of a scenario is made: which record, which field, what is done to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QPushButton, QWidget

from app.pages.scenarios.targets import (
    ACTIONS,
    Field,
    Target,
    fields_of_target,
    offers,
    present_text,
    scalar_text,
    targets_of,
    value_of,
)
from models.address import Address, parse_address, value_info
from models.edits import EditError
from models.overlay import Override, Scalar
from models.portfolio import Portfolio


class ChangeLine(QWidget):
    """Record, field, action and value; "Add" tells what is to be done.

    Signals
    -------
    made
        Target (an address), action and value of an override.
    """

    made = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._portfolio: Portfolio | None = None
        self._targets: list[Target] = []
        self._fields: list[Field] = []
        self.record = _box("Record to change", self, typed=True)
        self.field = _box("Field to change", self, typed=True)
        self.action = _box("How it is changed", self)
        self.value = _box("New value", self, typed=True)
        self.value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.add = QPushButton("Add the change", self)
        self.add.setAccessibleName("Add the change to the scenario")
        self.hint = QLabel(self)
        self.hint.setObjectName("caption")
        self.hint.setWordWrap(True)
        self._lay_out()
        self.record.currentIndexChanged.connect(self._show_fields)
        self.field.currentIndexChanged.connect(self._show_field)
        self.action.currentIndexChanged.connect(self._show_values)
        self.add.clicked.connect(self.make)
        line = self.value.lineEdit()
        assert line is not None
        line.returnPressed.connect(self.make)

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Offer what a portfolio has; what is chosen stays where it can."""
        kept = self.address
        self._portfolio = portfolio
        self._targets = targets_of(portfolio)
        self.record.blockSignals(True)
        self.record.clear()
        self.record.addItems([one.label for one in self._targets])
        self.record.blockSignals(False)
        if kept is None or not self.choose(kept):
            self._show_fields()

    @property
    def address(self) -> Address | None:
        """What is chosen to be changed."""
        place = self.field.currentIndex()
        return self._fields[place].address if 0 <= place < len(self._fields) else None

    def choose(self, address: Address) -> bool:
        """Choose a record and its field; whether they are there."""
        wanted = (address.kind, address.id)
        row = next((row for row, one in enumerate(self._targets) if (one.kind, one.id) == wanted), None)
        if row is None:
            return False
        self.record.setCurrentIndex(row)
        self._show_fields()
        place = next((place for place, one in enumerate(self._fields) if one.address == address), None)
        if place is None:
            return False
        self.field.setCurrentIndex(place)
        return True

    def show_override(self, override: Override) -> None:
        """Put an override into the line, to be changed."""
        try:
            found = self.choose(parse_address(override.target))
        except ValueError:
            found = False
        if not found:
            self.hint.setText(f"{override.target} is not there any more; take the change away and make another.")
            return
        self.action.setCurrentIndex(max(0, self.action.findData(override.action)))
        self._put(override.value)
        self.value.setFocus()

    @Slot()
    def make(self) -> None:
        """Tell the change that is written, or say what is wrong with it."""
        address = self.address
        unknown = next((box for box in (self.record, self.field) if _is_unknown(box)), None)
        if address is None or unknown is not None:
            typed = "" if unknown is None else f' "{unknown.currentText()}" is neither a record nor a field of it.'
            self.hint.setText(f"Choose a record and a field from the lists.{typed}")
            return
        action = str(self.action.currentData())
        chosen = self.value.currentIndex()
        typed = self.value.currentText()
        offered = chosen >= 0 and self.value.itemText(chosen) == typed
        text = str(self.value.itemData(chosen)) if offered else typed
        try:
            value = value_of(text, address, action)
        except EditError as error:
            self.hint.setText(f"Not added: {error}.")
            return
        self.made.emit(str(address), action, value)

    def tell(self, words: str) -> None:
        """Say something below the line."""
        self.hint.setText(words)

    def clear_value(self) -> None:
        """Nothing is typed."""
        self.value.setCurrentIndex(-1)
        self.value.setEditText("")

    def _put(self, value: Scalar) -> None:
        place = self.value.findData("" if value is None else value if isinstance(value, str) else scalar_text(value))
        self.value.setCurrentIndex(place)
        if place < 0:
            self.value.setEditText(scalar_text(value).replace(",", ""))

    @Slot()
    def _show_fields(self) -> None:
        row = self.record.currentIndex()
        if self._portfolio is None or row < 0:
            return
        self._fields = fields_of_target(self._portfolio, self._targets[row])
        self.field.blockSignals(True)
        self.field.clear()
        self.field.addItems([one.label for one in self._fields])
        self.field.blockSignals(False)
        self._show_field()

    @Slot()
    def _show_field(self) -> None:
        place = self.field.currentIndex()
        if not 0 <= place < len(self._fields):
            return
        self.action.blockSignals(True)
        self.action.clear()
        for action, words in ACTIONS.items():
            if action == "set" or self._fields[place].is_number:
                self.action.addItem(words, action)
        self.action.blockSignals(False)
        self._show_values()

    @Slot()
    def _show_values(self) -> None:
        address = self.address
        if address is None or self._portfolio is None:
            return
        self.value.clear()
        if self.action.currentData() == "set":
            for pick in offers(self._portfolio, address):
                self.value.addItem(pick.label.rpartition(" — ")[2], pick.text)
        self.clear_value()
        self.hint.setText(self._hint(self._portfolio, address))

    def _hint(self, portfolio: Portfolio, address: Address) -> str:
        info = value_info(address)
        now = present_text(portfolio, address)
        unit = f" {info.unit}" if info.unit else ""
        parts = [f"Before: {now}{unit}" if now else f"Unit: {info.unit}" if info.unit else ""]
        action = self.action.currentData()
        if action == "scale":
            parts.append("write a factor such as 0.85, or 85 %")
        elif info.is_quantity and action == "set":
            parts.append("a number, or a range such as 3..5..9")
        return "; ".join(part for part in parts if part)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(6)
        places = (
            ("Record", self.record, 0, 0),
            ("Field", self.field, 0, 2),
            ("How", self.action, 1, 0),
            ("Value", self.value, 1, 2),
        )
        for words, widget, row, column in places:
            label = QLabel(words, self)
            label.setBuddy(widget)
            grid.addWidget(label, row, column)
            grid.addWidget(widget, row, column + 1)
        grid.addWidget(self.hint, 2, 0, 1, 4)
        grid.addWidget(self.add, 1, 4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)


def _is_unknown(box: QComboBox) -> bool:
    """Whether something is typed that is not in the list."""
    return box.currentText() != box.itemText(box.currentIndex())


def _box(name: str, parent: QWidget, *, typed: bool = False) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setMinimumContentsLength(8)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if typed:
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = box.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line = box.lineEdit()
        if line is not None:
            line.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda: line.setCursorPosition(0))
    return box
