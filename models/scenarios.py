"""Edits of scenarios: pure functions from a portfolio to a portfolio, each one undoable step.

What overrides mean is the business of ``models.scenario``; what each of them does, of ``models.effects``.  A change
that is impossible raises ``EditError`` with a remedy.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from models.address import closest
from models.differences import differences
from models.edits import EditError, add_record, fresh_id
from models.effects import Effect, Stale, effective, stale
from models.overlay import Override, Scalar, Scenario
from models.portfolio import Portfolio
from models.scenario import apply_scenario, lineage
from models.uncertainty import Quantity

Action = Literal["set", "scale", "add"]

BASE: Final = "base"
"""The word for the plan without a scenario, where one must be named; no new scenario gets it as its id."""


@dataclass(frozen=True)
class Promotion:
    """A portfolio with a scenario as its base, and what that means for the other scenarios."""

    portfolio: Portfolio
    stale: tuple[Stale, ...]  # overrides that do nothing now, or start from another value than before


def create_scenario(
    portfolio: Portfolio, name: str, parent: str | None = None, description: str = ""
) -> tuple[Portfolio, str]:
    """The portfolio with one more scenario, without overrides, at the end; and its id, made from the name.

    Raises
    ------
    EditError
        If there is no such parent, or no name.
    """
    if parent is not None:
        _find(portfolio, parent)
    made = Scenario(id=_id_for(portfolio, name), name=name, parent=parent, description=description)
    return add_record(portfolio, "scenario", made), made.id


def clone_scenario(portfolio: Portfolio, scenario: str, name: str = "") -> tuple[Portfolio, str]:
    """The portfolio with a copy of a scenario after it (same parent, same overrides); and the copy's id.

    Raises
    ------
    EditError
        If there is no such scenario.
    """
    position, original = _find(portfolio, scenario)
    called = name or f"{original.name} (copy)"
    copy = msgspec.structs.replace(original, id=_id_for(portfolio, called), name=called)
    return add_record(portfolio, "scenario", copy, index=position + 1), copy.id


def rename_scenario(portfolio: Portfolio, scenario: str, name: str) -> Portfolio:
    """The portfolio with another name for a scenario; its id stays.

    Raises
    ------
    EditError
        If there is no such scenario, or no name.
    """
    _require_name(name)
    return _with(portfolio, msgspec.structs.replace(_find(portfolio, scenario)[1], name=name))


def delete_scenario(portfolio: Portfolio, scenario: str) -> Portfolio:
    """The portfolio without a scenario.

    What built on it builds on its parent from now on and takes over its overrides, so that nobody's figures change.

    Raises
    ------
    EditError
        If there is no such scenario.
    """
    _, gone = _find(portfolio, scenario)
    kept = tuple(
        msgspec.structs.replace(one, parent=gone.parent, overrides=(*gone.overrides, *one.overrides))
        if one.parent == scenario
        else one
        for one in portfolio.scenarios
        if one.id != scenario
    )
    return msgspec.structs.replace(portfolio, scenarios=kept)


def set_parent(portfolio: Portfolio, scenario: str, parent: str | None) -> Portfolio:
    """The portfolio with a scenario that builds on another one, or on the base (None); its own overrides stay.

    Raises
    ------
    EditError
        If one of the two is not there, or the parent builds on the scenario itself.
    """
    _, child = _find(portfolio, scenario)
    if parent is not None:
        _find(portfolio, parent)
    changed = _with(portfolio, msgspec.structs.replace(child, parent=parent))
    try:
        lineage(changed, scenario)
    except ValueError as error:
        raise EditError(str(error)) from error
    return changed


def set_override(
    portfolio: Portfolio, scenario: str, target: str, value: Scalar, action: Action = "set", note: str = ""
) -> Portfolio:
    """The portfolio with an override of a scenario, in the place of the one that it has for the same target, if any.

    Raises
    ------
    EditError
        If there is no such scenario, or the override cannot be applied or would change nothing; the message says why.
    """
    _, holder = _find(portfolio, scenario)
    wanted = Override(target=target, action=action, value=value, note=note)
    places = [number for number, one in enumerate(holder.overrides) if one.target == target]
    others = [one for one in holder.overrides if one.target != target]
    others.insert(places[0] if places else len(others), wanted)
    changed = _with(portfolio, msgspec.structs.replace(holder, overrides=tuple(others)))
    effect = next(one for one in _effects(changed, scenario) if one.override is wanted)
    if effect.kind is not None:
        raise EditError(f"{target}: {effect.trouble}")
    return changed


def remove_override(portfolio: Portfolio, scenario: str, target: str) -> Portfolio:
    """The portfolio with a scenario that leaves a target as its parent has it.

    Raises
    ------
    EditError
        If the scenario does not override it itself.
    """
    _, holder = _find(portfolio, scenario)
    kept = tuple(one for one in holder.overrides if one.target != target)
    if len(kept) == len(holder.overrides):
        own = closest(target, [one.target for one in holder.overrides])
        raise EditError(f'scenario "{scenario}" has no override of {target} itself; {own}')
    return _with(portfolio, msgspec.structs.replace(holder, overrides=kept))


def promote(portfolio: Portfolio, scenario: str, keep_base_as: str = "") -> Promotion:
    """The portfolio with a scenario as its base.

    The scenario itself is gone, for it is the base now.  Its children build on the base.  The scenario that it
    descends from is expressed anew, as what differs from the new base, so that it and all that builds on it stay what
    they were.  All others keep their overrides and start from the new base; where that matters, it is told.

    Parameters
    ----------
    keep_base_as
        Name of a scenario that leads back to the base as it was; none is made where it is empty.

    Raises
    ------
    EditError
        If there is no such scenario, or it cannot be applied.
    """
    _find(portfolio, scenario)
    base = _applied(portfolio, scenario)
    ancestors = lineage(portfolio, scenario)[:-1]
    remaining = []
    for one in portfolio.scenarios:
        if ancestors and one.id == ancestors[0].id:
            remaining.append(_leading_to(_applied(portfolio, one.id), base, one))
        elif one.id != scenario:
            remaining.append(msgspec.structs.replace(one, parent=None) if one.parent == scenario else one)
    if keep_base_as:
        before = Scenario(id=_id_for(portfolio, keep_base_as), name=keep_base_as)
        remaining.append(_leading_to(portfolio, base, before))
    changed = msgspec.structs.replace(base, scenarios=tuple(remaining))
    family = {one.id for one in portfolio.scenarios if _root(portfolio, one.id) == _root(portfolio, scenario)}
    return Promotion(changed, (*stale(changed), *_rebased(portfolio, changed, family)))


def _leading_to(wanted: Portfolio, base: Portfolio, scenario: Scenario) -> Scenario:
    """The scenario that makes ``wanted`` of ``base``, by setting what differs."""
    overrides = tuple(
        Override(target=str(address), value=_scalar(value)) for address, _, value in differences(base, wanted)
    )
    return msgspec.structs.replace(scenario, parent=None, overrides=overrides)


def _rebased(before: Portfolio, after: Portfolio, family: Iterable[str]) -> list[Stale]:
    """The overrides outside the family that scale or add to what the promotion has changed."""
    moved = {address: value for address, value, _ in differences(before, after)}
    found = []
    for scenario in after.scenarios:
        if scenario.id in family or scenario not in before.scenarios:
            continue
        for effect in _sound_effects(after, scenario.id):
            hit = [change for change in effect.changes if change.address in moved]
            if hit and effect.override.action != "set":
                message = f"it starts from another value than before: {hit[0].words}"
                found.append(Stale(scenario.id, effect.number, effect.override.target, "rebased", message))
    return found


def _sound_effects(portfolio: Portfolio, scenario: str) -> tuple[Effect, ...]:
    """The scenario's own effects; none where its parents are unsound, which is told elsewhere."""
    try:
        return tuple(effect for effect in effective(portfolio, scenario) if not effect.inherited)
    except ValueError:
        return ()


