"""What to fund: the best choices, what each changes, how it keeps the limits; and the most for each budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.charts.curves import CurveChart
from app.charts.units import money_in
from app.pages.frame import Desk
from app.pages.inquiry import Inquiry, called
from app.pages.optimise import sayings
from app.pages.optimise.adopting import Adopting
from app.pages.optimise.asked import best_choice, best_for_budgets
from app.pages.optimise.wishes import WishPanel
from app.state.studying import Question
from app.wording import money
from models.edits import add_record, fresh_id
from models.overlay import Scenario
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.optimise.frontier import Frontier
    from simulation.decide.optimise.funding import Optimised


def _question(
    study: Callable[..., Any], wishes: WishPanel, portfolio: Portfolio, scenario: str | None
) -> Question | str:
    """The study of what is asked for, or why it cannot be made."""
    wish = wishes.wish
    if isinstance(wish, str):
        return wish
    if not portfolio.initiatives:
        return "There are no initiatives to choose among; add one on the Initiatives page."
    return Question(study, (portfolio, scenario, wish))


class ChoicePart(Inquiry):
    """The candidates that were simulated; one of them is looked at more closely and can be adopted."""

    def __init__(self, desk: Desk, wishes: WishPanel, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "optimise.choice",
            "What should be funded, and by which option?",
            partial(_question, best_choice, wishes),
            "An exact model chooses among all initiatives and options under what is asked at the left. Its best "
            "choices are simulated in full and ranked anew, and the winner is confirmed in fresh futures. Takes up to "
            "a minute for a large plan; you can go on working, and cancel.",
            "best_choice",
            parent,
        )
        self._found: Optimised | None = None
        self._chosen = 0
        self.candidates = self.table("Choices that were simulated", 8)
        self.adopting = Adopting(desk.session, "Best choice", self._adopted, self)
        self.closer = QLabel(self)
        self.choice = self.table("What the choice does with each initiative", 12)
        self.checks = self.table("How the choice keeps the limits", 12)
        self.add(self.candidates, self.notes, self.closer, self.adopting, self.choice, self.checks)
        self.candidates.row_chosen.connect(self.look_at)
        self.adopting.made.connect(self.keep_current)

    def show_answer(self, answer: Any) -> None:
        found: Optimised = answer
        self._found, self._chosen = found, 0
        self.headline.setText(sayings.choice_headline(found, self.currency))
        self.notes.setText(sayings.choice_notes(found, self.currency))
        self.candidates.show_rows(sayings.candidate_header(found), sayings.candidate_rows(found, self.currency))
        self.look_at(0)

    @Slot(int)
    def look_at(self, number: int) -> None:
        """Show one of the candidates more closely."""
        found = self._found
        if found is None or not 0 <= number < len(found.candidates):
            return
        self._chosen = number
        one, named = found.candidates[number], called(self.desk.session.portfolio)
        self.closer.setText(f"{sayings.candidate_name(number, one)}, against the plan as it stands:")
        self.adopting.setEnabled(not one.is_plan)
        self.choice.show_rows(
            sayings.CHOICE_HEADER, sayings.choice_rows(one.options, found.plan.options, named), texts=4
        )
        self.checks.show_rows(sayings.CHECK_HEADER, sayings.check_rows(one.checks, named, self.currency), texts=2)
        self.checks.setVisible(bool(one.checks))

    def _adopted(self, portfolio: Portfolio, name: str) -> Portfolio:
        from simulation.decide.optimise.adopt import as_scenario

        found = self._found
        if found is None:
            return portfolio
        chosen = found.candidates[self._chosen]
        rest = tuple(one for one in found.candidates if one is not chosen)
        return as_scenario(portfolio, replace(found, candidates=(chosen, *rest)), name)


class FrontierPart(Inquiry):
    """Value over total budget; each point is a choice that can be looked at and adopted."""

    def __init__(self, desk: Desk, wishes: WishPanel, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "optimise.frontier",
            "What is the most that each total budget can buy?",
            partial(_question, best_for_budgets, wishes),
            "For each of some total budgets the best choice is found anew: the true frontier, which no single ranking "
            "reaches. The total takes the place of the envelopes; musts, exclusions and people hold as asked at the "
            "left. Takes up to a minute for a large plan.",
            "frontier",
            parent,
        )
        self._found: Frontier | None = None
        self._asked_of: str | None = None
        self._chosen = 0
        self.chart = CurveChart("Value over total budget", self)
        self.chart.setMinimumHeight(300)
        self.points = self.table("Points of the frontier")
        self.adopting = Adopting(desk.session, "From the frontier", self._adopted, self)
        self.closer = QLabel(self)
        self.choice = self.table("What the point does with each initiative", 12)
        adopt = QHBoxLayout()
        adopt.addWidget(self.closer)
        adopt.addWidget(self.adopting, 1)
        self.add(self.chart, stretch=1)
        self.add(self.notes, self.points)
        self.rows.addLayout(adopt)
        self.add(self.choice)
        self.points.row_chosen.connect(self.look_at)
        self.chart.point_chosen.connect(self._take_point)
        self.adopting.made.connect(self.keep_current)

    def show_answer(self, answer: Any) -> None:
        found: Frontier = answer
        self._found, self._asked_of = found, self.desk.session.scenario
        named, unit = called(self.desk.session.portfolio), money_in(self.currency)
        self.headline.setText(sayings.frontier_headline(found, self.currency))
        self.chart.show_curves(sayings.frontier_curves(found, named), ("total budget", unit), ("value", unit))
        self.points.show_rows(sayings.FRONTIER_HEADER, sayings.frontier_rows(found, self.currency))
        self.notes.setText(
            "Simulated mean value; the total limits the mean cost of the funded initiatives over the horizon. A "
            "ranking funds from the top whatever fits; it is no frontier. The model's optimum adds up what each option "
            "brings to the plan by itself, and so leaves out how people and budgets are shared in another choice."
        )
        self.look_at(0)

    @Slot(int)
    def look_at(self, number: int) -> None:
        """Show what one of the points funds."""
        found = self._found
        if found is None or not 0 <= number < len(found.points):
            return
        self._chosen = number
        one, named = found.points[number], called(self.desk.session.portfolio)
        self.closer.setText(f"The choice for {money(one.budget, self.currency)}")
        self.adopting.setEnabled(one.options != found.plan.options)
        self.choice.show_rows(
            sayings.CHOICE_HEADER, sayings.choice_rows(one.options, found.plan.options, named), texts=4
        )

    @Slot(int)
    def _take_point(self, number: int) -> None:
        self.points.selectRow(number)
        self.look_at(number)

    def _adopted(self, portfolio: Portfolio, name: str) -> Portfolio:
        found = self._found
        if found is None:
            return portfolio
        overrides = sayings.overrides_of(found.points[self._chosen].options, found.plan.options)
        made = Scenario(id=fresh_id(portfolio, "scenario", name), name=name, parent=self._asked_of, overrides=overrides)
        return add_record(portfolio, "scenario", made)
