"""Recovery files: the newest edits of each open document, for the case that the program ends before they are saved.

One file for each document, in a folder of the program's own, with a lock beside it that is held while the document is
open.  A recovery file without a holder is what a crash left behind.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile

from app.exchange.files import FileRefused, read_file, write_file
from models.codec import encode, read_document
from models.portfolio import Portfolio

SUFFIX: Final = ".recovery"
_LOCK: Final = ".lock"


@dataclass(frozen=True)
class Found:
    """Edits that were never saved: of which file (None: of none yet), since when, and the document itself."""

    place: Path
    path: Path | None
    written_at: datetime
    portfolio: Portfolio


class RecoveryFile:
    """The recovery file of one open document.

    Two programs with the same document open have one each.
    """

    def __init__(self, folder: Path, path: Path | None) -> None:
        self.path = path
        self._folder = folder
        self.place, self._lock = _own_place(folder, path)

    def write(self, portfolio: Portfolio) -> None:
        """Keep the newest edits; the file holds them, or what it held before.

        Raises
        ------
        FileRefused
            If it cannot be written.
        """
        head = {
            "path": None if self.path is None else str(self.path.resolve()),
            "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        write_file(self.place, json.dumps(head).encode() + b"\n" + encode(portfolio))

    def remove(self) -> None:
        """There is nothing to be recovered any more."""
        self.place.unlink(missing_ok=True)

    def close(self) -> None:
        """Remove it and let go of its place."""
        with contextlib.suppress(OSError):
            self.remove()
        self.leave()

    def leave(self) -> None:
        """Let go of its place and leave it behind, to be found at the next start."""
        self._lock.unlock()


def left_behind(folder: Path) -> list[Found]:
    """What earlier runs left, the newest first; files that hold no more than what was saved are removed."""
    found = []
    for place in sorted(folder.glob(f"*{SUFFIX}")):
        lock = QLockFile(str(place) + _LOCK)
        if not lock.tryLock(0):
            continue  # another program has the document open
        one = _read(place)
        if one is None or _is_saved(one):
            place.unlink(missing_ok=True)
        else:
            found.append(one)
        lock.unlock()
    return sorted(found, key=lambda one: one.written_at, reverse=True)


def discard(found: Found) -> None:
    """Give up what was left behind."""
    found.place.unlink(missing_ok=True)


def _own_place(folder: Path, path: Path | None) -> tuple[Path, QLockFile]:
    folder.mkdir(parents=True, exist_ok=True)
    name = uuid.uuid4().hex if path is None else hashlib.sha256(str(path.resolve()).encode()).hexdigest()
    for number in range(1, 100):
        place = folder / f"{name[:24]}-{number}{SUFFIX}"
        lock = QLockFile(str(place) + _LOCK)
        if not place.exists() and lock.tryLock(0):
            return place, lock
    raise FileRefused(folder, "it is full of recovery files", "Remove some of them")


def _read(place: Path) -> Found | None:
    """What a recovery file holds; None where that is nothing, which only a foreign hand can bring about."""
    try:
        head, _, document = read_file(place).partition(b"\n")
        told = json.loads(head)
        path = None if told["path"] is None else Path(told["path"])
        written_at = datetime.fromisoformat(told["written_at"])
    except (FileRefused, ValueError, KeyError, TypeError):
        return None
    portfolio, _ = read_document(document)
    return None if portfolio is None else Found(place, path, written_at, portfolio)


def _is_saved(found: Found) -> bool:
    if found.path is None:
        return False
    try:
        saved, _ = read_document(read_file(found.path))
    except FileRefused:
        return False
    return saved == found.portfolio
