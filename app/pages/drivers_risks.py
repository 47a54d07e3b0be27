"""What makes futures differ: shared drivers, risks, correlations."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.pages.frame import Desk, TablesPage


class DriversRisksPage(TablesPage):
    """Factors that many figures share, and events that may occur."""

    name = "Drivers & risks"
    kinds = (("driver", "Drivers"), ("risk", "Risks"), ("correlation", "Correlations"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText(
            "A driver moves everything that it names at once, such as market growth or an exchange rate. A risk is an "
            "event with a probability; its mitigation costs money and lowers the odds or the damage."
        )
