"""The page of the optimisers: wishes go in, proposals come out, and what is liked becomes a scenario."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.pages.amounts import amount_text, read_amount
from app.pages.frame import Desk
from app.pages.optimise import work_words
from app.pages.optimise.asked import Wish
from app.pages.optimise.page import OptimisePage
from models.edits import set_field
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from simulation.decide.optimise.frontier import Frontier
from simulation.decide.optimise.funding import Optimised
from simulation.decide.optimise.ordering import Ordered
from tests.app.window.desks import desk_with, shown, studies_of
from tests.portfolios import example_portfolio


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(example_portfolio())
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> OptimisePage:
    return shown(OptimisePage(desk), qtbot, 1200, 800)


def asked(page: OptimisePage) -> list[tuple[str, tuple[object, ...]]]:
    return studies_of(page.desk).asked


def tick(page: OptimisePage, row: int, column: int) -> None:
    """Tick or untick a wish with the space bar."""
    view = page.wishes.initiative_view
    view.setCurrentIndex(page.wishes.initiatives.index(row, column))
    view.setFocus()


def test_wishes_are_asked_for(page: OptimisePage, qtbot: QtBot) -> None:
    """Must and excluded are ticked by keys; the one takes the other off."""
    view = page.wishes.initiative_view
    tick(page, 1, 1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    tick(page, 0, 1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    tick(page, 0, 2)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    page.wishes.factor.setValue(90.0)
    page.wishes.total.setText("2.5 M")
    page.wishes.envelopes.setData(page.wishes.envelopes.index(1, 2), "300 000", Qt.ItemDataRole.EditRole)
    wish = page.wishes.wish
    assert wish == Wish(
        must=("beacon",), excluded=("atlas",), factor=0.9, total_cost=2.5e6, amounts={"fy28-external": 300_000.0}
    )
    tick(page, 0, 2)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.wishes.wish.excluded == ()  # type: ignore[union-attr]


def test_wishes_that_cannot_be_read_are_said(page: OptimisePage) -> None:
    """Nothing is asked; the amount that is wrong stays to be mended."""
    page.wishes.total.setText("plenty")
    page.choice.asking.find_out()
    assert "“plenty” is no amount" in page.choice.asking.note.text()
    assert asked(page) == []
    envelopes = page.wishes.envelopes
    assert not envelopes.setData(envelopes.index(0, 2), "-5", Qt.ItemDataRole.EditRole)
    assert envelopes.setData(envelopes.index(0, 2), "", Qt.ItemDataRole.EditRole)
    assert envelopes.amounts == {}


def test_goals_bring_their_own_fields(page: OptimisePage) -> None:
    """The weight with risk, the objective with its chance; without objectives that goal is not offered."""
    goal = page.wishes.goal
    assert not page.wishes.weight.isVisible()
    goal.setCurrentIndex(goal.findData("risk"))
    assert page.wishes.weight.isVisible()
    goal.setCurrentIndex(goal.findData("objective"))
    assert page.wishes.objective.isVisible()
    assert page.wishes.wish.objective == "atlas-out"  # type: ignore[union-attr]
    page.desk.session.push(lambda portfolio: _without_objectives(portfolio), "no objectives")
    assert goal.findData("objective") < 0
    assert goal.currentData() == "value"


def _without_objectives(portfolio: Portfolio) -> Portfolio:
    import msgspec

    return msgspec.structs.replace(portfolio, objectives=())


def test_the_best_choice_is_shown_and_becomes_a_scenario(page: OptimisePage, qtbot: QtBot) -> None:
    """The table has every candidate; the scenario, applied, is the best of them; the plan stays as it is."""
    budgets = page.wishes.budgets
    budgets.setCurrentIndex(budgets.findData("ignored"))
    qtbot.mouseClick(page.choice.asking.button, Qt.MouseButton.LeftButton)
    found = page.choice._found
    assert isinstance(found, Optimised)
    texts = page.choice.candidates.texts()
    assert len(texts) == len(found.candidates)
    assert [row[0] for row in texts].count("The plan as it stands") == 1
    assert [int(row[1]) for row in texts] == [len(one.funded) for one in found.candidates]
    before = page.desk.session.portfolio
    liked = next(number for number, one in enumerate(found.candidates) if not one.is_plan)
    page.choice.candidates.selectRow(liked)
    page.choice.adopting.name.setText("What I like")
    qtbot.mouseClick(page.choice.adopting.button, Qt.MouseButton.LeftButton)
    after = page.desk.session.portfolio
    assert after.initiatives == before.initiatives
    made = apply_scenario(after, after.scenarios[-1].id)
    assert after.scenarios[-1].name == "What I like"
    assert tuple((one.id, one.selected) for one in made.initiatives) == found.candidates[liked].options
    assert not page.choice.asking.note.isVisible()  # a scenario more does not make the answer old
    page.desk.session.undo_stack.undo()
    assert page.desk.session.portfolio is before


def test_the_plan_itself_is_not_adopted(page: OptimisePage) -> None:
    page.choice.asking.find_out()
    found = page.choice._found
    assert isinstance(found, Optimised)
    for number, one in enumerate(found.candidates):
        page.choice.look_at(number)
        assert page.choice.adopting.isEnabled() != one.is_plan


def test_other_wishes_make_the_answer_old(page: OptimisePage, qtbot: QtBot) -> None:
    """It is greyed and said; asked again it is the answer."""
    page.choice.asking.find_out()
    tick(page, 1, 1)
    qtbot.keyClick(page.wishes.initiative_view, Qt.Key.Key_Space)
    assert page.choice.asking.note.text() == "What is asked has changed since."
    assert page.choice.candidates.model().stale
    qtbot.mouseClick(page.choice.asking.again, Qt.MouseButton.LeftButton)
    assert not page.choice.asking.note.isVisible()
    assert not page.choice.candidates.model().stale


def test_what_cannot_be_is_explained(page: OptimisePage) -> None:
    """Atlas as a must with a total of 1 000 cannot be; the study says what would have to give way."""
    page.wishes.initiatives.must.add("atlas")
    page.wishes.total.setText("1 000")
    page.choice.asking.find_out()
    assert page.choice.asking.note.text().startswith("No answer:")
    assert "total cost" in page.choice.asking.note.text()


def test_the_frontier_is_drawn(page: OptimisePage, qtbot: QtBot) -> None:
    """Every point of every curve is one of the study; a point that is chosen shows what it funds."""
    page.tabs.setCurrentWidget(page.frontier)
    qtbot.mouseClick(page.frontier.asking.button, Qt.MouseButton.LeftButton)
    found = page.frontier._found
    assert isinstance(found, Frontier)
    rows = page.frontier.chart.table().rows
    mine = [(row[2], row[3]) for row in rows if row[0] == "efficient frontier, simulated"]
    assert mine == [(one.budget, one.value.value) for one in found.points]
    assert [(row[2], row[3]) for row in rows if row[0] == "the model's optimum"] == list(found.optima)
    last = len(found.points) - 1
    page.frontier.chart.point_chosen.emit(last)
    assert page.frontier.points.currentIndex().row() == last
    listed = {row[0]: row[3] for row in page.frontier.choice.texts()}
    assert {name for name, option in listed.items() if option != "–"} == {
        {"atlas": "Atlas", "beacon": "Beacon"}[name] for name in found.points[last].funded
    }


def test_a_point_of_the_frontier_becomes_a_scenario(page: OptimisePage) -> None:
    """Built on the scenario that was looked at."""
    page.desk.session.look_at("lean")
    page.frontier.asking.find_out()
    found = page.frontier._found
    assert isinstance(found, Frontier)
    other = next(number for number, one in enumerate(found.points) if one.options != found.plan.options)
    page.frontier.look_at(other)
    page.frontier.adopting.adopt()
    made = page.desk.session.portfolio.scenarios[-1]
    assert made.parent == "lean"
    applied = apply_scenario(page.desk.session.portfolio, made.id)
    assert tuple((one.id, one.selected) for one in applied.initiatives) == found.points[other].options


def test_the_order_of_work(page: OptimisePage, qtbot: QtBot) -> None:
    """Beacon needs Atlas, so no order is better: that is said, and there is nothing to adopt."""
    page.tabs.setCurrentWidget(page.order)
    assert not page.wishes.isVisible()
    qtbot.mouseClick(page.order.asking.button, Qt.MouseButton.LeftButton)
    found = page.order._found
    assert isinstance(found, Ordered)
    assert [row[0] for row in page.order.order.texts()] == ["Atlas", "Beacon"]
    assert found.order == found.before
    assert "No better order" in page.order.headline.text()
    assert not page.order.adopting.isEnabled()
    assert len(page.order.rules.texts()) == len(found.rules)


def test_gains_are_drawn_as_steps(page: OptimisePage) -> None:
    """From nothing, up at each improvement, level to the last order that was tried."""
    page.order.asking.find_out()
    found = page.order._found
    assert isinstance(found, Ordered)
    from dataclasses import replace

    curve = work_words.order_curve(replace(found, history=((2, 10.0), (5, 30.0)), evaluations=9))[0]
    assert curve.x.tolist() == [0, 2, 2, 5, 5, 9]
    assert curve.y.tolist() == [0, 0, 10, 10, 30, 30]


def test_the_cut_line(page: OptimisePage, qtbot: QtBot) -> None:
    """With 1 M only nothing fits; with the envelopes of the plan the line is drawn by its years."""
    page.tabs.setCurrentWidget(page.cut)
    page.cut.budget.setText("1 000")
    page.cut.budget.setFocus()
    qtbot.keyClick(page.cut.budget, Qt.Key.Key_Return)
    assert "Not even the first of 2 initiatives fits" in page.cut.headline.text()
    page.cut.budget.setText("1 bn €")
    qtbot.keyClick(page.cut.budget, Qt.Key.Key_Return)
    assert "reaches all 2 initiatives" in page.cut.headline.text()
    assert [row[1] for row in page.cut.lines.texts()] == ["Atlas", "Beacon"]
    page.cut.budget.setText("1,000")
    page.cut.asking.find_out()
    assert "can mean" in page.cut.asking.note.text()


def test_hires(page: OptimisePage, qtbot: QtBot) -> None:
    """A row for each planned hire and for one more in each team."""
    page.tabs.setCurrentWidget(page.hires)
    qtbot.mouseClick(page.hires.asking.button, Qt.MouseButton.LeftButton)
    who = {(row[0], row[1]) for row in page.hires.hires.texts()}
    assert who == {
        ("Platform", "Planned hire Apr 2027"),
        ("Platform", "One more from the start"),
        ("Design", "One more from the start"),
    }
    assert page.hires.headline.text()


def test_an_empty_plan_says_what_to_do(qtbot: QtBot) -> None:
    desk = desk_with(Portfolio(name="Empty", settings=example_portfolio().settings))
    made = OptimisePage(desk)
    qtbot.addWidget(made)
    made.show()
    for part, words in (
        (made.choice, "no initiatives"),
        (made.frontier, "no initiatives"),
        (made.order, "nothing to order"),
        (made.cut, "no budgets"),
        (made.hires, "no teams"),
    ):
        part.asking.find_out()
        assert words in part.asking.note.text()
    desk.studies.close()


def test_ticks_outlive_edits_but_not_documents(page: OptimisePage) -> None:
    """A renamed initiative keeps its tick; another document starts afresh."""
    page.wishes.initiatives.must.add("beacon")
    page.desk.session.push(lambda portfolio: set_field(portfolio, "initiative:atlas.name", "Atlas 2"), "rename")
    assert page.wishes.initiatives.must == {"beacon"}
    assert page.wishes.initiatives.index(0, 0).data() == "Atlas 2"
    page.desk.session.open(example_portfolio(), None)
    assert page.wishes.initiatives.must == set()


def test_everything_is_named(page: OptimisePage) -> None:
    for widget in (*page.findChildren(QComboBox), *page.findChildren(QLineEdit)):
        if widget.isVisible() and widget.objectName() != "qt_spinbox_lineedit":
            assert widget.accessibleName()


@pytest.mark.parametrize(
    ("text", "amount"),
    [("4 100 000", 4.1e6), ("4.1 M", 4.1e6), ("250 k €", 250e3), ("€ 12", 12.0), ("1.5bn", 1.5e9), ("-3 000", -3e3)],
)
def test_amounts_are_read(text: str, amount: float) -> None:
    assert read_amount(text, "EUR") == pytest.approx(amount)
    assert read_amount(amount_text(amount), "EUR") == pytest.approx(amount)


@pytest.mark.parametrize("text", ["", "much", "5 %", "4 X"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        read_amount(text, "EUR")


def test_the_tab_key_goes_through_the_wishes_from_top_to_bottom(page: OptimisePage, qtbot: QtBot) -> None:
    """What is hidden or belongs to another goal is left out."""
    wishes = page.wishes
    wishes.goal.setFocus()
    seen = [page.focusWidget()]
    for _ in range(4):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        seen.append(page.focusWidget())
    assert seen == [wishes.goal, wishes.budgets, wishes.factor, wishes.people, wishes.total]
