"""What a command shows and writes: what could not be written after the work is refused before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from app.commands.outcome import UsageRefused
from app.exchange.files import FileRefused, require_writable, write_file
from app.terminal import Table, print_table, print_text


def require_outlets(source: Path, json: Path | None, xlsx: Path | None) -> list[Path]:
    """The files that are asked for.

    Raises
    ------
    FileRefused
        If one of them cannot be written, is the portfolio itself or has a name that Excel would not open.
    UsageRefused
        If both are the same file.
    """
    wanted = [out for out in (json, xlsx) if out is not None]
    for out in wanted:
        require_place(out, source)
    if xlsx is not None:
        require_workbook(xlsx)
    require_distinct(wanted)
    return wanted


def require_distinct(outs: Sequence[Path]) -> None:
    """Refuse to write two results into the same file, under whatever name.

    Raises
    ------
    UsageRefused
        If so; nothing is changed.
    """
    for one, other in combinations(outs, 2):
        if one.resolve() == other.resolve():
            raise UsageRefused(f"{other} is named for two results; give each of them a file of its own")


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


def write_json(out: Path, figures: object) -> None:
    """Write figures as a JSON file that people can read.

    Raises
    ------
    FileRefused
        If it cannot be written.
    """
    write_file(out, msgspec.json.format(msgspec.json.encode(figures)) + b"\n")


def show(headline: Iterable[str], tables: Iterable[Table], footline: Iterable[str], written: Iterable[Path]) -> None:
    """Print lines, tables and lines below them, and which files have been written."""
    for line in headline:
        print_text(line)
    print_text("")
    for table in tables:
        print_table(table)
    for line in footline:
        print_text(line)
    for out in written:
        print_text(f"Wrote {out}")
