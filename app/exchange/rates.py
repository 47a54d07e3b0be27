"""Rate cards: yearly pay by role and place, read from a CSV table.

Owns the table's columns and what is said of a wrong cell.  Rates of exchange and the loading of pay to cost belong
to the portfolio's currencies and teams.
"""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from models.team import Rate
from models.uncertainty import NotationError, Quantity

COLUMNS = ("role", "place", "currency", "annual_pay", "source")
OPTIONAL_COLUMNS = ("source",)
LONGEST_ID = 80

_CURRENCY = re.compile(r"[A-Z]{3}")
_DELIMITERS = ",;\t"


class RateCardError(ValueError):
    """A rate card that cannot be read; ``problems`` says everything that is wrong, each with row and column."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_rate_card(source: Path | str) -> tuple[Rate, ...]:
    """The rates of a card, in the order of its rows.

    Parameters
    ----------
    source
        The path of a file in UTF-8, or the text of the table itself.  The first row names the columns ``role``,
        ``place``, ``currency``, ``annual_pay`` and, if wanted, ``source``, in any order; cells are separated by
        commas, semicolons or tabs.  ``annual_pay`` may be uncertain: ``72000..78000..86000``.

    Raises
    ------
    RateCardError
        With everything that does not fit.  Rows are counted as a spreadsheet shows them: the header is row 1.
    OSError
        If the file cannot be opened.
    """
    text = _text_of(source) if isinstance(source, Path) else source.removeprefix("\ufeff")
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise RateCardError((f"the table cannot be read as CSV: {error}",)) from error
    problems = _header_problems(rows)
    if problems:
        raise RateCardError(tuple(problems))
    return _rates_of(rows)


def rate_id(role: str, place: str) -> str:
    """The id of a role at a place: ``head-of-product-berlin``; empty if neither has a Latin letter or a digit."""
    plain = unicodedata.normalize("NFKD", f"{role} {place}").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RateCardError((f"{path.name} is not in UTF-8; save it as CSV UTF-8",)) from error


def _rows(text: str) -> Iterator[list[str]]:
    """The rows as lists of stripped cells; blank ones stay, so that rows keep their numbers."""
    header = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        yield [cell.strip() for cell in row]


def _header_problems(rows: list[list[str]]) -> list[str]:
    if not rows:
        return ["the table is empty; its first row should be " + ",".join(COLUMNS)]
    names = [name.lower() for name in rows[0]]
    problems = [
        f'row 1: the column "{column}" is missing; the first row should be {",".join(COLUMNS)}'
        for column in COLUMNS
        if column not in names and column not in OPTIONAL_COLUMNS
    ]
    problems += [f'row 1: the column "{column}" is there twice' for column in COLUMNS if names.count(column) > 1]
    problems += [
        f'row 1: "{name}" is not a column of a rate card; there are {", ".join(COLUMNS)}'
        for name in names
        if name not in COLUMNS
    ]
    return problems


def _rates_of(rows: list[list[str]]) -> tuple[Rate, ...]:
    names = [name.lower() for name in rows[0]]
    rates: list[Rate] = []
    problems: list[str] = []
    first_row: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], 2):
        if not any(cells):
            continue
        if len(cells) != len(names):
            problems.append(f"row {number}: there are {len(cells)} cells, the header has {len(names)}")
            continue
        row = dict(zip(names, cells, strict=True))
        wrong = [f'row {number}, column "{column}": {what}' for column, what in _row_problems(row)]
        known = first_row.setdefault(rate_id(row["role"], row["place"]), number)
        if known != number and not wrong:
            wrong.append(
                f'row {number}, column "place": {row["role"]} in {row["place"] or "no place"} is in row {known} already'
            )
        problems += wrong
        if not wrong:
            rates.append(_rate(row))
    if problems:
        raise RateCardError(tuple(problems))
    return tuple(rates)


def _row_problems(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The columns of a row that cannot be used, and why."""
    if not row["role"]:
        yield "role", "it is empty; name the role, such as Head of product"
    else:
        identity = rate_id(row["role"], row["place"])
        if not identity:
            yield "role", f'"{row["role"]}" has no Latin letter or digit to make an id from'
        elif len(identity) > LONGEST_ID:
            yield "role", f"role and place together are longer than {LONGEST_ID} characters"
    if not _CURRENCY.fullmatch(row["currency"]):
        yield "currency", f'"{row["currency"]}" is not a currency code; write three capitals, such as EUR'
    problem = _pay_problem(row["annual_pay"])
    if problem:
        yield "annual_pay", problem


def _pay_problem(text: str) -> str:
    """Why a text is no yearly pay; empty if it is one."""
    try:
        pay = Quantity.parse(text)
    except NotationError as error:
        return str(error)
    if pay.base > 0 and not -math.inf < pay.bounds[0] < 0:
        return ""
    return f"{text} is not a pay; it should be above 0, such as 78000"


def _rate(row: dict[str, str]) -> Rate:
    return Rate(
        id=rate_id(row["role"], row["place"]),
        role=row["role"],
        place=row["place"],
        currency=row["currency"],
        annual_pay=Quantity.parse(row["annual_pay"]),
        source=row.get("source", ""),
    )
