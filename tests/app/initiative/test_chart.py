"""What the chart of stages draws, read back from its items."""

import msgspec
import pytest

from app.charts.stages.canvas import Mode
from app.charts.stages.marks import Label
from app.theme import DARK, LIGHT, Tokens, contrast, palette_of
from models.initiative import Link, Option, Stage
from tests.app.initiative.hands import Made
from tests.app.initiative.small import diamond, portfolio_of, quantity


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
