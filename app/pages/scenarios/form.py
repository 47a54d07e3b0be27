"""The fields of a scenario: what it is called, what it builds on, what it is about; changes are told, not done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from app.pages.scenarios.tree import BASE
from models.overlay import Scenario
from models.portfolio import Portfolio
from models.scenario import lineage


class ScenarioForm(QWidget):
    """Name, parent and description.

    Signals
    -------
    renamed, described
        The new text.
    moved
        Id of the scenario that it is to build on, None for the base.
    """

    renamed = Signal(str)
    described = Signal(str)
    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.about = QLineEdit(self), QLineEdit(self)
        self.name.setAccessibleName("Name of the scenario")
        self.about.setAccessibleName("Description of the scenario")
        self.about.setPlaceholderText("What it is about")
        self.builds_on = QComboBox(self)
        self.builds_on.setAccessibleName("What the scenario builds on")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 4)
        form.addRow("Name", self.name)
        form.addRow("Builds on", self.builds_on)
        form.addRow("About", self.about)
        self.name.editingFinished.connect(self._rename)
        self.about.editingFinished.connect(self._describe)
        self.builds_on.activated.connect(self._move)

    def show_scenario(self, portfolio: Portfolio, scenario: Scenario) -> None:
        """Show a scenario; it can build on all that does not build on it."""
        for line, text in ((self.name, scenario.name), (self.about, scenario.description)):
            if line.text() != text:
                line.setText(text)
        box = self.builds_on
        box.clear()
        box.addItem(BASE, None)
        for one in portfolio.scenarios:
            if not _descends(portfolio, one.id, scenario.id):
                box.addItem(one.name or one.id, one.id)
        box.setCurrentIndex(max(0, box.findData(scenario.parent)))

    def begin_name(self) -> None:
        """The name can be typed over at once."""
        self.name.setFocus()
        self.name.selectAll()

    @Slot()
    def _rename(self) -> None:
        self.renamed.emit(self.name.text().strip())

    @Slot()
    def _describe(self) -> None:
        self.described.emit(self.about.text().strip())

    @Slot(int)
    def _move(self, row: int) -> None:
        self.moved.emit(self.builds_on.itemData(row))


def _descends(portfolio: Portfolio, scenario: str, ancestor: str) -> bool:
    """Whether a scenario is another one or builds on it, in any number of steps."""
    try:
        return any(one.id == ancestor for one in lineage(portfolio, scenario))
    except ValueError:
        return scenario == ancestor
