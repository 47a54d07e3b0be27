"""The people: teams, planned hires, the rate card."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.pages.frame import Desk, TablesPage


class TeamsPage(TablesPage):
    """Who does the work, and what they cost."""

    name = "Teams"
    kinds = (("team", "Teams"), ("hire", "Hires"), ("rate", "Rate card"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText(
            "Capacity of a month is people × availability × season. Hires arrive after the time it takes to fill the "
            "post, and become productive over the ramp-up."
        )
