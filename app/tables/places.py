"""Which cell an issue belongs to: kind, id and field, read from how the checks name records.  No Qt here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.fields import COLLECTIONS, KINDS
from models.issue import Issue

_HELD = "|".join(field for fields in COLLECTIONS.values() for field in fields)
_SCENARIO = re.compile(r".*, in scenario (\S+)")
_RECORD = re.compile(r"([a-z]+)(?: ([^\s(]+))?(?: \(.*\))?")
_SHAPE = re.compile(rf"((?:(?:{_HELD})\[\d+\]\.?)*)(.*?) \(([a-z]+) \"(.*)\"\)")
_SETTINGS_SHAPE = re.compile(r"settings\.(.+)")
_SHOWN_IN = {"effort": "crew", "lag": "after"}


@dataclass(frozen=True, slots=True)
class Place:
    """One field of one record; ``field`` is empty for the record as a whole, ``id`` for the settings."""

    kind: str
    id: str
    field: str


def place_of(issue: Issue) -> Place | None:
    """Where an issue belongs; None for what is about the document as a whole.

    What is wrong only in a scenario belongs to the scenario: the base's own cell is right.
    """
    scenario = _SCENARIO.fullmatch(issue.where)
    if scenario:
        return Place("scenario", scenario[1], "")
    shape = _SHAPE.fullmatch(issue.where)
    if shape and shape[3] in KINDS:
        return Place(shape[3], shape[4], field_of(shape[2]))
    settings = _SETTINGS_SHAPE.fullmatch(issue.where)
    if settings:
        return Place("settings", "", field_of(settings[1]))
    record = _RECORD.fullmatch(issue.where)
    if record and record[1] in KINDS:
        return Place(record[1], record[2] or "", field_of(issue.field))
    return None


def field_of(field: str) -> str:
    """The field that has a cell, for a part of it such as ``crew[platform]``."""
    whole = field.partition("[")[0].rstrip(".")
    return _SHOWN_IN.get(whole, whole)


def by_record(issues: Iterable[Issue]) -> dict[tuple[str, str], dict[str, list[Issue]]]:
    """The issues of each record, by kind and id, and there by field."""
    found: dict[tuple[str, str], dict[str, list[Issue]]] = {}
    for issue in issues:
        place = place_of(issue)
        if place is not None:
            found.setdefault((place.kind, place.id), {}).setdefault(place.field, []).append(issue)
    return found
