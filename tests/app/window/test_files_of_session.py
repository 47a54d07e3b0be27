"""Files as the window has them: autosave, recovery, changes on disk, unsaved work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.exchange.files import load_portfolio, save_portfolio
from app.state import files as files_module
from app.state.engine import Request
from app.state.preferences import Places
from app.state.recovery import Found, RecoveryFile, left_behind
from app.state.session import Edit, Session
from models.edits import set_field
from models.portfolio import Portfolio
from tests.app.window.conftest import ScriptedDialogs
from tests.portfolios import example_portfolio


def named(name: str) -> Edit:
    def edit(portfolio: Portfolio) -> Portfolio:
        return set_field(portfolio, "portfolio.name", name)

    return edit


def opened(desktop: Desktop, qtbot: QtBot, path: Path) -> Session:
    with qtbot.waitSignal(desktop.parts.files.opened):
        desktop.window.documents.open(path)
    return desktop.parts.session


def edited(desktop: Desktop, qtbot: QtBot, path: Path) -> tuple[Desktop, ScriptedDialogs]:
    """With a plan open that was renamed and not saved, and the dialogs that ask about it."""
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    opened(desktop, qtbot, path).push(named("Edited"), "rename")
    return desktop, dialogs


def test_edits_are_kept_without_being_saved(
    start: Callable[[], Desktop],
    qtbot: QtBot,
    plan: Path,
    places: Places,
    no_engine: list[Request],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a pause of a hundredth of a second instead of two; the file itself stays as it was."""
    monkeypatch.setattr(files_module, "AUTOSAVE_SECONDS", 0.01)
    session = opened(start(), qtbot, plan)
    session.push(named("Edited"), "rename")
    qtbot.waitUntil(lambda: any(places.recovery.glob("*.recovery")))
    assert load_portfolio(plan).name == example_portfolio().name


def test_a_crash_leaves_what_recovery_offers(
    start: Callable[[], Desktop], qtbot: QtBot, plan: Path, places: Places, no_engine: list[Request]
) -> None:
    """The lock of a process that is gone is not held; here it is let go by hand."""
    crashed = RecoveryFile(places.recovery, plan)
    edited = named("Edited")(example_portfolio())
    crashed.write(edited)
    crashed._lock.unlock()
    desktop = start()
    qtbot.waitUntil(lambda: desktop.window.welcome._found.count() == 1)
    session = opened(desktop, qtbot, plan)
    qtbot.waitUntil(desktop.window.notice.isVisible)
    desktop.window.notice.buttons[0].click()
    assert session.portfolio == edited
    assert session.is_dirty
    assert session.path == plan


def test_what_is_saved_is_not_offered_again(places: Places, plan: Path, qapp: QApplication) -> None:
    recovery = RecoveryFile(places.recovery, plan)
    recovery.write(example_portfolio())
    recovery._lock.unlock()
    assert left_behind(places.recovery) == []
    assert not recovery.place.exists()


def test_what_is_open_elsewhere_is_not_offered(places: Places, plan: Path) -> None:
    holder = RecoveryFile(places.recovery, plan)
    holder.write(named("Edited")(example_portfolio()))
    assert left_behind(places.recovery) == []
    assert holder.place.exists()
    second = RecoveryFile(places.recovery, plan)
    assert second.place != holder.place
    holder.close()
    second.close()


def test_a_recovery_file_that_is_damaged_is_no_offer(places: Places) -> None:
    places.recovery.mkdir(parents=True)
    (places.recovery / "x-1.recovery").write_bytes(b'{"path": null}\nnonsense')
    assert left_behind(places.recovery) == []


def test_a_change_by_another_program_is_noticed(
    start: Callable[[], Desktop], qtbot: QtBot, plan: Path, no_engine: list[Request]
) -> None:
    desktop = start()
    session = opened(desktop, qtbot, plan)
    with qtbot.waitSignal(desktop.parts.files.changed_on_disk):
        save_portfolio(plan, named("From elsewhere")(example_portfolio()))
    assert desktop.window.notice.isVisible()
    with qtbot.waitSignal(desktop.parts.files.opened):
        desktop.window.notice.buttons[0].click()
    assert session.portfolio.name == "From elsewhere"


