"""Choices above a question: a figure that it is about, and the initiatives that are to be decided."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from app.pages.matters.sayings import figures_to_ask
from app.pages.offering import offer
from app.state.session import Session
from models.portfolio import Portfolio

SCENARIOS = ""
"""Stands for the choice among the scenarios."""


class FigureChoice(QWidget):
    """The figure that a question is about.

    Signals
    -------
    changed
        Another figure was chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, what_for: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.box = _box(f"Figure of the {what_for}", self)
        label = QLabel("About", self)
        label.setBuddy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.box)
        row.addStretch(1)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self.changed)
        session.portfolio_changed.connect(self._fill)
        self._fill()

    @property
    def figure(self) -> str:
        """The key of the figure."""
        return str(self.box.currentData() or "value")

    @Slot()
    def _fill(self) -> None:
        if self._session.is_open:
            offer(self.box, figures_to_ask(self._session.portfolio))


class DecisionChoice(QWidget):
    """What is to be decided: the options of one initiative or of two, or which scenario to take.

    Signals
    -------
    changed
        Something else was chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.first, self.second = _box("What is to be decided", self), _box("What is to be decided with it", self)
        label = QLabel("Before deciding on", self)
        label.setBuddy(self.first)
        self.link = QLabel("together with", self)
        self.link.setBuddy(self.second)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (label, self.first, self.link, self.second):
            row.addWidget(widget)
        row.addStretch(1)
        self.first.activated.connect(self._take_first)
        self.second.activated.connect(self.changed)
        session.portfolio_changed.connect(self._fill)
        self._fill()

    @property
    def initiatives(self) -> tuple[str, ...]:
        """The initiatives; none where a scenario is to be chosen, or there is nothing to decide."""
        first, second = str(self.first.currentData() or ""), str(self.second.currentData() or "")
        chosen = () if first == SCENARIOS else (first, second)
        return tuple(dict.fromkeys(one for one in chosen if one))

    @Slot()
    def _take_first(self) -> None:
        self._show_second()
        self.changed.emit()

    def _show_second(self) -> None:
        of_initiatives = bool(self.first.currentData())
        self.second.setVisible(of_initiatives)
        self.link.setVisible(of_initiatives)

    @Slot()
    def _fill(self) -> None:
        if not self._session.is_open:
            return
        initiatives = choices_of(self._session.portfolio)
        scenarios = [(SCENARIOS, "which scenario to take")] if self._session.portfolio.scenarios else []
        offer(self.first, [*initiatives, *scenarios])
        offer(self.second, [("", "nothing else"), *initiatives])
        self._show_second()


def choices_of(portfolio: Portfolio) -> list[tuple[str, str]]:
    """The initiatives with an option to choose, those with several first: ids and names."""
    able = [one for one in portfolio.initiatives if one.options]
    able.sort(key=lambda one: len(one.options) < 2)
    return [(one.id, one.name or one.id) for one in able]


def _box(name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(24)
    return box
