"""What a user does to have a page on paper or as a PDF file: the page that is shown, or the plan on one page.

How a page is drawn is the business of ``app.shell.paper``; that and what it needs are imported when first wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QSizeF, Signal
from PySide6.QtWidgets import QWidget

from app.exchange.files import FileRefused, write_file
from app.shell.documents import Documents, file_name
from app.state.outlook import Details
from app.state.session import Session

if TYPE_CHECKING:
    from app.pages.frame import Page
    from app.pages.overview.page import OverviewPage
    from app.shell.boardpage import Content
    from app.shell.paper import Sheet

Pages: TypeAlias = "Callable[[], Sequence[Page | None]]"
"""The pages of the window, None for those that were not made yet."""


class Printing(QObject):
    """Prints and exports; the overview is always printed as the board page.

    Signals
    -------
    said
        A sentence for the status bar.
    """

    said = Signal(str)

    def __init__(self, session: Session, documents: Documents, pages: Pages) -> None:
        super().__init__()
        self._session, self._documents, self._pages = session, documents, pages

    def print_page(self) -> None:
        """Print the page that is shown."""
        from app.shell.paper import draw_on, paper_of

        printer = self._documents.dialogs.printer()
        if printer is None:
            return

        def draw(widget: QWidget, sheet: Sheet) -> None:
            draw_on(printer, widget, sheet)

        self._with_page(self._shown(), draw, "Printed", paper_of(printer))

    def export_page(self) -> None:
        """Write the page that is shown as a PDF file."""
        shown = self._shown()
        if shown is not None:
            self._export(shown, f"{self._session.portfolio.name} {shown.name}")

    def export_board(self) -> None:
        """Write the plan on one page as a PDF file."""
        overview = self._overview()
        if overview is not None:
            self._export(overview, self._session.portfolio.name)

    def _export(self, page: Page, name: str) -> None:
        from app.shell.paper import A4, pdf_of

        path = self._documents.dialogs.pdf_to_save(self._documents.folder / f"{file_name(name)}.pdf")
        if path is None:
            return

        def write(widget: QWidget, sheet: Sheet) -> None:
            write_file(path, pdf_of(widget, sheet))

        self._with_page(page, write, f"Wrote {path.name}", A4)

    def _with_page(self, page: Page | None, take: Callable[[QWidget, Sheet], None], done: str, paper: QSizeF) -> None:
        """Give a page as it goes on a paper to ``take``, and say that it is done, or what is in the way."""
        outlook = self._session.outlook
        if page is None:
            return
        if page is self._overview() and outlook.details is None:
            self.said.emit("There is no forecast yet to be shown on the page")
            return
        try:
            with self._ready(page, outlook.details, paper) as (widget, sheet):
                take(widget, sheet)
        except FileRefused as error:
            self._documents.dialogs.tell("That did not work", str(error))
            return
        self.said.emit(f"{done}; the figures are of before the last change" if outlook.stale else done)

    @contextmanager
    def _ready(self, page: Page, details: Details | None, paper: QSizeF) -> Iterator[tuple[QWidget, Sheet]]:
        from app.shell.boardpage import board_page, sheet_of
        from app.shell.paper import grown

        plan, scenario = self._session.portfolio.name, self._scenario()
        if page is self._overview() and details is not None:
            with board_page(self._content(details), paper) as ready:
                yield ready
        else:
            with grown(page, paper):
                yield page, sheet_of(plan, scenario, details, page.name)

    def _content(self, details: Details) -> Content:
        from app.shell.boardpage import Content

        overview, session = self._overview(), self._session
        current = overview is not None and overview.asking.is_current
        inputs = overview.board.inputs.answer if overview is not None and current else None
        plan, behind = session.portfolio.name, session.outlook.behind
        return Content(plan, self._scenario(), details, session.known_issues, inputs, behind)

    def _scenario(self) -> str:
        known = {one.id: one.name or one.id for one in self._session.portfolio.scenarios}
        return known.get(self._session.scenario or "", "Base")

    def _shown(self) -> Page | None:
        return next((page for page in self._pages() if page is not None and page.isVisible()), None)

    def _overview(self) -> OverviewPage | None:
        from app.pages.overview.page import OverviewPage

        return next((page for page in self._pages() if isinstance(page, OverviewPage)), None)
