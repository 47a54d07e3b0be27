"""The lists of the overview: objectives with their odds, the inputs that matter most, and problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.pages.overview.drawing import target_words
from app.wording import count, share, share_error
from models.issue import Issue
from simulation.decide.matters.contributions import Contribution, Contributions
from simulation.summary.shapes import ObjectiveSummary

_SHOWN_PROBLEMS: Final = 4
_SHOWN_OBJECTIVES: Final = 6
INPUTS: Final = 5
"""How many inputs are listed."""

_BAR: Final = 90
_REMARK_ROW: Final = 100  # below all others


@dataclass(frozen=True)
class Odds:
    """One row: a name, a remark, a share, what it is in words, and a hint."""

    name: str
    remark: str
    part: float
    told: str
    hint: str


class _OddsRows(QWidget):
    """Rows of a name, a remark, a bar and a share; widgets stay where they are and change what they say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QLabel, QLabel, QProgressBar, QLabel]] = []
        self._remark = _caption("", self)
        self._remark.setWordWrap(True)
        self._grid.addWidget(self._remark, _REMARK_ROW, 0, 1, 4)

    def show_odds(self, rows: Sequence[Odds], remark: str) -> None:
        """Show these, and a remark below where there is one."""
        while len(self._rows) < len(rows):
            self._add_row()
        for number, widgets in enumerate(self._rows):
            if number < len(rows):
                _fill(widgets, rows[number])
            for widget in widgets:
                widget.setVisible(number < len(rows))
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))

    def set_stale(self, stale: bool) -> None:
        """Grey the shares and their bars, for they are of a plan that has changed."""
        told = "true" if stale else "false"
        for part in (one for _, _, *both in self._rows for one in both):
            if part.property("stale") != told:
                part.setProperty("stale", told)
                part.style().unpolish(part)
                part.style().polish(part)

    def _add_row(self) -> None:
        name, remark, bar, part = QLabel(self), _caption("", self), QProgressBar(self), QLabel(self)
        name.setWordWrap(True)
        part.setObjectName("headline")
        bar.setRange(0, 100)
        bar.setTextVisible(False)
        bar.setFixedWidth(_BAR)
        row = len(self._rows)
        for column, widget in enumerate((name, remark, bar)):
            self._grid.addWidget(widget, row, column)
        self._grid.addWidget(part, row, 3, Qt.AlignmentFlag.AlignRight)
        self._rows.append((name, remark, bar, part))


def _fill(widgets: tuple[QLabel, QLabel, QProgressBar, QLabel], odds: Odds) -> None:
    name, remark, bar, part = widgets
    name.setText(odds.name)
    name.setToolTip(odds.hint)
    remark.setText(odds.remark)
    bar.setUpdatesEnabled(False)  # it would be painted at once, and with it all that waits for being painted
    bar.setValue(round(odds.part * 100))
    bar.setUpdatesEnabled(True)
    bar.setAccessibleName(odds.told)
    part.setText(share(odds.part))


class Objectives(_OddsRows):
    """A row for each objective: what is to be hit, and the odds as a bar and in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.show_objectives((), "")

    def show_objectives(self, objectives: tuple[ObjectiveSummary, ...], currency: str) -> None:
        """Show these objectives in place of those before."""
        rows = [
            Odds(one.name, target_words(one, currency), one.hit.share, _odds_words(one), one.name)
            for one in objectives[:_SHOWN_OBJECTIVES]
        ]
        more = len(objectives) - _SHOWN_OBJECTIVES
        rest = f"and {count(more, 'more objective')}" if more > 0 else ""
        self.show_odds(rows, rest if objectives else "No objectives yet; set them on the Budget page.")


def _odds_words(one: ObjectiveSummary) -> str:
    return f"P(hit) of {one.name}: {share(one.hit.share)}"


class InputsThatMatter(_OddsRows):
    """The inputs that explain most of the spread of value, each alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.answer: Contributions | None = None
        self.show_none()

    def show_none(self) -> None:
        """Say that it is not known yet."""
        self.answer = None
        self.show_odds((), "Ranked by themselves once the full forecast is in.")

    def show_answer(self, found: Contributions) -> None:
        """Show what a study found."""
        self.answer = found
        ranked = sorted(found.rows, key=lambda row: -row.alone.value)
        self.show_odds([_input_odds(row, found.trials) for row in ranked[:INPUTS]], _remark(found, len(ranked)))


def _input_odds(row: Contribution, trials: int) -> Odds:
    explains = f"explains {share(row.alone.value)} of the spread of value"
    error = f"{share_error(row.alone.error)}, {count(trials, 'future')}"
    return Odds(row.input.words, "", row.alone.value, f"{row.input.words} {explains}", f"{explains} ({error})")


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
        self._shown: tuple[Issue, ...] | None = None

    def show_issues(self, issues: Sequence[Issue] | None) -> None:
        """Show the first of these issues; None where nobody has looked yet."""
        if issues is not None and self._shown == tuple(issues):
            return
        self._shown = None if issues is None else tuple(issues)
        _clear(self._rows)
        if not issues:
            said = "Not checked yet." if issues is None else "None: everything fits together."
            self._rows.addWidget(_caption(said, self))
            issues = ()
        for issue in issues[:_SHOWN_PROBLEMS]:
            button = QPushButton(f"{issue.severity}: {issue.where}", self)
            button.setObjectName("flat")
            button.setStyleSheet("text-align: left;")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long name widens no column
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


def _clear(layout: QLayout) -> None:
    """Take everything out of a layout; what was in it is gone from the screen at once."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
