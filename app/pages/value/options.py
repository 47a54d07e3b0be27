"""What the plan is worth with each option of one initiative, in the same futures."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QWidget

from app.charts.distribution import Distribution, Series
from app.charts.units import Unit, money_in
from app.pages.asking import Asking
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.state.studying import Question
from app.tables.figures import Cell, FigureTable, Row
from app.wording import money, money_error, share
from models.portfolio import Portfolio
from simulation.decide.choose.choice import Choice, Spread
from simulation.decide.choose.options import choose

TRIALS: Final = 1_000

_LONGEST_NAME: Final = 24

HEADER: Final = ("Option", "80 % chance\nof at least", "P(> 0)", "P(best)")


class OptionsPanel(Panel):
    """The choice of an initiative, the question, and the answer: overlaid curves and a row for each option."""

    title = "By option"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._answered = False
        self.initiative = QComboBox(self)
        self.initiative.setAccessibleName("Initiative whose options are compared")
        self.initiative.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.initiative.setMinimumContentsLength(28)
        sentence = "What is the whole plan worth with each option of this initiative?"
        self.asking = Asking(desk, "value_by_option", sentence, self._question, self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setObjectName("empty")
        self.chart = Distribution("Value of the plan with each option", self)
        self.chart.set_mode("s_curve")
        self.chart.setMinimumHeight(230)
        self.table = FigureTable("Value of the plan with each option", self, most_rows=8)
        self.answer = QSplitter(Qt.Orientation.Horizontal, self)
        self.asking.fade(self.chart)
        self._lay_out()
        self._connect()
        self._list()
        self.forget()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.initiative)
        row.addWidget(self.asking, 1)
        row.addWidget(WhatIsThis("p_best", self.desk.session, parent=self))
        self.body.addLayout(row)
        self.body.addWidget(self.note)
        self.answer.setChildrenCollapsible(False)
        for title, widget in (("Chances", self.chart), ("Options", self.table)):
            card = Card(title, parent=self)
            card.body.addWidget(widget, 1)
            self.answer.addWidget(card)
        self.answer.setSizes([560, 480])
        self.body.addWidget(self.answer, 1)
        self.body.addStretch(0)

    def _connect(self) -> None:
        self.chart.said.connect(self.said)
        self.asking.answered.connect(self._take_answer)
        self.asking.forgotten.connect(self.forget)
        self.desk.session.portfolio_changed.connect(self._list)
        self.initiative.activated.connect(self._take_initiative)

    @Slot()
    def _list(self) -> None:
        """Offer the initiatives that have a choice."""
        session = self.desk.session
        portfolio = session.portfolio if session.is_open else None
        offered = [(one.name, one.id) for one in portfolio.initiatives if len(one.options) > 1] if portfolio else []
        if offered == [
            (self.initiative.itemText(n), self.initiative.itemData(n)) for n in range(self.initiative.count())
        ]:
            return
        kept = self.initiative.currentData()
        with QSignalBlocker(self.initiative):
            self.initiative.clear()
            for name, key in offered:
                self.initiative.addItem(name, key)
            self.initiative.setCurrentIndex(max(self.initiative.findData(kept), 0))
        self.initiative.setEnabled(bool(offered))

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        key = self.initiative.currentData()
        if key is None:
            return "No initiative has more than one option; add options on the Initiatives page."
        return Question(choose, (portfolio, [key]), {"scenario": scenario, "trials": TRIALS, "with_none": True})

    @Slot()
    def _take_initiative(self) -> None:
        """Once one was answered, another choice is a question by itself."""
        if self._answered:
            self.asking.find_out()

    @Slot(object)
    def _take_answer(self, answer: object) -> None:
        if isinstance(answer, Choice):
            self._answered = True
            self.show_answer(answer)

    def show_answer(self, choice: Choice) -> None:
        """Show the options side by side."""
        self.chart.show_series(series_of(choice), money_in(choice.currency), markers=[0.0])
        self.table.show_rows(HEADER, rows_of(choice))
        refused = [f"{alternative.name}: {why}" for alternative, why in choice.refused]
        self.note.setText("Could not be tried: " + "; ".join(refused) if refused else "")
        self.note.setVisible(bool(refused))
        self.answer.show()

    @Slot()
    def forget(self) -> None:
        self._answered = False
        self.answer.hide()
        self.chart.show_series((), Unit(), markers=())
        self.note.setText("The answer lays the chances over each other, leaving the initiative out among them.")
        self.note.show()


def series_of(choice: Choice) -> list[Series]:
    """The value of the plan under each alternative."""
    return [
        Series(_short(card.alternative.name), np.asarray(choice.grid[number], dtype=np.float64))
        for number, card in enumerate(choice.cards)
    ]


def _mean_words(value: Spread, currency: str) -> str:
    return f"mean {money(value.mean, currency)} {money_error(value.error, currency)}"


def _short(name: str) -> str:
    """A name that leaves room for what a marker says of it."""
    told = name[:1].upper() + name[1:]
    return told if len(told) <= _LONGEST_NAME else f"{told[: _LONGEST_NAME - 1].rstrip()}…"


def rows_of(choice: Choice) -> list[Row]:
    """A row for each alternative, as ``HEADER``; the present one in bold."""
    return [
        [
            Cell(
                card.alternative.name[:1].upper()
                + card.alternative.name[1:]
                + (" (now)" if number == choice.present else ""),
                strong=number == choice.present,
            ),
            Cell(money(card.value.p20, choice.currency), tip=_mean_words(card.value, choice.currency)),
            share(card.chance_positive),
            share(float(choice.best_odds[number])),
        ]
        for number, card in enumerate(choice.cards)
    ]
