"""The uncertain inputs of a plan, in words: what may be learnt, hoped for or feared, and has draws of its own.

An input is a quantity that is not certain, whether a risk occurs, whether a gate is passed, or the fate of a team's
people.  A driver is one input; what it acts on has draws of its own and is another.  How inputs are held or drawn
anew is the business of ``simulation.decide.lots``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from models.address import Address, closest, parse_address
from models.initiative import Initiative, Option
from models.portfolio import Portfolio
from models.team import Team
from models.uncertainty import Quantity
from models.walk import Located, index_records
from simulation.plan import Plan

InputKind: TypeAlias = Literal["quantity", "risk", "gate", "people"]

_BY_PERSON: Final = "time_to_fill"
"""Drawn for each person: part of the fate of a team's people."""

_WORDS: Final = {"crew": "crew", "effort": "effort of", "lag": "wait after", "amounts": "amount of year"}


@dataclass(frozen=True)
class Input:
    """One uncertain input of a plan."""

    key: str  # the quantity's address, or risk:x.occurs, stage:x.gate, team:x.people
    kind: InputKind
    words: str
    group: str  # the record that it belongs to: initiative:x, driver:x, risk:x, team:x ..., settings
    group_words: str


def inputs_of(plan: Plan) -> tuple[Input, ...]:
    """All inputs of a plan: its quantities in document order, then risks, gates and people."""
    names = _Names(plan.portfolio)
    return (*_quantities(plan, names), *_risks(plan, names), *_gates(plan, names), *_people(plan, names))


def inputs_named(known: Sequence[Input], keys: Sequence[str]) -> list[Input]:
    """The inputs of these keys.

    Raises
    ------
    ValueError
        If there is none of a key; the message names the closest.
    """
    found = {one.key: one for one in known}
    for key in keys:
        if key not in found:
            raise ValueError(f'there is no uncertain input "{key}"; {closest(key, found)}')
    return [found[key] for key in keys]


def words_of(portfolio: Portfolio, address: str) -> str:
    """What the number at an address is called, certain or not: ``Lumen: Acquire, Plants price``."""
    target, names = parse_address(address), _Names(portfolio)
    return names.input(address, "quantity", target.kind, target.id, names.field(target)).words


def _quantities(plan: Plan, names: _Names) -> Iterator[Input]:
    for text, quantity in plan.quantities:
        address = parse_address(text)
        if not quantity.is_certain and address.field != _BY_PERSON:
            yield names.input(text, "quantity", address.kind, address.id, names.field(address))


def _risks(plan: Plan, names: _Names) -> Iterator[Input]:
    for risk, row in zip(plan.delivery.risk_ids, plan.delivery.risk_probability_row.tolist(), strict=True):
        if _is_open(plan.quantities[row][1]):
            yield names.input(f"risk:{risk}.occurs", "risk", "risk", risk, "occurs")


def _gates(plan: Plan, names: _Names) -> Iterator[Input]:
    driven = {effect.target_row for effect in plan.drivers}
    for stage, row in zip(plan.delivery.stage_ids, plan.delivery.success_row.tolist(), strict=True):
        if _is_open(plan.quantities[row][1]) or row in driven:
            yield names.input(f"stage:{stage}.gate", "gate", "stage", stage, "gate")


def _people(plan: Plan, names: _Names) -> Iterator[Input]:
    for team in plan.portfolio.teams:
        if _has_fates(team):
            yield names.input(f"team:{team.id}.people", "people", "team", team.id, "who leaves and who comes")


def _is_open(chance: Quantity) -> bool:
    """Whether something of this chance may or may not happen."""
    return not (chance.is_certain and chance.base in (0.0, 1.0))


def _has_fates(team: Team) -> bool:
    """Whether chance decides who is there."""
    leaves = not (team.attrition.is_certain and team.attrition.base <= 0.0)
    return leaves or any(not (hire.time_to_fill or team.time_to_fill).is_certain for hire in team.hires)


class _Names:
    """What the records of a portfolio are called."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._known = index_records(portfolio)

    def input(self, key: str, kind: InputKind, record_kind: str, record_id: str, what: str) -> Input:
        """An input that is ``what`` of a record."""
        located = self._known[record_kind, record_id]
        owner = self._owner(located)
        group = owner.kind if not owner.id else f"{owner.kind}:{owner.id}"
        inner = "" if owner is located else self._inside(located)
        part = " ".join(part for part in (inner, "" if record_kind == "driver" else what) if part)
        words = f"{self._called(owner)}: {part}" if part else self._called(owner)
        return Input(key, kind, words, group, self._called(owner))

    def field(self, address: Address) -> str:
        """What a field is called: ``external cost``, ``wait after Design``."""
        name = address.field.removeprefix("impact.").replace("mitigation.impact.", "mitigated ")
        name = name.replace(".", " ").replace("_", " ")
        if address.part is None:
            return name
        kind = {"lag": "stage", "effort": "team", "crew": "team"}.get(address.field, "")
        part = self._known.get((kind, address.part))
        return f"{_WORDS.get(address.field, name)} {address.part if part is None else self._called(part)}"

    def _owner(self, located: Located) -> Located:
        """The initiative, team or other record under which an input is looked for."""
        return located.owners[0] if located.owners else located

    def _inside(self, located: Located) -> str:
        """Where within the owner: the option if there are several, and the record itself."""
        parts = []
        option, initiative = located.owner("option"), located.owner("initiative")
        if option is not None and initiative is not None and _several(initiative.record):
            parts.append(f"{self._called(option)},")
        if located.kind == "option" and initiative is not None and _several(initiative.record):
            parts.append(f"{self._called(located)},")
        elif located.kind not in ("option", "hire"):
            parts.append(self._called(located))
        return " ".join(parts)

    @staticmethod
    def _called(located: Located) -> str:
        record = located.record
        if located.kind == "settings":
            return "Portfolio"
        name = getattr(record, "name", "") or getattr(record, "role", "")
        if not name and isinstance(record, Option):
            name = record.kind
        return str(name or located.id)


def _several(record: object) -> bool:
    return isinstance(record, Initiative) and len(record.options) > 1
