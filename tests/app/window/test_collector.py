"""The collector of the window's thread: cycles go, old ones too, and what is old is not looked through each time."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.state.collector import Collector

MANY = 25_000
"""More than any generation may have before it is looked through."""


class Knot:
    """Refers to itself: only a collector takes it away."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    """One that collects when it is told to."""
    made = Collector()
    made.stop()
    made.collect_all()  # what the tests before have left is set aside
    yield made
    made.close()
    made.deleteLater()


def cycles() -> list[list[object]]:
    """So many objects that refer to themselves."""
    made: list[list[object]] = [[] for _ in range(MANY)]
    for one in made:
        one.append(one)
    return made


def test_python_collects_nothing_by_itself(collector: Collector) -> None:
    """Also where enough was made that it would."""
    gone = weakref.ref(Knot())
    kept = cycles()
    assert gone() is not None
    assert len(kept) == MANY


def test_many_young_cycles_are_collected(collector: Collector) -> None:
    """As soon as more was made than the youngest may have."""
    gone = weakref.ref(Knot())
    kept = cycles()
    collector.collect_some()
    assert gone() is None
    assert len(kept) == MANY


def test_what_outlives_three_looks_is_set_aside(collector: Collector) -> None:
    """One look for each generation at the most."""
    kept = cycles()
    before = gc.get_freeze_count()
    for _ in range(3):
        collector.collect_some()
    assert gc.get_freeze_count() >= before + MANY
    assert len(kept) == MANY


def test_cycles_of_what_was_set_aside_go_when_all_is_looked_through(collector: Collector) -> None:
    """A knot that was set aside with much else is not found among the young."""
    knot, kept = Knot(), cycles()
    for _ in range(3):
        collector.collect_some()
    gone = weakref.ref(knot)
    del knot
    for _ in range(3):
        kept.extend(cycles())
        collector.collect_some()
    assert gone() is not None
    collector.collect_all()
    assert gone() is None


def test_everything_is_looked_through_while_the_user_works_elsewhere(qapp: QApplication, qtbot: QtBot) -> None:
    """A while after the program is not the active one any more."""
    collector = Collector()
    try:
        gone = weakref.ref(Knot())
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
        qtbot.waitUntil(lambda: gone() is None, timeout=20_000)
    finally:
        collector.close()
        collector.deleteLater()


def test_closing_gives_python_its_collector_back(qapp: QApplication) -> None:
    """Nothing stays set aside."""
    was_enabled = gc.isenabled()
    collector = Collector()
    collector.collect_all()
    assert gc.get_freeze_count() > 0
    collector.close()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled() == was_enabled
    collector.deleteLater()
