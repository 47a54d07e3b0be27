"""What a scenario changes, as rows: in words, how, and the value before and after; what does nothing says why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from app.pages.scenarios.targets import change_words, target_words
from app.tables.figures import Cell, FigureTable, Tone
from app.wording import count
from models.address import AddressError, parse_address
from models.differences import value_text
from models.effects import Effect
from models.portfolio import Portfolio
from models.walk import index_records

_SHARED, _OWN = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents

HEADER = ("What", "Change", "Before", "After", "From")


class OverridesTable(FigureTable):
    """A row for each override, those of the ancestors first.

    Signals
    -------
    edit_asked, remove_asked
        The effect of the row that is to be changed, or taken away.
    """

    edit_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What the scenario changes", parent, most_rows=200)
        self.effects: tuple[Effect, ...] = ()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.edit_action = self._action("Change…", self._ask_edit)
        self.remove_action = self._action("Take away", self._ask_remove)
        self.doubleClicked.connect(self._ask_edit)

    def show_effects(self, portfolio: Portfolio, effects: tuple[Effect, ...], scenario: str | None) -> None:
        """Show what the overrides of a scenario and of its ancestors do."""
        self.effects = effects
        names = {one.id: one.name or one.id for one in portfolio.scenarios}
        rows = [_row(portfolio, effect, names, scenario) for effect in effects]
        self.show_rows(HEADER, rows, texts=len(HEADER))
        for column, mode in enumerate((_SHARED, _OWN, _SHARED, _SHARED, _OWN)):
            self.horizontalHeader().setSectionResizeMode(column, mode)

    @property
    def chosen(self) -> Effect | None:
        """The effect of the current row."""
        row = self.currentIndex().row()
        return self.effects[row] if 0 <= row < len(self.effects) else None

    def _action(self, text: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return changes the row, Delete takes it away."""
        commands = {
            Qt.Key.Key_Return: self.edit_action,
            Qt.Key.Key_Enter: self.edit_action,
            Qt.Key.Key_Delete: self.remove_action,
        }
        action = commands.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action.trigger()
            event.accept()

    def _ask_edit(self) -> None:
        if self.chosen is not None:
            self.edit_asked.emit(self.chosen)

    def _ask_remove(self) -> None:
        if self.chosen is not None:
            self.remove_asked.emit(self.chosen)


def _row(portfolio: Portfolio, effect: Effect, names: dict[str, str], scenario: str | None) -> list[Cell]:
    override = effect.override
    try:
        words = target_words(portfolio, parse_address(override.target))
    except AddressError:
        words = override.target
    before, after = _values(portfolio, effect)
    origin = "" if effect.scenario == scenario else names.get(effect.scenario, effect.scenario)
    tone: Tone = "muted" if effect.inherited else ""
    note = f"\n{override.note}" if override.note else ""
    changes = "\n".join(change.words for change in effect.changes[:20])
    tip = f"{override.target}\n{changes}{note}"
    if effect.kind is not None:
        told = f"⚠ does nothing: {effect.trouble}"
        return [
            Cell(words, "bad", tip=override.target),
            Cell(change_words(override), "bad"),
            Cell("", "bad"),
            Cell(told, "bad", tip=f"{told}. Change it or take it away."),
            Cell(origin, "bad"),
        ]
    return [
        Cell(words, tone, tip=tip),
        Cell(_change(effect), tone, tip=change_words(override)),
        Cell(before, tone, tip=tip),
        Cell(after, tone, strong=not tone, tip=tip),
        Cell(origin, "muted", tip=f"Inherited from {origin}" if origin else "Its own"),
    ]


def _change(effect: Effect) -> str:
    """What is done to the target; of what is set the value stands behind "After"."""
    if effect.override.action == "set" and effect.changes:
        return "set"
    return change_words(effect.override)


def _values(portfolio: Portfolio, effect: Effect) -> tuple[str, str]:
    """The value before and after; of several fields how many, and the first."""
    if not effect.changes:
        return "", ""
    known = index_records(portfolio)
    first = effect.changes[0]
    before, after = (_name(portfolio, value_text(first.address, one, known)) for one in (first.before, first.after))
    if len(effect.changes) == 1:
        return before, after
    return f"{before}, …", f"{after}, … ({count(len(effect.changes), 'value')})"


def _name(portfolio: Portfolio, text: str) -> str:
    """``Build (atlas-build)`` as ``Build``: the id behind a name is of no use to a reader."""
    head, _, tail = text.rpartition(" (")
    return head if head and tail.endswith(")") and " " not in tail else text
