"""What can be done to scenarios, each as one named step of the history; what is refused is said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.pages.scenarios.promoting import PromoteDialog
from app.pages.scenarios.targets import target_words
from app.state.session import Edit, Session
from app.wording import count
from models.address import parse_address
from models.edits import EditError, set_field
from models.overlay import Scalar, Scenario
from models.portfolio import Portfolio
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


class ScenarioCommands(QObject):
    """Commands on the scenario that is looked at.

    Signals
    -------
    said
        What became of a command.
    made
        A new scenario is looked at, whose name waits to be typed.
    """

    said = Signal(str)
    made = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self.dialog: PromoteDialog | None = None

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that is looked at; None for the base."""
        session = self._session
        if not session.is_open:
            return None
        return next((one for one in session.portfolio.scenarios if one.id == session.scenario), None)

    @Slot()
    def create(self) -> None:
        """Make a scenario on top of what is looked at."""
        portfolio, own = self._session.portfolio, self.scenario
        name = _free_name(portfolio, "New scenario")
        changed, key = create_scenario(portfolio, name, None if own is None else own.id)
        self._show_made(changed, key, "new scenario")

    @Slot()
    def clone(self) -> None:
        """Make another one with the same changes."""
        portfolio, own = self._session.portfolio, self.scenario
        if own is not None:
            changed, key = clone_scenario(portfolio, own.id, _free_name(portfolio, f"{own.name} (copy)"))
            self._show_made(changed, key, f"clone scenario {own.name}")

    @Slot()
    def delete(self) -> None:
        """Delete it; what builds on it takes over its changes."""
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
        """Ask whether it is to become the base, saying what that means."""
        own = self.scenario
        if own is None:
            return
        try:
            promotion = promote(self._session.portfolio, own.id)
        except EditError as error:
            self.said.emit(f"{own.name} cannot become the base: {error}")
            return
        self.dialog = PromoteDialog(self._session.portfolio, own.id, promotion, self._window)
        self.dialog.accepted.connect(self._promote)
        self.dialog.open()

    @Slot(str)
    def rename(self, name: str) -> None:
        """Call it otherwise."""
        own = self.scenario
        if own is not None and name != own.name:
            self._push(partial(rename_scenario, scenario=own.id, name=name), f"rename scenario {own.name}")

    @Slot(str)
    def describe(self, text: str) -> None:
        """Say otherwise what it is about."""
        own = self.scenario
        if own is not None and text != own.description:
            address = f"scenario:{own.id}.description"
            self._push(lambda now: set_field(now, address, text), f"describe scenario {own.name}")

    @Slot(object)
    def move(self, parent: str | None) -> None:
        """Let it build on another one, None for the base."""
        own = self.scenario
        if own is not None:
            where = "the base" if parent is None else self.called(parent)
            self._push(partial(set_parent, scenario=own.id, parent=parent), f"{own.name} builds on {where}")

    def override(self, target: str, action: Action, value: Scalar) -> str:
        """Change a field in it; what became of that, in words.

        Raises
        ------
        EditError
            If the change cannot be made or changes nothing.
        """
        own = self.scenario
        if own is None:
            raise EditError("choose a scenario first")
        what = target_words(self._session.portfolio, parse_address(target))
        note = next((one.note for one in own.overrides if one.target == target), "")

        def edit(portfolio: Portfolio) -> Portfolio:
            return set_override(portfolio, own.id, target, value, action, note)

        self._session.push(edit, f"{own.name}: change {what}")
        return f"{what} is changed in {own.name}."

    def take_away(self, target: str) -> None:
        """Leave a field as its parent has it."""
        own = self.scenario
        if own is not None:
            self._push(partial(remove_override, scenario=own.id, target=target), f"{own.name}: take away {target}")

    def called(self, scenario: str) -> str:
        """The name of a scenario."""
        return next((one.name or one.id for one in self._session.portfolio.scenarios if one.id == scenario), scenario)

    def _show_made(self, changed: Portfolio, key: str, text: str) -> None:
        if self._push(lambda _: changed, text):
            self._session.look_at(key)
            self.made.emit()

    @Slot()
    def _promote(self) -> None:
        if self.dialog is None or not self._session.is_open:
            return
        scenario, keep = self.dialog.scenario, self.dialog.keep_base_as
        name = self.called(scenario)
        if self._push(lambda now: promote(now, scenario, keep).portfolio, f"make {name} the base"):
            self.said.emit(f"{name} is the base now. Undo takes it back.")

    def _push(self, edit: Edit, text: str) -> bool:
        try:
            self._session.push(edit, text)
        except (EditError, ValueError) as error:
            self.said.emit(f"Nothing is changed: {error}")
            return False
        return True


def _free_name(portfolio: Portfolio, wanted: str) -> str:
    """A name that no scenario has yet: ``New scenario``, ``New scenario 2``."""
    taken = {one.name for one in portfolio.scenarios}
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted} {number}" in taken:
        number += 1
    return f"{wanted} {number}"
