"""A forecast in a process of its own, so that the most memory that was held is its own.

Run as ``python -m tests.benchmarks.alone sample TRIALS``, or with ``STAGES TEAMS MONTHS TRIALS`` for a portfolio of
that size.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from tests.benchmarks.measured import ROOT, Point


def forecast_alone(*arguments: str | int, minutes: float = 60.0) -> Point:
    """What such a forecast takes in a new process, its size being the number of trials.

    Time is the process's on the processor, without loading the program; memory is the most that was resident.
    """
    command = [sys.executable, "-m", "tests.benchmarks.alone", *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60 * minutes)
    return msgspec.json.decode(ended.stdout, type=Point)


def peak_mib() -> float:
    """The most memory that this process ever held.

    From the kernel's own count where there is one: ``getrusage`` begins with what the parent process held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


def _main(*arguments: str) -> None:
    from simulation import forecast
    from simulation.warm import warm_up
    from tests.benchmarks.sizes import Size, portfolio_of
    from tests.places import sample_portfolio

    trials = int(arguments[-1])
    if arguments[0] == "sample":
        portfolio = sample_portfolio()
    else:
        stages, teams, months = map(int, arguments[:3])
        portfolio = portfolio_of(Size(stages, teams, months))
    warm_up()
    began = time.process_time()
    forecast(portfolio, trials=trials)
    point = Point(trials, time.process_time() - began, peak_mib())
    sys.stdout.buffer.write(msgspec.json.encode(point))


if __name__ == "__main__":
    _main(*sys.argv[1:])
