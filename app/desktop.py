"""The desktop program: the one place where its objects are wired."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.shell.appearance import Appearance
from app.state.collector import Collector
from app.state.files import Files
from app.state.live import LiveForecast
from app.state.preferences import Places, PreferenceStore, usual_places
from app.state.session import Session
from app.state.studies import Studies
from app.window import MainWindow, Parts


@dataclass
class Desktop:
    """A running program: its window, and what ends with it."""

    window: MainWindow
    parts: Parts
    collector: Collector

    def close(self) -> None:
        """End threads and processes; unsaved edits of an open document are left for recovery."""
        self.parts.session.undo_stack.blockSignals(True)  # it tells of its own end, to widgets that are gone by then
        self.parts.live.close()
        self.parts.studies.close()
        self.parts.files.close()
        self.collector.close()


def build(app: QApplication, places: Places) -> Desktop:
    """Wire a program; nothing is shown yet."""
    collector = Collector()
    preferences = PreferenceStore(places.preferences)
    appearance = Appearance(app, preferences)
    session = Session()
    live = LiveForecast(session)
    studies = Studies()
    session.document_opened.connect(studies.cancel_all)
    files = Files(session, places.recovery)
    parts = Parts(session, files, live, studies, preferences, appearance)
    return Desktop(MainWindow(parts), parts, collector)


def run(file: Path | None = None, *, sample: bool = False) -> int:
    """Show the window until it is closed, with a file or the sample in it; the exit code."""
    scaling = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(scaling)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Foliocast")
    app.setDesktopFileName("foliocast")
    desktop = build(app, usual_places())
    desktop.window.show()
    for number in (signal.SIGINT, signal.SIGTERM):  # taken when Python next runs: the collector sees to that
        signal.signal(number, _quit)
    documents = desktop.window.documents
    QTimer.singleShot(0, desktop.parts.live.warm_up)
    if file is not None:
        QTimer.singleShot(0, _opening(documents.open, file))
    elif sample:
        QTimer.singleShot(0, documents.open_sample)
    try:
        return app.exec()
    finally:
        desktop.close()


def _quit(number: int, frame: FrameType | None) -> None:
    QCoreApplication.exit(0)  # quit() would ask about unsaved work, and nobody may be there to answer


def _opening(open_file: Callable[[Path], None], file: Path) -> Callable[[], None]:
    def call() -> None:
        open_file(file)

    return call
