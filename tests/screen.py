"""A real screen for the real program: Xvfb, keys and mouse by xdotool, pictures by ImageMagick.

Used by the story on the screen and by ``python -m tests.pictures``, which takes the pictures of the guide.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

PROGRAMS: Final = ("Xvfb", "xdotool")
PATIENCE: Final = 90.0
"""Seconds until something that is waited for counts as never coming; the first start compiles the engines."""

_PAUSE: Final = 0.1


def missing_programs() -> list[str]:
    """What a screen needs and is not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


@dataclass
class Screen:
    """A screen that nobody sees, of ``width`` x ``height`` pixels."""

    width: int
    height: int
    _server: subprocess.Popen[bytes] | None = None
    display: str = ""

    def __enter__(self) -> Screen:
        readable, writable = os.pipe()
        size = f"{self.width}x{self.height}x24"
        # Without -noreset the server starts anew whenever its last client leaves, and refuses who comes meanwhile.
        server = ["Xvfb", "-displayfd", str(writable), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(server, pass_fds=[writable], stderr=subprocess.DEVNULL)
        os.close(writable)
        with os.fdopen(readable) as told:
            self.display = f":{told.readline().strip()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait()

    @contextmanager
    def program(self, home: Path, *arguments: str) -> Iterator[Program]:
        """The program in a window as large as the screen, with folders of its own under ``home``."""
        places = {name: str(home / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        environment = {**os.environ, **places, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        started = subprocess.Popen([sys.executable, "-m", "app", *arguments], env=environment)
        try:
            program = Program(self, started)
            program.fill_screen()
            yield program
        finally:
            started.terminate()
            started.wait(timeout=PATIENCE)

    def xdotool(self, *arguments: str) -> str:
        """What xdotool answers; empty where it finds nothing."""
        environment = {**os.environ, "DISPLAY": self.display}
        asked = subprocess.run(["xdotool", *arguments], env=environment, capture_output=True, text=True, check=False)
        return asked.stdout.strip()

    def picture(self, path: Path) -> Path:
        """The whole screen as a PNG."""
        command = ["import", "-display", self.display, "-window", "root", "-depth", "8", "-strip", str(path)]
        subprocess.run(command, check=True)
        return path


@dataclass
class Program:
    """The running program on a screen."""

    screen: Screen
    process: subprocess.Popen[bytes]

    def window(self, title: str) -> str:
        """The X window with a title that contains ``title``, once it is there."""
        found = until(lambda: self.screen.xdotool("search", "--onlyvisible", "--name", title).splitlines())
        return str(found[0])

    def fill_screen(self) -> None:
        """Make the window as large as the screen, and give it the keyboard: there is no window manager."""
        window, screen = self.window("Foliocast"), self.screen
        screen.xdotool("windowsize", "--sync", window, str(screen.width), str(screen.height))
        screen.xdotool("windowmove", window, "0", "0", "windowfocus", "--sync", window)

    def keys(self, *chords: str) -> None:
        """Press keys one after the other, such as ``ctrl+s``."""
        self.screen.xdotool("key", "--delay", "60", *chords)
        time.sleep(_PAUSE)

    def type(self, text: str) -> None:
        """Type a text."""
        self.screen.xdotool("type", "--delay", "15", text)
        time.sleep(_PAUSE)

    def type_into_dialog(self, title: str, text: str) -> None:
        """Type into a dialog once it is there, and accept it."""
        self.screen.xdotool("windowfocus", "--sync", self.window(title))
        self.keys("ctrl+a")
        self.type(text)
        self.keys("Return")

    def focus(self) -> None:
        """Give the keyboard back to the window."""
        self.screen.xdotool("windowfocus", "--sync", self.window("Foliocast"))

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen."""
        self.screen.xdotool("mousemove", "--sync", str(x), str(y), "click", "1")
        time.sleep(_PAUSE)


def until(found: Callable[[], Sequence[str] | bool]) -> Sequence[str]:
    """Wait for something to be there.

    Raises
    ------
    TimeoutError
        If it never comes.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := found():
            return answer if not isinstance(answer, bool) else ()
        time.sleep(_PAUSE)
    raise TimeoutError("it never came")
