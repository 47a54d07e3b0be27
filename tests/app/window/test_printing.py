"""Pages on paper: one page of lines and embedded fonts, in the light theme, with the run in the footer."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.shell.boardpage import Content, board_pdf
from app.state.engine import Request
from app.state.outlook import Details, Outlook
from app.state.pinned import Kept
from app.theme import DARK, LIGHT, apply_theme, style_sheet
from models.portfolio import Portfolio
from simulation.decide.matters.contributions import contributions
from tests.app.window.conftest import ScriptedDialogs
from tests.app.window.runs import details_of, outlook_of
from tests.portfolios import example_portfolio

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def plan() -> Portfolio:
    return example_portfolio()


@pytest.fixture(scope="module")
def details(plan: Portfolio) -> Details:
    return details_of(plan)


@pytest.fixture(scope="module")
def content(plan: Portfolio, details: Details) -> Content:
    return Content("Example", "Base", details, (), contributions(plan, count=0, trials=200))


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    make_light(qapp)
    yield
    make_light(qapp)


def make_light(app: QApplication) -> None:
    """Dress the application in the light theme, unless it wears it."""
    if app.styleSheet() != style_sheet(LIGHT):
        apply_theme(app, LIGHT)


def drawing(pdf: bytes) -> bytes:
    """The drawing commands of a PDF file: the stream with the most of them."""
    streams = []
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return max(streams, key=lambda stream: stream.count(b" Tf"))


def dark_fills(commands: bytes) -> list[str]:
    """The surfaces of the dark theme that are filled somewhere in a drawing."""
    found = []
    for name in ("window", "surface", "raised"):
        colour = QColor(getattr(DARK, name))
        parts = rb" ".join(rb"%.4f\d*" % part for part in (colour.redF(), colour.greenF(), colour.blueF()))
        if re.search(parts + rb" scn", commands):
            found.append(name)
    return found


def words_of(pdf: bytes, folder: Path) -> str:
    """The texts of a PDF file, where the program that reads them is installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return unicodedata.normalize("NFKC", read)  # "fi" may be written as one letter


def test_the_board_page_is_one_page_of_lines_and_letters(content: Content) -> None:
    """No picture at all; A4 is 842 x 595 points; ``Tf`` chooses a font, ``Tj`` or ``TJ`` writes with it."""
    pdf = board_pdf(content)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert re.search(rb"/MediaBox\s*\[\s*0 0 842(\.\d+)? 595", pdf)
    assert b"/Subtype /Image" not in pdf
    assert b"/FontFile2" in pdf
    commands = drawing(pdf)
    assert commands.count(b" Tf") > 40
    assert commands.count(b" l\n") > 50


def test_the_footer_says_what_gives_the_same_again(content: Content, details: Details, tmp_path: Path) -> None:
    words = words_of(board_pdf(content), tmp_path)
    origin = details.summary.provenance
    for part in ("Example", "Scenario: Base", "200 futures", f"seed {origin.seed}", origin.digest[:16]):
        assert part in words
    assert "80 % chance of at least" in words
    assert "Objectives" in words
    assert "The five inputs that matter most" in words


def test_what_is_not_known_is_left_out(content: Content, tmp_path: Path) -> None:
    assert "five inputs" not in words_of(board_pdf(replace(content, inputs=None)), tmp_path)


def test_paper_is_light_in_the_dark_theme_too(content: Content, qapp: QApplication) -> None:
    """The same drawing, letter by letter; the dark theme comes back afterwards."""
    in_light = drawing(board_pdf(content))
    apply_theme(qapp, DARK)
    assert drawing(board_pdf(content)) == in_light
    assert qapp.palette().window().color().name() == DARK.window


def test_a_printer_gets_lines_too(content: Content, tmp_path: Path) -> None:
    """Widgets that are painted on a printer straight away would become one picture of dots."""
    from app.shell.boardpage import board_page
    from app.shell.paper import draw_on

    path = tmp_path / "printed.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    with board_page(content) as (widget, sheet):
        draw_on(printer, widget, sheet)
    pdf = path.read_bytes()
    assert b"/Subtype /Image" not in pdf
    assert drawing(pdf).count(b" Tf") > 40


@pytest.fixture
def desktop(
    start: Callable[[], Desktop], qtbot: QtBot, plan: Portfolio, details: Details, no_engine: list[Request]
) -> Desktop:
    made = start()
    session = made.parts.session
    session.open(plan, None)
    qtbot.waitUntil(lambda: made.window.pages[0] is not None)
    session.set_outlook(outlook_of(details))
    return made


