"""Rows that can be read and are perhaps not meant so: a line of totals, ids that differ by capitals alone.

They are taken as they stand and mentioned; what cannot be taken is refused by ``app.exchange.rows``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.exchange.problems import Problem
from app.exchange.rows import Row

_TOTALS: Final = ("total", "totals", "subtotal", "sum", "gesamt", "gesamtsumme", "summe", "totale", "somme", "suma")


def oddities(rows: Sequence[Row]) -> Iterator[Problem]:
    """A warning for each row whose id says that something else is meant."""
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row.number or row.lost or row.kind == "correlation":
            continue
        word = row.key.casefold()
        if word.replace("-", "") in _TOTALS:
            yield _warn(row, f'"{row.key}" is read as a {row.kind}; take the row out if it is a line of totals')
        first = seen.setdefault((row.kind, word), row)
        if first.key != row.key:
            yield _warn(row, f'"{row.key}" and "{first.key}" in row {first.number} are two ids; is one of them meant?')


def _warn(row: Row, message: str) -> Problem:
    found = row.problem("id", message)
    return Problem(found.sheet, found.cell, message, "warning", found.row)
