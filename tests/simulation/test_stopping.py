"""Stopping rules: which outputs they watch, when they are content."""

import numpy as np
import pytest
from scipy.special import stdtrit

from simulation.exact import ExactSample
from simulation.samples import ErrorBasis
from simulation.stopping import FixedTrials, Precision, parse_output


def normal(trials: int, mean: float, sampling: str = "random") -> ExactSample:
    values = np.random.default_rng(7).normal(mean, 1.0, size=trials)
    return ExactSample(values, "omit", ErrorBasis.of(sampling, trials))


def test_outputs_are_a_figure_and_a_statistic() -> None:
    """``value.mean``, ``value.p80``; nothing else."""
    assert parse_output("value.mean") == ("value", None)
    assert parse_output("cost.p80") == ("cost", 80.0)
    for wrong in ("value", "value.median", "value.p101", "value.80", ".", "value.p"):
        with pytest.raises(ValueError, match=r"write for example value\.mean"):
            parse_output(wrong)


def test_half_width_is_the_normal_interval_for_random_samples() -> None:
    """1.96 standard errors at 95 %: 2,500 normals of mean 10 are within 0.04 of it."""
    sample = normal(2500, 10.0)
    (reading,) = Precision(outputs=("value.mean",), within=0.005).readings({"value": sample}, 2500)
    assert reading.half_width == pytest.approx(1.959964 * float(sample.standard_error()), rel=1e-6)
    assert reading.relative == pytest.approx(reading.half_width / reading.estimate)
    assert reading.precise


def test_few_blocks_widen_the_interval_by_students_t() -> None:
    """Two blocks leave one degree of freedom: 12.7 standard errors, not 1.96."""
    sample = normal(2000, 10.0, "latin_hypercube")
    (reading,) = Precision(outputs=("value.mean",)).readings({"value": sample}, 2000)
    assert reading.half_width == pytest.approx(stdtrit(1, 0.975) * float(sample.standard_error()))


def test_nothing_is_judged_by_one_block() -> None:
    """The error of a single block is a bound at best."""
    assert Precision().readings({"value": normal(1000, 10.0)}, 1000) == ()


def test_a_mean_of_zero_is_never_relatively_precise() -> None:
    """No interval is within 3 % of nothing, unless it has no width."""
    flat = ExactSample(np.zeros(2000), "omit", ErrorBasis.of("random", 2000))
    (reading,) = Precision(outputs=("value.mean",)).readings({"value": flat}, 2000)
    assert reading.precise
    swing = ExactSample(np.tile([-1.0, 1.0], 1000), "omit", ErrorBasis.of("random", 2000))
    (reading,) = Precision(outputs=("value.mean",)).readings({"value": swing}, 2000)
    assert reading.relative is None
    assert not reading.precise


def test_a_percentile_beyond_the_horizon_is_not_precise() -> None:
    """It cannot be told how far off "never" is; the run goes on to its cap."""
    never = ExactSample(np.full(2000, np.nan), "last", ErrorBasis.of("random", 2000))
    (reading,) = Precision(outputs=("payback.p50",)).readings({"payback": never}, 2000)
    assert not reading.precise


def test_unknown_figures_are_named() -> None:
    """Before anything is simulated, with all that could be watched; a figure with an axis is no single output."""
    for output in ("valu.mean", "launch.p80"):
        with pytest.raises(ValueError, match=r"no figure of one number.*there is: value, irr"):
            Precision(outputs=(output,))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"within": 0.0}, "within is a share"),
        ({"confidence": 1.0}, "confidence lies between"),
        ({"cap": 1999}, "at least two blocks"),
        ({"outputs": ()}, "at least one output"),
    ],
)
def test_impossible_rules_are_refused(change: dict, message: str) -> None:
    """A rule that could never be met, or always is, is the caller's mistake."""
    with pytest.raises(ValueError, match=message):
        Precision(**change)


def test_a_fixed_number_watches_nothing() -> None:
    """So it never ends a run early."""
    assert FixedTrials(5).readings({}, 5) == ()
