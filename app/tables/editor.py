"""What tables and inspector need of the session: the portfolio, its issues, and one way to change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance

from models.issue import Issue
from models.portfolio import Portfolio

Edit = Callable[[Portfolio], Portfolio]


class Editor(Protocol):
    """The owner of the portfolio.  ``portfolio_changed`` and ``issues_changed`` follow every change, undo included."""

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio as it is now."""

    @property
    def issues(self) -> Sequence[Issue]:
        """What is wrong or odd with it."""

    @property
    def portfolio_changed(self) -> SignalInstance:
        """Sent after the portfolio was replaced."""

    @property
    def issues_changed(self) -> SignalInstance:
        """Sent after the issues were replaced."""

    def push(self, edit: Edit, text: str, merge_key: str | None = None) -> None:
        """Replace the portfolio as one undo step called ``text``; steps of one ``merge_key`` in a row are one."""
