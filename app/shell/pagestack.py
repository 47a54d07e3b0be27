"""Where the pages are: the welcome page, and behind it a place for each page, which is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.pages.entries import ENTRIES
from app.pages.welcome import WelcomePage

if TYPE_CHECKING:
    from app.pages.frame import Desk, Page


class PageStack(QStackedWidget):
    """One of its pages is shown.

    Attributes
    ----------
    welcome
        The page while no plan is open.
    pages
        The pages in the order of the rail; None for those that were not made yet.

    Signals
    -------
    made
        A page, just made, that nobody listens to yet.
    """

    made = Signal(object)

    def __init__(self, desk: Callable[[], Desk], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.welcome = WelcomePage()
        self.pages: list[Page | None] = [None] * len(ENTRIES)
        self._placeholders = [QWidget() for _ in ENTRIES]
        for widget in (self.welcome, *self._placeholders):
            self.addWidget(widget)
        for widget in (self, self.welcome):  # what one page would like must not keep the window large for another
            widget.setMinimumSize(320, 240)

    @property
    def position(self) -> int:
        """Which page is shown; the first while it is the welcome page."""
        return max(0, self.currentIndex() - 1)

    def show_welcome(self) -> None:
        """Show the welcome page, ready for the first key."""
        self.setCurrentWidget(self.welcome)
        self.welcome.sample_button.setFocus()

    def show_page(self, position: int, *, with_keys: bool) -> None:
        """Show a page; ``with_keys`` gives the keys to the part of it that takes them first, if it has one."""
        page = self.page(position)
        self.setCurrentWidget(page)
        if with_keys and page.focusProxy() is not None:
            page.setFocus()

    def page(self, position: int) -> Page:
        """The page at a position, made if need be."""
        page = self.pages[position]
        if page is None:
            page = ENTRIES[position].make(self._desk())
            self.pages[position] = page
            placeholder = self._placeholders[position]
            self.insertWidget(position + 1, page)
            self.removeWidget(placeholder)
            placeholder.deleteLater()
            self.made.emit(page)
        return page
