"""Whether records have the same shape: whether they differ in how much their quantities are, and in nothing else."""

from dataclasses import dataclass
from typing import Any

import msgspec

from models.fields import fields_of
from models.uncertainty import Quantity


@dataclass(frozen=True)
class Likeness:
    """The question whether two values of a field are equal but for how much their quantities are.

    ``besides`` are fields, each with the type of its record, that may differ too.  ``inert`` are types of records whose
    quantities do nothing at their default value: of these it matters too whether they are at it.
    """

    besides: frozenset[tuple[type[msgspec.Struct], str]] = frozenset()
    inert: frozenset[type[msgspec.Struct]] = frozenset()

    def __call__(self, one: Any, other: Any) -> bool:
        """The answer.  What two portfolios share is passed over, so that little is compared after an edit."""
        if one is other:
            return True
        if type(one) is not type(other):
            return False
        if isinstance(one, tuple):
            return len(one) == len(other) and all(map(self, one, other))
        if isinstance(one, msgspec.Struct):
            return self._of_records(one, other)
        return isinstance(one, Quantity) or bool(one == other)

    def _of_records(self, one: msgspec.Struct, other: msgspec.Struct) -> bool:
        kind = type(one)
        for name, info in fields_of(kind).items():
            mine, its = getattr(one, name), getattr(other, name)
            if mine is its or (kind, name) in self.besides:
                continue
            if not self(mine, its) or (kind in self.inert and (mine == info.default) != (its == info.default)):
                return False
        return True
