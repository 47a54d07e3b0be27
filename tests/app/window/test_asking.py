"""The bar of a question: what it shows while it waits, is answered, fails, or is overtaken by an edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.charts.bars import BarChart
from app.pages.asking import Asking
from app.pages.frame import Desk
from app.state.session import Session
from app.state.studies import Studies
from app.state.studying import Question
from app.tables.pending import PendingTexts
from models.baselines import with_baseline
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.decide.pace import StepDone
from tests.app.window.studies_to_ask import name_of
from tests.portfolios import example_portfolio


class Scripted(Studies):
    """Keeps what is asked; the test answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def ask(self, key: str, function: Any, *arguments: Any, **keywords: Any) -> None:
        self.asked.append((key, arguments))

    def cancel(self, key: str) -> None:
        self.cancelled.emit(key)


def question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    """Who has no teams is told so."""
    return Question(name_of, (portfolio,)) if portfolio.teams else "There are no teams yet"


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    session = Session()
    session.open(example_portfolio(), None)
    studies = Scripted()
    yield Desk(session, PendingTexts(session), studies)
    studies.close()


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> Asking:
    made = Asking(desk, "name", "What is it called?", question)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def asked(desk: Desk) -> list[tuple[str, tuple[Any, ...]]]:
    assert isinstance(desk.studies, Scripted)
    return desk.studies.asked


def test_a_question_is_asked_goes_on_and_is_answered(desk: Desk, bar: Asking, qtbot: QtBot) -> None:
    """At first there is a button and nothing else; then the progress; then the answer, and nothing."""
    assert bar.button.isVisible()
    assert not bar.bar.isVisible()
    assert not bar.note.isVisible()
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert asked(desk) == [("name", (desk.session.portfolio,))]
    assert bar.stop.isVisible()
    assert not bar.button.isVisible()
    desk.studies.advanced.emit("other", StepDone(9, 9, 1.0, 0.0, "not mine"))
    desk.studies.advanced.emit("name", StepDone(1, 4, 1.0, 12.0, "the first letter"))
    assert (bar.bar.value(), bar.bar.maximum()) == (1, 4)
    assert bar.what.text() == "the first letter"
    assert bar.left.text() == "12 s left"
    with qtbot.waitSignal(bar.answered) as answer:
        desk.studies.answered.emit("name", "Example")
    assert answer.args == ["Example"]
    assert not bar.bar.isVisible()
    assert not bar.note.isVisible()
    assert bar.is_current


def test_an_edit_makes_the_answer_old_and_undo_makes_it_new(desk: Desk, bar: Asking, qtbot: QtBot) -> None:
    """Again asks of the plan as it is then."""
    bar.find_out()
    desk.studies.answered.emit("name", "Example")
    desk.session.push(lambda portfolio: set_field(portfolio, "settings.horizon_months", 48), "shorter")
    assert bar.note.text() == "The plan has changed since."
    assert bar.again.isVisible()
    desk.session.undo_stack.undo()
    assert not bar.note.isVisible()
    desk.session.look_at("lean")
    assert bar.again.isVisible()
    qtbot.mouseClick(bar.again, Qt.MouseButton.LeftButton)
    assert len(asked(desk)) == 2
    assert not bar.note.isVisible()


def test_a_cancelled_question_can_be_asked_again(desk: Desk, bar: Asking, qtbot: QtBot) -> None:
    bar.find_out()
    qtbot.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    assert bar.note.text() == "Cancelled."
    assert bar.button.isVisible()
    bar.find_out()
    desk.studies.answered.emit("name", "Example")
    bar.find_out()
    bar.cancel()
    assert bar.note.text() == "Cancelled; what is shown is the answer of before."
    assert bar.again.isVisible()


def test_a_failure_is_said(desk: Desk, bar: Asking) -> None:
    bar.find_out()
    desk.studies.failed.emit("name", "The plan has 1 error. team core, headcount: must not be negative")
    assert bar.note.text().startswith("No answer: The plan has 1 error.")
    assert bar.button.isVisible()


def test_what_is_missing_is_said_instead_of_asking(desk: Desk, bar: Asking) -> None:
    desk.session.push(lambda portfolio: Portfolio(name="Bare", settings=portfolio.settings), "nothing left")
    bar.find_out()
    assert bar.note.text() == "There are no teams yet"
    assert asked(desk) == []


def test_another_document_ends_it(desk: Desk, bar: Asking, qtbot: QtBot) -> None:
    """The page is told, so that it clears what it has drawn."""
    bar.find_out()
    desk.studies.answered.emit("name", "Example")
    with qtbot.waitSignal(bar.forgotten):
        desk.session.open(example_portfolio(), None)
    assert bar.button.isVisible()
    assert not bar.note.isVisible()


def test_charts_of_an_answer_grey_with_it(desk: Desk, bar: Asking, qtbot: QtBot) -> None:
    """An edit greys them, its undoing does not; a baseline that is stored is no edit of what was answered."""
    chart = BarChart("Answer")
    qtbot.addWidget(chart)
    bar.fade(chart)
    bar.find_out()
    desk.studies.answered.emit("name", "Example")
    assert not chart.is_stale
    kept = example_portfolio().baselines[0]
    desk.session.push(lambda plan: with_baseline(plan, kept), "store")
    assert bar.is_current
    assert not chart.is_stale
    desk.session.push(lambda plan: set_field(plan, "team:platform.headcount", 9), "hire")
    assert chart.is_stale
    desk.session.undo_stack.undo()
    assert not chart.is_stale
