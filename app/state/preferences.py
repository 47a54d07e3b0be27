"""What a person prefers, kept between starts in one JSON file: theme, recent files, the window's state.

A file that cannot be read counts as none: preferences are never worth an error.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec
import platformdirs

from app.exchange.files import FileRefused, read_file, write_file

ThemeChoice = Literal["system", "light", "dark"]
MOST_RECENT: Final = 10
_NAME: Final = "foliocast"


@dataclass(frozen=True)
class Places:
    """The folders in which the program keeps what is its own."""

    config: Path
    data: Path

    @property
    def preferences(self) -> Path:
        """The file of the preferences."""
        return self.config / "preferences.json"

    @property
    def recovery(self) -> Path:
        """The folder of the recovery files."""
        return self.data / "recovery"


def usual_places() -> Places:
    """Where the system wants them."""
    return Places(
        platformdirs.user_config_path(_NAME, appauthor=False), platformdirs.user_data_path(_NAME, appauthor=False)
    )


class Preferences(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All preferences; the window's geometry and state as Qt gives them, in hexadecimal; shares of borders by name."""

    theme: ThemeChoice = "system"
    recent: tuple[str, ...] = ()
    geometry: str = ""
    state: str = ""
    splits: dict[str, float] = {}


class PreferenceStore:
    """The preferences as they are, and the file in which they are kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.current = _read(path)

    @property
    def recent(self) -> list[Path]:
        """The files that were open last, the newest first; those that are gone are left out."""
        return [path for path in map(Path, self.current.recent) if path.is_file()]

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the list."""
        newest = str(path.resolve())
        others = (one for one in self.current.recent if one != newest)
        self.keep(recent=(newest, *others)[:MOST_RECENT])

    def keep(self, **changes: object) -> None:
        """Change some preferences and write the file."""
        self.current = msgspec.structs.replace(self.current, **changes)
        with contextlib.suppress(FileRefused, OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._path, msgspec.json.format(msgspec.json.encode(self.current)) + b"\n")


def _read(path: Path) -> Preferences:
    try:
        return msgspec.json.decode(read_file(path), type=Preferences)
    except (FileRefused, msgspec.DecodeError, UnicodeDecodeError):
        return Preferences()
