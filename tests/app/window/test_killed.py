"""Killed at any moment, the program leaves a whole file, and recovery has the newest edit that was kept."""

import random
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from app.exchange.files import load_portfolio, save_portfolio
from app.state.recovery import discard, left_behind
from tests.places import ROOT
from tests.portfolios import example_portfolio

MOMENTS = 200
TOGETHER = 4
"""Programs at a time, each with files of its own."""

LONGEST_LIFE = 0.12
"""Seconds from the first edit to the end: some ten edits and three saves of this small plan."""


class Writer:
    """A program that edits and saves, its files, and what it said before it was killed."""

    def __init__(self, folder: Path) -> None:
        self.path, self.recovery = folder / "plan.foliocast", folder / "recovery"
        folder.mkdir()
        save_portfolio(self.path, msgspec.structs.replace(example_portfolio(), name="0"))

    def begin(self) -> None:
        command = [sys.executable, "-m", "tests.app.window.killed_writer", str(self.path), str(self.recovery)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def live_and_die(self, seconds: float) -> None:
        """Let it live for a while after its first edit, then kill it."""
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        assert first
        time.sleep(seconds)
        self.process.kill()
        rest, _ = self.process.communicate()
        self.told = [line.split() for line in [first, *rest.splitlines(keepends=True)] if line.endswith("\n")]

    def newest(self, word: str) -> int:
        return max((int(number) for said, number in self.told if said == word), default=0)

    def check(self) -> None:
        saved = int(load_portfolio(self.path).name)  # whole, or this raises
        found = left_behind(self.recovery)
        recovered = [int(one.portfolio.name) for one in found]
        assert saved >= self.newest("saved")
        assert len(found) <= 1
        assert max([saved, *recovered]) >= self.newest("kept")
        for one in found:
            discard(one)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a killed process there cannot be told from one that left")
def test_no_moment_of_death_loses_what_was_kept(tmp_path: Path) -> None:
    """The moments are drawn with a fixed seed; where they fall differs with the machine, which is as it should be."""
    moments = random.Random(200)
    writers = [Writer(tmp_path / str(number)) for number in range(TOGETHER)]
    for _ in range(MOMENTS // TOGETHER):
        for writer in writers:
            writer.begin()
        for writer in writers:
            writer.live_and_die(moments.uniform(0, LONGEST_LIFE))
            writer.check()
