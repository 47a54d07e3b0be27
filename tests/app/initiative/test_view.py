"""An initiative from inside: its head, its options, and what each drag and key does to document and history."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.initiative.option import OptionView
from app.pages.initiative.view import InitiativeView
from app.state.session import Session
from app.state.studies import Studies
from app.state.templates import sample_plan
from app.tables.pending import PendingTexts
from models.edits import add_record, set_field
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio

CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    """The sample, open."""
    session = Session()
    session.open(sample_plan(), None)
    return Desk(session, PendingTexts(session, session), Studies(session))


@pytest.fixture
def look(desk: Desk, qtbot: QtBot) -> Callable[[str], InitiativeView]:
    """Shows an initiative from inside."""

    def show(name: str) -> InitiativeView:
        view = InitiativeView(desk, name)
        qtbot.addWidget(view)
        view.resize(1000, 760)
        view.show()
        qtbot.waitExposed(view)
        return view

    return show


@pytest.fixture
def inside(look: Callable[[str], InitiativeView]) -> InitiativeView:
    """The initiative Atlas, which has two options."""
    return look("atlas")


def option_of(inside: InitiativeView) -> OptionView:
    view = inside.option_view
    assert view is not None
    return view


def initiative(portfolio: Portfolio, name: str = "atlas") -> Initiative:
    return next(one for one in portfolio.initiatives if one.id == name)


def stage(desk: Desk, name: str) -> Stage:
    options = (option for one in desk.session.portfolio.initiatives for option in one.options)
    return next(one for option in options for one in option.stages if one.id == name)


def steps(desk: Desk) -> list[str]:
    stack = desk.session.undo_stack
    return [stack.text(index) for index in range(stack.count())]


def drag(qtbot: QtBot, view: OptionView, start: QPointF, by: QPointF) -> None:
    """Press, move in steps and let go in the chart."""
    chart = view.chart
    here = chart.mapFromScene(start)
    qtbot.mousePress(chart.viewport(), LEFT, pos=here)
    for part in (0.3, 0.7, 1.0):
        qtbot.mouseMove(chart.viewport(), chart.mapFromScene(start + by * part))
    qtbot.mouseRelease(chart.viewport(), LEFT, pos=chart.mapFromScene(start + by))


def test_the_head_changes_the_initiative(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    """Each field is one step; rank 2 pushes the second one down."""
    head, session = inside.head, desk.session
    head.name.selectAll()
    qtbot.keyClicks(head.name, "Atlas 2")
    qtbot.keyClick(head.name, Qt.Key.Key_Return)
    head.rank.selectAll()
    qtbot.keyClicks(head.rank, "2")
    qtbot.keyClick(head.rank, Qt.Key.Key_Return)
    qtbot.mouseClick(head.must_have, LEFT)
    head.product.setFocus()
    qtbot.keyClick(head.product, Qt.Key.Key_Home)
    head.taken.setFocus()
    qtbot.keyClick(head.taken, Qt.Key.Key_End)
    atlas, before = initiative(session.portfolio), initiative(sample_plan())
    assert (atlas.name, atlas.rank, atlas.selected) == ("Atlas 2", 2, "atlas-partner")
    assert atlas.must_have is not before.must_have
    assert sorted(one.rank for one in session.portfolio.initiatives)[:5] == [1, 2, 3, 4, 5]
    assert "name of Atlas 2" in steps(desk)
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    assert session.portfolio == sample_plan()
    assert head.name.text() == before.name


def test_an_empty_name_is_not_taken(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    head = inside.head
    head.name.selectAll()
    qtbot.keyClick(head.name, Qt.Key.Key_Delete)
    qtbot.keyClick(head.name, Qt.Key.Key_Return)
    assert head.name.text() == "Atlas: connected-worker app"
    assert steps(desk) == []


def test_tabs_name_option_kind_and_which_is_taken(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    texts = [inside.tabs.tabText(index) for index in range(inside.tabs.count())]
    assert texts == ["✓ Build · build", "White label of a frontline-app vendor · partner"]
    assert not inside.tabs.tabIcon(0).isNull()
    inside.show_option("atlas-partner")
    qtbot.mouseClick(option_of(inside).bar.take, LEFT)
    assert initiative(desk.session.portfolio).selected == "atlas-partner"
    assert inside.tabs.tabText(1).startswith("✓ ")
    qtbot.mouseClick(option_of(inside).bar.take, LEFT)
    assert initiative(desk.session.portfolio).selected is None


def test_options_are_added_renamed_duplicated_and_deleted(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    """Each is one step, shown in its tab; a copy has stages of its own."""
    session = desk.session
    inside.add.menu().actions()[1].trigger()
    added = initiative(session.portfolio).options[-1]
    assert (added.kind, inside.option_id) == ("buy", added.id)
    name = option_of(inside).bar.name
    inside.tabs.setFocus()
    qtbot.keyClick(inside.tabs, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is name
    qtbot.keyClicks(name, "Ready made")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert inside.tabs.tabText(2) == "Ready made · buy"
    inside.show_option("atlas-build")
    qtbot.mouseClick(inside.copy, LEFT)
    copy = next(one for one in initiative(session.portfolio).options if one.id == inside.option_id)
    original = initiative(session.portfolio).options[0]
    assert copy.name == "Build (copy)"
    assert len(copy.stages) == len(original.stages)
    assert not {one.id for one in copy.stages} & {one.id for one in original.stages}
    qtbot.mouseClick(inside.delete, LEFT)
    assert copy.id not in [one.id for one in initiative(session.portfolio).options]
    assert len(steps(desk)) == 4


def test_an_initiative_without_options_says_what_to_do(
    look: Callable[[str], InitiativeView], desk: Desk, qtbot: QtBot
) -> None:
    """The first option is taken at once."""
    desk.session.push(lambda one: add_record(one, "initiative", Initiative(id="new", name="New")), "add")
    inside = look("new")
    assert inside.option_view is None
    assert inside.empty.buttons[2].isVisible()
    qtbot.mouseClick(inside.empty.buttons[2], LEFT)
    new = initiative(desk.session.portfolio, "new")
    assert (new.options[0].kind, new.selected) == ("partner", new.options[0].id)


@pytest.fixture
def empty(inside: InitiativeView, desk: Desk) -> OptionView:
    """An option without stages."""
    blank = Option(id="blank", name="Blank")
    desk.session.push(lambda one: add_record(one, "option", blank, "atlas"), "add")
    inside.show_option("blank")
    return option_of(inside)


def test_an_option_without_stages_can_be_filled_by_button(empty: OptionView, qtbot: QtBot) -> None:
    assert empty.empty.buttons[0].isVisible()
    qtbot.mouseClick(empty.empty.buttons[0], LEFT)
    assert list(empty.chart.drawing.pieces) == ["new-stage"]
    assert empty.chart.isVisible()
    assert QApplication.focusWidget() is empty.panels["stage"].view


def test_an_option_without_stages_can_be_filled_from_a_spreadsheet(empty: OptionView, qtbot: QtBot) -> None:
    """Two rows of name and duration; the second follows the first by default."""
    QGuiApplication.clipboard().setText("Find\t1..2..3\nSign\t1\n")
    qtbot.mouseClick(empty.empty.buttons[1], LEFT)
    assert [piece.stage.name for piece in empty.chart.drawing.pieces.values()] == ["Find", "Sign"]
    assert len(empty.chart.drawing.arrows) == 1


def test_the_tables_hold_this_option_alone(inside: InitiativeView) -> None:
    option = initiative(sample_plan()).options[0]
    panels = option_of(inside).panels
    assert [row.id for row in panels["stage"].table.rows] == [one.id for one in option.stages]
    assert [row.id for row in panels["benefit"].table.rows] == [one.id for one in option.benefits]


def test_efforts_are_stretched_where_they_decide(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    """The app takes 28 person-months by 5: 5.6 months; half a month more by Ctrl+Right is 6.1, so times 6.1 / 5.6."""
    view = option_of(inside)
    view.chart.choose("atlas-build-app")
    qtbot.keyClick(view.chart, Qt.Key.Key_Right, CTRL)
    effort = stage(desk, "atlas-build-app").crew[0].effort
    assert effort is not None
    assert effort.base == pytest.approx(28 * 6.1 / 5.6)
    assert effort.text.count("..") == 2


def test_keys_pressed_in_a_row_are_one_step(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    """Three times a month later within a second: begin of month 0 to not before April."""
    view = option_of(inside)
    view.chart.choose("atlas-build-discovery")
    for _ in range(3):
        qtbot.keyClick(view.chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert stage(desk, "atlas-build-discovery").earliest_start == "2027-04"
    assert steps(desk) == ["earliest start of Discovery in eight plants"]


def test_a_circle_is_refused_in_words(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    """From the handle of the second stage to the first: nothing changes, the reason is said."""
    said: list[str] = []
    inside.said.connect(said.append)
    view = option_of(inside)
    piece = view.chart.drawing.pieces["atlas-build-concept"]
    target = view.chart.drawing.pieces["atlas-build-discovery"].area.center()
    drag(qtbot, view, piece.handle, target - piece.handle)
    assert said == [
        "Not done: the stages would wait for each other: Discovery in eight plants → Concept and prototype → "
        "Discovery in eight plants; remove one of these arrows first. Nothing was changed."
    ]
    assert steps(desk) == []


def test_a_stage_dragged_down_waits_for_what_it_waited_for(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    """The concept one row down: its default arrow from discovery is named, and that is said."""
    said: list[str] = []
    inside.said.connect(said.append)
    view = option_of(inside)
    before = {(link.before, link.after) for link in view.chart.plan.links}
    start = view.chart.drawing.pieces["atlas-build-concept"].area.center()
    drag(qtbot, view, start, QPointF(0, view.chart.drawing.row_height))
    assert {(link.before, link.after) for link in view.chart.plan.links} == before
    assert view.chart.plan.stages[2].id == "atlas-build-concept"
    assert "so every stage waits for what it waited for" in said[0]
    assert steps(desk) == ["move Concept and prototype"]


def test_a_deleted_stage_comes_back_by_undo(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    view = option_of(inside)
    view.chart.choose("atlas-build-media")
    qtbot.keyClick(view.chart, Qt.Key.Key_Delete)
    assert "atlas-build-media" not in view.chart.drawing.pieces
    desk.session.undo_stack.undo()
    assert "atlas-build-media" in view.chart.drawing.pieces
    assert desk.session.portfolio == sample_plan()


def test_a_new_stage_goes_after_the_chosen_one(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    view = option_of(inside)
    view.chart.choose("atlas-build-discovery")
    qtbot.mouseClick(view.bar.add, LEFT)
    assert [one.id for one in view.chart.plan.stages][:2] == ["atlas-build-discovery", "new-stage"]
    assert view.chart.chosen == "new-stage"


def test_the_switch_shows_the_network(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    view = option_of(inside)
    qtbot.mouseClick(view.bar.modes.button(1), LEFT)
    assert view.chart.mode == "network"
    assert view.chart.drawing.timeline is None
    qtbot.mouseClick(view.bar.modes.button(0), LEFT)
    assert view.chart.drawing.timeline is not None


def test_a_hidden_option_follows_when_it_is_shown(inside: InitiativeView, desk: Desk, qtbot: QtBot) -> None:
    """What changed in the other tab meanwhile is there when the tab is."""
    session = desk.session
    inside.show_option("atlas-partner")
    session.push(lambda one: set_field(one, "stage:atlas-build-discovery.duration", 7.0), "edit")
    inside.show_option("atlas-build")
    assert option_of(inside).chart.plan.by_id["atlas-build-discovery"].duration == 7.0
