"""What each risk costs in days and money, and which work decides the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QCheckBox, QWidget

from app.charts.ranked import RankedBars
from app.charts.units import SHARE, money_in
from app.pages.frame import Desk
from app.pages.inquiry import Inquiry, called
from app.pages.matters import date_words
from app.pages.matters.asked import critical_work, effects_of_risks
from app.state.studying import Question
from app.wording import count
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.matters.criticality import Criticality
    from simulation.decide.matters.without_risks import RiskEffects

_MOST_STAGES: Final = 20
"""Bars of stages; the table has all."""


class RisksPart(Inquiry):
    """The plan without each risk."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "matters.risks",
            "What does each risk cost?",
            _risks_question,
            "Each risk in turn is kept from occurring, all else as it was in every future: the days and the money that "
            "come back are what it costs. Takes some seconds.",
            "without_risk",
            parent,
        )
        self.chart = RankedBars("Value lost to each risk, on average", self)
        self.details = self.table("What each risk costs")
        self.add(self.chart, stretch=1)
        self.add(self.notes, self.details)

    def show_answer(self, answer: Any) -> None:
        found: RiskEffects = answer
        named = called(self.desk.session.portfolio)
        self.headline.setText(date_words.risk_headline(found, self.currency))
        self.chart.show_rows(date_words.risk_bars(found), ("value lost",), money_in(self.currency))
        self.details.show_rows(date_words.RISK_HEADER, date_words.risk_rows(found, named, self.currency))
        for widget in (self.chart, self.details, self.notes):
            widget.setVisible(bool(found.rows))
        self.notes.setText(
            f"{count(found.trials, 'future')}, with and without the risk. Means over all futures, those in which it "
            "does not occur included. Launches that do not come about count at the horizon, so that days are a lower "
            "bound; a mitigation that is active stays paid."
        )


def _risks_question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    if not portfolio.risks:
        return "The plan has no risks; add them on the Drivers & risks page."
    return Question(effects_of_risks, (portfolio, scenario))


class CriticalPart(Inquiry):
    """How often each stage and initiative decides the dates, and what is lost where paths meet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "matters.critical",
            "Which work decides the dates?",
            _critical_question,
            "How often each stage lies on the longest chain of work and waiting to a launch, and the delay that "
            "arises where several paths meet. Takes a second or two.",
            "criticality",
            parent,
        )
        self._found: Criticality | None = None
        self.chart = RankedBars("How often each stage decides", self)
        self.to_last = QCheckBox("By the last launch of all", self)
        self.to_last.setChecked(True)
        self.to_last.setToolTip("Otherwise by the launch of each stage's own initiative")
        self.stages = self.table("Stages that decide the dates")
        self.initiatives = self.table("Initiatives that decide the last launch")
        self.add(self.to_last)
        self.add(self.chart, stretch=1)
        self.add(self.notes, self.stages, self.initiatives)
        self.to_last.toggled.connect(self._show_order)

    def show_answer(self, answer: Any) -> None:
        self._found = answer
        self._show_order()

    def _show_order(self) -> None:
        found = self._found
        if found is None:
            return
        named = called(self.desk.session.portfolio)
        stages = date_words.hot_stages(found, self.to_last.isChecked())
        self.headline.setText(date_words.critical_headline(found, named))
        self.chart.show_rows(
            date_words.stage_bars(stages[:_MOST_STAGES], named),
            ("decides its launch", "decides the last launch"),
            SHARE,
        )
        self.chart.setVisible(bool(stages))
        self.stages.show_rows(date_words.STAGE_HEADER, date_words.stage_rows(stages, named))
        self.stages.setVisible(bool(stages))
        self.initiatives.show_rows(date_words.INITIATIVE_HEADER, date_words.initiative_rows(found.initiatives))
        self.initiatives.setVisible(bool(found.initiatives))
        never = len(found.stages) - len(stages)
        self.notes.setText(
            f"{count(found.trials, 'future')}; shares of the futures with such a launch. {count(never, 'stage')} never "
            "decide. Merge delay: how much later a stage is ready because the slowest of several paths is not always "
            "the same."
        )


def _critical_question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    if not portfolio.initiatives:
        return "There are no initiatives yet; add one on the Initiatives page."
    return Question(critical_work, (portfolio, scenario))
