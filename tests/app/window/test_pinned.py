"""A result that is pinned stays, and later ones are shown against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.shell.figures import key_figures
from app.state.engine import Request
from app.state.outlook import Details, Outlook, figures_of
from app.state.session import Session
from models.edits import set_field
from simulation.run import forecast
from simulation.summarise import summarise
from tests.portfolios import example_portfolio


@pytest.fixture(scope="module")
def results() -> tuple[Details, Details]:
    """The example, and the same with one platform engineer more: revisions 1 and 2, of 200 futures each."""
    more = set_field(example_portfolio(), "team:platform.headcount", 9)
    return tuple(  # type: ignore[return-value]  # of two
        Details(revision, summarise(forecast(plan, trials=200, seed=7)))
        for revision, plan in enumerate((example_portfolio(), more), 1)
    )


def outlook_of(details: Details) -> Outlook:
    return Outlook(figures=figures_of(details), details=details)


def test_the_strip_shows_what_changed_since_the_pinned_result(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    """At first it is the pinned one itself, and there is nothing to compare; then there is a change of each figure."""
    session = Session()
    session.open(example_portfolio(), None)
    session.set_outlook(outlook_of(results[0]))
    session.pin()
    assert session.outlook.pinned is results[0]
    assert session.outlook.against_pinned is None
    session.set_outlook(replace(session.outlook, figures=figures_of(results[1]), details=results[1]))
    assert session.outlook.against_pinned == (figures_of(results[0]), figures_of(results[1]))
    told = [figure.changes[-1].text for figure in key_figures(session.outlook)]
    assert all(text.endswith("vs pinned") for text in told)
    session.unpin()
    assert all(figure.changes == () for figure in key_figures(session.outlook))


def test_other_numbers_of_futures_are_not_compared(results: tuple[Details, Details]) -> None:
    """The difference would be that of the futures."""
    few = replace(figures_of(results[1]), trials=100)
    assert Outlook(figures=few, details=results[1], pinned=results[0]).against_pinned is None


def test_another_document_has_nothing_pinned(qtbot: QtBot, results: tuple[Details, Details]) -> None:
    session = Session()
    session.open(example_portfolio(), None)
    session.pin()
    assert session.outlook.pinned is None
    session.set_outlook(outlook_of(results[0]))
    session.pin()
    session.open(example_portfolio(), None)
    assert session.outlook.pinned is None


def test_the_commands_pin_and_unpin(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], results: tuple[Details, Details]
) -> None:
    """Each can be used only where it makes a difference."""
    desktop = start()
    session, menus = desktop.parts.session, desktop.window.menus
    session.open(example_portfolio(), None)
    assert not menus.pin.isEnabled()
    session.set_outlook(outlook_of(results[0]))
    assert menus.pin.isEnabled()
    assert not menus.unpin.isEnabled()
    menus.pin.trigger()
    assert session.outlook.pinned is results[0]
    assert not menus.pin.isEnabled()
    session.set_outlook(replace(session.outlook, figures=figures_of(results[1]), details=results[1]))
    assert menus.pin.isEnabled()
    assert any(label.text().endswith("vs pinned") for label in desktop.window.strip.cells[0].changes)
    menus.unpin.trigger()
    assert session.outlook.pinned is None
    assert not menus.unpin.isEnabled()
