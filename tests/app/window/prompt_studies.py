"""Studies that answer at once in the process of the test, so that a page is tested with what it really gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.pages.frame import Desk
from app.state.session import Session
from app.state.studies import Studies
from app.tables.pending import PendingTexts
from models.portfolio import Portfolio


class PromptStudies(Studies):
    """Carries out every question when it is asked; ``asked`` keeps them."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def ask(self, key: str, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> None:
        self.asked.append((key, arguments))
        try:
            answer = function(*arguments, **keywords)
        except ValueError as error:
            self.failed.emit(key, str(error))
        else:
            self.answered.emit(key, answer)


def desk_with(portfolio: Portfolio) -> Desk:
    """A desk with an open document, and studies that answer at once."""
    session = Session()
    session.open(portfolio, None)
    return Desk(session, PendingTexts(session), PromptStudies())
