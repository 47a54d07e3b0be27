"""The answer in one sight: a paragraph, the cards, the curves of all ways, and what each attitude to risk prefers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.charts.distribution import Distribution, Series
from app.charts.fan import Band, FanChart
from app.charts.units import money_in
from app.pages.explaining import WhatIsThis
from app.pages.frame import Card, Desk
from app.pages.options import tables
from app.pages.options.cards import Cards
from app.pages.options.words import estimate_text, style_in
from app.tables.figures import FigureTable
from app.wording import count
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import FAN_PERCENTS, Choice, Recommendation
from simulation.decide.choose.switches import SwitchPoints
from simulation.decide.choose.wording import in_words


class Answer(QWidget):
    """What is recommended, and what every way comes to.

    Signals
    -------
    wanted
        The number of the alternative that is to be taken into the plan.
    said
        What became of a command.
    """

    wanted = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.information = QLabel(self)
        self.information.setObjectName("caption")
        self.cards = Cards(desk.session, self)
        self.more = QLabel(self)
        self.more.setObjectName("caption")
        self.more.setWordWrap(True)
        self.curves = Distribution("Value of the portfolio under each way", self)
        self.curves.set_mode("s_curve")
        self.fans = FanChart("Cumulative cash of the portfolio under each way, P10 to P90", self)
        self.attitudes = FigureTable("What each attitude to risk prefers", self)
        self._lay_out(desk)
        self.cards.wanted.connect(self.wanted)
        for chart in (self.curves, self.fans):
            chart.said.connect(self.said)

    def show_choice(self, choice: Choice, shown: list[int]) -> None:
        """Show what was found; curves and cards are of the ways ``shown``."""
        self.cards.show_choice(choice, shown)
        money_unit = money_in(choice.currency)
        names = [choice.cards[number].alternative.name for number in shown]
        series = [Series(name, choice.grid[number]) for name, number in zip(names, shown, strict=True)]
        self.curves.show_series(series, money_unit)
        percents = tuple(float(percent) for percent in FAN_PERCENTS)
        bands = [Band(name, percents, choice.fan[number]) for name, number in zip(names, shown, strict=True)]
        self.fans.show_bands(bands, choice.start, money_unit)
        told = [f"Perfect information would be worth {estimate_text(choice.evpi, choice.currency)}."]
        left = len(choice.cards) - len(shown)
        if left:
            told.append(f"{count(left, 'more way')} in the tables of the next tab.")
        told += [f"Not possible: {alternative.name} ({why})." for alternative, why in choice.refused]
        self.information.setText(told[0])
        self.more.setText(" ".join(told[1:]))
        self.more.setVisible(len(told) > 1)

    def show_attitude(
        self, choice: Choice, found: Recommendation, every: Sequence[Attitude], switches: SwitchPoints | None
    ) -> None:
        """Judge by an attitude to risk."""
        style = style_in(choice.currency)
        self.words.setText(" ".join(in_words(choice, style, attitude=found.attitude, switches=switches)))
        rows = tables.attitudes(choice, every, found.attitude)
        self.attitudes.show_rows(tables.ATTITUDE_HEADER, rows, texts=2)

    def show_standing(self, best: int, taken: int | None, is_stale: bool) -> None:
        """Which is recommended, which the plan has, and whether the plan has changed."""
        self.cards.show_standing(best, taken, is_stale)
        self.words.setEnabled(not is_stale)
        self.attitudes.set_stale(is_stale)

    def _lay_out(self, desk: Desk) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 6, 8)
        grid.setSpacing(10)
        told = Card("In words")
        told.body.addWidget(self.words)
        foot = QGridLayout()
        foot.addWidget(self.information, 0, 0)
        foot.addWidget(WhatIsThis("evpi", desk.session, parent=self), 0, 1)
        foot.setColumnStretch(2, 1)
        told.body.addLayout(foot)
        judged = Card(
            "Judged otherwise", "The same futures under each attitude to risk; the one that is chosen is in bold."
        )
        judged.body.addWidget(self.attitudes)
        curves = Card("Value", "Drag the line, or move it with the arrow keys, to read the chances.")
        curves.body.addWidget(self.curves, 1)
        fans = Card("Cumulative cash", "Of the whole portfolio, after tax; P10 to P90.")
        fans.body.addWidget(self.fans, 1)
        grid.addWidget(told, 0, 0, 1, 2)
        grid.addWidget(self.cards, 1, 0, 1, 2)
        grid.addWidget(self.more, 2, 0, 1, 2)
        grid.addWidget(judged, 3, 0, 1, 2)
        grid.addWidget(curves, 4, 0)
        grid.addWidget(fans, 4, 1)
        grid.setRowMinimumHeight(4, 340)
        grid.setRowStretch(5, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
