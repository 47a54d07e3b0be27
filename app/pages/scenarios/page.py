"""The page of scenarios: on one tab they are made and changed, on the other compared."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from app.pages.frame import Desk, Page
from app.pages.scenarios.comparing import Compare
from app.pages.scenarios.editing import ScenarioEditor


class ScenariosPage(Page):
    """What could be otherwise, and what would come of it."""

    name = "Scenarios"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText(
            "A scenario is a list of changes on top of the base or of another scenario. All scenarios are tried in the "
            "same futures, so that a difference is the scenario's and not chance's."
        )
        self.editor = ScenarioEditor(desk, self)
        self.compare = Compare(desk, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the Scenarios page")
        self.tabs.tabBar().setAccessibleName("Choice of part of the Scenarios page")
        self.tabs.addTab(self.editor, "Make and change")
        self.tabs.addTab(self.compare, "Compare")
        self.body.addWidget(self.tabs, 1)
        self.setFocusProxy(self.editor.tree)
        self._dirty = True  # the plan has changed since it was shown
        session = desk.session
        for signal in (session.portfolio_changed, session.scenario_changed, session.document_opened):
            signal.connect(self._change)
        self.tabs.currentChanged.connect(self._show_if_dirty)
        for part in (self.editor, self.compare):
            part.said.connect(self.said)

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        """Lead to a scenario: it is looked at."""
        known = {one.id for one in self.desk.session.portfolio.scenarios}
        if kind != "scenario" or record_id not in known:
            return False
        self.tabs.setCurrentWidget(self.editor)
        self.desk.session.look_at(record_id)
        self.editor.overrides.setFocus()
        return True

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show_if_dirty()

    @Slot()
    def _change(self) -> None:
        self._dirty = True
        if self.isVisible():
            self._show_if_dirty()

    @Slot()
    def _show_if_dirty(self) -> None:
        if self._dirty and self.desk.session.is_open:
            self._dirty = False
            self.editor.show_plan()
            self.compare.show_plan()
