"""Indices of variance on a function whose indices are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.arrays import FloatArray
from simulation.decide.matters.variance import first_order, rank_correlation, total_order

TRIALS = 8_192
FIRST = (0.3139, 0.4424, 0.0)
TOTAL = (0.5576, 0.4424, 0.2437)


def ishigami(x: FloatArray) -> FloatArray:
    """Ishigami & Homma (1990) with a = 7 and b = 0.1; the inputs (3, n) are uniform between -pi and pi."""
    return np.asarray(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


@pytest.fixture(scope="module")
def inputs() -> FloatArray:
    """(3, n) what is drawn."""
    return np.random.default_rng(1).uniform(-np.pi, np.pi, (3, TRIALS))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_first_order_of_ishigami(inputs: FloatArray, number: int) -> None:
    """The published indices of Saltelli et al. (2008), within three of the errors that are told, which are small."""
    found, error = first_order(inputs[number], ishigami(inputs))
    assert 0 < error < 0.02
    assert found == pytest.approx(FIRST[number], abs=3 * error)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_total_order_of_ishigami(inputs: FloatArray, number: int) -> None:
    """The third input has no effect alone and a fourth of the variance together with the first."""
    again = inputs.copy()
    again[number] = np.random.default_rng(2).uniform(-np.pi, np.pi, TRIALS)
    found, error = total_order(ishigami(inputs), ishigami(again))
    assert 0 < error < 0.02
    assert found == pytest.approx(TOTAL[number], abs=3 * error)


def test_errors_are_as_large_as_they_say() -> None:
    """Over 60 samples of 1,000 trials the indices differ by their standard errors, within 35 %."""
    for estimate in (_first_of, _total_of):
        found = np.array([estimate(seed) for seed in range(60)])
        assert found[:, 1].mean() == pytest.approx(found[:, 0].std(ddof=1), rel=0.35)


def _first_of(seed: int) -> tuple[float, float]:
    x = np.random.default_rng(seed).uniform(-np.pi, np.pi, (3, 1_000))
    return first_order(x[0], ishigami(x))


def _total_of(seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-np.pi, np.pi, (3, 1_000))
    again = x.copy()
    again[0] = rng.uniform(-np.pi, np.pi, 1_000)
    return total_order(ishigami(x), ishigami(again))


def test_an_event_counts_as_its_two_values() -> None:
    """y = 3 x + e with x in {0, 1} at 0.2: 9 x 0.16 of 1.44 + 1."""
    rng = np.random.default_rng(3)
    x = (rng.random(TRIALS) < 0.2).astype(float)
    found, error = first_order(x, 3 * x + rng.normal(size=TRIALS))
    assert found == pytest.approx(1.44 / 2.44, abs=3 * error)


@pytest.mark.parametrize("certain", ["input", "figure"])
def test_what_does_not_vary_explains_nothing(certain: str) -> None:
    """Neither a constant input nor the inputs of a constant figure."""
    varied, constant = np.arange(100.0), np.full(100, 4.0)
    pair = (constant, varied) if certain == "input" else (varied, constant)
    assert first_order(*pair) == (0.0, 0.0)
    assert rank_correlation(pair[0][None], pair[1]).tolist() == [0.0]


@pytest.mark.parametrize("change", [np.exp, lambda x: -(x**3)])
def test_rank_correlation_knows_only_order(change: Callable[[FloatArray], FloatArray]) -> None:
    """Any rising function has 1, any falling one -1."""
    x = np.random.default_rng(4).normal(size=200)
    y = change(x)
    sign = np.sign(np.corrcoef(x, y)[0, 1])
    assert rank_correlation(x[None], y)[0] == pytest.approx(sign)


def test_too_few_trials_are_refused() -> None:
    """Twenty groups of one or two trials tell nothing."""
    few = np.arange(20.0)
    with pytest.raises(ValueError, match="at least 60"):
        first_order(few, few)
    with pytest.raises(ValueError, match="at least 60"):
        total_order(few, few)
