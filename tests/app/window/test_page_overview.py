"""The overview: what is drawn is what the run says, what is asked by itself, and the states it can be in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.overview.board import MOST_ROWS, Board
from app.pages.overview.lists import InputsThatMatter
from app.pages.overview.page import STUDY, OverviewPage
from app.state.outlook import Details, Failure, Outlook
from app.state.session import Session
from app.state.studies import Studies
from app.tables.pending import PendingTexts
from app.wording import share
from models.edits import set_field
from models.issue import Issue
from models.portfolio import Portfolio
from simulation.decide.inputs import Input
from simulation.decide.matters.contributions import Contribution, Contributions, contributions
from simulation.decide.odds import Estimate
from simulation.decide.pace import StepDone
from tests.app.window.runs import details_of, outlook_of
from tests.portfolios import example_portfolio

TRIALS = 200


class Scripted(Studies):
    """Keeps what is asked; the test answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Any, tuple[Any, ...], dict[str, Any]]] = []
        self.open: set[str] = set()

    def ask(self, key: str, function: Any, *arguments: Any, **keywords: Any) -> None:
        self.asked.append((key, function, arguments, keywords))
        self.open.add(key)

    def is_asked(self, key: str) -> bool:
        return key in self.open

    def cancel(self, key: str) -> None:
        self.open.discard(key)
        self.cancelled.emit(key)

    def answer(self, key: str, found: object) -> None:
        self.open.discard(key)
        self.answered.emit(key, found)


@pytest.fixture(scope="module")
def plan() -> Portfolio:
    return example_portfolio()


@pytest.fixture(scope="module")
def details(plan: Portfolio) -> Details:
    return details_of(plan, TRIALS)


@pytest.fixture(scope="module")
def inputs(plan: Portfolio) -> Contributions:
    return contributions(plan, count=0, trials=TRIALS)


@pytest.fixture
def studies() -> Iterator[Scripted]:
    made = Scripted()
    yield made
    made.close()


@pytest.fixture
def session(plan: Portfolio) -> Session:
    made = Session()
    made.open(plan, None)
    return made


@pytest.fixture
def page(session: Session, studies: Scripted, qtbot: QtBot) -> OverviewPage:
    made = OverviewPage(Desk(session, PendingTexts(session), studies))
    qtbot.addWidget(made)
    made.resize(1690, 820)  # what the window leaves of 1920 x 1080
    made.show()
    qtbot.waitExposed(made)
    return made


def texts(widget: object) -> list[str]:
    """All that is written in a widget, once layouts have shown what was added."""
    QCoreApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]  # type: ignore[attr-defined]


def test_what_is_drawn_is_what_the_run_says(page: OverviewPage, session: Session, details: Details) -> None:
    """Roadmap, value, cash, budget and objectives are read back from the charts' own tables and from the labels."""
    session.set_outlook(outlook_of(details))
    board, summary = page.board, details.summary
    assert details.views is not None
    funded = [one for one in summary.initiatives if one.option is not None]
    rows = board.roadmap.table().rows
    assert [row[0] for row in rows] == [one.name for one in funded]
    assert [row[3] for row in rows] == [one.launch.months.p50 for one in funded]
    curve = board.value.curve(0)[0]
    assert curve[0] == pytest.approx(float(details.views.single("value").quantiles[0][0]))
    assert board.value.markers == (summary.key.value.p20,)
    cash = np.array([row[1:] for row in board.cash.table().rows], dtype=np.float64)
    assert cash[:, 3] == pytest.approx(details.views.cumulative[3])  # both are P50
    costs = [next(cost for cost in year.costs if cost.category == "total").cost.p50 for year in summary.years]
    assert [row[2] for row in board.budget.table().rows] == costs
    assert share(summary.objectives[0].hit.share) in texts(board.objectives)
    assert "80 % chance of at least" in page.lead.text()


