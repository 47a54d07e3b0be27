"""A whole program for each test, in folders of its own; afterwards nothing of it may be left."""

import gc
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import Desktop, build
from app.shell.dialogs import UnsavedAnswer
from app.shell.importing import ImportDialog
from app.shell.unsaved import Unsaved
from app.state.engine import Request
from app.state.line import Line
from app.state.outlook import Details
from app.state.preferences import Places
from simulation.summary.shapes import Summary
from tests.app.window.runs import details_of
from tests.portfolios import example_portfolio


class ScriptedDialogs:
    """Answers what a test has put in; what is told is kept."""

    importer: ImportDialog

    def __init__(self, window: QWidget | None = None) -> None:
        self.window = window
        self.path: Path | None = None
        self.unsaved: UnsavedAnswer = "cancel"
        self.accepts = True
        self.asked_about: list[str] = []
        self.questions: list[Unsaved] = []
        self.told: list[str] = []
        self.paper: QPagedPaintDevice | None = None

    def file_to_open(self, folder: Path) -> Path | None:
        return self.path

    def file_to_save(self, suggestion: Path) -> Path | None:
        return self.path

    def workbook_to_open(self, folder: Path) -> Path | None:
        return self.path

    def workbook_to_save(self, suggestion: Path) -> Path | None:
        return self.path

    def pdf_to_save(self, suggestion: Path) -> Path | None:
        return self.path

    def printer(self) -> QPagedPaintDevice | None:
        return self.paper

    def baseline_name(self, suggestion: str) -> str:
        self.asked_about.append(suggestion)
        return "Board" if self.accepts else ""

    def compares(self, others: int) -> bool | None:
        return self.accepts

    def folder_to_open(self, folder: Path) -> Path | None:
        return self.path

    def folder_to_save(self, folder: Path) -> Path | None:
        return self.path

    def replaces(self, folder: Path) -> bool:
        self.asked_about.append(folder.name)
        return self.accepts

    def importing(self, name: str, open_plan: str | None) -> ImportDialog:
        self.importer = ImportDialog(name, open_plan, self.window)
        return self.importer

    def about_unsaved(self, unsaved: Unsaved) -> UnsavedAnswer:
        self.asked_about.append(unsaved.title)
        self.questions.append(unsaved)
        return self.unsaved

    def tell(self, title: str, text: str, details: str = "") -> None:
        self.told.append(text)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "config", tmp_path / "data")


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, places: Places) -> Iterator[Callable[[], Desktop]]:
    """Starts a program; may be called again for a second start in the same folders."""
    threads, windows = set(threading.enumerate()), set(qapp.topLevelWidgets())
    started: list[Desktop] = []

    def begin() -> Desktop:
        desktop = build(qapp, places)
        desktop.window.documents.dialogs = ScriptedDialogs(desktop.window)
        desktop.window.show()
        qtbot.waitExposed(desktop.window)
        started.append(desktop)
        return desktop

    yield begin
    for desktop in started:
        end(desktop)
    started.clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # here, not in a thread of the next test
    assert set(threading.enumerate()) - threads == set()
    assert multiprocessing.active_children() == []
    assert {one for one in qapp.topLevelWidgets() if one.isVisible()} - windows == set()


def end(desktop: Desktop) -> None:
    """End a program as the user does who discards what is unsaved."""
    desktop.parts.session.close()
    desktop.window.close()
    desktop.close()
    desktop.window.deleteLater()
    desktop.parts.appearance.deleteLater()


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Requests for forecasts are kept instead of carried out: for tests that need no figures."""
    asked: list[Request] = []

    def ask(line: Line, request: Request) -> None:
        asked.append(request)

    monkeypatch.setattr(Line, "ask", ask)
    return asked


@pytest.fixture(scope="session")
def details() -> Details:
    """The example, forecast once; frozen, so all tests may share it."""
    return details_of(example_portfolio())


@pytest.fixture(scope="session")
def summary(details: Details) -> Summary:
    return details.summary
