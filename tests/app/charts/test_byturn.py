"""Work by turns: one piece in each turn of the event loop, each once, and none for what is gone."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.charts.byturn import ByTurn, by_turn


class Worker(QObject):
    """Keeps count of the turns it was called in."""

    def __init__(self, name: str, log: list[str]) -> None:
        super().__init__()
        self._name, self._log = name, log

    def work(self) -> None:
        self._log.append(self._name)


@pytest.fixture
def queue(qapp: QApplication) -> ByTurn:
    return ByTurn()


def test_each_piece_has_a_turn_of_its_own(queue: ByTurn, qtbot: QtBot) -> None:
    """In the order in which they were put; never two in one turn."""
    log: list[str] = []
    workers = [Worker(name, log) for name in "abc"]
    for worker in workers:
        queue.put(worker.work)
    assert log == []
    known = 0
    while len(log) < len(workers):
        QCoreApplication.processEvents()
        assert len(log) <= known + 1
        known = len(log)
    assert log == ["a", "b", "c"]


def test_what_waits_already_is_not_put_twice(queue: ByTurn, qtbot: QtBot) -> None:
    """But again once it was done."""
    log: list[str] = []
    worker, last = Worker("a", log), Worker("last", log)
    for method in (worker.work, worker.work, last.work):
        queue.put(method)
    qtbot.waitUntil(lambda: log[-1:] == ["last"])
    assert log == ["a", "last"]
    queue.put(worker.work)
    qtbot.waitUntil(lambda: log[-1:] == ["a"])


def test_what_is_gone_is_left_out(queue: ByTurn, qtbot: QtBot) -> None:
    """Whether Python has let it go, or Qt has deleted it."""
    log: list[str] = []
    forgotten, deleted, last = (Worker(name, log) for name in ("forgotten", "deleted", "last"))
    for worker in (forgotten, deleted, last):
        queue.put(worker.work)
    del worker, forgotten
    shiboken6.delete(deleted)
    last_one = last
    qtbot.waitUntil(lambda: bool(log))
    assert log == ["last"]
    assert shiboken6.isValid(last_one)


def test_a_program_has_one(qapp: QApplication) -> None:
    assert by_turn() is by_turn()
    assert by_turn().parent() is qapp
