"""The base of all records and the vocabulary of their field annotations.

Owns how a field is described once (unit, help text) for the JSON Schema, the workbook and
the window alike; what the fields mean is said in the modules of the records themselves.
"""

import math
from typing import Annotated, Any

import msgspec

Id = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
        max_length=80,
        description="Letters, digits, - and _; unique among the records of its kind.",
    ),
]
Month = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
        description="A calendar month, such as 2027-03.",
        examples=["2027-03"],
    ),
]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen record: tuples instead of lists, an edit makes a new one."""


_ANY = (-math.inf, math.inf)
_FROM_ZERO = (0.0, math.inf)
DOMAINS: dict[str, tuple[float, float]] = {
    "share": (0.0, 1.0),
    "share/month": (0.0, 1.0),
    "share/year": (-1.0, math.inf),
    "of 10": (0.0, 10.0),
    "money/year +/-": _ANY,
    "": _ANY,
}


def domain(unit: str) -> tuple[float, float]:
    """Least and greatest value that a quantity of this unit can have; draws are clipped to it."""
    return DOMAINS.get(unit, _FROM_ZERO)


def about(description: str, unit: str = "", typical: str = "") -> msgspec.Meta:
    """Describe a field: what it is, its unit, and a typical value for a first guess."""
    extra: dict[str, Any] = {}
    if unit:
        extra["unit"] = unit
    if typical:
        extra["typical"] = typical
    return msgspec.Meta(description=description, extra=extra or None)
