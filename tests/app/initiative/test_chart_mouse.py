"""The chart of stages under the mouse: dragged, joined, chosen; what would come of it is shown first."""

import msgspec
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from app.charts.stages.wishes import Join, Lengthen, Move, Part, StartAt
from tests.app.initiative.hands import Made, drag, edge, middle, month_width, on_screen, wishes_of
from tests.app.initiative.small import diamond, portfolio_of


def test_the_right_edge_changes_the_length(make: Made, qtbot: QtBot) -> None:
    """Two months to the left: 3 months become 1."""
    chart = make(portfolio_of(diamond()))
    found, start = wishes_of(chart), edge(chart, "build")
    drag(qtbot, chart, start, start - QPointF(2 * month_width(chart), 0))
    assert found == [Lengthen("build", 1.0)]


def test_lengths_snap_to_quarter_months_and_have_a_least(make: Made, qtbot: QtBot) -> None:
    """0.6 months to the right of 1.5: 2.1, which snaps to 2; far to the left: a quarter."""
    chart = make(portfolio_of(diamond()))
    found, start = wishes_of(chart), edge(chart, "design")
    drag(qtbot, chart, start, start + QPointF(0.6 * month_width(chart), 0))
    drag(qtbot, chart, start, start - QPointF(9 * month_width(chart), 0))
    assert found == [Lengthen("design", 2.0), Lengthen("design", 0.25)]


def test_a_bar_dragged_sideways_starts_at_a_whole_month(make: Made, qtbot: QtBot) -> None:
    """Design begins at month 2; 2.6 months later is 4.6, which snaps to 5."""
    chart = make(portfolio_of(diamond()))
    found, start = wishes_of(chart), middle(chart, "design")
    drag(qtbot, chart, start, start + QPointF(2.6 * month_width(chart), 0))
    assert found == [StartAt("design", 5)]


def test_a_bar_dragged_back_to_its_place_has_no_earliest_start(make: Made, qtbot: QtBot) -> None:
    """Held at June (5), its natural place is March (2); dragged 3 months back, or further, the flag goes."""
    option = diamond()
    held = msgspec.structs.replace(option.stages[1], earliest_start="2027-06")
    stages = (option.stages[0], held, *option.stages[2:])
    chart = make(portfolio_of(msgspec.structs.replace(option, stages=stages)))
    found, start = wishes_of(chart), middle(chart, "design")
    drag(qtbot, chart, start, start - QPointF(3 * month_width(chart), 0))
    drag(qtbot, chart, start, start - QPointF(4.5 * month_width(chart), 0))
    assert found == [StartAt("design", None)] * 2


def test_a_bar_without_an_earliest_start_dragged_back_stays(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    found, start = wishes_of(chart), middle(chart, "contract")
    drag(qtbot, chart, start, start - QPointF(1.5 * month_width(chart), 0))
    assert found == []


def test_a_bar_dragged_down_takes_another_place(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    found = wishes_of(chart)
    start = middle(chart, "research")
    drag(qtbot, chart, start, QPointF(start.x() + 2, middle(chart, "contract").y()))
    assert found == [Move("research", 2)]


@pytest.mark.parametrize("mode", ["gantt", "network"])
def test_an_arrow_is_drawn_from_the_handle_to_another_stage(make: Made, qtbot: QtBot, mode: str) -> None:
    chart = make(portfolio_of(diamond()))
    chart.set_mode("network" if mode == "network" else "gantt")
    found = wishes_of(chart)
    drag(qtbot, chart, chart.drawing.pieces["contract"].handle, middle(chart, "design"))
    assert found == [Join("contract", "design")]


def test_an_arrow_into_nowhere_is_nothing(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    found = wishes_of(chart)
    handle = chart.drawing.pieces["contract"].handle
    drag(qtbot, chart, handle, handle + QPointF(3, 30), handle + QPointF(60, 0))
    assert found == []


def test_a_ghost_and_a_bubble_show_what_would_come_of_it(make: Made, qtbot: QtBot) -> None:
    """Contract (median 4, LogN(2, 8)) stretched by 2 months is LogN(3, 12), and the launch moves by as much."""
    chart = make(portfolio_of(diamond()))
    start = edge(chart, "contract")
    drag(qtbot, chart, start, start + QPointF(2 * month_width(chart), 0), release=False)
    assert chart.ghost.isVisible()
    width = chart.ghost.path().boundingRect().width()
    assert width == pytest.approx(6 * month_width(chart))
    assert chart.bubble.text == "6 months: LogN(3, 12)\nLaunch Sep 2027 → Nov 2027"
    assert not chart.bubble.is_refusal
    qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(chart, start))
    assert not chart.ghost.isVisible()


def test_the_bubble_says_beforehand_what_is_not_possible(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    drag(qtbot, chart, chart.drawing.pieces["build"].handle, middle(chart, "research"), release=False)
    assert chart.bubble.is_refusal
    assert chart.bubble.text.startswith("Not possible: the stages would wait for each other")
    qtbot.keyClick(chart, Qt.Key.Key_Escape)


def test_escape_ends_a_drag_without_a_wish(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    found, start = wishes_of(chart), edge(chart, "build")
    there = start + QPointF(2 * month_width(chart), 0)
    drag(qtbot, chart, start, there, release=False)
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(chart, there))
    assert found == []
    assert not chart.ghost.isVisible()


def test_a_click_chooses_and_changes_nothing(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    found = wishes_of(chart)
    with qtbot.waitSignal(chart.stage_chosen) as told:
        qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(chart, middle(chart, "contract")))
    assert told.args == ["contract"]
    assert [name for name, piece in chart.drawing.pieces.items() if piece.is_marked] == ["contract"]
    assert found == []


def test_a_chosen_arrow_is_removed_by_delete(make: Made, qtbot: QtBot) -> None:
    """The arrow from design to build: chosen by a click on its middle."""
    chart = make(portfolio_of(diamond()))
    found = wishes_of(chart)
    point = chart.drawing.arrows["design", "build"].path().pointAtPercent(0.5)
    qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(chart, point))
    assert chart.chosen_link == ("design", "build")
    assert chart.drawing.arrows["design", "build"].is_marked
    qtbot.keyClick(chart, Qt.Key.Key_Delete)
    assert found == [Part("design", "build")]


def test_a_double_click_leads_to_the_table(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    with qtbot.waitSignal(chart.entered) as told:
        qtbot.mouseDClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(chart, middle(chart, "build")))
    assert told.args == ["build"]
