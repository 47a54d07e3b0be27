"""The tab with the tornado of each way, in the colours of the ways that are the best at the ends of its bars."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.pages.explaining import WhatIsThis
from app.pages.frame import Card, Desk
from app.pages.options.asked import Terms, question_of, terms_of
from app.pages.options.question import QuestionBar
from app.pages.options.subject import ChoiceAsking
from app.pages.options.tornadochart import OptionTornadoChart
from app.state.studying import Question
from models.portfolio import Portfolio
from simulation.decide.choose.switches import OptionTornado
from simulation.decide.choose.switching import tornado_of_options


class Moving(QWidget):
    """What moves the worth of each way, and where that changes the choice.

    Signals
    -------
    said
        What became of a command.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, bar: QuestionBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._terms: Terms | None = None
        self._found: OptionTornado | None = None
        self.asking = ChoiceAsking(desk, "options.tornado", "What moves the worth of each way?", self._question, self)
        self.way = QComboBox(self)
        self.way.setAccessibleName("Way whose tornado is shown")
        self.way.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.chart = OptionTornadoChart("What moves the worth of each way", self)
        self._card = Card("Tornado", "Each input alone at P10 and at P90, all else as uncertain as it is.")
        row = QHBoxLayout()
        self._card.body.removeWidget(self._card.note)
        row.addWidget(self._card.note, 1)
        row.addWidget(self.way)
        row.addWidget(WhatIsThis("tornado", desk.session, parent=self))
        self._card.body.addLayout(row)
        self._card.body.addWidget(self.words)
        self._card.body.addWidget(self.chart, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 6, 8)
        column.setSpacing(10)
        column.addWidget(self.asking)
        column.addWidget(self._card)
        column.addStretch(1)
        self._card.hide()
        self.asking.answered.connect(self.show_tornado)
        self.asking.forgotten.connect(self._clear)
        self.way.currentIndexChanged.connect(self._show_way)
        self.chart.said.connect(self.said)

    @Slot(object)
    def show_tornado(self, found: OptionTornado) -> None:
        """Show what was found, at first of the best way."""
        self._found = found
        self.way.blockSignals(True)
        self.way.clear()
        for number, one in enumerate(found.asked.alternatives):
            self.way.addItem(one.name, number)
        self.way.setCurrentIndex(found.asked.best)
        self.way.blockSignals(False)
        self._show_way()
        self._card.show()

    def show_terms(self) -> None:
        """Something else is chosen, or not any more."""
        if self._terms is not None:
            is_same = self._terms == terms_of(self._bar) and self.asking.is_current
            self.asking.overtake("" if is_same else "It was asked about another choice, or judged otherwise.")

    @Slot()
    def _show_way(self) -> None:
        number = self.way.currentData()
        if self._found is None or number is None:
            return
        self.chart.show_tornado(self._found, number)
        changing = self.chart.changing
        if not self._found.bars:
            self.words.setText("No uncertain input moves it.")
        elif changing:
            self.words.setText(f"At one end of these another way is the best: {'; '.join(changing)}.")
        else:
            self.words.setText("At neither end of any of them another way becomes the best.")

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        question = question_of(tornado_of_options, self._bar, portfolio, scenario)
        if isinstance(question, Question):
            self._terms = terms_of(self._bar)
            self.asking.initiatives = self._terms.initiatives
        return question

    @Slot()
    def _clear(self) -> None:
        self._found, self._terms = None, None
        self.chart.forget()
        self._card.hide()
