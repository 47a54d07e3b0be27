"""What the window loads, when, and what it never needs."""

import subprocess
import sys

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.shell.ahead import LoadingAhead
from tests.places import ROOT

PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from app.desktop import build
from app.shell.ahead import LoadingAhead

program = QCoreApplication([])
ahead = LoadingAhead(program)
ahead.start()
watch = QTimer()
watch.timeout.connect(lambda: ahead.is_at_work or program.quit())
watch.start(20)
program.exec()
print("app.pages.optimise.page" in sys.modules, "app.pages.delivery.replay" in sys.modules)
heavy = ("numba", "simpy", "scipy.stats", "scipy.optimize", "scipy.interpolate")
print([name for name in heavy if name in sys.modules])
"""


def test_all_pages_are_loaded_and_neither_compiler_nor_solver() -> None:
    """Those take half a second each, and are the engines' business, which are processes of their own."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["True True", "[]"], ended.stderr


def test_loading_begins_once_and_ends(qtbot: QtBot) -> None:
    """Asked again, it does nothing."""
    owner = QWidget()
    qtbot.addWidget(owner)
    ahead = LoadingAhead(owner)
    assert not ahead.is_at_work
    ahead.start()
    assert ahead.is_at_work
    qtbot.waitUntil(lambda: not ahead.is_at_work, timeout=120_000)
    ahead.start()
    assert not ahead.is_at_work
