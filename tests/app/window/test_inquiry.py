"""What records are called in answers, and how an answer ages."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

from app.charts.bars import BarChart, BarSeries
from app.pages.frame import Desk
from app.pages.inquiry import Inquiry, called
from app.state.studying import Question
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.window.desks import desk_with, shown
from tests.app.window.studies_to_ask import name_of
from tests.portfolios import example_portfolio


def question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    return Question(name_of, (portfolio,))


class Drawing(Inquiry):
    """Draws each answer as a chart of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "name", "What is it called?", question, "A name.", "value")
        self.charts: list[BarChart] = []

    def show_answer(self, answer: Any) -> None:
        self.charts.append(BarChart(str(answer), self))
        self.charts[-1].show_bars(("a",), [BarSeries("b", (1.0,))])
        self.add(self.charts[-1])


def test_what_is_drawn_of_an_answer_greys_with_it(qtbot: QtBot) -> None:
    """All charts, also those that were made for the answer; a new answer has its colours."""
    desk = desk_with(example_portfolio())
    inquiry = shown(Drawing(desk), qtbot)
    inquiry.asking.find_out()
    assert not inquiry.charts[0].is_stale
    desk.session.push(lambda plan: set_field(plan, "team:platform.headcount", 9), "hire")
    assert inquiry.charts[0].is_stale
    inquiry.asking.find_out()
    assert not inquiry.charts[1].is_stale
    desk.studies.close()


def test_records_are_called_by_their_names() -> None:
    """Options without a name go by their kind, hires by their month; what is unknown by its id."""
    named = called(example_portfolio())
    assert [named(one) for one in ("atlas", "atlas-build", "platform", "platform-h1", "gone")] == [
        "Atlas",
        "Build",
        "Platform",
        "Apr 2027",
        "gone",
    ]
