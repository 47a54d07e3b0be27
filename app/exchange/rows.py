"""Raw sheets as rows of the model: which sheet is which, where its header is, and every cell read.

Sheets and columns that are not known are reported by name, never guessed.  Nothing is known here of other
rows; records are made of the rows in ``app.exchange.records``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.exchange.cells import CellError, Raw, is_blank, read_cell
from app.exchange.headers import HEADER_WITHIN, header_row, is_repeated, is_units, label_of, places_of, unseen
from app.exchange.problems import Problem
from app.exchange.reading import Merged, RawBook, RawRow, RawSheet, cell_name
from app.exchange.sheets import Column, Sheet, header_key, input_sheets, settings_rows
from app.exchange.writing_inputs import SETTINGS
from models.uncertainty import Quantity

_PLENTY: Final = 1000.0
_NO_SHEET: Final = "none of the sheets is one of Foliocast's; start from a workbook that it has exported, or from {}"
_TEMPLATE: Final = "`foliocast template`"
_TEMPLATE_IN_WINDOW: Final = "File > New from template, then File > Export the plan as workbook…"
_OURS: Final = ("readme",)
_PLACEHOLDERS: Final[dict[str, Any]] = {"text": "", "period": "", "day": "", "month": "2027-01", "scalar": None}


@dataclass(eq=False, slots=True)
class Row:
    """One line of a sheet: the values of its filled cells by field, and the fields whose cell is wrong.

    ``parent`` is the id of the record it belongs to; ``lost`` says that no record can be made of it.
    """

    kind: str
    sheet: str
    number: int
    places: dict[str, int]
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    lost: bool = False
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the record is known by among its kind."""
        if self.kind == "correlation":
            return f"{self.values.get('first', '')} | {self.values.get('second', '')}"
        return str(self.values.get("id", ""))

    @property
    def parent(self) -> str:
        """The id of the record that this one is part of; empty for those that stand alone."""
        return str(self.values.get("", ""))

    def problem(self, name: str, message: str) -> Problem:
        """A problem of the cell of a field; of the first cell where the sheet has no such column."""
        place = self.cells.get(name) or cell_name(
            self.places.get(name, min(self.places.values(), default=1)), self.number
        )
        return Problem(self.sheet, place, message, row=self.number)


@dataclass(eq=False, slots=True)
class Rows:
    """All rows of a book, the kinds that it has a sheet for with its fields, and what was found wrong.

    ``unread`` says that a sheet of ours could not be read at all, so that rules across records make no sense.
    """

    rows: list[Row] = field(default_factory=list)
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: bool = False


def read_rows(book: RawBook) -> Rows:
    """Every row of every sheet that is known."""
    found = Rows(problems=[Problem("", "", note, "warning") for note in book.notes])
    known: dict[str, Sheet | None] = {header_key(SETTINGS): None}
    known |= {header_key(sheet.title): sheet for sheet in input_sheets()}
    matched: dict[str, RawSheet] = {}
    for raw in book.sheets:
        key = header_key(raw.name)
        if key in matched:
            message = f'it stands for the same records as "{matched[key].title}"; keep one of them'
            found.problems.append(Problem(raw.title, "", message))
        elif key in known:
            matched[key] = raw
    for raw in book.sheets:
        if header_key(raw.name) not in (*known, *_OURS):
            found.problems.append(_unknown_sheet(raw, [title for title in known if title not in matched]))
    for key, sheet in known.items():
        if key in matched:
            _read_sheet(matched[key], sheet, found)
    if not matched:
        message, in_window = _NO_SHEET.format(_TEMPLATE), _NO_SHEET.format(_TEMPLATE_IN_WINDOW)
        found.problems.append(Problem("", "", message, in_window=in_window))
    return found


