"""How time grows with stages, teams and months: 1,000 trials on one core, each in a process of its own."""

import pytest

from tests.benchmarks.alone import forecast_alone
from tests.benchmarks.conftest import Book
from tests.benchmarks.measured import Curve, Point, Row
from tests.benchmarks.sizes import Size

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

TRIALS = 1_000


def point(size: Size, along: int) -> Point:
    """What a forecast of that size takes."""
    run = forecast_alone(size.stages, size.teams, size.months, TRIALS)
    return Point(along, run.seconds, run.peak_mib)


def test_stages(book: Book) -> None:
    """50 to 5,000 stages of 8 teams, who grow with the work."""
    points = tuple(point(Size(stages=count), count) for count in (50, 100, 200, 500, 1000, 2000, 5000))
    book.curve(Curve(axis="stages", held="8 teams, 60 months, 1,000 trials, one core", points=points))


def test_teams(book: Book) -> None:
    """2 to 50 teams for 200 stages."""
    points = tuple(point(Size(teams=count), count) for count in (2, 4, 8, 16, 32, 50))
    book.curve(Curve(axis="teams", held="200 stages, 60 months, 1,000 trials, one core", points=points))


def test_months(book: Book) -> None:
    """A horizon of 1 to 20 years for 200 stages."""
    points = tuple(point(Size(months=count), count) for count in (12, 24, 60, 120, 240))
    book.curve(Curve(axis="months", held="200 stages, 8 teams, 1,000 trials, one core", points=points))


def test_largest(book: Book) -> None:
    """5,000 stages of 50 teams in 1,000 trials come to an end, in at most 4 GiB."""
    run = point(Size(stages=5000, teams=50), 5000)
    book.row(
        Row(
            work="5,000 stages × 50 teams × 1,000 trials, one core",
            ours=f"{run.seconds:.0f} s",
            figure=run.peak_mib / 1024,
            unit="GiB",
            target=4.0,
            at_most=True,
            note=f"{5000 * TRIALS / run.seconds / 1e6:.2f} M stage-samples/s",
        )
    )
