"""From a workbook or a folder of CSV files to a portfolio: every problem in one pass, or the good rows alone.

Nothing is changed by an import; it gives a portfolio and what that would change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.exchange.csv_folder import read_csv_folder
from app.exchange.files import FileRefused
from app.exchange.oddities import oddities
from app.exchange.preview import Preview, compare
from app.exchange.problems import Problem
from app.exchange.reading import RawBook, read_workbook
from app.exchange.records import Assembled, assemble, entries_of
from app.exchange.rows import Row, Rows, read_rows
from app.exchange.sheets import input_sheets
from models.check import check
from models.issue import Issue
from models.portfolio import Portfolio
from models.walk import records

_WHERE: Final = re.compile(r"([a-z]+)(?: ([A-Za-z0-9_-]+))?(?: \(.*\))?(?:, in scenario ([A-Za-z0-9_-]+))?", re.DOTALL)
_OVERRIDE: Final = re.compile(r"overrides\[([0-9]+)\].*")
_INSIDE: Final = {"effort": "crew", "lag": "after"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    ``portfolio`` is None where it is refused; ``left_out`` counts the rows that a partial import did not take.
    """

    portfolio: Portfolio | None
    preview: Preview | None
    problems: tuple[Problem, ...]
    rows: int
    left_out: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems because of which something is not imported."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_book(path: Path) -> RawBook:
    """The sheets of a workbook, or of a folder of CSV files.

    Raises
    ------
    FileRefused
        If it cannot be read.
    """
    if path.is_dir():
        return read_csv_folder(path)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        raise FileRefused(
            path, "one table is not a portfolio", "Name the folder that holds settings.csv and the others"
        )
    return read_workbook(path)


def import_file(
    path: Path, onto: Portfolio | None = None, *, partial: bool = False, remove_missing: bool = False
) -> Imported:
    """The portfolio of a workbook or a folder.

    Parameters
    ----------
    path
        An ``.xlsx`` file, or a folder of CSV files.
    onto
        A portfolio on which it is laid: records are matched by id, and what is not mentioned stays.
    partial
        Whether the good rows are taken where others are wrong.
    remove_missing
        Whether records of ``onto`` go that are not in a sheet which is there.

    Raises
    ------
    FileRefused
        If it cannot be read at all.
    """
    return import_book(read_book(path), onto, partial=partial, remove_missing=remove_missing)


def import_book(
    book: RawBook, onto: Portfolio | None = None, *, partial: bool = False, remove_missing: bool = False
) -> Imported:
    """As ``import_file``, of sheets that are read already."""
    return _Import(read_rows(book), onto, remove_missing).result(partial)


