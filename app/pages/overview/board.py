"""The cards of the overview: what the plan gives, in one view that is shown on the screen and printed.

Fills the width that it has: three columns where there is room, two otherwise.  Where the figures come from is the
business of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.charts.bars import BarChart
from app.charts.byturn import by_turn
from app.charts.distribution import Distribution
from app.charts.fan import FanChart
from app.charts.frame import Chart
from app.charts.roadmap import Roadmap
from app.charts.units import money_in
from app.pages.forecasting import is_bare
from app.pages.frame import Card
from app.pages.keptshapes import cash_behind, value_behind, years_behind
from app.pages.overview.drawing import cash_band, roadmap_note, roadmap_rows, value_series, years_of
from app.pages.overview.lists import InputsThatMatter, Objectives, ProblemRows
from app.state.outlook import Details
from app.state.pinned import Kept
from models.issue import Issue
from simulation.summary.shapes import Summary

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

    _told: tuple[Details, Kept | None] | None = None

    def __init__(self, parent: QWidget | None = None, *, on_paper: bool = False) -> None:
        super().__init__(parent)
        self.roadmap = Roadmap("Roadmap: start to launch of each funded initiative, with P10 to P90", self)
        self.value = Distribution("Value of the plan in all futures", self)
        self.cash = FanChart("Cumulative cash over time, P5 to P95", self)
        self.budget = BarChart("Budget and forecast cost by fiscal year", self)
        self.objectives, self.inputs, self.problems = Objectives(self), InputsThatMatter(self), ProblemRows(self)
        self.cards = self._make_cards(_VALUE_NOTE if on_paper else f"{_VALUE_NOTE} {_DRAG_NOTE}")
        for chart in self.charts():
            chart.said.connect(self.said)
        self._columns = [QVBoxLayout() for _ in _THREE]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 6, 0)
        self._row.setSpacing(10)
        for column in self._columns:
            column.setSpacing(10)
            column.addStretch(0)  # cards without charts are as high as what is in them
            self._row.addLayout(column)
        self._arranged: tuple[tuple[str, ...], ...] = ()
        self._arrange(_TWO)

    def charts(self) -> tuple[Chart, ...]:
        """Those of the run."""
        return self.roadmap, self.value, self.cash, self.budget

    def set_stale(self, stale: bool, views_stale: bool) -> None:
        """Grey what is of a plan that has changed; the distribution is drawn of views, which come last."""
        for chart in self.charts():
            chart.fade(views_stale if chart is self.value else stale)
        self.objectives.set_stale(stale)

    def show_details(self, details: Details, behind: Kept | None = None) -> None:
        """Show a run, ``behind`` it what it is compared with; what is drawn of views stays where there are none yet."""
        self._told = (details, behind)
        for piece in self._pieces():
            piece()

    def follow_details(self, details: Details, behind: Kept | None = None) -> None:
        """As ``show_details``, a piece in each turn of the event loop, for somebody who goes on typing."""
        self._told = (details, behind)
        for piece in self._pieces():
            by_turn().put(piece)

    def forget(self) -> None:
        """Let go of the run; what is drawn of it stays until there is another."""
        self._told = None

    def _pieces(self) -> tuple[Callable[[], None], ...]:
        return self._show_roadmap, self._show_budget, self._show_cash, self._show_value, self._show_objectives

    def _show_roadmap(self) -> None:
        if self._told is None:
            return
        details, behind = self._told
        summary = details.summary
        rows, name = roadmap_rows(summary, MOST_ROWS, behind), "" if behind is None else behind.name
        self.roadmap.show_rows(rows, details.start, details.horizon_months, (), name)
        self.roadmap.setMaximumHeight(_HEAD_HEIGHT + _ROW_HEIGHT * max(len(summary.initiatives), 1))
        self.cards["roadmap"].note.setText(roadmap_note(summary, MOST_ROWS))

    def _show_budget(self) -> None:
        if self._told is None:
            return
        details, behind = self._told
        before = years_behind(behind, details.summary, "total")
        self.budget.show_bars(*years_of(details.summary), money_in(details.currency), before=before)

    def _show_cash(self) -> None:
        if self._told is None:
            return
        details, behind = self._told
        bands, before = [cash_band(details.summary, details.views)], cash_behind(behind, details)
        self.cash.show_bands(bands, details.start, money_in(details.currency), behind=before)

    def _show_value(self) -> None:
        if self._told is None:
            return
        details, behind = self._told
        if details.views is not None:
            value, before = [value_series(details.views)], value_behind(behind, details)
            unit, markers = money_in(details.currency), self._marker(details)
            self.value.show_series(value, unit, markers=markers, behind=before)

    def _show_objectives(self) -> None:
        if self._told is not None:
            details, _ = self._told
            self.objectives.show_objectives(details.summary.objectives, details.currency)

    def show_parts(self, summary: Summary | None) -> None:
        """Show the cards that say something of a run: all of them, unless there is none or nothing is in the plan."""
        bare = summary is not None and is_bare(summary)
        for name, card in self.cards.items():
            known = name == "problems" or (summary is not None and (not bare or name == "roadmap"))
            card.setVisible(known)
        self.roadmap.setVisible(not bare)

    def show_issues(self, issues: Sequence[Issue] | None) -> None:
        """Show what is wrong or odd; None where nobody has looked yet."""
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
                layout.insertWidget(layout.count() - 1, self.cards[name], int(name in _CHARTS))
        for number, stretch in enumerate((5, 4, 4) if columns == _THREE else (6, 5, 0)):
            self._row.setStretch(number, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange(_THREE if event.size().width() >= _WIDE else _TWO)
