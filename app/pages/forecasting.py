"""Pages that show a run of the forecast: a sentence, figures, and panels of which only the one in sight is filled.

Says what there is while no run is in, after a failed one, and while the figures are of a plan that has changed.  What
the panels show is their own business.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.pages.frame import Desk, Page
from app.pages.tiles import Tiles
from app.state.outlook import Details, Outlook

_WAITING = "The first forecast is being computed."
_NONE = "There is no forecast yet."
_STALE = "The plan has changed; these figures are of before, and the new ones are being computed."


class Panel(QWidget):
    """One tab of such a page; ``title`` is on its tab.

    Signals
    -------
    said
        A sentence for the status bar.
    """

    title = ""
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 6, 6, 0)
        self.body.setSpacing(8)

    def show_details(self, details: Details) -> None:
        """Show a run; what needs views stays as it is where there are none.  Overridden."""

    def forget(self) -> None:
        """Another document is open.  Overridden where something is kept."""

    def set_stale(self, stale: bool) -> None:
        """Whether the figures are of a plan that has changed.  Overridden where there are tables."""


class ForecastPage(Page):
    """Tiles of figures above tabs of panels; subclasses say what they show.

    Attributes
    ----------
    tiles
        The figures above the tabs.
    panels
        The tabs, from left to right.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.state = QLabel(self)
        self.state.setObjectName("warn")
        self.state.setWordWrap(True)
        self.nothing = QLabel(self)
        self.nothing.setObjectName("empty")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.tiles = Tiles(desk.session, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(f"Parts of the {self.name} page")
        self.tabs.tabBar().setAccessibleName(f"Choice of part on the {self.name} page")
        self.panels: list[Panel] = []
        self._filled: dict[Panel, tuple[Details, bool]] = {}
        self._summed_up: Details | None = None
        for widget, stretch in ((self.state, 0), (self.nothing, 1), (self.tiles, 0), (self.tabs, 1)):
            self.body.addWidget(widget, stretch)
        self.setFocusProxy(self.tabs.tabBar())

    def add_panels(self, *panels: Panel) -> None:
        """Make the tabs and show what is known; called at the end of the making."""
        for panel in panels:
            self.panels.append(panel)
            self.tabs.addTab(_scrolled(panel), panel.title)
            panel.said.connect(self.said)
        self.tabs.currentChanged.connect(self._catch_up)
        session = self.desk.session
        session.document_opened.connect(self._forget)
        session.outlook_changed.connect(self._catch_up)
        self._show_state(session.outlook)

    def show_figures(self, details: Details) -> None:
        """Put the sentence and the tiles.  Overridden."""

    @Slot()
    def _catch_up(self) -> None:
        """Show what has come in since; nothing while nobody looks."""
        if not self.isVisible():
            return
        outlook = self.desk.session.outlook
        self._show_state(outlook)
        details = outlook.details
        if details is None:
            return
        if self._summed_up is not details:
            self._summed_up = details
            self.show_figures(details)
        self._fill(self.panels[self.tabs.currentIndex()], details, outlook.stale)
        self.tiles.set_stale(outlook.stale)

    def _fill(self, panel: Panel, details: Details, stale: bool) -> None:
        """Bring a panel up to date; nothing where only the progress of a run has changed."""
        known = self._filled.get(panel)
        if known is None or known[0] is not details:
            panel.show_details(details)
        if known is None or known != (details, stale):
            panel.set_stale(stale)
        self._filled[panel] = (details, stale)

    def _show_state(self, outlook: Outlook) -> None:
        known = outlook.details is not None
        self.lead.setVisible(known)
        self.tiles.setVisible(known)
        self.tabs.setVisible(known)
        self.nothing.setVisible(not known)
        self.nothing.setText(_nothing_words(outlook))
        words = _state_words(outlook) if known else ""
        self.state.setText(words)
        self.state.setVisible(bool(words))

    @Slot()
    def _forget(self) -> None:
        """What is drawn is of another document."""
        self._filled.clear()
        self._summed_up = None
        for panel in self.panels:
            panel.forget()
        self._show_state(self.desk.session.outlook)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._catch_up()


def _nothing_words(outlook: Outlook) -> str:
    if outlook.failure is not None:
        return f"{outlook.failure.message.rstrip('.')}. The forecast comes by itself once this is put right."
    return _NONE if outlook.phase == "cancelled" else _WAITING


def _state_words(outlook: Outlook) -> str:
    if outlook.failure is not None:
        return f"{outlook.failure.message.rstrip('.')}. What is shown is the forecast of before."
    return _STALE if outlook.stale else ""


def _scrolled(panel: Panel) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(panel.title)
    area.setWidget(panel)
    return area
