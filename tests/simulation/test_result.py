"""Results: figures that hang together, objectives, provenance."""

import dataclasses

import msgspec
import numpy as np
import pytest

from models.budget import Objective
from models.risk import Correlation
from simulation import forecast
from simulation.arrays import FloatArray
from simulation.delivery.contract import LAUNCHED, STATUSES
from simulation.figures import SPECS
from simulation.money.cashflow import LINES, SIGNS
from simulation.result import Result
from tests.portfolios import example_portfolio

EXAMPLE = example_portfolio()


@pytest.fixture(scope="module")
def result() -> Result:
    return forecast(EXAMPLE, trials=1000)


def achieved_and_hit(**fields: object) -> tuple[FloatArray, FloatArray, Result]:
    """What one objective comes to in 300 trials of the example."""
    objective = Objective(id="aim", name="Aim", **fields)
    found = forecast(msgspec.structs.replace(EXAMPLE, objectives=(objective,)), trials=300)
    return found.figures.objective.values[:, 0], found.figures.objective_hit.values[:, 0], found


def test_every_figure_has_its_axes_and_type(result: Result) -> None:
    """Shapes follow the labels, and nobody can write into a result."""
    named = ("initiative", "stage", "team", "product", "month")
    size = {axis: len(getattr(result.labels, f"{axis}s")) for axis in named}
    size |= {"objective": 2, "budget": 2, "year": 6, "quarter": 20, "line": 11, "category": 4, "cause": 6, "status": 5}
    for name, sample in result.figures.items():
        assert sample.shape == tuple(size[axis] for axis in SPECS[name].axes), name
        assert sample.values.dtype == SPECS[name].dtype, name
        assert not sample.values.flags.writeable, name


def test_portfolio_cash_is_its_initiatives_less_what_nobody_is_charged_for(result: Result) -> None:
    """Value before tax: the initiatives' values less bench, recruiting and mitigation; undiscounted it is exact."""
    lines = result.figures.lines.values.astype(float)
    net = np.einsum("l,nlm->nm", SIGNS, lines)
    np.testing.assert_allclose(result.figures.net.values, net, rtol=1e-4, atol=1.0)
    np.testing.assert_allclose(result.figures.cumulative.values[:, -1], net.sum(axis=1), rtol=1e-4, atol=50.0)
    revenue = lines[:, [LINES.index("revenue"), LINES.index("savings")]].sum(axis=(1, 2))
    np.testing.assert_allclose(result.figures.revenue.values, revenue, rtol=1e-5)
    np.testing.assert_allclose(result.figures.initiative_revenue.values.sum(axis=1), revenue, rtol=1e-5)
    np.testing.assert_allclose(result.figures.year_net.values.sum(axis=1), net.sum(axis=1), rtol=1e-4, atol=50.0)


def test_each_initiative_has_one_status(result: Result) -> None:
    """Launched exactly where there is a launch; launches are counted for the portfolio."""
    status = result.figures.status.values
    assert (status.sum(axis=2) == 1).all()
    np.testing.assert_array_equal(status[:, :, LAUNCHED] == 1, ~np.isnan(result.figures.launch.values))
    np.testing.assert_array_equal(status[:, :, LAUNCHED].sum(axis=1), result.figures.launches.values)


def test_last_launch_waits_for_whatever_may_still_come(result: Result) -> None:
    """It is the latest launch, and missing where an initiative is unfinished or none was launched."""
    launch, unfinished = result.figures.launch.values, result.figures.status.values[:, :, STATUSES.index("unfinished")]
    told = result.figures.last_launch.values
    known = ~np.isnan(told)
    np.testing.assert_array_equal(told[known], np.nanmax(launch[known], axis=1))
    np.testing.assert_array_equal(~known, (unfinished.sum(axis=1) > 0) | np.isnan(launch).all(axis=1))


def test_busy_people_are_own_people_and_contractors(result: Result) -> None:
    """Nobody works beyond own capacity plus contractors; load is busy over own capacity."""
    figures = result.figures
    busy, capacity = figures.busy.values, figures.capacity.values
    assert (busy <= capacity + figures.contractors.values + 1e-5).all()
    np.testing.assert_allclose(figures.load.values, busy / capacity, rtol=1e-5)


def test_launch_objective_is_hit_by_the_end_of_its_month() -> None:
    """June 2028 ends 18 months after the start of 2027."""
    launch, hit, found = achieved_and_hit(metric="launch", subject="initiative:atlas", by="2028-06")
    np.testing.assert_array_equal(launch, found.figures.launch.values[:, 0])
    np.testing.assert_array_equal(hit == 1, launch <= 18.0)
    assert 0 < hit.mean() < 1