def test_what_matters_is_asked_once_the_full_run_is_in(
    page: OverviewPage, session: Session, studies: Scripted, details: Details, inputs: Contributions, plan: Portfolio
) -> None:
    """Not at the preview, not twice for the same plan, and again after an edit."""
    session.set_outlook(replace(outlook_of(details), phase="full"))
    assert studies.asked == []
    session.set_outlook(outlook_of(details))
    session.set_outlook(outlook_of(details))
    (key, function, arguments, keywords) = studies.asked[0]
    assert (len(studies.asked), key, function, arguments) == (1, STUDY, contributions, (plan,))
    assert (keywords["count"], keywords["scenario"]) == (0, None)
    studies.advanced.emit(STUDY, StepDone(1, 2, 1.0, 1.0, "half"))
    assert page.asking.bar.isVisible()
    studies.answer(STUDY, inputs)
    ranked = sorted(inputs.rows, key=lambda row: -row.alone.value)[:5]
    written = texts(page.board.inputs)
    assert [row.input.words for row in ranked if row.input.words in written] == [row.input.words for row in ranked]
    bar = page.board.inputs.findChildren(QProgressBar)[0]
    assert bar.accessibleName().endswith("of the spread of value")
    session.push(lambda portfolio: set_field(portfolio, "settings.horizon_months", 48), "shorter")
    session.set_outlook(replace(session.outlook, phase="preview", stale=True))
    assert page.asking.note.text() == "The plan has changed since."
    session.set_outlook(outlook_of(details))
    assert len(studies.asked) == 2


def test_a_page_that_is_left_lets_others_ask(
    page: OverviewPage, session: Session, studies: Scripted, details: Details
) -> None:
    """The question is given up, and asked anew when the page is shown again."""
    session.set_outlook(outlook_of(details))
    page.hide()
    assert studies.open == set()
    page.show()
    assert len(studies.asked) == 2


def test_a_question_that_was_cancelled_is_not_forced(
    page: OverviewPage, session: Session, studies: Scripted, details: Details, qtbot: QtBot
) -> None:
    session.set_outlook(outlook_of(details))
    qtbot.mouseClick(page.asking.stop, Qt.MouseButton.LeftButton)
    session.set_outlook(outlook_of(details))
    assert len(studies.asked) == 1
    assert page.asking.button.isVisible()


def test_nothing_is_drawn_while_nobody_looks(page: OverviewPage, session: Session, details: Details) -> None:
    page.hide()
    session.set_outlook(outlook_of(details))
    assert page.board.roadmap.table().rows == ()
    page.show()
    assert len(page.board.roadmap.table().rows) == 2


def test_views_that_are_missing_leave_the_distribution(page: OverviewPage, session: Session, details: Details) -> None:
    """A preview is told without them first."""
    session.set_outlook(outlook_of(details))
    before = page.board.value.curve(0)[0]
    session.set_outlook(replace(outlook_of(details), details=replace(details, views=None), phase="preview"))
    assert np.array_equal(page.board.value.curve(0)[0], before)


@pytest.mark.parametrize(
    ("outlook", "words"),
    [
        (Outlook(), "The first forecast is being computed."),
        (Outlook(phase="cancelled"), "There is no forecast yet."),
        (Outlook(phase="failed", failure=Failure("The plan has 2 errors", 2)), "The plan has 2 errors. The forecast"),
    ],
)
def test_without_a_forecast_only_problems_are_shown(
    page: OverviewPage, session: Session, outlook: Outlook, words: str
) -> None:
    session.set_outlook(outlook)
    assert page.lead.text().startswith(words)
    assert [name for name, card in page.board.cards.items() if card.isVisible()] == ["problems"]


def test_what_is_old_is_said_to_be(page: OverviewPage, session: Session, details: Details) -> None:
    session.set_outlook(replace(outlook_of(details), stale=True, overdue=True, phase="preview"))
    assert page.lead.text().endswith("Being computed anew.")
    bars = page.board.objectives.findChildren(QProgressBar)
    assert {bar.property("stale") for bar in bars} == {"true"}
    failed = replace(outlook_of(details), stale=True, phase="failed", failure=Failure("The plan has 1 error", 1))
    session.set_outlook(failed)
    assert page.lead.text().startswith("The plan has 1 error. What is shown is the forecast of before: 80 %")


def test_a_problem_leads_to_its_cell(page: OverviewPage, session: Session, qtbot: QtBot, plan: Portfolio) -> None:
    issues = tuple(Issue(f"team t{number}", "headcount", "must not be negative") for number in range(6))
    session.set_issues(issues, plan)
    QCoreApplication.processEvents()
    rows = [button for button in page.board.problems.findChildren(QPushButton) if button.isVisible()]
    assert len(rows) == 4
    with qtbot.waitSignal(page.problem_picked) as picked:
        qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert picked.args == [issues[0]]
    assert "and 2 more problems; F8 lists all" in texts(page.board.problems)


