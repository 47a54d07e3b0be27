"""``python -m tests.pictures FOLDER [page ...]``: a picture of each page of the sample, in both themes and two sizes.

For looking at, and for the user guide.  Needs Xvfb, xdotool and ImageMagick's ``import``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from app.pages.entries import ENTRIES
from tests.screen import Screen

SIZES: Final = ((1280, 800), (1920, 1080))
THEMES: Final = ("light", "dark")

_FORECAST: Final = 20.0
"""Seconds until the full forecast of the sample is surely there."""

_DRAWN: Final = 1.5


def main(folder: Path, wanted: list[str]) -> None:
    """Take the pictures of the pages that are named, or of all."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        for theme in THEMES:
            take(folder, theme, width, height, wanted)


def take(folder: Path, theme: str, width: int, height: int, wanted: list[str]) -> None:
    """The pictures in one theme and size."""
    with tempfile.TemporaryDirectory() as home:
        config = Path(home, "xdg_config_home", "foliocast")
        config.mkdir(parents=True)
        (config / "preferences.json").write_text(f'{{"theme": "{theme}"}}')
        with Screen(width, height) as screen, screen.program(Path(home), "open", "--sample") as program:
            program.window("Ferrowick")
            time.sleep(_FORECAST)
            for entry in ENTRIES:
                name = entry.name.lower().replace(" / ", "-").replace(" & ", "-").replace(" ", "-")
                if wanted and name not in wanted:
                    continue
                program.keys(entry.shortcut.lower())
                time.sleep(_DRAWN)
                screen.picture(folder / f"{name}-{theme}-{width}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
