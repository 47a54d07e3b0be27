"""The money that was agreed: envelopes, objectives, currencies."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QWidget

from app.pages.frame import Desk, TablesPage
from app.state.session import Edit
from models.edits import EditError
from models.overlay import Override
from models.portfolio import Portfolio
from models.scenario import apply_override

_MOST_CUT, _MOST_RAISE = -100.0, 500.0


class BudgetPage(TablesPage):
    """Envelopes by fiscal period and category; all of them can be cut or raised at once."""

    name = "Budget"
    kinds = (("budget", "Budgets"), ("objective", "Objectives"), ("currency", "Currencies"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText(
            "The envelope of each fiscal period and category. Whether work waits for money is a setting of the plan; "
            "otherwise it is only measured."
        )
        self.percent = QDoubleSpinBox(self)
        self.percent.setAccessibleName("Change of all budgets in per cent")
        self.percent.setRange(_MOST_CUT, _MOST_RAISE)
        self.percent.setDecimals(1)
        self.percent.setValue(-15.0)
        self.percent.setSuffix(" %")
        self.percent.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.percent.setFixedWidth(86)
        self.change = QPushButton("Apply", self)
        self.change.setAccessibleName("Change all budgets")
        self.change.clicked.connect(self.change_all)
        label = QLabel("Change all budgets by", self)
        label.setBuddy(self.percent)
        for widget in (label, self.percent, self.change):
            self.head.addWidget(widget)

    def change_all(self) -> None:
        """Scale every envelope by the percentage that is set; one step of the history."""
        percent = self.percent.value()
        verb = "cut" if percent < 0 else "raise"
        try:
            self.desk.session.push(_scaled(1 + percent / 100), f"{verb} all budgets by {abs(percent):g} %")
        except (EditError, ValueError) as error:
            self.said.emit(f"The budgets are unchanged: {error}")


def _scaled(factor: float) -> Edit:
    """The edit that multiplies every envelope by a factor."""
    override = Override(target="budget:*.amount", action="scale", value=factor)

    def edit(portfolio: Portfolio) -> Portfolio:
        return apply_override(portfolio, override)

    return edit
