"""The sample portfolio's forecast: what its scenarios are there to show."""


import numpy as np
import pytest

from models.portfolio import Portfolio
from simulation import forecast
from simulation.delivery.contract import CAUSES
from simulation.result import Result
from tests.places import sample_portfolio

TRIALS = 2000  # two blocks: the least from which standard errors can be told


@pytest.fixture(scope="module")
def sample() -> Portfolio:
    return sample_portfolio()


@pytest.fixture(scope="module")
def base(sample: Portfolio) -> Result:
    return forecast(sample, trials=TRIALS, seed=sample.settings.seed)


@pytest.fixture(scope="module")
def cut(sample: Portfolio) -> Result:
    return forecast(sample, "budget-cut", trials=TRIALS, seed=sample.settings.seed)


def mean_delay(base: Result, cut: Result) -> np.ndarray:
    """Mean months by which each initiative launches later, over the futures in which it launches in both."""
    delay = cut.figures.launch.values - base.figures.launch.values
    launched = ~np.isnan(delay)
    return np.where(launched, delay, 0.0).sum(axis=0) / np.maximum(launched.sum(axis=0), 1)


@pytest.mark.slow
def test_the_budget_cut_delays_launches(base: Result, cut: Result) -> None:
    """A cut of 15 % pushes several initiatives a month or more back, for the same people and the same luck."""
    assert (mean_delay(base, cut) >= 1.0).sum() >= 3


@pytest.mark.slow
def test_the_budget_cut_makes_initiatives_wait_for_money(base: Result, cut: Result) -> None:
    """Waiting for an envelope more than doubles; the base plan is tight but works."""
    before, after = (result.figures.waits.mean()[:, CAUSES.index("budget")].sum() for result in (base, cut))
    assert after > 2 * before


@pytest.mark.slow
def test_the_budget_cut_costs_value(base: Result, cut: Result) -> None:
    """The loss is beyond three standard errors of the difference between the same futures."""
    difference = cut.figures.value.values - base.figures.value.values
    error = difference.std(ddof=1) / np.sqrt(TRIALS)
    assert difference.mean() < -3 * error


@pytest.mark.slow
def test_the_base_plan_is_worth_doing_and_can_fail(base: Result) -> None:
    """Worth more than nothing in most futures, not in all; some launches miss the horizon."""
    worthwhile = 1 - float(base.figures.value.share_at_most(0.0))
    assert 0.7 < worthwhile < 0.95
    funded = sum(initiative.selected is not None for initiative in base.plan.portfolio.initiatives)
    assert 0.7 * funded < float(base.figures.launches.mean()) < funded


@pytest.mark.slow
def test_every_objective_is_in_doubt(base: Result) -> None:
    """An objective that is always or never hit would show a new user nothing."""
    odds = base.figures.objective_hit.mean()
    assert ((odds > 0.05) & (odds < 0.95)).all()
