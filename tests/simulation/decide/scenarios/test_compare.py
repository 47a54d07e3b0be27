"""Scenarios in the same futures: what is the same is exactly the same, and differences are told with their errors."""

import pickle
import threading

import msgspec
import numpy as np
import pytest

from models.benefit import Benefit
from models.portfolio import Portfolio
from models.scenario import Override, Scenario
from simulation import forecast
from simulation.decide.pace import StepDone
from simulation.decide.scenarios.compare import compare
from simulation.decide.scenarios.comparison import Comparison
from simulation.decide.scenarios.verdicts import is_clear, verdict
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from simulation.summarise import summarise
from tests.portfolios import example_portfolio, q
from tests.simulation.money_case import portfolio_of, stage

TRIALS = 400


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """The base, a leaner plan, and that plan with a partner."""
    return compare(example_portfolio(), [None, "lean", "lean-partner"], trials=TRIALS)


def scenario(*overrides: Override) -> tuple[Scenario, ...]:
    return (Scenario(id="s", name="S", overrides=overrides),)


def test_a_scenario_differs_from_itself_in_nothing() -> None:
    """Every figure, in every future; only a rate of return that does not exist cannot be judged."""
    found = compare(example_portfolio(), ["lean", "lean"], trials=TRIALS)
    for figure in found.figures:
        pair = figure.differences[0].paired
        assert pair.mean in (0.0, None)
        assert pair.better.share == 0
        assert pair.worse.share == 0
        assert pair.equal.share + pair.undecided == pytest.approx(1)
    assert found.figure("value").differences[0].paired.equal.share == 1
    assert found.inputs == ()
    assert not any(one.first_order or one.second_order or one.first_violation for one in found.dominance)
    assert found.sentences == ("Lean is worth the same as Lean in every future",)


def test_a_constant_cost_is_its_present_value_in_every_future() -> None:
    """100,000 paid at the end of the first month, at 10 % a year: 100,000 x 1.1^(-1/12), whatever the sales are."""
    portfolio = portfolio_of(
        Benefit(id="b", peak_per_year=q("Uniform(1e5, 9e5)")),
        option={"stages": (stage("begin", duration=q(0)),)},
        scenarios=scenario(Override(target="option:o.up_front_cost", action="add", value=100_000)),
    )
    found = compare(portfolio, [None, "s"], trials=TRIALS).figure("value")
    pair = found.differences[0].paired
    worth = -100_000 * 1.1 ** (-1 / 12)
    assert found.spreads[0] is not None
    assert found.spreads[0].p90 - found.spreads[0].p10 > 1e5  # type: ignore[operator]
    assert (pair.mean, pair.p10, pair.p90) == pytest.approx((worth, worth, worth))
    assert pair.mean_error == pytest.approx(0, abs=1e-6)
    assert pair.worse.share == 1


def test_pairing_takes_out_the_noise_that_is_shared(compared: Comparison) -> None:
    """The error of the difference is below that of two independent means, by the same plain formula."""
    value = compared.figure("value")
    apart = [spread.mean_error for spread in value.spreads if spread is not None]
    together = value.differences[0].paired.mean_error
    assert together is not None
    assert together < 0.8 * float(np.hypot(apart[0], apart[1]))  # type: ignore[arg-type]


def test_figures_are_those_of_a_forecast_over_several_blocks() -> None:
    """Trial for trial the same, with the base case beside them; 1,500 trials are a block and a half."""
    found = compare(example_portfolio(), ["lean", None], trials=1500, seed=3)
    for place, name in enumerate(("lean", None)):
        summary = summarise(forecast(example_portfolio(), name, trials=1500, seed=3))
        assert found.figure("value").spreads[place] == summary.key.value
        assert found.figure("irr").spreads[place] == summary.key.irr
        assert found.figure("last_launch").spreads[place] == summary.key.last_launch.months
        assert found.figure("launch", "atlas").spreads[place] == summary.initiatives[0].launch.months
        assert found.figure("year_total", "FY28").spreads[place] == summary.years[1].costs[-1].cost
        assert found.figure("objective_hit", "atlas-out").spreads[place].mean == summary.objectives[0].hit.share  # type: ignore[union-attr]
        assert found.scenarios[place].provenance.digest == summary.provenance.digest
        assert found.fans[place].p50[-1] == pytest.approx(summary.cash_months[-1].cumulative.p50)


def test_every_pair_is_compared(compared: Comparison) -> None:
    """The mean difference of a pair is the difference of the means, and so adds up around the three."""
    value = compared.figure("value")
    assert [(one.first, one.second) for one in value.differences] == [(0, 1), (0, 2), (1, 2)]
    means = [one.paired.mean for one in value.differences]
    assert means[0] + means[2] == pytest.approx(means[1])  # type: ignore[operator]
    assert compared.against(value, 2, first=1) == value.differences[2].paired
    assert compared.against(value, 1, first=2) is None


