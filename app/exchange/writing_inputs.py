"""A portfolio as the rows of its input sheets: the same for the workbook and the folder of CSV files.

Decides which cells stay empty.  What one cell holds is said in ``app.exchange.cells``, how a workbook looks in
``app.exchange.template``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.exchange.cells import CellError, CellValue, write_cell
from app.exchange.safety import LONGEST_CELL, cell_length
from app.exchange.sheets import Column, Sheet, header_key, input_sheets, settings_rows
from models.overlay import Scenario
from models.portfolio import Portfolio
from models.uncertainty import Quantity
from models.walk import Located, records

SETTINGS = "Settings"
SETTING_COLUMNS = ("Setting", "Value", "Unit", "Help")

Cells = tuple[CellValue, ...]

_OPTIONAL_PARTS = ("mitigation.impact.", "mitigation.", "override.")
"""Records inside a record that may be missing: an empty cell of theirs could not be told from that."""


class NotWritable(ValueError):  # noqa: N818 - it says what happened, as the user will read it
    """A value that no cell can hold; the message names its place."""


@dataclass(frozen=True, slots=True)
class InputTable:
    """The rows of one record sheet."""

    sheet: Sheet
    rows: tuple[Cells, ...]


def setting_values(portfolio: Portfolio | None) -> tuple[tuple[Column, CellValue], ...]:
    """Each setting with its value; the defaults for None, where what must be filled in is empty."""
    return tuple((column, _setting(portfolio, column)) for column in settings_rows())


def input_tables(portfolio: Portfolio | None) -> tuple[InputTable, ...]:
    """The rows of every record sheet, in the order of the workbook; none of them for None.

    Raises
    ------
    NotWritable
        If a text is longer than a cell may be.
    """
    found: dict[str, list[Located]] = {}
    for located in records(portfolio) if portfolio is not None else ():
        found.setdefault(located.kind, []).append(located)
    return tuple(
        InputTable(sheet, tuple(row for located in found.get(sheet.kind, ()) for row in _rows(sheet, located)))
        for sheet in input_sheets()
    )


def value_at(record: Any, path: str) -> Any:
    """The value of a field that may lie in a record inside the record; None where that is missing."""
    for name in path.split("."):
        if record is None:
            return None
        record = getattr(record, name)
    return record


def _setting(portfolio: Portfolio | None, column: Column) -> CellValue:
    if portfolio is None:
        value = column.default
    else:
        value = value_at(portfolio if column.field in ("name", "description") else portfolio.settings, column.field)
    return _written(column, value, f"{SETTINGS}, {column.title}")


def _rows(sheet: Sheet, located: Located) -> Iterator[Cells]:
    """The row of a record; of a scenario one for each override, its own fields in the first."""
    record = located.record
    if not isinstance(record, Scenario):
        yield tuple(_cell(sheet, column, located, record) for column in sheet.columns)
        return
    for number, override in enumerate(record.overrides or (None,)):
        yield tuple(
            _override_cell(sheet, column, located, override)
            if column.field.startswith("override.")
            else _cell(sheet, column, located, record if number == 0 or column.field == "id" else None)
            for column in sheet.columns
        )


def _override_cell(sheet: Sheet, column: Column, located: Located, override: Any) -> CellValue:
    value = value_at(override, column.field.removeprefix("override."))
    return _written(column, value, f"{sheet.title}, {located.id}, {column.title}")


def _cell(sheet: Sheet, column: Column, located: Located, record: Any) -> CellValue:
    if not column.field:
        return located.owners[-1].id
    value = value_at(record, column.field)
    if _says_nothing(column, value):
        return None
    return _written(column, value, f"{sheet.title}, {located.id}, {column.title}")


def _says_nothing(column: Column, value: Any) -> bool:
    """Whether a value is the default and that is none, zero or no, so that an empty cell says it better."""
    if value is None or column.required or value != column.default or column.field.startswith(_OPTIONAL_PARTS):
        return value is None
    neutral = 1.0 if column.field.endswith("_factor") else 0.0
    return value in ("", (), False, 0) or value == Quantity.certain(neutral)


def _written(column: Column, value: Any, place: str) -> CellValue:
    try:
        cell = write_cell(column, value)
    except CellError as error:
        raise NotWritable(f"{place}: {error}") from error
    if isinstance(cell, str) and cell_length(cell) > LONGEST_CELL:
        raise NotWritable(
            f"{place}: the text has {cell_length(cell):,} characters, a cell holds {LONGEST_CELL:,}; shorten it there"
        )
    return cell


def setting_name(column: Column) -> str:
    """The defined name of a setting's value, such as ``Discount_rate``; empty for the portfolio's own texts."""
    return "" if header_key(column.title) in ("name", "description") else column.title.replace(" ", "_")
