"""Whatever a valid portfolio has in it, the studies of what matters answer, without a warning."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from models.portfolio import Portfolio
from simulation.decide.matters.contributions import contributions
from simulation.decide.matters.criticality import criticality
from simulation.decide.matters.learning import worth_learning
from simulation.decide.matters.people import one_more_person
from simulation.decide.matters.tornado import tornado
from simulation.decide.matters.without_risks import without_each_risk
from tests.any_portfolio import portfolios
from tests.networks import portfolio
from tests.portfolios import example_portfolio


@settings(max_examples=6)
@given(portfolios())
def test_any_portfolio(plan: Portfolio) -> None:
    """Shares lie between 0 and 1, delays and worths are not negative."""
    assert len(tornado(plan, "last_launch", count=2, trials=30).bars) <= 2
    assert all(row.total is None or row.total.value >= 0 for row in contributions(plan, "cost", trials=60).rows)
    assert all(0 <= row.occurs <= 1 for row in without_each_risk(plan, trials=30).rows)
    assert len(one_more_person(plan, trials=30).rows) == len(plan.teams)
    assert all(not stage.merge_delay.value < 0 for stage in criticality(plan, trials=30).stages)
    lessons = worth_learning(plan, [plan.initiatives[0].id], count=2, trials=100)
    assert all(0 <= one.worth.value <= lessons.everything.value for one in lessons.inputs)


@pytest.mark.parametrize("trials", [1, 2, 5])
def test_few_futures(trials: int) -> None:
    """One future has means and no errors."""
    bars = tornado(example_portfolio(), count=2, trials=trials).bars
    assert len(bars) == 2
    assert math.isnan(bars[0].swing.error) == (trials == 1)
    assert len(one_more_person(example_portfolio(), trials=trials).rows) == 2
    assert criticality(example_portfolio(), trials=trials).trials == trials


def test_a_portfolio_of_nothing() -> None:
    """No input, no team, no stage: empty answers."""
    empty = portfolio([])
    assert tornado(empty, trials=10).bars == ()
    assert contributions(empty, trials=60).rows == ()
    assert without_each_risk(empty, trials=10).rows == ()
    assert one_more_person(empty, trials=10).rows == ()
    assert criticality(empty, trials=10).stages == ()
