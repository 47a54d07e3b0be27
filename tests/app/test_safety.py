"""Workbooks from anywhere are hostile: each kind of trouble has its own clear refusal, before anything is read."""

import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest

from app.exchange import safety
from app.exchange.files import FileRefused, write_file
from app.exchange.importing import import_file
from app.exchange.template import input_workbook
from app.exchange.writing_inputs import NotWritable
from tests.app.workbooks import rezip, workbook
from tests.portfolios import example_portfolio

BOMB = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"


def refusal(path: Path) -> str:
    """What is said when a file is refused."""
    with pytest.raises(FileRefused) as refused:
        import_file(path)
    assert refused.value.problem
    assert refused.value.remedy
    return str(refused.value)


def test_openpyxl_reads_through_defusedxml() -> None:
    """Without it the entities of a hostile file would be expanded; the app would not even start."""
    assert openpyxl.DEFUSEDXML is True
    environment = os.environ | {"OPENPYXL_DEFUSEDXML": "False"}
    program = [sys.executable, "-c", "import app.exchange.safety"]
    ended = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert "openpyxl must read through defusedxml" in ended.stderr


@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(name: str, encoding: str, tmp_path: Path) -> None:
    """Document types in any part, in any encoding."""
    bomb = BOMB.decode().encode(encoding)
    path = rezip(workbook(tmp_path / "a.xlsx"), lambda part, data: bomb + data if part == name else data)
    assert "declares entities" in refusal(path)


def test_a_declaration_across_two_pieces_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are read piece by piece; a declaration cut in two is still one."""
    monkeypatch.setattr(safety, "_CHUNK", 7)
    path = rezip(workbook(tmp_path / "a.xlsx"), lambda part, data: BOMB + data if part == "xl/styles.xml" else data)
    assert "declares entities" in refusal(path)


def test_zip_bombs_are_refused_from_their_directory(tmp_path: Path) -> None:
    """Ratio, size when unpacked and number of parts."""
    flat = b" " * 20_000_000
    path = rezip(workbook(tmp_path / "a.xlsx"), lambda part, data: data + flat if part == "xl/styles.xml" else data)
    assert "times its size" in refusal(path)
    big = os.urandom(1 << 20).hex().encode() * 33
    path = rezip(workbook(tmp_path / "b.xlsx"), lambda part, data: data + big if part == "xl/styles.xml" else data)
    assert "MB when unpacked" in refusal(path)
    path = workbook(tmp_path / "c.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(safety.MOST_MEMBERS):
            archive.writestr(f"x{number}", b"")
    assert "parts" in refusal(path)


def test_a_directory_that_lies_about_sizes_is_caught(tmp_path: Path) -> None:
    """The true size is counted while unpacking."""
    path = workbook(tmp_path / "a.xlsx")
    rezip(path, lambda part, data: data + b" " * 9_000_000 if part == "xl/styles.xml" else data)
    data = bytearray(path.read_bytes())
    place = data.rindex(b"xl/styles.xml") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, place + 24, 1000)
    path.write_bytes(data)
    assert "damaged" in refusal(path)


def test_too_many_cells_and_sheets_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by counting while reading."""
    monkeypatch.setattr("app.exchange.reading.MOST_CELLS", 10)
    assert "more than 10 filled cells" in refusal(workbook(tmp_path / "a.xlsx"))
    monkeypatch.setattr("app.exchange.reading.MOST_SHEETS", 2)
    assert "5 sheets, 2 are the most" in refusal(workbook(tmp_path / "a.xlsx"))
    monkeypatch.setattr(safety, "MOST_MARKS", 100)
    assert "more content than any portfolio needs" in refusal(workbook(tmp_path / "a.xlsx"))


def test_other_kinds_of_files_are_named(tmp_path: Path) -> None:
    """Whatever the name says, the content decides, and the message tells how to get an .xlsx."""
    cases = {
        b"": "the file is empty",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600: "old kind (.xls)",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"): "protected by a password",
        b"<html><table>": "a web page or XML",
        b"%PDF-1.7": "a PDF document",
        b"hello": "not a workbook",
        b"PK\x03\x04" + b"x" * 100: "damaged or cut short",
    }
    for number, (data, words) in enumerate(cases.items()):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        assert words in refusal(path)


