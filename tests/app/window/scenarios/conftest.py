"""The page of scenarios over the example, alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.scenarios.page import ScenariosPage
from tests.app.window.desks import TRIALS, desk_with, shown
from tests.portfolios import example_portfolio


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(example_portfolio(), trials=TRIALS, waits=True)
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScenariosPage:
    return shown(ScenariosPage(desk), qtbot, 1060, 640)
