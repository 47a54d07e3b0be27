"""Ctrl-C and termination of a real run on a real terminal: out at once, nothing half-made."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.places import ROOT, SAMPLE

pty = pytest.importorskip("pty", reason="pseudo-terminals of POSIX systems")

PATIENCE_SECONDS = 120
"""How long the compiler may take on a busy machine."""


@contextmanager
def on_a_terminal(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process whose standard error is a terminal of 80 columns, and the other side of that terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-m", "app", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs, env=environment)
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(terminal: int, words: str) -> str:
    """What the terminal shows up to and with ``words``."""
    shown = b""
    until = time.monotonic() + PATIENCE_SECONDS
    while words.encode() not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
        assert ready, f"{words!r} never came, but {shown!r}"
        shown += os.read(terminal, 65536)
    return shown.decode()


def read_rest(terminal: int) -> str:
    """What else it shows until the process closes it."""
    shown = b""
    with suppress(OSError):  # the end of a pseudo-terminal
        while part := os.read(terminal, 65536):
            shown += part
    return shown.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "number", "workers"),
    [
        ("Preparing", signal.SIGINT, 1),  # while modules are loaded and the plan is compiled
        ("left", signal.SIGINT, 1),  # in the midst of the trials: the time left is known
        ("left", signal.SIGTERM, 1),
        ("left", signal.SIGINT, 2),  # threads
        ("left", signal.SIGINT, 5),  # processes
    ],
)
def test_a_run_ends_at_once_and_leaves_nothing(tmp_path: Path, moment: str, number: int, workers: int) -> None:
    """A million trials take minutes; how fast the end comes is measured in the benchmarks."""
    out = tmp_path / "figures.json"
    options = ("--trials", "1000000", "--workers", str(workers), "--json", str(out))
    with on_a_terminal("forecast", str(SAMPLE), *options) as (process, terminal):
        read_until(terminal, moment)
        process.send_signal(number)
        rest = read_rest(terminal)
        process.wait(PATIENCE_SECONDS)
        assert process.returncode == 130
        assert "cancelled" in rest
        assert "Traceback" not in rest
    assert os.listdir(tmp_path) == []
