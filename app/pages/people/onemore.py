"""What one more person in each team would bring, in months and money."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.charts.ranked import Ranked, RankedBars
from app.charts.units import MONTHS, money_in
from app.pages.frame import Card, Desk
from app.pages.inquiry import Inquiry, called
from app.state.studying import Question
from app.tables.figures import Cell, Row, Tone
from app.wording import money, money_error, months
from models.portfolio import Portfolio

if TYPE_CHECKING:  # the study brings the engines along, which the window can do without until it is asked
    from simulation.decide.matters.people import OneMore, OneMoreEach
    from simulation.decide.odds import Estimate

_PROMISE = (
    "Each team gets one person more from the start, one team at a time, and the plan is forecast anew in the same "
    "futures: how much earlier does it launch, and what is it worth more, the person's pay taken off?"
)
_HEADER = ("One more in", "Value", "±", "Months earlier", "±", "Cost", "Gains most")


class OneMorePerson(Inquiry):
    """Teams by what one more person in them brings."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, "one-more-person", "What would one more person bring?", _question, _PROMISE, "one_more_person", parent
        )
        self.money = RankedBars("Value that one more person brings, pay taken off", self)
        self.months = RankedBars("Months that initiatives launch earlier, on average", self)
        self.asking.fade(self.money, self.months)
        self.rows_shown = self.table("What one more person brings")
        charts = QHBoxLayout()
        for title, chart in (("Money gained", self.money), ("Months gained", self.months)):
            card = Card(title, "", self)
            card.body.addWidget(chart)
            charts.addWidget(card, 1)
        holder = QWidget(self)
        charts.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(charts)
        self.add(holder, self.rows_shown, self.notes)

    def show_answer(self, answer: OneMoreEach) -> None:
        """Draw the teams, the one that brings most money on top."""
        currency = self.currency
        name = called(self.desk.session.portfolio)
        self.headline.setText(headline_of(answer, currency))
        values = [Ranked(one.words, (one.value.value,), (one.value.error,)) for one in answer.rows]
        earlier = [Ranked(one.words, (one.months.value,), (one.months.error,)) for one in answer.rows]
        self.money.show_rows(values, ("value gained",), money_in(currency))
        self.months.show_rows(earlier, ("months gained",), MONTHS)
        for chart in (self.money, self.months):
            chart.setMinimumHeight(chart.minimumHeight() + 18)  # the name of the axis, below its numbers
        rows = [_row(one, currency, _most(one, name)) for one in answer.rows]
        self.rows_shown.show_rows(_HEADER, rows)
        self.notes.setText(_notes(answer))


def _question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    from simulation.decide.matters.people import one_more_person

    if not portfolio.teams:
        return "There are no teams yet; add them on the Teams page."
    return Question(one_more_person, (portfolio,), {"scenario": scenario})


def headline_of(answer: OneMoreEach, currency: str) -> str:
    """Where one more person brings most, and how sure that is."""
    if not answer.rows:
        return "There are no teams."
    best = answer.rows[0]
    if best.value.value <= 0:
        least = money(-best.value.value, currency)
        return (
            f"No team's work would pay for one more person: even in {best.words} it costs {least} more than it brings."
        )
    said = f"One more person in {best.words} brings most: {_with_error(best.value, currency)}"
    gained = f", and launches come {months(best.months.value)} earlier on average" if best.months.value >= 0.05 else ""
    doubt = "" if _is_sure(best.value) else " The gain is within two standard errors, so it may be nothing."
    return f"{said}{gained}.{doubt}"


def _row(one: OneMore, currency: str, most: str) -> Row:
    tone: Tone = ("good" if one.value.value > 0 else "bad") if _is_sure(one.value) else ""
    return (
        Cell(one.words, strong=True),
        Cell(money(one.value.value, currency), tone, tip="" if tone else "May be nothing: within two standard errors"),
        money_error(one.value.error, currency).removeprefix("± "),
        f"{one.months.value:.2f}",
        f"{one.months.error:.2f}" if math.isfinite(one.months.error) else "–",
        money(one.cost.value, currency),
        most,
    )


def _most(one: OneMore, name: Callable[[str], str]) -> str:
    """The initiative that gains most by it."""
    if not one.launches:
        return ""
    initiative, gained = max(one.launches, key=lambda pair: pair[1].value)
    if gained.value < 0.05:
        return "none"
    return f"{name(initiative).partition(':')[0]}: {months(gained.value)}"


def _notes(answer: OneMoreEach) -> str:
    missed = (
        f" On average {answer.not_launched:.1f} funded initiatives do not launch within the horizon; they count as "
        "launching at its end, so the months are a lower bound."
        if answer.not_launched > 0.05
        else ""
    )
    return (
        f"{answer.trials:,} futures of seed {answer.seed}, the same for every team. Months are the mean over all "
        f"funded initiatives. ±: standard error of the difference.{missed}"
    )


def _is_sure(estimate: Estimate) -> bool:
    return abs(estimate.value) > 2 * estimate.error


def _with_error(estimate: Estimate, currency: str) -> str:
    return f"{money(estimate.value, currency)} {money_error(estimate.error, currency)}"
