"""Workbooks that went wrong: bytes, archive members, cells and types of a good one changed at random.

Run as a program it imports a number of them and prints what came of each; a traceback ends it.
"""

import io
import random
import re
import resource
import sys
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from app.exchange.files import FileRefused
from app.exchange.importing import import_file
from app.exchange.template import input_workbook
from tests.app.workbooks import SMALL, workbook
from tests.portfolios import example_portfolio

GIB = 1 << 30
SCENARIOS = [
    ["ID", "Name", "Override target", "Override action", "Override value"],
    ["lean", "Lean", "team:platform.headcount", "add", -2],
    [None, None, "stage:code.duration", "scale", 1.2],
]

ODD_VALUES = (
    b"", b"-1", b"1e999", b"NaN", b"INF", b"99999999999999999999999", b"#DIV/0!", b"#N/A",
    b"3..5..9", b"=1+1", b"2958466",
    b"-700000", b"true", b"0.1.2", b"999999", b"\xf0\x9f\x98\x80", b"&#0;", b"&x;", b"<v>", b"_x0000_",
    b"none", b"1,200",
)  # fmt: skip
ODD_TYPES = (b"s", b"n", b"b", b"e", b"str", b"d", b"inlineStr", b"x", b"")
ODD_ATTRIBUTES = (b"0", b"-1", b"99999999", b"", b"A0", b"XFE1", b"ZZZZ9", b"1:2", b"nan", b"true", b"\xff")


def mutant(good: bytes, seed: int) -> bytes:
    """The workbook with something wrong in it; the same for the same seed."""
    rng = random.Random(seed)
    return rng.choice((_bytes_changed, _member_changed, _member_changed, _cells_changed, _cells_changed))(good, rng)


def _bytes_changed(good: bytes, rng: random.Random) -> bytes:
    """Bytes flipped, cut off, repeated or taken out."""
    data = bytearray(good)
    for _ in range(rng.randint(1, 20)):
        place = rng.randrange(len(data))
        what = rng.randrange(4)
        if what == 0:
            data[place] = rng.randrange(256)
        elif what == 1:
            del data[place : place + rng.randint(1, 200)]
        elif what == 2:
            data[place:place] = data[place : place + rng.randint(1, 200)]
        elif rng.random() < 0.1:
            del data[place:]
        if not data:
            break
    return bytes(data)


def _member_changed(good: bytes, rng: random.Random) -> bytes:
    """A part of the archive taken out, emptied, swapped with another or garbled."""
    parts = _parts(good)
    name, other = rng.choice(list(parts)), rng.choice(list(parts))
    what = rng.randrange(6)
    if what == 0:
        del parts[name]
    elif what == 1:
        parts[name] = b""
    elif what == 2:
        parts[name], parts[other] = parts[other], parts[name]
    elif what == 3:
        parts[name] = _bytes_changed(parts[name] or b"x", rng)
    elif what == 4:
        parts[name] = _attributes_changed(parts[name], rng)
    else:
        parts[name] = _tags_changed(parts[name], rng)
    return _packed(parts)


def _cells_changed(good: bytes, rng: random.Random) -> bytes:
    """Values and types of some cells, and attributes of rows and columns, made odd."""
    parts = _parts(good)
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml"]
    name = rng.choice(sheets)
    text = parts[name]
    for _ in range(rng.randint(1, 8)):
        what = rng.randrange(3)
        if what == 0:
            text = _one_replaced(rb"<(v|t)[^>]*>[^<]*<", lambda m: b"<v>" + rng.choice(ODD_VALUES) + b"<", text, rng)
        elif what == 1:
            text = _one_replaced(rb' t="[a-zA-Z]*"', lambda m: b' t="' + rng.choice(ODD_TYPES) + b'"', text, rng)
        else:
            text = _attributes_changed(text, rng)
    parts[name] = text
    return _packed(parts)


def _attributes_changed(text: bytes, rng: random.Random) -> bytes:
    return _one_replaced(rb'="[^"]*"', lambda m: b'="' + rng.choice(ODD_ATTRIBUTES) + b'"', text, rng)


def _tags_changed(text: bytes, rng: random.Random) -> bytes:
    return _one_replaced(
        rb"<[a-zA-Z:]+", lambda m: rng.choice((b"<c", b"<row", b"<x", b"<is", b"<mergeCell")), text, rng
    )


def _one_replaced(pattern, new, text, rng):  # type: ignore[no-untyped-def]
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    one = rng.choice(found)
    return text[: one.start()] + new(one) + text[one.end() :]


def _parts(good: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def main(first: int, count: int) -> None:
    """Import ``count`` mutants within a GiB of address space, and print how many were taken.

    One of eight is made of a whole export; the others are of a small workbook, which is read in a fraction of the time.
    """
    resource.setrlimit(resource.RLIMIT_AS, (GIB, GIB))
    full = input_workbook(example_portfolio())
    outcomes = {"imported": 0, "refused rows": 0, "refused file": 0, "unclear": 0}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.xlsx"
        small = workbook(path, SMALL | {"Scenarios": SCENARIOS}, _with_oddities).read_bytes()
        for seed in range(first, first + count):
            path.write_bytes(mutant(full if seed % 8 == 0 else small, seed))
            try:
                imported = import_file(path, partial=bool(seed % 2))
            except FileRefused as refused:
                outcomes["refused file" if refused.problem and refused.remedy else "unclear"] += 1
                continue
            except BaseException:
                sys.stderr.write(f"mutant {seed}\n")
                raise
            outcomes["imported" if imported.portfolio else "refused rows" if imported.errors else "unclear"] += 1
    sys.stdout.write(f"{outcomes}\n")


def _with_oddities(book: Workbook) -> None:
    """Dates, percentages, formulas, merged and hidden cells, so that they are changed too."""
    book["Settings"]["B3"] = datetime(2027, 1, 1)
    book["Settings"].append(["Discount rate", 0.08])
    book["Settings"]["B4"].number_format = "0%"
    book["Stages"].row_dimensions[3].hidden = True
    book["Teams"].merge_cells("A5:B6")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
