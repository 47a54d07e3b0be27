"""The chart of stages under the keys: whatever the mouse can do, and what is said where nothing can be done."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.charts.stages.plan import StagePlan
from app.charts.stages.wishes import Join, Lengthen, Move, Remove, StartAt, Wish
from app.pages.initiative.steps import option_plan
from tests.app.initiative.hands import Made, wishes_of
from tests.app.initiative.small import diamond, portfolio_of

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


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
