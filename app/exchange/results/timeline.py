"""Sheets with the months across: one row for each line item, one formula along the row.

Columns: item, unit, key of the initiative, line of the cash flow, capitalised share, total or constant, an empty column
that stands for "before the first month", and the months.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from app.exchange.results.calculus import (
    BEFORE,
    CLOSE,
    OPEN,
    THIS,
    Line,
    Term,
    cell,
    in_column,
    is_link,
    months_of,
    rendered,
    total,
)
from app.exchange.results.page import Page
from app.exchange.results.styles import Origin, Styles
from simulation.arrays import FloatArray

ITEM, UNIT, KEY, LINE, SHARE, TOTAL, BEFORE_FIRST, FIRST = range(8)
MONTH_ROW, YEAR_ROW, FROM_ROW, TO_ROW, TOP = 3, 4, 5, 6, 8
"""Rows of the header and the first of the body, from 0."""

_KEY = xl_col_to_name(KEY)
_LINE = xl_col_to_name(LINE)
_SHARE = xl_col_to_name(SHARE)
_A3: Final = 8
_MONTHS_PER_PAGE: Final = 24
_WIDTHS: Final = {ITEM: 66, UNIT: 11, KEY: 6, LINE: 14, SHARE: 8, TOTAL: 15, BEFORE_FIRST: 2}


@dataclass(frozen=True)
class Clock:
    """The months of the timeline: their fiscal years, and where each begins and ends from the start."""

    years: tuple[str, ...]
    begins: Line
    ends: Line


class Timeline(Page):
    """A sheet of line items over months."""

    def __init__(self, book: Any, styles: Styles, name: str, months: int, *, title: str, note: str) -> None:
        super().__init__(book, styles, name, title=title, note=note)
        self.months = months
        self.letters = [xl_col_to_name(FIRST + month) for month in range(-1, months)]
        self.row = TOP
        self.last_column = FIRST + months - 1
        self._tagged: dict[tuple[int, str], FloatArray] = defaultdict(lambda: np.zeros(months))
        self._by_share = np.zeros(months)
        self.clock: Clock
        for column, width in _WIDTHS.items():
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(FIRST, self.last_column, 11)

    def line_of(self, row: int, value: FloatArray) -> Line:
        """The term of a row, from 0."""
        return Line(
            f"{OPEN}{self.name}{CLOSE}{THIS}{row + 1}",
            value,
            sheet=self.name,
            row=row + 1,
            first=self.letters[1],
            last=self.letters[-1],
        )

    def _fixed_line(self, row: int, value: FloatArray) -> Line:
        """As ``line_of``, with a row that does not move when the formula is copied down."""
        return replace(self.line_of(row, value), text=f"{OPEN}{self.name}{CLOSE}{THIS}${row + 1}")

    def add(
        self,
        item: str,
        unit: str,
        term: Term,
        *,
        kind: str = "money",
        tag: tuple[int, str] | None = None,
        share: Term | float | None = None,
        summed: bool = False,
        bold: bool = False,
    ) -> Line:
        """A row of one formula; ``tag`` says whose and what money it is, ``share`` what is capitalised."""
        row, value = self.row, months_of(term.value, self.months)
        look = {"bold": True, "top": 1} if bold else {}
        origin: Origin = "link" if is_link(term.text, self.name) else "formula"
        self._label(row, item, unit, bold)
        self._months(row, rendered(term.text, self.name), value, self.styles.number(kind, origin, **look))
        made = self.line_of(row, value)
        if tag is not None:
            self._tag(row, *tag, value)
        if isinstance(share, Term):
            self.formula(row, SHARE, share, "percent")
            self._by_share += value * share.value
        elif share is not None:
            self.put(row, SHARE, share, "percent", origin="input")
            self._by_share += value * share
        if summed:
            self.formula(row, TOTAL, total(made), kind, **look)
        self.row += 1
        return made

    def running(self, item: str, unit: str, of: Term, *, kind: str = "money", bold: bool = False) -> Line:
        """A row of sums up to each month."""
        template = f"{BEFORE}{self.row + 1}+{of.text}"
        return self.add(item, unit, Term(template, np.cumsum(of.value)), kind=kind, bold=bold)

    def record(self, item: str, unit: str, of: Term, *, kind: str = "money") -> Line:
        """A row of the highest value so far, at least 0."""
        value = np.maximum.accumulate(np.maximum(of.value, 0.0))
        return self.add(item, unit, Term(f"MAX(0,{BEFORE}{self.row + 1},{of.text})", value), kind=kind)

    def constant(self, item: str, unit: str, term: Term, *, kind: str = "general", bold: bool = False) -> Term:
        """A row with one figure; a reference to it."""
        row = self.row
        self._label(row, item, unit, bold)
        self.formula(row, TOTAL, term, kind, **({"bold": True} if bold else {}))
        self.row += 1
        return cell(self.name, f"${xl_col_to_name(TOTAL)}${row + 1}", term.value)

    def inputs(self, item: str, unit: str, key: int, words: str, values: FloatArray) -> None:
        """A row of inputs, with a key and a word that tell it from its neighbours."""
        row = self.row
        self._label(row, item, unit, False)
        self.sheet.write_number(row, KEY, key, self.styles.unit)
        self.sheet.write_string(row, LINE, words, self.styles.unit)
        style, write = self.styles.number("fte", "input"), self.sheet.write_number
        for month, value in enumerate(values.tolist()):
            write(row, FIRST + month, value, style)
        self.row += 1

    def block(self, words: str) -> None:
        """The heading of a block, after an empty row."""
        self.row += 1
        self.heading(words, FIRST + self.months)

    def sum_of(self, key: int, line: str, to: Timeline) -> Term:
        """The sum over this sheet's rows with a key and a line, for the row of ``to`` that is written next.

        This sheet has to be complete; that row carries the key and the line itself.
        """
        keys, lines, months = self._area(f"${_KEY}"), self._area(f"${_LINE}"), self._area(THIS)
        formula = f"SUMIFS({months},{keys},{to.own_key()},{lines},{to.own_line()})"
        return Term(formula, self._tagged[key, line].copy())

    def sum_of_line(self, line: str, to: Timeline) -> Term:
        """The sum over this sheet's rows with a line, whosever they are, for the next row of ``to``."""
        values = [value for (_, tagged), value in self._tagged.items() if tagged == line]
        formula = f"SUMIF({self._area(f'${_LINE}')},{to.own_line()},{self._area(THIS)})"
        return Term(formula, sum(values, np.zeros(self.months)))

    def capitalised(self) -> Term:
        """The sum over this sheet's rows of money x capitalised share; this sheet has to be complete."""
        return Term(f"SUMPRODUCT({self._area(f'${_SHARE}')},{self._area(THIS)})", self._by_share.copy())

    def _area(self, letter: str) -> str:
        """The body of a column."""
        return f"{OPEN}{self.name}{CLOSE}{letter}${TOP + 1}:{letter}${self.row}"

    def own_key(self) -> str:
        """The cell of the key in the row that is written next."""
        return f"${_KEY}{self.row + 1}"

    def own_line(self) -> str:
        """The cell of the line in the row that is written next."""
        return f"${_LINE}{self.row + 1}"

    def start_clock(self, master: Clock | None, days: list[Any], years: tuple[str, ...]) -> None:
        """Write the header of months: computed on the first sheet, linked to it on the others."""
        heads = ["Item", "Unit", "No.", "Line", "CapEx share", "Total or constant", ""]
        for column, words in enumerate(heads):
            self.words(MONTH_ROW, column, words, self.styles.header)
        self.sheet.set_row(MONTH_ROW, 30)
        for row, (words, unit) in zip(
            (YEAR_ROW, FROM_ROW, TO_ROW),
            (("Fiscal year", ""), ("Month begins, from the start", "months"), ("Month ends, from the start", "months")),
            strict=True,
        ):
            self.words(row, ITEM, words, self.styles.note)
            self.words(row, UNIT, unit, self.styles.note)
        header, small = (
            self.styles.of(bold=True, font_color="#FFFFFF", bg_color="#1F3A5F", num_format="mmm yy", align="right"),
            self.styles.of(font_color="#5A6B7D", align="right"),
        )
        for month, (day, year) in enumerate(zip(days, years, strict=True)):
            self.sheet.write_datetime(MONTH_ROW, FIRST + month, day, header)
            self.sheet.write_string(YEAR_ROW, FIRST + month, year, small)
        count = np.arange(len(years), dtype=np.float64)
        if master is None:
            begins, ends = Term(f"{BEFORE}{TO_ROW + 1}", count), Term(f"{THIS}{FROM_ROW + 1}+1", count + 1)
        else:
            begins, ends = master.begins, master.ends
        for row, term in ((FROM_ROW, begins), (TO_ROW, ends)):
            self._months(
                row,
                rendered(term.text, self.name),
                term.value,
                self.styles.of(num_format="0", italic=True, font_color="#000000" if master is None else "#00803C"),
            )
        self.clock = Clock(years, self._fixed_line(FROM_ROW, count), self._fixed_line(TO_ROW, count + 1))

    def close(self) -> None:
        """Panes at the first month; the header on every page."""
        self.finish(repeat=TO_ROW, freeze=(TO_ROW + 1, FIRST))
        self.sheet.set_paper(_A3)
        self.sheet.fit_to_pages(-(-self.months // _MONTHS_PER_PAGE), 0)
        self.sheet.repeat_columns(0, UNIT)

    def _label(self, row: int, item: str, unit: str, bold: bool) -> None:
        self.sheet.write_string(row, ITEM, item, self.styles.of(bold=True) if bold else self.styles.label)
        self.sheet.write_string(row, UNIT, unit, self.styles.unit)

    def _tag(self, row: int, key: int, line: str, value: FloatArray) -> None:
        self.sheet.write_number(row, KEY, key, self.styles.unit)
        self.sheet.write_string(row, LINE, line, self.styles.unit)
        self._tagged[key, line] = self._tagged[key, line] + value

    def _months(self, row: int, template: str, value: FloatArray, style: Any) -> None:
        write, letters = self.sheet.write_formula, self.letters
        for month, result in enumerate(value.tolist()):
            write(row, FIRST + month, in_column(template, letters[month + 1], letters[month]), style, result)
