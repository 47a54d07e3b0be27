"""The input sheets of a workbook, as a person fills them in: layout, drop-down lists, validation, help, print set-up.

What stands in the cells comes from ``app.exchange.writing_inputs``; the first sheet is ``app.exchange.guide``'s.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from app.exchange.cells import CellValue
from app.exchange.guide import add_guide
from app.exchange.pen import INPUT, NUMERIC, Pen, number_format
from app.exchange.printing import set_up_paper
from app.exchange.safety import keep_returns
from app.exchange.sheets import Column, Sheet
from app.exchange.validation import ids_name, validate
from app.exchange.workbook import ExactWorkbook, finished, new_workbook
from app.exchange.writing_inputs import (
    SETTING_COLUMNS,
    SETTINGS,
    Cells,
    InputTable,
    input_tables,
    setting_name,
    setting_values,
)
from models.portfolio import Portfolio

UNIT_ROW: Final = 1
HEADER_ROW: Final = 2
FIRST_ROW: Final = 3
"""Rows counted from 0: a title, the units, the header of the table, then the records."""

_BLANK_ROWS: Final = 15
_SPARE_ROWS: Final = 1_000
_LINE_HEIGHT: Final = 15
_MOST_LINES: Final = 10
_WIDTHS: Final = {
    "id": 26, "text": 22, "month": 11, "day": 12, "period": 11, "flag": 11, "choice": 13, "whole": 11, "number": 12,
    "quantity": 19, "scalar": 19, "names": 34, "numbers": 30, "quantities": 34, "crew": 34, "links": 34, "figures": 44,
    "scores": 34,
}  # fmt: skip
_MONEY_RANGE: Final = 27
_WIDE: Final = {"target": 34, "note": 34, "description": 34, "reason": 34, "source": 34}
_PURPOSE: Final = {
    "product": "Existing product lines, as they would go on without any initiative",
    "team": "Pools of people with one skill and one rate",
    "hire": "Planned hires of the teams",
    "rate": "Rate card: yearly pay by role and place",
    "initiative": "What may be invested in; rank 1 gets people first",
    "option": "The ways to get an initiative: build, buy or partner",
    "stage": "The work of each option, in order",
    "benefit": "What an option earns or saves once it is launched",
    "driver": "Uncertain factors shared by many numbers",
    "risk": "Events that may occur, with what they do, before and after mitigation",
    "budget": "Envelopes by fiscal period and category, in the portfolio's currency",
    "objective": "Targets to be hit by a date",
    "scenario": "Named changes on the base: one row for each override",
    "correlation": "Numbers that tend to be high together",
    "scorecard": "Options of an initiative judged by more than money",
    "criterion": "What the options are judged by, with its weight and the points of each option",
    "currency": "Prices of foreign currencies in the portfolio's currency",
    "actual": "What was spent or earned in a month",
    "decision": "What was decided, with the forecast that stood beside it",
    "baseline": "Forecasts that were kept, to show later ones against them",
    "baseline_figure": "The figures of the baselines; dates are months from the baseline's start",
}


def input_workbook(portfolio: Portfolio | None) -> bytes:
    """The workbook with the input sheets of a portfolio; the empty template for None.

    Raises
    ------
    NotWritable
        If a text is longer than a cell may be.
    """
    tables = input_tables(portfolio)
    book, target = new_workbook()
    add_guide(book, portfolio, [(table.sheet.title, _PURPOSE[table.sheet.kind], len(table.rows)) for table in tables])
    add_input_sheets(book, portfolio, tables)
    return finished(book, target)


def add_input_sheets(
    book: ExactWorkbook, portfolio: Portfolio | None, tables: tuple[InputTable, ...] | None = None
) -> None:
    """Add Settings and the record sheets of a portfolio to a workbook."""
    tables = input_tables(portfolio) if tables is None else tables
    pen = Pen(book)
    _add_settings(pen, portfolio)
    for table in tables:
        _add_sheet(pen, table, _SPARE_ROWS + 2 * len(table.rows))
    for table in tables:
        _define_ids(book, table.sheet, _SPARE_ROWS + 2 * len(table.rows))


def _add_settings(pen: Pen, portfolio: Portfolio | None) -> None:
    sheet = pen.book.add_worksheet(SETTINGS)
    values = setting_values(portfolio)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, SETTINGS, pen.title)
    sheet.write_string(0, 1, "What holds for the whole portfolio", pen.purpose)
    for number, width in enumerate(_SETTING_WIDTHS):
        sheet.set_column(number, number, width)
    for row, (column, value) in enumerate(values, FIRST_ROW):
        sheet.write_string(row, 0, column.title, pen(valign="top", bold=column.required))
        form = _setting_format(pen, column, value)
        _write(sheet, row, 1, value, form)
        sheet.write_string(row, 2, _unit(column), pen(italic=True, font_color="#595959", valign="top"))
        sheet.write_string(row, 3, _help(column), pen(font_color="#595959", text_wrap=True, valign="top"))
        _set_height(sheet, row, (value, _help(column)), _SETTING_WIDTHS[1::2])
        validate(sheet, column, row, row, 1)
        if column.required:
            _mark_missing(pen, sheet, row, row, 1, f"=LEN($B${row + 1})=0")
        if setting_name(column):
            pen.book.define_name(setting_name(column), f"={SETTINGS}!$B${row + 1}")
    columns = [{"header": title, "header_format": pen.header(False)} for title in SETTING_COLUMNS]
    last = FIRST_ROW + len(values) - 1
    sheet.add_table(
        HEADER_ROW, 0, last, 3, {"name": SETTINGS, "style": _STYLE, "columns": columns, "autofilter": False}
    )
    _set_up(sheet)


def _setting_format(pen: Pen, column: Column, value: CellValue) -> Any:
    numeric = column.cell in NUMERIC
    return pen(**INPUT, num_format=number_format(column, value) if numeric else "@", align="left", text_wrap=True)


_STYLE: Final = "Table Style Light 1"
_SETTING_WIDTHS: Final = (26, 44, 18, 84)


def _add_sheet(pen: Pen, table: InputTable, spare: int) -> None:
    schema = table.sheet
    sheet = pen.book.add_worksheet(schema.title)
    sheet.set_tab_color("#8FAADC")
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, schema.title, pen.title)
    sheet.write_string(0, 1 if len(schema.title) < 12 else 2, _PURPOSE[schema.kind], pen.purpose)
    sheet.set_row(HEADER_ROW, 48)
    headers = []
    for number, column in enumerate(schema.columns):
        sheet.set_column(number, number, _width(column), pen.input(column))
        sheet.write_string(UNIT_ROW, number, _unit(column), pen.unit(column.cell in NUMERIC))
        _comment(sheet, HEADER_ROW, number, column)
        validate(sheet, column, FIRST_ROW, FIRST_ROW + spare - 1, number)
        if column.required and number:
            letter = xl_col_to_name(number)
            formula = f"=AND(LEN($A{FIRST_ROW + 1})>0,LEN({letter}{FIRST_ROW + 1})=0{_only_once(schema)})"
            _mark_missing(pen, sheet, FIRST_ROW, FIRST_ROW + spare - 1, number, formula)
        headers.append({"header": column.title, "header_format": pen.header(column.required, column.cell in NUMERIC)})
    for row, cells in enumerate(table.rows, FIRST_ROW):
        _write_row(pen, sheet, row, schema, cells)
    last = FIRST_ROW + (len(table.rows) or _BLANK_ROWS) - 1
    options = {"name": schema.title, "style": _STYLE, "columns": headers}
    sheet.add_table(HEADER_ROW, 0, last, len(schema.columns) - 1, options)
    _set_up(sheet)


def _only_once(schema: Sheet) -> str:
    """A scenario's own columns are wanted in its first row only."""
    first = f"$A{FIRST_ROW + 1}"
    return f",COUNTIF($A${FIRST_ROW + 1}:{first},{first})=1" if schema.kind == "scenario" else ""


