"""What is this? asked of the key figures, and the list of all figures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.pages.explaining import Popover
from app.shell.glossary import GlossaryWindow
from app.state.engine import Request
from tests.portfolios import example_portfolio

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard")  # a popover on a screen that nobody sees


def test_every_key_figure_says_what_it_is(start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]) -> None:
    """F1 on the load says what load is, not what value is."""
    desktop = start()
    desktop.parts.session.open(example_portfolio(), None)
    qtbot.waitUntil(lambda: desktop.window.pages[0] is not None)
    for cell, word in zip(
        desktop.window.strip.cells, ("value", "value", "launch", "launch", "people", "budget"), strict=True
    ):
        qtbot.keyClick(cell, Qt.Key.Key_F1)
        popover = QApplication.activePopupWidget()
        assert isinstance(popover, Popover)
        assert word in popover.text.words.lower()
        popover.close()


def test_all_figures_are_listed_and_searched(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    """Shift+F1 opens the list; the words of a search leave what has them."""
    desktop = start()
    desktop.window.show_glossary()
    window = next(one for one in desktop.window.findChildren(GlossaryWindow))
    everything = window.glossary.list.count()
    qtbot.keyClicks(window.glossary.search, "peak funding")
    assert 1 <= window.glossary.list.count() < everything
    window.close()
