"""What two portfolios have in common, held once: what follows from records that did not change is then known again.

An edit shares all that it does not change; a portfolio that was read or sent does so only after this.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from models.portfolio import Portfolio


def shared(new: Portfolio, old: Portfolio | None) -> Portfolio:
    """An equal of ``new`` in which every record and quantity that ``old`` has too is that of ``old``.

    Scenarios stay as they are: their overrides tell 1 from true, which compare as equal.
    """
    if old is None:
        return new
    names = (name for name in new.__struct_fields__ if name != "scenarios")
    fields = {name: _shared(getattr(new, name), getattr(old, name)) for name in names}
    return msgspec.structs.replace(new, **fields)


def _shared(new: Any, old: Any) -> Any:
    if type(new) is not type(old):
        return new
    if new is old or new == old:
        return old
    if isinstance(new, tuple):
        known = {_key(entry, place): entry for place, entry in enumerate(old)}
        return tuple(_shared(entry, known.get(_key(entry, place))) for place, entry in enumerate(new))
    if isinstance(new, msgspec.Struct):
        names = new.__struct_fields__
        return msgspec.structs.replace(new, **{name: _shared(getattr(new, name), getattr(old, name)) for name in names})
    return new


def _key(entry: Any, place: int) -> object:
    """What an entry of a list is found again by: its id, or else its place."""
    return getattr(entry, "id", place)


@dataclass(frozen=True)
class Change:
    """What makes one portfolio of another: fields by name; of a list, the places of the entries that both have."""

    fields: dict[str, Any]


@dataclass(frozen=True)
class _Entries:
    """A list by entries: new ones, and the places in the old list of those that it has."""

    entries: tuple[Any, ...]


def difference(new: Portfolio, old: Portfolio | None) -> Change:
    """What is in ``new`` and not, as the same object, in ``old``; small after an edit."""
    names = new.__struct_fields__
    if old is None:
        return Change({name: getattr(new, name) for name in names})
    pairs = {name: (getattr(new, name), getattr(old, name)) for name in names}
    return Change({name: _difference(one, other) for name, (one, other) in pairs.items() if one is not other})


def changed(old: Portfolio | None, change: Change) -> Portfolio:
    """The portfolio that a change leads to; the opposite of ``difference``.

    Raises
    ------
    TypeError
        If the change was made from a portfolio and there is none.
    """
    if old is None:
        return Portfolio(**change.fields)
    fields = {name: _changed(value, getattr(old, name)) for name, value in change.fields.items()}
    return msgspec.structs.replace(old, **fields)


def _difference(new: Any, old: Any) -> Any:
    if not isinstance(new, tuple):
        return new
    places = {id(entry): place for place, entry in enumerate(old)}
    return _Entries(tuple(places.get(id(entry), entry) for entry in new))


def _changed(value: Any, old: Any) -> Any:
    if not isinstance(value, _Entries):
        return value
    return tuple(old[entry] if isinstance(entry, int) else entry for entry in value.entries)
