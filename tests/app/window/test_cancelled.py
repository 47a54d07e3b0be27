"""What is said of figures of before: that new ones come, or that they were given up and how to get them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.pages.overview.drawing import answer
from app.pages.value.page import ValuePage
from app.shell.status import Status
from app.shell.strip import Strip
from app.state.outlook import Details, Outlook, figures_of
from tests.app.window.desks import desk_with, shown
from tests.portfolios import example_portfolio


@pytest.fixture
def running(details: Details) -> Outlook:
    """The plan has changed, and its preview is late."""
    figures = figures_of(details)
    return Outlook(phase="preview", stale=True, overdue=True, figures=figures, details=details)


@pytest.fixture
def cancelled(running: Outlook) -> Outlook:
    return replace(running, phase="cancelled")


def test_a_page_says_whether_new_figures_come(qtbot: QtBot, running: Outlook, cancelled: Outlook) -> None:
    """After Cancel nothing is being computed; Run would do it."""
    desk = desk_with(example_portfolio(), running)
    page = shown(ValuePage(desk), qtbot)
    assert "being computed" in page.state.text()
    desk.session.set_outlook(cancelled)
    assert "Run (F5)" in page.state.text()
    assert "being computed" not in page.state.text()


def test_the_overview_says_so_too(running: Outlook, cancelled: Outlook) -> None:
    assert answer(running).endswith("Being computed anew.")
    assert answer(cancelled).endswith("The plan has changed since; Run (F5) computes it anew.")


def test_the_status_bar_does_not_call_old_figures_the_outcome(qtbot: QtBot, cancelled: Outlook) -> None:
    """The number of futures is said where they are of the plan as it is."""
    status = Status()
    qtbot.addWidget(status)
    status.show_outlook(cancelled)
    assert status.state.text() == "Cancelled; the figures are those of before"
    status.show_outlook(replace(cancelled, stale=False))
    assert status.state.text().startswith("Cancelled; 200 futures")


def test_screen_readers_hear_it(qtbot: QtBot, running: Outlook, cancelled: Outlook) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    for outlook, words in ((running, ", being computed"), (cancelled, ", of before")):
        strip.show_outlook(outlook)
        assert strip.cells[0].accessibleName().endswith(words)
