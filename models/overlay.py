"""The records of a scenario: a named overlay of changes on the base or on another scenario.

How the changes are applied is the business of ``models.scenario``.
"""

from typing import Annotated, Literal

from models.record import Id, Record, about

Scalar = str | int | float | bool | None


class Override(Record, frozen=True, kw_only=True):
    """One change: ``set`` a field, or ``scale`` / ``add`` to a number, an uncertain one included.

    ``target`` is an address such as ``team:platform.headcount``, ``budget:*.amount`` (all of the kind) or
    ``initiative:atlas.selected``.
    """

    target: Annotated[str, about("Address of the field, such as team:platform.headcount")]
    action: Literal["set", "scale", "add"] = "set"
    value: Annotated[Scalar, about("New value, factor or amount")]
    note: str = ""


class Scenario(Record, frozen=True, kw_only=True):
    """A named overlay of changes on the base, or on the scenario ``parent``."""

    id: Id
    name: str
    parent: Annotated[Id | None, about("Scenario it builds on; empty = the base")] = None
    description: str = ""
    overrides: tuple[Override, ...] = ()
