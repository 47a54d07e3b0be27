"""The tab on which points stand beside money: the scorecard of each chosen initiative, and below it what is earned."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.pages.frame import Card, Desk
from app.pages.options.scorecard import ScorecardPart
from app.tables.figures import FigureTable, Row
from app.wording import money, share
from simulation.decide.choose.choice import Choice


class Judging(QWidget):
    """Points and money, side by side and never mixed.

    Signals
    -------
    said
        What became of a command.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = desk.session
        self.which = QComboBox(self)
        self.which.setAccessibleName("Initiative whose options are judged")
        self.part = ScorecardPart(desk, self)
        self.money = FigureTable("Money of each way", self)
        self._card = Card("In money", "Of the ways that were compared, in the whole portfolio.")
        self._card.body.addWidget(self.money)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 6, 8)
        column.setSpacing(10)
        for widget in (self.which, self.part, self._card):
            column.addWidget(widget)
        column.addStretch(1)
        self._card.hide()
        self.which.currentIndexChanged.connect(self._show_which)
        self.part.said.connect(self.said)

    def show_initiatives(self, initiatives: tuple[str, ...]) -> None:
        """Offer the scorecards of these."""
        portfolio = self._session.portfolio
        names = {one.id: one.name or one.id for one in portfolio.initiatives}
        kept = self.which.currentData()
        self.which.blockSignals(True)
        self.which.clear()
        for initiative in initiatives:
            self.which.addItem(names.get(initiative, initiative), initiative)
        self.which.setCurrentIndex(max(0, self.which.findData(kept)))
        self.which.blockSignals(False)
        self.which.setVisible(len(initiatives) > 1)
        self._show_which()

    def show_choice(self, choice: Choice, shown: list[int]) -> None:
        """Show what each way is worth in money."""
        cards = [choice.cards[number] for number in shown]
        figures: list[Row] = [
            ["80 % chance of at least", *(money(card.value.p20, choice.currency) for card in cards)],
            ["Mean value", *(money(card.value.mean, choice.currency) for card in cards)],
            ["P(value > 0)", *(share(card.chance_positive) for card in cards)],
        ]
        self.money.show_rows(("Portfolio", *(card.alternative.name for card in cards)), figures)
        self._card.show()

    def set_stale(self, stale: bool) -> None:
        """Grey the money, for it is of a plan that has changed."""
        self.money.set_stale(stale)

    def forget(self) -> None:
        """Nothing is compared yet."""
        self._card.hide()

    @Slot()
    def _show_which(self) -> None:
        if self._session.is_open:
            self.part.show_initiative(self.which.currentData())
