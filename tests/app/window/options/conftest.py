"""The page of build, buy or partner over three ways to one initiative, alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.options.page import OptionsPage
from simulation.decide.choose.choice import Choice
from simulation.decide.choose.options import choose
from tests.app.window.desks import TRIALS, desk_with, shown
from tests.app.window.options.three import three_ways


@pytest.fixture(scope="module")
def choice() -> Choice:
    return choose(three_ways(), ("x",), trials=TRIALS)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = desk_with(three_ways(), trials=TRIALS, waits=True)
    yield made
    made.studies.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> OptionsPage:
    return shown(OptionsPage(desk), qtbot, 1060, 640)
