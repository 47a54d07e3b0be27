"""Files on disk: whole or not at all, and every refusal in plain words.

Owns reading and writing as such, and portfolio files.  What is in a portfolio file is the business of
``models.codec``; other kinds of files have modules of their own here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.codec import DocumentError, encode, read_document
from models.issue import Issue
from models.portfolio import Portfolio

__all__ = [
    "SUFFIX",
    "DocumentError",
    "FileRefused",
    "PlanRefused",
    "load_portfolio",
    "read_file",
    "require_writable",
    "save_portfolio",
    "write_file",
]

SUFFIX: Final = ".foliocast"
LARGEST_FILE: Final = 100_000_000
"""Bytes; a portfolio of a thousand initiatives takes about two per cent of it."""

_NEW_FILE_MODE: Final = 0o666
_OTHER_KINDS: Final = {
    ".xlsx": "an Excel workbook",
    ".xlsm": "an Excel workbook",
    ".xls": "an old Excel workbook",
    ".csv": "a table",
    ".pdf": "a PDF document",
    ".zip": "an archive",
}
_STARTS: Final = {
    b"PK\x03\x04": "a ZIP archive or an Excel workbook",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a compressed file",
}


class FileRefused(Exception):  # noqa: N818 - it says what happened, as the user will read it
    """A file that cannot be read or written.

    ``problem`` says what happened, ``kept`` what became of what was there before (empty when reading), ``remedy``
    what to do.
    """

    def __init__(self, path: Path, problem: str, remedy: str, kept: str = "") -> None:
        super().__init__(path, problem, remedy, kept)
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.kept = kept

    def __str__(self) -> str:
        kept = f" {self.kept}" if self.kept else ""
        return f"{self.path}: {self.problem}.{kept} {self.remedy}."


class PlanRefused(DocumentError):  # noqa: N818 - as FileRefused
    """A file that holds a portfolio with fields that do not fit."""

    def __init__(self, path: Path, issues: tuple[Issue, ...]) -> None:
        super().__init__(issues)
        self.path = path


def load_portfolio(path: Path) -> Portfolio:
    """The portfolio of a file.

    Raises
    ------
    FileRefused
        If there is no such file, it cannot be read, or it holds no portfolio of a known version.
    PlanRefused
        If it is a portfolio with fields that do not fit; ``issues`` names all of them.
    """
    data = read_file(path)
    portfolio, issues = read_document(data)
    if portfolio is not None:
        return portfolio
    if len(issues) == 1 and _concerns_whole_file(issues[0]):
        raise _no_portfolio(path, data, issues[0])
    raise PlanRefused(path, issues)


def save_portfolio(path: Path, portfolio: Portfolio) -> None:
    """Write a portfolio as a file, replacing what was there as a whole.

    Raises
    ------
    FileRefused
        If it cannot be written; a file that was there is as it was.
    """
    if path.suffix.lower() in _OTHER_KINDS:
        remedy = f"Choose a name that ends in {SUFFIX}"
        raise FileRefused(path, f"a portfolio is not {_OTHER_KINDS[path.suffix.lower()]}", remedy, _kept(path))
    write_file(path, encode(portfolio))


def read_file(path: Path) -> bytes:
    """All bytes of a file.

    Raises
    ------
    FileRefused
        If there is none, it is a folder or too large, or it may not be read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileRefused(path, "this is a folder", "Name a file in it")
        if status.st_size > LARGEST_FILE:
            size = f"the file has {status.st_size / 1e6:,.0f} MB; {LARGEST_FILE / 1e6:,.0f} MB is the most that is read"
            raise FileRefused(path, size, "Check that it is the right file")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise FileRefused(path, *_reading_failed(path, error)) from error
    if len(data) > LARGEST_FILE:
        raise FileRefused(path, "it gives more data than are read", "Check that it is the right file")
    return data


def write_file(path: Path, data: bytes) -> None:
    """Write a file as a whole: it holds ``data`` afterwards, or what it held before.

    A link is followed, the permissions of an existing file are kept, and nothing is left behind on failure.

    Raises
    ------
    FileRefused
        If it cannot be written.
    """
    with _refusing(path):
        target = _target(path)
        with _temporary_beside(target) as (descriptor, temporary):
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, _mode(target))
            os.replace(temporary, target)
        _flush_folder(target.parent)


