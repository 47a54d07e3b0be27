"""What happened: the frozen figures of one decision, each with a field for its outcome."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from app.pages.decisions.freezing import DATES, name_of, outcome_text, percentiles, read_outcome, unit_of, verdict
from app.pages.frame import Card
from app.pages.inquiry import words
from app.state.session import Session
from models.decision import Decision
from models.portfolio import Portfolio

_HEAD = ("", "P10", "P50", "P80", "P90", "What happened", "")


class OutcomeCard(Card):
    """The figures of the decision that is chosen.

    Signals
    -------
    said
        What is wrong with what was typed.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("What happened", "", parent)
        self._session = session
        self._shown: Decision | None = None
        self.lines: list[QLineEdit] = []
        self.empty = words("", "empty", self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(self.empty)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        session.portfolio_changed.connect(self._refresh)
        self.show_decision("")

    @property
    def decision(self) -> Decision | None:
        """The decision that is shown."""
        return self._shown

    @Slot(str)
    def show_decision(self, decision: str) -> None:
        """Show the figures of a decision."""
        found = _find(self._session.portfolio, decision) if self._session.is_open else None
        if found is not None and found == self._shown:
            return
        self._shown = found
        self._clear()
        self.empty.setText(_empty_words(found))
        self.empty.setVisible(bool(self.empty.text()))
        if found is not None and found.figures:
            self._build(found)

    def _build(self, found: Decision) -> None:
        portfolio = self._session.portfolio
        for column, title in enumerate(_HEAD):
            self._grid.addWidget(self._caption(title), 0, column)
        for row, figure in enumerate(found.figures, 1):
            unit = unit_of(portfolio, figure.metric)
            texts = (name_of(figure.metric), *percentiles(figure, unit))
            for column, text in enumerate(texts):
                self._grid.addWidget(QLabel(text, self), row, column)
            line = QLineEdit(outcome_text(figure.outcome, figure.metric, portfolio), self)
            line.setPlaceholderText("2027-03 or a day" if figure.metric in DATES else "amount")
            line.setAccessibleName(f"Outcome: {name_of(figure.metric)}")
            line.setMaximumWidth(150)
            line.editingFinished.connect(self._taking(row - 1))
            self.lines.append(line)
            self._grid.addWidget(line, row, len(texts))
            self._grid.addWidget(self._caption(verdict(figure)), row, len(texts) + 1)

    def _taking(self, number: int) -> Callable[[], None]:
        return partial(self.take_outcome, number)

    def take_outcome(self, number: int) -> None:
        """Keep what was typed for a figure, as one step of the history."""
        decision = self._shown
        if decision is None or number >= len(self.lines):
            return
        figure, line = decision.figures[number], self.lines[number]
        portfolio = self._session.portfolio
        if line.text().strip() == outcome_text(figure.outcome, figure.metric, portfolio):
            return
        try:
            outcome = read_outcome(line.text(), figure.metric, portfolio)
        except ValueError as error:
            self.said.emit(str(error))
            line.setToolTip(str(error))
            line.setText(outcome_text(figure.outcome, figure.metric, portfolio))
            return
        edit = partial(with_outcome, decision=decision.id, number=number, outcome=outcome)
        self._session.push(edit, f"what happened: {name_of(figure.metric).lower()}")

    @Slot()
    def _refresh(self) -> None:
        self.show_decision("" if self._shown is None else self._shown.id)

    def _clear(self) -> None:
        self.lines.clear()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _caption(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("caption")
        return label


def with_outcome(portfolio: Portfolio, *, decision: str, number: int, outcome: float | None) -> Portfolio:
    """The portfolio with the outcome of a figure of a decision."""
    changed = []
    for one in portfolio.decisions:
        if one.id == decision:
            figures = list(one.figures)
            figures[number] = msgspec.structs.replace(figures[number], outcome=outcome)
            one = msgspec.structs.replace(one, figures=tuple(figures))
        changed.append(one)
    return msgspec.structs.replace(portfolio, decisions=tuple(changed))


def _find(portfolio: Portfolio, decision: str) -> Decision | None:
    return next((one for one in portfolio.decisions if one.id == decision), None)


def _empty_words(found: Decision | None) -> str:
    if found is None:
        return "Choose a decision to enter what happened since."
    return "" if found.figures else "No forecast was frozen beside this decision, so there is nothing to compare with."
