"""Nobody has to guess which question mark explains what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.glossary import explanation
from app.pages.entries import ENTRIES, Entry
from app.pages.explaining import Popover, WhatAreThese, WhatIsThis
from app.state.outlook import Details
from tests.app.window.desks import desk_with
from tests.app.window.runs import outlook_of
from tests.portfolios import example_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

BUDGET = ("cost", "p_over", "contingency")


def side_by_side(root: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    """Pairs of widgets that follow each other in a layout, with or without space between them."""
    for layout in root.findChildren(QLayout):
        items = [layout.itemAt(at) for at in range(layout.count())]
        yield from pairwise(widget for item in items if item is not None and (widget := item.widget()) is not None)


def is_question(widget: QWidget) -> bool:
    return isinstance(widget, QToolButton) and widget.text() == "?"


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])
def test_no_two_stand_side_by_side(entry: Entry, details: Details, qtbot: QtBot) -> None:
    """They look alike, so a row of them does not say which explains what: on no page, once it has a forecast."""
    page = entry.make(desk_with(example_portfolio(), outlook_of(details)))
    qtbot.addWidget(page)
    page.show()
    pairs = list(side_by_side(page))
    assert pairs  # else nothing was looked at
    rows = [(a.accessibleName(), b.accessibleName()) for a, b in pairs if is_question(a) and is_question(b)]
    assert rows == []


def test_one_offers_several_figures(qtbot: QtBot) -> None:
    """By their names, of which the tooltip and a screen reader tell; ``is_question`` finds both kinds of button."""
    desk = desk_with(example_portfolio())
    button = WhatAreThese(BUDGET, desk.session)
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Explain: Cost, P(over budget), Contingency"
    assert [action.text() for action in button.menu().actions()] == ["Cost", "P(over budget)", "Contingency"]
    assert is_question(button)
    assert is_question(WhatIsThis("cost", desk.session, parent=button))


def test_the_keys_open_the_menu_and_choose(qtbot: QtBot) -> None:
    """Space opens it, the second figure is reached by arrows; Escape closes the explanation."""
    desk = desk_with(example_portfolio())
    button = WhatAreThese(BUDGET, desk.session)
    qtbot.addWidget(button)
    button.show()
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus

    def choose_second() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)

    QTimer.singleShot(0, button, choose_second)
    QTest.keyClick(button, Qt.Key.Key_Space)
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, Popover)
    assert explanation("p_over").meaning in opened.text.words
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
