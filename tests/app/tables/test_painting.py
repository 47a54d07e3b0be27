"""What is seen of cells, read back from the painted screen: selection, texts that are no values, shapes and boxes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts
from app.tables.view import RecordTableView
from app.theme import LIGHT, palette_of
from tests.app.tables.fake import FakeEditor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
MakeView = Callable[[str], RecordTableView]
Colours = set[tuple[int, int, int]]


@pytest.fixture
def view_of(editor: FakeEditor, pending: PendingTexts, qtbot: QtBot) -> MakeView:
    """Makes the table of a kind, shown in the light theme and without the keys."""
    made: list[RecordTablePanel] = []

    def make(kind: str) -> RecordTableView:
        panel = RecordTablePanel(editor, pending, kind)
        made.append(panel)
        panel.setPalette(palette_of(LIGHT))
        panel.resize(1400, 500)
        qtbot.addWidget(panel)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel.view

    return make


def cell(view: RecordTableView, row: int, field: str) -> QModelIndex:
    return view.ordering.index(row, view.table.column(field))


def colours(view: RecordTableView, area: QRect) -> Colours:
    """Every colour of a part of the screen."""
    image: QImage = view.viewport().grab(area).toImage()
    places = (QPoint(x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(place).toTuple()[:3] for place in places}


def rgb(name: str) -> tuple[int, int, int]:
    return QColor(name).toTuple()[:3]


def test_a_selected_cell_is_filled_and_its_text_legible_on_it(view_of: MakeView) -> None:
    """In the colours of the theme for what is selected."""
    view = view_of("team")
    index = cell(view, 1, "name")
    before = colours(view, view.visualRect(index))
    assert rgb(LIGHT.surface) in before
    view.make_current(index)
    after = colours(view, view.visualRect(index).adjusted(3, 3, -3, -3))
    assert rgb(LIGHT.surface) not in after
    assert {rgb(LIGHT.soft), rgb(LIGHT.on_soft)} <= after


def test_a_text_that_is_no_value_is_red_on_a_tint_with_a_corner(view_of: MakeView) -> None:
    """Three signs, of which one is a shape."""
    view = view_of("team")
    index = cell(view, 0, "headcount")
    view.ordering.setData(index, "many", Qt.ItemDataRole.EditRole)
    rect = view.visualRect(index)
    assert rgb(LIGHT.bad) in colours(view, rect)  # the text
    assert rgb(LIGHT.surface) not in colours(view, rect.adjusted(0, 8, 0, 0))  # the tint
    corner = QRect(rect.right() - 2, rect.top() + 1, 2, 2)
    assert rgb(LIGHT.bad) in colours(view, corner)


def test_the_shape_of_an_uncertain_quantity_stands_before_its_text(view_of: MakeView) -> None:
    """The same cell has none once it is certain."""
    view = view_of("stage")
    index = cell(view, 0, "duration")
    start = view.visualRect(index)
    start.setWidth(36)
    assert len(colours(view, start)) > 2
    view.ordering.setData(index, "3", Qt.ItemDataRole.EditRole)
    assert colours(view, start) == {rgb(LIGHT.surface)}


def test_the_box_of_a_flag_says_whether_it_is_set(view_of: MakeView) -> None:
    """Filled with the accent where it is."""
    view = view_of("initiative")
    index = cell(view, 0, "must_have")
    for text, is_set in (("yes", True), ("no", False)):
        view.ordering.setData(index, text, Qt.ItemDataRole.EditRole)
        rect = view.visualRect(index)
        inside = QRect(rect.left() + 13, rect.center().y() - 3, 6, 6)
        assert (rgb(LIGHT.accent) in colours(view, inside)) == is_set
