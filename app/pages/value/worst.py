"""Why the worst futures are so bad: the unlucky inputs, the risks that occurred, the launches that were missed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.charts.tornado import Swing, Tornado
from app.charts.units import Unit
from app.pages.asking import Asking
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.state.studying import Question
from app.tables.figures import Cell, FigureTable, Row
from app.wording import count, money, plain_number, share, share_error
from models.portfolio import Portfolio
from simulation.summary.worst import Odds, Shift, WorstTrials, worst_trials

TRIALS: Final = 5_000
"""Five full blocks, so that standard errors are those of the sampling, and 250 futures are the worst."""

_SHOWN_INPUTS: Final = 8
_CLEAR: Final = 3.0
"""Standard errors from which a difference is no accident: more than the usual two, for many inputs are looked at."""

_DEVIATIONS: Final = Unit("number", "standard deviations")


class WorstPanel(Panel):
    """The question, then the answer: a sentence, the inputs as bars, risks and missed launches as tables."""

    title = "The worst 5 %"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._currency = ""
        sentence = "What sets the worst 5 % of futures apart from the others?"
        self.asking = Asking(desk, "worst_trials", sentence, _question, self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.inputs = Tornado("Inputs that were unlucky in the worst 5 % of futures", self)
        self.inputs.said.connect(self.said)
        self.risks = FigureTable("Risks that occur more or less often in the worst futures", self, most_rows=6)
        self.missed = FigureTable("Initiatives that are missed more or less often in the worst futures", self, 6)
        self.answer = QWidget(self)
        self.inputs_card = Card(
            "Inputs", "How far an input's mean in the worst futures lies from its mean in all of them.", self
        )
        self.risks_card = Card("Risks that occurred", parent=self)
        self.missed_card = Card("Not launched within the horizon", parent=self)
        self.asking.fade(self.inputs)
        self._lay_out()
        self.asking.answered.connect(self._take_answer)
        self.asking.forgotten.connect(self.forget)
        self.forget()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.asking, 1)
        row.addWidget(WhatIsThis("worst_futures", self.desk.session, parent=self))
        self.body.addLayout(row)
        self.body.addWidget(self.words)
        self.inputs_card.body.addWidget(self.inputs, 1)
        self.risks_card.body.addWidget(self.risks, 1)
        self.missed_card.body.addWidget(self.missed, 1)
        right = QVBoxLayout()
        right.addWidget(self.risks_card)
        right.addWidget(self.missed_card, 1)
        parts = QHBoxLayout(self.answer)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.addWidget(self.inputs_card, 5)
        parts.addLayout(right, 4)
        self.body.addWidget(self.answer, 1)
        self.body.addStretch(0)

    @Slot(object)
    def _take_answer(self, answer: object) -> None:
        if isinstance(answer, WorstTrials):
            self.show_answer(answer, self.desk.session.portfolio.settings.currency)

    def show_answer(self, worst: WorstTrials, currency: str) -> None:
        """Show what was found."""
        self.words.setText(worst_words(worst, currency))
        clear = clear_shifts(worst)
        self.inputs.show_swings(swings(clear), 0.0, _DEVIATIONS, ("lower than usual", "higher than usual"))
        self.inputs.setVisible(bool(clear))
        self.inputs_card.note.setText(
            "How far an input's mean in the worst futures lies from its mean in all of them."
            if clear
            else "No input differs by more than three times its standard error."
        )
        header = ("", "In the worst", "In all")
        for card, table, found, nothing in (
            (self.risks_card, self.risks, worst.risks, "No risk occurs clearly more or less often."),
            (self.missed_card, self.missed, worst.missed, "No launch is missed clearly more or less often."),
        ):
            rows = odds_rows(found, worst.worst)
            table.show_rows(header, rows)
            table.setVisible(bool(rows))
            card.note.setText("" if rows else nothing)
            card.note.setVisible(not rows)
        self.answer.show()

    @Slot()
    def forget(self) -> None:
        self.answer.hide()
        self.words.setText(
            "The answer shows which inputs, risks and missed launches the worst futures have in common: "
            "that is where a reserve or a safeguard pays."
        )

    def set_stale(self, stale: bool) -> None:
        """The bar says by itself that the plan has changed since it was asked."""


def _question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    if not any(one.selected for one in portfolio.initiatives):
        return "Nothing is funded yet; choose an option for an initiative first."
    return Question(worst_trials, (portfolio,), {"scenario": scenario, "trials": TRIALS})


def worst_words(worst: WorstTrials, currency: str) -> str:
    """How bad the worst are, and the two things that stand out most."""
    told = (
        f"{count(worst.worst, 'future')} of {worst.trials:,} are worth {money(worst.edge, currency)} or less; "
        f"on average {money(worst.worst_value, currency)}, against {money(worst.mean_value, currency)} over all."
    )
    clear = clear_shifts(worst)
    if clear:
        first = clear[0]
        side = "lower" if first.shift < 0 else "higher"
        told += f" What stands out most is {first.words}, {side} than usual."
    return told


def clear_shifts(worst: WorstTrials) -> list[Shift]:
    """Those of more than three times their error, the first of them; without an error none is clear.

    The error is at least that of as many futures drawn one by one: with few blocks it is but roughly known itself.
    """
    least = 1.0 / math.sqrt(worst.worst)
    found = [one for one in worst.inputs if abs(one.shift) > _CLEAR * np.maximum(one.standard_error, least)]
    return found[:_SHOWN_INPUTS]


def _error(one: Odds, worst: int) -> float:
    """NaN where it is not known."""
    return float(np.maximum(one.standard_error, math.sqrt(one.share * (1.0 - one.share) / worst)))


def swings(shifts: Sequence[Shift]) -> list[Swing]:
    """A bar for each, to the left where it is lower than usual."""
    found = []
    for one in shifts:
        told = f"{one.words}, {plain_number(one.worst_mean)} instead of {plain_number(one.mean)}"
        low, high = (one.shift, 0.0) if one.shift < 0 else (0.0, one.shift)
        found.append(Swing(short_words(one), low, high, told if low else "", told if high else ""))
    return found


def short_words(shift: Shift) -> str:
    """Field and record for a narrow axis: "new per month · Foreman"; of a driver its name alone."""
    record = shift.words.partition(":")[0]
    if shift.address.startswith("driver:"):
        return record
    field = shift.address.rpartition(".")[2].partition("[")[0].replace("_", " ")
    return f"{field} · {record}"


def odds_rows(found: Sequence[Odds], worst: int) -> list[Row]:
    """A row for each that differs by more than three times its error, at least that of ``worst`` single futures."""
    clear = [one for one in found if abs(one.worst_share - one.share) > _CLEAR * _error(one, worst)]
    return [
        [
            one.name,
            Cell(
                share(one.worst_share),
                "bad" if one.worst_share > one.share else "good",
                tip=share_error(one.standard_error),
            ),
            share(one.share),
        ]
        for one in clear
    ]
