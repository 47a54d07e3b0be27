"""The page of what matters: what is drawn is what the studies found, asked of the plan and figure that are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.inquiry import Inquiry
from app.pages.matters import asked, date_words, lesson_words
from app.pages.matters.page import MattersPage
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.decide.matters.contributions import contributions
from simulation.decide.matters.tornado import tornado
from simulation.decide.odds import Estimate
from tests.app.window.desks import desk_with, shown, studies_of
from tests.portfolios import example_portfolio

TRIALS = 120
"""Futures of the studies that are only mapped: enough for every number to be there."""


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(example_portfolio())
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MattersPage:
    """With studies of few futures."""
    few(monkeypatch)
    return shown(MattersPage(desk), qtbot)


def few(monkeypatch: pytest.MonkeyPatch) -> None:
    import simulation.decide.matters.contributions
    import simulation.decide.matters.criticality
    import simulation.decide.matters.learning
    import simulation.decide.matters.tornado
    import simulation.decide.matters.without_risks

    for module, name in (
        (simulation.decide.matters.tornado, "tornado"),
        (simulation.decide.matters.contributions, "contributions"),
        (simulation.decide.matters.learning, "worth_learning"),
        (simulation.decide.matters.without_risks, "without_each_risk"),
        (simulation.decide.matters.criticality, "criticality"),
    ):
        study: Any = getattr(module, name)

        def with_few(*arguments: Any, study: Any = study, **keywords: Any) -> Any:
            return study(*arguments, **keywords, trials=TRIALS)

        monkeypatch.setattr(module, name, with_few)


def press(part: Inquiry, qtbot: QtBot) -> None:
    """Ask as a user does."""
    button = part.asking.button if part.asking.button.isVisible() else part.asking.again
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def show(page: MattersPage, part: Inquiry) -> None:
    page.tabs.setCurrentWidget(part)


def test_nothing_is_computed_until_it_is_asked(page: MattersPage) -> None:
    """Each part promises what it will say; nothing of an answer is shown."""
    assert studies_of(page.desk).asked == []
    for _, part in page.parts():
        show(page, part)
        assert part.promise.isVisible()
        assert not part.has_answer
        assert part.asking.button.isVisible()


def test_the_tornado_is_drawn(page: MattersPage, qtbot: QtBot) -> None:
    """Bars and cells are those of the study, in its order, bars of what moves nothing left out."""
    press(page.tornado, qtbot)
    found = tornado(example_portfolio(), "value", trials=TRIALS)
    table = page.tornado.chart.table()
    moving = [bar for bar in found.bars if bar.reach]
    assert [row[1] for row in table.rows] == [bar.low.mean for bar in moving]
    assert [row[2] for row in table.rows] == [bar.high.mean for bar in moving]
    assert table.rows[0][5] == found.base.mean
    assert [row[0] for row in page.tornado.details.texts()] == [bar.input.words for bar in found.bars]
    assert found.bars[0].input.words in page.tornado.headline.text()
    assert f"{TRIALS} futures" in page.tornado.notes.text()
    assert not page.tornado.promise.isVisible()


def test_another_figure_asks_anew(page: MattersPage, qtbot: QtBot) -> None:
    """Of the launch of Atlas, whose means are dates and whose swings are months."""
    part = page.tornado
    choose(part.figure.box, "launch:atlas")
    assert studies_of(page.desk).asked == []  # before the first answer nothing is asked
    press(part, qtbot)
    assert "the launch of Atlas" in part.headline.text()
    assert any(year in part.details.texts()[0][3] for year in ("2027", "2028"))
    assert "month" in part.details.texts()[0][5]
    choose(part.figure.box, "cost")
    assert "the cost of the plan" in part.headline.text()
    assert "€" in part.details.texts()[0][3]


def choose(box: QComboBox, key: str) -> None:
    """Choose an entry as a user does, who activates it."""
    place = box.findData(key)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_an_edit_greys_the_answer(page: MattersPage, qtbot: QtBot) -> None:
    """And asking again makes it the plan's."""
    press(page.tornado, qtbot)
    page.desk.session.push(lambda portfolio: set_field(portfolio, "settings.horizon_months", 48), "shorter")
    assert page.tornado.asking.note.text() == "The plan has changed since."
    assert page.tornado.details.model().stale
    press(page.tornado, qtbot)
    assert not page.tornado.details.model().stale
    page.desk.session.look_at("lean")
    assert page.tornado.details.model().stale


def test_contributions_are_drawn(page: MattersPage, qtbot: QtBot) -> None:
    """Shares alone and with all interplay, with their errors; groups below."""
    show(page, page.variance)
    press(page.variance, qtbot)
    found = contributions(example_portfolio(), "value", trials=TRIALS)
    rows = page.variance.chart.table().rows
    assert [row[1] for row in rows] == [row.alone.value for row in found.rows]
    assert rows[0][3] == (found.rows[0].total or Estimate(0.0, 0.0)).value
    assert [row[0] for row in page.variance.groups.texts()] == [name for name, _ in found.by_group()]


