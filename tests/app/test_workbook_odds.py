"""What is rare or all but sure is not shown as never or always in the results workbook; its cells hold the number."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.exchange.results import write_results
from app.exchange.results.styles import shown_kind
from models.budget import Budget, Objective
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from simulation import forecast
from simulation.summarise import summarise

q = Quantity.parse


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Of 1,000 futures: 997 pass the gate, and in 3 the cost is above the budget."""
    gate = Stage(id="gate", duration=q(1), success=q(0.997), external_cost=q("Discrete(10: 0.997, 30: 0.003)"))
    way = Option(id="way", stages=(gate,))
    plan = Portfolio(
        name="Rare",
        settings=Settings(start="2027-01", horizon_months=12),
        initiatives=(Initiative(id="one", name="One", options=(way,), selected="way"),),
        budgets=(Budget(id="limit", period="FY27", category="external", amount=q(20)),),
        objectives=(Objective(id="goal", name="Goal", metric="launch", subject="initiative:one", by="2027-03"),),
    )
    path: Path = tmp_path_factory.mktemp("rare") / "results.xlsx"
    result = forecast(plan, trials=1000)
    write_results(path, plan, result, summarise(result))
    return openpyxl.load_workbook(path, data_only=True)


@pytest.mark.parametrize(
    ("sheet", "header", "shown", "value"),
    [
        ("Initiatives", "P(launched)", '">99%"', 0.997),
        ("Objectives", "P(hit)", '">99%"', 0.997),
        ("Budget", "P(over)", '"<1%"', 0.003),
        ("Delivery", "Not within the horizon", '"<1%"', 0.003),
    ],
)
def test_odds_are_not_rounded_to_never_or_always(book: Any, sheet: str, header: str, shown: str, value: float) -> None:
    rows = list(book[sheet].iter_rows())
    above = next(cell for row in rows for cell in row if cell.value == header)
    below = [row[above.column - 1] for row in rows[above.row :]]
    found = next(cell for cell in below if isinstance(cell.value, float))
    assert (found.value, found.number_format) == (pytest.approx(value, abs=0.001), shown)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("odds", 0.0, "odds"),
        ("odds", 0.004, "odds_rare"),
        ("odds", 0.005, "odds"),
        ("odds", 0.996, "odds_near"),
        ("odds", 1.0, "odds"),
        ("chance", 0.004, "chance"),
        ("chance", 0.9999, "chance_near"),
        ("chance", None, "chance"),
        ("share", 0.00001, "share"),
    ],
)
def test_only_odds_that_would_be_rounded_away_are_written_so(kind: str, value: float | None, shown: str) -> None:
    """0 and 1 are what they are, and other shares, such as rates, are no odds."""
    assert shown_kind(kind, value) == shown
