"""The table of figures: what it shows, copies and greys; its first column can always be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QGuiApplication
from pytestqt.qtbot import QtBot

from app.tables.figures import Cell, FigureTable
from app.theme import DARK, LIGHT, palette_of


@pytest.fixture
def table(qtbot: QtBot) -> FigureTable:
    made = FigureTable("Figures", most_rows=5)
    made.setPalette(palette_of(LIGHT))
    qtbot.addWidget(made)
    made.show_rows(
        ("Figure", "Base", "Lean"), [["Value", Cell("5 M €", "good", True, "surely"), "4 M €"], ["Cost", "2 M €", "-"]]
    )
    made.resize(600, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def colour(table: FigureTable, row: int, column: int) -> QColor | None:
    found = table.model().index(row, column).data(Qt.ItemDataRole.ForegroundRole)
    assert found is None or isinstance(found, QColor)
    return found


def test_all_is_copied_with_the_header_where_nothing_is_selected(table: FigureTable, qtbot: QtBot) -> None:
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Figure\tBase\tLean\nValue\t5 M €\t4 M €\nCost\t2 M €\t-\n"


def test_a_selected_block_is_copied_alone(table: FigureTable) -> None:
    model = table.model()
    block = QItemSelection(model.index(0, 1), model.index(1, 2))
    table.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    table.copy()
    assert QGuiApplication.clipboard().text() == "5 M €\t4 M €\n2 M €\t-\n"


def test_tones_and_what_is_stale_have_the_colours_of_the_theme(table: FigureTable) -> None:
    assert colour(table, 0, 1) == QColor(LIGHT.good)
    assert colour(table, 1, 1) is None
    table.set_stale(True)
    assert colour(table, 1, 1) == QColor(LIGHT.faint)
    table.setPalette(palette_of(DARK))
    assert colour(table, 0, 1) == QColor(DARK.faint)
    table.set_stale(False)
    assert colour(table, 0, 1) == QColor(DARK.good)


def test_the_first_column_stays_readable_and_the_table_as_high_as_its_rows(table: FigureTable, qtbot: QtBot) -> None:
    """Of 600 pixels it takes what is left; of 250 at least 180, and a bar below takes no room of the rows."""
    assert table.columnWidth(0) > 300
    before = table.sizeHint().height()
    table.resize(250, 200)
    assert table.columnWidth(0) == 180
    qtbot.waitUntil(lambda: table.sizeHint().height() > before)
    table.resize(600, 200)
    many = [[f"row {number}", "1", "2"] for number in range(50)]
    table.show_rows(("Figure", "Base", "Lean"), many)
    five = table.sizeHint().height()
    table.show_rows(("Figure", "Base", "Lean"), many[:5])
    assert table.sizeHint().height() == five


def test_the_chosen_row_is_told(table: FigureTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.row_chosen) as chosen:
        table.setCurrentIndex(table.model().index(1, 0))
    assert chosen.args == [1]
