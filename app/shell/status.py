"""The status bar: how the forecast stands, how long it takes, and how many problems there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from app.state.outlook import Outlook
from app.wording import count, time_left
from models.issue import Issue

_FIRST = "Preparing the first forecast; right after an installation this takes up to a minute"


class Status(QStatusBar):
    """Signals ``cancel_asked`` and ``problems_asked`` when their buttons are pressed."""

    cancel_asked = Signal()
    problems_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Status")
        self.setSizeGripEnabled(False)
        self.problems = _flat("No problems", "Show the problems")
        self.state = QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("Progress of the forecast")
        self.bar.setFixedWidth(150)
        self.bar.setTextVisible(False)
        self.left = QLabel(self)
        self.cancel = _flat("Cancel", "Cancel the forecast")
        self.addWidget(self.problems)
        for widget in (self.state, self.bar, self.left, self.cancel):
            self.addPermanentWidget(widget)
        self.problems.clicked.connect(self.problems_asked)
        self.cancel.clicked.connect(self.cancel_asked)
        self.show_outlook(Outlook())

    def show_outlook(self, outlook: Outlook) -> None:
        """Show how the forecast stands."""
        self.state.setText(_state(outlook))
        running = outlook.phase == "full"
        progress = outlook.progress
        for widget in (self.bar, self.left, self.cancel):
            widget.setVisible(running)
        if running:
            self.bar.setRange(0, progress.total_trials if progress else 0)
            self.bar.setValue(progress.done_trials if progress else 0)
            seconds = progress.seconds_left if progress else None
            self.left.setText(f"{time_left(seconds)} left" if seconds is not None else "")

    def show_issues(self, issues: Sequence[Issue], *, is_checked: bool) -> None:
        """Show how many problems there are, as far as that was looked at."""
        errors = sum(issue.severity == "error" for issue in issues)
        warnings = len(issues) - errors
        parts = [count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
        self.problems.setText(", ".join(parts) or ("No problems" if is_checked else "Not checked yet"))


def _state(outlook: Outlook) -> str:
    if outlook.failure is not None:
        kept = "; the figures are those of before" if outlook.figures is not None else ""
        return f"{outlook.failure.message}{kept}"
    if outlook.phase == "preview":
        return "Previewing" if outlook.figures is not None else _FIRST
    known = outlook.figures.trials if outlook.figures is not None else 0
    if outlook.phase == "full":
        if outlook.full_is_in and outlook.figures is not None:
            return "Finishing" if outlook.figures.scenario is None else "Comparing with the base"
        return f"Preview of {count(known, 'future')} shown; full forecast runs" if known else "Full forecast runs"
    if outlook.phase == "cancelled":
        if known and outlook.stale:
            return "Cancelled; the figures are those of before"
        return f"Cancelled; {count(known, 'future')} shown" if known else "Cancelled"
    return f"Forecast of {count(known, 'future')} is up to date" if known else ""


def _flat(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("flat")
    button.setAccessibleName(name)
    return button
