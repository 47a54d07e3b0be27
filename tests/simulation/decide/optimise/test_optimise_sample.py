"""The sample portfolio optimised: what is proposed is worth its change in futures that had no part in finding it."""

from __future__ import annotations

import pytest

from models.portfolio import Portfolio
from simulation.decide.optimise.adopt import as_scenario
from simulation.decide.optimise.funding import optimise
from simulation.decide.optimise.ordering import better_order
from simulation.run import checked_plan
from tests.places import sample_portfolio

TRIALS = 60
"""Enough: the gains are many standard errors wide."""


@pytest.fixture(scope="module")
def sample() -> Portfolio:
    return sample_portfolio()


@pytest.mark.slow
def test_a_better_set(sample: Portfolio) -> None:
    """Better by more than chance explains; must-haves stay, what is needed is there, the scenario has no errors."""
    found = optimise(sample, trials=TRIALS)
    value = found.confirmed.value
    assert value.value > 5 * value.error
    assert found.best.fits
    assert {one.id for one in sample.initiatives if one.must_have} <= set(found.best.funded)
    made = as_scenario(sample, found, "Better set")
    checked_plan(made, made.scenarios[-1].id)


@pytest.mark.slow
def test_a_better_order(sample: Portfolio) -> None:
    """Twelve tries after the rules are enough to be better by more than chance explains."""
    found = better_order(sample, trials=TRIALS, evaluations=12, seconds=1e9)
    assert found.gain.value.value > 3 * found.gain.value.error
    assert sorted(found.order) == sorted(found.before)
