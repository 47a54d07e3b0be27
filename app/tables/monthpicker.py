"""A small calendar of months: a year and its twelve months, for mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from app.theme import tokens_of
from models.calendar import MONTH_NAMES, month_number


class MonthPicker(QFrame):
    """Months of one year at a time.

    Signals
    -------
    picked
        The month that was chosen, as ``2027-03``.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName("Choose a month")
        self._year = 2027
        self._month = 0
        self._title = QLabel(self)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = [self._month_button(name, number) for number, name in enumerate(MONTH_NAMES, 1)]
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self._step("‹", "Year before", -1), 0, 0)
        layout.addWidget(self._title, 0, 1)
        layout.addWidget(self._step("›", "Year after", 1), 0, 2)
        for index, button in enumerate(self._buttons):
            layout.addWidget(button, 1 + index // 3, index % 3)

    def open_at(self, month: str, below: QWidget) -> None:
        """Show the year of a month (or of a text that is none: the one shown last) below a widget."""
        try:
            self._year, self._month = divmod(month_number(month), 12)
        except ValueError:
            self._month = 0
        self._show_year()
        self.adjustSize()
        self.move(below.mapToGlobal(QPoint(0, below.height() + 2)))
        self.show()
        self._buttons[self._month].setFocus()

    def _month_button(self, name: str, number: int) -> QPushButton:
        button = QPushButton(name, self)
        button.setAutoDefault(True)
        button.setMinimumWidth(56)
        button.setProperty("month", number)
        button.clicked.connect(self._pick)
        return button

    def _step(self, sign: str, name: str, years: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoRaise(True)
        button.setProperty("years", years)
        button.clicked.connect(self._turn)
        return button

    def _turn(self) -> None:
        self._year = min(9999, max(1, self._year + int(self.sender().property("years"))))
        self._show_year()

    def _pick(self) -> None:
        number = int(self.sender().property("month"))
        self.hide()
        self.picked.emit(f"{self._year:04d}-{number:02d}")

    def _show_year(self) -> None:
        tokens = tokens_of(self.palette())
        self.setStyleSheet(f"MonthPicker {{ background: {tokens.surface}; border: 1px solid {tokens.control}; }}")
        self._title.setText(str(self._year))
        for number, button in enumerate(self._buttons, 1):
            button.setAccessibleName(f"{MONTH_NAMES[number - 1]} {self._year}")
