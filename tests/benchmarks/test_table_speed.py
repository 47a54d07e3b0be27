"""Speed of the tables: 2,000 rows stay fluid."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.tables.fake import UncheckedEditor
from tests.benchmarks.sample import sample_portfolio

pytestmark = [pytest.mark.benchmark, pytest.mark.qt_log_ignore("This plugin does not support")]

ROWS = 2_000
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


def test_scrolling_2000_rows_paints_only_what_is_seen(qtbot: QtBot, qapp: QApplication) -> None:
    """Fifty pages down: each page is painted well within a frame or three."""
    editor = UncheckedEditor(long_portfolio())
    panel = RecordTablePanel(editor, PendingTexts(editor), "stage")
    panel.resize(1280, 800)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    bar = panel.view.verticalScrollBar()
    seconds = []
    for page in range(50):
        bar.setValue(page * bar.pageStep())
        began = time.process_time()
        panel.view.viewport().repaint()
        seconds.append(time.process_time() - began)
    assert sorted(seconds)[25] < LONGEST_BLOCK
