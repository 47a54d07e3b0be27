"""The part of the page where scenarios are made and changed; every change is one named step of the history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.pages.frame import Card, Desk
from app.pages.scenarios.adding import ChangeLine
from app.pages.scenarios.overrides import OverridesTable
from app.pages.scenarios.promoting import PromoteDialog
from app.pages.scenarios.targets import target_words
from app.pages.scenarios.tree import BASE, ScenarioTree
from app.state.session import Edit
from app.wording import count
from models.address import parse_address
from models.edits import EditError, set_field
from models.effects import Effect, effective, stale
from models.overlay import Scalar, Scenario
from models.portfolio import Portfolio
from models.scenario import lineage
from models.scenarios import (
    Action,
    clone_scenario,
    create_scenario,
    delete_scenario,
    promote,
    remove_override,
    rename_scenario,
    set_override,
    set_parent,
)

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
        self.tree = ScenarioTree(self)
        self.new_button = self._button("New", "New scenario on top of the chosen one", self._create)
        self.clone_button = self._button("Clone", "Clone the chosen scenario", self._clone)
        self.delete_button = self._button("Delete", "Delete the chosen scenario", self._delete)
        self.promote_button = self._button("Make it the base…", "Make the chosen scenario the base", self.ask_promotion)
        self.name = QLineEdit(self)
        self.name.setAccessibleName("Name of the scenario")
        self.about = QLineEdit(self)
        self.about.setAccessibleName("Description of the scenario")
        self.about.setPlaceholderText("What it is about")
        self.builds_on = QComboBox(self)
        self.builds_on.setAccessibleName("What the scenario builds on")
        self.trouble = QLabel(self)
        self.trouble.setObjectName("warn")
        self.trouble.setWordWrap(True)
        self.summary = QLabel(self)
        self.summary.setObjectName("caption")
        self.overrides = OverridesTable(self)
        self.line = ChangeLine(self)
        self.dialog: PromoteDialog | None = None
        self._offered: Portfolio | None = None  # what the line offers records of
        self._lay_out()
        self._connect()

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that is looked at; None for the base."""
        session = self._session
        if not session.is_open:
            return None
        return next((one for one in session.portfolio.scenarios if one.id == session.scenario), None)

    def show_plan(self) -> None:
        """Show the scenarios of the plan as it is now."""
        if not self._session.is_open:
            return
        portfolio, own = self._session.portfolio, self.scenario
        self.tree.show_scenarios(portfolio, None if own is None else own.id, stale(portfolio))
        for button in (self.clone_button, self.delete_button, self.promote_button):
            button.setEnabled(own is not None)
        self._stack.setCurrentIndex(0 if own is None else 1)
        if own is not None:
            self._show_scenario(portfolio, own)

    def _show_scenario(self, portfolio: Portfolio, own: Scenario) -> None:
        for line, text in ((self.name, own.name), (self.about, own.description)):
            if line.text() != text:
                line.setText(text)
        self._fill_parents(portfolio, own)
        try:
            effects = effective(portfolio, own.id)
            words = ""
        except ValueError as error:
            effects, words = (), f"{error}. Let it build on something else."
        idle = [one for one in effects if one.kind is not None]
        if idle:
            words = f"{count(len(idle), 'change')} of it or its parents without effect; the reason stands in the row."
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.overrides.show_effects(portfolio, effects, own.id)
        self.summary.setText(_summary(effects))
        if self._offered is not portfolio:
            self._offered = portfolio
            self.line.show_portfolio(portfolio)

    def _fill_parents(self, portfolio: Portfolio, own: Scenario) -> None:
        """Everything that it can build on: not itself, and not what builds on it."""
        box = self.builds_on
        box.blockSignals(True)
        box.clear()
        box.addItem(BASE, None)
        for one in portfolio.scenarios:
            if not _descends(portfolio, one.id, own.id):
                box.addItem(one.name or one.id, one.id)
        box.setCurrentIndex(max(0, box.findData(own.parent)))
        box.blockSignals(False)

    # Commands.

    @Slot()
    def _create(self) -> None:
        portfolio, own = self._session.portfolio, self.scenario
        name = _free_name(portfolio, "New scenario")
        made, key = create_scenario(portfolio, name, None if own is None else own.id)
        if self._push(lambda _: made, "new scenario"):
            self._session.look_at(key)
            self.name.setFocus()
            self.name.selectAll()

    @Slot()
    def _clone(self) -> None:
        own = self.scenario
        if own is None:
            return
        portfolio = self._session.portfolio
        made, key = clone_scenario(portfolio, own.id, _free_name(portfolio, f"{own.name} (copy)"))
        if self._push(lambda _: made, f"clone scenario {own.name}"):
            self._session.look_at(key)
            self.name.setFocus()
            self.name.selectAll()

    @Slot()
    def _delete(self) -> None:
        own = self.scenario
        if own is None:
            return
        heirs = sum(one.parent == own.id for one in self._session.portfolio.scenarios)
        self._session.look_at(own.parent)
        if self._push(partial(delete_scenario, scenario=own.id), f"delete scenario {own.name}"):
            taken = f"; {count(heirs, 'scenario')} took over its changes" if heirs else ""
            self.said.emit(f"{own.name} is deleted{taken}. Undo brings it back.")

    @Slot()
    def ask_promotion(self) -> None:
        """Ask whether the scenario is to become the base, saying what that means."""
        own = self.scenario
        if own is None:
            return
        try:
            promotion = promote(self._session.portfolio, own.id)
        except EditError as error:
            self.said.emit(f"{own.name} cannot become the base: {error}")
            return
        self.dialog = PromoteDialog(self._session.portfolio, own.id, promotion, self)
        self.dialog.accepted.connect(self._promote)
        self.dialog.open()

    @Slot()
    def _promote(self) -> None:
        if self.dialog is None or not self._session.is_open:
            return
        scenario, keep = self.dialog.scenario, self.dialog.keep_base_as
        name = next((one.name for one in self._session.portfolio.scenarios if one.id == scenario), scenario)
        if self._push(lambda now: promote(now, scenario, keep).portfolio, f"make {name} the base"):
            self.said.emit(f"{name} is the base now. Undo takes it back.")

    @Slot()
    def _rename(self) -> None:
        own, text = self.scenario, self.name.text().strip()
        if (
            own is not None
            and text != own.name
            and not self._push(partial(rename_scenario, scenario=own.id, name=text), f"rename scenario {own.name}")
        ):
            self.name.setText(own.name)

    @Slot()
    def _describe(self) -> None:
        own, text = self.scenario, self.about.text().strip()
        if own is not None and text != own.description:
            address = f"scenario:{own.id}.description"
            self._push(lambda now: set_field(now, address, text), f"describe scenario {own.name}")

    @Slot(int)
    def _move(self, row: int) -> None:
        own = self.scenario
        if own is not None:
            parent = self.builds_on.itemData(row)
            self._push(
                partial(set_parent, scenario=own.id, parent=parent),
                f"{own.name} builds on {self.builds_on.itemText(row)}",
            )
            self.show_plan()

    @Slot(str, str, object)
    def _override(self, target: str, action: Action, value: Scalar) -> None:
        own = self.scenario
        if own is None:
            return
        what = target_words(self._session.portfolio, parse_address(target))

        def edit(portfolio: Portfolio) -> Portfolio:
            return set_override(portfolio, own.id, target, value, action, _note_of(own, target))

        try:
            self._session.push(edit, f"{own.name}: change {what}")
        except EditError as error:
            self.line.tell(f"Not added: {error}.")
            return
        self.line.clear_value()
        self.line.tell(f"{what} is changed in {own.name}.")

    @Slot(object)
    def _change(self, effect: Effect) -> None:
        if effect.inherited:
            self.said.emit(f"It comes from {self._called(effect.scenario)}. Change it there, or override it here.")
        self.line.show_override(effect.override)

    @Slot(object)
    def _remove(self, effect: Effect) -> None:
        own, target = self.scenario, effect.override.target
        if own is None:
            return
        if effect.inherited:
            self.said.emit(f"It comes from {self._called(effect.scenario)}; take it away there.")
            return
        self._push(partial(remove_override, scenario=own.id, target=target), f"{own.name}: take away {target}")

    def _called(self, scenario: str) -> str:
        return next((one.name or one.id for one in self._session.portfolio.scenarios if one.id == scenario), scenario)

    def _push(self, edit: Edit, text: str) -> bool:
        try:
            self._session.push(edit, text)
        except (EditError, ValueError) as error:
            self.said.emit(f"Nothing is changed: {error}")
            return False
        return True

    # Looks.

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
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 4)
        form.addRow("Name", self.name)
        form.addRow("Builds on", self.builds_on)
        form.addRow("About", self.about)
        card = Card("What it changes", "")
        bar = QHBoxLayout()
        change = self._button("Change…", "Change the chosen row", self.overrides.edit_action.trigger)
        remove = self._button("Take away", "Take the chosen change away", self.overrides.remove_action.trigger)
        bar.addWidget(self.summary, 1)
        bar.addWidget(change)
        bar.addWidget(remove)
        card.body.addWidget(self.trouble)
        card.body.addWidget(self.overrides, 1)
        card.body.addLayout(bar)
        adding = Card("Add a change", "")
        adding.body.addWidget(self.line)
        column = QVBoxLayout(page)
        column.setContentsMargins(6, 8, 0, 0)
        column.addLayout(form)
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
        self.name.editingFinished.connect(self._rename)
        self.about.editingFinished.connect(self._describe)
        self.builds_on.activated.connect(self._move)
        self.overrides.edit_asked.connect(self._change)
        self.overrides.remove_asked.connect(self._remove)
        self.line.made.connect(self._override)


def _summary(effects: tuple[Effect, ...]) -> str:
    own = sum(not one.inherited for one in effects)
    inherited = len(effects) - own
    values = sum(len(one.changes) for one in effects)
    if not effects:
        return "It changes nothing yet; add a change below."
    parts = count(own, "change") + (f", {inherited} inherited" if inherited else "")
    return f"{parts}; {count(values, 'value')} of the plan in all."


def _descends(portfolio: Portfolio, scenario: str, ancestor: str) -> bool:
    """Whether a scenario is another one or builds on it, in any number of steps."""
    try:
        return any(one.id == ancestor for one in lineage(portfolio, scenario))
    except ValueError:
        return scenario == ancestor


def _free_name(portfolio: Portfolio, wanted: str) -> str:
    """A name that no scenario has yet: ``New scenario``, ``New scenario 2``."""
    taken = {one.name for one in portfolio.scenarios}
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted} {number}" in taken:
        number += 1
    return f"{wanted} {number}"


def _note_of(scenario: Scenario, target: str) -> str:
    """The note of the override that the scenario has for a target, which a new value keeps."""
    return next((one.note for one in scenario.overrides if one.target == target), "")
