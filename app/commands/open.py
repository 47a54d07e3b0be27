"""``foliocast [open FILE]``: the window.  Qt is imported here, and only once the window is wanted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.commands.libraries import explanation, missing_libraries
from app.commands.outcome import REFUSED, Ended
from app.terminal import complain


def open_window(file: Path | None, *, sample: bool) -> None:
    """Show the window until it is closed.

    Raises
    ------
    Ended
        If there is no display, or the system lacks libraries; what to do about it has been said.
    """
    _require_display()
    if missing := missing_libraries():
        complain(f"{explanation(missing)}; then try again")
        raise Ended(REFUSED)
    from app.desktop import run

    code = run(file, sample=sample)
    if code:
        raise Ended(code)


def has_display() -> bool:
    """Whether a window can be seen; elsewhere than on Linux it always can."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or bool(shown)


def _require_display() -> None:
    if not has_display() and "QT_QPA_PLATFORM" not in os.environ:  # which may name one that needs no screen
        complain("there is no display to show a window on; `foliocast forecast FILE` works in the terminal")
        raise Ended(REFUSED)
