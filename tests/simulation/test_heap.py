"""Memory that is taken once and kept, counted in page faults; a process of its own for each, as it is for good."""

import subprocess
import sys

import numpy as np
import pytest

from simulation import heap

FAULTS = """
import resource
import numpy as np
from simulation.heap import keep_memory, take_memory
keep_memory()
if {take}:
    take_memory(2**27)
def fill():
    for _ in range(3):
        kept = [np.empty(2**22, np.uint8) for _ in range(16)]
        for array in kept:
            array[:] = 1
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
fill()
first = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
fill()
print(first - before, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - first)
"""


def faults(*, take: bool) -> list[int]:
    """Page faults of work on 64 MiB: at first, and again."""
    environment = {"NUMPY_MADVISE_HUGEPAGE": "0", "PATH": ""}  # so that a fault is one of 4 KiB
    program = [sys.executable, "-c", FAULTS.format(take=take)]
    ended = subprocess.run(program, env=environment, capture_output=True, check=True, text=True, timeout=60)
    return [int(word) for word in ended.stdout.split()]


@pytest.mark.skipif(not heap.keep_memory(), reason="this C library does not let itself be told what to keep")
def test_memory_is_asked_for_once() -> None:
    """The first work on 64 MiB faults for each page unless it was taken before, and what comes later never does."""
    pages = 64 * 2**20 // 2**12
    untaken, taken = faults(take=False), faults(take=True)
    assert untaken[0] > 0.9 * pages
    assert taken[0] < 0.05 * pages
    assert max(untaken[1], taken[1]) < 0.05 * pages


def test_elsewhere_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library cannot be told, nothing is kept, and so nothing is asked for."""
    monkeypatch.setattr(heap, "_mallopt", lambda: None)
    heap.keep_memory.cache_clear()
    try:
        assert not heap.keep_memory()
        monkeypatch.setattr(np, "empty", None)  # not callable: asking for an array would fail
        heap.take_memory(2**30)
    finally:
        monkeypatch.undo()
        heap.keep_memory.cache_clear()
