"""The way from one mean value to another: it adds up, it is nothing where nothing changes, and it can be known."""

from __future__ import annotations

import pickle
import threading

import msgspec
import numpy as np
import pytest

from models.portfolio import Portfolio
from models.scenario import Override, Scenario
from simulation.decide.futures import Futures
from simulation.decide.pace import StepDone
from simulation.decide.scenarios.bridge import Bridge, BridgeStep, value_bridge
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from tests.portfolios import example_portfolio

TRIALS = 300


def with_scenario(*overrides: Override) -> Portfolio:
    """The example, whose scenario ``tried`` makes some changes."""
    scenario = Scenario(id="tried", name="Tried", overrides=overrides)
    return msgspec.structs.replace(example_portfolio(), scenarios=(scenario,))


def step(bridge: Bridge, name: str) -> BridgeStep:
    return next(one for one in bridge.steps if one.id == name)


@pytest.fixture(scope="module")
def lean() -> Bridge:
    """Fewer people and, in its child, a partner for Atlas."""
    return value_bridge(example_portfolio(), scenario="lean-partner", trials=TRIALS, seed=3)


def test_steps_add_up_to_both_values_and_to_the_difference(lean: Bridge) -> None:
    """Exactly but for rounding: the values are sums of some millions, so a cent is less than 1e-8 of them."""
    assert sum(one.before for one in lean.steps) == pytest.approx(lean.before.value, abs=0.01)
    assert sum(one.after for one in lean.steps) == pytest.approx(lean.after.value, abs=0.01)
    assert sum(one.change.value for one in lean.steps) == pytest.approx(lean.change.value, abs=0.01)
    assert lean.after.value - lean.before.value == pytest.approx(lean.change.value, abs=0.01)


def test_ends_are_the_values_of_the_two_scenarios(lean: Bridge) -> None:
    portfolio = example_portfolio()
    with Futures(TRIALS, 3) as futures:
        values = [futures.try_portfolio(portfolio, one).value.mean() for one in (None, "lean-partner")]
    assert (lean.before.value, lean.after.value) == pytest.approx(values, rel=1e-12)


def test_initiatives_come_in_document_order_then_what_is_shared(lean: Bridge) -> None:
    assert [(one.kind, one.id) for one in lean.steps] == [
        ("initiative", "atlas"),
        ("initiative", "beacon"),
        ("shared", "bench"),
        ("shared", "recruiting"),
        ("shared", "tax"),
        ("shared", "mitigation"),
    ]
    assert step(lean, "bench").before < 0


def test_difference_is_known_better_than_its_ends(lean: Bridge) -> None:
    """Both ends see the same futures, so their noise falls out of the difference of a small change."""
    small = value_bridge(
        with_scenario(Override(target="benefit:atlas-build-sales.peak_per_year", action="scale", value=1.01)),
        scenario="tried",
        trials=TRIALS,
    )
    assert 0 < small.change.error < 0.1 * small.before.error


def test_nothing_changes_between_equals() -> None:
    bridge = value_bridge(example_portfolio(), scenario="lean", since="lean", trials=50)
    assert [one.change for one in bridge.steps] == [(0.0, 0.0)] * len(bridge.steps)
    assert bridge.change == (0.0, 0.0)
    largest, others = bridge.largest(5)
    assert largest == ()
    assert [one.id for one in others] == ["atlas", "beacon"]


def test_an_initiative_that_is_dropped_takes_its_whole_value_away() -> None:
    """Beacon hangs on nobody, so the value of Atlas changes only by the people who come free."""
    bridge = value_bridge(
        with_scenario(Override(target="initiative:beacon.selected", value=None)), scenario="tried", trials=TRIALS
    )
    beacon = step(bridge, "beacon")
    assert beacon.after == 0.0
    assert beacon.change.value == -beacon.before
    assert bridge.largest(1)[0] == (beacon,)


def test_mitigation_is_a_step_of_its_own() -> None:
    """It is spent in the first month, at whose end 1.10 a year has discounted it by 1.10^(1/12)."""
    bridge = value_bridge(
        with_scenario(
            Override(target="settings.discount_rate", value=0.1),
            Override(target="risk:audit.mitigation.active", value=True),
            Override(target="risk:audit.mitigation.cost", value=24_000),
        ),
        scenario="tried",
        trials=50,
    )
    assert step(bridge, "mitigation").after == pytest.approx(-24_000 / 1.1 ** (1 / 12), abs=1.0)


def test_a_tax_that_ends_is_a_step_of_its_own() -> None:
    """Nothing else moves by as much as a cent, which is the rounding of the lines of the cash flow."""
    bridge = value_bridge(with_scenario(Override(target="settings.tax_rate", value=0)), scenario="tried", trials=50)
    assert step(bridge, "tax").before < 0
    assert step(bridge, "tax").after == 0.0
    assert {one.id for one in bridge.steps if abs(one.change.value) > 0.01} == {"tax"}


def test_progress_is_told_and_the_answer_can_be_sent() -> None:
    told: list[StepDone] = []
    bridge = value_bridge(example_portfolio(), scenario="lean", trials=20, telling=told.append)
    assert [(one.done, one.total) for one in told] == [(1, 2), (2, 2)]
    assert pickle.loads(pickle.dumps(bridge)) == bridge
    assert bridge.seed == example_portfolio().settings.seed


def test_it_can_be_cancelled() -> None:
    flag = threading.Event()
    flag.set()
    with pytest.raises(Cancelled):
        value_bridge(example_portfolio(), scenario="lean", trials=20, cancel=flag)


def test_a_scenario_with_errors_is_refused() -> None:
    wrong = with_scenario(Override(target="team:platform.headcount", value=-5))
    with pytest.raises(PortfolioError):
        value_bridge(wrong, scenario="tried", trials=20)


def test_an_empty_portfolio_has_steps_of_nothing() -> None:
    base = example_portfolio()
    empty = Portfolio(name="Empty", settings=base.settings, scenarios=(Scenario(id="same", name="Same"),))
    bridge = value_bridge(empty, scenario="same", trials=20)
    assert bridge.before.value == 0.0
    assert not np.any([one.change.value for one in bridge.steps])
