"""Blocks of cells as text, as spreadsheets put them on the clipboard.  No Qt here."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

Block = tuple[tuple[str, ...], ...]


def read_block(text: str) -> Block:
    """The cells of a pasted text, as many in each row.

    Cells are read as a spreadsheet writes them, in quotes where they hold a tab or a new line.  A text whose quotes do
    not match was not written so: it is cut at tabs and line ends, and its quotes are characters like others.
    """
    normal = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        rows = list(csv.reader(io.StringIO(normal, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in normal.split("\n")]
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows) if width else (("",),)


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """The text of a block, which ``read_block`` and spreadsheets read back."""
    stream = io.StringIO()
    csv.writer(stream, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return stream.getvalue()


def tiled(block: Block, height: int, width: int) -> Block:
    """The block repeated over a selection that it fits into a whole number of times, else the block itself."""
    if height % len(block) or width % len(block[0]) or not height or not width:
        return block
    return tuple(row * (width // len(row)) for row in block) * (height // len(block))
