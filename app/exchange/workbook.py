"""A workbook that keeps texts as they are: XlsxWriter with its strings escaped without loss, put into bytes.

Owns what every workbook of ours has in common; the sheets are laid out by their own modules.  Text is never a
formula, web address or rich text unless a sheet says so.
"""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.workbook import Workbook

from app.exchange.safety import escape_controls

_CREATED = datetime(2000, 1, 1)  # a fixed day, so that equal portfolios make equal files


class ExactStrings(SharedStrings):  # type: ignore[misc]
    """The texts of a workbook, each written so that it is read back as it was.

    WORKAROUND: XlsxWriter writes a text that begins with ``<r>`` and ends with ``</r>`` as XML, and leaves a text like
    ``_x0041_x0042_`` ambiguous.  Rich text cannot be written in return.
    """

    def _write_si(self, string: str) -> None:
        text = escape(escape_controls(string), {"\n": "&#10;"})
        self.fh.write(f'<si><t xml:space="preserve">{text}</t></si>')


class _Packager(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        strings = ExactStrings()
        strings.string_table = self.workbook.str_table
        if self.workbook.str_table.count:
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()


class ExactWorkbook(Workbook):  # type: ignore[misc]
    """A workbook whose texts are read back as they were."""

    def _get_packager(self) -> Packager:
        return _Packager()


def new_workbook() -> tuple[ExactWorkbook, io.BytesIO]:
    """An empty workbook and where its bytes will be once it is closed."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = ExactWorkbook(target, options)
    book.set_properties({"title": "Foliocast", "author": "Foliocast", "created": _CREATED})
    return book, target


def finished(book: Workbook, target: io.BytesIO) -> bytes:
    """The bytes of the file."""
    book.close()
    return target.getvalue()
