"""The board of one future and the stack of layers: what is drawn is what was given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from app.charts.board import Board, Event, Piece
from app.charts.exporting import csv_text, svg
from app.charts.fan import Level
from app.charts.frame import Chart
from app.charts.stack import Layer, Stack
from app.charts.units import FTE
from app.theme import DARK, LIGHT, palette_of

Shown = Callable[[Chart], Any]

PIECES = (
    Piece(0, 0.0, 2.0, "work", "x · a"),
    Piece(1, 0.5, 2.0, "team", "x · b"),
    Piece(2, 1.0, 3.0, "paused", "y · c"),
)
EVENTS = (Event(0, 2.0, "launched", "x"), Event(2, 3.0, "stopped", "y · c"))


def items(chart: Chart, kind: type) -> list[Any]:
    return [item for item in chart.getPlotItem().items if isinstance(item, kind)]


def press(chart: Chart, qtbot: QtBot, x: float, y: float) -> None:
    spot = chart.mapFromScene(chart.getViewBox().mapViewToScene(QPointF(x, y)))
    qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=spot)


@pytest.fixture
def board(shown: Shown) -> Board:
    made: Board = shown(Board("One future"))
    made.show_story(("x", "", "y"), PIECES, EVENTS, "2027-01", 6.0)
    return made


def test_spans_and_moments_stand_in_their_lanes(board: Board) -> None:
    """Three lanes: the first at height 3.  One item for each kind, whatever there is of it."""
    bars = {(float(bar.opts["x0"][0]), float(bar.opts["x1"][0]), float(bar.opts["y"][0])) for bar in _bars(board)}
    assert bars == {(0.0, 2.0, 3.0), (0.5, 2.0, 2.0), (1.0, 3.0, 1.0)}
    dots = {(point.pos().x(), point.pos().y()) for item in items(board, pg.ScatterPlotItem) for point in item.points()}
    assert dots == {(2.0, 3.0), (3.0, 1.0)}
    assert [one.name for one in board.legend] == [
        "at work",
        "paused, no people",
        "waits for people",
        "launch",
        "stopped at its gate",
    ]


def _bars(board: Board) -> list[Any]:
    return items(board, pg.BarGraphItem)


def test_the_veil_lies_over_the_days_to_come(board: Board) -> None:
    """Moving the day changes the veil and nothing else."""
    drawn = list(board.getPlotItem().items)
    board.show_day(2.5)
    assert items(board, pg.LinearRegionItem)[0].getRegion() == (2.5, 6.0)
    assert board.getPlotItem().items == drawn
    board.setPalette(palette_of(DARK))
    assert items(board, pg.LinearRegionItem)[0].getRegion() == (2.5, 6.0)


def test_a_place_says_what_is_there(board: Board) -> None:
    words, _ = board.words_at(1.0, 2.0) or ("", None)
    assert words == "x\nx · b: waits for people, Jan 2027 to Feb 2027"
    assert board.words_at(1.0, 9.0) is None


def test_a_press_tells_the_instant(board: Board, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.day_pressed) as pressed:
        press(board, qtbot, 1.5, 2.0)
    assert pressed.args == [pytest.approx(1.5, abs=0.05)]


def test_the_story_is_exported_as_a_whole(board: Board) -> None:
    """Behind the veil, too; a lane without a name belongs to the one above."""
    board.show_day(0.0)
    assert [row[:3] for row in board.table().rows][1] == ("x", "x · b", "waits for people")
    assert "y · c,stopped at its gate,3.0,3.0" in csv_text(board.table())
    assert svg(board).startswith(b"<?xml")
    assert board.tokens is LIGHT


def test_nothing_to_show(shown: Shown) -> None:
    empty = shown(Board("One future"))
    empty.show_story((), (), (), "2027-01", 6.0)
    empty.show_day(1.0)
    assert empty.legend == ()
    assert empty.table().rows == ()


def test_layers_stand_on_each_other(shown: Shown, qtbot: QtBot) -> None:
    """The upper edge of the second is the sum; a press chooses a month, keys and Return do as well."""
    chart = shown(Stack("People at work"))
    layers = [Layer("x", np.array([1.0, 2.0, 0.0])), Layer("others", np.array([0.5, 0.5, 1.0]), muted=True)]
    chart.show_layers(layers, "2027-01", FTE, Level("own people", np.array([2.0, 2.0, 2.0])), marked=1)
    tops = [item.curves[1].getData()[1] for item in items(chart, pg.FillBetweenItem)]
    assert tops[0].tolist() == [1.0, 1.0, 2.0, 2.0, 0.0, 0.0]
    assert tops[1].tolist() == [1.5, 1.5, 2.5, 2.5, 1.0, 1.0]
    assert items(chart, pg.LinearRegionItem)[0].getRegion() == (1, 2)
    words, _ = chart.words_at(1.5, 1.0)
    assert words == "Feb 2027\nothers: 0.5 FTE\nx: 2.0 FTE\nown people: 2.0 FTE"
    assert chart.table().rows[2] == ("Mar 2027", 0.0, 1.0, 2.0)
    with qtbot.waitSignal(chart.month_chosen) as chosen:
        press(chart, qtbot, 2.5, 0.5)
    assert chosen.args == [2]
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    with qtbot.waitSignal(chart.month_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [1]
    chart.show_layers([], "2027-01")
    assert chart.legend == ()
