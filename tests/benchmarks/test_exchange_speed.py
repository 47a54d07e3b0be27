"""Importing against plain openpyxl reading the same file, in one run."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.exchange.importing import import_file
from app.exchange.template import input_workbook
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio, Settings
from models.team import Team
from tests.portfolios import q

STAGES = 5_000
PER_OPTION = 50
HIGHEST_RATIO = 2.0


@pytest.mark.benchmark
def test_importing_5000_stages_takes_at_most_twice_as_long_as_reading_them(tmp_path: Path) -> None:
    """Reading, parsing every cell, building the records and checking the portfolio, against reading the cells alone."""
    path = tmp_path / "large.xlsx"
    portfolio = large_portfolio()
    path.write_bytes(input_workbook(portfolio))
    assert import_file(path).portfolio == portfolio
    pairs = [(seconds(lambda: import_file(path)), seconds(lambda: read_plainly(path))) for _ in range(3)]
    ratio = min(first / second for first, second in pairs)
    print(f"import / openpyxl: {ratio:.2f}")  # noqa: T201 - the measure is what a benchmark is run for
    assert ratio <= HIGHEST_RATIO


def read_plainly(path: Path) -> int:
    """Every value of a workbook as openpyxl gives it; how many there are."""
    book = load_workbook(path, data_only=True)
    return sum(value is not None for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def large_portfolio() -> Portfolio:
    """5,000 stages in chains of 50, with ranges, crews and links that are all different."""
    initiatives = tuple(_initiative(number) for number in range(STAGES // PER_OPTION))
    team = Team(id="t", name="Team", headcount=20.0, monthly_rate=q(9000))
    return Portfolio(name="Large", settings=Settings(start="2027-01"), teams=(team,), initiatives=initiatives)


def _initiative(number: int) -> Initiative:
    option = Option(id=f"i{number}-o", stages=tuple(_stage(number, place) for place in range(PER_OPTION)))
    return Initiative(
        id=f"i{number}", name=f"Initiative {number}", rank=number + 1, options=(option,), selected=option.id
    )


def _stage(number: int, place: int) -> Stage:
    low = 1 + (number * PER_OPTION + place) / STAGES
    return Stage(
        id=f"i{number}-s{place}",
        name=f"Stage {place}",
        duration=q(f"{low:.4f}..{low + 1:.4f}..{low + 3:.4f}"),
        crew=(Crew(team="t", fte=1.0),),
        after=(Link(stage=f"i{number}-s{place - 1}"),) if place else None,
        external_cost=q(number * 1000 + place),
        success=q(0.9),
    )
