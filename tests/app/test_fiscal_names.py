"""Fiscal periods may be written in several ways; forecasts call each by one name, and read all of them."""

import pytest

from app.pages.money.budget import note_of, rows_of
from app.pages.overview.drawing import years_of
from models.benefit import Benefit
from models.budget import Budget, Objective
from models.check import check
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from simulation import forecast
from simulation.summarise import summarise
from simulation.summary.shapes import Summary

q = Quantity.parse


def told(*, budgets: tuple[Budget, ...] = (), objectives: tuple[Objective, ...] = ()) -> Summary:
    """Of an initiative that takes three months, costs 9,000 in them, and then earns 1,000 a month."""
    sales = Benefit(id="sales", curve="constant", peak_per_year=q(12_000))
    work = Stage(id="work", duration=q(3), external_cost=q(9_000))
    way = Option(id="way", stages=(work,), benefits=(sales,))
    plan = Portfolio(
        name="Named",
        settings=Settings(start="2027-01", horizon_months=24),
        initiatives=(Initiative(id="one", name="One", options=(way,), selected="way"),),
        budgets=budgets,
        objectives=objectives,
    )
    assert not [issue for issue in check(plan) if issue.severity == "error"]
    return summarise(forecast(plan, trials=2))


@pytest.mark.parametrize("period", ["FY2027", "fy27", " FY27 "])
def test_an_envelope_belongs_to_its_year_however_that_is_written(period: str) -> None:
    """In the table and the bars of the pages, too: a budget of 5,000 against a cost of 9,000."""
    summary = told(budgets=(Budget(id="limit", period=period, category="external", amount=q(5_000)),))
    assert [one.period for one in summary.budgets] == ["FY27"]
    assert summary.budgets[0].cost.p50 == pytest.approx(9_000)
    assert len(rows_of(summary, "total")) == 3  # two years, and the envelope below the first
    _, (budget, _) = years_of(summary)
    assert budget.values[0] == pytest.approx(5_000)


@pytest.mark.parametrize(("by", "revenue"), [("FY28", 12_000), (" fy2028 ", 12_000), ("FY2028-Q1", 3_000)])
def test_an_objective_reads_its_period_as_the_checks_do(by: str, revenue: float) -> None:
    """12 months of the second year, or three of them."""
    goal = Objective(id="goal", name="Goal", metric="revenue", target=1.0, by=by)
    assert told(objectives=(goal,)).objectives[0].achieved.p50 == pytest.approx(revenue)


def test_a_value_is_of_the_horizon_whatever_stands_as_its_date() -> None:
    """The date of a value means nothing, so nothing is read from it."""
    goal = Objective(id="goal", name="Goal", metric="value", target=1.0, by="soon")
    summary = told(objectives=(goal,))
    assert summary.objectives[0].achieved.p50 == summary.key.value.p50


@pytest.mark.parametrize(
    ("periods", "missing"),
    [(("FY27-Q1", "FY27-Q2"), False), (("FY27-Q2",), True), (("FY27",), False), ((), True)],
)
def test_cost_outside_the_envelopes_is_pointed_out(periods: tuple[str, ...], missing: bool) -> None:
    """9,000 in the first quarter: an envelope of the second alone leaves them out of P(over), and the note says so."""
    other = Budget(id="other", period="FY27", category="staffing", amount=q(1))
    limits = tuple(Budget(id=one, period=one, category="external", amount=q(20_000)) for one in periods)
    summary = told(budgets=(*limits, other))
    assert ("FY27 has a cost without an envelope" in note_of(summary, "total")) == missing