def test_curves_and_fans_are_there_for_each_scenario(compared: Comparison) -> None:
    value = [curve for curve in compared.curves if curve.figure == "value"]
    assert [curve.scenario for curve in value] == [0, 1, 2]
    assert all(len(curve.values) == 101 and list(curve.values) == sorted(curve.values) for curve in value)  # type: ignore[type-var]
    assert value[0].values[50] == compared.figure("value").spreads[0].p50  # type: ignore[union-attr]
    assert [len(fan.months) for fan in compared.fans] == [60, 60, 60]
    assert all(low <= high for fan in compared.fans for low, high in zip(fan.p10, fan.p90, strict=True))


def test_inputs_that_differ_are_listed_from_the_portfolios(compared: Comparison) -> None:
    assert (compared.inputs[0].address, compared.inputs[0].values) == ("team:platform.headcount", ("8", "6", "6"))
    assert len(compared.inputs) == 4


def test_a_longer_horizon_has_years_that_the_other_lacks() -> None:
    """72 months instead of 60: the sixth and seventh fiscal years are compared only where both have them."""
    portfolio = msgspec.structs.replace(
        example_portfolio(), scenarios=scenario(Override(target="settings.horizon_months", value=72))
    )
    found = compare(portfolio, [None, "s"], trials=50)
    last = found.of_kind("year_total")[-1]
    assert last.spreads[0] is None
    assert last.spreads[1] is not None
    assert last.differences == ()
    assert [len(fan.months) for fan in found.fans] == [60, 72]


def test_a_cheaper_plan_of_the_same_worth_dominates() -> None:
    """A certain cost less in every future: first order in value, and in cost the other way of counting."""
    portfolio = portfolio_of(
        Benefit(id="b", peak_per_year=q("Uniform(1e5, 9e5)")),
        option={"stages": (stage("begin", duration=q(0)),), "up_front_cost": q(100_000)},
        scenarios=scenario(Override(target="option:o.up_front_cost", value=50_000)),
    )
    found = compare(portfolio, [None, "s"], trials=TRIALS)
    told = {(one.figure, one.first, one.second): one for one in found.dominance}
    assert verdict(told["value", 1, 0]) == "first order"
    assert verdict(told["cost", 1, 0]) == "first order"
    assert verdict(told["value", 0, 1]) == "no"
    assert (told["cost", 0, 1].first_violation, told["cost", 0, 1].first_at) == (1, 100_000)
    assert told["last_launch", 0, 1].first_violation == 0
    assert verdict(told["last_launch", 0, 1]) == "alike"
    assert "Whatever value is asked for, S is at least as likely to reach it as Base" in found.sentences


def test_a_difference_that_may_be_chance_is_not_called_one(compared: Comparison) -> None:
    """Zero within the confidence interval; a mean without an error cannot be told apart from chance."""
    pair = compared.figure("value").differences[0].paired
    assert is_clear(compared, msgspec.structs.replace(pair, mean=2.1, mean_error=1.0))
    assert not is_clear(compared, msgspec.structs.replace(pair, mean=1.9, mean_error=1.0))
    assert not is_clear(compared, msgspec.structs.replace(pair, mean=2.1, mean_error=None))


def test_the_answer_is_plain_values(compared: Comparison) -> None:
    """It can be sent between processes, and written as JSON without NaN."""
    assert pickle.loads(pickle.dumps(compared)) == compared
    assert msgspec.json.decode(msgspec.json.encode(compared))["scenarios"][1]["id"] == "lean"


def test_steps_are_told_and_a_set_flag_ends_the_study() -> None:
    """Two scenarios in two blocks are four steps."""
    heard: list[StepDone] = []
    compare(example_portfolio(), [None, "lean"], trials=1001, telling=heard.append)
    assert [(step.done, step.total) for step in heard] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    stop = threading.Event()

    def stop_at_once(step: StepDone) -> None:
        stop.set()

    with pytest.raises(Cancelled):
        compare(example_portfolio(), [None, "lean"], trials=1001, telling=stop_at_once, cancel=stop)


def test_errors_name_the_scenario() -> None:
    broken = scenario(Override(target="initiative:atlas.selected", value="beacon-buy"))
    portfolio: Portfolio = msgspec.structs.replace(example_portfolio(), scenarios=broken)
    with pytest.raises(PortfolioError, match="in scenario s"):
        compare(portfolio, [None, "s"], trials=10)


@pytest.mark.parametrize(
    ("scenarios", "trials", "reason"),
    [
        ([None], 10, "2 to 4"),
        ([None] * 5, 10, "2 to 4"),
        ([None, "lean"], 0, "trials"),
        ([None, "lean"], 10**6, "trials"),
    ],
)
def test_impossible_requests_are_refused(scenarios: list[str | None], trials: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        compare(example_portfolio(), scenarios, trials=trials)


@pytest.mark.slow
def test_workers_change_nothing() -> None:
    """Blocks computed in two processes give the same comparison, but for the time of the run."""
    found = [compare(example_portfolio(), [None, "lean"], trials=2500, workers=workers) for workers in (1, 2)]
    assert found[0] == found[1]
