"""The tab on what would change the choice: switch points input by input, and the map over two of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.pages.explaining import WhatIsThis
from app.pages.frame import Card, Desk
from app.pages.options.asked import Terms, question_of, terms_of
from app.pages.options.leverchart import LeverChart
from app.pages.options.mapchart import MapChart
from app.pages.options.question import QuestionBar
from app.pages.options.subject import ChoiceAsking
from app.pages.options.words import attitude_name, input_name, style_in
from app.state.studying import Question
from app.tables.figures import Cell, FigureTable, Row
from app.wording import NOTHING, count, share
from models.portfolio import Portfolio
from simulation.decide.choose.switches import LeverSearch, SwitchMap, SwitchPoints
from simulation.decide.choose.switching import switch_map, switch_points
from simulation.decide.choose.wording import amount_words, switch_words

HEADER = ("Input", "In the plan", "Switches at", "Best below", "Best above", "P(above)", "Searched")

_OTHERWISE = "It was asked about another choice, or judged otherwise."


class Switching(QWidget):
    """Values of the main inputs at which another way becomes the best.

    Signals
    -------
    found
        The switch points that are shown; None once they are of nothing.
    said
        What became of a command.
    """

    found = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, bar: QuestionBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._terms: Terms | None = None
        self._map_terms: Terms | None = None
        self.points: SwitchPoints | None = None
        self.asking = ChoiceAsking(desk, "options.switches", "What would change the choice?", self._question, self)
        self.map_asking = ChoiceAsking(desk, "options.map", "Which way is best where?", self._map_question, self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.table = FigureTable("Switch points", self)
        self.chart = LeverChart("Worth of each way over an input", self)
        self.map = MapChart("Best way over two inputs", self)
        self.first, self.second = QComboBox(self), QComboBox(self)
        for box, name in ((self.first, "Input across"), (self.second, "Input upwards")):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
        self._lay_out(desk)
        self._connect()
        self._clear()

    def show_points(self, points: SwitchPoints) -> None:
        """Show what was found."""
        self.points = points
        style = style_in(points.asked.currency)
        self.words.setText(_told(points))
        self.table.show_rows(HEADER, [row for search in points.searches for row in _rows(search, points)], texts=1)
        for box, place in ((self.first, 0), (self.second, 1)):
            box.clear()
            for search in points.searches:
                box.addItem(input_name(search.lever.words, 200), search.lever.address)
                box.setItemData(box.count() - 1, search.lever.words, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(min(place, box.count() - 1))
        if points.searches:
            self._show_search(points.searches[0], points)
        self._results.show()
        self._map_card.setVisible(len(points.searches) > 1)
        nearest = points.nearest
        if nearest is not None:
            self.words.setText(f"{self.words.text()} Nearest: {switch_words(*nearest, points, style)}.")

    def show_terms(self) -> None:
        """Something else is chosen, or not any more."""
        now = terms_of(self._bar)
        for asking, terms in ((self.asking, self._terms), (self.map_asking, self._map_terms)):
            if terms is not None:
                asking.overtake("" if terms == now and asking.is_current else _OTHERWISE)
        if self.points is not None:
            self.set_stale()

    def set_stale(self) -> None:
        """Grey what is of a plan, or of a question, that has changed."""
        self.table.set_stale(self._terms != terms_of(self._bar) or not self.asking.is_current)

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        question = question_of(switch_points, self._bar, portfolio, scenario)
        if isinstance(question, Question):
            self._terms = terms_of(self._bar)
            self.asking.initiatives = self._terms.initiatives
        return question

    def _map_question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        first, second = self.first.currentData(), self.second.currentData()
        if not first or not second or first == second:
            return "Choose two different inputs"
        question = question_of(switch_map, self._bar, portfolio, scenario, first, second)
        if isinstance(question, Question):
            self._map_terms = terms_of(self._bar)
            self.map_asking.initiatives = self._map_terms.initiatives
        return question

    @Slot(object)
    def _take(self, points: SwitchPoints) -> None:
        self.show_points(points)
        self.set_stale()
        self.found.emit(points)

    @Slot(object)
    def _take_map(self, found: SwitchMap) -> None:
        self.map.show_map(found)
        self.map.show()

    @Slot(int)
    def _show_row(self, row: int) -> None:
        """The chart shows the input of the chosen row."""
        if self.points is None or row < 0:
            return
        owners = [search for search in self.points.searches for _ in _rows(search, self.points)]
        if row < len(owners):
            self._show_search(owners[row], self.points)

    def _show_search(self, search: LeverSearch, points: SwitchPoints) -> None:
        names = [one.name for one in points.asked.alternatives]
        self.chart.show_search(search, names, points.asked.currency)
        self._chart_card.note.setText(search.lever.words)
        self._chart_card.note.show()

    @Slot()
    def _clear(self) -> None:
        self.points, self._terms, self._map_terms = None, None, None
        self.chart.forget()
        self.map.forget()
        self.map.hide()
        self._results.hide()
        self.found.emit(None)

    def _connect(self) -> None:
        self.asking.answered.connect(self._take)
        self.asking.forgotten.connect(self._clear)
        self.map_asking.answered.connect(self._take_map)
        self.table.row_chosen.connect(self._show_row)
        for box in (self.first, self.second):
            box.activated.connect(self._change_map)
        for chart in (self.chart, self.map):
            chart.said.connect(self.said)

    @Slot()
    def _change_map(self) -> None:
        self.map_asking.overtake("Other inputs are chosen now.")

    def _lay_out(self, desk: Desk) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 6, 8)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self.asking, 1)
        head.addWidget(WhatIsThis("switch_point", desk.session, parent=self))
        column.addLayout(head)
        self._results = QWidget(self)
        grid = QGridLayout(self._results)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        told = Card("Input by input", "Found by simulating anew at each value, in the same futures for all ways.")
        told.body.addWidget(self.words)
        told.body.addWidget(self.table)
        self._chart_card = Card("Over one input", " ")
        self._chart_card.body.addWidget(self.chart, 1)
        self._map_card = Card("Over two inputs", "Simulated on a grid; between its points by straight lines.")
        choice = QHBoxLayout()
        choice.addWidget(self.first, 1)
        choice.addWidget(QLabel("and", self))
        choice.addWidget(self.second, 1)
        self._map_card.body.addLayout(choice)
        self._map_card.body.addWidget(self.map_asking)
        self._map_card.body.addWidget(self.map, 1)
        self._map_card.body.addStretch(0)
        grid.addWidget(told, 0, 0, 1, 2)
        grid.addWidget(self._chart_card, 1, 0)
        grid.addWidget(self._map_card, 1, 1)
        grid.setRowMinimumHeight(1, 360)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        column.addWidget(self._results)
        column.addStretch(1)


def _told(points: SwitchPoints) -> str:
    """How many inputs change the choice, and how it is judged."""
    asked = points.asked
    switching = sum(bool(search.switches) for search in points.searches)
    judged = attitude_name(asked.attitude, asked.currency).lower()
    if not points.searches:
        return f"No input that was screened moves the choice (judged by: {judged})."
    best = asked.alternatives[asked.best].name
    return (
        f"As the plan stands “{best}” is the best (judged by: {judged}). "
        f"Of {count(len(points.searches), 'main input')} {switching or 'none'} can change that within the range "
        "that was searched."
    )


def _rows(search: LeverSearch, points: SwitchPoints) -> list[Row]:
    """A row for each switch of an input; one that says so where there is none."""
    lever, asked = search.lever, points.asked
    style = style_in(asked.currency)
    names = [one.name for one in asked.alternatives]

    def amount(value: float) -> str:
        return amount_words(value, lever, style)

    span = f"{amount(lever.low)} to {amount(lever.high)}"
    if not search.switches:
        nowhere = Cell("nowhere", "muted", tip=f"{names[int(search.best[0])]} is the best throughout")
        return [[_input(lever.words), amount(lever.base), nowhere, "", "", "", span]]
    rows: list[Row] = []
    for switch in search.switches:
        error = "" if switch.error != switch.error else f" ± {amount(switch.error)}"
        chance = NOTHING if switch.chance_above is None else share(switch.chance_above)
        at = Cell(f"{amount(switch.at)}{error}", strong=True)
        rows.append(
            [_input(lever.words), amount(lever.base), at, names[switch.below], names[switch.above], chance, span]
        )
    return rows


def _input(words: str) -> Cell:
    return Cell(input_name(words, 200), tip=words)
