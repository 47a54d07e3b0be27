"""The chart under mouse and keys, as a user has it; what is drawn is read back from its items."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from app.charts.stages.canvas import Mode
from app.charts.stages.chart import StageChart
from app.charts.stages.marks import Label
from app.charts.stages.plan import StagePlan, plan_of
from app.charts.stages.wishes import Join, Lengthen, Move, Part, Remove, StartAt, Wish
from app.pages.initiative.steps import foretold, option_plan
from app.theme import DARK, LIGHT, Tokens, contrast, palette_of
from models.initiative import Link, Option, Stage
from models.portfolio import Portfolio
from tests.app.initiative.small import diamond, portfolio_of, quantity

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Made = Callable[[Portfolio], StageChart]


@pytest.fixture
def make(qtbot: QtBot) -> Made:
    """Makes a chart of the first option, shown and focused; it lives as long as the test."""
    made = []

    def build(portfolio: Portfolio) -> StageChart:
        initiative = portfolio.initiatives[0]
        plan = plan_of(portfolio, initiative, initiative.options[0])
        chart = StageChart(plan, lambda wish: foretold(portfolio, initiative.options[0].id, wish))
        qtbot.addWidget(chart)
        chart.resize(900, 340)
        chart.show()
        qtbot.waitExposed(chart)
        chart.setFocus()
        made.append(chart)
        return chart

    return build


def wishes_of(chart: StageChart) -> list[Wish]:
    """The wishes that the chart makes from now on."""
    found: list[Wish] = []
    chart.wished.connect(found.append)
    return found


def on_screen(chart: StageChart, point: QPointF) -> QPoint:
    return chart.mapFromScene(point)


def drag(qtbot: QtBot, chart: StageChart, start: QPointF, *stops: QPointF, release: bool = True) -> None:
    """Press, move in two steps to each stop, and let go, with the mouse."""
    view, left = chart.viewport(), Qt.MouseButton.LeftButton
    here = on_screen(chart, start)
    qtbot.mouseMove(view, here)
    qtbot.mousePress(view, left, pos=here)
    for stop in stops:
        there = on_screen(chart, stop)
        qtbot.mouseMove(view, (here + there) / 2)
        qtbot.mouseMove(view, there)
        here = there
    if release:
        qtbot.mouseRelease(view, left, pos=here)


def middle(chart: StageChart, stage: str) -> QPointF:
    return chart.drawing.pieces[stage].area.center()


def edge(chart: StageChart, stage: str) -> QPointF:
    area = chart.drawing.pieces[stage].area
    return QPointF(area.right() - 1, area.center().y())


def month_width(chart: StageChart) -> float:
    assert chart.drawing.timeline is not None
    return chart.drawing.timeline.month_width


# What is drawn.


def test_bars_lie_where_the_plan_says(make: Made) -> None:
    """A bar's ends are the places of its stage's start and end on the axis, in its row."""
    chart = make(portfolio_of(diamond()))
    line = chart.drawing.timeline
    assert line is not None
    for stage in chart.plan.stages:
        area = chart.drawing.pieces[stage.id].area
        assert (area.left(), area.right()) == pytest.approx((line.x(stage.start), line.x(stage.end)))
    tops = [piece.area.top() for piece in chart.drawing.pieces.values()]
    assert tops == sorted(tops)


def test_arrows_lead_from_the_end_of_one_bar_to_the_beginning_of_the_other(make: Made) -> None:
    chart = make(portfolio_of(diamond()))
    expected = {("research", "design"), ("research", "contract"), ("design", "build"), ("contract", "build")}
    assert set(chart.drawing.arrows) == expected
    for (before, after), arrow in chart.drawing.arrows.items():
        start, end = arrow.path().pointAtPercent(0), arrow.path().pointAtPercent(1)
        source, target = chart.drawing.pieces[before].area, chart.drawing.pieces[after].area
        assert start.x() == pytest.approx(source.right())
        assert target.left() <= end.x() <= target.right()
        assert min(abs(end.y() - target.top()), abs(end.y() - target.bottom())) <= 2


def test_gate_crew_flag_lag_and_milestone_are_drawn(make: Made) -> None:
    """Design has a gate of 80 % and may not start before June; build waits a month more and is a milestone."""
    option = diamond()
    research, design, contract, build = option.stages
    design = msgspec.structs.replace(design, earliest_start="2027-06")
    late = (Link(stage="contract", lag=quantity("1")),)
    build = msgspec.structs.replace(build, duration=quantity("0"), after=late)
    chart = make(portfolio_of(msgspec.structs.replace(option, stages=(research, design, contract, build))))
    assert chart.drawing.labels["research"].text() == "Web and app 2"
    assert chart.drawing.labels["design"].text() == "80 %"
    assert set(chart.drawing.flags) == {"design"}
    assert chart.drawing.timeline is not None
    assert chart.drawing.flags["design"].at.x() == pytest.approx(chart.drawing.timeline.x(5))
    assert chart.drawing.lags["contract", "build"].text() == "+1 month"
    assert chart.drawing.pieces["build"].area.width() == 0
    assert "Launch Jul 2027" in chart.drawing.axis
    assert "2027" in chart.drawing.axis


def test_the_network_shows_the_same_stages_and_arrows(make: Made) -> None:
    """A box to each stage, every arrow from left to right."""
    chart = make(portfolio_of(diamond()))
    arrows = set(chart.drawing.arrows)
    chart.set_mode("network")
    assert set(chart.drawing.pieces) == {"research", "design", "contract", "build"}
    assert set(chart.drawing.arrows) == arrows
    for before, after in arrows:
        assert chart.drawing.pieces[before].area.right() < chart.drawing.pieces[after].area.left()


def test_a_circle_is_drawn_too(make: Made) -> None:
    """So that one of its arrows can be chosen and removed."""
    stages = (
        Stage(id="a", name="A", duration=quantity("1"), after=(Link(stage="b"),)),
        Stage(id="b", name="B", duration=quantity("2"), after=(Link(stage="a"),)),
    )
    chart = make(portfolio_of(Option(id="way", stages=stages)))
    assert set(chart.drawing.arrows) == {("a", "b"), ("b", "a")}
    chart.set_mode("network")
    assert set(chart.drawing.arrows) == {("a", "b"), ("b", "a")}


def test_a_text_tells_all_to_those_who_cannot_see_it(make: Made) -> None:
    chart = make(portfolio_of(diamond()))
    chart.choose("design")
    text = chart.accessibleDescription()
    assert text.startswith("2. Design: Mar 2027 to Apr 2027, 1.5 months")
    assert all(f"{number}. " in text for number in (1, 2, 3, 4))
    assert "Delete removes" in text


# The mouse.


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


# The keys.


def test_arrow_keys_choose_stages(make: Made, qtbot: QtBot) -> None:
    chart = make(portfolio_of(diamond()))
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Up):
        qtbot.keyClick(chart, key)
        seen.append(chart.chosen)
    assert seen == ["research", "design", "build", "contract", "research", "research"]


def test_arrow_keys_choose_arrows_in_turn(make: Made, qtbot: QtBot) -> None:
    """Build has two arrows into it; a third press is the first again.  Escape leads back to the stage."""
    chart = make(portfolio_of(diamond()))
    chart.choose("build")
    seen = []
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Left)
        seen.append(chart.chosen_link)
    assert seen == [("design", "build"), ("contract", "build"), ("design", "build")]
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert (chart.chosen, chart.chosen_link) == ("build", None)


@pytest.mark.parametrize(
    ("key", "modifier", "stage", "wish"),
    [
        (Qt.Key.Key_Right, SHIFT, "design", StartAt("design", 3, typing=True)),
        (Qt.Key.Key_Right, CTRL, "design", Lengthen("design", 2.0, typing=True)),
        (Qt.Key.Key_Left, CTRL, "design", Lengthen("design", 1.0, typing=True)),
        (Qt.Key.Key_Down, ALT, "design", Move("design", 2)),
        (Qt.Key.Key_Up, ALT, "design", Move("design", 0)),
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier, "design", Join("design", "contract")),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "design", Remove("design")),
    ],
)
def test_keys_ask_for_what_the_mouse_can(
    make: Made, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, stage: str, wish: Wish
) -> None:
    """Design runs from 2 to 3.5 and is the second of four."""
    chart = make(portfolio_of(diamond()))
    chart.choose(stage)
    found = wishes_of(chart)
    qtbot.keyClick(chart, key, modifier)
    assert found == [wish]


def test_keys_move_an_earliest_start_back_until_it_is_gone(make: Made, qtbot: QtBot) -> None:
    """Held at May (4): April (3), then nothing, since March (2) is where it is by itself."""
    chart = make(portfolio_of(diamond()))
    found = wishes_of(chart)
    for held, month in (("2027-05", 3), ("2027-04", None)):
        option = diamond()
        design = msgspec.structs.replace(option.stages[1], earliest_start=held)
        option = msgspec.structs.replace(option, stages=(option.stages[0], design, *option.stages[2:]))
        plan = option_plan(portfolio_of(option), "way")
        assert isinstance(plan, StagePlan)
        chart.show_plan(plan)
        chart.choose("design")
        qtbot.keyClick(chart, Qt.Key.Key_Left, SHIFT)
        assert found[-1] == StartAt("design", month, typing=True)


@pytest.mark.parametrize(
    ("stage", "key", "modifier", "words"),
    [
        ("build", Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier, "last stage"),
        ("research", Qt.Key.Key_Up, ALT, "first stage already"),
        ("design", Qt.Key.Key_Left, SHIFT, "as early as it can"),
        ("research", Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "no arrow before"),
    ],
)
def test_a_key_that_can_do_nothing_says_so(
    make: Made, qtbot: QtBot, stage: str, key: Qt.Key, modifier: Qt.KeyboardModifier, words: str
) -> None:
    chart = make(portfolio_of(diamond()))
    chart.choose(stage)
    found = wishes_of(chart)
    with qtbot.waitSignal(chart.said) as told:
        qtbot.keyClick(chart, key, modifier)
    assert words in told.args[0]
    assert found == []


def test_what_is_chosen_stays_chosen_through_an_edit(make: Made) -> None:
    """And is let go when it is gone."""
    chart = make(portfolio_of(diamond()))
    chart.choose("contract")
    option = diamond()
    for stages, chosen in ((option.stages[:3], "contract"), (option.stages[:2], "")):
        plan = option_plan(portfolio_of(msgspec.structs.replace(option, stages=stages)), "way")
        assert isinstance(plan, StagePlan)
        chart.show_plan(plan)
        assert chart.chosen == chosen


def test_the_focus_may_leave_when_the_items_are_gone(make: Made, qtbot: QtBot) -> None:
    """As it does when the program ends under an open window: an error then would end the interpreter badly."""
    chart = make(portfolio_of(diamond()))
    chart.choose("design")
    chart.activateWindow()
    qtbot.waitUntil(lambda: chart.look.has_keys)
    chart.scene().clear()
    chart.clearFocus()
    assert not chart.look.has_keys


def test_the_chart_takes_the_colours_of_the_theme(make: Made) -> None:
    """Everything is drawn anew; what was chosen stays chosen."""
    chart = make(portfolio_of(diamond()))
    chart.choose("design")
    chart.setPalette(palette_of(DARK))
    assert {piece.tokens.mode for piece in chart.drawing.pieces.values()} == {"dark"}
    assert chart.drawing.pieces["design"].is_marked
    assert chart.backgroundBrush().color().name() == DARK.surface


def test_axis_and_names_stay_in_sight_when_scrolled(make: Made) -> None:
    """A low chart scrolled down by 40: the axis is 40 further down in the scene."""
    chart = make(portfolio_of(diamond()))
    chart.resize(900, 130)
    assert chart.verticalScrollBar().maximum() >= 40
    assert not chart.horizontalScrollBar().isVisible()
    chart.verticalScrollBar().setValue(40)
    assert chart.drawing.pinned_axis is not None
    assert chart.drawing.pinned_axis.y() == 40


def test_no_two_texts_of_the_axis_overlap(make: Made) -> None:
    """However wide the chart; the launch is named in the line of the years."""
    chart = make(portfolio_of(diamond()))
    for width in (400, 700, 1200):
        chart.resize(width, 340)
        assert chart.drawing.pinned_axis is not None
        boxes = [one.sceneBoundingRect() for one in chart.drawing.pinned_axis.childItems() if isinstance(one, Label)]
        assert len(boxes) > 2
        for index, box in enumerate(boxes):
            others = [other for other in boxes[index + 1 :] if other.top() == box.top()]
            assert not any(box.intersects(other.adjusted(1, 0, -1, 0)) for other in others)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("mode", ["gantt", "network"])
def test_all_texts_of_the_chart_can_be_read(make: Made, tokens: Tokens, mode: Mode) -> None:
    """4.5 : 1 against the chart's ground, the name of the launch included."""
    chart = make(portfolio_of(diamond()))
    chart.setPalette(palette_of(tokens))
    chart.set_mode(mode)
    labels = [one for one in chart.scene().items() if isinstance(one, Label)]
    pale = [one.text() for one in labels if contrast(one.brush().color().name(), tokens.surface) < 4.5]
    assert pale == []
    assert any(one.text().startswith("Launch") for one in labels) or mode == "network"
