"""A sheet under construction: titles, tables and notes, column widths, panes and print set-up.

Texts of the portfolio are always written as texts.  What a sheet says is decided by the module of that sheet.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from app.exchange.printing import set_up_paper
from app.exchange.results.calculus import CLOSE, OPEN, Term, cell, is_link, rendered
from app.exchange.results.styles import Origin, Styles, shown_kind

WIDEST: Final = 60
_MOST_REPEATED: Final = 3
_LINE: Final = 13.5  # points


class PlainFormulas(Worksheet):  # type: ignore[misc]
    """A worksheet whose formulas use functions of Excel 2007 alone.

    WORKAROUND: XlsxWriter looks for 29 newer functions in every formula, which takes most of the time of a large sheet.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


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
        self.sheet = book.add_worksheet(name, PlainFormulas)
        self.sheet.hide_gridlines(2)
        self.sheet.write_string(0, 0, title, styles.title)
        self.sheet.set_row(0, 24)
        if note:
            self.sheet.write_string(1, 0, note, styles.note)
        self.row = 3
        self.last_column = 0
        self.header_rows: list[int] = []
        self._numbers: dict[tuple[int, int], float] = {}

    def words(self, row: int, column: int, words: str, style: Any = None) -> None:
        """A text; one without a style of its own, or a unit, keeps away from a number on its left."""
        if column and style is None:
            style = self.styles.label_beside
        elif column and style is self.styles.unit:
            style = self.styles.unit_beside
        self.sheet.write_string(row, column, words, style or self.styles.label)
        self.last_column = max(self.last_column, column)

    def put(self, row: int, column: int, value: Any, kind: str = "general", **look: Any) -> None:
        """A number, date, flag or text; nothing where there is none."""
        if kind == "date":
            look.setdefault("align", "right")  # words stand where there is no day
        elif isinstance(value, str) and column:
            look.setdefault("indent", 1)  # away from a number on its left
        style = self.styles.number(shown_kind(kind, value), **look)
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
            self._numbers[row, column] = float(value)

    def number_at(self, row: int, column: int) -> float:
        """The number that was put into a cell; 0 where there is none, as a formula sees it."""
        return self._numbers.get((row, column), 0.0)

    def has_number(self, row: int, column: int) -> bool:
        """Whether a number was put into a cell."""
        return (row, column) in self._numbers

    def at(self, row: int, column: int) -> Term:
        """A reference to a cell with a number, which moves when the formula is copied."""
        return cell(self.name, xl_rowcol_to_cell(row, column), self.number_at(row, column))

    def total(self, column: int, first: int, last: int) -> Term:
        """The sum of a part of a column."""
        value = sum(self.number_at(row, column) for row in range(first, last + 1))
        return Term(f"SUM({self.area(column, first, last)})", value)

    def area(self, column: int, first: int, last: int) -> str:
        """A part of a column, for a formula."""
        return f"{OPEN}{self.name}{CLOSE}{spread_over(first, last, column)}"

    def formula(self, row: int, column: int, term: Term, kind: str = "general", **more: Any) -> None:
        """A formula with its value; green where it only repeats a cell of another sheet."""
        origin: Origin = "link" if is_link(term.text, self.name) else "formula"
        style = self.styles.number(kind, origin, **more)
        value = term.value
        if isinstance(value, float) and not math.isfinite(value):
            value = "#NUM!"
        elif not isinstance(value, str | bool | int | float):
            value = value.item()
        if isinstance(value, float):
            self._numbers[row, column] = value
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

    def header(self, titles: Iterable[str], texts: Container[int] = range(1)) -> int:
        """A header row, its number; columns in ``texts`` hold texts, the others numbers."""
        row, named = self.row, list(titles)
        self.header_rows.append(row)
        for column, words in enumerate(named):
            style = self.styles.text_header(column) if column in texts else self.styles.number_header
            self.words(row, column, words, style)
        self.sheet.set_row(row, 45 if any(len(words) > 24 for words in named) else 30)
        self.row += 1
        return row

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> tuple[int, int]:
        """A table with its header; the first and last row of its body."""
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)
        texts = [number for number, column in enumerate(columns) if column.kind == "general"]
        self.header((column.title for column in columns), texts)
        first = self.row
        for cells in rows:
            self.line(columns, cells)
        return first, self.row - 1

    def lines(self, row: int, texts: Iterable[tuple[int, str, float]]) -> None:
        """Wrapped texts in a row that is high enough for them: column, words, width of the column."""
        most = 1
        for column, words, width in texts:
            self.words(row, column, words, self.styles.wrapped_beside if column else self.styles.wrapped)
            most = max(most, math.ceil(1.1 * len(words) / width))  # words that do not fit leave room behind them
        if most > 1:
            self.sheet.set_row(row, _LINE * most)

    def line(self, columns: Sequence[Column], cells: Sequence[Any]) -> None:
        """A row of a table."""
        for number, (column, value) in enumerate(zip(columns, cells, strict=True)):
            self.put(self.row, number, value, column.kind)
        self.row += 1

    def finish(self, *, repeat: int | None = None, freeze: tuple[int, int] | None = None) -> None:
        """Panes and print set-up: the rows up to ``repeat`` on every page, columns too where there are several."""
        set_up_paper(self.sheet, repeated=min(freeze[1], _MOST_REPEATED) if freeze else 0)
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