def test_what_was_not_checked_is_not_said_to_fit(page: OverviewPage, session: Session, plan: Portfolio) -> None:
    """From opening to the first check nobody knows; after another document's check, the same again."""
    session.open(plan, None)
    assert texts(page.board.problems) == ["Not checked yet."]
    session.set_issues((), plan)
    assert texts(page.board.problems) == ["None: everything fits together."]
    session.open(plan, None)
    assert texts(page.board.problems) == ["Not checked yet."]


def test_a_problem_with_a_long_name_widens_nothing(qtbot: QtBot) -> None:
    """Two columns fit into a small window, whatever the records are called."""
    board = Board()
    qtbot.addWidget(board)
    board.show_issues(())
    before = board.cards["problems"].minimumSizeHint().width()
    board.show_issues([Issue(f"initiative {'very-' * 60}long", "launch", "is late")])
    assert board.cards["problems"].minimumSizeHint().width() <= before + 20


def test_another_document_forgets_what_matters(
    page: OverviewPage, session: Session, studies: Scripted, details: Details, inputs: Contributions, plan: Portfolio
) -> None:
    session.set_outlook(outlook_of(details))
    studies.answer(STUDY, inputs)
    session.open(plan, None)
    assert page.board.inputs.answer is None


def test_there_is_no_scrolling_on_a_large_screen(page: OverviewPage, session: Session, details: Details) -> None:
    """Three columns at 1920 pixels, two with a scroll bar at 1280."""
    session.set_outlook(outlook_of(details))
    assert page.area.verticalScrollBar().maximum() == 0
    assert page.board.cards["budget"].x() > page.board.cards["value"].x() > page.board.cards["roadmap"].x()


def test_cards_make_room_for_what_comes_in_later(
    page: OverviewPage, session: Session, studies: Scripted, details: Details, inputs: Contributions, qtbot: QtBot
) -> None:
    """Rows of objectives and inputs are as high as they have to be, though the page was laid out without them."""
    session.set_outlook(outlook_of(details))
    studies.answer(STUDY, inputs)
    for name in ("objectives", "inputs"):
        card = page.board.cards[name]
        qtbot.waitUntil(lambda card=card: card.height() >= card.heightForWidth(card.width()))


def test_a_small_screen_scrolls(page: OverviewPage, session: Session, details: Details, qtbot: QtBot) -> None:
    session.set_outlook(outlook_of(details))
    page.resize(1060, 560)
    qtbot.waitUntil(lambda: page.board.cards["budget"].x() == page.board.cards["value"].x())
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().maximum() > 0)


def test_two_hundred_initiatives_stay_on_one_page(qtbot: QtBot, details: Details) -> None:
    """The first ones are drawn, and how many there are is said."""
    board = Board()
    qtbot.addWidget(board)
    one = details.summary.initiatives[0]
    many = tuple(replace_name(one, number) for number in range(200))
    board.show_details(replace(details, summary=replace_initiatives(details, many)))
    assert len(board.roadmap.table().rows) == MOST_ROWS
    assert board.cards["roadmap"].note.text().startswith("The first 30 of 200 initiatives.")


def test_a_plan_without_initiatives_says_what_to_do(qtbot: QtBot, details: Details) -> None:
    board = Board()
    qtbot.addWidget(board)
    board.show_details(replace(details, summary=replace_initiatives(details, ())))
    assert board.cards["roadmap"].note.text().startswith("Nothing is funded yet")


def test_an_even_spread_is_said(qtbot: QtBot) -> None:
    """No input stands out, one does, and there is no spread at all."""
    shown = InputsThatMatter(None)  # type: ignore[arg-type]
    qtbot.addWidget(shown)
    shown.show()
    none = Contributions("value", "money", 1.0, (), 40, TRIALS, 1)
    shown.show_answer(none)
    assert texts(shown) == ["No single input stands out: the spread of value comes from many together."]
    one = Contribution(Input("risk:r.occurs", "risk", "Rain: occurs", "risk:r", "Rain"), Estimate(0.31, 0.02), None, ())
    shown.show_answer(replace(none, rows=(one,)))
    assert "31 %" in texts(shown)
    assert any(text.endswith("No other input stands out.") for text in texts(shown))
    shown.show_answer(replace(none, deviation=0.0))
    assert texts(shown) == ["Value is the same in every future: nothing that matters to it is uncertain."]


def replace_name(one: Any, number: int) -> Any:
    import msgspec

    return msgspec.structs.replace(one, id=f"i{number}", name=f"Initiative {number}")


def replace_initiatives(details: Details, initiatives: tuple[Any, ...]) -> Any:
    import msgspec

    return msgspec.structs.replace(details.summary, initiatives=initiatives)
