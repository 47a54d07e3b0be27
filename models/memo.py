"""What was found out about records, remembered by the records themselves.

Records are frozen and an edit shares all that it does not change, so that what follows from a record alone need be
found only once.  Whether two records are equal is never asked: only the very same one is known again.  What is found
does not depend on what is remembered.
"""

from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Memo(Generic[V]):
    """Values by a record and whatever else they depend on; forgets what was not asked for lately.

    Holds up to twice ``most`` values.  Each keeps its record alive, so that no other can take its identity.
    """

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._new: dict[tuple[Hashable, ...], tuple[object, V]] = {}
        self._old: dict[tuple[Hashable, ...], tuple[object, V]] = {}

    def make_room(self, most: int) -> None:
        """Hold at least so many from now on: somebody is about to ask for as many in turn."""
        self._most = max(self._most, most)

    def find(self, record: object, *rest: Hashable) -> V | None:
        """What was kept for this record and the rest, which is compared by value; None if nothing was."""
        key = (id(record), *rest)
        entry = self._new.get(key)
        if entry is None:
            entry = self._old.get(key)
            if entry is None:
                return None
            self._put(key, entry)
        return entry[1]

    def keep(self, value: V, record: object, *rest: Hashable) -> V:
        """Remember ``value``, which is given back."""
        self._put((id(record), *rest), (record, value))
        return value

    def _put(self, key: tuple[Hashable, ...], entry: tuple[object, V]) -> None:
        if len(self._new) >= self._most:
            self._old, self._new = self._new, {}
        self._new[key] = entry
