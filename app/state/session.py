"""The session: the one place that owns the document, its history and what is known of it.

Files are the business of ``app.state.files``, forecasts of ``app.state.live``; both report here, and every view listens
here.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.state.outlook import Details, Outlook
from app.state.pinned import Kept, kept_of
from models.baselines import with_baseline
from models.edits import remove_records
from models.issue import Issue
from models.portfolio import Portfolio

Edit = Callable[[Portfolio], Portfolio]

MERGE_SECONDS = 1.0
"""Edits of one field that follow each other faster than this are one step of the history."""

_MERGING = 1


class Session(QObject):
    """The open document.

    Attributes
    ----------
    portfolio
        The document's root record; None while nothing is open.
    undo_stack
        The history; every edit is one command that swaps the root.
    path
        The file, None for a document that was never saved.
    scenario
        Id of the scenario that is looked at, None for the base.
    issues
        All that is wrong or odd, as of the last check; ``issues_current`` tells whether that was of the document as it
        is, ``is_checked`` whether it was checked at all since it was opened.
    outlook
        The forecast, as far as it is known.

    Signals
    -------
    document_opened
        Another document is open, or none.
    portfolio_changed
        The root record is another one, by an edit, an undo or a redo, or by opening.
    path_changed, scenario_changed, issues_changed, outlook_changed, dirty_changed
        As their names say.
    """

    document_opened = Signal()
    portfolio_changed = Signal()
    path_changed = Signal()
    scenario_changed = Signal()
    issues_changed = Signal()
    outlook_changed = Signal()
    dirty_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._portfolio: Portfolio | None = None
        self.path: Path | None = None
        self.scenario: str | None = None
        self.issues: tuple[Issue, ...] = ()
        self.issues_current = self.is_checked = False
        self.outlook = Outlook()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self._tell_dirty)
        self.undo_stack.indexChanged.connect(self._tell_step)
        self._told: Portfolio | None = None  # the root that the views know of
        self._unsaved_at_opening = False

    @property
    def is_open(self) -> bool:
        """Whether there is a document."""
        return self._portfolio is not None

    @property
    def portfolio(self) -> Portfolio:
        """The document; only to be asked for while one is open."""
        if self._portfolio is None:
            raise LookupError("no document is open")
        return self._portfolio

    @property
    def is_dirty(self) -> bool:
        """Whether there is something that is not in the file."""
        return self.is_open and (self._unsaved_at_opening or not self.undo_stack.isClean())

    @property
    def title(self) -> str:
        """What the document is called: its file, else the portfolio's name."""
        if self.path is not None:
            return self.path.name
        return self.portfolio.name if self.is_open else ""

    def open(self, portfolio: Portfolio, path: Path | None, *, unsaved: bool = False) -> None:
        """Make a document the open one; ``unsaved`` where it holds more than its file, as after a crash."""
        self._portfolio = portfolio
        self._unsaved_at_opening = unsaved
        self.path = path
        self._forget()
        self.document_opened.emit()
        self.path_changed.emit()
        self.portfolio_changed.emit()

    def close(self) -> None:
        """Have no document open."""
        self._portfolio = None
        self._unsaved_at_opening = False
        self.path = None
        self._forget()
        self.document_opened.emit()
        self.path_changed.emit()

    def push(self, edit: Edit, text: str, merge_key: str | None = None) -> None:
        """Change the document by a pure function; ``text`` names the change in the menu: "Undo <text>".

        Edits with the same ``merge_key`` that follow each other within a second are one step.  An edit that changes
        nothing is no step.

        Raises
        ------
        EditError
            If the change is impossible; the document is as it was.
        """
        before = self.portfolio
        after = edit(before)
        if after is not before and after != before:
            self.undo_stack.push(_Swap(self, before, after, text, merge_key))

    def mark_saved(self, saved: Portfolio, path: Path) -> None:
        """The file now holds ``saved``; what was edited meanwhile remains unsaved."""
        if path != self.path:
            self.path = path
            self.path_changed.emit()
        if saved is self._portfolio:
            self._unsaved_at_opening = False
            self.undo_stack.setClean()
            self.dirty_changed.emit()

    def look_at(self, scenario: str | None) -> None:
        """Look at another scenario; None for the base."""
        if scenario != self.scenario:
            self.scenario = scenario
            self.scenario_changed.emit()

    @property
    def known_issues(self) -> tuple[Issue, ...] | None:
        """The issues, None where nobody has looked yet."""
        return self.issues if self.is_checked else None

    def set_issues(self, issues: tuple[Issue, ...], of: Portfolio) -> None:
        """Take the outcome of a check of ``of``."""
        self.issues = issues
        self.issues_current = of is self._portfolio
        self.is_checked = True
        self.issues_changed.emit()

    def set_outlook(self, outlook: Outlook) -> None:
        """Take what is newly known of the forecast."""
        self.outlook = outlook
        self.outlook_changed.emit()

    @Slot()
    def pin(self) -> None:
        """Keep the result that is known for as long as the document is open, to compare later ones with."""
        kept = self._kept("pinned result")
        if kept is not None:
            self.set_outlook(replace(self.outlook, pinned=kept))

    @Slot()
    def unpin(self) -> None:
        """Compare with no earlier result any more."""
        self.set_outlook(replace(self.outlook, pinned=None))

    @property
    def can_store(self) -> bool:
        """Whether what is shown can be a baseline: a full run of the plan as it is, with all that is drawn of it."""
        outlook = self.outlook
        details = outlook.details
        is_whole = outlook.full_is_in and not outlook.stale and outlook.figures is not None
        return is_whole and details is not None and details.views is not None and self._is_newest(details)

    def store_baseline(self, name: str) -> None:
        """Store the result that is shown in the document, and show later ones against it; a step of the history."""
        kept = self._kept(name) if self.can_store else None
        if kept is None:
            return
        self.push(lambda before: with_baseline(before, kept.baseline), f"store the baseline “{name}”")
        self.compare_with(self.portfolio.baselines[-1].id)

    def compare_with(self, baseline: str) -> None:
        """Show results against a stored baseline; nothing happens where there is none of that id."""
        found = next((one for one in self.portfolio.baselines if one.id == baseline), None)
        if found is not None:
            self.set_outlook(replace(self.outlook, pinned=Kept(found, is_stored=True)))

    def remove_baseline(self, baseline: str) -> None:
        """Take a baseline out of the document; a step of the history."""
        self.push(lambda before: remove_records(before, "baseline", (baseline,)), "remove the baseline")

    def _kept(self, name: str) -> Kept | None:
        details = self.outlook.details
        if details is None:
            return None
        origin = details.summary.provenance
        scenarios = {one.id: one.name or one.id for one in self.portfolio.scenarios}
        scenario = "" if origin.scenario is None else scenarios.get(origin.scenario, origin.scenario)
        return kept_of(details, name, scenario, date.today().isoformat())

    def _is_newest(self, details: Details) -> bool:
        figures = self.outlook.figures
        return figures is not None and (details.revision, details.trials) == (figures.revision, figures.trials)

    def _follow_baseline(self) -> None:
        """What is compared with may have another name now, or be gone."""
        pinned = self.outlook.pinned
        if pinned is None or not pinned.is_stored:
            return
        found = next((one for one in self.portfolio.baselines if one.id == pinned.baseline.id), None)
        if found is None:
            self.unpin()
        elif found is not pinned.baseline:
            self.compare_with(found.id)

    def swap(self, portfolio: Portfolio) -> None:
        """Put another root in place; only the history's commands do, and the history tells when it is done."""
        self._portfolio = portfolio

    @Slot()
    def _tell_step(self) -> None:
        """The history has made its step, or merged it with the one before."""
        if self._portfolio is None or self._portfolio is self._told:
            return
        self._told = self._portfolio
        self.issues_current = False
        known = {scenario.id for scenario in self._portfolio.scenarios}
        if self.scenario is not None and self.scenario not in known:
            self.look_at(None)
        self._follow_baseline()
        self.portfolio_changed.emit()

    def _forget(self) -> None:
        """Drop what belonged to the document before."""
        self._told = self._portfolio
        self.undo_stack.clear()
        self.scenario = None
        self.issues = ()
        self.issues_current = self.is_checked = False
        stored = () if self._portfolio is None else self._portfolio.baselines
        self.outlook = Outlook(pinned=Kept(stored[-1], is_stored=True) if stored else None)
        self.dirty_changed.emit()

    def _tell_dirty(self) -> None:
        self.dirty_changed.emit()


class _Swap(QUndoCommand):
    """One step of the history: the root before and the root after."""

    def __init__(self, session: Session, before: Portfolio, after: Portfolio, text: str, merge_key: str | None) -> None:
        super().__init__(text)
        self._session = weakref.ref(session)  # the session owns the history: a cycle would be taken apart in any order
        self.before = before
        self.after = after
        self.merge_key = merge_key
        self.made_at = time.monotonic()

    def id(self) -> int:
        return _MERGING if self.merge_key is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(other, _Swap) or other.merge_key != self.merge_key:
            return False
        if other.made_at - self.made_at > MERGE_SECONDS:
            return False
        self.after = other.after
        self.made_at = other.made_at
        return True

    def undo(self) -> None:
        self._put(self.before)

    def redo(self) -> None:
        self._put(self.after)

    def _put(self, portfolio: Portfolio) -> None:
        session = self._session()
        if session is not None:
            session.swap(portfolio)
