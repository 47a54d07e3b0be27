"""An initiative from inside, in the whole window: in, around, back, and what each drag does to document and history."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.pages.initiative.option import OptionView
from app.pages.initiative.view import InitiativeView
from app.pages.initiatives import InitiativesPage
from app.state.engine import Request
from app.state.preferences import Places, PreferenceStore
from app.state.templates import sample_plan
from app.tables.menus import row_menu
from models.initiative import Initiative, Stage
from models.portfolio import Portfolio
from tests.app.window.test_accessible import unnamed

INITIATIVES = 1
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desktop(start: Callable[[], Desktop], no_engine: list[Request]) -> Desktop:
    """The window with the sample open at the Initiatives page."""
    desktop = start()
    desktop.window.resize(1280, 800)
    desktop.parts.session.open(sample_plan(), None)
    desktop.window.show_page(INITIATIVES)
    return desktop


def page_of(desktop: Desktop) -> InitiativesPage:
    page = desktop.window.pages[INITIATIVES]
    assert isinstance(page, InitiativesPage)
    return page


def inside_of(desktop: Desktop) -> InitiativeView:
    inside = page_of(desktop).inside
    assert inside is not None
    return inside


def option_of(desktop: Desktop) -> OptionView:
    view = inside_of(desktop).option_view
    assert view is not None
    return view


def initiative(portfolio: Portfolio, name: str = "atlas") -> Initiative:
    return next(one for one in portfolio.initiatives if one.id == name)


def stage(desktop: Desktop, name: str) -> Stage:
    options = (option for one in desktop.parts.session.portfolio.initiatives for option in one.options)
    return next(one for option in options for one in option.stages if one.id == name)


def steps(desktop: Desktop) -> list[str]:
    stack = desktop.parts.session.undo_stack
    return [stack.text(index) for index in range(stack.count())]


def drag(qtbot: QtBot, view: OptionView, start: QPointF, by: QPointF) -> None:
    """Press, move in steps and let go in the chart."""
    chart = view.chart
    here = chart.mapFromScene(start)
    qtbot.mousePress(chart.viewport(), LEFT, pos=here)
    for part in (0.3, 0.7, 1.0):
        qtbot.mouseMove(chart.viewport(), chart.mapFromScene(start + by * part))
    qtbot.mouseRelease(chart.viewport(), LEFT, pos=chart.mapFromScene(start + by))


# In and back.


def go_to_row(desktop: Desktop, name: str) -> None:
    panel = page_of(desktop).panels["initiative"]
    assert panel.view.show_cell(name, "name")
    panel.view.setFocus()


def test_ways_in_and_back(desktop: Desktop, qtbot: QtBot) -> None:
    """By Ctrl+Return, by the button, by a double click on the row's number; back by Alt+Left and by the crumb."""
    page = page_of(desktop)
    go_to_row(desktop, "atlas")
    qtbot.keyClick(page.panels["initiative"].view, Qt.Key.Key_Return, CTRL)
    assert inside_of(desktop).head.name.text() == "Atlas: connected-worker app"
    assert not page.tabs.isVisible()
    qtbot.keyClick(option_of(desktop).chart, Qt.Key.Key_Left, ALT)
    assert page.inside is None
    assert page.tabs.isVisible()
    view = page.panels["initiative"].view
    assert view.row_at(view.currentIndex().row()).id == "atlas"
    qtbot.mouseClick(page.look, LEFT)
    qtbot.mouseClick(inside_of(desktop).back, LEFT)
    assert page.inside is None
    header = view.verticalHeader()
    where = header.viewport().rect().topLeft()
    where.setX(where.x() + 8)
    where.setY(header.sectionViewportPosition(0) + 8)
    qtbot.mouseClick(header.viewport(), LEFT, pos=where)
    qtbot.mouseDClick(header.viewport(), LEFT, pos=where)
    assert inside_of(desktop).initiative_id == view.row_at(0).id


def test_enter_looks_inside_where_a_whole_row_is_selected_and_goes_down_in_a_cell(
    desktop: Desktop, qtbot: QtBot
) -> None:
    page = page_of(desktop)
    view = page.panels["initiative"].view
    view.make_current(view.ordering.index(0, 1))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.inside is None
    assert view.currentIndex().row() == 1
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert inside_of(desktop).initiative_id == view.row_at(1).id


def test_a_row_of_an_option_leads_to_its_tab(desktop: Desktop) -> None:
    page = page_of(desktop)
    page.show_cell("option", "atlas-partner", "name")
    page.look_inside()
    assert (inside_of(desktop).initiative_id, inside_of(desktop).option_id) == ("atlas", "atlas-partner")


def test_a_problem_in_a_stage_is_led_to_inside(desktop: Desktop) -> None:
    """In another option of the same initiative: its tab; of another initiative: back in the tables."""
    page = page_of(desktop)
    page.show_inside("atlas")
    assert page.show_cell("stage", "atlas-partner-beta", "duration")
    assert inside_of(desktop).option_id == "atlas-partner"
    table = option_of(desktop).panels["stage"].view
    assert table.row_at(table.currentIndex().row()).id == "atlas-partner-beta"
    assert page.show_cell("stage", "scribe-buy-select", "duration")
    assert page.inside is None


