"""A session with nothing but what tables need of one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from models.check import check
from models.issue import Issue
from models.portfolio import Portfolio

UNUSED = ("actual", "scorecard", "criterion", "baseline", "baseline_figure")
"""Kinds that the sample portfolio holds no records of."""


class FakeEditor(QObject):
    """A session with nothing but a portfolio, its checks, and a list of steps that can be undone."""

    portfolio_changed = Signal()
    issues_changed = Signal()

    def __init__(self, portfolio: Portfolio, issues: tuple[Issue, ...] = ()) -> None:
        super().__init__()
        self.portfolio = portfolio
        self.issues = issues
        self.steps: list[tuple[str, str | None, Portfolio]] = []

    def push(self, edit: Callable[[Portfolio], Portfolio], text: str, merge_key: str | None = None) -> None:
        before, after = self.portfolio, edit(self.portfolio)
        if after == before:
            return
        merges = bool(self.steps) and merge_key is not None and self.steps[-1][1] == merge_key
        if not merges:
            self.steps.append((text, merge_key, before))
        self._swap(after)

    def undo(self) -> None:
        self._swap(self.steps.pop()[2])

    def _swap(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.portfolio_changed.emit()
        self.issues = tuple(check(portfolio))
        self.issues_changed.emit()


class UncheckedEditor(FakeEditor):
    """A session that leaves the check to a background that never comes, for measuring the tables alone."""

    def _swap(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.portfolio_changed.emit()
