"""The same futures for every alternative: what is tried there is what a forecast of the same seed gives."""

from __future__ import annotations

import threading

import msgspec
import numpy as np
import pytest

from models.uncertainty import Quantity
from simulation import forecast
from simulation.decide.futures import Futures
from simulation.decide.pace import Pace, StepDone
from simulation.progress import Cancelled
from tests.portfolios import example_portfolio

TRIALS = 1_500
"""A whole block and half of the next."""


def test_what_is_tried_is_the_forecast() -> None:
    """Bit for bit, over several blocks."""
    portfolio = example_portfolio()
    with Futures(TRIALS, seed=3) as futures:
        tried = futures.try_portfolio(portfolio)
    whole = forecast(portfolio, trials=TRIALS, seed=3)
    assert np.array_equal(tried.value, whole.figures.value.values)
    assert np.array_equal(tried.figures.launch, whole.figures.launch.values, equal_nan=True)


def test_an_unrelated_change_leaves_the_futures_alone() -> None:
    """A renamed portfolio has the same value in every trial, and so has the first plan after others were tried."""
    portfolio = example_portfolio()
    renamed = msgspec.structs.replace(portfolio, name="Another name")
    strict = msgspec.structs.replace(portfolio.settings, discount_rate=Quantity.certain(0.3))
    dearer = msgspec.structs.replace(portfolio, settings=strict)
    with Futures(400, seed=3) as futures:
        values = [futures.try_portfolio(one).value for one in (portfolio, renamed, dearer, portfolio)]
    assert np.array_equal(values[0], values[1])
    assert not np.array_equal(values[0], values[2])
    assert np.array_equal(values[0], values[3])


def test_the_inputs_are_those_of_the_trials() -> None:
    """One row for each quantity of the plan, one column for each trial."""
    with Futures(TRIALS, seed=3) as futures:
        tried = futures.try_portfolio(example_portfolio())
        inputs = futures.inputs(tried.plan)
    assert inputs.shape == (len(tried.plan.quantities), TRIALS)
    uncertain = [row for row, (_, quantity) in enumerate(tried.plan.quantities) if not quantity.is_certain]
    assert np.ptp(inputs[uncertain], axis=1).min() > 0.0


def test_a_pace_counts_and_stops() -> None:
    """Steps are told with the time that is left; a set flag ends the study at its next step."""
    heard: list[StepDone] = []
    stop = threading.Event()
    pace = Pace(2, heard.append, stop)
    pace.step("first")
    stop.set()
    with pytest.raises(Cancelled):
        pace.step()
    assert [(step.done, step.total, step.what) for step in heard] == [(1, 2, "first"), (2, 2, "")]
    assert heard[0].seconds_left is not None
    assert heard[0].seconds_left >= 0.0


def test_no_trials_are_refused() -> None:
    """There is nothing to compare."""
    with pytest.raises(ValueError, match="at least one trial"):
        Futures(0, seed=1)
