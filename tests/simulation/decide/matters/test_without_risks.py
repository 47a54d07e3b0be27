"""A plan without each of its risks."""

from __future__ import annotations

import pickle
import threading

import msgspec
import pytest

from models.overlay import Override, Scenario
from models.risk import Impact, Risk
from simulation.decide.futures import Futures
from simulation.decide.matters.without_risks import DAYS, without_each_risk
from simulation.progress import Cancelled
from tests.networks import initiative, portfolio, q, stage
from tests.portfolios import example_portfolio

HIT = Risk(
    id="hit",
    name="Hit",
    probability=q(0.2),
    targets=("stage:a",),
    impact=Impact(duration_months=q(2), cost_amount=q(100)),
)
IDLE = Risk(id="idle", name="Idle", probability=q(0.5), targets=("stage:b",))


def test_days_and_money_are_those_of_the_futures_in_which_it_occurs() -> None:
    """2 months and 100 in one future of five, exactly so in a stratified thousand: 0.4 months, 20 of money."""
    race = [initiative("x", stage("a", 3)), initiative("y", stage("b", 4, after=[]))]
    plan = msgspec.structs.replace(portfolio(race, discount_rate=q(0)), risks=(HIT, IDLE))
    hit, idle = without_each_risk(plan, seed=1).rows
    assert (hit.risk, hit.occurs, idle.occurs) == ("hit", 0.2, 0.5)
    assert hit.value.value == pytest.approx(20)
    assert hit.cost.value == pytest.approx(20)
    assert [(name, days.value) for name, days in hit.launches] == [("x", pytest.approx(0.4 * DAYS))]
    assert hit.last_launch.value == pytest.approx(0.2 * DAYS)  # from month 5 to month 4, when y launches
    assert 0 < hit.last_launch.error < 0.05 * DAYS
    assert (idle.value.value, idle.last_launch.value, idle.launches) == (0.0, 0.0, ())


def test_it_is_the_scenario_of_probability_nothing() -> None:
    """The same mean value as the forecast under an override."""
    example = example_portfolio()
    never = Override(target="risk:audit.probability", value=0)
    example = msgspec.structs.replace(example, scenarios=(Scenario(id="never", name="Never", overrides=(never,)),))
    found = without_each_risk(example, trials=500, seed=1)
    with Futures(500, 1) as futures:
        gained = futures.try_portfolio(example, "never").value - futures.try_portfolio(example).value
    assert found.rows[0].value.value == pytest.approx(float(gained.mean()))
    assert pickle.loads(pickle.dumps(found)) == found


def test_it_can_be_cancelled() -> None:
    """A set flag ends it at its next step."""
    stop = threading.Event()
    with pytest.raises(Cancelled):
        without_each_risk(example_portfolio(), telling=lambda _: stop.set(), cancel=stop)
