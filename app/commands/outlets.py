"""Where a command may write: what could not be written after the work is refused before it."""

from __future__ import annotations

from pathlib import Path

from app.exchange.files import FileRefused, require_writable


def require_place(out: Path, source: Path) -> None:
    """Refuse a file that cannot be written, or that is the portfolio itself.

    Raises
    ------
    FileRefused
        If so; nothing is changed.
    """
    if out.exists() and out.samefile(source):
        remedy = "Choose another name for the figures"
        raise FileRefused(out, "this is the portfolio itself", remedy, "It is unchanged.")
    require_writable(out)


def require_workbook(out: Path) -> None:
    """Refuse a name that Excel would not open.

    Raises
    ------
    FileRefused
        If it does not end in .xlsx.
    """
    if out.suffix.lower() != ".xlsx":
        remedy = "Choose a name that ends in .xlsx, or Excel will not open it"
        raise FileRefused(out, "this is not the name of a workbook", remedy)
