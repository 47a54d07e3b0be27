"""Which two to four scenarios are compared: a box for each, the first chosen being what the others are seen against."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.pages.scenarios.tree import BASE
from models.portfolio import Portfolio

FEWEST, MOST = 2, 4

_COLUMNS = 4


class ScenarioChoice(QWidget):
    """The base and all scenarios, each with a box.

    Signals
    -------
    changed
        Another set is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Scenarios to compare")
        self._known: list[tuple[str, str | None]] = []
        self.boxes: list[QCheckBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)

    def show_scenarios(self, portfolio: Portfolio, looked_at: str | None) -> None:
        """Offer these; what is chosen stays, and at first it is the base and the scenario that is looked at."""
        known: list[tuple[str, str | None]] = [(BASE, None)]
        known += [(one.name or one.id, one.id) for one in portfolio.scenarios]
        if known == self._known:
            return
        there = [key for _, key in known]
        chosen = [key for key in self.chosen if key in there]
        if len(chosen) < FEWEST:
            chosen = _at_first(there, looked_at)
        self._known = known
        self._fill(chosen)
        self.changed.emit()

    def forget(self) -> None:
        """Another document is open."""
        self._known = []
        self._fill([])

    @property
    def chosen(self) -> list[str | None]:
        """The scenarios that are chosen, in order."""
        return [key for (_, key), box in zip(self._known, self.boxes, strict=True) if box.isChecked()]

    @property
    def first_name(self) -> str:
        """What the first of the chosen is called; empty where none is."""
        return next((name for (name, _), box in zip(self._known, self.boxes, strict=True) if box.isChecked()), "")

    def choose(self, keys: list[str | None]) -> None:
        """Choose these and no others."""
        for (_, key), box in zip(self._known, self.boxes, strict=True):
            box.setChecked(key in keys)

    def _fill(self, chosen: list[str | None]) -> None:
        for box in self.boxes:
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = []
        for number, (name, key) in enumerate(self._known):
            box = QCheckBox(name.replace("&", "&&"), self)
            box.setAccessibleName(f"Compare {name}")
            box.setChecked(key in chosen)
            box.toggled.connect(self._tell)
            self._grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
            self.boxes.append(box)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _at_first(known: list[str | None], looked_at: str | None) -> list[str | None]:
    other = looked_at if looked_at is not None else next((key for key in known if key is not None), None)
    return [None] if other is None else [None, other]
