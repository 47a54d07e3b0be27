"""Before a scenario becomes the base: what changes, what it means for the other scenarios, how the base is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.wording import count
from models.effects import Stale
from models.portfolio import Portfolio
from models.scenario import overridden
from models.scenarios import Promotion

_TOLD = 6


class PromoteDialog(QDialog):
    """Asks whether a scenario is to become the base; accepted, ``keep_base_as`` names the base that was."""

    def __init__(
        self, portfolio: Portfolio, scenario: str, promotion: Promotion, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.scenario = scenario
        name = next(one.name or one.id for one in portfolio.scenarios if one.id == scenario)
        self.setWindowTitle(f"Make {name} the base?")
        self.words = QLabel(_words(portfolio, scenario, name, promotion), self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumWidth(440)
        self.keep = QCheckBox("Keep the base of today as a scenario, called", self)
        self.keep.setChecked(True)
        self.called = QLineEdit(f"Base before {name}", self)
        self.called.setAccessibleName("Name of the scenario that leads back")
        self.keep.toggled.connect(self.called.setEnabled)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.confirm = buttons.addButton("Make it the base", QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for widget in (self.words, self.keep, self.called, buttons):
            layout.addWidget(widget)

    @property
    def keep_base_as(self) -> str:
        """Name of the scenario that leads back to the base as it was; empty for none."""
        return self.called.text().strip() if self.keep.isChecked() else ""


def stale_words(stale: tuple[Stale, ...], portfolio: Portfolio) -> str:
    """What other scenarios lose or start anew from, one line for each override."""
    names = {one.id: one.name or one.id for one in portfolio.scenarios}
    lines = [f"• {names.get(one.scenario, one.scenario)}, {one.target}: {one.message}" for one in stale[:_TOLD]]
    if len(stale) > _TOLD:
        lines.append(f"• and {count(len(stale) - _TOLD, 'more override')}")
    return "\n".join(lines)


def _words(portfolio: Portfolio, scenario: str, name: str, promotion: Promotion) -> str:
    changed = count(len(overridden(portfolio, scenario)), "value")
    parts = [
        f'The base takes over {changed} from "{name}", and the scenario goes. What builds on it builds on the base. '
        "It is one step, and can be undone."
    ]
    if promotion.stale:
        parts.append("Of the other scenarios these overrides should be looked at:")
        parts.append(stale_words(promotion.stale, promotion.portfolio))
    else:
        parts.append("No other scenario is disturbed.")
    return "\n\n".join(parts)
