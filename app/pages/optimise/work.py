"""A better order of work, how far down the ranking the money reaches, and which hires pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QLineEdit, QWidget

from app.charts.curves import CurveChart
from app.charts.ranked import RankedBars
from app.charts.units import NUMBER, money_in
from app.pages.amounts import read_amount
from app.pages.frame import Desk
from app.pages.inquiry import Inquiry, called
from app.pages.optimise import work_words
from app.pages.optimise.adopting import Adopting
from app.pages.optimise.asked import how_far, order_of_work, worth_of_hires
from app.state.studying import Question
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.optimise.cutline import CutLine
    from simulation.decide.optimise.hiring import Advice
    from simulation.decide.optimise.ordering import Ordered


class OrderPart(Inquiry):
    """The same initiatives in another order."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "optimise.order",
            "In which order should the work be done?",
            _order_question,
            "Known rules first (cost of delay over duration, shortest first and others), then moves of single "
            "initiatives, each tried in the same futures. The funded initiatives stay as they are. Takes half a "
            "minute or so; what is best so far is told on the way.",
            "better_order",
            parent,
        )
        self._found: Ordered | None = None
        self.adopting = Adopting(desk.session, "Better order", self._adopted, self)
        self.order = self.table("Order of work", 40)
        self.chart = CurveChart("Best gain so far, over the orders tried", self)
        self.rules = self.table("Known rules")
        self.add(self.adopting, self.notes, self.order)
        self.add(self.chart, stretch=1)
        self.add(self.rules)
        self.adopting.made.connect(self.keep_current)

    def show_answer(self, answer: Any) -> None:
        found: Ordered = answer
        self._found = found
        unit = money_in(self.currency)
        self.headline.setText(work_words.order_headline(found, self.currency))
        self.notes.setText(work_words.order_notes(found))
        self.order.show_rows(work_words.ORDER_HEADER, work_words.order_rows(found, called(self.desk.session.portfolio)))
        self.chart.show_curves(work_words.order_curve(found), ("orders tried", NUMBER), ("gain of value", unit))
        self.chart.setVisible(bool(found.history))
        self.rules.show_rows(work_words.RULE_HEADER, work_words.rule_rows(found, self.currency))
        self.adopting.setEnabled(found.order != found.before)

    def _adopted(self, portfolio: Portfolio, name: str) -> Portfolio:
        from simulation.decide.optimise.adopt import order_as_scenario

        return portfolio if self._found is None else order_as_scenario(portfolio, self._found, name)


def _order_question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    if len(portfolio.initiatives) < 2:
        return "There is nothing to order: at least two initiatives are needed."
    return Question(order_of_work, (portfolio, scenario))


class CutPart(Inquiry):
    """The ranking with the line up to which it fits."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "optimise.cut",
            "How far down the ranking does the money reach?",
            self._question,
            "Everything down to each rank is funded together and simulated; the line is drawn where it still fits with "
            "the chance that you ask for. Without an amount every fiscal year must fit its envelopes.",
            "cut_line",
            parent,
        )
        self.confidence = QDoubleSpinBox(self)
        self.confidence.setAccessibleName("Chance with which it has to fit")
        self.confidence.setRange(1.0, 99.0)
        self.confidence.setDecimals(0)
        self.confidence.setValue(80.0)
        self.confidence.setSuffix(" %")
        self.budget = QLineEdit(self)
        self.budget.setAccessibleName("Money for all that is funded over the horizon")
        self.budget.setPlaceholderText("the envelopes of the plan")
        self.budget.setMaximumWidth(220)
        self.lines = self.table("The ranking and its line", 40)
        chance, money = QLabel("Chance to fit", self), QLabel("Money", self)
        chance.setBuddy(self.confidence)
        money.setBuddy(self.budget)
        self.lead_with(chance, self.confidence, money, self.budget)
        self.controls.addStretch(1)
        self.add(self.notes, self.lines)
        self.budget.returnPressed.connect(self.asking.find_out)

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        budget = None
        if self.budget.text().strip():
            try:
                budget = read_amount(self.budget.text(), portfolio.settings.currency)
            except ValueError as error:
                return str(error)
        elif not portfolio.budgets:
            return "The plan has no budgets; write an amount of money, or add envelopes on the Budget page."
        return Question(how_far, (portfolio, scenario, self.confidence.value() / 100.0, budget))

    def show_answer(self, answer: Any) -> None:
        found: CutLine = answer
        named = called(self.desk.session.portfolio)
        self.headline.setText(work_words.cut_headline(found, named, self.currency))
        self.lines.show_rows(work_words.CUT_HEADER, work_words.cut_rows(found, named, self.currency), texts=2)
        self.lines.setVisible(bool(found.prefixes))
        self.notes.setText(
            "The chance is that of the tightest fiscal year, or of the amount of money. Must-haves stay funded below "
            "the line."
        )


class HirePart(Inquiry):
    """Every planned hire against the plan without it, and one more person in each team."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "optimise.hires",
            "Which hires pay?",
            _hire_question,
            "The plan without each planned hire, and with one more person in each team from the start, in the same "
            "futures; what a person costs is taken off. Takes some seconds.",
            "hiring_advice",
            parent,
        )
        self.chart = RankedBars("Value gained by each hire, after its cost", self)
        self.hires = self.table("Hires and what they are worth", 40)
        self.add(self.chart, stretch=1)
        self.add(self.notes, self.hires)

    def show_answer(self, answer: Any) -> None:
        found: tuple[Advice, ...] = answer
        named = called(self.desk.session.portfolio)
        self.headline.setText(work_words.hire_headline(found, named, self.currency))
        self.chart.show_rows(work_words.hire_bars(found, named), ("value gained",), money_in(self.currency))
        self.chart.setVisible(bool(found))
        self.hires.show_rows(work_words.HIRE_HEADER, work_words.hire_rows(found, named, self.currency), texts=2)
        self.hires.setVisible(bool(found))
        self.notes.setText(
            "Sorted by the gain for each person. A verdict needs 1.64 standard errors, so that it is wrong one time in "
            "ten at most. Cost is what is paid more over the horizon, undiscounted."
        )


def _hire_question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    if not portfolio.teams:
        return "There are no teams yet; add one on the Teams page."
    return Question(worth_of_hires, (portfolio, scenario))
