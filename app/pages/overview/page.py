"""The overview: the answer in a sentence, and the board of cards below it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.pages.asking import Asking
from app.pages.explaining import WhatIsThis
from app.pages.frame import Desk, Page
from app.pages.inquiry import words
from app.pages.overview.board import Board
from app.pages.overview.drawing import answer
from app.pages.since import OVERVIEW, since_words
from app.state.outlook import Details, Outlook
from app.state.pinned import Kept
from app.state.studying import Question
from models.baselines import forecast_alike
from models.portfolio import Portfolio
from simulation.decide.matters.contributions import Contributions, contributions

STUDY: Final = "overview-inputs"
"""The name of its question among all studies."""

STUDY_TRIALS: Final = 2000

_EXPLAINED: Final = (
    ("roadmap", "launch"),
    ("value", "value"),
    ("cash", "cumulative_cash"),
    ("budget", "cost"),
    ("objectives", "p_hit"),
    ("inputs", "contribution"),
)


class OverviewPage(Page):
    """One page that says what the plan gives.

    What matters most is asked by itself once a full run is in and somebody looks; an answer that was cancelled is not
    asked for again before the plan changes.
    """

    name = "Overview"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.board = Board()
        self._drawn: tuple[Details, Kept | None] | None = None
        self.since = words("", "caption", self)
        self._asked_of: tuple[Portfolio, str | None] | None = None
        self.area = self._scrolled(self.board)
        self.body.addWidget(self.since)
        self.body.addWidget(self.area, 1)
        self.setFocusProxy(self.area)
        self.setTabOrder(self.area, self.board.roadmap)
        self._add_asking()
        self.board.said.connect(self.said)
        self.board.problems.picked.connect(self.problem_picked)
        session = desk.session
        session.document_opened.connect(self._forget)
        session.outlook_changed.connect(self._catch_up)
        session.issues_changed.connect(self._show_issues)
        self._show_state(session.outlook)
        self._show_issues()

    def _add_asking(self) -> None:
        """The question of the inputs, within its card; and what each figure is."""
        self.asking = Asking(self.desk, STUDY, "Which inputs matter most to value?", _question, self.board)
        self.asking.sentence.hide()  # the title of the card says it
        self.asking.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        card = self.board.cards["inputs"]
        card.body.insertWidget(2, self.asking)
        self.asking.answered.connect(self._take_answer)
        self.asking.forgotten.connect(self.board.inputs.show_none)
        for name, key in _EXPLAINED:
            self.board.cards[name].head.addWidget(WhatIsThis(key, self.desk.session, parent=self.board.cards[name]))

    @Slot()
    def _catch_up(self) -> None:
        """Show what has come in since; nothing is drawn while nobody looks."""
        outlook = self.desk.session.outlook
        self._show_state(outlook)
        if not self.isVisible():
            return
        if outlook.details is not None:
            self._draw(outlook.details, outlook)
        self._ask_once(outlook)

    def _draw(self, details: Details, outlook: Outlook) -> None:
        """Draw what is another than what is drawn; results are compared by identity."""
        wanted = (details, outlook.behind)
        if self._drawn != wanted:
            show = self.board.show_details if self._drawn is None else self.board.follow_details
            self._drawn = wanted
            for chart in self.board.charts():
                chart.expect(outlook.details_grey)
            show(*wanted)
        self.board.set_stale(outlook.details_grey, outlook.views_grey)

    def _show_state(self, outlook: Outlook) -> None:
        self.lead.setText(answer(outlook))
        since = since_words(outlook, OVERVIEW)
        self.since.setText(since)
        self.since.setVisible(bool(since))
        self.board.show_parts(None if outlook.details is None else outlook.details.summary)

    def _ask_once(self, outlook: Outlook) -> None:
        """Ask what matters most, where the full run of the plan is in and nothing else is computed."""
        session = self.desk.session
        if outlook.phase != "idle" or outlook.stale or outlook.details is None:
            return
        subject = (session.portfolio, session.scenario)
        asked = self._asked_of
        if asked is None or asked[1] != subject[1] or not forecast_alike(asked[0], subject[0]):
            self._asked_of = subject
            self.asking.find_out()

    @Slot(object)
    def _take_answer(self, found: Contributions) -> None:
        self.board.inputs.show_answer(found)

    @Slot()
    def _forget(self) -> None:
        """What is drawn is of another document."""
        self._drawn = self._asked_of = None
        self.board.forget()
        self.board.inputs.show_none()
        self._show_issues()
        self._show_state(self.desk.session.outlook)

    @Slot()
    def _show_issues(self) -> None:
        self.board.show_issues(self.desk.session.known_issues)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Make room for questions of other pages; what was not answered is asked again when the page is shown."""
        super().hideEvent(event)
        if self.desk.studies.is_asked(STUDY):
            self.asking.cancel()
            self._asked_of = None

    def _scrolled(self, board: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setAccessibleName("Overview of the plan")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the keys scroll
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(board)
        return area


def _question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    if not portfolio.initiatives:
        return "There are no initiatives yet."
    return Question(contributions, (portfolio,), {"count": 0, "scenario": scenario, "trials": STUDY_TRIALS})
