"""Strangers' workbooks and texts: what is refused before anything reads it, and text that must stay text.

Owns the limits of an archive, the marks of files that are no plain ``.xlsx``, and the two escapes: control characters
in XML, and texts that a spreadsheet would take for formulas in CSV.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

import openpyxl

from app.exchange.files import FileRefused

LONGEST_CELL: Final = 32_767
"""Characters of a cell, as Excel counts them: those beyond the 65,536th code point twice."""

MOST_MEMBERS: Final = 2_000
MOST_SHEETS: Final = 250
MOST_CELLS: Final = 1_000_000
LARGEST_MEMBER: Final = 64_000_000
LARGEST_CONTENT: Final = 128_000_000
MOST_MARKS: Final = 5_000_000
HIGHEST_RATIO: Final = 400
RATIO_FROM: Final = 8_000_000
"""Bytes from which a member's ratio is judged: small ones of repeated rows compress well and harm nobody."""

_CHUNK: Final = 1 << 20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_DECLARATIONS: Final = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_SAVE_AS: Final = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"
_DAMAGED: Final = "Use another copy, or open it in Excel, let it repair the file and save it again"

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}[_\x00-\x08\x0b-\x1f\ufffe\uffff])")
_KEPT: Final = re.compile("_x(000D|005F)_")
_LOOKS_KEPT: Final = re.compile("_(?=x(?:000D|005F)[_\r])")
_FORMULA_LIKE: Final = re.compile(r"'*[=+\-@\t\r]")

if not openpyxl.DEFUSEDXML:  # without it openpyxl expands the entities of a hostile file
    raise ImportError("openpyxl must read through defusedxml; install defusedxml and leave OPENPYXL_DEFUSEDXML alone")


def cell_length(text: str) -> int:
    """The length of a text as a spreadsheet counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape_controls(text: str) -> str:
    """The text without characters that XML cannot hold, written as Excel does: ``_x0008_``."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape_controls(text: str) -> str:
    """What ``escape_controls`` or Excel has escaped, as it was."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def keep_returns(text: str) -> str:
    """The text for a workbook cell with carriage returns spelt out, because some programs make them line ends."""
    if "\r" not in text and "_x0" not in text:
        return text
    return _LOOKS_KEPT.sub("_x005F_", text).replace("\r", "_x000D_")


def restore_returns(text: str) -> str:
    """What ``keep_returns`` has spelt out, as it was."""
    return _KEPT.sub(lambda match: chr(int(match[1], 16)), text) if "_x0" in text else text


def protect(text: str) -> str:
    """The text for a CSV file: with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA_LIKE.match(text) else text


def unprotect(text: str) -> str:
    """What ``protect`` has made, as it was."""
    return text[1:] if text.startswith("'") and _FORMULA_LIKE.match(text) else text


def owner_file(path: Path) -> Path:
    """The file that Excel puts beside a workbook while it is open."""
    return path.with_name(f"~${path.name}")


def require_workbook(path: Path, data: bytes) -> None:
    """Make sure that a file is a plain workbook of bearable size; nothing in it is interpreted.

    Raises
    ------
    FileRefused
        If it is something else, encrypted, damaged, or built to exhaust the reader.
    """
    if path.name.startswith("~$"):
        raise FileRefused(
            path, "this is the mark that Excel leaves while a workbook is open", "Name the workbook itself"
        )
    _require_archive(path, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _judge_names(path, archive)
            _judge_sizes(path, archive)
            _read_through(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise FileRefused(path, f"the file is damaged or cut short ({_reason(error)})", _DAMAGED) from error


def _require_archive(path: Path, data: bytes) -> None:
    """Refuse what is no archive, saying what it is."""
    if not data:
        raise FileRefused(path, "the file is empty", "Use another copy")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileRefused(
                path, "the workbook is protected by a password", "Open it in Excel and save it without one"
            )
        raise FileRefused(path, "this is a workbook of the old kind (.xls), or another old Office document", _SAVE_AS)
    if not data.startswith(b"PK"):
        start = data[:200].lstrip().lower()
        kind = "a web page or XML" if start.startswith(b"<") else "a PDF document" if start.startswith(b"%pdf") else ""
        problem = f"this is {kind}, not a workbook" if kind else "this is not a workbook"
        raise FileRefused(path, problem, "Name a file that Excel has saved as .xlsx")


def _judge_names(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse archives that are something else than a plain workbook."""
    names = set(archive.namelist())
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise FileRefused(path, "the archive is protected by a password", "Save the workbook without one")
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlam") or any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused(
            path, "the workbook holds macros (.xlsm), which are never opened", _SAVE_AS + ", without macros"
        )
    if "xl/workbook.bin" in names:
        raise FileRefused(path, "this is a binary workbook (.xlsb)", _SAVE_AS)
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused(path, "this is an OpenDocument file (.ods)", _SAVE_AS)
    if "[Content_Types].xml" not in names:
        kind = (
            "a Word or PowerPoint document" if names & {"word/document.xml", "ppt/presentation.xml"} else "an archive"
        )
        raise FileRefused(path, f"this is {kind}, not a workbook", "Name a file that Excel has saved as .xlsx")


def _judge_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what the archive's own directory already shows to be too much."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _too_much(path, f"{len(members):,} parts, {MOST_MEMBERS:,} are the most that is read")
    if len({member.filename for member in members}) < len(members):
        raise FileRefused(path, "the archive holds a part twice, which no spreadsheet writes", _DAMAGED)
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileRefused(path, "the archive is packed in a way that no spreadsheet uses", _SAVE_AS)
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > RATIO_FROM and ratio > HIGHEST_RATIO:
            raise _too_much(path, f"a part that unpacks to {ratio:,.0f} times its size")
    total = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    if largest > LARGEST_MEMBER or total > LARGEST_CONTENT:
        raise _too_much(
            path, f"{total / 1e6:,.0f} MB when unpacked, {LARGEST_CONTENT / 1e6:,.0f} MB are the most that is read"
        )


def _read_through(path: Path, archive: zipfile.ZipFile) -> None:
    """Unpack every XML part once, piece by piece: its true size, its number of marks, no document types."""
    marks = total = 0
    longest = max(map(len, _DECLARATIONS)) - 1
    for member in archive.infolist():
        if not member.filename.lower().endswith(_XML_NAMES):
            continue
        size, tail = 0, b""
        with archive.open(member) as part:
            while piece := part.read(_CHUNK):
                size += len(piece)
                marks += piece.count(b"<")
                if size > LARGEST_MEMBER or total + size > LARGEST_CONTENT or marks > MOST_MARKS:
                    raise _too_much(path, "more content than any portfolio needs")
                if any(word in tail + piece for word in _DECLARATIONS):
                    raise FileRefused(path, "the workbook declares entities, which no spreadsheet does", _DAMAGED)
                if member.filename == "xl/workbook.xml" and _STRICT in piece:
                    raise FileRefused(path, "the workbook is of the kind Strict Open XML", _SAVE_AS)
                tail = piece[-longest:]
        total += size


def _too_much(path: Path, what: str) -> FileRefused:
    return FileRefused(
        path, f"the workbook has {what}", "Check that it is the right file, and keep only the input sheets"
    )


def _reason(error: Exception) -> str:
    return str(error)[:80] or type(error).__name__
