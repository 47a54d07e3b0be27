"""The page that answers "build, buy or partner": the question above, the answer and its evidence on tabs below."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QTabWidget, QWidget

from app.pages.frame import Desk, Page
from app.pages.inquiry import called
from app.pages.options.answer import Answer
from app.pages.options.asked import Terms, question_of, terms_of
from app.pages.options.detail import Detail
from app.pages.options.judging import Judging
from app.pages.options.moving import Moving
from app.pages.options.question import QuestionBar
from app.pages.options.subject import ChoiceAsking
from app.pages.options.switching import Switching
from app.state.session import Edit
from app.state.studying import Question
from models.edits import EditError, select_option
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from models.scenarios import set_override
from simulation.decide.choose.choice import Alternative, Choice
from simulation.decide.choose.options import choose
from simulation.decide.choose.switches import SwitchPoints

SHOWN = 6
"""Ways with a card and a curve of their own: as many as there are colours."""

TRIALS = 2000
"""Two blocks, so that standard errors come from how blocks differ."""


class OptionsPage(Page):
    """Which way to get some initiatives."""

    name = "Build / buy / partner"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._choice: Choice | None = None
        self._terms: Terms | None = None  # what the answer was asked with
        self._asked: Terms | None = None  # what is asked at present
        self._switches: SwitchPoints | None = None
        self._dirty = True  # the plan has changed since it was shown
        self.lead.setText(
            "Every option runs in the whole portfolio, so that its people and its money are taken from the others; "
            "all of them see the same futures."
        )
        self.bar = QuestionBar(self)
        self.asking = ChoiceAsking(desk, "options.choose", "Which way is the best?", self._question, self)
        self.promise = QLabel(
            "Choose what is to be decided and press “Find out”: each way as a card, the odds between them, what each "
            "attitude to risk prefers, what would change the choice, and what more knowledge would be worth.",
            self,
        )
        self.promise.setObjectName("empty")
        self.promise.setWordWrap(True)
        self.answer, self.detail, self.judging = Answer(desk, self), Detail(desk, self), Judging(desk, self)
        self.switching, self.moving = Switching(desk, self.bar, self), Moving(desk, self.bar, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the answer")
        self.tabs.tabBar().setAccessibleName("Choice of part of the answer")
        for part, title in (
            (self.answer, "Answer"),
            (self.detail, "Odds and details"),
            (self.judging, "Scorecard"),
            (self.switching, "What would change it"),
            (self.moving, "Tornado"),
        ):
            self.tabs.addTab(_scrolled(part, title), title)
        self._lay_out()
        self._connect()

    @property
    def choice(self) -> Choice | None:
        """What is shown."""
        return self._choice

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show_if_dirty()

    # Asking and answering.

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        question = question_of(choose, self.bar, portfolio, scenario, trials=TRIALS)
        if isinstance(question, Question):
            self._asked = terms_of(self.bar)
            self.asking.initiatives = self._asked.initiatives
        return question

    @Slot(object)
    def show_choice(self, choice: Choice) -> None:
        """Show what was found."""
        self._choice, self._terms = choice, self._asked
        best = choice.cards[choice.recommended.best].value
        self.bar.attitude.suggest_tolerance(best.p90 - best.p10, choice.currency)
        shown = sorted(choice.recommended.order[:SHOWN])
        self.answer.show_choice(choice, shown)
        self.detail.show_choice(choice, shown, called(self.desk.session.portfolio))
        self.judging.show_choice(choice, shown)
        self._show_tabs()
        self.tabs.setCurrentIndex(0)
        self._show_attitude()

    @Slot()
    def _show_attitude(self) -> None:
        """Judge the same futures by the attitude that is chosen."""
        choice = self._choice
        if choice is not None:
            attitude = self.bar.attitude.attitude
            found = choice.under(attitude)
            self.answer.show_attitude(choice, found, self.bar.attitude.every(), self._fitting_switches(choice))
            self.detail.show_attitude(choice, found)
            self._show_standing()
        self.switching.show_terms()
        self.moving.show_terms()

    def _fitting_switches(self, choice: Choice) -> SwitchPoints | None:
        """The switch points that were found of the same ways in the same plan."""
        found = self._switches
        if found is None or found.asked.initiatives != choice.initiatives or found.asked.digest != choice.digest:
            return None
        return found

    @Slot(object)
    def _take_switches(self, points: SwitchPoints | None) -> None:
        self._switches = points
        self._show_attitude()

    def _show_standing(self) -> None:
        """Which way the plan has now, and whether the answer is of the plan as it is."""
        choice = self._choice
        if choice is None or not self.desk.session.is_open:
            return
        stale = not self.asking.is_current
        best = choice.under(self.bar.attitude.attitude).best
        self.answer.show_standing(best, self._taken(choice), stale)
        self.detail.set_stale(stale)
        self.judging.set_stale(stale)
        self.switching.set_stale()
        if not stale and self._terms is not None:
            now = terms_of(self.bar)
            same = (now.initiatives, now.with_none) == (self._terms.initiatives, self._terms.with_none)
            self.asking.overtake("" if same else "Another question is chosen now.")

    def _taken(self, choice: Choice) -> int | None:
        """The alternative that the plan has now; None where it has another."""
        session = self.desk.session
        try:
            applied = apply_scenario(session.portfolio, session.scenario)
        except ValueError:
            return None
        now = {one.id: one.selected for one in applied.initiatives}
        for number, card in enumerate(choice.cards):
            if all(now.get(initiative, "") == option for initiative, option in card.alternative.options):
                return number
        return None

    # Taking a way.

    @Slot(int)
    def take(self, number: int) -> None:
        """Take an alternative into the plan, or into the scenario that is looked at; one step of the history."""
        if self._choice is None:
            return
        alternative, session = self._choice.cards[number].alternative, self.desk.session
        try:
            session.push(_taking(alternative, session.scenario), f"take {alternative.name}")
        except EditError as error:
            self.said.emit(f"Nothing is changed: {error}")
            return
        where = "the plan" if session.scenario is None else "the scenario"
        self.said.emit(f"{alternative.name} is taken into {where}. Undo takes it back.")

    # The plan and the bar.

    @Slot()
    def _change(self) -> None:
        self._dirty = True
        if self.isVisible():
            self._show_if_dirty()

    @Slot()
    def _show_if_dirty(self) -> None:
        if self._dirty and self.desk.session.is_open:
            self._dirty = False
            self.bar.show_portfolio(self.desk.session.portfolio)
            self._show_initiatives()
            self._show_standing()

    @Slot()
    def _change_question(self) -> None:
        if self.desk.session.is_open:
            self._show_initiatives()
            self._show_standing()
            self.switching.show_terms()
            self.moving.show_terms()

    def _show_initiatives(self) -> None:
        self.judging.show_initiatives(self.bar.picker.chosen)
        for asking in (self.asking, self.switching.asking, self.moving.asking):
            asking.button.setEnabled(not self.bar.trouble)
            asking.again.setEnabled(not self.bar.trouble)
        self._show_tabs()

    def _show_tabs(self) -> None:
        """Answers have their tabs; scorecards and questions can be had without an answer."""
        there = self._choice is not None
        for place in (0, 1):
            self.tabs.setTabVisible(place, there)
        self.promise.setVisible(not there)
        self.asking.sentence.setVisible(not there)
        self.bar.told.setVisible(not there or bool(self.bar.trouble))

    @Slot()
    def _forget(self) -> None:
        self._choice, self._terms, self._switches = None, None, None
        self.judging.forget()
        self._show_tabs()

    def _connect(self) -> None:
        session = self.desk.session
        for signal in (session.portfolio_changed, session.scenario_changed, session.document_opened):
            signal.connect(self._change)
        self.asking.answered.connect(self.show_choice)
        self.asking.forgotten.connect(self._forget)
        self.bar.question_changed.connect(self._change_question)
        self.bar.attitude_changed.connect(self._show_attitude)
        self.answer.wanted.connect(self.take)
        for part in (self.answer, self.judging, self.switching, self.moving):
            part.said.connect(self.said)
        self.switching.found.connect(self._take_switches)

    def _lay_out(self) -> None:
        for widget in (self.bar, self.asking, self.promise):
            self.body.addWidget(widget)
        self.body.addWidget(self.tabs, 1)
        self.setFocusProxy(self.bar.picker)
        self._show_tabs()


def _taking(alternative: Alternative, scenario: str | None) -> Edit:
    """The edit that takes an alternative: of the base by selecting, of a scenario by overriding what differs."""

    def edit(portfolio: Portfolio) -> Portfolio:
        for initiative, option in alternative.options:
            if scenario is None:
                portfolio = select_option(portfolio, initiative, option)
                continue
            applied = apply_scenario(portfolio, scenario)
            now = next(one.selected for one in applied.initiatives if one.id == initiative)
            if now != option:
                portfolio = _overriding(portfolio, scenario, initiative, option)
        return portfolio

    return edit


def _overriding(portfolio: Portfolio, scenario: str, initiative: str, option: str | None) -> Portfolio:
    return set_override(portfolio, scenario, f"initiative:{initiative}.selected", option)


def _scrolled(part: QWidget, title: str) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(title)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(part)
    return area
