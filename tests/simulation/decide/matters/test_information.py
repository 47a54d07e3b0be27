"""The value of information where it is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulation.arrays import FloatArray
from simulation.decide.matters.information import partial_information
from simulation.decide.odds import Estimate, perfect_information
from simulation.samples import ErrorBasis

TRIALS = 4_000
PLAIN = ErrorBasis("sample", 0)
"""Independent trials."""

MEAN, FIRST, SECOND = 0.4, 1.0, 0.7
"""Two options: nothing, or ``MEAN + FIRST x + SECOND z`` with independent standard normals x and z."""


def evpi(values: FloatArray) -> Estimate:
    """What knowing everything is worth; ``values`` are (J, n)."""
    return perfect_information(values.T, PLAIN)


def evppi(values: FloatArray, inputs: FloatArray) -> Estimate:
    """What knowing the inputs (k, n) is worth."""
    return partial_information(values.T, inputs, PLAIN)


def unit_normal_loss(mean: float, spread: float) -> float:
    """E[max(0, N(mean, spread))] - max(0, mean): what is gained by knowing a normal before choosing (Raiffa 1961)."""
    ratio = mean / spread
    return float(spread * stats.norm.pdf(ratio) + mean * stats.norm.cdf(ratio) - max(mean, 0.0))


@pytest.fixture(scope="module")
def normals() -> FloatArray:
    """(3, n): x, z, and one that nothing depends on."""
    return np.random.default_rng(5).normal(size=(3, TRIALS))


@pytest.fixture(scope="module")
def values(normals: FloatArray) -> FloatArray:
    """(2, n) the two options."""
    return np.stack([np.zeros(TRIALS), MEAN + FIRST * normals[0] + SECOND * normals[1]])


def test_knowing_everything(values: FloatArray) -> None:
    """The normal of standard deviation (1 + 0.49)^0.5."""
    found = evpi(values)
    assert found.value == pytest.approx(unit_normal_loss(MEAN, np.hypot(FIRST, SECOND)), abs=3 * found.error)


@pytest.mark.parametrize(("number", "spread"), [(0, FIRST), (1, SECOND)])
def test_knowing_one_input(values: FloatArray, normals: FloatArray, number: int, spread: float) -> None:
    """What is left is the expectation given the input: a normal of the input's part alone."""
    found = evppi(values, normals[[number]])
    assert 0 < found.error < 0.03
    assert found.value == pytest.approx(unit_normal_loss(MEAN, spread), abs=3 * found.error)


def test_knowing_both_is_knowing_everything(values: FloatArray, normals: FloatArray) -> None:
    """And never more than that."""
    everything, both = evpi(values), evppi(values, normals[:2])
    assert both.value <= everything.value
    assert both.value == pytest.approx(everything.value, rel=1e-3)


def test_what_matters_to_neither_is_worth_nothing(values: FloatArray, normals: FloatArray) -> None:
    """Within its error, which is small beside the worth of what does matter."""
    found = evppi(values, normals[[2]])
    assert found.value <= 3 * found.error
    assert found.value < 0.01


def test_a_bend_is_followed() -> None:
    """x² - 1 against nothing: worth E[max(0, x² - 1)] = 2 phi(1), although x and the lead are uncorrelated."""
    x = np.random.default_rng(6).normal(size=TRIALS)
    found = evppi(np.stack([np.zeros(TRIALS), x**2 - 1]), x[None])
    assert found.value == pytest.approx(2 * stats.norm.pdf(1.0), abs=3 * found.error)


def test_two_inputs_that_only_matter_together() -> None:
    """x z against nothing: each alone is worth nothing, both are worth E|x z| / 2 = 1 / pi."""
    normals = np.random.default_rng(7).normal(size=(2, TRIALS))
    values = np.stack([np.zeros(TRIALS), normals.prod(axis=0) + np.random.default_rng(8).normal(size=TRIALS)])
    both = evppi(values, normals)
    assert both.value == pytest.approx(1 / np.pi, abs=3 * both.error)
    alone = evppi(values, normals[[0]])
    assert alone.value <= 3 * alone.error


def test_noise_is_not_sold_as_knowledge() -> None:
    """Of 40 irrelevant inputs over 300 trials the mean worth is within 4 % of the worth of knowing everything."""
    rng = np.random.default_rng(9)
    values = np.stack([np.zeros(300), 0.1 + rng.normal(size=300)])
    found = [evppi(values, rng.normal(size=(1, 300))).value for _ in range(40)]
    assert np.mean(found) < 0.04 * evpi(values).value


def test_several_alternatives() -> None:
    """Three options, each a normal of its own: knowing all is worth the mean of the greatest, 3 / (2 pi^0.5)."""
    values = np.random.default_rng(10).normal(size=(3, TRIALS))
    found, learnt = evpi(values), evppi(values, values)
    assert found.value == pytest.approx(1.5 / np.sqrt(np.pi), abs=3 * found.error + 0.03)
    assert learnt.value == pytest.approx(found.value, rel=0.01)


def test_one_alternative_leaves_nothing_to_choose() -> None:
    """Neither does one that is always as good as another."""
    alone = np.arange(100.0)[None]
    assert evpi(alone).value == 0.0
    assert evppi(np.repeat(alone, 2, axis=0), alone).value == 0.0


def test_too_few_trials_are_refused() -> None:
    """A fit of some dozen points would be sold as knowledge."""
    with pytest.raises(ValueError, match="at least 100"):
        evppi(np.ones((2, 12)), np.ones((1, 12)))
