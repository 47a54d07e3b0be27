"""Older documents brought up to date, one version at a time.

A migration takes the plain object of one version and returns that of the next; it judges nothing, what it does
not understand is left for the reader to refuse.

Version 2 knew no baselines, version 1 no scorecards; what they hold is as it was.

Version 0 (documents without ``schema_version``) had the settings flat at the top level, and a hire's month was called
``start_month``.
"""

from collections.abc import Callable
from typing import Any

from models.portfolio import SCHEMA_VERSION

Raw = dict[str, Any]

_FLAT_SETTINGS = ("start", "horizon_months", "currency", "discount_rate", "seed", "trials")


class VersionError(ValueError):
    """A document of a version that cannot be read."""


def migrate(raw: Raw) -> Raw:
    """The document in the present version.

    Raises
    ------
    VersionError
        If it was written by a newer version, or its version is no number.
    """
    version = raw.get("schema_version", 0)
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise VersionError(f"the version should be a whole number such as {SCHEMA_VERSION}")
    if version > SCHEMA_VERSION:
        raise VersionError(
            f"the document has version {version}, this program reads up to {SCHEMA_VERSION}; "
            "open it with a newer Foliocast, or save it from there in an older version"
        )
    while version < SCHEMA_VERSION:
        raw = MIGRATIONS[version](raw)
        version += 1
    return raw


def _from_0(raw: Raw) -> Raw:
    """Version 1 gathers the settings and calls a hire's month ``month``."""
    migrated = dict(raw)
    flat = {name: migrated.pop(name) for name in _FLAT_SETTINGS if name in migrated}
    settings = migrated.get("settings", {})
    if flat and isinstance(settings, dict):
        migrated["settings"] = flat | settings
    if isinstance(migrated.get("teams"), list):
        migrated["teams"] = [_team_from_0(team) for team in migrated["teams"]]
    return {**migrated, "schema_version": 1}


def _from_1(raw: Raw) -> Raw:
    """Version 2 may hold scorecards besides."""
    return {**raw, "schema_version": 2}


def _from_2(raw: Raw) -> Raw:
    """Version 3 may hold baselines besides."""
    return {**raw, "schema_version": 3}


def _team_from_0(team: Any) -> Any:
    if not isinstance(team, dict) or not isinstance(team.get("hires"), list):
        return team
    hires = [
        {("month" if name == "start_month" else name): value for name, value in hire.items()}
        if isinstance(hire, dict)
        else hire
        for hire in team["hires"]
    ]
    return {**team, "hires": hires}


MIGRATIONS: dict[int, Callable[[Raw], Raw]] = {0: _from_0, 1: _from_1, 2: _from_2}
"""From each older version to the next."""
