"""The part of the page where scenarios are compared: the question, and everything that the answer says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.charts.distribution import Distribution, Side
from app.charts.fan import FanChart
from app.charts.units import money_in
from app.pages.asking import Asking
from app.pages.explaining import WhatIsThis
from app.pages.frame import Card, Desk
from app.pages.scenarios import sidebyside
from app.pages.scenarios.choosing import FEWEST, MOST, ScenarioChoice
from app.state.studying import Question
from app.tables.figures import FigureTable, Row
from models.portfolio import Portfolio
from simulation.decide.scenarios.compare import compare
from simulation.decide.scenarios.comparison import Comparison

TRIALS = 2000
"""Two blocks, so that standard errors come from how blocks differ."""

_TABLES = (
    ("key", "Key figures side by side", "P80 of a cost or date is not passed in 80 % of futures.", "value"),
    ("difference", "Differences, future by future", "", "difference"),
    ("beats", "Which beats which", "Share of the same futures in which one is better than another.", "p_beats"),
    (
        "dominance",
        "Dominance",
        "First order: whatever is asked of the figure, it is at least as likely to reach it.",
        "dominance",
    ),
    ("dates", "Launch dates", "Later: not within the horizon.", "launch"),
    ("objectives", "Objectives: P(hit)", "", "p_hit"),
    ("years", "Cost by fiscal year, P50", "", "cost"),
    ("inputs", "What differs", "Every input that is not the same in all of them.", ""),
)


class Compare(QWidget):
    """Two to four scenarios side by side.

    Signals
    -------
    said
        What became of a command.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = desk.session
        self.comparison: Comparison | None = None
        self.choice = ScenarioChoice(self)
        self.asking = Asking(desk, "scenarios.compare", "How do the chosen scenarios compare?", self._question, self)
        self.advice = QLabel(self)
        self.advice.setObjectName("caption")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.curves = Distribution("S-curves of the scenarios", self)
        self.curves.set_mode("s_curve")
        self.fans = FanChart("Cumulative cash of the scenarios, P10 to P90", self)
        self.figure = QComboBox(self)
        self.figure.setAccessibleName("Figure of the S-curves")
        self.odds_of = QComboBox(self)
        self.odds_of.setAccessibleName("Figure of the odds")
        self.pair = QComboBox(self)
        self.pair.setAccessibleName("Which two are compared")
        self.pair.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.tables = {key: FigureTable(title, self, most_rows=40) for key, title, _, _ in _TABLES}
        self._cards: dict[str, Card] = {}
        self._lay_out(desk)
        self._connect()
        self._show_advice()
        self._results.hide()

    def show_plan(self) -> None:
        """Offer the scenarios of the plan as it is now."""
        if self._session.is_open:
            self.choice.show_scenarios(self._session.portfolio, self._session.scenario)
        self._grey()

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        if not portfolio.scenarios:
            return "There are no scenarios yet; make one on the first tab"
        chosen = self.choice.chosen
        if not FEWEST <= len(chosen) <= MOST:
            return f"Choose {FEWEST} to {MOST} of them, not {len(chosen)}"
        return Question(compare, (portfolio, tuple(chosen)), {"trials": TRIALS})

    @Slot(object)
    def show_comparison(self, comparison: Comparison) -> None:
        """Show what was found."""
        self.comparison = comparison
        self.words.setText("\n".join(f"{sentence}." for sentence in comparison.sentences))
        self._fill_choices(comparison)
        self._show_curves()
        self.fans.show_bands(sidebyside.fans(comparison), comparison.start, money_in(comparison.currency))
        told = sidebyside.names(comparison)
        self._fill("key", ("Figure", *told), sidebyside.key_figures(comparison))
        self._show_difference()
        self._show_odds()
        self._fill("dominance", sidebyside.DOMINANCE_HEADER, sidebyside.dominance(comparison), texts=4)
        self._fill("dates", sidebyside.dates_header(comparison), sidebyside.dates(comparison))
        hits = sidebyside.by_subject(comparison, "objective_hit", lambda spread: spread.mean)
        self._fill("objectives", ("Objective", *told), hits)
        years = sidebyside.by_subject(comparison, "year_total", lambda spread: spread.p50)
        self._fill("years", ("Fiscal year", *told), years)
        self._fill("inputs", ("Input", *told), sidebyside.inputs(comparison))
        self._say_notes(comparison)
        self._results.show()
        self._grey()

    def _fill(self, key: str, header: Sequence[str], rows: Sequence[Row], texts: int = 1) -> None:
        self.tables[key].show_rows(header, rows, texts)
        self.tables[key].setVisible(bool(rows))

    def _say_notes(self, comparison: Comparison) -> None:
        """What an empty table means."""
        first = sidebyside.names(comparison)[0]
        empty = {
            "dominance": "None dominates another: which is better depends on how the future turns out.",
            "objectives": "The plan has no objectives.",
            "inputs": "They do not differ in any input.",
            "dates": "No initiative is funded in any of them.",
        }
        notes = {key: note for key, _, note, _ in _TABLES}
        notes["inputs"] = f"Every input that is not the same in all; in bold what differs from {first}."
        for key, words in empty.items():
            note = words if not self.tables[key].texts() else notes[key]
            self._cards[key].note.setText(note)
            self._cards[key].note.setVisible(bool(note))

    def _fill_choices(self, comparison: Comparison) -> None:
        told = sidebyside.names(comparison)
        pairs = [(first, second) for first in range(len(told)) for second in range(first + 1, len(told))]
        _refill(self.pair, [(f"{told[second]} against {told[first]}", (first, second)) for first, second in pairs])
        known = [name for name in sidebyside.CURVES if comparison.of_kind(name)]
        offered = [(comparison.figure(name).label, name) for name in known]
        _refill(self.figure, offered)
        _refill(self.odds_of, offered)

    @Slot()
    def _show_curves(self) -> None:
        name = self.figure.currentData()
        if self.comparison is None or name is None:
            return
        figure = self.comparison.figure(name)
        side: Side = "at_least" if figure.better == "higher" else "at_most"
        unit = sidebyside.unit_of(self.comparison, figure)
        self.curves.set_title(f"{figure.label}: S-curves of the scenarios")
        self.curves.show_series(sidebyside.curves(self.comparison, name), unit, side)

    @Slot()
    def _show_difference(self) -> None:
        pair = self.pair.currentData()
        if self.comparison is not None and pair is not None:
            rows = sidebyside.differences(self.comparison, *pair)
            self._fill("difference", sidebyside.DIFFERENCE_HEADER, rows)

    @Slot()
    def _show_odds(self) -> None:
        name = self.odds_of.currentData()
        if self.comparison is not None and name is not None:
            self._fill("beats", sidebyside.beats_header(self.comparison), sidebyside.beats(self.comparison, name))

    @Slot()
    def _show_advice(self) -> None:
        chosen = len(self.choice.chosen)
        first = self.choice.first_name
        good = FEWEST <= chosen <= MOST
        words = f"The others are seen against {first}." if good else f"Choose {FEWEST} to {MOST}; {chosen} are chosen."
        self.advice.setText(words)
        self.asking.button.setEnabled(good)
        self.asking.again.setEnabled(good)
        if self.comparison is not None:
            shown = [side.id for side in self.comparison.scenarios]
            if shown != self.choice.chosen:
                self.asking.overtake("Others are chosen now.")
            elif self.asking.is_current:
                self.asking.overtake("")

    @Slot()
    def _forget(self) -> None:
        self.comparison = None
        self._results.hide()

    @Slot()
    def _forget_choice(self) -> None:
        self.choice.forget()

    @Slot()
    def _grey(self) -> None:
        """What is of a plan that has changed is grey."""
        stale = self.comparison is not None and not self._is_current()
        for table in self.tables.values():
            table.set_stale(stale)
        self.words.setEnabled(not stale)

    def _is_current(self) -> bool:
        return self.asking.is_current

    def _connect(self) -> None:
        self.choice.changed.connect(self._show_advice)
        self.asking.answered.connect(self.show_comparison)
        self.asking.forgotten.connect(self._forget)
        self._session.document_opened.connect(self._forget_choice)
        self.figure.currentIndexChanged.connect(self._show_curves)
        self.pair.currentIndexChanged.connect(self._show_difference)
        self.odds_of.currentIndexChanged.connect(self._show_odds)
        for chart in (self.curves, self.fans):
            chart.said.connect(self.said)

    def _lay_out(self, desk: Desk) -> None:
        board = QWidget(self)
        column = QVBoxLayout(board)
        column.setContentsMargins(0, 8, 6, 8)
        column.setSpacing(8)
        for widget in (self.choice, self.advice, self.asking):
            column.addWidget(widget)
        self._results = QWidget(board)
        grid = QGridLayout(self._results)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        answer = Card("In short")
        answer.body.addWidget(self.words)
        grid.addWidget(answer, 0, 0, 1, 2)
        grid.addWidget(self._curve_card(), 1, 0)
        fan = Card("Cumulative cash", "All initiatives, after tax; P10 to P90.")
        fan.body.addWidget(self.fans, 1)
        grid.addWidget(fan, 1, 1)
        for row, (key, title, note, term) in enumerate(_TABLES):
            self._cards[key] = self._table_card(desk, key, title, note, term)
            grid.addWidget(self._cards[key], 2 + row, 0, 1, 2)
        grid.setRowMinimumHeight(1, 380)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        column.addWidget(self._results)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setAccessibleName("Comparison of scenarios")
        area.setWidgetResizable(True)
        area.setWidget(board)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _curve_card(self) -> Card:
        card = Card("S-curves", "Drag the line, or move it with the arrow keys, to read the chances.")
        card.body.addWidget(self.figure)
        card.body.addWidget(self.curves, 1)
        return card

    def _table_card(self, desk: Desk, key: str, title: str, note: str, term: str) -> Card:
        card = Card(title, note)
        bar = QHBoxLayout()
        card.body.removeWidget(card.note)
        bar.addWidget(card.note, 1)
        chooser = {"difference": self.pair, "beats": self.odds_of}.get(key)
        if chooser is not None:
            bar.addWidget(chooser)
        if not note and chooser is None:
            bar.addStretch(1)
        if term:
            bar.addWidget(WhatIsThis(term, desk.session, parent=card))
        card.body.addLayout(bar)
        card.body.addWidget(self.tables[key])
        return card


def _refill(box: QComboBox, offers: Sequence[tuple[str, object]]) -> None:
    """Offer these; what was chosen stays where it can."""
    kept = box.currentText()
    box.blockSignals(True)
    box.clear()
    for label, data in offers:
        box.addItem(label, data)
    box.setCurrentIndex(max(0, box.findText(kept)))
    box.blockSignals(False)
