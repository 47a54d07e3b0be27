"""Baselines: the forecasts that are kept in the plan, which of them results are shown against, and their names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.pages.frame import Card
from app.pages.inquiry import words
from app.pages.since import OVERVIEW, since_words
from app.state.pinned import Kept
from app.state.session import Session
from app.tables.figures import Cell, FigureTable, Row
from app.wording import NOTHING, count, money, month, share
from models.baseline import Baseline
from models.edits import set_field

HEADER = ("Baseline", "Kept on", "Scenario", "Value P50", "P(value > 0)", "Last launch P80", "Futures", "Seed", "Shown")
_NONE = (
    "No baseline yet. A baseline is a forecast that is kept in the plan's file: later forecasts are shown against it, "
    "on the roadmap, in the charts of value, money and people, and in words."
)


class BaselinesView(QWidget):
    """The table of baselines, the newest on top, and what can be done with the one that is chosen.

    Signals
    -------
    said
        What became of a command.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[Baseline, ...] = ()
        self._against = ""  # id of the one that results are shown against
        self.new_name = QLineEdit(self)
        self.new_name.setAccessibleName("Name of the new baseline")
        self.new_name.setPlaceholderText("such as the meeting that it is shown at")
        self.store = self._button("Store the result that is shown", self.store_result)
        self.store.setObjectName("primary")
        self.hindrance = words("", "caption", self)
        self.empty = words(_NONE, "empty", self)
        self.table = FigureTable("Baselines of the plan", self, 8)
        self.table.setSelectionBehavior(FigureTable.SelectionBehavior.SelectRows)
        self.name, self.note = QLineEdit(self), QLineEdit(self)
        self.name.setAccessibleName("Name of the chosen baseline")
        self.note.setAccessibleName("Note on the chosen baseline")
        self.against = self._button("Show results against it", self.show_against)
        self.stop = self._button("Stop comparing", self._stop)
        self.remove = self._button("Remove", self.take_out)
        self.since = words("", "caption", self)
        self.chosen = Card("The chosen baseline", "", self)
        self._lay_out()
        self._connect()
        self.refresh()

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        label = QLabel("Name", self)
        label.setBuddy(self.new_name)
        asked.addWidget(label)
        asked.addWidget(self.new_name, 1)
        asked.addWidget(self.store)
        storing = Card("Keep this forecast as a baseline", "", self)
        storing.body.addLayout(asked)
        storing.body.addWidget(self.hindrance)
        grid = QGridLayout()
        for row, (title, line) in enumerate((("Name", self.name), ("Note", self.note))):
            label = QLabel(title, self)
            label.setBuddy(line)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
        buttons = QHBoxLayout()
        for button in (self.against, self.stop, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.chosen.body.addLayout(grid)
        self.chosen.body.addLayout(buttons)
        self.chosen.body.addWidget(self.since)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 8, 0)
        rows.setSpacing(8)
        for widget in (storing, self.empty, self.table, self.chosen):
            rows.addWidget(widget)
        rows.addStretch(1)

    def _connect(self) -> None:
        session = self._session
        session.portfolio_changed.connect(self.refresh)
        session.document_opened.connect(self.refresh)
        session.outlook_changed.connect(self._show_state)
        self.new_name.returnPressed.connect(self.store_result)
        self.table.row_chosen.connect(self._show_chosen)
        self.name.editingFinished.connect(self._take_name)
        self.note.editingFinished.connect(self._take_note)

    @property
    def baseline(self) -> Baseline | None:
        """The one that is chosen; the newest at first."""
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @Slot()
    def refresh(self) -> None:
        """Show the baselines of the document."""
        before = self.baseline
        stored = self._session.portfolio.baselines if self._session.is_open else ()
        self._shown = tuple(reversed(stored))
        there = bool(self._shown)
        self.empty.setVisible(not there)
        self.table.setVisible(there)
        self.chosen.setVisible(there)
        with QSignalBlocker(self.table):
            self._show_rows()
        kept = (number for number, one in enumerate(self._shown) if before is not None and one.id == before.id)
        self.table.setCurrentIndex(self.table.model().index(next(kept, 0), 0))
        self._show_chosen()

    def _show_rows(self) -> None:
        pinned = self._session.outlook.pinned
        self._against = pinned.baseline.id if pinned is not None and pinned.is_stored else ""
        rows = [row_of(one, is_shown=one.id == self._against) for one in self._shown]
        self.table.show_rows(HEADER, rows, texts=3)

    def choose(self, baseline: str) -> bool:
        """Choose a baseline; whether there is one of that id."""
        number = next((number for number, one in enumerate(self._shown) if one.id == baseline), None)
        if number is None:
            return False
        self.table.setCurrentIndex(self.table.model().index(number, 0))
        self._show_chosen()
        self.name.setFocus()
        return True

    @Slot()
    def store_result(self) -> None:
        """Store the result that is shown, under the name that was typed or the day."""
        session = self._session
        if not session.can_store:
            return
        day = date.today()
        name = self.new_name.text().strip() or f"Plan of {day.day} {day:%b %Y}"
        session.store_baseline(name)
        self.new_name.clear()
        self.table.setCurrentIndex(self.table.model().index(0, 0))
        self._show_chosen()
        self.said.emit(f"Stored the baseline “{name}” in the plan; save the plan to keep it. Undo takes it back.")

    @Slot()
    def show_against(self) -> None:
        """Show results against the chosen baseline."""
        chosen = self.baseline
        if chosen is not None:
            self._session.compare_with(chosen.id)
            self.said.emit(f"Results are shown against “{chosen.name}”.")

    @Slot()
    def _stop(self) -> None:
        self._session.unpin()

    @Slot()
    def take_out(self) -> None:
        """Remove the chosen baseline from the plan."""
        chosen = self.baseline
        if chosen is not None:
            self._session.remove_baseline(chosen.id)
            self.said.emit(f"Removed the baseline “{chosen.name}”; Undo brings it back.")

    @Slot()
    def _take_name(self) -> None:
        text = self.name.text().strip()
        if text:
            self._put("name", text)
        else:
            self._show_chosen()  # it needs one: the one that it has stays

    @Slot()
    def _take_note(self) -> None:
        self._put("note", self.note.text().strip())

    def _put(self, field: str, text: str) -> None:
        chosen = self.baseline
        if chosen is not None and getattr(chosen, field) != text:
            address = f"baseline:{chosen.id}.{field}"
            self._session.push(lambda before: set_field(before, address, text), f"{field} of the baseline")

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self.baseline
        for line, text in ((self.name, chosen and chosen.name), (self.note, chosen and chosen.note)):
            if line.text() != (text or ""):
                line.setText(text or "")
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        """What can be done now, and what changed since the chosen one."""
        session, chosen = self._session, self.baseline
        self.store.setEnabled(session.can_store)
        self.hindrance.setText(_hindrance(session))
        self.hindrance.setVisible(bool(self.hindrance.text()))
        pinned = session.outlook.pinned
        against = pinned.baseline.id if pinned is not None and pinned.is_stored else ""
        if against != self._against:
            row = self.table.currentIndex().row()
            with QSignalBlocker(self.table):
                self._show_rows()
            self.table.setCurrentIndex(self.table.model().index(row, 0))
        is_shown = chosen is not None and chosen.id == against
        self.against.setEnabled(chosen is not None and not is_shown)
        self.stop.setEnabled(is_shown)
        self.since.setText(since_words(session.outlook, OVERVIEW) if is_shown else "")
        self.since.setVisible(bool(self.since.text()))


def _hindrance(session: Session) -> str:
    """Why nothing can be stored now; empty where it can."""
    outlook = session.outlook
    if session.can_store or not session.is_open:
        return ""
    if outlook.failure is not None:
        return f"There is no forecast to keep: {outlook.failure.message.rstrip('.')}."
    if outlook.phase == "cancelled":
        return "The run was cancelled; a baseline is stored from a full run (F5)."
    return "The full forecast is being computed; it can be stored as soon as it is in."


def row_of(baseline: Baseline, *, is_shown: bool = False) -> Row:
    """What the table says of a baseline."""
    kept = Kept(baseline)
    value, odds, last = (kept.find(name) for name in ("value", "value_positive", "last_launch"))
    return [
        Cell(baseline.name, strong=True, tip=baseline.note),
        baseline.kept_on,
        baseline.scenario or "Base",
        NOTHING if value is None or value.p50 is None else money(value.p50, baseline.currency),
        NOTHING if odds is None or odds.mean is None else share(odds.mean),
        NOTHING if last is None else "after horizon" if last.p80 is None else month(baseline.start, last.p80),
        count(baseline.trials, "future"),
        str(baseline.seed),
        Cell("behind" if is_shown else "", tip="Results are shown against it" if is_shown else ""),
    ]