def _unknown_sheet(raw: RawSheet, missing: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(header_key(raw.name), missing, n=1, cutoff=0.8)
    if near:
        title = next((sheet.title for sheet in input_sheets() if header_key(sheet.title) == near[0]), SETTINGS)
        return Problem(raw.title, "", f'there is no such sheet in Foliocast; if it is meant as "{title}", rename it')
    return Problem(raw.title, "", "there is no such sheet in Foliocast; it was not read", "warning")


def _read_sheet(raw: RawSheet, sheet: Sheet | None, found: Rows) -> None:
    columns = _SETTING_HEADER if sheet is None else sheet.columns
    at = header_row(raw.rows, columns)
    if at is None:
        if any(not is_blank(value) for row in raw.rows for value in row.cells.values()):
            names = ", ".join(column.title for column in columns[:4])
            found.unread = True
            message = f"no header was found in its first {HEADER_WITHIN} rows; it should have {names}, ..."
            found.problems.append(Problem(raw.title, "", message))
        return
    header = raw.rows[at]
    body = raw.rows[at + 1 :]
    places = dict(places_of(raw, header, columns, body, found.problems))
    if body and is_units(body[0], columns):
        body = body[1:]
    found.problems += unseen(raw, header, set(places.values()))
    if sheet is None:
        found.rows.append(_settings_row(raw, places, body, found))
        found.kinds["settings"] = frozenset(found.rows[-1].cells)
        return
    missing = [column.title for column in columns if column.required and column.field not in places]
    if missing:
        found.unread = True
        message = f'the column "{missing[0]}" is missing; add it to the header in row {header.number}'
        found.problems += [Problem(raw.title, "", message.replace(missing[0], title)) for title in missing]
        return
    found.kinds[sheet.kind] = frozenset(places)
    found.rows += _record_rows(raw, sheet, places, _without_headers(raw, header, places, body, found), found)


def _without_headers(
    raw: RawSheet, header: RawRow, places: dict[str, int], body: Sequence[RawRow], found: Rows
) -> list[RawRow]:
    """The body less rows that say the header again, which are reported."""
    again = {line.number for line in body if is_repeated(line, header, set(places.values()))}
    message = "the header stands here again; take the row out, and keep to one table on the sheet"
    first = min(places.values())
    found.problems += [Problem(raw.title, cell_name(first, row), message, row=row) for row in sorted(again)]
    return [line for line in body if line.number not in again]


_SETTING_HEADER: Final = (
    Column("Setting", "setting", "text", required=True),
    Column("Value", "value", "scalar", required=True),
    Column("Unit", "unit", "text"),
    Column("Help", "help", "text"),
)


def _settings_row(raw: RawSheet, places: dict[str, int], body: Sequence[RawRow], found: Rows) -> Row:
    row = Row("settings", raw.title, 0, {})
    by_title = {header_key(column.title): column for column in settings_rows()}
    for line in body:
        label = line.cells.get(places.get("setting", 0))
        if is_blank(label):
            continue
        column = by_title.get(header_key(label_of(label)))
        cell = cell_name(places.get("value", 2), line.number)
        if column is None or column.field in row.cells:
            what = (
                "there is no such setting; take the line out" if column is None else "it is there twice; keep one line"
            )
            at = cell_name(places["setting"], line.number)
            near = difflib.get_close_matches(header_key(label_of(label)), by_title, n=1)
            hint = f'; did you mean "{by_title[near[0]].title}"?' if near and column is None else ""
            found.problems.append(Problem(raw.title, at, f'"{label_of(label)[:40]}": {what}{hint}', row=line.number))
            continue
        row.cells[column.field] = cell
        _read_into(row, column, line.cells.get(places.get("value", 0)), found)
    return row


def _record_rows(
    raw: RawSheet, sheet: Sheet, places: dict[str, int], body: Sequence[RawRow], found: Rows
) -> Iterator[Row]:
    columns = [(column, places[column.field]) for column in sheet.columns if column.field in places]
    merged = _merged_rows(raw, set(places.values()))
    previous = ""
    for line in body:
        if all(is_blank(line.cells.get(number)) for _, number in columns):
            continue
        row = Row(sheet.kind, raw.title, line.number, places)
        if sheet.kind == "scenario" and previous and is_blank(line.cells.get(places["id"])):
            line.cells[places["id"]] = previous
        for column, number in columns:
            _read_into(row, column, line.cells.get(number), found)
        if line.number in merged:
            text = merged[line.number].text
            low, high = merged[line.number].columns
            row.bad |= {column.field for column, number in columns if low <= number <= high}
            message = f"it lies in the merged cells {text}, which cover several rows; unmerge them and fill in each row"
            found.problems.append(Problem(raw.title, text.split(":")[0], message, row=line.number))
        previous = row.key
        yield row


def _merged_rows(raw: RawSheet, columns: set[int]) -> dict[int, Merged]:
    """Rows whose cells are covered by a merged range that begins above them."""
    covered: dict[int, Merged] = {}
    numbers = [row.number for row in raw.rows]
    for one in raw.merged:
        if any(one.columns[0] <= column <= one.columns[1] for column in columns):
            covered |= {number: one for number in numbers if one.rows[0] < number <= one.rows[1]}
    return covered


def _read_into(row: Row, column: Column, raw: Raw, found: Rows) -> None:
    """Put the value of a cell into a row, or what is wrong with it into the problems."""
    if raw is None or (is_blank(raw) and (column.cell != "text" or raw == "")):
        if column.required and not (column.cell == "text" or _is_follower(row, column)):
            _refuse(row, column, f"it is empty; {_wanted(column)}", found)
        return
    try:
        row.values[column.field] = read_cell(column, raw)
    except CellError as error:
        _refuse(row, column, str(error), found)


def _is_follower(row: Row, column: Column) -> bool:
    return row.kind == "scenario" and column.field.startswith("override.")


def _refuse(row: Row, column: Column, message: str, found: Rows) -> None:
    """Report a cell; a stand-in takes the place of what is required, so that the rest can still be judged."""
    found.problems.append(row.problem(column.field, message))
    row.bad.add(column.field)
    if not column.required:
        return
    if column.cell == "id":
        row.lost = True
    elif column.cell == "quantity":
        row.values[column.field] = Quantity.certain(max(column.low, min(1.0, column.high)))
    elif column.cell in ("number", "whole"):
        row.values[column.field] = min(column.high, _PLENTY)  # so that few rules are broken by it
    else:
        row.values[column.field] = column.choices[0] if column.choices else _PLACEHOLDERS[column.cell]


def _wanted(column: Column) -> str:
    examples: dict[str, str] = {
        "quantity": f"write a number or a range such as {column.typical or '3..5..9'}",
        "number": f"write a number such as {column.typical or 4}",
        "whole": f"write a whole number such as {column.typical or 4}",
        "month": "write a month such as 2027-03",
        "day": "write a day such as 2027-03-15",
        "period": "write a fiscal period such as FY27",
        "choice": f"choose one of {', '.join(column.choices)}",
        "id": f"write the id of its {column.refers}" if column.refers else "write an id such as atlas-design",
    }
    return examples.get(column.cell, "fill it in")
