"""A question with what is shown of its answer: a promise before, the answer after, grey once the plan has changed.

How the question is asked is the business of ``app.pages.asking``; what is drawn is that of the subclass.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.charts.dressed import DressedPlot
from app.pages.asking import Asking, Questioner
from app.pages.explaining import WhatIsThis
from app.pages.frame import Desk
from app.tables.figures import FigureTable
from models.calendar import month_label
from models.portfolio import Portfolio


class Inquiry(QWidget):
    """One question and its answer, one below the other; scrolls where it is higher than its room.

    Attributes
    ----------
    asking
        The bar with the button, the progress and Cancel.
    headline
        The answer in a sentence.
    notes
        What has to be known to read the answer.
    """

    def __init__(
        self,
        desk: Desk,
        key: str,
        sentence: str,
        questioner: Questioner,
        promise: str,
        explains: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.asking = Asking(desk, key, sentence, questioner, self)
        self.controls = QHBoxLayout()
        self.promise = words(promise, "empty", self)
        self.headline = words("", "headline", self)
        self.notes = words("", "caption", self)
        self._tables: list[FigureTable] = []
        self._results = QWidget(self)
        self.rows = QVBoxLayout(self._results)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(8)
        self.rows.addWidget(self.headline)
        self._lay_out(WhatIsThis(explains, desk.session, parent=self))
        self._results.hide()
        self.asking.answered.connect(self._take)
        self.asking.forgotten.connect(self._clear)
        desk.session.portfolio_changed.connect(self._show_age)
        desk.session.scenario_changed.connect(self._show_age)

    def show_answer(self, answer: Any) -> None:
        """Draw an answer; overridden."""

    @property
    def has_answer(self) -> bool:
        """Whether an answer is shown."""
        return not self._results.isHidden()

    @property
    def currency(self) -> str:
        """Of all money of the open document."""
        return self.desk.session.portfolio.settings.currency

    def table(self, title: str, most_rows: int = 14) -> FigureTable:
        """A new table of the answer; it greys with the answer."""
        made = FigureTable(title, self, most_rows)
        self._tables.append(made)
        return made

    def add(self, *widgets: QWidget, stretch: int = 0) -> None:
        """Put widgets below what there is of the answer."""
        for widget in widgets:
            self.rows.addWidget(widget, stretch)

    def lead_with(self, *controls: QWidget) -> None:
        """Put controls above the question, one after the other, and before it in the tab order."""
        for control in controls:
            self.controls.addWidget(control)
        for before, after in pairwise((*controls, self.asking.button)):
            QWidget.setTabOrder(before, after)

    def outdate(self, words: str) -> None:
        """Something else would be asked now than what was answered."""
        self.asking.outdate(words)
        self._show_age()

    @Slot()
    def keep_current(self) -> None:
        """The plan changed just now in nothing that the answer is about."""
        self.asking.keep_current()
        self._show_age()

    def _lay_out(self, question_mark: QWidget) -> None:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.promise)
        column.addWidget(self._results, 1)
        column.addStretch(0)
        area = QScrollArea(self)
        area.setAccessibleName(self.asking.accessibleName())
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        ask = QHBoxLayout()
        ask.addWidget(self.asking, 1)
        ask.addWidget(question_mark, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(6)
        rows.addLayout(self.controls)
        rows.addLayout(ask)
        rows.addWidget(area, 1)

    @Slot(object)
    def _take(self, answer: Any) -> None:
        self.show_answer(answer)
        self.asking.fade(*self._results.findChildren(DressedPlot))
        self.promise.hide()
        self._results.show()
        for table in self._tables:
            table.set_stale(not self.asking.is_current)

    @Slot()
    def _clear(self) -> None:
        self._results.hide()
        self.promise.show()

    @Slot()
    def _show_age(self) -> None:
        for table in self._tables:
            table.set_stale(not self.asking.is_current)


def words(text: str, name: str, parent: QWidget) -> QLabel:
    """A text that wraps; ``name`` says how it looks."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def called(portfolio: Portfolio) -> Callable[[str], str]:
    """What the initiatives, options, stages, teams and hires of a portfolio are called, by id."""
    names = {one.id: one.name for one in portfolio.initiatives}
    for one in portfolio.initiatives:
        for option in one.options:
            names.setdefault(option.id, option.name or option.kind)
            for stage in option.stages:
                names.setdefault(stage.id, stage.name)
    for team in portfolio.teams:
        names.setdefault(team.id, team.name)
        for hire in team.hires:
            names.setdefault(hire.id, _opened(hire.month))

    def name(record_id: str) -> str:
        return names.get(record_id) or record_id

    return name


def _opened(month: str) -> str:
    """``Apr 2027``; the text itself where it is no month yet."""
    try:
        return month_label(month)
    except ValueError:
        return month
