"""One cell of an input sheet: what stands in it as the value of its field, and the other way round.

``write_cell`` and ``read_cell`` undo each other exactly.  Which sheets and columns there are is said in
``app.exchange.sheets``; cells with several entries are read in ``app.exchange.lists``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from app.exchange.lists import (
    read_crew,
    read_figures,
    read_links,
    read_names,
    read_numbers,
    read_quantities,
    read_quantity,
    read_scores,
    require_id,
    write_crew,
    write_figures,
    write_links,
    write_scores,
)
from app.exchange.months import month_of
from app.exchange.numbers import CellError, read_number, tidy
from app.exchange.sheets import CellKind, Column, header_key
from models.address import closest
from models.uncertainty import Quantity, number_text

__all__ = ["CellError", "CellTrouble", "CellValue", "Raw", "is_blank", "read_cell", "write_cell"]

EXACT_DIGITS = 15
"""Digits of a number that every spreadsheet keeps; a number that needs more is written as text."""


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """A cell without a usable value, such as ``#DIV/0!``: what is wrong; what would be right."""

    message: str


CellValue = str | float | int | bool | None
Raw = CellValue | date | time | timedelta | CellTrouble

_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_SPOKEN = {"yes": True, "true": True, "no": False, "false": False}


def read_cell(column: Column, raw: Raw) -> Any:
    """The value of a field from what stands in its cell, which is not blank.

    Raises
    ------
    CellError
        If it cannot be used; the message says what is wrong; what would be right.
    """
    if isinstance(raw, CellTrouble):
        raise CellError(raw.message)
    return _READERS[column.cell](raw, column)


def write_cell(column: Column, value: Any) -> CellValue:
    """What to put into the cell of a field; None for an empty cell.

    Raises
    ------
    CellError
        If no cell can hold the value.
    """
    return None if value is None else _WRITERS[column.cell](value)


def is_blank(raw: Raw) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return raw is None or (isinstance(raw, str) and not tidy(raw))