def test_objectives_of_an_initiative_count_what_it_adds() -> None:
    """Its revenue over all its fiscal years is the initiative's; so is its cost and its value."""
    years = ("FY27", "FY28", "FY29", "FY30", "FY31", "FY32")
    subject = "initiative:atlas"
    earned = sum(achieved_and_hit(metric="revenue", subject=subject, by=year, target=1.0)[0] for year in years)
    spent = sum(achieved_and_hit(metric="cost", subject=subject, by=year, target=1.0)[0] for year in years)
    value, _, found = achieved_and_hit(metric="value", subject=subject, target=0.0)
    np.testing.assert_allclose(earned, found.figures.initiative_revenue.values[:, 0], rtol=1e-9, atol=1e-3)
    np.testing.assert_allclose(spent, found.figures.initiative_cost.values[:, 0], rtol=1e-9, atol=1e-3)
    np.testing.assert_array_equal(value, found.figures.initiative_value.values[:, 0])


def test_objectives_of_a_product_count_its_initiatives_and_its_baseline() -> None:
    """The suite is Beacon's product: its cost is Beacon's, its yearly rate twelve times the month's revenue."""
    cost, _, found = achieved_and_hit(metric="cost", subject="product:suite", by="FY28", target=1.0)
    alone, _, _ = achieved_and_hit(metric="cost", subject="initiative:beacon", by="FY28", target=1.0)
    np.testing.assert_array_equal(cost, alone)
    rate, _, found = achieved_and_hit(metric="arr", subject="product:suite", by="2029-12", target=1.0)
    np.testing.assert_allclose(rate, 12 * found.figures.product_revenue.values[:, 0, 35], rtol=1e-6)


def test_objectives_of_the_portfolio() -> None:
    """Every revenue benefit of the example has a product, so the products' revenue is all there is."""
    rate, _, found = achieved_and_hit(metric="arr", by="2029-12", target=1.0)
    np.testing.assert_allclose(rate, 12 * found.figures.product_revenue.values[:, :, 35].sum(axis=1), rtol=1e-5)
    cost, low, found = achieved_and_hit(metric="cost", by="FY28", direction="at_most", target=1_500_000.0)
    np.testing.assert_allclose(cost, found.figures.year_total.values[:, 1], rtol=1e-9)
    np.testing.assert_array_equal(low == 1, cost <= 1_500_000)
    value, high, found = achieved_and_hit(metric="value", target=-1_000_000.0)
    np.testing.assert_array_equal(value, found.figures.value.values)
    np.testing.assert_array_equal(high == 1, value >= -1_000_000)


def test_provenance_is_enough_to_repeat_the_run(result: Result) -> None:
    """Two runs with the same provenance have the same numbers; the time of day is no part of it."""
    again = forecast(EXAMPLE, trials=result.provenance.trials, seed=result.provenance.seed)
    assert again.provenance == dataclasses.replace(result.provenance, started_at="2001-01-01T00:00:00+00:00")
    np.testing.assert_array_equal(again.figures.value.values, result.figures.value.values)
    assert forecast(EXAMPLE, trials=1000, seed=2).provenance != result.provenance
    assert result.provenance.error_method == "upper_bound"  # one block of Latin hypercube


def test_repaired_correlations_are_told() -> None:
    """Three quantities that cannot all be opposed to each other: the result says what was changed."""
    names = [f"stage:{stage}.duration" for stage in ("atlas-build-design", "atlas-build-code", "atlas-build-test")]
    pairs = [(names[0], names[1]), (names[1], names[2]), (names[0], names[2])]
    correlations = tuple(Correlation(first=a, second=b, rho=-0.9) for a, b in pairs)
    found = forecast(msgspec.structs.replace(EXAMPLE, correlations=correlations), trials=50)
    assert len(found.provenance.notes) == 3
    assert all("-0.90 became" in note for note in found.provenance.notes)


def test_labels_name_the_axes(result: Result) -> None:
    """Sixty months from January 2027, fiscal years from April."""
    labels = result.labels
    assert (labels.months[0], labels.months[-1]) == ("2027-01", "2031-12")
    assert labels.initiatives == ("atlas", "beacon")
    assert labels.quarters[:2] == ("FY27-Q4", "FY28-Q1")
