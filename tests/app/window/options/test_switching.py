"""Where the best choice changes: switch points, the map and the tornado."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.pages.options.page import OptionsPage
from simulation.decide.choose.switches import OptionTornado, SwitchMap, SwitchPoints
from simulation.decide.choose.switching import switch_map, switch_points, tornado_of_options
from tests.app.window.desks import TRIALS, studies_of
from tests.app.window.options.three import answered, judge_by, three_ways

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture(scope="module")
def points() -> SwitchPoints:
    return switch_points(three_ways(), ("x",), trials=TRIALS)


def test_switch_points_are_shown_with_the_range_that_was_searched(page: OptionsPage, points: SwitchPoints) -> None:
    """To build costs 500 and is worth 100 more than to buy: from about 600 on, buying is the best."""
    answered(page)
    page.switching.asking.find_out()
    found = studies_of(page.desk).answer("options.switches")
    assert isinstance(found, SwitchPoints)
    rows = {row[0]: row for row in page.switching.table.texts()}
    row = next(row for name, row in rows.items() if "up front cost" in name.lower() and row[3] == "Build")
    assert row[1] == "500 €"
    assert row[2].startswith("6") or row[2].startswith("5")
    assert row[4] == "Buy"
    assert row[6] == "0 € to 1.5 k €"
    assert "What would change the choice first is" in page.answer.words.text()
    assert page.switching.chart.table().header[1:] == ("Build", "Buy", "Partner")


def test_an_attitude_makes_switch_points_old_until_it_is_back(page: OptionsPage) -> None:
    answered(page)
    page.switching.asking.find_out()
    studies_of(page.desk).answer("options.switches")
    judge_by(page, "cvar")
    page.tabs.setCurrentIndex(3)
    assert page.switching.asking.again.isVisible()
    assert "What would change the choice first" not in page.answer.words.text()
    judge_by(page, "expected")
    assert not page.switching.asking.again.isVisible()


def test_the_map_shows_a_region_for_each_best_way(page: OptionsPage, points: SwitchPoints, qtbot: QtBot) -> None:
    """Over both prices: what is cheap enough is the best."""
    page.switching.show_points(points)
    first, second = (search.lever.address for search in points.searches[:2])
    found = switch_map(three_ways(), ("x",), first, second, points=3, trials=TRIALS)
    page.switching.map.show_map(found)
    there = {found.asked.alternatives[number].name for number in np.unique(found.best).tolist()}
    assert {entry.name for entry in page.switching.map.legend} == there | {"the plan"}
    said = page.switching.map.words_at(found.first.base, found.second.base)
    assert said is not None
    assert said[0].startswith("Build is the best, by ")
    table = page.switching.map.table()
    assert len(table.rows) == 3
    assert page.switching.map.colours(found).shape == (65, 65, 4)
    assert isinstance(found, SwitchMap)


def test_two_different_inputs_make_a_map(page: OptionsPage, points: SwitchPoints) -> None:
    answered(page)
    page.switching.show_points(points)
    page.switching.second.setCurrentIndex(page.switching.first.currentIndex())
    page.switching.map_asking.find_out()
    assert page.switching.map_asking.note.text() == "Choose two different inputs"


def test_colours_of_the_tornado_say_where_the_choice_changes(page: OptionsPage) -> None:
    """What is earned by building is 0 at P10: there buying is the best, and its colour shows."""
    found = tornado_of_options(three_ways(), ("x",), trials=TRIALS)
    assert isinstance(found, OptionTornado)
    page.moving.show_tornado(found)
    assert page.moving.way.currentText() == "Build"
    assert len(page.moving.chart.changing) == 1
    assert "another way is the best" in page.moving.words.text()
    row = page.moving.chart.table().rows[0]
    assert row[5:] == ("Buy", "Build")
    names = [entry.name for entry in page.moving.chart.legend]
    assert names[:2] == ["Build is best", "Buy is best"]
    page.moving.way.setCurrentIndex(1)
    assert page.moving.chart.title == "What moves the worth of Buy"


def test_charts_without_an_answer_are_empty(page: OptionsPage) -> None:
    for chart in (page.switching.chart, page.switching.map, page.moving.chart):
        assert chart.table().rows == ()
        assert chart.words_at(0.0, 0.0) is None
        assert list(chart.stops()) == []
