"""What is stale for a moment is not greyed: most forecasts are in before anybody could read that they are not.

Timers are driven here, no test waits for one.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.pages.forecasting import ForecastPage
from app.state.engine import Detailed, Ended, Forecast, Request
from app.state.grace import Grace
from app.state.live import LiveForecast
from app.state.outlook import Details, Outlook, Progress, figures_of
from models.edits import set_field
from tests.portfolios import example_portfolio

VALUE = 5


@pytest.fixture
def grace(qtbot: QtBot) -> Grace:
    return Grace()


@pytest.fixture
def known(details: Details) -> Outlook:
    """All of a run is in."""
    return Outlook(figures=figures_of(details), details=details, full_is_in=True)


def greys(outlook: Outlook) -> list[bool]:
    """Of figures, details and views."""
    return [outlook.figures_grey, outlook.details_grey, outlook.views_grey]


def test_nothing_is_waited_for_while_all_is_in(grace: Grace, known: Outlook) -> None:
    """No timer runs behind a window that is at rest."""
    assert grace.judge(known) == known
    assert not grace.for_details.isActive()
    assert not grace.for_views.isActive()


def test_figures_are_grey_only_after_a_while(grace: Grace, known: Outlook, details: Details, qtbot: QtBot) -> None:
    """After an edit they keep their colours; later all is grey, until the new ones are in."""
    edited = grace.judge(replace(known, stale=True))
    assert greys(edited) == [False, False, False]
    with qtbot.waitSignal(grace.ended, timeout=0):
        grace.for_details.timeout.emit()
    late = grace.judge(edited)
    assert greys(late) == [True, True, True]
    come = grace.judge(replace(late, stale=False))
    assert greys(come) == [False, False, False]


def test_a_forecast_that_is_in_time_stops_the_timers(grace: Grace, known: Outlook) -> None:
    grace.judge(replace(known, stale=True))
    assert grace.for_details.isActive()
    grace.judge(known)
    assert not grace.for_details.isActive()
    assert not grace.for_views.isActive()


def test_each_key_does_not_put_grey_off(grace: Grace, known: Outlook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who goes on typing sees figures that have been old since the first key: the timer is not started again."""
    begun: list[None] = []
    start = grace.for_details.start
    monkeypatch.setattr(grace.for_details, "start", lambda: (begun.append(None), start()))
    for progress in (None, Progress(1, 2, None)):
        grace.judge(replace(known, stale=True, progress=progress))
    assert len(begun) == 1


def test_views_are_waited_for_longer(grace: Grace, known: Outlook, details: Details) -> None:
    """A preview sends them after a pause in typing; tables that are in meanwhile have their colours."""
    without = replace(known, details=replace(details, views=None))
    grace.judge(replace(without, stale=True))
    told = grace.judge(without)
    assert not grace.for_details.isActive()
    assert grace.for_views.isActive()
    assert not told.views_grey
    grace.for_views.timeout.emit()
    told = grace.judge(without)
    assert told.views_grey
    assert not told.details_grey
    assert not grace.judge(known).views_grey


def test_another_document_begins_anew(grace: Grace, known: Outlook) -> None:
    grace.judge(replace(known, stale=True))
    grace.for_details.timeout.emit()
    grace.forget()
    assert not grace.judge(replace(known, stale=True)).overdue


@pytest.fixture
def desktop(start: Callable[[], Desktop], no_engine: list[Request], details: Details, qtbot: QtBot) -> Desktop:
    """The example, opened and forecast, with the Value page in sight."""
    desktop = start()
    desktop.parts.session.open(example_portfolio(), None)
    answer(desktop.parts.live, details)
    desktop.window.show_page(VALUE)
    return desktop


def answer(live: LiveForecast, details: Details) -> None:
    """Say what an engine says: figures, details, and that this was all."""
    details = replace(details, revision=live._revision)
    live._take_preview(Forecast(figures_of(details), is_base=False))
    live._take_preview(Detailed(details))
    live._take_preview(Ended(live._revision))
    live._take_full(Ended(live._revision))


def test_an_edit_that_is_answered_at_once_greys_nothing(desktop: Desktop, details: Details) -> None:
    """Strip, tiles and charts keep their colours from the edit to the answer; late ones are grey until then."""
    session, live, page = desktop.parts.session, desktop.parts.live, desktop.window.pages[VALUE]
    assert isinstance(page, ForecastPage)
    charts = page.panels[0].charts()
    strip = desktop.window.strip.cells[0].headline

    def grey() -> list[bool]:
        tile = page.tiles.tiles[0].headline
        return [strip.property("stale") == "true", tile.property("stale") == "true", any(c.is_stale for c in charts)]

    session.push(lambda p: set_field(p, "settings.discount_rate", "0.5"), "discount more")
    assert session.outlook.stale
    assert grey() == [False, False, False]
    assert not page.state.isVisible()
    answer(live, details)
    assert grey() == [False, False, False]
    session.push(lambda p: set_field(p, "settings.discount_rate", "0.4"), "discount less")
    live.grace.for_details.timeout.emit()
    assert grey() == [True, True, True]
    assert page.state.isVisible()
    answer(live, details)
    assert grey() == [False, False, False]


def test_what_the_last_edit_changed_stays_until_the_next_is_known(desktop: Desktop, details: Details) -> None:
    """The lines below the key figures would vanish and come back with each edit."""
    session, live = desktop.parts.session, desktop.parts.live
    session.push(lambda p: set_field(p, "settings.discount_rate", "0.5"), "discount more")
    answer(live, details)
    told = session.outlook.since_edit
    assert told is not None
    session.push(lambda p: set_field(p, "settings.discount_rate", "0.4"), "discount less")
    assert session.outlook.since_edit is told
    answer(live, details)
    assert session.outlook.since_edit is not told
