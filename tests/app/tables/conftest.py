"""What table tests share: a screen that needs no display, a fake session, the sample portfolio."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.tables.inspector import Inspector
from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts
from models.check import check
from models.issue import Issue
from models.portfolio import Portfolio
from tests.app.tables.fake import FakeEditor
from tests.app.tables.keys import MakePanel
from tests.places import sample_portfolio


@pytest.fixture(scope="session")
def sample() -> Portfolio:
    """The sample portfolio; frozen, so all tests may share it."""
    return sample_portfolio()


@pytest.fixture(scope="session")
def sample_issues(sample: Portfolio) -> tuple[Issue, ...]:
    """What the check finds in the sample, found once."""
    return tuple(check(sample))


@pytest.fixture
def editor(sample: Portfolio, sample_issues: tuple[Issue, ...], qapp: QApplication) -> FakeEditor:
    """A session with the sample open."""
    return FakeEditor(sample, sample_issues)


@pytest.fixture
def pending(editor: FakeEditor) -> PendingTexts:
    """The texts that are no values, of that session."""
    return PendingTexts(editor)


@pytest.fixture
def panel_of(editor: FakeEditor, pending: PendingTexts, qtbot: QtBot) -> MakePanel:
    """Makes the panel of a kind, shown and with the keys."""

    made: list[RecordTablePanel] = []

    def make(kind: str, parent_id: str | None = None) -> RecordTablePanel:
        panel = RecordTablePanel(editor, pending, kind, parent_id)
        made.append(panel)  # or Python would take it away as soon as a test keeps its view only
        panel.resize(1100, 500)
        qtbot.addWidget(panel)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        panel.view.setFocus()
        return panel

    return make


@pytest.fixture
def inspector(editor: FakeEditor, pending: PendingTexts, qtbot: QtBot) -> Inspector:
    """An inspector, shown and with the keys."""
    shown = Inspector(editor, pending)
    shown.resize(340, 600)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    return shown


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qapp: QApplication) -> Iterator[None]:
    """Every test ends with the top-level widgets and threads that it began with."""
    threads, widgets = set(threading.enumerate()), len(qapp.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert set(threading.enumerate()) == threads
    assert len(qapp.topLevelWidgets()) <= widgets
