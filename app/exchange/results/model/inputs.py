"""The Inputs sheet: every figure that the model starts from, one column for each case, the selected one beside them.

Quantities of the portfolio are named by their address; other facts (dates from the delivery simulation, shares,
lifetimes) by words.  Changing a blue cell recalculates the model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from app.exchange.results.calculus import Term, cell, named
from app.exchange.results.model.cases import Case, Cases
from app.exchange.results.page import Page, place, spread_over
from app.exchange.results.styles import ALARM, BAD, Styles, number_format
from models.address import parse_address, value_info

NAME: Final = "Inputs"
SCENARIO: Final = "Scenario_number"

RECORD, INPUT, UNIT, ADDRESS, LIVE, STATED, FIRST_CASE = range(7)
SELECTOR_ROW: Final = 3
HEADER_ROW: Final = 6
_WIDTHS: Final = (54, 56, 16, 46, 16, 30)

_CONSTANTS: Final = (
    ("months_per_year", "Months in a year", "months", 12.0),
    ("half", "Middle of a month", "months", 0.5),
    ("s_start", "S-curve: share reached at age 0, taken off again", "share", 0.01),
    ("s_target", "S-curve: share of the peak at the ramp's end", "share", 0.9),
    ("rounding", "Cumulative cash within this share of turnover counts as zero", "share of turnover", 1e-12),
    ("never", "Months that mean never", "months", 9999.0),
)


class Inputs(Page):
    """The Inputs sheet; asking twice for the same input gives the same cell."""

    def __init__(self, book: Any, styles: Styles, cases: Cases) -> None:
        super().__init__(
            book,
            styles,
            NAME,
            title="Inputs of the model",
            note="Blue cells can be changed and the model recalculates. Uncertain inputs stand at their base value, "
            "drivers applied; dates and people's time come from the delivery simulation.",
        )
        self.cases = cases
        self._known: dict[str, Term] = {}
        self._first_constant = 0
        self._rows: dict[str, int] = {}
        self._write_selector(book)
        self._constants: dict[str, Term] = {}

    @property
    def scenario(self) -> Term:
        """The number of the selected case, from 1."""
        return named(SCENARIO, float(self.cases.shown + 1))

    def constants(self) -> None:
        """The section of what never changes."""
        self.section("Constants")
        self._first_constant = self.row
        for name, label, unit, value in _CONSTANTS:
            row = self.row
            self.words(row, RECORD, "All")
            self.words(row, INPUT, label)
            self.words(row, UNIT, unit, self.styles.unit)
            kind = "number" if value > 1e-6 else "tiny"
            self.put(row, LIVE, value, kind, origin="input")
            self._constants[name] = cell(NAME, place(row, LIVE), value)
            self.row += 1

    def constant(self, name: str) -> Term:
        """One of the constants."""
        return self._constants[name]

    def section(self, words: str) -> None:
        """A section of inputs."""
        self.row += 1
        self.heading(words, FIRST_CASE + len(self.cases.listed))

    def quantity(self, address: str, record: str = "") -> Term:
        """The selected base value of a quantity; 0 in a case that does not use it."""
        if address not in self._known:
            self._write_quantity(address, record)
        return self._known[address]

    def fact(
        self, key: str, record: str, label: str, unit: str, figure: Callable[[Case], float], kind: str = ""
    ) -> Term:
        """A figure that is no quantity: found once for each case."""
        if key not in self._known:
            values = [float(figure(case)) for case in self.cases.listed]
            self._write(key, record, label, unit, "", "", values, kind or number_format(unit))
        return self._known[key]

    def known(self, key: str) -> Term:
        """An input that has been written."""
        return self._known[key]

    def exchanged(self, amount: Term, currency: str | None) -> Term:
        """An amount in the portfolio's currency; ``currency`` is the address of a rate, None where it is its own."""
        return amount if currency is None else amount * self.quantity(currency)

    def live_range(self, keys: Sequence[str]) -> str:
        """The range of the selected values of inputs that lie one under the other."""
        rows = [self._rows[key] for key in keys]
        return f"{place(rows[0], LIVE)}:{place(rows[-1], LIVE)}"

    def count(self) -> tuple[Term, Term]:
        """How many inputs of the selected case are numbers now, and how many were when the workbook was written.

        An input that is emptied would count as 0, and a text would be left out of a sum: both make a difference here.
        """
        last = self.row - 1
        cases = range(FIRST_CASE, FIRST_CASE + len(self.cases.listed))
        self.section("Count of the inputs: all must be numbers; an input that is emptied would count as 0")
        fixed = self._first_constant, self._first_constant + len(_CONSTANTS) - 1
        constants = spread_over(*fixed, LIVE)
        counts = [
            sum(self.has_number(row, column) for row in range(HEADER_ROW + 1, last + 1)) + len(_CONSTANTS)
            for column in cases
        ]
        self._count_row("Inputs that were numbers when written")
        for column, found in zip(cases, counts, strict=True):
            self.put(self.row, column, found, "whole")
        written = self._selected(counts)
        self._count_row("Inputs that are numbers now")
        for column, found in zip(cases, counts, strict=True):
            letter = xl_col_to_name(column)
            area = f"{letter}${HEADER_ROW + 2}:{letter}${last + 1}"
            self.formula(self.row, column, Term(f"COUNT({area})+COUNT({constants})", found), "whole")
        now = self._selected(counts)
        self._mark_texts(last)
        return now, written

    def _count_row(self, label: str) -> None:
        self.words(self.row, RECORD, "All")
        self.words(self.row, INPUT, label)
        self.words(self.row, UNIT, "number", self.styles.unit)

    def _selected(self, counts: Sequence[int]) -> Term:
        """The selected case's figure of the row; goes on to the next one."""
        row = self.row
        first = xl_rowcol_to_cell(row, FIRST_CASE, col_abs=True)
        last = xl_rowcol_to_cell(row, FIRST_CASE + len(counts) - 1, col_abs=True)
        live = Term(f"INDEX({first}:{last},{SCENARIO})", float(counts[self.cases.shown]))
        self.formula(row, LIVE, live, "whole", bold=True)
        self.row += 1
        return cell(NAME, place(row, LIVE), live.value)

    def _mark_texts(self, last: int) -> None:
        """Redden inputs that are texts or errors, and whatever is chosen of them."""
        for column in (LIVE, FIRST_CASE):
            end = LIVE if column == LIVE else FIRST_CASE + len(self.cases.listed) - 1
            there = xl_rowcol_to_cell(HEADER_ROW + 1, column)
            wrong = {
                "type": "formula",
                "criteria": f"=OR(ISTEXT({there}),ISERROR({there}))",
                "format": self.styles.of(bg_color=BAD, font_color=ALARM, bold=True),
            }
            self.sheet.conditional_format(HEADER_ROW + 1, column, last, end, wrong)

    def close(self) -> None:
        """Widths, panes and print set-up."""
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(FIRST_CASE, FIRST_CASE + len(self.cases.listed) - 1, 16)
        self.finish(repeat=HEADER_ROW, freeze=(HEADER_ROW + 1, STATED))

    def _write_selector(self, book: Any) -> None:
        count, shown = len(self.cases.listed), self.cases.shown
        self.words(SELECTOR_ROW, RECORD, "Selected scenario (number)", self.styles.of(bold=True, font_size=11))
        self.sheet.write_number(
            SELECTOR_ROW, INPUT, shown + 1, self.styles.number("whole", "input", border=2, align="center", bold=True)
        )
        self.sheet.data_validation(
            SELECTOR_ROW,
            INPUT,
            SELECTOR_ROW,
            INPUT,
            {
                "validate": "list",
                "source": [str(number + 1) for number in range(count)],
                "input_title": "Scenario",
                "input_message": "The number of a scenario, as in the header below",
            },
        )
        book.define_name(SCENARIO, f"={NAME}!{place(SELECTOR_ROW, INPUT)}")
        last = xl_col_to_name(FIRST_CASE + count - 1)
        names = f"${xl_col_to_name(FIRST_CASE)}${HEADER_ROW + 1}:${last}${HEADER_ROW + 1}"
        self.name_term = Term(f"INDEX({names},{SCENARIO})", self.cases.listed[shown].name)
        self.words(SELECTOR_ROW + 1, RECORD, "Its name")
        self.formula(SELECTOR_ROW + 1, INPUT, self.name_term, "general", bold=True)
        self.shown_name = cell(NAME, place(SELECTOR_ROW + 1, INPUT), self.name_term.value)
        heads = ("Record", "Input", "Unit", "Address", "Selected", "Stated as (uncertain inputs)")
        for column, words in enumerate(heads):
            style = self.styles.number_header if column == LIVE else self.styles.text_header(column)
            self.words(HEADER_ROW, column, words, style)
        numbers = HEADER_ROW - 1
        for number, case in enumerate(self.cases.listed):
            self.put(numbers, FIRST_CASE + number, number + 1, "whole", align="right")
            self.words(HEADER_ROW, FIRST_CASE + number, case.name, self.styles.number_header)
        self.sheet.set_row(HEADER_ROW, 30)
        self.row = HEADER_ROW + 1

    def _write_quantity(self, address: str, record: str) -> None:
        found = parse_address(address)
        info = value_info(found)
        label = _words(found.field) + (f" [{found.part}]" if found.part else "")
        stated = self.cases.listed[self.cases.shown].stated(address)
        values = [case.value(address) for case in self.cases.listed]
        owner = record or found.id or "Settings"
        self._write(address, owner, label, info.unit, address, stated, values, number_format(info.unit))

    def _write(
        self,
        key: str,
        record: str,
        label: str,
        unit: str,
        address: str,
        stated: str,
        values: Sequence[float | None],
        kind: str,
    ) -> None:
        row = self.row
        self.words(row, RECORD, record)
        self.words(row, INPUT, label)
        for column, words in ((UNIT, unit), (ADDRESS, address), (STATED, stated)):
            self.words(row, column, words, self.styles.unit)
        for number, value in enumerate(values):
            self.put(row, FIRST_CASE + number, value, kind, origin="input")
        first = xl_rowcol_to_cell(row, FIRST_CASE, col_abs=True)
        last = xl_rowcol_to_cell(row, FIRST_CASE + len(values) - 1, col_abs=True)
        chosen = values[self.cases.shown]
        empty = chosen is None or not math.isfinite(chosen)  # an empty cell counts as 0
        live = Term(f"INDEX({first}:{last},{SCENARIO})", 0.0 if empty else chosen)
        self.formula(row, LIVE, live, kind, bold=True)
        self._known[key] = cell(NAME, place(row, LIVE), live.value)
        self._rows[key] = row
        self.row += 1


def table_amount(inputs: Inputs, addresses: Sequence[str], year: Term) -> Term:
    """The amount of a year (from 1) of a table whose inputs lie one under the other; 0 after the last."""
    amounts = np.array([inputs.quantity(address).value for address in addresses])
    area = f"\x03{NAME}\x04{inputs.live_range(addresses)}"
    index = np.clip(np.asarray(year.value, dtype=np.int64) - 1, 0, len(addresses) - 1)
    value = np.where(year.value <= len(addresses), amounts[index], 0.0)
    return Term(f"IF({year.text}<=ROWS({area}),INDEX({area},{year.text}),0)", value)


def _words(path: str) -> str:
    text = path.replace(".", " ").replace("_", " ")
    return text[:1].upper() + text[1:]