def test_what_is_worth_learning(page: MattersPage, qtbot: QtBot) -> None:
    """EVPI stands beside what single lessons are worth, and why they are less."""
    show(page, page.lessons)
    assert page.lessons.decision.initiatives == ("atlas",)
    press(page.lessons, qtbot)
    assert "By what is known now" in page.lessons.headline.text()
    assert "EVPI" in page.lessons.everything.text()
    assert "no single input explains" in page.lessons.everything.text()
    assert "shared staffing" in page.lessons.everything.text()
    names = [row[0] for row in page.lessons.choices.texts()]
    assert set(names) == {"Build", "Partner", "leave it unfunded"}


def test_two_initiatives_or_the_scenarios_can_be_decided(page: MattersPage, qtbot: QtBot) -> None:
    """An initiative is not decided twice; scenarios need no second choice."""
    show(page, page.lessons)
    choose(page.lessons.decision.second, "beacon")
    assert page.lessons.decision.initiatives == ("atlas", "beacon")
    choose(page.lessons.decision.second, "atlas")
    assert page.lessons.decision.initiatives == ("atlas",)
    choose(page.lessons.decision.first, "")
    assert page.lessons.decision.initiatives == ()
    assert not page.lessons.decision.second.isVisible()
    press(page.lessons, qtbot)
    assert {row[0] for row in page.lessons.choices.texts()} == {"Base plan", "Lean", "Lean with a partner"}


def test_risks_and_critical_work(page: MattersPage, qtbot: QtBot) -> None:
    """What each risk costs; which stages decide, by the last launch or by their own."""
    show(page, page.risks)
    press(page.risks, qtbot)
    assert [row[0] for row in page.risks.details.texts()] == ["Failed audit"]
    assert page.risks.headline.text().startswith("Failed audit costs most")
    show(page, page.critical)
    press(page.critical, qtbot)
    by_last = [row[0] for row in page.critical.stages.texts()]
    assert "Beacon · Integrate" in by_last
    page.critical.to_last.setFocus()
    qtbot.keyClick(page.critical.to_last, Qt.Key.Key_Space)
    assert not page.critical.to_last.isChecked()
    assert page.critical.chart.table().rows[0][1] == pytest.approx(1.0)
    assert {row[0] for row in page.critical.initiatives.texts()} == {"Atlas", "Beacon"}


def test_what_is_missing_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty plan has nothing to ask about; each part says what to do.  Its one input, inflation, moves nothing."""
    few(monkeypatch)
    desk = desk_with(Portfolio(name="Empty", settings=example_portfolio().settings))
    made = MattersPage(desk)
    qtbot.addWidget(made)
    made.show()
    for part, word in (
        (made.risks, "no risks"),
        (made.critical, "no initiatives"),
        (made.lessons, "nothing to choose"),
    ):
        show(made, part)
        part.asking.find_out()
        assert word in part.asking.note.text()
    made.tornado.asking.find_out()
    assert made.tornado.headline.text() == "No input that was tried moves the value of the plan."
    assert not made.tornado.chart.isVisible()
    desk.studies.close()


def test_nothing_launches_within_the_horizon(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Atlas never passes its test, and Beacon waits for it: no stage decides a launch, and that is said."""
    few(monkeypatch)
    desk = desk_with(set_field(example_portfolio(), "stage:atlas-build-test.success", 0))
    made = MattersPage(desk)
    qtbot.addWidget(made)
    made.show()
    show(made, made.critical)
    made.critical.asking.find_out()
    assert "nothing launches within the horizon" in made.critical.headline.text()
    assert not made.critical.chart.isVisible()
    desk.studies.close()


def test_another_document_clears_the_answers(page: MattersPage, qtbot: QtBot) -> None:
    press(page.tornado, qtbot)
    page.desk.session.open(example_portfolio(), None)
    assert not page.tornado.has_answer
    assert page.tornado.promise.isVisible()


def test_everything_is_named(page: MattersPage) -> None:
    """Controls have names for those who do not see them."""
    for box in page.findChildren(QComboBox):
        assert box.accessibleName()
    for button in page.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text() or not button.isVisible()


def test_words_of_lessons_that_are_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every future has the same best choice, nothing is worth learning."""
    few(monkeypatch)
    found = asked.lessons_before(example_portfolio(), None, ("atlas",))
    sure = replace(found, everything=Estimate(0.0, 0.0), inputs=(), groups=())
    assert "Nothing is worth learning first" in lesson_words.learning_headline(sure, "EUR")
    doubtful = replace(found, everything=Estimate(10.0, 1.0), inputs=())
    assert "No single input is clearly worth learning" in lesson_words.learning_headline(doubtful, "EUR")


def test_small_days_are_none() -> None:
    """Half a day is the least that is told."""
    assert date_words._days(0.3) == "0 days"
    assert date_words._days(-12.4) == "-12 days"
    assert date_words._days(1.2) == "+1 day"
