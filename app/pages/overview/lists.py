"""The lists of the overview: objectives with their odds, the inputs that matter most, and problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.pages.overview.drawing import target_words
from app.wording import count, share, share_error
from models.issue import Issue
from simulation.decide.contributions import Contributions
from simulation.summary.shapes import ObjectiveSummary

_SHOWN_PROBLEMS: Final = 4
_SHOWN_OBJECTIVES: Final = 6
INPUTS: Final = 5
"""How many inputs are listed."""

_BAR: Final = 90


class _Odds(QWidget):
    """Rows of a name, a remark, a bar and a share."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)

    def _say(self, text: str) -> None:
        """A remark over the whole width, below what there is."""
        self._grid.addWidget(_caption(text, self), self._grid.rowCount(), 0, 1, 4)

    def _row(self, name: str, remark: str, part: float, told: str, hint: str) -> None:
        row = self._grid.rowCount()
        label = QLabel(name, self)
        label.setWordWrap(True)
        label.setToolTip(hint)
        bar = QProgressBar(self)
        bar.setRange(0, 100)
        bar.setValue(round(part * 100))
        bar.setTextVisible(False)
        bar.setFixedWidth(_BAR)
        bar.setAccessibleName(told)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(_caption(remark, self), row, 1)
        self._grid.addWidget(bar, row, 2)
        self._grid.addWidget(QLabel(share(part), self), row, 3, Qt.AlignmentFlag.AlignRight)


class Objectives(_Odds):
    """A row for each objective: what is to be hit, and the odds as a bar and in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[ObjectiveSummary, ...] | None = None
        self.show_objectives((), "")

    def show_objectives(self, objectives: tuple[ObjectiveSummary, ...], currency: str) -> None:
        """Show these objectives in place of those before."""
        if objectives == self._shown:
            return
        self._shown = objectives
        clear(self._grid)
        if not objectives:
            self._say("No objectives yet; set them on the Budget page.")
        for one in objectives[:_SHOWN_OBJECTIVES]:
            told = f"P(hit) of {one.name}: {share(one.hit.share)}"
            self._row(one.name, target_words(one, currency), one.hit.share, told, one.name)
        if len(objectives) > _SHOWN_OBJECTIVES:
            self._say(f"and {count(len(objectives) - _SHOWN_OBJECTIVES, 'more objective')}")


class InputsThatMatter(_Odds):
    """The inputs that explain most of the spread of value, each alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.answer: Contributions | None = None
        self.show_none()

    def show_none(self) -> None:
        """Say that it is not known yet."""
        self.answer = None
        clear(self._grid)
        self._say("Ranked by themselves once the full forecast is in.")

    def show_answer(self, found: Contributions) -> None:
        """Show what a study found."""
        self.answer = found
        clear(self._grid)
        ranked = sorted(found.rows, key=lambda row: -row.alone.value)
        for row in ranked[:INPUTS]:
            explains = f"explains {share(row.alone.value)} of the spread of value"
            error = f"{share_error(row.alone.error)}, {count(found.trials, 'future')}"
            self._row(row.input.words, "", row.alone.value, f"{row.input.words} {explains}", f"{explains} ({error})")
        self._say(_remark(found, len(ranked)))


def _remark(found: Contributions, known: int) -> str:
    if found.deviation == 0.0:
        return "Value is the same in every future: nothing that matters to it is uncertain."
    if not known:
        return "No single input stands out: the spread of value comes from many together."
    told = "Share of the spread of value that goes when the input is known."
    return told if known >= INPUTS else f"{told} No other input stands out."


class ProblemRows(QWidget):
    """The first problems; signals ``picked`` with the issue that is pressed."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """Show the first of these issues."""
        clear(self._rows)
        if not issues:
            self._rows.addWidget(_caption("None: everything fits together.", self))
        for issue in issues[:_SHOWN_PROBLEMS]:
            button = QPushButton(f"{issue.severity}: {issue.where}", self)
            button.setObjectName("flat")
            button.setStyleSheet("text-align: left;")
            button.setToolTip(issue.message)
            button.setAccessibleName(f"{issue}")
            button.clicked.connect(_picking(self.picked, issue))
            self._rows.addWidget(button)
        if len(issues) > _SHOWN_PROBLEMS:
            more = count(len(issues) - _SHOWN_PROBLEMS, "more problem")
            self._rows.addWidget(_caption(f"and {more}; F8 lists all", self))
        self._rows.addStretch(1)


def _picking(picked: SignalInstance, issue: Issue) -> Callable[[], None]:
    def pick() -> None:
        picked.emit(issue)

    return pick


def _caption(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("caption")
    return label


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; what was in it is gone from the screen at once."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