def require_writable(path: Path) -> None:
    """Make sure that a file can be written, before long work is done for it; nothing is changed.

    Raises
    ------
    FileRefused
        If it cannot.
    """
    with _refusing(path), _temporary_beside(_target(path)) as (descriptor, _):
        os.close(descriptor)


def _target(path: Path) -> Path:
    """The file itself behind links; refuses what can never be replaced by a file."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise FileRefused(path, "this is a folder", "Name a file in it")
    if target.exists() and not target.is_file():
        raise FileRefused(path, "this is a device, not a file", "Name a file", _kept(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return target


@contextlib.contextmanager
def _temporary_beside(target: Path) -> Iterator[tuple[int, str]]:
    """An open new file in the same folder, removed at the end if it is still there."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}-", suffix=".part", dir=target.parent)
    try:
        yield descriptor, temporary
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those of any new file."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return _NEW_FILE_MODE & ~mask


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network folders cannot; the file is whole all the same
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn the system's errors into a refusal to write ``path``."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise FileRefused(path, *_writing_failed(path, error), _kept(path)) from error


def _kept(path: Path) -> str:
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    return "The file that was there is unchanged." if there else "Nothing was written."


def _reading_failed(path: Path, error: Exception) -> tuple[str, str]:
    """What happened and what to do."""
    if isinstance(error, ValueError):
        return "this cannot be the name of a file", "Name a file"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file", "Check the name and the folder"
    if isinstance(error, PermissionError):
        return "you may not read it", "Ask its owner for the right to read it, or use a copy"
    return f"it cannot be read ({_reason(error)})", "Try again, or use a copy on another disk"


def _writing_failed(path: Path, error: Exception) -> tuple[str, str]:
    """What happened and what to do."""
    if isinstance(error, ValueError):
        return "this cannot be the name of a file", "Choose another name"
    number = error.errno if isinstance(error, OSError) else None
    if path.parent.is_file():
        return f'"{path.parent}" is a file, not a folder', "Choose a folder"
    if number in (errno.ENOENT, errno.ENOTDIR):
        return f'there is no folder "{path.parent}"', "Make the folder first, or choose another"
    if number in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full", "Free some space, or choose another disk"
    if number == errno.EROFS:
        return "the disk can only be read", "Choose another folder"
    if number == errno.ENAMETOOLONG:
        return "the name is too long", "Choose a shorter one"
    if isinstance(error, PermissionError):
        return "you may not write here", "Choose another folder, or ask for the right to write"
    return f"it cannot be written ({_reason(error)})", "Try again, or choose another folder"


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _concerns_whole_file(issue: Issue) -> bool:
    """Whether there is no document to speak of, as against one with fields that do not fit."""
    return issue.field in ("", "schema_version") and issue.where.startswith(("document", "line ", "schema_version"))


def _no_portfolio(path: Path, data: bytes, issue: Issue) -> FileRefused:
    """The refusal of a file that is something else than a portfolio, or a portfolio that cannot be understood."""
    if not data:
        return FileRefused(path, "the file is empty", "Use an older copy, or begin with the sample")
    kind = next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)
    if kind is None and path.suffix.lower() in _OTHER_KINDS:
        kind = _OTHER_KINDS[path.suffix.lower()]
    if kind is None and b"\0" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        kind = "a binary file"
    if kind is not None:
        is_named = path.suffix.lower() == SUFFIX
        remedy = "Use an older copy of it, or another file" if is_named else f"Name a file that ends in {SUFFIX}"
        return FileRefused(path, f"this is {kind}, not a portfolio", remedy)
    place = f"{issue.where}: " if issue.where.startswith("line ") else ""
    problem, _, remedy = issue.message.partition("; ")
    remedy = remedy or "Mend it there, or use an older copy"
    return FileRefused(path, f"{place}{problem}", remedy[0].upper() + remedy[1:])
