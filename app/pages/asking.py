"""A question of a page that is answered on request: the sentence, its button, how far it is, and what went wrong.

Which function answers, and what is drawn of the answer, is the business of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.charts.dressed import DressedPlot
from app.pages.frame import Desk
from app.state.studying import Question
from app.wording import time_left
from models.baselines import forecast_alike
from models.portfolio import Portfolio
from simulation.decide.pace import StepDone

Questioner: TypeAlias = Callable[[Portfolio, str | None], Question | str]
"""Makes the question of a portfolio and scenario, or says what is missing for it to be asked."""

_Subject: TypeAlias = tuple[Portfolio, str | None]


class Asking(QWidget):
    """The bar of one question; ``key`` is its name among all studies.

    Attributes
    ----------
    fading
        Charts of the answer; they are grey while it is of a plan that has changed.

    Signals
    -------
    answered
        What the study returned.
    forgotten
        Another document is open: what was answered is of no plan any more.
    """

    answered = Signal(object)
    forgotten = Signal()

    def __init__(
        self, desk: Desk, key: str, sentence: str, questioner: Questioner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self.key, self._questioner = desk, key, questioner
        self._asked: _Subject | None = None  # what the question under way is about
        self._shown: _Subject | None = None  # what the answer is about
        self._outdated = ""  # why the answer is to another question than the one that would be asked now
        self.fading: tuple[DressedPlot, ...] = ()
        self.setAccessibleName(sentence)
        self._make(sentence)
        self._lay_out()
        self._connect()
        self._show_rest()
        self._tell("")

    @property
    def is_current(self) -> bool:
        """Whether what was asked about, or else what was answered, is what is open now."""
        session, subject = self._desk.session, self._asked or self._shown
        if subject is None or not session.is_open or self._outdated:
            return False
        return subject[1] == session.scenario and forecast_alike(subject[0], session.portfolio)

    @Slot()
    def find_out(self) -> None:
        """Ask, of the plan as it is now."""
        session = self._desk.session
        if not session.is_open:
            return
        question = self._questioner(session.portfolio, session.scenario)
        if isinstance(question, str):
            self._tell(question)
            return
        self._asked = (session.portfolio, session.scenario)
        self._outdated = ""
        self._tell("")
        self._desk.studies.ask(self.key, question.function, *question.arguments, **question.keywords)
        self._show_waiting()

    @Slot()
    def cancel(self) -> None:
        """Give the question up."""
        self._desk.studies.cancel(self.key)

    def fade(self, *charts: DressedPlot) -> None:
        """Let charts of the answer grey with it."""
        self.fading = charts

    def overtake(self, words: str) -> None:
        """Say that something else is asked about by now, and offer to ask again; nothing before it was asked."""
        if self._asked or self._shown:
            self._tell(words)

    def outdate(self, words: str) -> None:
        """Say why the answer is to another question than the one that would be asked now."""
        if self._asked or self._shown:
            self._outdated = words
            self._compare()

    @Slot()
    def keep_current(self) -> None:
        """The plan changed just now in nothing that the answer is about: it counts as one of the plan as it is."""
        session = self._desk.session
        if self._shown is not None and session.is_open and not self._outdated:
            self._shown = (session.portfolio, session.scenario)
            self._compare()

    def _make(self, sentence: str) -> None:
        self.sentence = QLabel(sentence, self)
        self.sentence.setWordWrap(True)
        self.button = QPushButton("Find out", self)
        self.button.setObjectName("primary")
        self.button.setAccessibleName(f"Find out: {sentence}")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.bar.setAccessibleName("Progress of the study")
        self.what = QLabel(self)
        self.what.setObjectName("caption")
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.left = QLabel(self)
        self.stop = QPushButton("Cancel", self)
        self.stop.setObjectName("flat")
        self.stop.setAccessibleName(f"Cancel: {sentence}")
        self.note = QLabel(self)
        self.note.setObjectName("warn")
        self.note.setWordWrap(True)
        self.again = QPushButton("Again", self)
        self.again.setAccessibleName(f"Again: {sentence}")

    def _lay_out(self) -> None:
        asked, told = QHBoxLayout(), QHBoxLayout()
        asked.addWidget(self.sentence, 3)
        asked.addWidget(self.what, 2)
        for widget in (self.bar, self.left, self.stop, self.button):
            asked.addWidget(widget)
        told.addWidget(self.note, 1)
        told.addWidget(self.again)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 2)
        rows.setSpacing(4)
        rows.addLayout(asked)
        rows.addLayout(told)

    def _connect(self) -> None:
        session, studies = self._desk.session, self._desk.studies
        self.button.clicked.connect(self.find_out)
        self.again.clicked.connect(self.find_out)
        self.stop.clicked.connect(self.cancel)
        studies.advanced.connect(self._take_step)
        studies.answered.connect(self._take_answer)
        studies.failed.connect(self._take_failure)
        studies.cancelled.connect(self._take_cancel)
        session.portfolio_changed.connect(self._compare)
        session.scenario_changed.connect(self._compare)
        session.document_opened.connect(self._forget)

    def _show_waiting(self) -> None:
        """Nothing is heard yet."""
        for widget in (self.bar, self.left, self.stop, self.what):
            widget.show()
        self.button.hide()
        self.bar.setRange(0, 0)
        self.left.setText("")
        self.what.setText("Waiting for its turn")
        if self.focusWidget() is not None or self.button.hasFocus():
            self.stop.setFocus()

    def _show_rest(self) -> None:
        """Nothing is under way."""
        self.button.setVisible(self._shown is None)
        for widget in (self.bar, self.left, self.stop, self.what):
            widget.hide()
        self._compare()

    @Slot(str, object)
    def _take_step(self, key: str, step: StepDone) -> None:
        if key != self.key:
            return
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        self.what.setText(step.what)
        self.what.setToolTip(step.what)
        self.left.setText("" if step.seconds_left is None else f"{time_left(step.seconds_left)} left")

    @Slot(str, object)
    def _take_answer(self, key: str, answer: object) -> None:
        if key == self.key:
            self._shown, self._asked = self._asked, None
            self._show_rest()
            self.answered.emit(answer)

    @Slot(str, str)
    def _take_failure(self, key: str, words: str) -> None:
        if key == self.key:
            kept = " What is shown is the answer of before." if self._shown else ""
            self._end_without(f"No answer: {words.rstrip('.')}.{kept}")

    @Slot(str)
    def _take_cancel(self, key: str) -> None:
        if key == self.key:
            self._end_without("Cancelled; what is shown is the answer of before." if self._shown else "Cancelled.")

    def _end_without(self, words: str) -> None:
        self._asked = None
        self._show_rest()
        self._tell(words)

    @Slot()
    def _compare(self) -> None:
        """Whether the answer, or the question under way, is still of the plan."""
        if self._asked or self._shown:
            self._tell(self._outdated or ("" if self.is_current else "The plan has changed since."))
        for chart in self.fading:
            chart.fade(self._shown is not None and not self.is_current)

    def _tell(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.again.setVisible(bool(words) and bool(self._asked or self._shown))

    @Slot()
    def _forget(self) -> None:
        had, self._asked, self._shown = self._shown is not None, None, None
        self._outdated = ""
        self._show_rest()
        self._tell("")
        if had:
            self.forgotten.emit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, super().minimumSizeHint().height())