def test_closing_asks_about_unsaved_work(
    start: Callable[[], Desktop], qtbot: QtBot, plan: Path, no_engine: list[Request]
) -> None:
    """Cancel keeps the window; save writes and closes."""
    desktop, dialogs = edited(start(), qtbot, plan)
    desktop.window.close()
    assert desktop.window.isVisible()
    assert dialogs.asked_about == ["plan.foliocast"]
    dialogs.unsaved = "save"
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    assert load_portfolio(plan).name == "Edited"


def test_closing_gives_up_unsaved_work_where_told_to(
    start: Callable[[], Desktop], qtbot: QtBot, plan: Path, no_engine: list[Request]
) -> None:
    """The window goes, and the file stays as it was."""
    desktop, dialogs = edited(start(), qtbot, plan)
    dialogs.unsaved = "discard"
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    assert load_portfolio(plan).name == example_portfolio().name


def test_a_file_that_cannot_be_written_keeps_the_edits(
    start: Callable[[], Desktop], qtbot: QtBot, tmp_path: Path, plan: Path, no_engine: list[Request]
) -> None:
    desktop = start()
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    session = opened(desktop, qtbot, plan)
    session.push(named("Edited"), "rename")
    dialogs.path = tmp_path / "nowhere" / "plan.foliocast"
    desktop.window.documents.save_as()
    qtbot.waitUntil(lambda: bool(dialogs.told))
    assert "there is no folder" in dialogs.told[0]
    assert session.is_dirty
    assert session.path == plan


def test_a_file_with_fields_that_do_not_fit_is_named(
    start: Callable[[], Desktop], qtbot: QtBot, tmp_path: Path, plan: Path, no_engine: list[Request]
) -> None:
    """With what is wrong first, and with the plan that is open as it was."""
    desktop = start()
    dialogs = desktop.window.documents.dialogs
    assert isinstance(dialogs, ScriptedDialogs)
    session = opened(desktop, qtbot, plan)
    other = tmp_path / "other.foliocast"
    other.write_text('{"groceries": ["milk"]}')
    desktop.window.documents.open(other)
    qtbot.waitUntil(lambda: bool(dialogs.told))
    assert dialogs.told[0].startswith(f"{other}: 3 fields cannot be read. The first is ")
    assert "mend it there" in dialogs.told[0]
    assert session.path == plan


def test_the_window_comes_back_as_it_was(
    start: Callable[[], Desktop], qtbot: QtBot, plan: Path, no_engine: list[Request]
) -> None:
    first = start()
    opened(first, qtbot, plan)
    first.parts.appearance.choose("dark")
    first.window.resize(780, 640)  # the screen that nobody sees has 800 x 800
    first.window.close()
    second = start()
    assert second.parts.preferences.recent == [plan]
    assert second.parts.appearance.choice == "dark"
    assert (second.window.width(), second.window.height()) == (780, 640)


def test_found_says_what_and_when(places: Places, qapp: QApplication) -> None:
    """A document that was never saved has no path."""
    recovery = RecoveryFile(places.recovery, None)
    recovery.write(example_portfolio())
    recovery._lock.unlock()
    found = left_behind(places.recovery)
    assert [(one.path, one.portfolio) for one in found] == [(None, example_portfolio())]
    assert isinstance(found[0], Found)


def test_a_program_that_is_told_to_end_leaves_its_edits(
    start: Callable[[], Desktop], qtbot: QtBot, plan: Path, places: Places, no_engine: list[Request]
) -> None:
    """As at the end of a desktop session: nobody is asked, nothing is saved, nothing is lost."""
    desktop = start()
    session = opened(desktop, qtbot, plan)
    session.push(named("Edited"), "rename")
    desktop.parts.files.close()
    assert [one.portfolio.name for one in left_behind(places.recovery)] == ["Edited"]
    desktop.parts.files._background = files_module.Background(desktop.parts.files)  # for the end of the test