def test_archives_that_are_no_plain_workbook_are_named(tmp_path: Path) -> None:
    """Macros, binary and strict workbooks, OpenDocument and Word files."""
    macros = workbook(tmp_path / "macros.xlsx")
    with zipfile.ZipFile(macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "holds macros (.xlsm)" in refusal(macros)
    assert "holds macros (.xlsm)" in refusal(workbook(tmp_path / "named.xlsm"))
    for name, part, words in (
        ("binary", "xl/workbook.bin", "(.xlsb)"),
        ("word", "word/document.xml", "a Word or PowerPoint document"),
        ("any", "photo.jpg", "an archive"),
    ):
        path = tmp_path / f"{name}.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(part, b"x")
        assert words in refusal(path)
    path = tmp_path / "calc.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"<x/>")
    assert "OpenDocument" in refusal(path)


def test_strict_workbooks_are_named(tmp_path: Path) -> None:
    """Excel can save in another dialect, in which no sheet would be found."""

    def strict(part: str, data: bytes) -> bytes:
        old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return data.replace(old, b"http://purl.oclc.org/ooxml/spreadsheetml/main")

    assert "Strict Open XML" in refusal(rezip(workbook(tmp_path / "a.xlsx"), strict))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_short(share: float, tmp_path: Path) -> None:
    """A download that stopped halfway."""
    path = workbook(tmp_path / "a.xlsx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "damaged or cut short" in refusal(path)


def test_a_part_that_is_not_xml(tmp_path: Path) -> None:
    """The archive is sound, but a sheet is not."""
    path = rezip(workbook(tmp_path / "a.xlsx"), lambda part, data: data[:-20] if "sheet1" in part else data)
    assert "damaged inside" in refusal(path)


def test_open_in_excel(tmp_path: Path) -> None:
    """Excel's mark beside the file is a warning; the mark itself is no workbook."""
    path = workbook(tmp_path / "plan.xlsx")
    (tmp_path / "~$plan.xlsx").write_bytes(b"\x05owner")
    imported = import_file(path)
    assert imported.portfolio is not None
    assert str(imported.problems[0]) == "Excel has the workbook open; what is not saved there was not read"
    assert "the mark that Excel leaves" in refusal(tmp_path / "~$plan.xlsx")


def test_locked_by_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a workbook that is open may not be readable at all."""
    path = workbook(tmp_path / "plan.xlsx")
    (tmp_path / "~$plan.xlsx").write_bytes(b"\x05owner")

    def locked(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    assert "Excel holds it open and locked" in refusal(path)


def test_external_links_are_not_followed(tmp_path: Path) -> None:
    """A cell that points to another file gives the value stored with it; the link's part is never opened."""
    path = workbook(tmp_path / "a.xlsx")
    link = b"<externalLink"  # not even XML: whoever opened it would fail

    def linked(part: str, data: bytes) -> bytes:
        if part == "xl/workbook.xml":
            return data.replace(b"</sheets>", b"</sheets><externalReferences/>")
        return data

    rezip(path, linked)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.bin", link)
    assert import_file(path).portfolio is not None


def test_texts_never_become_formulas_in_a_workbook(tmp_path: Path) -> None:
    """Formula marks, web addresses and markup are written as texts."""
    evil = '=HYPERLINK("http://x","y")'
    portfolio = msgspec.structs.replace(example_portfolio(), name=evil, description="+1", scenarios=())
    path = tmp_path / "evil.xlsx"
    path.write_bytes(input_workbook(portfolio))
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert import_file(path).portfolio == portfolio


def test_a_text_too_long_for_a_cell_is_refused_with_its_place() -> None:
    """A cell holds 32,767 characters; signs beyond the 65,536th code point count twice."""
    for text in ("x" * 32_768, "\U0001f600" * 16_384):
        portfolio = msgspec.structs.replace(example_portfolio(), description=text)
        with pytest.raises(NotWritable, match="Settings, Description: the text has 32,768 characters"):
            input_workbook(portfolio)


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there is there."""
    path = workbook(tmp_path / "a.xlsx")
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileRefused, match="the disk is full"):
        write_file(path, input_workbook(None))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