class _Import:
    """One import: the rows, and everything that is found wrong with them."""

    def __init__(self, found: Rows, onto: Portfolio | None, remove_missing: bool) -> None:
        self.found = found
        self.onto = onto
        self.remove_missing = remove_missing
        self.problems = [*found.problems, *oddities(found.rows)]
        self.known = frozenset(check(onto)) if onto is not None else frozenset()
        if onto is not None and sum(map(len, entries_of(onto).values())) < sum(1 for _ in records(onto)) - 1:
            message = "the portfolio below holds two records of one id; mend it first, {} names them"
            in_window = message.format("the panel Problems")
            self.problems.append(Problem("", "", message.format("`foliocast check`"), in_window=in_window))
        elif onto is None and found.kinds and not any(row.kind == "settings" and row.cells for row in found.rows):
            self.problems.append(
                Problem("", "", "the sheet Settings is missing; add it, with Start as the first month")
            )
        elif onto is None and found.kinds and not any("start" in row.cells for row in found.rows):
            self.problems.append(Problem("Settings", "", "the setting Start is missing; add it, such as 2027-01"))

    def result(self, partial: bool) -> Imported:
        """The portfolio if nothing is wrong, or if what is wrong can be left out."""
        if self._is_hopeless():
            return self._refused()
        assembled = self._assemble(self.found.rows)
        issues = [] if self.found.unread else check(assembled.portfolio)
        errors = [] if self.found.unread else self._errors(assembled, issues)
        if not errors and not self._has_errors():
            return self._taken(assembled, issues, 0)
        if not partial:
            self.problems += [problem for _, problem in errors]
            return self._refused()
        return self._take_good_rows()

    def _is_hopeless(self) -> bool:
        """Whether there is nothing that could be judged further."""
        return not self.found.kinds

    def _has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def _assemble(self, rows: Sequence[Row]) -> Assembled:
        return assemble(rows, self.found.kinds, self.onto, remove_missing=self.remove_missing)

    def _errors(self, assembled: Assembled, issues: Sequence[Issue]) -> list[tuple[Row | None, Problem]]:
        """What is wrong across rows, each with its row, less what follows from a cell that is reported."""
        lost = {row.kind for row in self.found.rows if row.lost}
        return [
            (row, problem)
            for row, problem, field in self._all_errors(assembled, issues)
            if not _misses(problem.message, lost) and (row is None or field not in row.bad)
        ]

    def _all_errors(self, assembled: Assembled, issues: Sequence[Issue]) -> Iterator[tuple[Row | None, Problem, str]]:
        """What is wrong across rows, each with its row and, where a check has found it, its field."""
        yield from ((row, problem, "") for row, problem in assembled.problems)
        for issue in issues:
            if issue.severity == "error" and issue not in self.known:
                row, problem = _placed(issue, assembled)
                yield row, problem, "" if row is None else _field_of(issue, row)

    def _take_good_rows(self) -> Imported:
        """Leave rows out until nothing is wrong with the rest."""
        bad = {(problem.sheet, problem.row) for problem in self.problems if problem.severity == "error" and problem.row}
        fatal = [problem for problem in self.problems if problem.severity == "error" and not problem.sheet]
        settings = next((row for row in self.found.rows if row.kind == "settings"), None)
        if fatal or (settings is not None and any(problem.sheet == settings.sheet for problem in self._errors_found())):
            return self._refused()
        out = {row for row in self.found.rows if row.number and (row.sheet, row.number) in bad}
        while True:
            self._leave_scenarios_whole(out)
            assembled = self._assemble([row for row in self.found.rows if row not in out])
            issues = check(assembled.portfolio)
            errors = [(row, problem) for row, problem, _ in self._all_errors(assembled, issues)]
            if not errors:
                return self._taken(assembled, issues, len(out))
            self.problems += [problem for _, problem in errors]
            rows = {row for row, _ in errors if row is not None and row.kind != "settings"}
            if not rows or any(row is None or row.kind == "settings" for row, _ in errors):
                return self._refused()
            out |= rows

    def _errors_found(self) -> Iterator[Problem]:
        return (problem for problem in self.problems if problem.severity == "error")

    def _leave_scenarios_whole(self, out: set[Row]) -> None:
        """A scenario that does less than it says would mislead: it is taken whole or not at all."""
        gone = {row.key: row for row in out if row.kind == "scenario"}
        for row in self.found.rows:
            if row.kind == "scenario" and row not in out and row.key in gone:
                message = f"left out, because row {gone[row.key].number} of the same scenario is"
                self.problems.append(row.problem("id", message))
                out.add(row)

    def _taken(self, assembled: Assembled, issues: Sequence[Issue], left_out: int) -> Imported:
        warnings = [issue for issue in issues if issue.severity == "warning" and issue not in self.known]
        self.problems += [_placed(issue, assembled)[1] for issue in warnings]
        preview = compare(self.onto, assembled.portfolio)
        return self._imported(assembled.portfolio, preview, left_out)

    def _refused(self) -> Imported:
        return self._imported(None, None, 0)

    def _imported(self, portfolio: Portfolio | None, preview: Preview | None, left_out: int) -> Imported:
        rows = sum(row.kind != "settings" for row in self.found.rows)
        problems = sorted(dict.fromkeys(self.problems), key=_rank)
        return Imported(portfolio, preview, tuple(problems), rows, left_out)


def _rank(problem: Problem) -> tuple[bool, int, int]:
    """Errors first, in the order of the sheets and rows."""
    titles = {sheet.title.lower(): number for number, sheet in enumerate(input_sheets(), 1)}
    place = titles.get(problem.sheet.lower().removesuffix(".csv"), 0)
    return problem.severity != "error", place, problem.row


def _placed(issue: Issue, assembled: Assembled) -> tuple[Row | None, Problem]:
    """The row that an issue is about, if there is one, and the problem with its place there."""
    match = _WHERE.fullmatch(issue.where)
    rows = _rows_of(match, assembled) if match else []
    place = f"{issue.where.partition(', in scenario ')[0]}, {issue.field}".removesuffix(", ")
    words = f"in scenario {match[3]}, {place}: {issue.message}" if match and match[3] else issue.message
    if not rows:
        return None, Problem("", "", f"{place}: {issue.message}", issue.severity)
    override = _OVERRIDE.fullmatch(issue.field)
    if override and rows[0].kind == "scenario":
        overrides = [row for row in rows if "override.target" in row.values]
        row = overrides[min(int(override[1]), len(overrides)) - 1] if overrides else rows[0]
        field = "override.target"
    else:
        row, field = rows[0], _field_of(issue, rows[0])
        if match and match[3]:
            field = "id"
    found = row.problem(field, words)
    return row, Problem(found.sheet, found.cell, found.message, issue.severity, found.row)


def _rows_of(match: re.Match[str], assembled: Assembled) -> list[Row]:
    kind, key, scenario = match[1], match[2] or "", match[3]
    if scenario:
        kind, key = "scenario", scenario
    if kind in ("settings", "portfolio"):
        return assembled.rows.get(("settings", ""), [])
    if kind == "correlation" and key.isdigit():
        correlations = assembled.portfolio.correlations
        if 1 <= int(key) <= len(correlations):
            one = correlations[int(key) - 1]
            key = f"{one.first} | {one.second}"
    return assembled.rows.get((kind, key), [])


def _field_of(issue: Issue, row: Row) -> str:
    """The field of the sheet that an issue's field is in."""
    name = issue.field.partition("[")[0]
    name = _INSIDE.get(name, name)
    return name if name in row.places or name in row.cells else "id"


def _misses(message: str, kinds: set[str]) -> bool:
    """Whether it says that a record of one of the kinds is not there."""
    return any(re.search(rf"\bno {kind}\b", message) for kind in kinds)
