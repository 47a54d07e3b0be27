"""The part of the page where scenarios are made and changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.pages.frame import Card, Desk
from app.pages.scenarios.adding import ChangeLine
from app.pages.scenarios.commands import ScenarioCommands
from app.pages.scenarios.form import ScenarioForm
from app.pages.scenarios.overrides import OverridesTable
from app.pages.scenarios.tree import ScenarioTree
from app.wording import count
from models.edits import EditError
from models.effects import Effect, Stale, effective, stale
from models.overlay import Scalar, Scenario
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from models.scenarios import Action

_BASE_WORDS = (
    "You are looking at the base: the plan as the other pages show it. A scenario is a list of changes on top of it, "
    "or on top of another scenario; it never changes what it builds on.\n\n"
    "Choose a scenario at the left to see and change what it does, or make a new one."
)


class ScenarioEditor(QWidget):
    """The tree of scenarios, and what the one that is looked at changes.

    Signals
    -------
    said
        What became of a command.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = desk.session
        self.commands = ScenarioCommands(desk.session, self)
        self.tree = ScenarioTree(self)
        self.form = ScenarioForm(self)
        self.overrides = OverridesTable(self)
        self.line = ChangeLine(self)
        commands = self.commands
        self.new_button = self._button("New", "New scenario on top of the chosen one", commands.create)
        self.clone_button = self._button("Clone", "Clone the chosen scenario", commands.clone)
        self.delete_button = self._button("Delete", "Delete the chosen scenario", commands.delete)
        self.promote_button = self._button(
            "Make it the base…", "Make the chosen scenario the base", commands.ask_promotion
        )
        self.trouble = QLabel(self)
        self.trouble.setObjectName("warn")
        self.trouble.setWordWrap(True)
        self.summary = QLabel(self)
        self.summary.setObjectName("caption")
        self._judged: tuple[Portfolio, tuple[Stale, ...]] | None = None  # overrides that do nothing, of a plan
        self._offered: tuple[Portfolio, str] | None = None  # what the line offers records of
        self._lay_out()
        self._connect()

    def show_plan(self) -> None:
        """Show the scenarios of the plan as it is now."""
        if not self._session.is_open:
            return
        portfolio, own = self._session.portfolio, self.commands.scenario
        if self._judged is None or self._judged[0] is not portfolio:
            self._judged = (portfolio, stale(portfolio))
        self.tree.show_scenarios(portfolio, None if own is None else own.id, self._judged[1])
        for button in (self.clone_button, self.delete_button, self.promote_button):
            button.setEnabled(own is not None)
        self._stack.setCurrentIndex(0 if own is None else 1)
        if own is not None:
            self._show_scenario(portfolio, own)

    def _show_scenario(self, portfolio: Portfolio, own: Scenario) -> None:
        self.form.show_scenario(portfolio, own)
        try:
            effects = effective(portfolio, own.id)
            words = ""
        except ValueError as error:
            effects, words = (), f"{error}. Let it build on something else."
        idle = sum(one.kind is not None for one in effects)
        if idle:
            words = f"{count(idle, 'change')} without effect; the reason stands in the row."
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.overrides.show_effects(portfolio, effects, own.id)
        self.summary.setText(_summary(effects))
        offered = (portfolio, own.id)
        if self._offered != offered:
            self._offered = offered
            self.line.show_portfolio(_before(portfolio, own))

    @Slot(str)
    def _rename(self, name: str) -> None:
        self.commands.rename(name)
        self._show_form()

    @Slot(object)
    def _move(self, parent: str | None) -> None:
        self.commands.move(parent)
        self._show_form()

    def _show_form(self) -> None:
        """The form says again what is, also after what was refused."""
        own = self.commands.scenario
        if own is not None:
            self.form.show_scenario(self._session.portfolio, own)

    @Slot(str, str, object)
    def _override(self, target: str, action: Action, value: Scalar) -> None:
        try:
            told = self.commands.override(target, action, value)
        except EditError as error:
            self.line.tell(f"Not added: {error}.")
            return
        self.line.clear_value()
        self.line.tell(told)

    @Slot(object)
    def _change(self, effect: Effect) -> None:
        if effect.inherited:
            origin = self.commands.called(effect.scenario)
            self.said.emit(f"It comes from {origin}. Change it there, or override it here.")
        self.line.show_override(effect.override)

    @Slot(object)
    def _remove(self, effect: Effect) -> None:
        if effect.inherited:
            self.said.emit(f"It comes from {self.commands.called(effect.scenario)}; take it away there.")
        else:
            self.commands.take_away(effect.override.target)

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 8, 6, 0)
        buttons = QHBoxLayout()
        for button in (self.new_button, self.clone_button, self.delete_button):
            buttons.addWidget(button)
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        column.addWidget(self.promote_button)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._page_of_base())
        self._stack.addWidget(self._page_of_scenario())
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(self._stack)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 5)
        split.setSizes([300, 760])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _page_of_base(self) -> QWidget:
        page = QWidget(self)
        words = QLabel(_BASE_WORDS, page)
        words.setObjectName("empty")
        words.setWordWrap(True)
        words.setMaximumWidth(520)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 32, 24, 0)
        column.addWidget(words)
        column.addStretch(1)
        return page

    def _page_of_scenario(self) -> QWidget:
        page = QWidget(self)
        card = Card("What it changes", "")
        bar = QHBoxLayout()
        bar.addWidget(self.summary, 1)
        bar.addWidget(self._button("Change…", "Change the chosen row", self.overrides.edit_action.trigger))
        bar.addWidget(self._button("Take away", "Take the chosen change away", self.overrides.remove_action.trigger))
        card.body.addWidget(self.trouble)
        card.body.addWidget(self.overrides, 1)
        card.body.addLayout(bar)
        adding = Card("Add a change", "")
        adding.body.addWidget(self.line)
        column = QVBoxLayout(page)
        column.setContentsMargins(6, 8, 0, 0)
        column.addWidget(self.form)
        column.addWidget(card, 1)
        column.addWidget(adding)
        return page

    def _button(self, text: str, name: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(slot)
        return button

    def _connect(self) -> None:
        self.tree.chosen.connect(self._session.look_at)
        self.form.renamed.connect(self._rename)
        self.form.described.connect(self.commands.describe)
        self.form.moved.connect(self._move)
        self.overrides.edit_asked.connect(self._change)
        self.overrides.remove_asked.connect(self._remove)
        self.line.made.connect(self._override)
        self.commands.said.connect(self.said)
        self.commands.made.connect(self.form.begin_name)


def _before(portfolio: Portfolio, scenario: Scenario) -> Portfolio:
    """The plan that a scenario changes: under its parent, where that can be applied."""
    try:
        return apply_scenario(portfolio, scenario.parent)
    except ValueError:
        return portfolio


def _summary(effects: tuple[Effect, ...]) -> str:
    own = sum(not one.inherited for one in effects)
    inherited = len(effects) - own
    values = sum(len(one.changes) for one in effects)
    if not effects:
        return "It changes nothing yet; add a change below."
    parts = count(own, "change") + (f", {inherited} inherited" if inherited else "")
    return f"{parts}; {count(values, 'value')} of the plan in all."
