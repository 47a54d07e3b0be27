"""Pages that show a run of the forecast: a sentence, figures, and panels of which only the one in sight is filled.

Says what there is while no run is in, after a failed one, and while the figures are of a plan that has changed.  What
the panels show is their own business.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.charts.dressed import DressedPlot
from app.pages.asking import Asking
from app.pages.frame import Desk, Page
from app.pages.since import Topic, since_words
from app.pages.tiles import Tiles
from app.state.outlook import Details, Outlook
from app.state.pinned import Kept
from simulation.summary.shapes import Summary

_WAITING = "The first forecast is being computed."
_NONE = "There is no forecast yet."
_STALE = "The plan has changed; these figures are of before, and the new ones are being computed."
_CANCELLED = "The plan has changed; these figures are of before. Run (F5) computes new ones."


class Panel(QWidget):
    """One tab of such a page; ``title`` is on its tab.

    Attributes
    ----------
    drawn_of_views
        Charts that need views, which are the last to come of a run.

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
        self.drawn_of_views: tuple[DressedPlot, ...] = ()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 6, 6, 0)
        self.body.setSpacing(8)

    @property
    def behind(self) -> Kept | None:
        """What is drawn behind the run that is shown."""
        return self.desk.session.outlook.behind

    def show_details(self, details: Details) -> None:
        """Show a run; what needs views stays as it is where there are none.  Overridden."""

    def forget(self) -> None:
        """Another document is open.  Overridden where something is kept."""

    def set_stale(self, stale: bool) -> None:
        """Whether the figures are of a plan that has changed.  Overridden where there are tables."""

    def charts(self) -> list[DressedPlot]:
        """The charts of the run; those of answers to questions are as old as the answers."""
        answers = {chart for asking in self.findChildren(Asking) for chart in asking.fading}
        return [chart for chart in self.findChildren(DressedPlot) if chart not in answers]


class ForecastPage(Page):
    """Tiles of figures above tabs of panels; subclasses say what they show.

    Attributes
    ----------
    tiles
        The figures above the tabs.
    panels
        The tabs, from left to right.
    since
        What changed since the result that is pinned; of ``topics``.
    """

    topics: ClassVar[tuple[Topic, ...]] = ()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.state = QLabel(self)
        self.state.setObjectName("warn")
        self.state.setWordWrap(True)
        self.nothing = QLabel(self)
        self.nothing.setObjectName("empty")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.since = QLabel(self)
        self.since.setObjectName("caption")
        self.since.setWordWrap(True)
        self.since.setTextFormat(Qt.TextFormat.PlainText)
        self.tiles = Tiles(desk.session, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(f"Parts of the {self.name} page")
        self.tabs.tabBar().setAccessibleName(f"Choice of part on the {self.name} page")
        self.panels: list[Panel] = []
        self._filled: dict[Panel, tuple[Details, Kept | None, bool, bool]] = {}
        self._summed_up: Details | None = None
        for widget, stretch in (
            (self.since, 0),
            (self.state, 0),
            (self.nothing, 1),
            (self.tiles, 0),
            (self.tabs, 1),
        ):
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

    def empty_words(self, summary: Summary) -> str:
        """What to do where a run has nothing for this page to show; empty where it has.  Overridden."""
        return ""

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
        self._fill(self.panels[self.tabs.currentIndex()], details, outlook)
        self.tiles.set_stale(outlook.details_grey)

    def _fill(self, panel: Panel, details: Details, outlook: Outlook) -> None:
        """Bring a panel up to date; nothing where only the progress of a run has changed."""
        stale, views_stale = outlook.details_grey, outlook.views_grey
        wanted = (details, panel.behind, stale, views_stale)
        known = self._filled.get(panel)
        if known == wanted:  # results are compared by identity
            return
        charts = panel.charts()
        if known is None or known[:2] != wanted[:2]:
            for chart in charts:
                chart.expect(stale)
            panel.show_details(details)
        panel.set_stale(stale)
        for chart in charts:  # what is drawn of views stays as it was until there are some
            chart.fade(views_stale if chart in panel.drawn_of_views else stale)
        self._filled[panel] = wanted

    def _show_state(self, outlook: Outlook) -> None:
        empty = "" if outlook.details is None else self.empty_words(outlook.details.summary)
        known = outlook.details is not None and not empty
        self.lead.setVisible(known)
        self.tiles.setVisible(known)
        self.tabs.setVisible(known)
        self.nothing.setVisible(not known)
        self.nothing.setText(empty or _nothing_words(outlook))
        since = since_words(outlook, self.topics) if known else ""
        self.since.setText(since)
        self.since.setVisible(bool(since))
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


def is_bare(summary: Summary) -> bool:
    """Whether nothing is funded and nothing costs anything, so that all that could be drawn is zero."""
    funded = any(one.option is not None for one in summary.initiatives)
    return not funded and not summary.key.cost.p90 and not summary.key.revenue.p90


NOTHING_FUNDED = (
    "Nothing is funded yet. Add initiatives on the Initiatives page (Ctrl+2) and choose an option for each that is to "
    "be forecast."
)


def _nothing_words(outlook: Outlook) -> str:
    if outlook.failure is not None:
        return f"{outlook.failure.message.rstrip('.')}. The forecast comes by itself once this is put right."
    return _NONE if outlook.phase == "cancelled" else _WAITING


def _state_words(outlook: Outlook) -> str:
    if outlook.failure is not None:
        return f"{outlook.failure.message.rstrip('.')}. What is shown is the forecast of before."
    if not outlook.figures_grey:
        return ""
    return _STALE if outlook.is_running else _CANCELLED


def _scrolled(panel: Panel) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(panel.title)
    area.setWidget(panel)
    return area
