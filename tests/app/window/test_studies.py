"""Studies with their real process: answers, progress, order, cancelling, errors in words, and processes that die."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.state.studies import STOP_MS, Studies
from app.state.studying import words_of
from models.issue import Issue
from tests.app.window import studies_to_ask as asked
from tests.portfolios import example_portfolio

PATIENCE = 60_000  # milliseconds: a process starts with cold caches on a busy machine


class Heard:
    """Keeps what is told, in order, without the steps."""

    def __init__(self, studies: Studies) -> None:
        self.told: list[tuple[object, ...]] = []
        self.steps: list[tuple[str, int, int, str]] = []
        studies.answered.connect(self._answered)
        studies.failed.connect(self._failed)
        studies.cancelled.connect(self._cancelled)
        studies.advanced.connect(self._advanced)

    def _answered(self, key: str, answer: object) -> None:
        self.told.append(("answered", key, answer))

    def _failed(self, key: str, words: str) -> None:
        self.told.append(("failed", key, words))

    def _cancelled(self, key: str) -> None:
        self.told.append(("cancelled", key))

    def _advanced(self, key: str, step: object) -> None:
        self.steps.append((key, step.done, step.total, step.what))  # type: ignore[attr-defined]


@pytest.fixture
def studies(qtbot: QtBot) -> Iterator[Studies]:
    threads = set(threading.enumerate())
    made = Studies()
    yield made
    made.close()
    made.deleteLater()
    assert set(threading.enumerate()) - threads == set()
    assert multiprocessing.active_children() == []


def test_questions_are_answered_one_after_the_other(studies: Studies, qtbot: QtBot) -> None:
    """With their steps; a portfolio goes over as it is."""
    heard = Heard(studies)
    studies.ask("sum", asked.add, 1.5, second=2.0)
    studies.ask("name", asked.name_of, example_portfolio())
    assert studies.is_asked("sum")
    assert studies.is_asked("name")
    qtbot.waitUntil(lambda: len(heard.told) == 2, timeout=PATIENCE)
    assert heard.told == [("answered", "sum", 3.5), ("answered", "name", "Example")]
    assert heard.steps == [("sum", 1, 2, "the first"), ("sum", 2, 2, "the second")]
    assert not studies.is_asked("sum")


def test_a_study_that_listens_stops_at_once_and_the_next_begins(studies: Studies, qtbot: QtBot) -> None:
    """In the same process: nothing is started anew."""
    heard = Heard(studies)
    studies.ask("long", asked.endless)
    qtbot.waitUntil(lambda: bool(heard.steps), timeout=PATIENCE)
    process = studies._line._call._process  # type: ignore[union-attr]
    studies.cancel("long")
    assert heard.told == [("cancelled", "long")]
    studies.ask("sum", asked.add, 1, 2)
    qtbot.waitUntil(lambda: len(heard.told) == 2, timeout=PATIENCE)
    assert heard.told[1] == ("answered", "sum", 3)
    assert studies._line._call._process is process  # type: ignore[union-attr]


def test_a_study_that_does_not_listen_loses_its_process(studies: Studies, qtbot: QtBot) -> None:
    """The deaf one would sleep for a minute; its process is ended within half a second, and another one answers."""
    heard = Heard(studies)
    studies.ask("deaf", asked.deaf)
    qtbot.waitUntil(lambda: bool(heard.steps), timeout=PATIENCE)
    process = studies._line._call._process  # type: ignore[union-attr]
    assert STOP_MS < 500
    watch = QElapsedTimer()
    watch.start()
    studies.cancel("deaf")
    studies.ask("sum", asked.add, 1, 2)
    qtbot.waitUntil(lambda: len(heard.told) == 2, timeout=PATIENCE)
    assert heard.told == [("cancelled", "deaf"), ("answered", "sum", 3)]
    assert watch.elapsed() >= STOP_MS  # it was given its time
    assert studies._line._call._process is not process  # type: ignore[union-attr]


def test_the_newest_of_a_key_supersedes(studies: Studies, qtbot: QtBot) -> None:
    """Both the one under way and the one that waits; nothing is heard of them."""
    heard = Heard(studies)
    studies.ask("one", asked.endless)
    studies.ask("two", asked.add, 1, 1)
    studies.ask("two", asked.add, 2, 2)
    qtbot.waitUntil(lambda: bool(heard.steps), timeout=PATIENCE)
    studies.ask("one", asked.add, 3, 3)
    qtbot.waitUntil(lambda: len(heard.told) == 2, timeout=PATIENCE)
    assert sorted(heard.told) == [("answered", "one", 6), ("answered", "two", 4)]


def test_errors_come_in_words(studies: Studies, qtbot: QtBot) -> None:
    """A study that raises, a plan with errors, an answer that cannot be passed on; the process goes on."""
    heard = Heard(studies)
    studies.ask("broken", asked.broken)
    studies.ask("refused", asked.refused)
    studies.ask("secret", asked.secret)
    studies.ask("sum", asked.add, 1, 2)
    qtbot.waitUntil(lambda: len(heard.told) == 4, timeout=PATIENCE)
    assert heard.told[0] == ("failed", "broken", "there is no team sales")
    assert heard.told[1][2] == (
        "The plan has 3 errors. stage s0, duration: is missing; stage s1, duration: is missing; and 1 more"
    )
    assert str(heard.told[2][2]).startswith("the answer cannot be passed on")
    assert heard.told[3] == ("answered", "sum", 3)


def test_a_dead_process_is_tried_again_once(studies: Studies, qtbot: QtBot, tmp_path: Path) -> None:
    """A second death in a row is told, and the next question gets a new process."""
    heard = Heard(studies)
    studies.ask("once", asked.deadly_once, tmp_path / "died")
    qtbot.waitUntil(lambda: len(heard.told) == 1, timeout=PATIENCE)
    assert heard.told == [("answered", "once", "survived")]
    studies.ask("deadly", asked.deadly)
    studies.ask("sum", asked.add, 1, 2)
    qtbot.waitUntil(lambda: len(heard.told) == 3, timeout=PATIENCE)
    assert heard.told[1][:2] == ("failed", "deadly")
    assert heard.told[2] == ("answered", "sum", 3)


def test_all_can_be_cancelled_and_what_is_not_asked_cannot(studies: Studies, qtbot: QtBot) -> None:
    heard = Heard(studies)
    studies.ask("long", asked.endless)
    studies.ask("sum", asked.add, 1, 2)
    studies.cancel("nothing")
    studies.cancel_all()
    assert sorted(heard.told) == [("cancelled", "long"), ("cancelled", "sum")]
    assert not studies.is_asked("long")


def test_another_document_ends_all_studies(start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[object]) -> None:
    """What was asked of the document before is of no use; the pages have the studies of the program."""
    parts = start().parts
    parts.session.open(example_portfolio(), None)
    heard = Heard(parts.studies)
    parts.studies.ask("long", asked.endless)
    parts.session.open(example_portfolio(), None)
    assert heard.told == [("cancelled", "long")]


def test_only_functions_of_modules_are_asked(studies: Studies) -> None:
    """Another process could not find a function within a function."""

    def local() -> None:
        """Found by nobody."""

    with pytest.raises(ValueError, match="not a function of a module"):
        studies.ask("local", local)


def test_one_error_is_told_alone() -> None:
    words = words_of((Issue("team core", "headcount", "must not be negative"),))
    assert words == "The plan has 1 error. team core, headcount: must not be negative"