def _write_row(pen: Pen, sheet: Any, row: int, schema: Sheet, cells: Cells) -> None:
    for number, (column, value) in enumerate(zip(schema.columns, cells, strict=True)):
        if value is not None:
            _write(sheet, row, number, value, pen.input(column, value))
    widths = [_width(column) for column in schema.columns]
    _set_height(sheet, row, cells, widths)


def _set_height(sheet: Any, row: int, texts: Sequence[CellValue], widths: Sequence[int]) -> None:
    """Make room for wrapped texts, which viewers that do not lay rows out again would cut off."""
    lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
    if lines > 1:
        sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))


def _lines(text: CellValue, width: int) -> int:
    if not isinstance(text, str):
        return 1
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def _write(sheet: Any, row: int, number: int, value: CellValue, form: Any) -> None:
    """Write a cell by its kind of value; text is text, whatever it begins with."""
    if value is None:
        sheet.write_blank(row, number, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, number, keep_returns(value), form)
    elif isinstance(value, bool):
        sheet.write_boolean(row, number, value, form)
    else:
        sheet.write_number(row, number, value, form)


def _width(column: Column) -> int:
    roomy = _MONEY_RANGE if column.cell == "quantity" and column.unit.startswith(("money", "units")) else 0
    return max(roomy, _WIDE.get(column.field.rpartition(".")[2], _WIDTHS[column.cell]))


