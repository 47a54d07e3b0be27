"""A sheet under construction: titles, tables and notes, column widths, panes and print set-up.

Texts of the portfolio are always written as texts.  What a sheet says is decided by the module of that sheet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from app.exchange.results.calculus import Term, is_link, rendered
from app.exchange.results.styles import Styles

WIDEST: Final = 60


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, the kind of its numbers, its width."""

    title: str
    kind: str = "general"  # of NUMBERS
    width: float = 14


class Page:
    """One sheet; ``row`` is the next free one, from 0."""

    def __init__(self, book: Any, styles: Styles, name: str, *, title: str, note: str = "") -> None:
        self.name = name
        self.styles = styles
        self.sheet = book.add_worksheet(name)
        self.sheet.hide_gridlines(2)
        self.sheet.write_string(0, 0, title, styles.title)
        self.sheet.set_row(0, 24)
        if note:
            self.sheet.write_string(1, 0, note, styles.note)
        self.row = 3
        self.last_column = 0

    def words(self, row: int, column: int, words: str, style: Any = None) -> None:
        """A text."""
        self.sheet.write_string(row, column, words, style or self.styles.label)
        self.last_column = max(self.last_column, column)

    def put(self, row: int, column: int, value: Any, kind: str = "general", **look: Any) -> None:
        """A number, date, flag or text; nothing where there is none."""
        style = self.styles.number(kind, **look)
        self.last_column = max(self.last_column, column)
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, style)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, style)
        else:
            self.sheet.write_number(row, column, float(value), style)

    def formula(self, row: int, column: int, term: Term, kind: str = "general", **more: Any) -> None:
        """A formula with its value; green where it only repeats a cell of another sheet."""
        origin = "link" if is_link(term.text, self.name) else "formula"
        style = self.styles.number(kind, origin, **more)
        value = term.value
        if isinstance(value, float) and not math.isfinite(value):
            value = "#NUM!"
        elif not isinstance(value, str | bool | int | float):
            value = value.item()
        self.sheet.write_formula(row, column, "=" + rendered(term.text, self.name), style, value)
        self.last_column = max(self.last_column, column)

    def heading(self, words: str, columns: int = 1) -> int:
        """The heading of a section, ruled over some columns; its row."""
        row = self.row
        self.sheet.write_string(row, 0, words, self.styles.heading)
        for column in range(1, columns):
            self.sheet.write_blank(row, column, None, self.styles.heading)
        self.row += 1
        return row

    def remark(self, words: str) -> None:
        """A remark on a row of its own."""
        self.sheet.write_string(self.row, 0, words, self.styles.note)
        self.row += 1

    def header(self, titles: Iterable[str]) -> int:
        """A header row; its number."""
        row = self.row
        for column, words in enumerate(titles):
            self.words(row, column, words, self.styles.header)
        self.sheet.set_row(row, 30)
        self.row += 1
        return row

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> tuple[int, int]:
        """A table with its header; the first and last row of its body.  Terms become formulas."""
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)
        self.header(column.title for column in columns)
        first = self.row
        for cells in rows:
            for number, (column, value) in enumerate(zip(columns, cells, strict=True)):
                if isinstance(value, Term):
                    self.formula(self.row, number, value, column.kind)
                else:
                    self.put(self.row, number, value, column.kind)
            self.row += 1
        return first, self.row - 1

    def finish(self, *, repeat: int | None = None, freeze: tuple[int, int] | None = None) -> None:
        """Panes and print set-up: landscape, one page wide, the rows up to ``repeat`` on every page."""
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(f"&L&8Foliocast – {self.name}&R&8Page &P of &N")
        if repeat is not None:
            self.sheet.repeat_rows(0, repeat)
        if freeze is not None:
            self.sheet.freeze_panes(*freeze)


def place(row: int, column: int) -> str:
    """A fixed cell, such as ``$F$12``, from numbers that start at 0."""
    found: str = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
    return found


def spread_over(first: int, last: int, column: int) -> str:
    """A fixed range of a column."""
    return f"{place(first, column)}:{place(last, column)}"
