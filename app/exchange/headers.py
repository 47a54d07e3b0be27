"""The header of a sheet: in which row it is, which columns it names, and what is hidden below it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Final

from app.exchange.cells import CellTrouble, Raw, is_blank
from app.exchange.numbers import tidy
from app.exchange.problems import Problem
from app.exchange.reading import RawRow, RawSheet, cell_name
from app.exchange.sheets import Column, header_key

HEADER_WITHIN: Final = 10
"""Rows in which a header is looked for."""


def header_row(rows: Sequence[RawRow], columns: Sequence[Column]) -> int | None:
    """The position of the row that names the most columns, at least two."""
    wanted = {header_key(column.title) for column in columns}

    def known(row: RawRow) -> int:
        return len(wanted & {header_key(value) for value in row.cells.values() if isinstance(value, str)})

    near = [position for position, row in enumerate(rows) if row.number <= HEADER_WITHIN]
    best = max(near, key=lambda position: known(rows[position]), default=None)
    return best if best is not None and known(rows[best]) >= 2 else None


def places_of(
    raw: RawSheet, header: RawRow, columns: Sequence[Column], body: Sequence[RawRow], problems: list[Problem]
) -> Iterator[tuple[str, int]]:
    """The fields that the header names, with their columns; reports the names that are no field."""
    by_title = {header_key(column.title): column for column in columns}
    named = {header_key(label_of(value)) for value in header.cells.values()}
    absent = [title for title in by_title if title not in named]
    seen: set[str] = set()
    for number, value in sorted(header.cells.items()):
        label, key = label_of(value), header_key(label_of(value))
        column = by_title.get(key)
        if not tidy(label):
            continue
        cell = cell_name(number, header.number)
        if column is None:
            problems.append(_unknown_column(raw, cell, label, key, absent, by_title))
        elif key in seen:
            problems.append(Problem(raw.title, cell, f'the column "{label}" is there twice; keep one of them'))
        else:
            seen.add(key)
            yield column.field, number
    headless = {number for row in body for number, value in row.cells.items() if not is_blank(value)} - set(
        header.cells
    )
    for number in sorted(headless)[:20]:
        message = "the column has values but no name in the header; it was not read"
        problems.append(Problem(raw.title, cell_name(number, header.number), message, "warning"))


def label_of(value: Raw) -> str:
    """What a header cell says."""
    return value if isinstance(value, str) else "" if isinstance(value, CellTrouble) or value is None else str(value)


def _unknown_column(
    raw: RawSheet, cell: str, label: str, key: str, absent: Sequence[str], by_title: dict[str, Column]
) -> Problem:
    near = difflib.get_close_matches(key, absent, n=1, cutoff=0.75)
    if near:
        message = f'there is no column "{label[:40]}"; if it is meant as "{by_title[near[0]].title}", rename it'
        return Problem(raw.title, cell, message)
    return Problem(raw.title, cell, f'there is no column "{label[:40]}"; it was not read', "warning")


def is_units(row: RawRow, columns: Sequence[Column]) -> bool:
    """Whether a row below the header repeats units, as some layouts do."""
    units = {column.unit.casefold() for column in columns if column.unit} | {"required", "text", "unit", "units"}
    texts = [tidy(value).strip("[]()").casefold() for value in row.cells.values() if isinstance(value, str)]
    return bool(texts) and len(texts) == len(row.cells) and all(text in units for text in texts)


def unseen(raw: RawSheet, header: RawRow, columns: set[int]) -> Iterator[Problem]:
    """What was read although it cannot be seen."""
    if raw.hidden:
        yield Problem(raw.title, "", "the sheet is hidden; it was read all the same", "warning")
    filled = {row.number for row in raw.rows if row.number > header.number}
    rows = sorted(raw.hidden_rows & filled)
    if rows:
        shown = ", ".join(map(str, rows[:8])) + (", ..." if len(rows) > 8 else "")
        yield Problem(raw.title, "", f"rows are hidden ({shown}); they were read all the same", "warning")
    for number in sorted(raw.hidden_columns & columns):
        cell = cell_name(number, header.number)
        yield Problem(raw.title, cell, "the column is hidden; it was read all the same", "warning")
