"""The header of a sheet: in which row it is, which columns it names, and what is hidden below it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.exchange.cells import CellTrouble, Raw, is_blank
from app.exchange.numbers import tidy
from app.exchange.problems import Problem
from app.exchange.reading import RawRow, RawSheet, cell_name
from app.exchange.sheets import Column, header_key

HEADER_WITHIN: Final = 10
"""Rows in which a header is looked for."""

_MOST_UNKNOWN: Final = 20
_REMARK: Final = re.compile(r"\s*[\[(].*", re.DOTALL)


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
    unknown: list[Problem] = []
    for number, value in sorted(header.cells.items()):
        label, key = label_of(value), header_key(label_of(value))
        column = by_title.get(key)
        if not tidy(label):
            continue
        cell = cell_name(number, header.number)
        if column is None:
            unknown.append(_unknown_column(raw, cell, label, key, absent, by_title))
        elif key in seen:
            problems.append(Problem(raw.title, cell, f'the column "{label}" is there twice; keep one of them'))
        else:
            seen.add(key)
            yield column.field, number
    problems += _the_first_of(raw, unknown)
    problems += _headless(raw, header, body)


def _the_first_of(raw: RawSheet, unknown: Sequence[Problem]) -> Iterator[Problem]:
    """All errors, and the first of many warnings."""
    warnings = [one for one in unknown if one.severity == "warning"]
    yield from (one for one in unknown if one.severity == "error")
    yield from warnings[:_MOST_UNKNOWN]
    if len(warnings) > _MOST_UNKNOWN:
        rest = len(warnings) - _MOST_UNKNOWN
        yield Problem(raw.title, "", f"{rest:,} more columns are not known and were not read", "warning")


def _headless(raw: RawSheet, header: RawRow, body: Sequence[RawRow]) -> Iterator[Problem]:
    """Columns with values below an empty header cell; an error where a merged header has swallowed their names."""
    filled = {number for row in body for number, value in row.cells.items() if not is_blank(value)}
    spans = [one for one in raw.merged if one.rows[0] <= header.number <= one.rows[1]]
    for number in sorted(filled - set(header.cells))[:_MOST_UNKNOWN]:
        cell = cell_name(number, header.number)
        span = next((one.text for one in spans if one.columns[0] < number <= one.columns[1]), "")
        if span:
            message = f"the header is merged over {span}, so the column has no name; unmerge it and name each column"
            yield Problem(raw.title, cell, message)
        else:
            message = "the column has values but no name in the header; it was not read"
            yield Problem(raw.title, cell, message, "warning")


def label_of(value: Raw) -> str:
    """What a header cell says."""
    return value if isinstance(value, str) else "" if isinstance(value, CellTrouble) or value is None else str(value)


def _unknown_column(
    raw: RawSheet, cell: str, label: str, key: str, absent: Sequence[str], by_title: dict[str, Column]
) -> Problem:
    bare = header_key(_REMARK.sub("", label))  # "Duration (weeks)" is not taken for months unasked
    near = [bare] if bare in absent else difflib.get_close_matches(key, absent, n=1, cutoff=0.75)
    if near:
        meant = by_title[near[0]]
        unit = f" ({meant.unit})" if meant.unit and bare == near[0] else ""
        message = f'there is no column "{label[:40]}"; if it is meant as "{meant.title}"{unit}, rename it'
        return Problem(raw.title, cell, message)
    return Problem(raw.title, cell, f'there is no column "{label[:40]}"; it was not read', "warning")


def is_units(row: RawRow, columns: Sequence[Column]) -> bool:
    """Whether a row below the header repeats units, as some layouts do."""
    units = {column.unit.casefold() for column in columns if column.unit} | {"required", "text", "unit", "units"}
    texts = [tidy(value).strip("[]()").casefold() for value in row.cells.values() if isinstance(value, str)]
    return bool(texts) and len(texts) == len(row.cells) and all(text in units for text in texts)


def is_repeated(row: RawRow, header: RawRow, columns: set[int]) -> bool:
    """Whether a row says the header again, as long tables and second tables do."""
    names = {number: header_key(label_of(header.cells.get(number))) for number in columns}
    said = {number: header_key(label_of(row.cells.get(number))) for number in columns}
    return len(columns) > 1 and said == names


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
