"""Months as people write them in cells; only forms that can be read in one way."""

from __future__ import annotations

import re

from models.calendar import MONTH_NAMES

_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?(?:[ T]00:00(?::00)?)?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_NAMED = re.compile(r"([A-Za-z]{3,9})\.?[ -]([0-9]{4})")


def month_of(text: str) -> str | None:
    """``2027-03`` for a month or day written in one of the forms that can be read in one way only."""
    year, month, day = 0, 0, 1
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    elif match := _MONTH_FIRST.fullmatch(text):
        month, year = int(match[1]), int(match[2])
    elif match := _NAMED.fullmatch(text):
        name = match[1].lower()
        known = name in _LONG_MONTHS or name in _MONTH_NUMBERS or name == "sept"
        month, year = _MONTH_NUMBERS.get(name[:3], 0) if known else 0, int(match[2])
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
