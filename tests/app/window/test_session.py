"""The session: history, merging, what counts as unsaved."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.state import session as session_module
from app.state.session import Edit, Session
from models.edits import EditError, set_field
from models.portfolio import Portfolio
from tests.portfolios import example_portfolio


def named(name: str) -> Edit:
    """An edit that gives the plan a name."""

    def edit(portfolio: Portfolio) -> Portfolio:
        return set_field(portfolio, "portfolio.name", name)

    return edit


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    opened = Session()
    opened.open(example_portfolio(), None)
    yield opened
    opened.close()


def test_undo_after_do_is_the_same_root(session: Session) -> None:
    before = session.portfolio
    session.push(named("Other"), "rename the plan")
    assert session.portfolio.name == "Other"
    assert session.undo_stack.undoText() == "rename the plan"
    session.undo_stack.undo()
    assert session.portfolio is before
    session.undo_stack.redo()
    assert session.portfolio.name == "Other"


def test_each_change_is_told_once(session: Session, qtbot: QtBot) -> None:
    """Do, undo, redo: three signals."""
    told: list[str] = []
    session.portfolio_changed.connect(lambda: told.append(session.portfolio.name))
    before = session.portfolio.name
    session.push(named("Other"), "rename")
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert told == ["Other", before, "Other"]


def test_typing_in_one_field_is_one_step(session: Session) -> None:
    before = session.portfolio
    for name in ("A", "At", "Atl"):
        session.push(named(name), "type", merge_key="portfolio.name")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.portfolio is before


def test_another_field_and_a_pause_begin_another_step(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands at 0, then at 5 seconds: more than the second within which typing merges."""
    clock = [0.0]
    monkeypatch.setattr(session_module.time, "monotonic", lambda: clock[0])
    session.push(named("A"), "type", merge_key="one")
    session.push(named("B"), "type", merge_key="other")
    clock[0] = 5.0
    session.push(named("C"), "type", merge_key="other")
    session.push(named("D"), "type")
    assert session.undo_stack.count() == 4


def test_an_impossible_edit_changes_nothing(session: Session) -> None:
    before = session.portfolio
    with pytest.raises(EditError):
        session.push(lambda portfolio: set_field(portfolio, "team:nobody.headcount", 3), "change nobody")
    assert session.portfolio is before
    assert session.undo_stack.count() == 0


def test_an_edit_that_changes_nothing_is_no_step(session: Session) -> None:
    session.push(named(session.portfolio.name), "rename")
    assert session.undo_stack.count() == 0
    assert not session.is_dirty


def test_what_is_edited_while_it_is_saved_stays_unsaved(session: Session, tmp_path: object) -> None:
    from pathlib import Path

    session.push(named("A"), "rename")
    being_saved = session.portfolio
    session.push(named("B"), "rename")
    session.mark_saved(being_saved, Path("plan.foliocast"))
    assert session.is_dirty
    session.mark_saved(session.portfolio, Path("plan.foliocast"))
    assert not session.is_dirty


def test_a_scenario_that_goes_is_not_looked_at_any_more(session: Session) -> None:
    from models.edits import add_record, remove_records
    from models.overlay import Scenario

    session.push(lambda one: add_record(one, "scenario", Scenario(id="spare", name="Spare")), "add")
    session.look_at("spare")
    session.push(lambda one: remove_records(one, "scenario", ["spare"]), "remove")
    assert session.scenario is None
