"""One field of a record: its value, a record with another value, and the text that is typed for it.  No Qt here.

What a text means is said in ``app.exchange.cells``, so that a cell of the window and one of a workbook are read alike.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.exchange.cells import is_blank, read_cell, write_cell
from app.exchange.lists import require_id
from app.exchange.numbers import CellError
from app.exchange.sheets import Column
from models.fields import fields_of
from models.uncertainty import number_text

__all__ = ["CellError", "edit_text", "is_id", "read_text", "value_at", "with_value"]

_EXAMPLES = {
    "quantity": "a number or a range such as 3..5..9",
    "number": "a number such as 4",
    "whole": "a whole number such as 4",
    "month": "a month such as 2027-03",
    "day": "a day such as 2027-03-15",
    "period": "a period such as FY27",
    "id": "an id such as atlas-design",
    "choice": "one of the choices",
}


def value_at(record: msgspec.Struct, field: str) -> Any:
    """The value of a field, which may be nested; None where what holds it is empty."""
    value: Any = record
    for name in field.split("."):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def with_value(record: msgspec.Struct, field: str, value: object) -> Any:
    """The record with another value in a field; a record inside that was empty is made for it."""
    head, _, rest = field.partition(".")
    if not rest:
        return msgspec.structs.replace(record, **{head: value})
    inner = getattr(record, head)
    if inner is None:
        inner = fields_of(type(record))[head].core()
    return msgspec.structs.replace(record, **{head: with_value(inner, rest, value)})


def read_text(column: Column, text: str) -> Any:
    """The value that a typed text means; the default for an empty one.

    Raises
    ------
    CellError
        If it cannot be used; the message says what is wrong; what would be right.
    """
    if not is_blank(text):
        return read_cell(column, text)
    if column.required:
        raise CellError(f"it is empty; write {_EXAMPLES.get(column.cell, 'a text')}")
    return column.default


def edit_text(column: Column, value: object) -> str:
    """The text that ``read_text`` reads back; empty for an empty cell and for what only JSON can hold."""
    if column.field == "" or value is None:
        return ""
    try:
        cell = write_cell(column, value)
    except CellError:  # a broken predecessor of a document made elsewhere: the check says so beside the cell
        return ""
    if cell is None:
        return ""
    return number_text(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell)


def is_id(text: str) -> bool:
    """Whether a text can be an id as it stands."""
    try:
        require_id(text)
    except CellError:
        return False
    return True
