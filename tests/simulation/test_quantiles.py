"""Values of quantities: quantile functions against analytic truths, moments, samples, speed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from models.uncertainty import Discrete, Distribution, Metalog, NotationError, Pert, Quantity
from simulation.arrays import FloatArray
from simulation.sampling.beta import beta_quantile, beta_quantiles
from simulation.sampling.drawn import sample
from simulation.sampling.quantiles import moments, quantile
from simulation.sampling.streams import Method, uniforms
from tests.cases import case_path

WEEKS_PER_MONTH = 365.2425 / 84

KINDS = [
    "3..5..9",
    "3..3..9",
    "PERT(3, 5, 9, 40)",
    "Tri(3, 5, 9)",
    "Tri(3, 9, 9)",
    "Uniform(3, 9)",
    "P10/50/90(3, 5, 9)",
    "P10/50/90(3, 5, 9; low=0)",
    "P10/50/90(3, 5, 9; high=20)",
    "P10/50/90(3, 5, 9; low=0, high=20)",
    "Metalog(0.1: 3, 0.3: 4.2, 0.5: 5.1, 0.7: 6.3, 0.9: 9)",
    "Normal(10, 2)",
    "LogN(3, 9)",
    "Discrete(1: 0.3, 7: 0.2, 2: 0.5)",
    "Bernoulli(0.3)",
    "History(3, 5, 2, 8)",
    "120 -10 %/+30 %",
]


def _distribution(text: str) -> Distribution:
    return Quantity.parse(text).distribution


@pytest.mark.parametrize("text", KINDS)
def test_moments_are_those_of_the_quantile_function(text: str) -> None:
    """Mean and variance as integrals over probability, by adaptive quadrature in the logit, to 1e-6."""
    distribution = _distribution(text)
    mean, sd = moments(distribution)
    if text.startswith(("Discrete", "Bernoulli", "History")):
        # Steps: a million midpoints are exact but for the few that fall on a step.
        values = quantile(distribution, (np.arange(1_000_000) + 0.5) / 1_000_000)
        assert (values.mean(), values.std()) == pytest.approx((mean, sd), rel=1e-5)
        return

    def weighted(logit: float, power: int) -> float:
        u = np.array([special.expit(logit)])
        deviation = float(quantile(distribution, u)[0]) - mean
        return deviation**power * math.exp(-abs(logit)) / (1 + math.exp(-abs(logit))) ** 2

    first, second = (integrate.quad(weighted, -35, 35, args=(power,), limit=500, points=[0.0])[0] for power in (1, 2))
    assert first == pytest.approx(0, abs=1e-6 * sd)
    assert math.sqrt(second) == pytest.approx(sd, rel=1e-6)


@pytest.mark.parametrize("text", KINDS)
def test_sample_means_agree_with_the_moments(text: str) -> None:
    """100,000 plain random draws: within 5 standard errors."""
    quantity = Quantity.parse(text)
    values = np.concatenate([sample(quantity, 1, "x", block, 1000, "random") for block in range(100)])
    mean, sd = moments(quantity.distribution)
    assert abs(values.mean() - mean) < 5 * sd / math.sqrt(100_000)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("3..5..9", stats.beta(1 + 4 / 3, 1 + 8 / 3, 3, 6)),
        ("PERT(3, 3, 9, 10)", stats.beta(1, 11, 3, 6)),
        ("Tri(3, 5, 9)", stats.triang(1 / 3, 3, 6)),
        ("Tri(3, 3, 9)", stats.triang(0, 3, 6)),
        ("Tri(3, 9, 9)", stats.triang(1, 3, 6)),
        ("Uniform(3, 9)", stats.uniform(3, 6)),
        ("Normal(10, 2)", stats.norm(10, 2)),
        ("LogN(3, 9)", stats.lognorm(math.log(3) / 2 / stats.norm.ppf(0.9), scale=math.sqrt(27))),
        ("Metalog(0.1: 3, 0.9: 9)", stats.logistic(6, 3 / math.log(9))),
        ("120 +/- 10 %", stats.beta(3, 3, 108, 24)),
    ],
)
def test_quantiles_and_probabilities_are_inverse(text: str, reference: stats.distributions.rv_frozen) -> None:
    """Against an independent distribution function, from 1e-9 to 1 - 1e-9."""
    u = np.concatenate([np.linspace(0.001, 0.999, 999), [1e-9, 1e-6, 1 - 1e-6, 1 - 1e-9]])
    values = quantile(_distribution(text), u)
    assert reference.cdf(values) == pytest.approx(u, rel=1e-8, abs=1e-12)
    assert values == pytest.approx(reference.ppf(u), rel=1e-9)


def test_percentiles_that_were_given_come_back() -> None:
    """LogN and metalogs, whatever their bounds, pass through what was assessed."""
    u = np.array([0.1, 0.5, 0.9])
    for bounds in ("", "; low=0", "; high=20", "; low=-5, high=20"):
        assert quantile(_distribution(f"P10/50/90(3, 5, 9{bounds})"), u) == pytest.approx([3, 5, 9], rel=1e-12)
    assert quantile(_distribution("LogN(3, 9)"), u[[0, 2]]) == pytest.approx([3, 9], rel=1e-12)


@pytest.mark.parametrize(
    ("text", "u", "values"),
    [
        ("Discrete(5: 0.25, 1: 0.25, 3: 0.5)", [0.01, 0.25, 0.26, 0.75, 0.76, 0.99], [1, 1, 3, 3, 5, 5]),
        ("Discrete(1: 0, 2: 1)", [1e-16, 0.5, 1 - 1e-16], [2, 2, 2]),
        ("Bernoulli(0.25)", [0.01, 0.75, 0.76], [0, 0, 1]),
        ("Bernoulli(0)", [1e-16, 1 - 1e-16], [0, 0]),
        ("Bernoulli(1)", [1e-16, 1 - 1e-16], [1, 1]),
        ("History(3, 5, 2, 8)", [0.1, 0.3, 0.6, 0.9, 1 - 2**-53], [2, 3, 5, 8, 8]),
        ("4", [0.1, 0.9], [4, 4]),
    ],
)
def test_separate_outcomes_rise_with_the_probability(text: str, u: list[float], values: list[float]) -> None:
    """In order of their values, not of their listing, so that ranks mean something; impossible ones never come."""
    assert quantile(_distribution(text), np.array(u)).tolist() == values


@given(st.floats(1e-9, 1000), st.floats(0, 1))
def test_beta_quantiles_agree_with_the_inverse_incomplete_beta(lam: float, share: float) -> None:
    """Within 1e-9 of the range over shapes of any weight, modes at either end included, to the last float."""
    mode = 0.0 if share < 0.05 else 1.0 if share > 0.95 else share
    ends = 10.0 ** -np.arange(3.0, 16.0)
    u = np.concatenate([[2.0**-53], ends, np.linspace(0.001, 0.999, 301), 1 - ends, [1 - 2.0**-53]])
    first, second = 1 + lam * mode, 1 + lam * (1 - mode)
    assert np.abs(beta_quantile(first, second, u) - special.betaincinv(first, second, u)).max() < 1e-9


def test_a_few_beta_quantiles_are_those_of_many_bit_for_bit() -> None:
    """A cell's picture must not load the compiler: two hundred values take another way, to the same ends."""
    shapes, u = [(1.0, 5.0), (3.2, 2.8)], np.random.default_rng(3).random((2, 400))
    u[0, :2] = 2.0**-53, 1.0 - 2.0**-53
    many = beta_quantiles(shapes, u)
    few = [beta_quantiles(shapes, u[:, first : first + 100]) for first in range(0, 400, 100)]
    np.testing.assert_array_equal(np.concatenate(few, axis=1), many)


