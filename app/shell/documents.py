"""What a user does with documents: new, open, save, recover, and the guard before unsaved work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from app.exchange.files import SUFFIX, FileRefused, PlanRefused
from app.shell.dialogs import Dialogs
from app.shell.importing import Wish
from app.shell.unsaved import Unsaved, done_without
from app.state.files import Files
from app.state.preferences import PreferenceStore
from app.state.recovery import Found
from app.state.session import Session
from app.state.templates import blank_plan, sample_plan, starter_plan
from app.tables.finish import finish_typing
from app.wording import count

if TYPE_CHECKING:
    from app.exchange.importing import Imported
    from app.tables.pending import PendingTexts
    from models.portfolio import Portfolio

Then = Callable[[], object]
_LISTED = 12


class Documents(QObject):
    """Carries out the commands of the File menu.

    Signals
    -------
    said
        A sentence for the status bar.
    lost_found
        What earlier runs left behind: a list of ``Found``.
    """

    said = Signal(str)
    lost_found = Signal(object)

    def __init__(self, session: Session, files: Files, preferences: PreferenceStore, dialogs: Dialogs) -> None:
        super().__init__()
        self._session = session
        self._files = files
        self._preferences = preferences
        self._pending: PendingTexts | None = None
        self.dialogs = dialogs
        session.document_opened.connect(self._arrived)
        files.opened.connect(self._opened)
        files.saved.connect(self._saved)
        files.exported.connect(self._exported)
        files.refused.connect(self._refused)
        files.unprotected.connect(self._unprotected)

    @property
    def folder(self) -> Path:
        """Where the user looks for files first."""
        if self._session.path is not None:
            return self._session.path.parent
        recent = self._preferences.recent
        return recent[0].parent if recent else Path.home()

    @property
    def unsaved(self) -> Unsaved:
        """What would be lost with the document; nothing where none is open."""
        return Unsaved(self._session.title, self._session.is_dirty, self._typed)

    @property
    def _typed(self) -> int:
        return self._pending.number if self._pending is not None else 0

    def watch(self, pending: PendingTexts) -> None:
        """Guard typed texts that are no values as well; they go with their document."""
        self._pending = pending

    def leave(self, then: Then) -> None:
        """Do ``then`` once nothing unsaved can be lost by it; nothing where the user thinks better of it."""
        finish_typing()
        unsaved = self.unsaved
        if not unsaved.is_anything:
            then()
            return
        answer = self.dialogs.about_unsaved(unsaved)
        if answer == "save":
            self.save(then)
        elif answer == "discard":
            then()

    def new_blank(self) -> None:
        """Begin with an empty plan."""
        self._begin(lambda: blank_plan(date.today()), "an empty plan")

    def new_starter(self) -> None:
        """Begin with the small template."""
        self._begin(lambda: starter_plan(date.today()), "the template")

    def open_sample(self) -> None:
        """Begin with the sample; saving it asks for a place."""
        self._begin(sample_plan, "the sample")

    def _begin(self, make: Callable[[], Portfolio], name: str) -> None:
        """Open a plan that has no file."""

        def begin() -> None:
            self.said.emit(f"Opening {name}")
            self._files.begin(make)

        self.leave(begin)

    def open(self, path: Path | None = None) -> None:
        """Open a file, or import it where it is a workbook or a folder; asks which where none is given."""
        if path is not None and (path.suffix.lower() == ".xlsx" or path.is_dir()):
            self.import_workbook(path)
        else:
            self.leave(lambda: self._open(path))

    def close(self) -> None:
        """Close the document and show the welcome page."""
        self.leave(self._close)

    def save(self, then: Then | None = None) -> None:
        """Save to the document's file; asks for one where it has none."""
        finish_typing()
        if self._session.path is None:
            self.save_as(then)
        else:
            self._files.save(self._session.path, then)

    def save_as(self, then: Then | None = None) -> None:
        """Save to a file that the user names."""
        finish_typing()
        suggestion = self._session.path or self.folder / f"{file_name(self._session.portfolio.name)}{SUFFIX}"
        path = self.dialogs.file_to_save(suggestion)
        if path is not None:
            self._files.save(path, then)

    def export_workbook(self) -> None:
        """Write the plan as a workbook for a spreadsheet."""
        finish_typing()
        name = file_name(self._session.portfolio.name)
        path = self.dialogs.workbook_to_save(self.folder / f"{name}.xlsx")
        if path is not None:
            self.said.emit(f"Writing {path.name}")
            self._files.export(path)

    def export_csv(self) -> None:
        """Write the plan as a folder of CSV files."""
        finish_typing()
        folder = self.dialogs.folder_to_save(self.folder)
        if folder is not None and (not any(folder.glob("*.csv")) or self.dialogs.replaces(folder)):
            self.said.emit(f"Writing into {folder.name}")
            self._files.export(folder)

    def import_workbook(self, path: Path | None = None) -> None:
        """Read a workbook; asks which where none is given, and shows what it would change before anything is done."""
        chosen = path or self.dialogs.workbook_to_open(self.folder)
        if chosen is not None:
            self._import(chosen)

    def import_csv(self) -> None:
        """Read a folder of CSV files, in the same way."""
        folder = self.dialogs.folder_to_open(self.folder)
        if folder is not None:
            self._import(folder)

    def about(self) -> None:
        """Say what this program is."""
        self.dialogs.about()

    def reload(self) -> None:
        """Read the file again, giving up what is on the screen."""
        if self._session.path is not None:
            self._files.open(self._session.path)

    def recover(self, found: Found) -> None:
        """Open what a crash left behind."""
        self.leave(lambda: self._files.recover(found))
        self.said.emit("Recovered; save to keep it")

    def discard(self, found: Found) -> None:
        """Give up what a crash left behind."""
        self._files.discard(found, self.look_for_lost)

    def look_for_lost(self) -> None:
        """Find what earlier runs left behind."""
        self._files.look_for_lost(self.lost_found.emit)

    def _close(self) -> None:
        self._session.close()
        self.look_for_lost()

    def _open(self, path: Path | None) -> None:
        chosen = path or self.dialogs.file_to_open(self.folder)
        if chosen is not None:
            self.said.emit(f"Opening {chosen.name}")
            self._files.open(chosen.absolute())

    @Slot()
    def _arrived(self) -> None:
        """What was being opened is there; texts that were typed into the document before are not."""
        if self._pending is not None:
            self._pending.clear()
        self.said.emit("")

    def _opened(self, path: Path) -> None:
        self._preferences.add_recent(path)
        self.said.emit(f"Opened {path.name}")
        self.look_for_lost()

    def _saved(self, path: Path) -> None:
        self._preferences.add_recent(path)
        self.said.emit(done_without(f"Saved {path.name}", self._typed))

    def _import(self, path: Path) -> None:
        """Show the dialog of an import, and carry out what is accepted in it."""
        session = self._session
        dialog = self.dialogs.importing(path.name, session.title if session.is_open else None)

        def read(wish: Wish) -> None:
            onto = session.portfolio if wish.onto_open else None
            self._files.read_import(
                path,
                lambda outcome: take(wish, outcome),
                onto=onto,
                partial=wish.partial,
                remove_missing=wish.remove_missing,
            )

        def take(wish: Wish, outcome: object) -> None:
            if not isValid(dialog):  # closed meanwhile
                return
            if isinstance(outcome, Exception):
                dialog.reject()
                self._refused(outcome)
            else:
                dialog.show_outcome(wish, cast("Imported", outcome))

        dialog.wished.connect(read)
        dialog.accepted.connect(lambda: self._take_import(path, dialog.wish, dialog.portfolio))
        dialog.open()
        dialog.ask()

    def _take_import(self, path: Path, wish: Wish, portfolio: Portfolio | None) -> None:
        """Put what was accepted in place: one step of the open plan, or a plan of its own."""
        if portfolio is None:
            return
        if wish.onto_open:
            self._session.push(lambda _: portfolio, f"Import {path.name}")
            self.said.emit(f"Imported {path.name}")
        else:
            self.leave(lambda: self._session.open(portfolio, None, unsaved=True))

    def _exported(self, path: Path) -> None:
        where = "the file" if path.suffix.lower() == ".xlsx" else "the files"
        self.said.emit(done_without(f"Wrote {path.name}", self._typed, where))

    def _refused(self, error: object) -> None:
        self.said.emit("")
        if isinstance(error, FileRefused):
            self.dialogs.tell("That did not work", str(error))
        elif isinstance(error, PlanRefused):
            issues = error.issues
            first = str(issues[0]).removeprefix("error: ")
            wrong = f"{error.path}: {count(len(issues), 'field')} cannot be read. The first is {first}."
            text = f"{wrong} The file is unchanged; mend it there, or use an older copy."
            self.dialogs.tell("The plan cannot be read", text, "\n".join(map(str, issues[:_LISTED])))
        elif isinstance(error, Exception):
            raise error

    def _unprotected(self, error: object) -> None:
        self.said.emit(f"The newest changes are not protected against a crash: {error} Save soon.")


def file_name(name: str) -> str:
    """A name that every system takes for a file."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name).strip(" -")
    return kept[:80] or "plan"
