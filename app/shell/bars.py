"""Menu bar and toolbars of the window, and the actions in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QComboBox, QDockWidget, QLabel, QMainWindow, QMenu, QSizePolicy, QToolBar, QWidget

from app.pages.entries import ENTRIES
from app.shell.actions import bound, command
from app.shell.appearance import Appearance
from app.shell.documents import Documents
from app.shell.printing import Printing
from app.shell.resultsbook import ResultsBook
from app.shell.strip import Strip
from app.state.live import LiveForecast
from app.state.outlook import Outlook
from app.state.session import Session
from app.theme import ICON_SIZE, icon, tokens_of

Keys = QKeySequence.StandardKey

_PINNING = "Keep this result, and show later ones against it (Ctrl+K)"


class Menus:
    """The menus; ``of_document`` are the actions that need one, ``recent`` the menu of recent files."""

    def __init__(self, window: QMainWindow, session: Session, documents: Documents, live: LiveForecast) -> None:
        self._window = window
        self._documents = documents
        bar = window.menuBar()
        bar.setAccessibleName("Menus")
        self.save = command(window, "&Save", Keys.Save, documents.save, "Save the plan (Ctrl+S)")
        self.run = command(window, "&Run", "F5", live.run, "Run the full forecast now (F5)")
        self.cancel = command(window, "&Cancel", "Shift+F5", live.cancel, "Cancel the run (Shift+F5)")
        self.pin = command(window, "&Pin this result", "Ctrl+K", session.pin, _PINNING)
        self.unpin = command(window, "&Unpin", "Ctrl+Shift+K", session.unpin, "Forget the pinned result (Ctrl+Shift+K)")
        self.undo = session.undo_stack.createUndoAction(window, "&Undo")
        self.redo = session.undo_stack.createRedoAction(window, "&Redo")
        self.undo.setShortcut(Keys.Undo)
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._file = bar.addMenu("&File")
        in_file = self._file_menu(self._file)
        bar.addMenu("&Edit").addActions([self.undo, self.redo])
        self.view = bar.addMenu("&View")
        self.forecast = bar.addMenu("F&orecast")
        self.forecast.addActions([self.run, self.cancel, self.pin, self.unpin])
        self.help = bar.addMenu("&Help")
        self.of_document: tuple[QAction, ...] = (*in_file, self.save, self.run)

    def _file_menu(self, menu: QMenu) -> tuple[QAction, ...]:
        window, documents = self._window, self._documents
        save_as = command(window, "Save &as…", "Ctrl+Shift+S", documents.save_as)
        export = command(window, "&Export the plan as workbook…", "Ctrl+Shift+E", documents.export_workbook)
        export_csv = command(window, "Export the plan as CSV &folder…", None, documents.export_csv)
        close = command(window, "&Close", "Ctrl+W", documents.close)
        menu.addActions(
            [
                command(window, "&New empty plan", Keys.New, documents.new_blank),
                command(window, "New from &template", "Ctrl+Shift+N", documents.new_starter),
                command(window, "Open the sa&mple", "Ctrl+Shift+O", documents.open_sample),
                command(window, "&Open…", Keys.Open, documents.open),
            ]
        )
        self.recent = menu.addMenu("Open &recent")
        menu.addSeparator()
        menu.addActions([self.save, save_as])
        menu.addSeparator()
        menu.addActions(
            [
                command(window, "&Import a workbook…", "Ctrl+I", documents.import_workbook),
                command(window, "Import a CS&V folder…", None, documents.import_csv),
                export,
                export_csv,
            ]
        )
        self._leaving = menu.addSeparator()
        menu.addActions([close, command(window, "&Quit", "Ctrl+Q", window.close)])
        return save_as, export, export_csv, close

    def fill_help(self, show_glossary: Callable[[], object]) -> None:
        """Put the words for the figures into the Help menu, and what the program is."""
        window = self._window
        self.help.addAction(command(window, "&What the figures mean", "Shift+F1", show_glossary))
        self.help.addSeparator()
        self.help.addAction(command(window, "&About Foliocast", None, self._documents.about))

    def fill_ways_out(self, results: ResultsBook, printing: Printing) -> None:
        """Put the results workbook, paper and PDF files into the File menu."""
        window, menu = self._window, self._file
        book = command(window, "Export the &results as workbook…", "Ctrl+Alt+E", results.export)
        board = command(window, "Export the &board page as PDF…", "Ctrl+Shift+B", printing.export_board)
        page = command(window, "Export this page as P&DF…", None, printing.export_page)
        paper = command(window, "&Print…", Keys.Print, printing.print_page)
        menu.insertActions(self._leaving, [book, board, page])
        menu.insertSeparator(book)
        menu.insertSeparator(self._leaving)
        menu.insertAction(self._leaving, paper)
        self.of_document += (book, board, page, paper)

    def fill_view(
        self, pages: Sequence[QAction], docks: Sequence[tuple[QDockWidget, str]], appearance: Appearance
    ) -> None:
        """Put pages in their groups, panels and themes into the View menu."""
        for action, (before, entry) in zip(pages, pairwise((ENTRIES[0], *ENTRIES)), strict=True):
            if entry.group != before.group:
                self.view.addSeparator()
            self.view.addAction(action)
        self.view.addSeparator()
        for dock, keys in docks:
            action = dock.toggleViewAction()
            action.setShortcut(QKeySequence(keys))
            self.view.addAction(action)
        self.view.addSeparator()
        self.view.addMenu(theme_menu(self._window, appearance))

    def show_outlook(self, outlook: Outlook) -> None:
        """Allow what makes sense as the forecast stands."""
        self.cancel.setEnabled(outlook.phase in ("preview", "full"))
        self.pin.setEnabled(outlook.details is not None and not outlook.shows_pinned)
        self.unpin.setEnabled(outlook.pinned is not None)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the recent files."""
        self.recent.clear()
        self.recent.setEnabled(bool(paths))
        for path in paths:
            self.recent.addAction(command(self._window, path.name, None, bound(self._documents.open, path), str(path)))


