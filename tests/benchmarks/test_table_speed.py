"""Speed of the tables: 2,000 rows stay fluid."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time

import msgspec
import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts
from app.theme import LIGHT, apply_theme
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.tables.fake import UncheckedEditor
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Row
from tests.places import sample_portfolio

pytestmark = [pytest.mark.benchmark, pytest.mark.qt_log_ignore("This plugin does not support")]

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROWS = 2_000
TWO_FRAMES = 2 / 60  # seconds: what is scrolled to is there with the next frame but one
LONGEST_BLOCK = 0.05  # seconds of the processor during which the window may not answer


def long_portfolio() -> Portfolio:
    """The sample with so many stages in its first option that the table of stages has 2,000 rows."""
    portfolio = sample_portfolio()
    first = portfolio.initiatives[0]
    option = first.options[0]
    others = sum(len(one.stages) for each in portfolio.initiatives for one in each.options) - len(option.stages)
    stage = option.stages[0]
    stages = tuple(msgspec.structs.replace(stage, id=f"long-{number}") for number in range(ROWS - others))
    first = msgspec.structs.replace(first, options=(msgspec.structs.replace(option, stages=stages), *first.options[1:]))
    return msgspec.structs.replace(portfolio, initiatives=(first, *portfolio.initiatives[1:]))


def test_an_edit_among_2000_rows_is_shown_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    """Twenty edits, each until the screen is painted anew: the median stays below what can be felt."""
    editor = UncheckedEditor(long_portfolio())
    pending = PendingTexts(editor)
    panel = RecordTablePanel(editor, pending, "stage")
    panel.resize(1280, 800)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    assert panel.table.rowCount() == ROWS
    seconds = []
    for number in range(20):
        edit = f"stage:long-{number * 5}.note"
        began = time.process_time()
        editor.push(lambda p, edit=edit, number=number: set_field(p, edit, f"note {number}"), "edit")
        qapp.processEvents()
        seconds.append(time.process_time() - began)
    assert sorted(seconds)[10] < LONGEST_BLOCK


class PlainTable(QAbstractTableModel):
    """The least that a model written in Python can be: as many cells with a text each, and nothing else."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self._rows, self._columns = rows, columns

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return "1.5..2..3" if role == Qt.ItemDataRole.DisplayRole else None


def seconds_for_a_page(view: QTableView) -> float:
    """Processor time to paint a page anew, the median of forty pages."""
    bar, seconds = view.verticalScrollBar(), []
    for page in range(40):
        bar.setValue(page * bar.pageStep())
        began = time.process_time()
        view.viewport().repaint()
        seconds.append(time.process_time() - began)
    return sorted(seconds)[20]


def test_scrolling(qtbot: QtBot, qapp: QApplication, book: Book) -> None:
    """A page of 2,000 rows painted anew, with units, names, shapes and marks, within two frames of 60 a second.

    Beside it a plain table of as many cells without any of that, in Python as well.
    """
    apply_theme(qapp, LIGHT)
    editor = UncheckedEditor(long_portfolio())
    panel = RecordTablePanel(editor, PendingTexts(editor), "stage")
    plain = QTableView()
    model = PlainTable(ROWS, len(panel.view.visible_columns()))
    plain.setModel(model)
    plain.verticalHeader().setDefaultSectionSize(panel.view.verticalHeader().defaultSectionSize())
    for widget in (panel, plain):
        widget.resize(1280, 800)
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
    ours, bare = seconds_for_a_page(panel.view), seconds_for_a_page(plain)
    for view in (panel.view, plain):  # forty pages down, and not at the end before
        assert view.model().rowCount() == ROWS
        assert view.verticalScrollBar().value() == 39 * view.verticalScrollBar().pageStep()
    book.row(
        Row(
            work=f"scrolling by a page among {ROWS:,} rows, median of 40 pages",
            ours=f"{1e3 * ours:.1f} ms",
            rival="a plain table of as many cells",
            theirs=f"{1e3 * bare:.1f} ms",
            figure=1e3 * ours,
            unit="ms",
            target=1e3 * TWO_FRAMES,
            at_most=True,
        )
    )
