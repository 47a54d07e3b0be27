"""What charts draw is what the samples say, in arrays of a bounded size."""

from __future__ import annotations

import pickle

import msgspec
import numpy as np
import pytest

from models.portfolio import Portfolio
from simulation import forecast
from simulation.result import Result
from simulation.summary.views import FAN_PERCENTS, GRID_PERCENTS, JOINT_TRIALS, SINGLES, Views, views_of
from tests.portfolios import example_portfolio

TRIALS = 2_000


@pytest.fixture(scope="module")
def result() -> Result:
    return forecast(example_portfolio(), trials=TRIALS, seed=3)


@pytest.fixture(scope="module")
def views(result: Result) -> Views:
    return views_of(result)


def test_quantiles_are_those_of_the_trials(result: Result, views: Views) -> None:
    """Linear between order statistics, as numpy has them; float32 keeps seven digits."""
    expected = np.quantile(result.figures.value.values, GRID_PERCENTS / 100)
    assert views.single("value").quantiles[0] == pytest.approx(expected, rel=1e-6)
    assert views.single("value").mean[0] == pytest.approx(result.figures.value.values.mean())
    assert views.single("value").mean_error[0] == float(result.figures.value.standard_error())


def test_what_has_not_come_about_is_later_than_all(result: Result, views: Views) -> None:
    """The launches of the horizon's futures fill the grid up to their share, infinity the rest."""
    launches = result.figures.launch.values
    late = np.isnan(launches).mean(axis=0)
    assert views.initiative_launch.missing == pytest.approx(late)
    infinite = np.isinf(views.initiative_launch.quantiles).mean(axis=1)
    assert infinite == pytest.approx(late, abs=0.002)  # the grid's step, twice
    assert views.launched_by[:, -1] == pytest.approx(1 - late, abs=1e-6)
    assert np.all(np.diff(views.launched_by, axis=1) >= 0)


def test_a_product_is_worth_what_its_initiatives_are_in_each_future(result: Result, views: Views) -> None:
    """The median of a sum is not the sum of medians, so it is taken over the trials' sums."""
    portfolio = result.plan.portfolio
    for row, product in enumerate(views.products):
        members = [number for number, one in enumerate(portfolio.initiatives) if one.product == product]
        total = result.figures.initiative_value.values[:, members].sum(axis=1)
        assert views.product_value.mean[row] == pytest.approx(total.mean())
        assert views.product_value.quantiles[row, 500] == pytest.approx(np.median(total), rel=1e-6)


def test_fans_and_loads_are_month_by_month(result: Result, views: Views) -> None:
    """The first axis is FAN_PERCENTS, the last the month."""
    fan = np.percentile(result.figures.cumulative.values, FAN_PERCENTS, axis=0)
    assert views.cumulative == pytest.approx(fan, rel=1e-5, abs=1.0)  # within a unit of money
    assert views.load.shape == (len(FAN_PERCENTS), len(views.teams), len(views.months))
    assert views.load_p80 == pytest.approx(np.percentile(result.figures.load.values, 80, axis=0), rel=1e-5)
    assert views.capacity == pytest.approx(result.figures.capacity.values.mean(axis=0), rel=1e-5)


def test_joint_figures_are_of_the_same_futures(result: Result, views: Views) -> None:
    """Row by row the trials of the run."""
    assert len(views.joint.value) == min(TRIALS, JOINT_TRIALS)
    assert views.joint.cost == pytest.approx(result.figures.cost.values, rel=1e-6)
    assert np.array_equal(views.joint.last_launch, result.figures.last_launch.values.astype(np.float32), equal_nan=True)
    assert np.array_equal(views.joint.over_budget, result.figures.year_over.values.astype(bool))


def test_views_travel(views: Views) -> None:
    """Unpacked elsewhere they are the same; the example has 18 distributions of 4 kB each and some tables."""
    packed = pickle.dumps(views, protocol=5)
    again = pickle.loads(packed)
    assert np.array_equal(again.portfolio.quantiles, views.portfolio.quantiles, equal_nan=True)
    assert len(packed) < 200_000


def test_an_empty_plan_has_views() -> None:
    """No initiatives, teams or products: nothing to draw, and nothing fails."""
    whole = example_portfolio()
    bare = Portfolio(name="Nothing yet", settings=msgspec.structs.replace(whole.settings, trials=100))
    views = views_of(forecast(bare, trials=100))
    assert len(views.initiative_value) == len(views.product_value) == 0
    assert views.load.shape == (len(FAN_PERCENTS), 0, 60)
    assert views.single("value").quantiles == pytest.approx(0.0)
    assert views.single("payback").missing[0] == 1.0
    assert len(views.portfolio) == len(SINGLES)


def test_counted_runs_have_views_without_single_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only counts were kept, nothing is known of figures side by side, nor of sums of initiatives."""
    monkeypatch.setattr("simulation.accumulate.EXACT_TRIALS", 10_000)
    portfolio = example_portfolio()
    both = tuple(msgspec.structs.replace(one, product="suite") for one in portfolio.initiatives)
    portfolio = msgspec.structs.replace(portfolio, initiatives=both)
    views = views_of(forecast(portfolio, trials=12_000, seed=3))
    assert views.joint.value.size == 0
    assert np.isnan(views.product_value.quantiles[views.products.index("suite")]).all()
    assert np.isfinite(views.single("value").quantiles).all()
