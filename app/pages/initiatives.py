"""The initiatives, and the options, stages and benefits inside them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.pages.frame import Desk, TablesPage


class InitiativesPage(TablesPage):
    """What could be done, by which way, and what is funded."""

    name = "Initiatives"
    kinds = (
        ("initiative", "Initiatives"),
        ("option", "Options"),
        ("stage", "Stages"),
        ("benefit", "Benefits"),
        ("product", "Products"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText(
            "In order of rank: the first gets people first. Choose the option taken to fund an initiative, "
            "or leave it empty. Uncertain cells take low..likely..high, such as 3..5..9."
        )
