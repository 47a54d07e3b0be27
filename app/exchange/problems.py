"""Problems of an import as values: in which cell, what is wrong, what would be right."""

from __future__ import annotations

from dataclasses import dataclass

from models.issue import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (error) or worth knowing (warning).

    ``sheet`` is the sheet or file, empty for the workbook as a whole; ``cell`` such as ``D7``, empty for the whole
    sheet; ``row`` its number, 0 where it concerns no row.  ``in_window`` is the message where there are menus in place
    of commands, empty where it is the same.
    """

    sheet: str
    cell: str
    message: str
    severity: Severity = "error"
    row: int = 0
    in_window: str = ""

    @property
    def place(self) -> str:
        """``Stages!D7``, or as much of it as there is."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message
