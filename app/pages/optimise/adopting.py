"""A proposal made into a scenario: its name, its button, and one named step of the history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.state.session import Session
from models.edits import EditError
from models.portfolio import Portfolio

Maker = Callable[[Portfolio, str], Portfolio]
"""Makes the portfolio with the proposal as a new scenario of the given name."""


class Adopting(QWidget):
    """A name and "Make this a scenario".

    Signals
    -------
    said
        What became of it.
    made
        A scenario was made; the plan itself is as it was.
    """

    said = Signal(str)
    made = Signal()

    def __init__(self, session: Session, name: str, maker: Maker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._maker = session, maker
        self.name = QLineEdit(name, self)
        self.name.setAccessibleName("Name of the new scenario")
        self.name.setMaximumWidth(260)
        self.button = QPushButton("Make this a scenario", self)
        self.button.setAccessibleName(f"Make this a scenario: {name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name)
        row.addWidget(self.button)
        row.addStretch(1)
        self.button.clicked.connect(self.adopt)
        self.name.returnPressed.connect(self.adopt)
        self.name.textChanged.connect(self._take_name)

    @Slot()
    def adopt(self) -> None:
        """Make the scenario."""
        name = self.name.text().strip()
        if not name or not self._session.is_open:
            return
        before = self._session.portfolio
        try:
            self._session.push(lambda portfolio: self._maker(portfolio, name), f"make the scenario “{name}”")
        except (EditError, ValueError) as error:
            self.said.emit(f"No scenario was made: {error}")
            return
        if self._session.portfolio is not before:
            self.said.emit(f"Made the scenario “{name}”; choose it above to look at it")
            self.made.emit()

    @Slot(str)
    def _take_name(self, name: str) -> None:
        self.button.setEnabled(bool(name.strip()))
