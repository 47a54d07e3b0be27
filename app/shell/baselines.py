"""The menu of baselines: storing the result that is shown, choosing what results are shown against, taking one out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from app.shell.actions import bound, command
from app.shell.documents import Documents
from app.state.session import Session
from app.wording import count
from models.baseline import Baseline


class Baselines(QObject):
    """Commands on the baselines of the open document.

    Attributes
    ----------
    menu
        Store, then a list to choose from and one to remove from.

    Signals
    -------
    said
        What became of a command.
    """

    said = Signal(str)

    def __init__(self, window: QMainWindow, session: Session, documents: Documents) -> None:
        super().__init__(window)
        self._window, self._session, self._documents = window, session, documents
        self.menu = QMenu("&Baselines", window)
        tip = "Keep this result in the plan's file, and show later ones against it (Ctrl+Alt+K)"
        self.store = command(window, "&Store this result as a baseline…", "Ctrl+Alt+K", self.store_result, tip)
        self.menu.addAction(self.store)
        self.choose = self.menu.addMenu("Show results &against")
        self.remove = self.menu.addMenu("&Remove")
        self._group = QActionGroup(self.choose)
        self._listed: tuple[tuple[Baseline, ...], str] | None = None
        session.portfolio_changed.connect(self._show)
        session.document_opened.connect(self._show)
        session.outlook_changed.connect(self._show)
        self._show()

    @Slot()
    def store_result(self) -> None:
        """Ask for a name, and store the result under it."""
        if not self._session.can_store:
            self.said.emit("A baseline is stored from a full run; it can be stored as soon as that is in.")
            return
        name = self._documents.dialogs.baseline_name(self._suggestion())
        if name and self._session.can_store:
            self._session.store_baseline(name)
            self.said.emit(f"Stored the baseline “{name}” in the plan; save the plan to keep it. Undo takes it back.")

    @Slot(object)
    def show_against(self, baseline: Baseline) -> None:
        """Show results against a baseline, and say what cannot be compared."""
        self._session.compare_with(baseline.id)
        own = self._session.portfolio.settings.currency
        if baseline.currency != own:
            lost = f"its money is in {baseline.currency} and the plan's in {own}, so that only dates are compared"
            self.said.emit(f"Shown against “{baseline.name}”; {lost}.")
        elif not baseline.figures:
            self.said.emit(f"“{baseline.name}” holds no figures, so that there is nothing to compare with.")
        else:
            futures = count(baseline.trials, "future")
            self.said.emit(f"Shown against “{baseline.name}” of {baseline.kept_on}: {futures}, seed {baseline.seed}.")

    @Slot(object)
    def take_out(self, baseline: Baseline) -> None:
        """Remove a baseline from the document."""
        self._session.remove_baseline(baseline.id)
        self.said.emit(f"Removed the baseline “{baseline.name}”; Undo brings it back.")

    def _suggestion(self) -> str:
        session, day = self._session, date.today()
        scenarios = {one.id: one.name for one in session.portfolio.scenarios}
        return f"{scenarios.get(session.scenario or '', 'Plan')} of {day.day} {day:%b %Y}"

    @Slot()
    def _show(self) -> None:
        """List the baselines, the one that is shown marked; the lists are made anew only where they are others."""
        session = self._session
        stored = session.portfolio.baselines if session.is_open else ()
        self.store.setEnabled(session.can_store)
        pinned = session.outlook.pinned
        shown = pinned.baseline.id if pinned is not None and pinned.is_stored else ""
        if self._listed is not None and self._listed[0] is stored and self._listed[1] == shown:
            return
        self._listed = (stored, shown)
        self._list(stored, shown)

    def _list(self, stored: tuple[Baseline, ...], shown: str) -> None:
        self.choose.clear()
        self.remove.clear()
        self.choose.setEnabled(bool(stored))
        self.remove.setEnabled(bool(stored))
        self._group.deleteLater()
        self._group = group = QActionGroup(self.choose)
        for one in reversed(stored):
            text = f"{one.name}, {one.kept_on}".replace("&", "&&")
            action = command(self._window, text, None, bound(self.show_against, one))
            action.setParent(self.choose)  # it ends with the list
            action.setCheckable(True)
            action.setChecked(one.id == shown)
            group.addAction(action)
            self.choose.addAction(action)
            going = command(self._window, text, None, bound(self.take_out, one))
            going.setParent(self.remove)
            self.remove.addAction(going)
