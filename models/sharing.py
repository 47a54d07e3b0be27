"""What two portfolios have in common, held once: what follows from records that did not change is then known again.

An edit shares all that it does not change; a portfolio that was read or sent does so only after this.
"""

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
