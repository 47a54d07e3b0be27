"""From an edit of the sample to refreshed key figures, and 200 edits in a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import pytest

from tests.benchmarks.conftest import Book
from tests.benchmarks.editing import Edited, edits_alone
from tests.benchmarks.measured import Row

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]


def by_kind(edits: list[Edited]) -> str:
    """The median of each kind of edit."""
    kinds = dict.fromkeys(edit.kind for edit in edits)
    return "; ".join(f"{kind} {1e3 * median(e.seconds for e in edits if e.kind == kind):.0f} ms" for kind in kinds)


def test_preview(book: Book) -> None:
    """50 edits of seven kinds: edit, check, preview of 1,000 trials, key figures; at most 100 ms in the median."""
    pytest.importorskip("simulation.cache", reason="previews are not there")
    edits = edits_alone(50)
    seconds = sorted(edit.seconds for edit in edits)
    book.row(
        Row(
            work="edit to refreshed key figures, 1,000 trials, median of 50 edits",
            ours=by_kind(edits),
            figure=1e3 * median(seconds),
            unit="ms",
            target=100.0,
            at_most=True,
            note=f"nine of ten within {1e3 * seconds[45]:.0f} ms; "
            f"{1e3 * median(edit.seconds - edit.check_seconds for edit in edits):.0f} ms without the checks",
        )
    )


FILLING = 50
"""Edits in which what is remembered of earlier ones fills up; what is held at the beginning says nothing."""


@dataclass(frozen=True)
class Session:
    """Edits in one process: those at first, and 200 more."""

    filling: list[Edited]
    edits: list[Edited]

    def quarters(self, of: Callable[[Edited], float]) -> tuple[float, float]:
        """The medians of the first and the last quarter of the 200, in which each kind of edit comes as often."""
        return median(map(of, self.edits[:49])), median(map(of, self.edits[-49:]))


@pytest.fixture(scope="module")
def long_session() -> Session:
    """All in a process of their own."""
    pytest.importorskip("simulation.cache", reason="previews are not there")
    edits = edits_alone(FILLING + 200)
    return Session(edits[:FILLING], edits[FILLING:])


def test_soak_memory(long_session: Session, book: Book) -> None:
    """The memory of the last 50 edits is at most 5 % above that of the first 50."""
    first, last = long_session.quarters(lambda edit: edit.resident_mib)
    book.row(
        Row(
            work="200 edits in a row: growth of memory, last quarter against first",
            ours=f"{last:.0f} MiB",
            rival="first quarter",
            theirs=f"{first:.0f} MiB",
            figure=100 * (last / first - 1),
            unit="%",
            target=5.0,
            at_most=True,
            note=f"after {FILLING} edits from {long_session.filling[0].resident_mib:.0f} MiB on, "
            "in which what is remembered fills up",
        )
    )


def test_soak_time(long_session: Session, book: Book) -> None:
    """The last 50 edits are no slower than the first 50, within a tenth for what else the machine does."""
    first, last = long_session.quarters(lambda edit: edit.seconds)
    book.row(
        Row(
            work="200 edits in a row: growth of time, last quarter against first",
            ours=f"{1e3 * last:.0f} ms",
            rival="first quarter",
            theirs=f"{1e3 * first:.0f} ms",
            figure=100 * (last / first - 1),
            unit="%",
            target=10.0,
            at_most=True,
        )
    )
