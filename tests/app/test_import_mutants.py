"""Two thousand workbooks gone wrong: each is imported or clearly refused, in bounded time and memory."""

import ast
import subprocess
import sys

import pytest

from tests.places import ROOT

MUTANTS = 2_000
PROCESSES = 2
SECONDS = 300  # far beyond the minute it takes: only a hang gets there


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is set in the way of Linux")
def test_mutants_are_imported_or_refused() -> None:
    """No traceback, no hang, never more than a GiB of address space; all three outcomes do occur."""
    share = MUTANTS // PROCESSES
    program = [sys.executable, "-m", "tests.app.mutants"]
    running = [
        subprocess.Popen(
            [*program, str(first), str(share)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for first in range(0, MUTANTS, share)
    ]
    totals: dict[str, int] = {}
    try:
        for process in running:
            out, err = process.communicate(timeout=SECONDS)
            assert process.returncode == 0, out + err[-2000:]
            for what, count in ast.literal_eval(out.strip()).items():
                totals[what] = totals.get(what, 0) + count
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert sum(totals.values()) == MUTANTS
    assert totals.pop("unclear") == 0
    assert min(totals.values()) > MUTANTS / 100
