"""Files of the session: open, save, recover, and notice that somebody else changed the file.

Everything that touches a disk happens in the background; what comes of it is told by signals.  Owns no dialogs: a
window asks the user.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from app.exchange.files import FileRefused, load_portfolio, read_file, save_portfolio, write_file
from app.state.background import Background
from app.state.recovery import Found, RecoveryFile, discard, left_behind
from app.state.session import Session
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from app.exchange.importing import Imported

AUTOSAVE_SECONDS: Final = 2.0
"""How long the newest edit may be without a recovery file."""

_SETTLE_SECONDS: Final = 0.3
"""How long a file that is being written is left alone."""


@dataclass(frozen=True)
class Opened:
    """A document that was read, and the digest of its bytes."""

    path: Path
    portfolio: Portfolio
    digest: str


class Files(QObject):
    """Moves the session's document from and to disk.

    Signals
    -------
    opened
        A document was opened from its file; the path.
    refused
        A file could not be opened or written; the exception, which says why.
    saved
        The document is in its file; the path.
    exported
        A workbook was written; the path.
    changed_on_disk
        The file is another one than was read or written last.
    unprotected
        The recovery file could not be written; the exception.
    """

    opened = Signal(object)
    refused = Signal(object)
    saved = Signal(object)
    exported = Signal(object)
    changed_on_disk = Signal()
    unprotected = Signal(object)

    def __init__(self, session: Session, recovery_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = recovery_folder
        self._background = Background(self)
        self._recovery: RecoveryFile | None = None
        self._digest = ""
        self._protected: Portfolio | None = None  # what the recovery file or the file itself holds
        self._autosave = _timer(self, AUTOSAVE_SECONDS, self._protect)
        self._settle = _timer(self, _SETTLE_SECONDS, self._compare)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._disk_moved)
        self._watcher.directoryChanged.connect(self._disk_moved)
        session.document_opened.connect(self._change_document)
        session.portfolio_changed.connect(self._edited)

    def open(self, path: Path) -> None:
        """Read a file and make it the open document."""
        self._background.ask(lambda: _read(path), self._take_opened)

    def begin(self, make: Callable[[], Portfolio]) -> None:
        """Open a document that has no file yet."""

        def take(outcome: object) -> None:
            if isinstance(outcome, Portfolio):
                self._session.open(outcome, None)
            else:
                self.refused.emit(outcome)

        self._background.ask(make, take)

    def recover(self, found: Found) -> None:
        """Open what a crash left behind; it stays unsaved until the user saves it."""
        self._session.open(found.portfolio, found.path, unsaved=True)
        if self._protect():
            place = found.place  # goes only after the new recovery file is written
            self._background.ask(lambda: place.unlink(missing_ok=True))
        self._read_digest()

    def look_for_lost(self, take: Callable[[object], None]) -> None:
        """Find what earlier runs left behind; gives a list of ``Found``."""
        folder = self._folder
        self._background.ask(lambda: left_behind(folder), take)

    def discard(self, found: Found, then: Callable[[], None]) -> None:
        """Give up what was left behind."""
        self._background.ask(lambda: discard(found), lambda _: then())

    def save(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Write the document to a file, which becomes its own; call ``then`` once it is there."""
        portfolio = self._session.portfolio
        recovery = self._recovery

        def write() -> str:
            save_portfolio(path, portfolio)
            if recovery is not None:
                recovery.remove()
            return _digest(path)

        def take(outcome: object) -> None:
            if isinstance(outcome, Exception):
                self.refused.emit(outcome)
                return
            self._digest = str(outcome)
            self._take_saved(portfolio, path)
            if then is not None:
                then()

        self._background.ask(write, take)

    def export(self, path: Path) -> None:
        """Write the plan as a workbook, or as CSV files where ``path`` is a folder; a signal tells how it went."""
        portfolio = self._session.portfolio

        def take(outcome: object) -> None:
            if isinstance(outcome, Exception):
                self.refused.emit(outcome)
            else:
                self.exported.emit(path)

        self._background.ask(lambda: _export(path, portfolio), take)

    def read_import(
        self,
        path: Path,
        take: Callable[[object], None],
        *,
        onto: Portfolio | None = None,
        partial: bool = False,
        remove_missing: bool = False,
    ) -> None:
        """Read a workbook or a folder of CSV files; gives an ``Imported``, or the exception that says why it cannot."""
        self._background.ask(lambda: _import(path, onto, partial, remove_missing), take)

    def close_document(self) -> None:
        """Let go of the document; its unsaved edits are given up."""
        self._session.close()

    def close(self) -> None:
        """Finish all writing and end; unsaved edits of a document that is still open are left for recovery."""
        self._autosave.stop()
        self._settle.stop()
        if self._session.is_dirty and self._recovery is not None and self._protect():
            self._background.ask(self._recovery.leave)
        else:
            self._drop_recovery()
        self._background.close()

    def _take_opened(self, outcome: object) -> None:
        if isinstance(outcome, Opened):
            self._digest = outcome.digest
            self._session.open(outcome.portfolio, outcome.path)
            self.opened.emit(outcome.path)
        else:
            self.refused.emit(outcome)

    def _take_saved(self, portfolio: Portfolio, path: Path) -> None:
        moved = path != self._session.path
        self._protected = portfolio
        self._session.mark_saved(portfolio, path)
        if moved:
            self._drop_recovery()
            self._take_recovery()
            if self._session.is_dirty:
                self._autosave.start()
        self._watch()
        self.saved.emit(path)

    @Slot()
    def _change_document(self) -> None:
        self._autosave.stop()
        self._settle.stop()
        self._drop_recovery()
        self._protected = self._session.portfolio if self._session.is_open else None
        if self._session.is_open:
            self._take_recovery()
        self._watch()

    def _take_recovery(self) -> None:
        try:
            self._recovery = RecoveryFile(self._folder, self._session.path)
        except (FileRefused, OSError) as error:
            self.unprotected.emit(error)

    def _drop_recovery(self) -> None:
        if self._recovery is not None:
            recovery, self._recovery = self._recovery, None
            self._background.ask(recovery.close)

    @Slot()
    def _edited(self) -> None:
        if self._session.portfolio is not self._protected and not self._autosave.isActive():
            self._autosave.start()

    @Slot()
    def _protect(self) -> bool:
        """Write the newest edits to the recovery file; whether that was begun."""
        recovery = self._recovery
        if recovery is None or not self._session.is_open:
            return False
        portfolio = self._session.portfolio
        self._protected = portfolio
        self._background.ask(lambda: recovery.write(portfolio), self._take_protected)
        return True

    def _take_protected(self, outcome: object) -> None:
        if isinstance(outcome, Exception):
            self.unprotected.emit(outcome)

    def _watch(self) -> None:
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        path = self._session.path
        if path is not None:
            wanted = [str(place) for place in (path, path.parent) if place.exists()]
            if wanted:
                self._watcher.addPaths(wanted)

    @Slot()
    def _disk_moved(self) -> None:
        self._settle.start()

    @Slot()
    def _compare(self) -> None:
        path = self._session.path
        if path is not None:
            known = self._digest
            self._background.ask(lambda: _digest(path), lambda found: self._take_digest(path, known, found))

    def _take_digest(self, path: Path, known: str, found: object) -> None:
        if path != self._session.path or known != self._digest:
            return  # saved or replaced meanwhile
        if isinstance(found, str) and found != known:
            self._digest = found  # told once
            self.changed_on_disk.emit()
        if str(path) not in self._watcher.files():
            self._watch()  # the file was replaced by a new one of its name

    def _read_digest(self) -> None:
        path = self._session.path
        if path is not None:
            self._background.ask(lambda: _digest(path), self._take_first_digest)

    def _take_first_digest(self, found: object) -> None:
        self._digest = found if isinstance(found, str) else ""


def _read(path: Path) -> Opened:
    digest = _digest(path)
    return Opened(path, load_portfolio(path), digest)


def _digest(path: Path) -> str:
    return hashlib.sha256(read_file(path)).hexdigest()


def _export(path: Path, portfolio: Portfolio) -> None:
    from app.exchange.csv_folder import write_csv_folder
    from app.exchange.template import input_workbook
    from app.exchange.writing_inputs import NotWritable

    try:
        if path.is_dir():
            write_csv_folder(path, portfolio)
        else:
            write_file(path, input_workbook(portfolio))
    except NotWritable as error:
        raise FileRefused(path, str(error), "Then export it again", "Nothing was written.") from error


def _import(path: Path, onto: Portfolio | None, partial: bool, remove_missing: bool) -> Imported:
    from app.exchange.importing import import_file

    return import_file(path, onto, partial=partial, remove_missing=remove_missing)


def _timer(parent: QObject, seconds: float, call: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(round(seconds * 1000))
    timer.timeout.connect(call)
    return timer
