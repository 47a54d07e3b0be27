"""What is observed of a block by fiscal period and budget, and of its launches, against plain sums."""

from functools import cache

import msgspec
import numpy as np
import pytest

from models.budget import BUDGET_CATEGORIES, Budget
from simulation.block import Simulated, engine_named, simulate
from simulation.delivery.contract import LAUNCHED, UNFINISHED
from simulation.money.views import budget_use, by_period, view_periods
from simulation.plan import Plan, compile_plan
from simulation.sampling.draw import sample
from tests.portfolios import example_portfolio, q
from tests.simulation.results import same_bits

TRIALS = 300

BUDGETS = (
    Budget(id="year", period="FY28", category="staffing", amount=q("1000000..1500000..2000000")),
    Budget(id="same-year", period="FY28", category="external", amount=q(10_000)),
    Budget(id="quarter", period="FY29-Q2", category="tooling", amount=q("5000..10000..15000")),
    Budget(id="begun-before", period="FY27", category="staffing", amount=q(0)),
    Budget(id="long-after", period="FY60", category="research", amount=q(0)),
)
"""The example starts in January 2027; its fiscal years begin in April and are called by the year that they end in."""

FY28, FY29 = 1, 2
"""Of FY27 only the last quarter is planned."""


@cache
def observed() -> tuple[Plan, Simulated]:
    """The example with those budgets."""
    plan = compile_plan(msgspec.structs.replace(example_portfolio(), budgets=BUDGETS))
    return plan, simulate(plan, sample(plan, 0, TRIALS, seed=1), engine_named("compiled"))


def test_years_and_quarters_are_the_views_of_the_same_cash() -> None:
    """The rules of the views, month by month in the same order."""
    plan, run = observed()
    years, quarters = (view_periods(plan.portfolio.settings, plan.months, grain) for grain in ("year", "quarter"))
    use, earned = budget_use(run.cash), run.cash.line("revenue") + run.cash.line("savings")
    assert same_bits(run.figures.year_cost, by_period(use, years))
    assert same_bits(run.figures.year_revenue, by_period(earned, years))
    assert same_bits(run.figures.year_net, by_period(run.cash.net, years))
    assert same_bits(run.figures.quarter_net, by_period(run.cash.net, quarters))
    np.testing.assert_allclose(run.figures.year_total, by_period(use.sum(axis=1), years), rtol=1e-12)


@pytest.mark.parametrize("number", [0, 1], ids=["staffing", "external"])
def test_a_budget_of_a_year_holds_the_years_cost(number: int) -> None:
    """To the last bit: nobody has to explain a difference in the last digit."""
    _, run = observed()
    category = BUDGET_CATEGORIES.index(BUDGETS[number].category)
    assert run.figures.budget_use[:, number].any()
    assert same_bits(run.figures.budget_use[:, number].copy(), run.figures.year_cost[:, category, FY28].copy())


def test_only_months_within_the_horizon_fall_to_a_budget() -> None:
    """FY29-Q2 is July to September 2028; of FY27 only January to March 2027 are planned, and nothing of FY60."""
    _, run = observed()
    use = budget_use(run.cash)
    staffing, tooling = BUDGET_CATEGORIES.index("staffing"), BUDGET_CATEGORIES.index("tooling")
    july = 18  # months from January 2027 to July 2028
    np.testing.assert_allclose(run.figures.budget_use[:, 2], use[:, tooling, july : july + 3].sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(run.figures.budget_use[:, 3], use[:, staffing, :3].sum(axis=1), rtol=1e-12)
    assert not run.figures.budget_use[:, 4].any()


def test_a_year_is_over_where_its_envelopes_are_together() -> None:
    """The two of FY28, and that of a quarter for all of FY29; where there is none, no year is over."""
    _, run = observed()
    over = run.figures.year_over.astype(bool)
    for year, budgets in ((FY28, [0, 1]), (FY29, [2])):
        use, amount = (array[:, budgets].sum(axis=1) for array in (run.figures.budget_use, run.figures.budget_amount))
        assert np.array_equal(over[:, year], use > amount)
        assert 0 < over[:, year].sum() < TRIALS
    assert not over[:, FY29 + 1 :].any()


def test_the_last_launch_is_known_where_nothing_is_unfinished() -> None:
    """Counted and compared in numpy; NaN where one is unfinished at the horizon, or none launches."""
    _, run = observed()
    launched = run.delivery.status == LAUNCHED
    last = np.where(launched, run.delivery.launch, -np.inf).max(axis=1)
    known = launched.any(axis=1) & ~(run.delivery.status == UNFINISHED).any(axis=1)
    assert np.array_equal(run.figures.launches, launched.sum(axis=1))
    assert np.array_equal(run.figures.last_launch, np.where(known, last, np.nan), equal_nan=True)
    assert np.array_equal(run.figures.status.argmax(axis=2), run.delivery.status)
    assert (run.figures.status.sum(axis=2) == 1).all()
