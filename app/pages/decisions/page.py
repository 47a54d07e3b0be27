"""Decisions: noting them with the forecast frozen beside, what happened since, and how well it was forecast."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.pages.decisions.baselines import BaselinesView
from app.pages.decisions.calibrating import CalibrationView
from app.pages.decisions.noting import NoteForm
from app.pages.decisions.outcomes import OutcomeCard
from app.pages.frame import Desk, Page
from app.tables.panel import RecordTablePanel

_LEAST_TABLE: Final = 190
"""Pixels that the record has at least; where there is less room, the page scrolls."""


class DecisionsPage(Page):
    """A tab for the record, one for how the forecasts held, one for the forecasts that are kept to compare with."""

    name = "Decisions"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText(
            "What was decided, with the forecast of that day; what happened since tells how far forecasts hold."
        )
        self.form = NoteForm(desk.session, self)
        self.panel = RecordTablePanel(desk.session, desk.pending, "decision", None, self)
        self.outcomes = OutcomeCard(desk.session, self)
        self.calibration = CalibrationView(desk.session, self)
        self.baselines = BaselinesView(desk.session, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Record, calibration and baselines")
        self.tabs.tabBar().setAccessibleName("Choice of part on the Decisions page")
        self.tabs.addTab(self._scrolled(self._record(), "The decision record"), "Record")
        self.tabs.addTab(self._scrolled(self.calibration, "How well it was forecast"), "Calibration")
        self.tabs.addTab(self._scrolled(self.baselines, "Forecasts kept to compare with"), "Baselines")
        self.body.addWidget(self.tabs, 1)
        self.panel.view.record_selected.connect(self._choose)
        self.panel.view.said.connect(self.said)
        for speaker in (self.form, self.outcomes, self.baselines):
            speaker.said.connect(self.said)
        self.calibration.chart.said.connect(self.said)
        self.form.noted.connect(self._show_noted)
        self.setFocusProxy(self.form.initiative)

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        if kind == "baseline":
            self.tabs.setCurrentIndex(2)
            return self.baselines.choose(record_id)
        if kind != "decision":
            return False
        self.tabs.setCurrentIndex(0)
        found: bool = self.panel.view.show_cell(record_id, field)
        self.panel.view.setFocus()
        return found

    def _record(self) -> QWidget:
        record = QWidget(self)
        rows = QVBoxLayout(record)
        rows.setContentsMargins(0, 8, 8, 0)
        rows.setSpacing(8)
        rows.addWidget(self.form)
        rows.addWidget(self.panel, 1)
        rows.addWidget(self.outcomes)
        self.panel.setMinimumHeight(_LEAST_TABLE)
        return record

    def _scrolled(self, inside: QWidget, name: str) -> QScrollArea:
        area = QScrollArea(self)
        area.setAccessibleName(name)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    @Slot(str, str)
    def _choose(self, kind: str, record_id: str) -> None:
        self.outcomes.show_decision(record_id)
        self.record_selected.emit(kind, record_id)

    @Slot(str)
    def _show_noted(self, decision: str) -> None:
        self.panel.view.show_cell(decision, "decided_on")
        self.outcomes.show_decision(decision)
