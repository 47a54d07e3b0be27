"""The results workbook from the window: asked by its keys, told in the status bar, cancelled, refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.exchange.results.study import write_results_study
from app.shell.resultsbook import STUDY
from app.state.engine import Request
from app.state.studies import Studies
from simulation.decide.pace import StepDone
from tests.app.window.conftest import ScriptedDialogs
from tests.portfolios import example_portfolio

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What is asked of the studies, instead of having it carried out."""
    kept: list[tuple[Any, ...]] = []

    def ask(studies: Studies, key: str, function: Any, *arguments: Any, **keywords: Any) -> None:
        kept.append((key, function, arguments, keywords))

    monkeypatch.setattr(Studies, "ask", ask)
    monkeypatch.setattr(Studies, "cancel", lambda studies, key: studies.cancelled.emit(key))
    return kept


@pytest.fixture
def desktop(start: Callable[[], Desktop], no_engine: list[Request], qtbot: QtBot) -> Desktop:
    made = start()
    made.parts.session.open(example_portfolio(), None)
    qtbot.waitUntil(lambda: made.window.pages[0] is not None)
    return made


def dialogs(desktop: Desktop) -> ScriptedDialogs:
    found = desktop.window.documents.dialogs
    assert isinstance(found, ScriptedDialogs)
    return found


def test_it_is_asked_told_and_done(
    desktop: Desktop, asked: list[tuple[Any, ...]], qtbot: QtBot, tmp_path: Path
) -> None:
    """All scenarios go into it where the user says so; the example has two beside the base."""
    dialogs(desktop).path = tmp_path / "results.xlsx"
    qtbot.keyClick(desktop.window, Qt.Key.Key_E, KEYS)
    key, function, arguments, keywords = asked[-1]
    assert (key, function) == (STUDY, write_results_study)
    assert arguments == (desktop.parts.session.portfolio, tmp_path / "results.xlsx")
    assert keywords == {"scenario": None, "beside": ("lean", "lean-partner")}
    progress, studies = desktop.window.results.progress, desktop.parts.studies
    assert progress.isVisible()
    assert progress.what.text() == "results.xlsx: waiting for its turn"
    studies.advanced.emit(STUDY, StepDone(500, 2200, 1.0, 3.4, "Forecast of the base"))
    assert (progress.bar.value(), progress.bar.maximum()) == (500, 2200)
    assert (progress.what.text(), progress.left.text()) == ("Forecast of the base", "4 s left")
    studies.answered.emit(STUDY, None)
    assert not progress.isVisible()
    assert desktop.window.status.currentMessage() == "Wrote results.xlsx"


def test_it_may_hold_one_scenario_only(desktop: Desktop, asked: list[tuple[Any, ...]], tmp_path: Path) -> None:
    dialogs(desktop).path, dialogs(desktop).accepts = tmp_path / "results.xlsx", False
    desktop.parts.session.look_at("lean")
    desktop.window.results.export()
    assert asked[-1][3] == {"scenario": "lean", "beside": ()}


def test_no_file_no_question(desktop: Desktop, asked: list[tuple[Any, ...]]) -> None:
    before = len(asked)
    desktop.window.results.export()
    assert len(asked) == before
    assert not desktop.window.results.progress.isVisible()


def test_it_is_cancelled_by_its_button(
    desktop: Desktop, asked: list[tuple[Any, ...]], qtbot: QtBot, tmp_path: Path
) -> None:
    dialogs(desktop).path = tmp_path / "results.xlsx"
    desktop.window.results.export()
    qtbot.mouseClick(desktop.window.results.progress.cancel, Qt.MouseButton.LeftButton)
    assert not desktop.window.results.progress.isVisible()
    assert desktop.window.status.currentMessage() == "Cancelled; results.xlsx was not written"


def test_a_refusal_is_told(desktop: Desktop, asked: list[tuple[Any, ...]], tmp_path: Path) -> None:
    dialogs(desktop).path = tmp_path / "results.xlsx"
    desktop.window.results.export()
    desktop.parts.studies.failed.emit(STUDY, "results.xlsx: the disk is full. Nothing was written.")
    assert dialogs(desktop).told == ["results.xlsx: the disk is full. Nothing was written."]
    assert not desktop.window.results.progress.isVisible()


def test_the_process_of_studies_writes_it(start: Callable[[], Desktop], qtbot: QtBot, tmp_path: Path) -> None:
    """The real thing, once: 1,000 futures of the small example, in a process of its own."""
    desktop = start()
    desktop.parts.session.open(example_portfolio(), None)
    path = tmp_path / "results.xlsx"
    dialogs(desktop).path, dialogs(desktop).accepts = path, False
    with qtbot.waitSignal(desktop.window.results.said, timeout=60_000):
        desktop.window.results.export()
    assert path.read_bytes().startswith(b"PK")
    assert desktop.window.status.currentMessage() == "Wrote results.xlsx"
