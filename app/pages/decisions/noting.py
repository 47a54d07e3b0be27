"""The form in which a decision is noted, with the forecast that is frozen beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.pages.decisions.freezing import Frozen, freeze, name_of, percentiles, unit_of
from app.pages.frame import Card
from app.pages.inquiry import words
from app.pages.offering import offer
from app.state.outlook import Outlook
from app.state.session import Session
from app.tables.figures import FigureTable
from app.wording import count
from models.decision import Decision
from models.edits import EditError, add_record, fresh_id
from models.initiative import Initiative
from models.portfolio import Portfolio

_HEADER = ("Forecast that is frozen", "P10", "P50", "P80", "P90")


class NoteForm(Card):
    """Initiative, option, day, role and reason; "Note this decision".

    Signals
    -------
    noted
        Id of the decision that was noted.
    said
        What became of it.
    """

    noted = Signal(str)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Note a decision", "", parent)
        self._session = session
        self.initiative, self.option = _box("Initiative decided on", self), _box("Option decided on", self)
        self.day, self.role, self.reason = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        for line, name, hint in (
            (self.day, "Day of the decision", "2027-03-15"),
            (self.role, "Role that decided", "a role, such as Product board"),
            (self.reason, "Reason of the decision", "why, and what would change it"),
        ):
            line.setAccessibleName(name)
            line.setPlaceholderText(hint)
        self.day.setText(date.today().isoformat())
        self.frozen = FigureTable("Forecast that is frozen beside the decision", self, 5)
        self.note_line = words("", "caption", self)
        self.button = QPushButton("Note this decision", self)
        self.button.setObjectName("primary")
        self.button.setAccessibleName("Note this decision")
        self._lay_out()
        self._connect()
        self._fill()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        fields = (
            ("Initiative", self.initiative),
            ("Option", self.option),
            ("Decided on", self.day),
            ("By (role)", self.role),
            ("Reason", self.reason),
        )
        for row, (title, widget) in enumerate(fields):
            label = QLabel(title, self)
            label.setBuddy(widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
        grid.addWidget(self.frozen, 0, 2, len(fields), 1)
        grid.addWidget(self.note_line, len(fields), 1, 1, 2)
        grid.addWidget(self.button, len(fields), 0)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 2)  # the table has five columns
        self.body.addLayout(grid)

    def _connect(self) -> None:
        self.initiative.currentIndexChanged.connect(self._show_options)
        self.option.currentIndexChanged.connect(self._show_frozen)
        self.button.clicked.connect(self.note_decision)
        self.reason.returnPressed.connect(self.note_decision)
        self._session.portfolio_changed.connect(self._fill)
        self._session.outlook_changed.connect(self._show_frozen)

    @Slot()
    def note_decision(self) -> None:
        """Put the decision on record."""
        if not self.button.isEnabled() or not self._session.is_open:
            return
        day = self.day.text().strip()
        if not _is_day(day):
            self.note_line.setText(f"“{day}” is no day; write it like 2027-03-15.")
            self.day.setFocus()
            return
        portfolio = self._session.portfolio
        name = str(self.initiative.currentData())
        made = Decision(
            id=fresh_id(portfolio, "decision", f"{name}-{day}"),
            initiative=name,
            option=self.option.currentData(),
            decided_on=day,
            decided_by=self.role.text().strip(),
            reason=self.reason.text().strip(),
            figures=self._frozen().figures,
        )
        try:
            self._session.push(lambda before: add_record(before, "decision", made), f"note the decision on {name}")
        except EditError as error:
            self.said.emit(f"Nothing was noted: {error}")
            return
        self.reason.clear()
        self.said.emit(f"Noted the decision on {self.initiative.currentText()}; Undo takes it back.")
        self.noted.emit(made.id)

    @Slot()
    def _fill(self) -> None:
        if not self._session.is_open:
            return
        entries = [(one.id, one.name or one.id) for one in self._session.portfolio.initiatives]
        offer(self.initiative, entries)
        self._show_options()

    @Slot()
    def _show_options(self) -> None:
        if not self._session.is_open:
            return
        one = _initiative(self._session.portfolio, self.initiative.currentData())
        entries = [] if one is None else [(option.id, option.name or option.kind) for option in one.options]
        before = self.option.property("of")
        offer(self.option, [*entries, (None, "Not funded")])
        if one is not None and before != one.id:
            self.option.setProperty("of", one.id)
            self.option.setCurrentIndex(max(0, self.option.findData(one.selected)))
        self._show_frozen()

    def _frozen(self) -> Frozen:
        details = self._session.outlook.details
        if details is None or self.initiative.currentData() is None:
            return Frozen((), ())
        return freeze(details.summary, str(self.initiative.currentData()), self.option.currentData())

    @Slot()
    def _show_frozen(self) -> None:
        """Show what would be frozen, or why nothing can be noted now."""
        if not self._session.is_open:
            return
        portfolio, outlook = self._session.portfolio, self._session.outlook
        hindrance = _hindrance(portfolio, outlook)
        found = self._frozen()
        self.button.setEnabled(not hindrance)
        rows = [[name_of(one.metric), *percentiles(one, unit_of(portfolio, one.metric))] for one in found.figures]
        self.frozen.show_rows(_HEADER, rows)
        self.frozen.set_stale(outlook.stale)
        self.note_line.setText(
            hindrance or " ".join((*found.notes, _origin(portfolio, self._session.scenario, outlook)))
        )


def _hindrance(portfolio: Portfolio, outlook: Outlook) -> str:
    """Why nothing can be noted now; empty where it can."""
    if not portfolio.initiatives:
        return "There is nothing to decide on yet; add an initiative on the Initiatives page."
    if outlook.failure is not None and (outlook.details is None or outlook.stale):
        return f"There is no forecast to freeze: {outlook.failure.message}"
    if outlook.details is None or outlook.stale:
        return "The forecast is being computed; a decision can be noted as soon as it is in."
    return ""


def _origin(portfolio: Portfolio, scenario: str | None, outlook: Outlook) -> str:
    """What the forecast is of."""
    if outlook.details is None:
        return ""
    name = next((one.name or one.id for one in portfolio.scenarios if one.id == scenario), "the base")
    return f"Frozen from {count(outlook.details.trials, 'future')} of {name}."


def _initiative(portfolio: Portfolio, name: str | None) -> Initiative | None:
    return next((one for one in portfolio.initiatives if one.id == name), None)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _box(name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
