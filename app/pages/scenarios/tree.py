"""The scenarios as a tree under the base: which builds on which, how much each changes, which is looked at.

What is chosen is the scenario that the whole window looks at.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.wording import count
from models.effects import Stale
from models.overlay import Scenario
from models.portfolio import Portfolio

BASE = "Base"

_ID = Qt.ItemDataRole.UserRole


class ScenarioTree(QTreeWidget):
    """The base and under it all scenarios.

    Signals
    -------
    chosen
        Id of the scenario that the user chose, None for the base.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Scenarios")
        self._shape: tuple[tuple[str, str | None], ...] | None = None  # which builds on which, as shown
        self._items: dict[str | None, QTreeWidgetItem] = {}
        self.setColumnCount(2)
        self.setHeaderLabels(["Scenario", "Changes"])
        self.setUniformRowHeights(True)
        self.setItemsExpandable(False)
        self.setRootIsDecorated(False)
        self.setStyleSheet("QTreeView::item { padding: 5px 2px; }")
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._tell)

    def show_scenarios(self, portfolio: Portfolio, looked_at: str | None, trouble: Iterable[Stale]) -> None:
        """Show these scenarios; ``trouble`` marks those with overrides that do nothing."""
        stale = {one.scenario: one.message for one in trouble}
        shape = tuple((one.id, one.parent) for one in portfolio.scenarios)
        self.blockSignals(True)
        if shape != self._shape:  # else the items stay: one of them may be being pressed
            self._shape = shape
            self._fill(portfolio.scenarios)
        for scenario in portfolio.scenarios:
            _say(self._items[scenario.id], scenario, stale.get(scenario.id))
        self.setCurrentItem(self._items.get(looked_at, self._items[None]))
        self.blockSignals(False)

    def _fill(self, scenarios: tuple[Scenario, ...]) -> None:
        self.clear()
        root = QTreeWidgetItem(self, [BASE, ""])
        root.setToolTip(0, "The plan without a scenario")
        items: dict[str | None, QTreeWidgetItem] = {None: root}
        waiting = list(scenarios)
        while waiting:
            ready = [one for one in waiting if one.parent in items]
            if not ready:  # parents that are gone, or each other's: the check says so
                ready = waiting
            for one in ready:
                items[one.id] = QTreeWidgetItem(items.get(one.parent, root))
            waiting = [one for one in waiting if one not in ready]
        self.expandAll()
        self._items = items

    @Slot()
    def _tell(self) -> None:
        item = self.currentItem()
        if item is not None:
            self.chosen.emit(item.data(0, _ID))


def _say(item: QTreeWidgetItem, scenario: Scenario, trouble: str | None) -> None:
    """Name a scenario in its item, with the number of its changes."""
    number = len(scenario.overrides)
    item.setText(0, scenario.name or scenario.id)
    item.setText(1, f"⚠ {number}" if trouble else str(number))
    item.setData(0, _ID, scenario.id)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    told = f"{scenario.name}: {count(number, 'change')}"
    item.setToolTip(0, f"{told}\n{scenario.description}".strip())
    item.setToolTip(1, f"Look at this one: {trouble}" if trouble else told)
