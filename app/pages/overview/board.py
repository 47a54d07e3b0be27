"""The cards of the overview: what the plan gives, in one view that is shown on the screen and printed.

Fills the width that it has: three columns where there is room, two otherwise.  Where the figures come from is the
business of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.charts.bars import BarChart
from app.charts.distribution import Distribution
from app.charts.fan import FanChart
from app.charts.roadmap import Roadmap
from app.charts.units import money_in
from app.pages.frame import Card
from app.pages.overview.drawing import cash_band, roadmap_note, roadmap_rows, value_series, years_of
from app.pages.overview.lists import InputsThatMatter, Objectives, ProblemRows
from app.state.outlook import Details
from models.issue import Issue

MOST_ROWS: Final = 30
"""Initiatives on the roadmap: what can be read on one page."""

_WIDE: Final = 1350
"""Pixels from which there are three columns."""

_THREE: Final = (("roadmap",), ("value", "cash", "problems"), ("budget", "objectives", "inputs"))
_TWO: Final = (("roadmap", "cash", "problems"), ("value", "objectives", "inputs", "budget"), ())
_VALUE_NOTE: Final = "Net present value in all futures."
_DRAG_NOTE: Final = "Drag the mark to ask for other odds."
_HEAD_HEIGHT: Final = 110
_ROW_HEIGHT: Final = 48  # at most, where there are few
_CHARTS: Final = ("roadmap", "value", "cash", "budget")


class Board(QWidget):
    """Roadmap, value, cash, budget, objectives, inputs and problems.

    Signals
    -------
    said
        A sentence for the status bar.
    """

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, on_paper: bool = False) -> None:
        super().__init__(parent)
        self.roadmap = Roadmap("Roadmap: start to launch of each funded initiative, with P10 to P90", self)
        self.value = Distribution("Value of the plan in all futures", self)
        self.cash = FanChart("Cumulative cash over time, P5 to P95", self)
        self.budget = BarChart("Budget and forecast cost by fiscal year", self)
        self.objectives, self.inputs, self.problems = Objectives(self), InputsThatMatter(self), ProblemRows(self)
        self.cards = self._make_cards(_VALUE_NOTE if on_paper else f"{_VALUE_NOTE} {_DRAG_NOTE}")
        for chart in (self.roadmap, self.value, self.cash, self.budget):
            chart.said.connect(self.said)
        self._columns = [QVBoxLayout() for _ in _THREE]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 6, 0)
        self._row.setSpacing(10)
        for column in self._columns:
            column.setSpacing(10)
            self._row.addLayout(column)
        self._arranged: tuple[tuple[str, ...], ...] = ()
        self._arrange(_TWO)

    def show_details(self, details: Details) -> None:
        """Show a run; what is drawn of views stays where there are none yet."""
        summary, money_unit = details.summary, money_in(details.currency)
        self.roadmap.show_rows(roadmap_rows(summary, MOST_ROWS), details.start, details.horizon_months)
        self.roadmap.setMaximumHeight(_HEAD_HEIGHT + _ROW_HEIGHT * max(len(summary.initiatives), 1))
        self.cards["roadmap"].note.setText(roadmap_note(summary, MOST_ROWS))
        self.budget.show_bars(*years_of(summary), money_unit)
        self.cash.show_bands([cash_band(summary, details.views)], details.start, money_unit)
        if details.views is not None:
            self.value.show_series([value_series(details.views)], money_unit, markers=self._marker(details))
        self.objectives.show_objectives(summary.objectives, details.currency)

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """Show what is wrong or odd."""
        self.problems.show_issues(issues)

    @staticmethod
    def _marker(details: Details) -> tuple[float, ...]:
        """Where the safe figure stands: four futures in five give at least as much."""
        safe = details.summary.key.value.p20
        return () if safe is None else (safe,)

    def _make_cards(self, value_note: str) -> dict[str, Card]:
        named: dict[str, tuple[Card, QWidget]] = {
            "roadmap": (Card("Roadmap", " "), self.roadmap),
            "value": (
                Card("Value", value_note),
                self.value,
            ),
            "cash": (Card("Cumulative cash", "All initiatives, after tax, at the end of each month."), self.cash),
            "budget": (Card("Budget and forecast", "Cost: P50, with a line from P10 to P90."), self.budget),
            "objectives": (Card("Objectives", "The odds that each is hit."), self.objectives),
            "inputs": (Card("The five inputs that matter most"), self.inputs),
            "problems": (Card("Problems"), self.problems),
        }
        for name, (card, widget) in named.items():
            card.setParent(self)
            card.body.addWidget(widget, int(name in _CHARTS))
            card.body.addStretch(int(name not in _CHARTS))
        return {name: card for name, (card, _) in named.items()}

    def _arrange(self, columns: tuple[tuple[str, ...], ...]) -> None:
        """Put the cards into columns; charts take the room that is left."""
        if columns == self._arranged:
            return
        self._arranged = columns
        for layout in self._columns:
            for card in self.cards.values():
                layout.removeWidget(card)  # not takeAt: an item that lives on keeps the size of before
        for layout, names in zip(self._columns, columns, strict=True):
            for name in names:
                layout.addWidget(self.cards[name], int(name in _CHARTS))
        for number, stretch in enumerate((5, 4, 4) if columns == _THREE else (6, 5, 0)):
            self._row.setStretch(number, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange(_THREE if event.size().width() >= _WIDE else _TWO)
