"""Memory and time against the number of trials, each run in a process of its own."""

import pytest

from tests.benchmarks.alone import forecast_alone
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Curve, Row

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(7200)]


def test_trials(book: Book) -> None:
    """1,000 to 1,000,000 trials of the sample: time grows with them, memory does not; at most 1 GiB."""
    points = tuple(forecast_alone("sample", trials) for trials in (1_000, 10_000, 100_000, 1_000_000))
    book.curve(Curve(axis="trials", held="the sample, one core", points=points))
    last = points[-1]
    book.row(
        Row(
            work="memory of 1,000,000 trials of the sample, one process",
            ours="; ".join(f"{point.size:,} trials: {point.peak_mib:,.0f} MiB" for point in points),
            figure=last.peak_mib / 1024,
            unit="GiB",
            target=1.0,
            at_most=True,
            note=f"{last.seconds / 60:.1f} minutes on one core",
        )
    )
