"""Small workbooks as people make them, with openpyxl, for tests of the import."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from app.exchange.importing import Imported
from app.exchange.template import input_workbook
from models.portfolio import Portfolio

SETTINGS: list[list[Any]] = [["Setting", "Value"], ["Name", "Small"], ["Start", "2027-01"]]
TEAMS: list[list[Any]] = [["ID", "Name", "Headcount", "Monthly rate"], ["platform", "Platform", 8, 9000]]
INITIATIVES: list[list[Any]] = [["ID", "Name", "Selected"], ["atlas", "Atlas", "atlas-build"]]
OPTIONS: list[list[Any]] = [["ID", "Initiative"], ["atlas-build", "atlas"]]
STAGES: list[list[Any]] = [
    ["ID", "Option", "Duration", "Crew"],
    ["design", "atlas-build", "1..2..4", "platform 2"],
    ["code", "atlas-build", 6, "platform 4"],
]
SMALL: dict[str, list[list[Any]]] = {
    "Settings": SETTINGS,
    "Teams": TEAMS,
    "Initiatives": INITIATIVES,
    "Options": OPTIONS,
    "Stages": STAGES,
}
"""A workbook of one initiative with two stages, from header rows at the top."""


def workbook(
    path: Path, sheets: dict[str, list[list[Any]]] | None = None, change: Callable[[Workbook], None] | None = None
) -> Path:
    """Write a workbook of rows of cells; ``change`` does the rest."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in (SMALL if sheets is None else sheets).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(book)
    book.save(path)
    return path


def changed(path: Path, portfolio: Portfolio, change: Callable[[Workbook], None]) -> Path:
    """Write the workbook of a portfolio after somebody has changed it."""
    book = load_workbook(BytesIO(input_workbook(portfolio)))
    change(book)
    book.save(path)
    return path


def rezip(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Change the parts of a workbook's archive; None takes a part out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def filled_template(path: Path, fill: Callable[[Workbook], None]) -> Path:
    """Write the empty template after somebody has filled it in."""
    book = load_workbook(BytesIO(input_workbook(None)))
    fill(book)
    book.save(path)
    return path


def said(imported: Imported, severity: str = "error") -> list[str]:
    """The problems of a severity as they are shown."""
    return [str(problem) for problem in imported.problems if problem.severity == severity]
