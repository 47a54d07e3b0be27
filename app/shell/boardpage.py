"""The plan on one page for a board: heading, key figures and the cards of the overview, as a PDF file or on a printer.

Needs no window and no session, so that the command line makes the same page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QMessageLogContext, QSizeF, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.pages.overview.board import Board
from app.pages.overview.drawing import answer
from app.pages.since import OVERVIEW, since_words
from app.shell.paper import A4, Sheet, light_sheet, pdf_of, size_for_paper
from app.shell.strip import Strip
from app.state.outlook import Details, Outlook, figures_of
from app.state.pinned import Kept
from app.theme import LIGHT, apply_theme, palette_of
from app.wording import count
from models.issue import Issue
from simulation.decide.matters.contributions import Contributions

_WIDTH: Final = 1500
"""Pixels: as wide as the overview is on a large screen."""

_UPRIGHT_WIDTH: Final = 1100
"""Pixels on paper that is higher than wide: the cards stand in two columns."""


@dataclass(frozen=True)
class Content:
    """What the page shows."""

    plan: str  # its name
    scenario: str  # its name, or Base
    details: Details
    issues: Sequence[Issue] | None = ()
    inputs: Contributions | None = None  # None: the card is left out
    behind: Kept | None = None  # what it is compared with


def board_pdf(content: Content) -> bytes:
    """The page as the bytes of a PDF file."""
    with board_page(content) as (widget, sheet):
        return pdf_of(widget, sheet)


def board_pdf_alone(content: Content) -> bytes:
    """The page where no program with a window runs, and no display is needed: on a server, for instance."""
    app = QApplication.instance() or _unseen_application()
    if isinstance(app, QApplication):
        apply_theme(app, LIGHT)
    return board_pdf(content)


def _unseen_application() -> QApplication:
    qInstallMessageHandler(_pass_on)
    return QApplication(["foliocast", "-platform", "offscreen"])


def _pass_on(_: QtMsgType, __: QMessageLogContext, message: str) -> None:
    """What Qt complains of, but for what a window that nobody sees lacks by its nature."""
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(f"{message}\n")


@contextmanager
def board_page(content: Content, paper: QSizeF = A4) -> Iterator[tuple[QWidget, Sheet]]:
    """The page as a widget that nobody sees, laid out for a paper in millimetres, and what stands around it there.

    It ends with the context.
    """
    page = _page(content, paper)
    try:
        yield page, sheet_of(content.plan, content.scenario, content.details)
    finally:
        page.close()
        page.deleteLater()


def sheet_of(plan: str, scenario: str, details: Details | None, part: str = "") -> Sheet:
    """Title and footer: what the figures are of, and what gives the same again."""
    run = ["no forecast yet"] if details is None else _run_words(details)
    footer = "  ·  ".join([plan, scenario, *run, f"{date.today():%d %b %Y}"])
    return Sheet(f"{plan}: {part}" if part else plan, f"Scenario: {scenario}", footer)


def _run_words(details: Details) -> list[str]:
    origin = details.summary.provenance
    return [
        count(origin.trials, "future"),
        f"seed {origin.seed}",
        f"digest {origin.digest[:16]}",
        f"Foliocast {origin.version}",
    ]


def _page(content: Content, paper: QSizeF) -> QWidget:
    page, board, strip, lead = QWidget(), Board(on_paper=True), Strip(), QLabel()
    page.setObjectName("boardPage")
    outlook = Outlook(
        full_is_in=True, details=content.details, figures=figures_of(content.details), pinned=content.behind
    )
    lead.setText("\n".join(words for words in (answer(outlook), since_words(outlook, OVERVIEW)) if words))
    lead.setWordWrap(True)
    strip.show_outlook(outlook)
    board.show_details(content.details, outlook.behind)
    board.show_issues(content.issues)
    board.cards["inputs"].setVisible(content.inputs is not None)
    if content.inputs is not None:
        board.inputs.show_answer(content.inputs)
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(10)
    rows.addWidget(lead)
    rows.addWidget(strip)
    rows.addWidget(board, 1)
    _lay_out(page, paper)
    return page


def _lay_out(page: QWidget, paper: QSizeF) -> None:
    """Give it its size and theme, and let every part find its place."""
    page.setPalette(palette_of(LIGHT))
    page.setStyleSheet(f"{light_sheet()} #boardPage {{ background: {LIGHT.surface}; }}")
    page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    wanted = size_for_paper(_UPRIGHT_WIDTH if paper.height() > paper.width() else _WIDTH, paper)
    page.resize(wanted)
    page.show()
    for _ in range(3):  # columns are chosen by the width, and what wraps then finds its height
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        page.resize(wanted.width(), max(wanted.height(), page.minimumSizeHint().height()))
