"""Pages of tables: a table is made when its tab is first shown or led to, and keys go where they go with all made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.pages.initiatives import InitiativesPage
from app.state.engine import Request
from app.state.templates import sample_plan

INITIATIVES = 1


@pytest.fixture
def page(start: Callable[[], Desktop], no_engine: list[Request]) -> InitiativesPage:
    """The Initiatives page, with five tables, as it opens."""
    desktop = start()
    desktop.parts.session.open(sample_plan(), None)
    desktop.window.show_page(INITIATIVES)
    made = desktop.window.pages[INITIATIVES]
    assert isinstance(made, InitiativesPage)
    return made


def test_only_the_table_in_front_is_made(page: InitiativesPage) -> None:
    """The other four are tabs with nothing behind them."""
    assert list(page.panels) == ["initiative"]
    assert page.tabs.count() == 5


def test_a_click_on_a_tab_makes_its_table(page: InitiativesPage, qtbot: QtBot) -> None:
    """It shows all stages."""
    bar = page.tabs.tabBar()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    panel = page.panels["stage"]
    assert list(page.panels) == ["initiative", "stage"]
    assert page.current_panel is panel
    assert panel.view.isVisible()
    assert panel.table.rowCount() == sum(len(o.stages) for one in sample_plan().initiatives for o in one.options)


def test_a_cell_of_a_table_that_is_not_made_is_led_to(page: InitiativesPage) -> None:
    """Its tab comes in front, the cell is current and has the keys."""
    option = sample_plan().initiatives[1].options[0]
    assert page.show_cell("option", option.id, "kind")
    view = page.panels["option"].view
    assert page.current_panel.view is view
    assert view.row_at(view.currentIndex().row()).id == option.id
    assert QApplication.focusWidget() is view


def test_a_kind_of_another_page_is_not_found(page: InitiativesPage) -> None:
    """And no table is made for it."""
    assert not page.show_cell("team", "web", "name")
    assert list(page.panels) == ["initiative"]
