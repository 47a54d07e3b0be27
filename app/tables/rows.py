"""The records of one kind as rows, and what changed between two lists of rows.  No Qt here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from models.fields import COLLECTIONS
from models.memo import Memo
from models.parts import Path
from models.portfolio import Portfolio
from models.record import Record

HOLDERS: dict[str, tuple[str, str]] = {
    kind: (holder, field) for holder, fields in COLLECTIONS.items() for field, kind in fields.items()
}
"""For each kind the kind that holds it and the field that it is held in."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table.

    ``key`` stays the same while the record is edited (it is the id, told apart where an id is there twice); ``id`` is
    what messages and edits call the record; ``owners`` are the records that it lives in, outermost first.
    """

    key: str
    id: str
    record: Record
    path: Path
    owners: tuple[Record, ...]

    @property
    def parent_id(self) -> str | None:
        """The id of the record that it lives in, None where that is the portfolio."""
        return str(getattr(self.owners[-1], "id", "")) if self.owners else None


@dataclass(frozen=True, slots=True)
class Difference:
    """How one list of rows becomes another: spans are ``(first, last)``, all inclusive.

    First ``removed`` (positions of the old list) are taken out, then ``order`` (keys; None if it is kept) is brought
    about, then ``inserted`` (positions of the new list) are put in.  ``changed`` are positions of the new list.
    """

    removed: tuple[tuple[int, int], ...] = ()
    order: tuple[str, ...] | None = None
    inserted: tuple[tuple[int, int], ...] = ()
    changed: tuple[tuple[int, int], ...] = ()


_KNOWN: Memo[tuple[Row, ...]] = Memo(most=24)
"""Of the last portfolios: several tables, the inspector and the texts that are no values ask for the same rows."""


def rows_of(portfolio: Portfolio, kind: str, parent_id: str | None = None) -> tuple[Row, ...]:
    """The records of a kind in document order; with ``parent_id`` only those that live in that record."""
    known = _KNOWN.find(portfolio, kind, parent_id)
    return _KNOWN.keep(tuple(_rows(portfolio, kind, parent_id)), portfolio, kind, parent_id) if known is None else known


def _rows(portfolio: Portfolio, kind: str, parent_id: str | None) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for number, (record, path, owners) in enumerate(_descend(portfolio, kind), 1):
        if parent_id is not None and owners and getattr(owners[-1], "id", "") != parent_id:
            continue
        name = getattr(record, "id", None)
        base = str(name) if name is not None else f"{getattr(record, 'first', '')}|{getattr(record, 'second', '')}"
        seen[base] = seen.get(base, 0) + 1
        key = base if seen[base] == 1 else f"{base}#{seen[base]}"
        yield Row(key, str(name) if name is not None else str(number), record, path, owners)


def difference(old: Sequence[Row], new: Sequence[Row]) -> Difference:
    """The least that a view must be told; a row whose id alone changed is changed, not removed and inserted."""
    if renamed_keys(old, new) is not None:
        changed = (index for index, (was, now) in enumerate(zip(old, new, strict=True)) if was.record is not now.record)
        return Difference(changed=_spans(changed))
    old_keys, new_keys = {row.key: row for row in old}, {row.key for row in new}
    removed = _spans(index for index, row in enumerate(old) if row.key not in new_keys)
    staying = [row.key for row in old if row.key in new_keys]
    wanted = [row.key for row in new if row.key in old_keys]
    return Difference(
        removed=removed,
        order=tuple(wanted) if staying != wanted else None,
        inserted=_spans(index for index, row in enumerate(new) if row.key not in old_keys),
        changed=_spans(
            index for index, row in enumerate(new) if row.key in old_keys and old_keys[row.key].record is not row.record
        ),
    )


def renamed_keys(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str] | None:
    """Old keys with the new ones where every row stayed in its place; None where rows came, went or moved."""
    if len(old) != len(new):
        return None
    pairs = {was.key: now.key for was, now in zip(old, new, strict=True) if was.key != now.key}
    if not pairs:
        return pairs
    kept = {row.key for row in new} & {row.key for row in old}
    return None if kept & (pairs.keys() | set(pairs.values())) else pairs


def _descend(portfolio: Portfolio, kind: str) -> Iterator[tuple[Any, Path, tuple[Record, ...]]]:
    """Every record of a kind with its path and its owners."""
    holder, field = HOLDERS[kind]
    parents = [(portfolio, (), ())] if holder == "portfolio" else _descend(portfolio, holder)
    for record, path, owners in parents:
        inside = owners if holder == "portfolio" else (*owners, record)
        for position, child in enumerate(getattr(record, field)):
            yield child, (*path, field, position), inside


def _spans(positions: Iterator[int]) -> tuple[tuple[int, int], ...]:
    """Positions in increasing order as spans without gaps."""
    found = list(positions)
    if not found:
        return ()
    breaks = [index for index, (one, other) in enumerate(pairwise(found), 1) if other != one + 1]
    starts, ends = [0, *breaks], [*breaks, len(found)]
    return tuple((found[start], found[end - 1]) for start, end in zip(starts, ends, strict=True))
