"""What is worth learning before a choice: everything, each input, each group of inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.charts.ranked import RankedBars
from app.charts.units import money_in
from app.pages.explaining import Explained
from app.pages.frame import Desk
from app.pages.inquiry import Inquiry, words
from app.pages.matters import lesson_words
from app.pages.matters.asked import lessons_before
from app.pages.matters.choosing import DecisionChoice
from app.state.studying import Question
from app.wording import count, money_error
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.matters.learning import Lessons


class LessonsPart(Inquiry):
    """The value of information for a decision that is named."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.decision = DecisionChoice(desk.session)
        super().__init__(
            desk,
            "matters.lessons",
            "What is worth finding out first?",
            self._question,
            "A study, a pilot or an expert can be worth its price only where it may change the choice. This says the "
            "most that learning each input first could be worth; not funding an initiative is one of the choices. "
            "Takes some seconds.",
            "evppi",
            parent,
        )
        self.everything = words("", "lead", self)
        self._explained = Explained(self.everything, "evpi", desk.session, self._error)
        self._evpi_error = ""
        self.chart = RankedBars("Worth paying up to, to learn it first", self)
        self.lessons = self.table("What is worth learning first")
        self.choices = self.table("What there is to choose among")
        self.lead_with(self.decision)
        self.add(self.everything)
        self.add(self.chart, stretch=1)
        self.add(self.notes, self.lessons, self.choices)
        self.decision.changed.connect(self._ask_anew)

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        initiatives = self.decision.initiatives
        if not initiatives and not portfolio.scenarios:
            return "There is nothing to choose yet: an initiative with an option, or a scenario, is needed."
        return Question(lessons_before, (portfolio, scenario, initiatives))

    @Slot()
    def _ask_anew(self) -> None:
        if self.has_answer or self.desk.studies.is_asked(self.asking.key):
            self.asking.find_out()

    def _error(self) -> str:
        return self._evpi_error

    def show_answer(self, answer: Any) -> None:
        found: Lessons = answer
        self.headline.setText(lesson_words.learning_headline(found, self.currency))
        self.everything.setText(lesson_words.evpi_words(found, self.currency))
        self._evpi_error = money_error(found.everything.error, self.currency)
        bars = lesson_words.lesson_bars([one for one in (*found.groups, *found.inputs) if one.worth.value > 0.0])
        self.chart.show_rows(bars, ("worth paying up to",), money_in(self.currency))
        self.lessons.show_rows(lesson_words.LESSON_HEADER, lesson_words.lesson_rows(found, self.currency))
        self.chart.setVisible(bool(bars))
        self.lessons.setVisible(bool(found.inputs))
        self.choices.show_rows(("Choice", "Mean value", "± error"), lesson_words.alternative_rows(found, self.currency))
        self.notes.setText(
            f"{count(found.trials, 'future')}. What a lesson is worth is estimated by regression; lines are standard "
            "errors. A group is worth at least as much as each of its inputs, and less than they are together, but for "
            "what only shows when all are known."
        )
