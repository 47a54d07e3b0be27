"""What is asked of the optimiser: the goal, budgets, people, what must and must not be funded."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QAbstractTableModel, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.pages.frame import Card
from app.pages.optimise.asked import Wish
from app.pages.optimise.wish_lists import EnvelopeWishes, InitiativeWishes, positive_amount
from app.state.session import Session

_TICKS: Final = """
QTableView::indicator { width: 13px; height: 13px; border: 1px solid palette(dark); border-radius: 3px; }
QTableView::indicator:checked { background: palette(accent); border-color: palette(accent); }
"""
"""Those of the style cannot be seen on dark ground."""

_MEASURED: Final = 20
"""Rows that the width of a column is taken from; all of 200 initiatives would take longer than the rest of the page."""


class WishPanel(Card):
    """Everything that is asked for, in one card.

    Signals
    -------
    changed
        Something else is asked for.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("What is asked", "Must-haves and exclusions of the records hold as well.", parent)
        self._session = session
        self.goal = _box("What is to be raised", ("Value", "value"), ("Value less risk", "risk"))
        self.weight = _spin("Weight of risk", 0.0, 10.0, 0.5, "")
        self.weight.setToolTip("Times the mean loss of the worst fifth of the futures, taken off the value")
        self.objective = _box("Objective whose chance is raised")
        self.budgets = _box("Budgets", ("Every envelope holds", "kept"), ("Envelopes do not matter", "ignored"))
        self.factor = _spin("Envelopes in per cent of what they are", 1.0, 1000.0, 100.0, " %")
        self.factor.setDecimals(0)
        self.people = _box(
            "People",
            ("Enough over the horizon", "horizon"),
            ("Enough in every fiscal year", "year"),
            ("Do not matter", "ignored"),
        )
        self.total = QLineEdit(self)
        self.total.setPlaceholderText("no limit")
        self.total.setAccessibleName("Most cost of all that is funded")
        self.initiatives, self.envelopes = InitiativeWishes(self), EnvelopeWishes(self)
        self._lay_out()
        self._connect()
        self._fill()

    @property
    def wish(self) -> Wish | str:
        """What is asked for, or why it cannot be."""
        typed = self.total.text().strip()
        total = positive_amount(typed, self._session.portfolio.settings.currency) if typed else None
        if typed and total is None:
            return f"“{typed}” is no amount; write the most cost like 12 000 000, or leave it empty."
        goal = self.goal.currentData()
        if goal == "objective" and self.objective.currentData() is None:
            return "The plan has no objectives; set one on the Budget page, or raise the value."
        return Wish(
            goal=goal,
            weight=self.weight.value(),
            objective=self.objective.currentData() if goal == "objective" else None,
            budgets=self.budgets.currentData(),
            factor=self.factor.value() / 100.0,
            amounts=dict(self.envelopes.amounts),
            people=self.people.currentData(),
            must=tuple(sorted(self.initiatives.must)),
            excluded=tuple(sorted(self.initiatives.excluded)),
            total_cost=total,
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(6)
        for title, widget in (
            ("Raise", self.goal),
            ("Weight of risk", self.weight),
            ("Objective", self.objective),
            ("Budgets", self.budgets),
            ("Envelopes at", self.factor),
            ("People", self.people),
            ("Most total cost", self.total),
        ):
            form.addRow(title, widget)
        self._form = form
        self.lists = QTabWidget(self)
        self.lists.setDocumentMode(True)
        self.lists.setAccessibleName("Initiatives and envelopes of the request")
        self.initiative_view = _view("What must and must not be funded", self.initiatives)
        self.envelope_view = _view("Envelopes of the request", self.envelopes)
        self.lists.addTab(self.initiative_view, "Initiatives")
        self.lists.addTab(self.envelope_view, "Envelopes")
        rows = QVBoxLayout()
        rows.addLayout(form)
        rows.addWidget(self.lists, 1)
        self.body.addLayout(rows, 1)

    def order_tabs(self) -> None:
        """Let the tab key go from top to bottom; for when the panel has its place, which sets the order anew."""
        fields = (self.goal, self.weight, self.objective, self.budgets, self.factor, self.people, self.total)
        for before, after in pairwise((*fields, self.initiative_view)):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        for box in (self.goal, self.objective, self.budgets, self.people):
            box.activated.connect(self.changed)
        self.goal.currentIndexChanged.connect(self._show_goal)
        self.budgets.currentIndexChanged.connect(self._show_goal)
        for spin in (self.weight, self.factor):
            spin.valueChanged.connect(self.changed)
        self.total.editingFinished.connect(self.changed)
        self.initiatives.changed.connect(self.changed)
        self.envelopes.changed.connect(self.changed)
        self._session.portfolio_changed.connect(self._fill)
        self._session.document_opened.connect(self._forget)

    @Slot()
    def _show_goal(self) -> None:
        """Show what the goal and the budgets need."""
        goal = self.goal.currentData()
        self._form.setRowVisible(self.weight, goal == "risk")
        self._form.setRowVisible(self.objective, goal == "objective")
        kept = self.budgets.currentData() == "kept"
        self.factor.setEnabled(kept)
        self.envelope_view.setEnabled(kept)

    @Slot()
    def _forget(self) -> None:
        """Another document is open."""
        self.initiatives.must.clear()
        self.initiatives.excluded.clear()
        self.envelopes.amounts.clear()
        self.total.clear()
        self.factor.setValue(100.0)

    @Slot()
    def _fill(self) -> None:
        if not self._session.is_open:
            return
        portfolio = self._session.portfolio
        self.initiatives.show_portfolio(portfolio)
        self.envelopes.show_portfolio(portfolio)
        chosen, goal = self.objective.currentData(), self.goal.currentData()
        self.objective.clear()
        for one in portfolio.objectives:
            self.objective.addItem(one.name or one.id, one.id)
        self.objective.setCurrentIndex(max(0, self.objective.findData(chosen)))
        self._offer_objectives(bool(portfolio.objectives))
        self.goal.setCurrentIndex(max(0, self.goal.findData(goal)))
        self._show_goal()

    def _offer_objectives(self, there_are: bool) -> None:
        place = self.goal.findData("objective")
        if there_are and place < 0:
            self.goal.addItem("Chance of an objective", "objective")
        elif not there_are and place >= 0:
            self.goal.removeItem(place)


def _box(name: str, *entries: tuple[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    for title, key in entries:
        box.addItem(title, key)
    return box


def _spin(name: str, least: float, most: float, value: float, suffix: str) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setAccessibleName(name)
    spin.setRange(least, most)
    spin.setDecimals(2)
    spin.setValue(value)
    spin.setSuffix(suffix)
    spin.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    spin.setKeyboardTracking(False)
    return spin


def _view(name: str, model: QAbstractTableModel) -> QTableView:
    view = QTableView()
    view.setAccessibleName(name)
    view.setModel(model)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 8)
    view.setShowGrid(False)
    view.setStyleSheet(_TICKS)
    view.setTabKeyNavigation(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setMinimumSectionSize(44)
    head.setResizeContentsPrecision(_MEASURED)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, model.columnCount()):
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return view
