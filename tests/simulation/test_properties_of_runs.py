"""What must hold for any portfolio: other records' draws stay, figures hang together, errors cover the truth."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings

from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Portfolio
from models.portfolio import Settings as PortfolioSettings
from models.uncertainty import Quantity
from simulation import forecast
from simulation.delivery.contract import STATUSES
from simulation.plan import compile_plan
from simulation.sampling.draw import sample
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio


def q(text: str | float) -> Quantity:
    return Quantity.parse(text)


def newcomer() -> Initiative:
    """An initiative with uncertainty of every sort: length, cost, gate."""
    stage = Stage(
        id="new-stage",
        duration=q("2..3..7"),
        crew=(Crew(team="platform", fte=1),),
        external_cost=q("1000..2000..9000"),
        success=q(0.7),
    )
    return Initiative(
        id="new", name="New", rank=1, options=(Option(id="new-build", stages=(stage,)),), selected="new-build"
    )


@pytest.mark.parametrize("method", ["latin_hypercube", "random", "sobol"])
@pytest.mark.parametrize("block", [0, 3])
def test_adding_an_initiative_changes_no_other_draw(method: str, block: int) -> None:
    """Every quantity, gate and risk that both plans have, and every person, is drawn the same, bit for bit."""
    before = example_portfolio()
    before = msgspec.structs.replace(before, settings=msgspec.structs.replace(before.settings, sampling=method))
    after = msgspec.structs.replace(before, initiatives=(newcomer(), *before.initiatives))
    old, new = compile_plan(before), compile_plan(after)
    one, other = sample(old, block, seed=9), sample(new, block, seed=9)
    for address, row in old.row.items():
        np.testing.assert_array_equal(one.values[row], other.values[new.row[address]], err_msg=address)
    for number, stage in enumerate(old.delivery.stage_ids):
        place = new.delivery.stage_ids.index(stage)
        gates = one.gates[slice(*old.delivery.gate_ptr[number : number + 2])]
        np.testing.assert_array_equal(gates, other.gates[slice(*new.delivery.gate_ptr[place : place + 2])])
    np.testing.assert_array_equal(one.occurs, other.occurs)
    np.testing.assert_array_equal(one.staffing.headcount, other.staffing.headcount)


@settings(max_examples=25)
@given(portfolios())
def test_figures_of_any_portfolio_hang_together(portfolio: Portfolio) -> None:
    """One status each; costs and people never negative; no more busy people than there are; finite value."""
    figures = forecast(portfolio, trials=30).figures
    assert np.isfinite(figures.value.values).all()
    assert (figures.status.values.sum(axis=2) == 1).all()
    launched = figures.status.values[:, :, STATUSES.index("launched")] == 1
    np.testing.assert_array_equal(launched, ~np.isnan(figures.launch.values))
    assert (figures.cost.values >= 0).all()
    assert (figures.waits.values >= -1e-6).all()
    spare = figures.capacity.values + figures.contractors.values - figures.busy.values
    assert spare.min(initial=0.0) >= -1e-4
    assert (figures.no_irr.values + figures.several_irr.values <= 1).all()
    exists = ~np.isnan(figures.irr.values)
    np.testing.assert_array_equal(exists, figures.no_irr.values + figures.several_irr.values == 0)


def external_cost_only(cost: str, success: float = 1.0) -> Portfolio:
    """One milestone that costs money in the first month and earns nothing; undiscounted, value = -cost."""
    first = Stage(id="first", duration=q(0), success=q(success))
    stage = Stage(id="pay", duration=q(0), external_cost=q(cost))
    option = Option(id="buy", kind="buy", stages=(first, stage))
    return Portfolio(
        name="Known",
        settings=PortfolioSettings(start="2027-01", horizon_months=12, discount_rate=q(0)),
        initiatives=(Initiative(id="one", name="One", options=(option,), selected="buy"),),
    )


def test_error_of_block_means_covers_a_known_mean() -> None:
    """Uniform(100, 300) costs 200: ten stratified blocks are within four of their errors of it.

    The plain formula would say 57.7 / sqrt(10,000) = 0.58; in strata of a thousandth each block's mean is off by
    200 / sqrt(12 * 1000^3) = 0.0018 only.
    """
    value = forecast(external_cost_only("Uniform(100, 300)"), trials=10_000).figures.value
    error = float(value.standard_error())
    assert value.basis.method == "block_means"
    assert abs(float(value.mean()) + 200) < 4 * error + 1e-9
    assert error < 0.01


def test_error_of_a_single_block_is_a_bound() -> None:
    """The plain formula, 57.7 / sqrt(1000), overstates what one stratified block leaves open."""
    value = forecast(external_cost_only("Uniform(100, 300)"), trials=1000).figures.value
    assert value.basis.method == "upper_bound"
    assert float(value.standard_error()) == pytest.approx(57.7 / np.sqrt(1000), rel=0.02)
    assert abs(float(value.mean()) + 200) < float(value.standard_error())


@pytest.mark.parametrize("method", ["latin_hypercube", "random", "sobol"])
def test_error_covers_an_outcome_of_two_chances(method: str) -> None:
    """A gate passed at 60 % before a cost of mean 200: -120 on average, within four standard errors, by any method."""
    portfolio = external_cost_only("Uniform(100, 300)", success=0.6)
    portfolio = msgspec.structs.replace(
        portfolio, settings=msgspec.structs.replace(portfolio.settings, sampling=method)
    )
    value = forecast(portfolio, trials=10_000).figures.value
    assert abs(float(value.mean()) + 120) < 4 * float(value.standard_error())
    assert float(value.standard_error()) < 1.2  # sd 108 / sqrt(10,000) by the plain formula