def _effects(portfolio: Portfolio, scenario: str) -> tuple[Effect, ...]:
    try:
        return effective(portfolio, scenario)
    except ValueError as error:
        raise EditError(str(error)) from error


def _applied(portfolio: Portfolio, scenario: str) -> Portfolio:
    try:
        return apply_scenario(portfolio, scenario)
    except ValueError as error:
        raise EditError(str(error)) from error


def _root(portfolio: Portfolio, scenario: str) -> str:
    """The oldest ancestor; the scenario itself where its parents are unsound."""
    try:
        return lineage(portfolio, scenario)[0].id
    except ValueError:
        return scenario


def _scalar(value: Any) -> Scalar:
    """A value of a field as an override holds it."""
    if isinstance(value, Quantity):
        return value.base if value.is_certain else value.text
    scalar: Scalar = value
    return scalar


def _find(portfolio: Portfolio, scenario: str) -> tuple[int, Scenario]:
    for position, one in enumerate(portfolio.scenarios):
        if one.id == scenario:
            return position, one
    raise EditError(f'there is no scenario "{scenario}"; {closest(scenario, [one.id for one in portfolio.scenarios])}')


def _with(portfolio: Portfolio, changed: Scenario) -> Portfolio:
    scenarios = tuple(changed if one.id == changed.id else one for one in portfolio.scenarios)
    return msgspec.structs.replace(portfolio, scenarios=scenarios)


def _id_for(portfolio: Portfolio, name: str) -> str:
    _require_name(name)
    found = fresh_id(portfolio, "scenario", name)
    return found if found != BASE else fresh_id(portfolio, "scenario", f"{name} scenario")


def _require_name(name: str) -> None:
    if not name.strip():
        raise EditError("a scenario needs a name; write one such as Budget cut of 10 %")