def dialogs(desktop: Desktop) -> ScriptedDialogs:
    found = desktop.window.documents.dialogs
    assert isinstance(found, ScriptedDialogs)
    return found


def test_the_board_page_is_exported_by_its_keys(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    dialogs(desktop).path = tmp_path / "board.pdf"
    qtbot.keyClick(desktop.window, Qt.Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desktop.window.status.currentMessage() == "Wrote board.pdf"
    assert "Example" in words_of((tmp_path / "board.pdf").read_bytes(), tmp_path)


def test_the_page_that_is_shown_is_exported_as_it_is(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    """The Teams page, in the dark theme: light on paper, and on the screen as it was."""
    apply_theme(qapp, DARK)
    qtbot.keyClick(desktop.window, Qt.Key.Key_3, CTRL)
    page = desktop.window.pages[2]
    assert page is not None
    before, style = page.geometry(), page.styleSheet()
    dialogs(desktop).path = tmp_path / "teams.pdf"
    desktop.window.printing.export_page()
    pdf = (tmp_path / "teams.pdf").read_bytes()
    assert "Platform" in words_of(pdf, tmp_path)
    assert "Example: Teams" in words_of(pdf, tmp_path)
    assert not dark_fills(drawing(pdf))
    assert (page.geometry(), page.styleSheet()) == (before, style)
    assert page.palette().window().color().name() == DARK.window


def test_printing_asks_for_a_printer(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    """Ctrl+P; without a printer nothing happens."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    qtbot.keyClick(desktop.window, Qt.Key.Key_P, CTRL)
    assert desktop.window.status.currentMessage() == ""
    dialogs(desktop).paper = printer
    qtbot.keyClick(desktop.window, Qt.Key.Key_P, CTRL)
    assert desktop.window.status.currentMessage() == "Printed"
    assert (tmp_path / "printed.pdf").exists()


PAPERS = {
    "A4 landscape": (QPageSize.PageSizeId.A4, QPageLayout.Orientation.Landscape, (842, 595)),
    "A4 portrait": (QPageSize.PageSizeId.A4, QPageLayout.Orientation.Portrait, (595, 842)),
    "Letter landscape": (QPageSize.PageSizeId.Letter, QPageLayout.Orientation.Landscape, (792, 612)),
    "Letter portrait": (QPageSize.PageSizeId.Letter, QPageLayout.Orientation.Portrait, (612, 792)),
}
"""Paper, how it lies, and its width and height in points."""


@pytest.mark.parametrize("paper", PAPERS)
def test_the_board_page_fills_the_paper_of_the_printer(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, paper: str
) -> None:
    """One page of the size that was chosen in the dialog, drawn on down to its foot, with nothing outside."""
    size, orientation, (width, height) = PAPERS[paper]
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(size))
    printer.setPageOrientation(orientation)
    dialogs(desktop).paper = printer
    qtbot.keyClick(desktop.window, Qt.Key.Key_P, CTRL)
    assert desktop.window.status.currentMessage() == "Printed"
    pdf = (tmp_path / "printed.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == pytest.approx((width, height), abs=1)
    words = words_of(pdf, tmp_path)
    assert "Objectives" in words
    assert "200 futures" in words


def test_a_printed_board_shows_the_baseline(
    content: Content, details: Details, plan: Portfolio, tmp_path: Path
) -> None:
    """Its name is in the legends, and what changed since stands in words at the top."""
    kept = Kept(plan.baselines[0], is_stored=True)
    words = words_of(board_pdf(replace(content, behind=kept)), tmp_path)
    assert "Since the baseline" in words
    assert words.count("Board, November") > 1


def test_without_a_forecast_there_is_no_board_page(desktop: Desktop, tmp_path: Path) -> None:
    desktop.parts.session.set_outlook(Outlook())
    dialogs(desktop).path = tmp_path / "board.pdf"
    desktop.window.printing.export_board()
    assert desktop.window.status.currentMessage() == "There is no forecast yet to be shown on the page"
    assert not (tmp_path / "board.pdf").exists()


def test_a_stale_page_is_said_to_be_stale(desktop: Desktop, tmp_path: Path) -> None:
    session = desktop.parts.session
    session.set_outlook(replace(session.outlook, stale=True))
    dialogs(desktop).path = tmp_path / "board.pdf"
    desktop.window.printing.export_board()
    assert desktop.window.status.currentMessage() == "Wrote board.pdf; the figures are of before the last change"


def test_a_file_that_cannot_be_written_is_told(desktop: Desktop, tmp_path: Path) -> None:
    dialogs(desktop).path = tmp_path / "missing" / "board.pdf"
    desktop.window.printing.export_board()
    assert "there is no folder" in dialogs(desktop).told[0]
