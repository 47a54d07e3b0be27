"""The main window: rail, key figures, page, inspector, problems and status around one session.

Lays out and connects; what a command does is the business of session, documents and live forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app.pages.entries import ENTRIES, position_of
from app.shell.actions import bound, command
from app.shell.ahead import LoadingAhead
from app.shell.appearance import Appearance
from app.shell.bars import Menus, Tools, figures_bar
from app.shell.baselines import Baselines
from app.shell.details import DetailsPanel
from app.shell.dialogs import Dialogs
from app.shell.docks import Docks, keep_state, restore_state
from app.shell.documents import Documents
from app.shell.happenings import Happenings
from app.shell.notice import Notice
from app.shell.pagestack import PageStack
from app.shell.panes import ways_round
from app.shell.printing import Printing
from app.shell.rail import Rail
from app.shell.resultsbook import ResultsBook
from app.shell.status import Status
from app.shell.strip import Strip
from app.state.files import Files
from app.state.live import LiveForecast
from app.state.preferences import PreferenceStore
from app.state.session import Session
from app.state.studies import Studies
from app.tables.finish import finish_typing

if TYPE_CHECKING:
    from app.pages.frame import Desk, Page
    from models.issue import Issue

_SAYING_MS = 6000


@dataclass(frozen=True)
class Parts:
    """What the window is wired to."""

    session: Session
    files: Files
    live: LiveForecast
    studies: Studies
    preferences: PreferenceStore
    appearance: Appearance


class MainWindow(QMainWindow):
    """One window for one document."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("main")
        self.session, self.parts = parts.session, parts
        self.documents = Documents(parts.session, parts.files, parts.preferences, Dialogs(self))
        self._desk: Desk | None = None
        self._splits = dict(parts.preferences.current.splits)
        self._build()
        self.docks = Docks(self)
        self.details = DetailsPanel(parts.session, self.docks.inspector_dock, self)
        self._build_bars()
        self._connect()
        self.setAcceptDrops(True)
        restore_state(self, parts.preferences)
        self._show_document()
        self._show_recent()
        self.documents.look_for_lost()

    # Layout.

    def _build(self) -> None:
        self.rail, self.strip, self.notice, self.status = Rail(ENTRIES), Strip(), Notice(), Status()
        self.stack, self.ahead = PageStack(self._desk_in_use), LoadingAhead(self)
        self.pages, self.welcome = self.stack.pages, self.stack.welcome
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.notice)
        right.addWidget(self.stack, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        for layout in (row, right):
            layout.setContentsMargins(0, 0, 0, 0)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)

    def _build_bars(self) -> None:
        parts = self.parts
        self.menus = Menus(self, self.session, self.documents, parts.live)
        self.page_actions = [
            command(self, entry.name.replace("&", "&&"), entry.shortcut, bound(self.show_page, position))
            for position, entry in enumerate(ENTRIES)
        ]
        self.results = ResultsBook(self.session, self.documents, parts.studies)
        self.printing = Printing(self.session, self.documents, lambda: self.pages)
        self.baselines = Baselines(self, self.session, self.documents)
        self.menus.forecast.addMenu(self.baselines.menu)
        self.menus.fill_ways_out(self.results, self.printing)
        self.status.addPermanentWidget(self.results.progress)
        self.menus.fill_help(self.show_glossary)
        self.menus.fill_view(self.page_actions, self.docks.with_keys, parts.appearance)
        self.menus.view.addSeparator()
        self.menus.view.addActions(ways_round(self, self._panes))
        self.tools = Tools(self, self.session, self.menus)
        self.tools.scenario_chosen.connect(self.session.look_at)
        self.addToolBar(self.tools)
        self.addToolBarBreak()
        self.figures = figures_bar(self, self.strip)
        self.addToolBar(self.figures)

    def _panes(self) -> list[QWidget]:
        return [self.rail, self.stack, self.docks.inspector_dock, self.docks.problems_dock, self.tools, self.figures]

    # What is shown.

    def _connect(self) -> None:
        session, documents, welcome = self.session, self.documents, self.welcome
        session.document_opened.connect(self._show_document)
        session.path_changed.connect(self._show_title)
        session.dirty_changed.connect(self._show_title)
        session.portfolio_changed.connect(self._show_scenarios)
        session.scenario_changed.connect(self._show_scenarios)
        session.issues_changed.connect(self._show_issues)
        session.outlook_changed.connect(self._show_outlook)
        session.undo_stack.indexChanged.connect(self.tools.show_steps)
        self.parts.files.saved.connect(self._show_recent)
        self.parts.files.opened.connect(self._show_recent)
        for speaker in (documents, self.results, self.printing, self.baselines):
            speaker.said.connect(self.say)
        Happenings(session, documents, self.parts.files, self.notice, welcome)
        welcome.sample_asked.connect(documents.open_sample)
        welcome.blank_asked.connect(documents.new_blank)
        welcome.starter_asked.connect(documents.new_starter)
        welcome.open_asked.connect(documents.open)
        welcome.import_asked.connect(documents.import_workbook)
        welcome.recent_picked.connect(documents.open)
        welcome.recovery_asked.connect(documents.recover)
        welcome.discard_asked.connect(documents.discard)
        self.stack.made.connect(self._listen_to)
        self.rail.chosen.connect(self.show_page)
        self.docks.problems.picked.connect(self.show_issue)
        self.status.problems_asked.connect(self.docks.toggle_problems)
        self.status.cancel_asked.connect(self.parts.live.cancel)

    @Slot()
    def _show_document(self) -> None:
        """The document is another one, or there is none."""
        is_open = self.session.is_open
        for widget in (self.rail, self.tools, self.figures, self.status.problems):
            widget.setVisible(is_open)
        for action in (*self.menus.of_document, *self.page_actions):
            action.setEnabled(is_open)
        self.notice.hide()
        self._show_title()
        self._show_issues()
        self._show_outlook()
        if is_open:
            self._show_scenarios()
            QTimer.singleShot(0, self, self._show_first_page)
        else:
            self.docks.hide()
            self.stack.show_welcome()

    @Slot()
    def _show_first_page(self) -> None:
        """Begin with the page that is marked; its making waits until the window is up."""
        if self.session.is_open:
            self.show_page(self.stack.position)

    def show_page(self, position: int) -> None:
        """Show a page; it is made when it is first wanted."""
        if not self.session.is_open:
            return
        self.stack.show_page(position, with_keys=not self.rail.hasFocus())
        self.details.show_beside(ENTRIES[position])
        with QSignalBlocker(self.rail):
            self.rail.choose(position)

    @Slot(object)
    def _listen_to(self, page: Page) -> None:
        page.record_selected.connect(self.details.inspect)
        page.said.connect(self.say)
        page.problem_picked.connect(self.show_issue)

    def _desk_in_use(self) -> Desk:
        if self._desk is None:
            from app.pages.frame import Desk
            from app.shell.glossary import explain_strip
            from app.tables.pending import PendingTexts

            pending = PendingTexts(self.session, self)
            pending.changed.connect(self._show_issues)
            self._desk = Desk(self.session, pending, self.parts.studies, self._splits)
            self.details.fill(pending)
            self.documents.watch(pending)
            explain_strip(self.strip, self.session)
        return self._desk

    def show_glossary(self) -> None:
        """Show what the figures mean, in a window beside this one."""
        from app.shell.glossary import GlossaryWindow

        GlossaryWindow(self.session, self).show()

    def show_issue(self, issue: Issue) -> None:
        """Lead to the cell of an issue."""
        from app.tables.places import place_of

        place = place_of(issue)
        position = position_of(place.kind) if place is not None else None
        if place is None or position is None:
            self.say(str(issue))
            return
        self.show_page(position)
        self.stack.page(position).show_cell(place.kind, place.id, place.field)

    @Slot()
    def _show_issues(self) -> None:
        pending = self._desk.pending.issues() if self._desk is not None else ()
        issues = (*pending, *self.session.issues)
        self.docks.problems.show_issues(issues)
        self.status.show_issues(issues, is_checked=self.session.is_checked)

    @Slot()
    def _show_outlook(self) -> None:
        outlook = self.session.outlook
        self.strip.show_outlook(outlook)
        self.status.show_outlook(outlook)
        self.menus.show_outlook(outlook)
        if outlook.figures is not None:
            self.ahead.start()

    @Slot()
    def _show_title(self) -> None:
        if self.session.is_open:
            self.setWindowTitle(f"{self.session.title}[*] · Foliocast")
        else:
            self.setWindowTitle("Foliocast")
        self.setWindowModified(self.session.is_dirty)
        self.tools.show_steps()

    @Slot()
    def _show_scenarios(self) -> None:
        if self.session.is_open:
            self.tools.show_scenarios()

    @Slot()
    def _show_recent(self) -> None:
        recent = self.parts.preferences.recent
        self.welcome.show_recent(recent)
        self.menus.show_recent(recent)

    # What is asked.

    @Slot(str)
    def say(self, text: str) -> None:
        """Show a sentence in the status bar for a while."""
        self.status.showMessage(text, _SAYING_MS)

    # What Qt asks.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        path = next((Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()), None)
        if path is not None:
            event.acceptProposedAction()
            self.documents.open(path)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        finish_typing()
        if self.documents.unsaved.is_anything:
            event.ignore()
            self.documents.leave(self._leave)
        else:
            keep_state(self, self.parts.preferences, self._splits)
            event.accept()

    def _leave(self) -> None:
        """Nothing unsaved is left, or it is given up."""
        self.session.close()
        QTimer.singleShot(0, self, self.close)  # a window that is being closed does not close a second time
