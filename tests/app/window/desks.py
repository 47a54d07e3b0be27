"""Desks for pages that are tested alone: an open document, and studies that are answered in the test itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.state.outlook import Outlook
from app.state.session import Session
from app.state.studies import Studies
from app.tables.pending import PendingTexts
from models.portfolio import Portfolio

TRIALS = 200

P = TypeVar("P", bound=QWidget)


class Answering(Studies):
    """Answers every question as soon as it is asked or, where it ``waits``, when the test says so.

    Attributes
    ----------
    asked
        All questions so far: their keys and arguments.
    waiting
        What has not been answered yet, by key.
    """

    def __init__(self, trials: int | None = None, *, waits: bool = False) -> None:
        super().__init__()
        self.trials, self.waits = trials, waits
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.waiting: dict[str, Callable[[], Any]] = {}

    @property
    def keys(self) -> list[str]:
        """The keys of all questions so far."""
        return [key for key, _ in self.asked]

    def ask(self, key: str, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> None:
        self.asked.append((key, arguments))
        number = {} if self.trials is None else {"trials": self.trials}
        self.waiting[key] = partial(function, *arguments, **{**keywords, **number})
        if not self.waits:
            self.answer(key)

    def answer(self, key: str) -> Any:
        """Compute and tell the answer; returns it."""
        try:
            answer = self.waiting.pop(key)()
        except ValueError as error:
            self.failed.emit(key, str(error))
            return None
        self.answered.emit(key, answer)
        return answer


def desk_with(
    portfolio: Portfolio, outlook: Outlook | None = None, *, trials: int | None = None, waits: bool = False
) -> Desk:
    """A desk with an open document, what is known of it, and studies as in ``Answering``."""
    session = Session()
    session.open(portfolio, None)
    if outlook is not None:
        session.set_outlook(outlook)
    return Desk(session, PendingTexts(session), Answering(trials, waits=waits))


def studies_of(desk: Desk) -> Answering:
    """The studies of a desk that was made with ``desk_with``."""
    assert isinstance(desk.studies, Answering)
    return desk.studies


def press(qtbot: QtBot, widget: QWidget) -> None:
    """With the left button."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def shown(page: P, qtbot: QtBot, width: int = 1100, height: int = 700) -> P:
    """The page, on the screen."""
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    qtbot.waitExposed(page)
    return page
