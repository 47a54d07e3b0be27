"""A workbook of anybody as rows of raw cells: read once, with care, by openpyxl behind defusedxml.

What is plainly hostile has been refused by ``app.exchange.safety`` before.  Formulas give the value that was stored
with them; links to other files are never followed.  What the cells mean is said elsewhere.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from app.exchange.cells import CellTrouble, Raw
from app.exchange.files import FileRefused, read_file
from app.exchange.safety import (
    MOST_CELLS,
    MOST_SHEETS,
    owner_file,
    require_workbook,
    restore_returns,
    unescape_controls,
)

_STRING: Final = f"{{{SHEET_MAIN_NS}}}si"
_PLAIN_TEXT: Final = f"{{{SHEET_MAIN_NS}}}t"
_FORMULA: Final = f"{{{SHEET_MAIN_NS}}}f"
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_ERRORS: Final = {
    "#DIV/0!": "a division by zero",
    "#N/A": "a value that was not found",
    "#NAME?": "a name that Excel does not know",
    "#REF!": "a cell that is gone",
    "#VALUE!": "a value of the wrong kind",
    "#NUM!": "an impossible number",
    "#NULL!": "ranges that do not meet",
}
_NOT_CALCULATED: Final = CellTrouble(
    "the formula was never calculated; open the workbook in Excel or LibreOffice and save it there"
)
_DAMAGED_CELL: Final = CellTrouble("the cell is damaged; type its value again")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it is numbered on the sheet, with its cells that are not empty, by column from 1."""

    number: int
    cells: dict[int, Raw]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range of cells, columns and rows from 1, ends included."""

    text: str
    columns: tuple[int, int]
    rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet, or a file of a folder: its title as shown, its name to be matched, its rows."""

    title: str
    name: str
    rows: tuple[RawRow, ...]
    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class RawBook:
    """Everything that an import starts from; ``notes`` say what is worth knowing of the file itself."""

    path: Path
    sheets: tuple[RawSheet, ...]
    notes: tuple[str, ...] = field(default=())


def read_workbook(path: Path) -> RawBook:
    """The sheets of a workbook file.

    Raises
    ------
    FileRefused
        If it cannot be read, is no plain ``.xlsx``, is damaged, or is built to exhaust the reader.
    """
    is_open = owner_file(path).exists()
    try:
        data = read_file(path)
    except FileRefused as refused:
        if is_open and path.exists():
            raise FileRefused(path, "Excel holds it open and locked", "Close it there, and try again") from refused
        raise
    require_workbook(path, data)
    notes = ("Excel has the workbook open; what is not saved there was not read",) if is_open else ()
    return RawBook(path, tuple(_parsed(path, data)), notes)


def _parsed(path: Path, data: bytes) -> list[RawSheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: pictures, extensions, print areas
            return _sheets(path, data)
    except FileRefused:
        raise
    # A stranger's file can make the parsers below fail in any way; whatever it is, the file cannot be used.
    except Exception as error:
        reason = str(error).split("\n")[0][:80] or type(error).__name__
        raise FileRefused(
            path,
            f"the workbook is damaged inside ({reason})",
            "Open it in Excel or LibreOffice, let it repair the file and save it again",
        ) from error


def _sheets(path: Path, data: bytes) -> list[RawSheet]:
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    book = reader.wb
    if not book.worksheets:
        raise FileRefused(path, "the workbook has no sheet with cells", "Check that it is the right file")
    if len(book.worksheets) > MOST_SHEETS:
        count = f"the workbook has {len(book.worksheets):,} sheets, {MOST_SHEETS} are the most that is read"
        raise FileRefused(path, count, "Keep only the input sheets")
    counter = _Counter(path)
    return [_sheet(sheet, reader, counter) for sheet in book.worksheets]


class _Counter:
    """Counts cells over all sheets, and refuses too many."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells = 0

    def add(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MOST_CELLS:
            what = f"the workbook has more than {MOST_CELLS:,} filled cells"
            raise FileRefused(self.path, what, "Keep only the input sheets")


class _Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl's reader with the shared texts as the file has them: it would undo only part of Excel's escapes."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_shared_strings(source))

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Leave a sheet out that is one chart: it has no cells, and openpyxl stumbles over some."""


def _shared_strings(source: Any) -> Iterator[str]:
    root: Any = None
    for event, node in iterparse(source, events=("start", "end")):
        if root is None:
            root = node
        if event == "end" and node.tag == _STRING:
            is_plain = len(node) == 1 and node[0].tag == _PLAIN_TEXT
            yield _text((node[0].text or "") if is_plain else Text.from_tree(node).content)
            root.clear()


def _text(stored: str) -> str:
    """The text that a file's characters stand for."""
    return restore_returns(unescape_controls(stored)) if "_x" in stored else stored


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's parser of a sheet, telling formulas without a value and broken cells from empty ones."""

    def parse_cell(self, element: Any) -> Any:
        try:
            cell = super().parse_cell(element)
        except (ValueError, IndexError, KeyError, OverflowError, TypeError):
            return {"row": self.row_counter, "column": self.col_counter, "value": _DAMAGED_CELL, "data_type": "e"}
        value = cell["value"]
        if value is None:
            if element.find(_FORMULA) is not None and element.get("t") != "str":
                cell["value"] = _NOT_CALCULATED
        elif cell["data_type"] == "e":
            cell["value"] = CellTrouble(
                f"the cell shows {value}, {_ERRORS.get(value, 'an error')}; mend it, or type a value"
            )
        elif element.get("t") in ("str", "inlineStr"):
            cell["value"] = _text(str(value))
        return cell


def _sheet(sheet: Any, reader: _Reader, counter: _Counter) -> RawSheet:
    book = reader.wb
    with reader.archive.open(sheet._worksheet_path) as source:
        parser = _Parser(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = []
        for number, cells in parser.parse():
            filled = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
            if filled:
                if not (0 < number <= _LAST_ROW and min(filled) > 0 and max(filled) <= _LAST_COLUMN):
                    raise ValueError("a cell outside the sheet")
                counter.add(len(filled))
                rows.append(RawRow(number, filled))
    return RawSheet(
        title=sheet.title,
        name=sheet.title,
        rows=tuple(rows),
        merged=tuple(_merged(parser)),
        hidden_rows=frozenset(_hidden_rows(parser)),
        hidden_columns=frozenset(_hidden_columns(parser)),
        hidden=sheet.sheet_state != "visible",
    )


def _merged(parser: Any) -> Iterator[Merged]:
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    for one in ranges:
        match = _RANGE.fullmatch(str(one.ref))
        if match:
            columns = _column_number(match[1]), _column_number(match[3])
            yield Merged(str(one.ref), columns, (int(match[2]), int(match[4])))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _hidden_rows(parser: Any) -> Iterator[int]:
    for number, attributes in parser.row_dimensions.items():
        if attributes.get("hidden") in ("1", "true"):
            yield int(number)


def _hidden_columns(parser: Any) -> Iterator[int]:
    for letters, attributes in parser.column_dimensions.items():
        if attributes.get("hidden") in ("1", "true"):
            first = _column_number(letters)
            yield from range(first, min(int(attributes.get("max", first)), first + 500) + 1)


def cell_name(column: int, row: int) -> str:
    """``D7`` for column 4 and row 7."""
    return f"{get_column_letter(column)}{row}"