@given(st.floats(0, 1), st.floats(0.1, 1000))
def test_pert_stays_within_its_range_and_rises(share: float, lam: float) -> None:
    """At 1,000 probabilities from the least to the greatest float."""
    u = np.concatenate([[2.0**-53], np.linspace(0.001, 0.999, 998), [1 - 2.0**-53]])
    values = quantile(Pert(3, 3 + 6 * share, 9, lam), u)
    assert values.min() >= 3
    assert values.max() <= 9
    assert (np.diff(values) > -1e-9).all()


@given(st.floats(0.5, 20), st.floats(0.5, 20), st.sampled_from([None, 0.0]), st.sampled_from([None, 100.0]))
def test_a_metalog_that_is_accepted_rises_everywhere(
    below: float, above: float, low: float | None, high: float | None
) -> None:
    """What the check lets through is a distribution: quantiles never fall, and stay within the bounds."""
    try:
        metalog = Metalog(((0.1, 21 - below), (0.5, 21.0), (0.9, 21 + above)), low, high)
    except NotationError:
        return
    u = special.expit(np.linspace(-35, 35, 2000))
    values = quantile(metalog, u)
    assert (np.diff(values) >= -1e-9 * np.abs(values[1:])).all()
    assert values.min() >= metalog.bounds[0]
    assert values.max() <= metalog.bounds[1]


def test_scale_and_shift_act_on_the_same_draws() -> None:
    """Two scenarios see the same futures."""
    plain = sample(Quantity.parse("LogN(3, 9)"), 1, "x", 0, 1000)
    stretched = sample(Quantity.parse("LogN(3, 9) * 1.2 + 2"), 1, "x", 0, 1000)
    assert stretched == pytest.approx(plain * 1.2 + 2, rel=1e-15)


