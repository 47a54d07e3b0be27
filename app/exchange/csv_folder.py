"""A folder of CSV files with the names and columns of the input sheets: written, and read from any spreadsheet.

UTF-8 with a mark that Excel understands, commas, a header line.  Read with commas, semicolons or tabs; texts that a
spreadsheet would take for formulas carry an apostrophe, which is taken off again.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from app.exchange.cells import CellValue, Raw
from app.exchange.files import FileRefused, read_file, write_file
from app.exchange.reading import RawBook, RawRow, RawSheet
from app.exchange.safety import MOST_CELLS, escape_controls, protect, unescape_controls, unprotect
from app.exchange.sheets import header_key, input_sheets
from app.exchange.writing_inputs import SETTING_COLUMNS, SETTINGS, input_tables, setting_values
from models.portfolio import Portfolio
from models.uncertainty import number_text

_DELIMITERS: Final = ",;\t"
_SUFFIX: Final = ".csv"
_MOST_FILES: Final = 250


def csv_files(portfolio: Portfolio | None) -> dict[str, bytes]:
    """The files of a folder by name, one for Settings and one for each sheet.

    Raises
    ------
    NotWritable
        If a text is longer than a cell may be.
    """
    settings = [(column.title, value) for column, value in setting_values(portfolio)]
    files = {_file_name(SETTINGS): _csv(SETTING_COLUMNS[:2], settings)}
    for table in input_tables(portfolio):
        titles = [column.title for column in table.sheet.columns]
        files[_file_name(table.sheet.title)] = _csv(titles, table.rows)
    return files


def write_csv_folder(folder: Path, portfolio: Portfolio) -> None:
    """Write the files of a portfolio; all of them are complete before the first one takes its place.

    Raises
    ------
    FileRefused
        If they cannot be written; what was there is as it was.
    NotWritable
        If a text is longer than a cell may be.
    """
    files = csv_files(portfolio)
    if folder.exists() and not folder.is_dir():
        raise FileRefused(folder, "this is a file, not a folder", "Name a folder", "It is unchanged.")
    try:
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}-", suffix=".part", dir=folder.parent))
    except OSError as error:
        raise FileRefused(folder, f"no folder can be made there ({error.strerror})", "Choose another place") from error
    try:
        for name, data in files.items():
            write_file(staging / name, data)
        folder.mkdir(exist_ok=True)
        for name in files:
            os.replace(staging / name, folder / name)
    except OSError as error:
        raise FileRefused(folder, f"it cannot be written ({error.strerror})", "Choose another folder") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def read_csv_folder(folder: Path) -> RawBook:
    """The CSV files of a folder as sheets.

    Raises
    ------
    FileRefused
        If there is none, or one of them cannot be read.
    """
    files = sorted(
        path for path in folder.iterdir() if path.suffix.lower() == _SUFFIX and not path.name.startswith(".")
    )
    if not files:
        raise FileRefused(
            folder, "the folder holds no CSV file", "Name a folder with settings.csv, stages.csv and so on"
        )
    if len(files) > _MOST_FILES:
        raise FileRefused(
            folder, f"the folder holds {len(files):,} CSV files", "Name a folder with the input files alone"
        )
    sheets = tuple(_read(path) for path in files)
    if sum(len(row.cells) for sheet in sheets for row in sheet.rows) > MOST_CELLS:
        raise FileRefused(folder, f"the files have more than {MOST_CELLS:,} filled cells", "Keep only the input files")
    return RawBook(folder, sheets)


def _file_name(title: str) -> str:
    return title.lower() + _SUFFIX


def _csv(titles: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    return protect(escape_controls(value))


def _read(path: Path) -> RawSheet:
    data = read_file(path)
    try:
        text = _decoded(data)
        delimiter = _delimiter(text, path.stem)
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = tuple(RawRow(number, cells) for number, line in enumerate(lines, 1) if (cells := _cells(line)))
    except UnicodeDecodeError as error:
        raise FileRefused(path, f"byte {error.start + 1} is not UTF-8", "Save it as CSV UTF-8") from error
    except csv.Error as error:
        raise FileRefused(
            path, f"it cannot be read as CSV ({error})", "Save it as CSV UTF-8 from a spreadsheet"
        ) from error
    return RawSheet(title=path.name, name=path.stem, rows=rows)


def _decoded(data: bytes) -> str:
    """The text; spreadsheets that say "Unicode text" write UTF-16 with a mark."""
    return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")


def _delimiter(text: str, name: str) -> str:
    """The delimiter under which the first lines name the most columns of the sheet."""
    wanted = {header_key(title) for title in SETTING_COLUMNS}
    for sheet in input_sheets():
        if header_key(sheet.title) == header_key(name):
            wanted = {header_key(column.title) for column in sheet.columns}
    start = text[:20_000].splitlines()[:10]

    def known(delimiter: str) -> int:
        return max((sum(header_key(cell) in wanted for cell in line.split(delimiter)) for line in start), default=0)

    return max(_DELIMITERS, key=known)


def _cells(line: list[str]) -> dict[int, Raw]:
    return {number: unescape_controls(unprotect(cell)) for number, cell in enumerate(line, 1) if cell}