def _unit(column: Column) -> str:
    unit = {"share": "share (%)", "share/year": "share (%) / year", "share/month": "share (%) / month"}.get(
        column.unit, column.unit
    )
    return ", ".join(text for text in (unit, "required" if column.required else "") if text)


def _help(column: Column) -> str:
    """What the column means, what is typical, and what an empty cell stands for."""
    typical = f"Typical: {column.typical}" if column.typical else ""
    return " ".join(f"{text.rstrip('.')}." for text in (column.help, typical) if text)


def _comment(sheet: Any, row: int, number: int, column: Column) -> None:
    text = "\n".join(line for line in (_help(column), _choices_text(column), _when_empty(column)) if line)
    height = 0.35 + 0.2 * sum(math.ceil(len(line) / 40) for line in text.split("\n"))
    if text:
        options = {"x_scale": 2.1, "y_scale": height, "font_size": 9, "author": "Foliocast"}
        sheet.write_comment(row, number, text, options)


def _choices_text(column: Column) -> str:
    return f"One of: {', '.join(column.choices)}" if column.choices else ""


def _when_empty(column: Column) -> str:
    if column.required:
        return "Required."
    shown = default_text(column)
    return f"Empty = {shown}." if shown else ""


def default_text(column: Column) -> str:
    """The default of a column in words; empty where an empty cell explains itself."""
    default = column.default
    if default is None or default in ("", ()) or "mpty = " in column.help:
        return ""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return getattr(default, "text", str(default))


def _define_ids(book: ExactWorkbook, schema: Sheet, spare: int) -> None:
    if schema.columns[0].field != "id":
        return
    area = f"{schema.title}!$A${FIRST_ROW + 1}:$A${FIRST_ROW + spare}"
    first = f"{schema.title}!$A${FIRST_ROW + 1}"
    book.define_name(ids_name(schema.kind), f"={first}:INDEX({area},MAX(1,COUNTA({area})))")


def _mark_missing(pen: Pen, sheet: Any, first: int, last: int, number: int, formula: str) -> None:
    """Make cells yellow that must be filled in and are not."""
    rule = {"type": "formula", "criteria": formula, "format": pen(bg_color="#FFF2CC")}
    sheet.conditional_format(first, number, last, number, rule)


def _set_up(sheet: Any) -> None:
    """Frozen header and print set-up: header and first column on every page."""
    sheet.freeze_panes(FIRST_ROW, 1)
    set_up_paper(sheet, repeated=1)
    sheet.repeat_rows(0, HEADER_ROW)
    sheet.set_footer("&L&9Foliocast&C&9&A&R&9Page &P of &N")