def test_sampling_draws_on_the_stream_of_its_key() -> None:
    """One row of uniforms, turned into values."""
    quantity = Quantity.parse("3..5..9")
    numbers = uniforms(7, "stage/duration", 2, 1, 1000)[0]
    assert np.array_equal(sample(quantity, 7, "stage/duration", 2, 1000), quantile(quantity.distribution, numbers))
    assert not np.array_equal(sample(quantity, 7, "stage/duration", 3, 1000), quantile(quantity.distribution, numbers))


def test_a_discrete_sample_under_latin_hypercube_has_exact_shares() -> None:
    """Of 1,000 trials 300 and 700."""
    values = sample(Quantity(Discrete(((1, 0.3), (2, 0.7)))), 1, "x", 0, 1000)
    assert np.bincount(values.astype(int)).tolist() == [0, 300, 700]


def test_throughput_has_no_quantile_function() -> None:
    """It is sampled; asking for more is the caller's mistake."""
    throughput = _distribution("Throughput(backlog=50, weekly=5)")
    with pytest.raises(ValueError, match="sample it"):
        quantile(throughput, np.array([0.5]))
    with pytest.raises(ValueError, match="sample it"):
        moments(throughput)


def test_a_certain_throughput_takes_its_base() -> None:
    """10 items at 4 a week: three weeks, the last one only half used."""
    quantity = Quantity.parse("Throughput(backlog=10, weekly=4)")
    assert sample(quantity, 1, "x", 0, 10) == pytest.approx([3 / WEEKS_PER_MONTH] * 10, rel=1e-12)
    assert quantity.base == pytest.approx(3 / WEEKS_PER_MONTH, rel=1e-12)


def test_a_backlog_of_nothing_takes_no_time() -> None:
    """Neither a first week nor a division by nothing."""
    assert sample(Quantity.parse("Throughput(backlog=0, weekly=History(0, 3))"), 1, "x", 0, 50).tolist() == [0.0] * 50


def test_weeks_without_output_are_waited_for() -> None:
    """One item, one week in two empty: full weeks are negative binomial; mean 1/p = 2 weeks, variance (1-p)/p^2 = 2.

    The item of a week with one takes that whole week.  20,000 random trials, 5 standard errors.
    """
    quantity = Quantity.parse("Throughput(backlog=1, weekly=History(0, 1))")
    weeks = np.concatenate([sample(quantity, 1, "x", block, 1000, "random") for block in range(20)]) * WEEKS_PER_MONTH
    assert abs(weeks.mean() - 2) < 5 * math.sqrt(2 / 20_000)
    assert weeks == pytest.approx(np.round(weeks), abs=1e-9)


def test_an_endless_backlog_goes_on_at_the_mean_pace() -> None:
    """5,000 weeks at a certain pace: beyond the weeks that are lived through nothing changes."""
    quantity = Quantity.parse("Throughput(backlog=20000, weekly=4)")
    assert sample(quantity, 1, "x", 0, 5) == pytest.approx([5000 / WEEKS_PER_MONTH] * 5, rel=1e-12)


def test_each_week_is_drawn_anew() -> None:
    """100 items at Uniform(0, 2) a week: about 100 weeks with a deviation of a few, not of dozens.

    One pace for all weeks would give a deviation of some hundred weeks.  By renewal theory the variance is
    items x var / mean^3 = 100 / 3, so the deviation is 5.8 weeks; 5,000 trials estimate it to 1 %.
    """
    quantity = Quantity.parse("Throughput(backlog=100, weekly=Uniform(0, 2))")
    weeks = np.concatenate([sample(quantity, 1, "x", block, 1000) for block in range(5)]) * WEEKS_PER_MONTH
    assert weeks.std() == pytest.approx(math.sqrt(100 / 3), rel=0.05)


@pytest.mark.parametrize("method", ["latin_hypercube", "random", "sobol"])
def test_throughput_workbook(method: Method) -> None:
    """A published forecast: 13, 19, 23 and 25 weeks at 5, 50, 85 and 95 %, within 1."""
    case_path("throughput/throughput.json")
    quantity = Quantity.parse("Throughput(backlog=Uniform(50, 58), split=Uniform(1, 2), weekly=Uniform(3, 6))")
    months: FloatArray = np.concatenate([sample(quantity, 1, "x", block, 1000, method) for block in range(10)])
    weeks = np.quantile(months * WEEKS_PER_MONTH, [0.05, 0.5, 0.85, 0.95])
    assert np.abs(weeks - [13, 19, 23, 25]).max() <= 1
