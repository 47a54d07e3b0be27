"""The results workbook as a user asks for it: which file and scenarios, how far it is, and how it ended."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.shell.documents import Documents, file_name
from app.state.session import Session
from app.state.studies import Studies
from app.wording import time_left
from models.portfolio import Portfolio

STUDY: Final = "results-workbook"
"""Its name among all studies."""


class ResultsBook(QObject):
    """Has the workbook written beside the window, which stays usable.

    Attributes
    ----------
    progress
        For the status bar; hidden while nothing is written.

    Signals
    -------
    said
        A sentence for the status bar.
    """

    said = Signal(str)

    def __init__(self, session: Session, documents: Documents, studies: Studies) -> None:
        super().__init__()
        self._session, self._documents, self._studies = session, documents, studies
        self._path: Path | None = None
        self.progress = WorkbookProgress()
        self.progress.cancel.clicked.connect(self.cancel)
        studies.advanced.connect(self._take_step)
        studies.answered.connect(self._take_end)
        studies.failed.connect(self._take_failure)
        studies.cancelled.connect(self._take_cancel)

    def export(self) -> None:
        """Ask for a file, and whether all scenarios go into it; then begin."""
        dialogs, portfolio, scenario = self._documents.dialogs, self._session.portfolio, self._session.scenario
        name = f"{file_name(portfolio.name)} results.xlsx"
        path = dialogs.workbook_to_save(self._documents.folder / name)
        if path is None:
            return
        others = _others(portfolio, scenario)
        beside = dialogs.compares(len(others)) if others else False
        if beside is None:
            return
        from app.exchange.results.study import write_results_study

        self._path = path
        self.progress.begin(path.name)
        asked_for = others if beside else ()
        self._studies.ask(STUDY, write_results_study, portfolio, path, scenario=scenario, beside=asked_for)

    @Slot()
    def cancel(self) -> None:
        """Give it up; nothing is written."""
        self._studies.cancel(STUDY)

    @Slot(str, object)
    def _take_step(self, key: str, step: object) -> None:
        from simulation.decide.pace import StepDone

        if key == STUDY and isinstance(step, StepDone):
            self.progress.show_step(step.done, step.total, step.seconds_left, step.what)

    @Slot(str, object)
    def _take_end(self, key: str, answer: object) -> None:
        if key == STUDY:
            self.progress.hide()
            self.said.emit(f"Wrote {self._name}")

    @Slot(str, str)
    def _take_failure(self, key: str, words: str) -> None:
        if key == STUDY:
            self.progress.hide()
            self._documents.dialogs.tell("The results workbook was not written", words)

    @Slot(str)
    def _take_cancel(self, key: str) -> None:
        if key == STUDY:
            self.progress.hide()
            self.said.emit(f"Cancelled; {self._name} was not written")

    @property
    def _name(self) -> str:
        return "" if self._path is None else self._path.name


class WorkbookProgress(QWidget):
    """What is under way, how far, how long still, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Results workbook under way")
        self.what, self.left = QLabel(self), QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("Progress of the results workbook")
        self.bar.setFixedWidth(110)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton("Cancel", self)
        self.cancel.setObjectName("flat")
        self.cancel.setAccessibleName("Cancel the results workbook")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.what, self.bar, self.left, self.cancel):
            row.addWidget(widget)
        self.hide()

    def begin(self, name: str) -> None:
        """Nothing is heard yet."""
        self.what.setText(f"{name}: waiting for its turn")
        self.left.setText("")
        self.bar.setRange(0, 0)
        self.show()

    def show_step(self, done: int, total: int, seconds_left: float | None, what: str) -> None:
        """So much is done."""
        self.what.setText(what)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.left.setText("" if seconds_left is None else f"{time_left(seconds_left)} left")


def _others(portfolio: Portfolio, scenario: str | None) -> tuple[str | None, ...]:
    """The scenarios beside one, the base first."""
    return tuple(one for one in (None, *(known.id for known in portfolio.scenarios)) if one != scenario)