def _as_text(raw: Raw, wanted: str) -> str:
    """What a cell shows, as text, where its kind of value does not matter."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, int | float):
        return number_text(raw) if math.isfinite(raw) else str(raw)
    if isinstance(raw, datetime) and not (raw.hour or raw.minute or raw.second):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    raise CellError(f"{_shown(raw)} stands where {wanted} should be; format the cell as text and type it again")


def _text(raw: Raw, column: Column) -> str:
    return _as_text(raw, "a text")


def _id(raw: Raw, column: Column) -> str:
    if isinstance(raw, date | time | timedelta):
        raise CellError(
            f"{_shown(raw)} is a date, made from an id by the spreadsheet; format the cell as text and type it again"
        )
    return require_id(tidy(_as_text(raw, "an id")))


def _number(raw: Raw, column: Column) -> float:
    if isinstance(raw, str):
        value = read_number(tidy(raw))
        if value is not None:
            return value
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        return _finite(raw)
    raise CellError(f"{_shown(raw)} is not a number; write for example {column.typical or 4}")


def _whole(raw: Raw, column: Column) -> int:
    if isinstance(raw, str) and re.fullmatch(r"[-+]?[0-9]{1,400}", tidy(raw), re.ASCII):
        return int(tidy(raw))
    value = _number(raw, column)
    if not value.is_integer():
        raise CellError(f"{_shown(raw)} is not a whole number; write for example {column.typical or round(value)}")
    return raw if isinstance(raw, int) else int(value)


def _quantity(raw: Raw, column: Column) -> Quantity:
    if isinstance(raw, str):
        return _cached_quantity(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Quantity.certain(_finite(raw))
    if isinstance(raw, date | time | timedelta):
        raise CellError(f"{_shown(raw)} is a date, perhaps made by the spreadsheet; write {_range(column)}, as text")
    raise CellError(f"{_shown(raw)} is not a number; write {_range(column)}")


_cached_quantity = lru_cache(maxsize=4096)(read_quantity)


def _flag(raw: Raw, column: Column) -> bool:
    if isinstance(raw, bool):
        return raw
    known = _YES.get(tidy(_as_text(raw, "yes or no")).casefold())
    if known is None:
        raise CellError(f"{_shown(raw)} is neither; write yes or no")
    return known


def _choice(raw: Raw, column: Column) -> str:
    text = _as_text(raw, "a choice")
    if text in column.choices:
        return text
    found = [choice for choice in column.choices if header_key(choice) == header_key(text)]
    if len(found) != 1:
        raise CellError(f"{_shown(raw)} is not one of the choices; {closest(tidy(text)[:40].lower(), column.choices)}")
    return found[0]


def _month(raw: Raw, column: Column) -> str:
    if isinstance(raw, date):
        return f"{raw.year:04d}-{raw.month:02d}"
    month = month_of(tidy(raw)) if isinstance(raw, str) else None
    if month is None:
        raise CellError(f"{_shown(raw)} is not a month; write year and month, such as 2027-03")
    return month


def _period(raw: Raw, column: Column) -> str:
    """A month or a fiscal period; only what is surely a month is rewritten."""
    if isinstance(raw, date):
        return _month(raw, column)
    text = _as_text(raw, "a month or a fiscal period")
    return text[1:] if text.startswith("'") else month_of(tidy(text)) or text


def _write_period(text: str) -> CellValue:
    """The text, with an apostrophe in front where it would be read as something else."""
    as_it_is = text and not text.startswith("'") and month_of(tidy(text)) in (None, text)
    return text if as_it_is else f"'{text}"


def _day(raw: Raw, column: Column) -> str:
    if isinstance(raw, date):
        return f"{raw.year:04d}-{raw.month:02d}-{raw.day:02d}"
    return _as_text(raw, "a day such as 2027-03-15")


def _scalar(raw: Raw, column: Column) -> CellValue:
    """A value of any kind; text that looks like another kind carries an apostrophe in front."""
    if isinstance(raw, datetime | date):
        return _month(raw, column)
    if not isinstance(raw, str):
        return _finite(raw) if isinstance(raw, float) else raw if isinstance(raw, int) else _as_text(raw, "a value")
    if raw.startswith("'"):
        return raw[1:]
    text = tidy(raw)
    if text.casefold() in _SPOKEN:
        return _SPOKEN[text.casefold()]
    if re.fullmatch(r"[-+]?[0-9]{1,400}", text, re.ASCII):
        return int(text)
    value = read_number(text)
    return raw if value is None else value


def _several(read: Callable[[str], Any], single: Callable[[float], Any] | None = None) -> Callable[[Raw, Column], Any]:
    """The reader of a cell with several entries; ``single`` takes a cell that is one number."""

    def reader(raw: Raw, column: Column) -> Any:
        if single is not None and isinstance(raw, int | float) and not isinstance(raw, bool):
            return single(_finite(raw))
        return read(_as_text(raw, "a list"))

    return reader


def _range(column: Column) -> str:
    return f"a number or a range such as {column.typical or '3..5..9'}"


def _finite(value: float) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise CellError("the number is too large to be computed with; stay within 1e308")
    return number + 0.0


def _shown(raw: Raw) -> str:
    if isinstance(raw, str):
        return f'"{raw[:40]}{"..." if len(raw) > 40 else ""}"'
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, int | float):
        return f"{float(raw):g}" if abs(raw) < 1e300 else "a huge number"
    return str(raw)


def _write_number(value: float) -> CellValue:
    """A number where every spreadsheet keeps all its digits, else its text."""
    if isinstance(value, int) and abs(value) >= 10**EXACT_DIGITS:
        return str(value)
    number = float(value)
    short = float(f"{number:.{EXACT_DIGITS}g}")
    return value if short == number == float(f"{number:.{EXACT_DIGITS + 1}g}") else number_text(number)


def _write_quantity(value: Quantity) -> CellValue:
    return _write_number(value.base) if value.is_certain else value.text


def _write_scalar(value: Any) -> CellValue:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return _write_number(value)
    return value if value and not value.startswith("'") and _reads_as_itself(value) else f"'{value}"


def _reads_as_itself(text: str) -> bool:
    try:
        return bool(tidy(text)) and _scalar(text, Column("", "", "scalar")) is text
    except CellError:
        return False


def _write_list(write: Callable[[Any], str]) -> Callable[[Any], CellValue]:
    return lambda values: "; ".join(map(write, values)) or None


def _same(value: CellValue) -> CellValue:
    return value


_READERS: dict[CellKind, Callable[[Any, Column], Any]] = {
    "quantity": _quantity,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "choice": _choice,
    "month": _month,
    "day": _day,
    "period": _period,
    "id": _id,
    "text": _text,
    "scalar": _scalar,
    "names": _several(read_names),
    "numbers": _several(read_numbers, lambda number: (number,)),
    "quantities": _several(read_quantities, lambda number: (Quantity.certain(number),)),
    "crew": _several(read_crew),
    "links": _several(read_links),
    "figures": _several(read_figures),
    "scores": _several(read_scores),
}

_WRITERS: dict[CellKind, Callable[[Any], CellValue]] = {
    "quantity": _write_quantity,
    "number": _write_number,
    "whole": _write_number,
    "flag": lambda value: "yes" if value else "no",
    "choice": _same,
    "month": _same,
    "day": _same,
    "period": _write_period,
    "id": _same,
    "text": lambda value: value or None,
    "scalar": _write_scalar,
    "names": _write_list(str),
    "numbers": _write_list(number_text),
    "quantities": _write_list(lambda quantity: quantity.text),
    "crew": lambda crew: write_crew(crew) or None,
    "links": write_links,
    "figures": lambda figures: write_figures(figures) or None,
    "scores": lambda scores: write_scores(scores) or None,
}