class Tools(QToolBar):
    """Scenario picker, run, cancel, undo, redo and save.

    Signals
    -------
    scenario_chosen
        Id of the scenario, None for the base.
    """

    scenario_chosen = Signal(object)

    def __init__(self, window: QMainWindow, session: Session, menus: Menus) -> None:
        super().__init__("Tools", window)
        self.setObjectName("tools")
        self.setAccessibleName("Tools")
        self.setMovable(False)
        self.setIconSize(ICON_SIZE)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggleViewAction().setVisible(False)
        self._session = session
        self._menus = menus
        self._undo = command(window, "Undo", None, session.undo_stack.undo)
        self._redo = command(window, "Redo", None, session.undo_stack.redo)
        self.scenarios = QComboBox(self)
        self.scenarios.setAccessibleName("Scenario")
        self.scenarios.setMinimumWidth(230)
        self.scenarios.activated.connect(self._choose)
        self._fill()
        self._colour()

    def _fill(self) -> None:
        label = QLabel("Scenario ", self)
        label.setBuddy(self.scenarios)
        spacer = QWidget(self)
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(label)
        self.addWidget(self.scenarios)
        self.addActions([self._menus.run, self._menus.cancel, self._menus.pin, self._menus.unpin])
        self.addSeparator()
        self.addActions([self._undo, self._redo])
        self.addWidget(spacer)
        self.addAction(self._menus.save)

    def show_scenarios(self) -> None:
        """Show the scenarios of the document, and which of them is looked at."""
        wanted: list[tuple[str, str | None]] = [("Base", None)]
        wanted += [(one.name, one.id) for one in self._session.portfolio.scenarios]
        box = self.scenarios
        if wanted != [(box.itemText(row), box.itemData(row)) for row in range(box.count())]:
            box.clear()
            for name, key in wanted:
                box.addItem(name, key)
        box.setCurrentIndex([key for _, key in wanted].index(self._session.scenario))

    def show_steps(self) -> None:
        """Name what would be undone and redone."""
        history = self._session.undo_stack
        for action, verb, possible, name in (
            (self._undo, "Undo", history.canUndo(), history.undoText()),
            (self._redo, "Redo", history.canRedo(), history.redoText()),
        ):
            action.setEnabled(possible)
            action.setToolTip(f"{verb} {name}".strip())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "scenarios"):
            self._colour()

    def _colour(self) -> None:
        """Draw the icons in the colours of the theme."""
        menus, tokens = self._menus, tokens_of(self.palette())
        menus.run.setIcon(icon("play", tokens.accent))
        menus.cancel.setIcon(icon("stop", tokens.muted))
        menus.pin.setIcon(icon("pin-outline", tokens.muted))
        menus.unpin.setIcon(icon("pin-off-outline", tokens.muted))
        menus.save.setIcon(icon("content-save-outline", tokens.muted))
        self._undo.setIcon(icon("undo", tokens.muted))
        self._redo.setIcon(icon("redo", tokens.muted))

    @Slot(int)
    def _choose(self, row: int) -> None:
        self.scenario_chosen.emit(self.scenarios.itemData(row))


def figures_bar(window: QMainWindow, strip: Strip) -> QToolBar:
    """The strip of key figures as a bar that spans the window."""
    bar = QToolBar("Key figures", window)
    bar.setObjectName("figures")
    bar.setAccessibleName("Bar of key figures")
    bar.setMovable(False)
    bar.toggleViewAction().setVisible(False)
    layout = bar.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, 0, 0)
    strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(strip)
    return bar


def theme_menu(window: QMainWindow, appearance: Appearance) -> QMenu:
    """The choice of theme."""
    menu = QMenu("&Theme", window)
    group = QActionGroup(menu)
    for choice, text in (("system", "As the system"), ("light", "Light"), ("dark", "Dark")):
        action = command(window, text, None, bound(appearance.choose, choice))
        action.setCheckable(True)
        action.setChecked(appearance.choice == choice)
        group.addAction(action)
        menu.addAction(action)
    return menu