def test_everything_inside_has_a_name(desktop: Desktop) -> None:
    page_of(desktop).show_inside("atlas")
    assert list(unnamed(page_of(desktop))) == []


def test_another_document_leads_back(desktop: Desktop) -> None:
    page_of(desktop).show_inside("atlas")
    desktop.parts.session.open(sample_plan(), None)
    assert page_of(desktop).inside is None


def test_an_initiative_that_is_undone_leads_back_and_another_id_is_followed(desktop: Desktop) -> None:
    from models.edits import add_record, rename_id

    session = desktop.parts.session
    session.push(lambda one: add_record(one, "initiative", Initiative(id="new", name="New")), "add")
    page_of(desktop).show_inside("new")
    session.push(lambda one: rename_id(one, "initiative", "new", "newer"), "rename")
    assert inside_of(desktop).initiative_id == "newer"
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert page_of(desktop).inside is None


# Chart, table and history.


def test_chart_and_table_choose_the_same_stage(desktop: Desktop, qtbot: QtBot) -> None:
    page_of(desktop).show_inside("atlas")
    view = option_of(desktop)
    table = view.panels["stage"].view
    where = view.chart.mapFromScene(view.chart.drawing.pieces["atlas-build-concept"].area.center())
    qtbot.mouseClick(view.chart.viewport(), LEFT, pos=where)
    assert table.row_at(table.currentIndex().row()).id == "atlas-build-concept"
    inspector = desktop.window.details.inspector
    assert inspector is not None
    assert inspector.shown == ("stage", "atlas-build-concept")
    assert view.caption.sentence.startswith("2. Concept and prototype")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert view.chart.chosen == "atlas-build-app"
    qtbot.keyClick(view.chart, Qt.Key.Key_Down)
    assert table.row_at(table.currentIndex().row()).id == "atlas-build-server"
    qtbot.keyClick(view.chart, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is table
    assert table.table.columns[table.currentIndex().column()].field == "duration"


def test_a_drag_is_one_named_step_and_keeps_the_notation(desktop: Desktop, qtbot: QtBot) -> None:
    """Discovery, 2..2.5..4, two months longer: 4.5 is 1.8 times as long, so 3.6..4.5..7.2.  One undo takes it back."""
    page_of(desktop).show_inside("atlas")
    view, session = option_of(desktop), desktop.parts.session
    assert view.chart.drawing.timeline is not None
    area = view.chart.drawing.pieces["atlas-build-discovery"].area
    start = QPointF(area.right() - 1, area.center().y())
    drag(qtbot, view, start, QPointF(2 * view.chart.drawing.timeline.month_width, 0))
    duration = stage(desktop, "atlas-build-discovery").duration
    assert duration is not None
    assert duration.text == "3.6..4.5..7.2"
    assert steps(desktop) == ["length of Discovery in eight plants"]
    assert view.chart.plan.by_id["atlas-build-discovery"].duration == 4.5
    qtbot.keyClick(desktop.window, Qt.Key.Key_Z, CTRL)
    assert session.portfolio == sample_plan()
    assert view.chart.plan.by_id["atlas-build-discovery"].duration == 2.5


def test_a_rows_menu_offers_to_look_inside(desktop: Desktop, qtbot: QtBot) -> None:
    """The first entry, with its keys; on the tab of options it leads to the option of the row."""
    page = page_of(desktop)
    panel = page.panel("option")
    page.tabs.setCurrentIndex(1)
    panel.view.setCurrentIndex(panel.view.ordering.index(1, 1))
    menu = row_menu(panel.view)
    look = menu.actions()[0]
    assert look.shortcut().toString() == "Ctrl+Return"
    look.trigger()
    assert page.inside is not None
    assert page.inside.option_id == panel.view.row_at(1).id
    menu.deleteLater()


def test_the_border_below_the_chart_stays_where_it_was_put(desktop: Desktop, qtbot: QtBot, places: Places) -> None:
    """At first it leaves room for rows; moved, it stands so in the next initiative, and is kept for the next start."""
    page = page_of(desktop)
    page.show_inside("atlas")
    QApplication.processEvents()
    split = option_of(desktop).split
    usual = split.sizes()
    assert usual[1] >= sum(usual) // 2 - 1 or usual[1] >= 200
    split.moveSplitter(100, 1)
    share = split.sizes()[0] / sum(split.sizes())
    page.show_inside("compass")
    QApplication.processEvents()
    sizes = option_of(desktop).split.sizes()
    assert sizes[0] / sum(sizes) == pytest.approx(share, abs=0.02)
    desktop.window.close()
    assert PreferenceStore(places.preferences).current.splits["stages"] == pytest.approx(share)
    option_of(desktop).split.forget()
    assert option_of(desktop).split.sizes()[0] != sizes[0]
