"""The chart of stages looks as it did, over months and as a network, in both themes; see ``test_golden``.

Only the room that its bars or boxes take is compared: how wide the names beside them are is the font's.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.theme import DARK, LIGHT, Tokens, palette_of
from tests.app.charts.every import stages
from tests.app.charts.test_golden import GOLDEN, TOLERANCE, distance


def drawn(qtbot: QtBot, mode: Any, tokens: Tokens, larger: float = 0.0) -> QImage:
    """The bars or boxes, with letters that are ``larger`` by some points."""
    chart = stages()
    qtbot.addWidget(chart)
    font = chart.font()
    font.setPointSizeF(font.pointSizeF() + larger)
    chart.setFont(font)
    chart.setPalette(palette_of(tokens))
    chart.set_mode(mode)
    chart.resize(640, 320)
    chart.show()
    qtbot.waitExposed(chart)
    room = QRectF()
    for piece in chart.drawing.pieces.values():
        room = room.united(piece.area)
    return chart.viewport().grab(chart.mapFromScene(room).boundingRect()).toImage()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda one: one.mode)
@pytest.mark.parametrize("mode", ["gantt", "network"])
def test_the_chart_of_stages_looks_as_it_did(qtbot: QtBot, mode: str, tokens: Tokens) -> None:
    now, path = drawn(qtbot, mode, tokens), GOLDEN / f"{mode}-{tokens.mode}.png"
    if os.environ.get("FOLIOCAST_NEW_GOLDEN") and not path.exists():
        assert now.save(str(path))
    assert path.exists(), f"there is no picture {path.name}; FOLIOCAST_NEW_GOLDEN=1 makes it"
    assert distance(now, QImage(str(path))) < TOLERANCE


@pytest.mark.parametrize("mode", ["gantt", "network"])
def test_another_font_is_no_other_drawing(qtbot: QtBot, mode: str) -> None:
    """A point more, as where another font is installed, stays below what a moved bar makes."""
    assert distance(drawn(qtbot, mode, LIGHT, 1.0), drawn(qtbot, mode, LIGHT)) < TOLERANCE


def test_bars_and_boxes_are_told_apart(qtbot: QtBot) -> None:
    """The two drawings of one plan, and the themes, are further away than another font may be."""
    gantt = drawn(qtbot, "gantt", LIGHT)
    assert distance(gantt, drawn(qtbot, "network", LIGHT)) > TOLERANCE
    assert distance(gantt, drawn(qtbot, "gantt", DARK)) > TOLERANCE
