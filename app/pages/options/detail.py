"""The odds between all ways, and what stands behind their cards: people, ties, and who else is hit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.pages.explaining import WhatIsThis
from app.pages.frame import Card, Desk
from app.pages.options import tables
from app.pages.options.tables import Called
from app.tables.figures import FigureTable, Row
from simulation.decide.choose.choice import Choice, Recommendation

_PARTS = (
    ("odds", "All ways", "The best as judged comes first.", "p_best"),
    ("beats", "Which beats which", "Share of the same futures in which one is worth more than another.", "p_beats"),
    ("dominance", "Dominance", "First order: everyone prefers it. Second order: whoever shuns risk does.", "dominance"),
    ("people", "Own people", "Person-months over the horizon, and the busiest month with 80 % chance.", "load"),
    ("ties", "Being tied", "Means, not discounted: until the planned exit, or else the horizon.", "lock_in"),
    ("hits", "What it does to the others", "Against leaving it out altogether, in the same futures.", "difference"),
)


class Detail(QWidget):
    """Tables about all ways."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: Choice | None = None
        self._called: Called = str
        self.tables = {key: FigureTable(title, self, most_rows=30) for key, title, _, _ in _PARTS}
        self.way = QComboBox(self)
        self.way.setAccessibleName("Way whose effect on the others is shown")
        self.way.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._cards = {key: self._card(desk, key, title, note, term) for key, title, note, term in _PARTS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 6, 8)
        column.setSpacing(10)
        for card in self._cards.values():
            column.addWidget(card)
        column.addStretch(1)
        self.way.currentIndexChanged.connect(self._show_hits)

    def show_choice(self, choice: Choice, shown: list[int], called: Called) -> None:
        """Show what was found; the tables of pairs are of the ways ``shown``."""
        self._choice, self._called = choice, called
        self._fill("beats", tables.beats_header(choice, shown), tables.beats(choice, shown))
        self._fill("dominance", tables.dominance_header(choice, shown), tables.dominance(choice, shown))
        self._fill("people", tables.names_header("Team", choice, shown), tables.people(choice, shown, called))
        self._fill("ties", tables.names_header("Mean", choice, shown), tables.ties(choice, shown))
        self.way.blockSignals(True)
        self.way.clear()
        for number, card in enumerate(choice.cards):
            self.way.addItem(card.alternative.name, number)
        self.way.blockSignals(False)

    def show_attitude(self, choice: Choice, found: Recommendation) -> None:
        """Judge by an attitude to risk."""
        self._fill("odds", tables.ODDS_HEADER, tables.odds(choice, found))
        self.way.setCurrentIndex(found.best)
        self._show_hits()

    def set_stale(self, stale: bool) -> None:
        """Grey everything, for it is of a plan that has changed."""
        for table in self.tables.values():
            table.set_stale(stale)

    @Slot()
    def _show_hits(self) -> None:
        number = self.way.currentData()
        if self._choice is not None and number is not None:
            self._fill("hits", tables.HITS_HEADER, tables.hits(self._choice, number, self._called))

    def _fill(self, key: str, header: Sequence[str], rows: Sequence[Row]) -> None:
        self.tables[key].show_rows(header, rows)
        self.tables[key].setVisible(bool(rows))
        empty = {"people": "None of the ways needs own people.", "hits": "No other initiative is touched."}
        note = next(note for name, _, note, _ in _PARTS if name == key)
        self._cards[key].note.setText(note if rows else empty.get(key, note))

    def _card(self, desk: Desk, key: str, title: str, note: str, term: str) -> Card:
        card = Card(title, note)
        bar = QHBoxLayout()
        card.body.removeWidget(card.note)
        bar.addWidget(card.note, 1)
        if key == "hits":
            bar.addWidget(self.way)
        bar.addWidget(WhatIsThis(term, desk.session, parent=card))
        card.body.addLayout(bar)
        card.body.addWidget(self.tables[key])
        return card
