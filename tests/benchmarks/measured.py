"""What the benchmarks found, as records, kept in one JSON file from which the page is written.

Every benchmark adds what it found as soon as it is known, so that a run that breaks off loses nothing.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from importlib.metadata import distributions, version
from pathlib import Path

import msgspec
import psutil

ROOT = Path(__file__).resolve().parents[2]
FOUND = ROOT / "build" / "benchmarks.json"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: a work, what it took, and how that compares with a rival or a target."""

    work: str
    ours: str
    rival: str = ""
    theirs: str = ""
    figure: float
    unit: str
    target: float | None = None
    at_most: bool = False
    note: str = ""
    others: float = 0.0  # share of the machine that other programs took meanwhile

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.figure <= self.target if self.at_most else self.figure >= self.target


class Point(msgspec.Struct, frozen=True):
    """A size, and what a run of that size took."""

    size: int
    seconds: float
    peak_mib: float


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """How time grows along one axis; ``held`` says what stays the same."""

    axis: str
    held: str
    points: tuple[Point, ...]


class BlockCosts(msgspec.Struct, frozen=True, kw_only=True):
    """What one block of 1,000 trials costs, wherever it is computed."""

    seconds: float  # on one core
    result_bytes: int
    merge_seconds: float  # in the process that gathers: take apart and add


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What it was measured on."""

    processor: str
    cores: int
    memory_gib: float
    system: str
    versions: Mapping[str, str]


class Findings(msgspec.Struct, kw_only=True):
    """Everything that was found."""

    machine: Machine
    rows: dict[str, Row] = {}
    curves: dict[str, Curve] = {}
    costs: dict[str, BlockCosts] = {}
    start_seconds: float = 0.0  # of a forecast before its first block and after its last one


def this_machine() -> Machine:
    """The machine, without its name."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gib=round(psutil.virtual_memory().total / 2**30, 1),
        system=platform.system(),
        versions={"Python": platform.python_version()}
        | _installed("numpy", "numba", "simpy", "monaco", "ciw", "distributed"),
    )


def _installed(*names: str) -> dict[str, str]:
    """The versions of those that are installed; the rivals need not be, where single benchmarks are run."""
    known = {package.name.lower() for package in distributions()}
    return {name: version(name) for name in names if name in known}


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def load(path: Path = FOUND) -> Findings:
    """What was found so far; nothing where there is no file."""
    if not path.exists():
        return Findings(machine=this_machine())
    return msgspec.json.decode(path.read_bytes(), type=Findings)


def save(findings: Findings, path: Path = FOUND) -> None:
    """Write everything down."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(findings)))
