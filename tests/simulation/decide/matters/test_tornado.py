"""The tornado of costs that add up, where every bar can be read off."""

from __future__ import annotations

import pickle
import threading

import numpy as np
import pytest

from models.benefit import Benefit
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.risk import Driver, Impact, Risk
from simulation import forecast
from simulation.decide.matters.tornado import Bar, Tornado, tornado
from simulation.decide.pace import StepDone
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from tests.portfolios import example_portfolio
from tests.simulation.costs import initiative, portfolio, q

LARGE = initiative("large", a="Uniform(0, 100)")
SMALL = initiative("small", a="Uniform(0, 10)")


def bar(found: Tornado, key: str) -> Bar:
    """The bar of one input."""
    return next(one for one in found.bars if one.input.key == key)


@pytest.fixture(scope="module")
def found() -> Tornado:
    """Two costs, a driver of the second, and a risk that adds 50 to the first in one future of four."""
    hit = Risk(
        id="hit",
        name="Hit",
        probability=q(0.25),
        targets=("stage:large-a-go",),
        impact=Impact(cost_amount=q(50)),
    )
    double = Driver(id="d", name="D", value=q("Uniform(1, 3)"), targets=("option:small-a.up_front_cost",))
    return tornado(portfolio(LARGE, SMALL, risks=(hit,), drivers=(double,)), seed=1)


def test_bars_are_ordered_by_reach(found: Tornado) -> None:
    """80 between P10 and P90 of the first cost, 50 for the risk, 16 and 8 for the second cost and its driver."""
    words = [one.input.words for one in found.bars]
    assert words == ["large: up front cost", "Hit: occurs", "small: up front cost", "D"]
    assert [one.reach for one in found.bars] == pytest.approx([80, 50, 16, 8], rel=0.01)
    assert found.inputs == 4


def test_a_bar_is_what_is_held(found: Tornado) -> None:
    """The value is minus the cost: with the cost at 10 and at 90 instead of 50 on average, 40 more and 40 less."""
    one = bar(found, "option:large-a.up_front_cost")
    assert (one.low.level, one.high.level) == pytest.approx((10, 90))
    assert (one.low.change.value, one.high.change.value) == pytest.approx((40, -40), rel=1e-3)
    assert one.middle is not None
    assert one.middle.change.value == pytest.approx(0, abs=0.1)
    assert one.swing.value == pytest.approx(-80)
    assert one.monotone


def test_a_swing_in_the_same_futures_has_no_noise_of_the_others(found: Tornado) -> None:
    """All else is equal in each future, so the error of the swing is nothing; observed, it is that of the fifths."""
    one = bar(found, "option:large-a.up_front_cost")
    assert one.swing.error == pytest.approx(0, abs=1e-9)
    assert one.observed.value == pytest.approx(-80, abs=4 * one.observed.error)  # fifths: 10 and 90 in the mean
    assert one.observed.error > 1


def test_percentiles_of_what_is_left(found: Tornado) -> None:
    """With the first cost at 10, minus 14 to minus 40 of the others, and minus 50 more in a quarter."""
    one = bar(found, "option:large-a.up_front_cost")
    assert one.low.p50 is not None
    assert -40 < one.low.p50 < -10
    assert one.low.p20 is not None
    assert one.low.p20 < -50


def test_an_event_has_no_middle(found: Tornado) -> None:
    """A risk occurs or not: 0.25 x 50 gained, 0.75 x 50 lost."""
    one = bar(found, "risk:hit.occurs")
    assert one.middle is None
    assert one.low.change.value == pytest.approx(12.5)
    assert one.high.change.value == pytest.approx(-37.5)


def test_the_others_can_be_asked_for() -> None:
    """One bar by rank, and the one that was named."""
    both = portfolio(LARGE, SMALL)
    assert [one.input.group for one in tornado(both, count=1).bars] == ["initiative:large"]
    named = tornado(both, count=1, also=["option:small-a.up_front_cost"])
    assert [one.input.group for one in named.bars] == ["initiative:large", "initiative:small"]


def test_what_turns_is_not_monotone() -> None:
    """10,000 earned in the first year, as much paid in the fifth: a discount of 150 % is better than 30 % and 270 %.

    In each, the first year is worth 10,000 (1 - 1 / (1 + r)) / ln(1 + r) and the exit 10,000 / (1 + r)^4: 5,300, 6,290
    and 5,520 together, up to the steps of the months.
    """
    earn = Benefit(id="earn", curve="table", amounts=(q(10_000),))
    option = Option(
        id="x-a",
        stages=(Stage(id="x-a-go", duration=q(0)),),
        benefits=(earn,),
        exit_cost=q(10_000),
        exit_after=48.0,
    )
    settings = Settings(start="2027-01", horizon_months=60, timing="middle", discount_rate=q("Uniform(0, 3)"))
    lone = Initiative(id="x", name="X", options=(option,), selected="x-a")
    found = tornado(Portfolio(name="Turn", settings=settings, initiatives=(lone,)), trials=200)
    one = bar(found, "settings.discount_rate")
    assert one.middle is not None
    assert [one.low.mean, one.middle.mean, one.high.mean] == pytest.approx([5_300, 6_290, 5_520], rel=0.02)
    assert not one.monotone
    assert one.reach > abs(one.swing.value)


def test_the_plan_as_it_is_is_the_forecast() -> None:
    """The same futures, so the same mean and percentiles; a launch beyond the horizon is none of the percentiles'."""
    example = example_portfolio()
    whole = forecast(example, trials=300, seed=1).figures
    found = tornado(example, "launch:beacon", count=1, trials=300, seed=1)
    launches = whole.launch.values[:, 1]
    assert found.base.mean == pytest.approx(np.nan_to_num(launches, nan=60.0).mean())
    expected = whole.launch[1].percentiles([20, 50, 80]).tolist()
    told = [found.base.p20, found.base.p50, found.base.p80]
    assert told == [one if np.isfinite(one) else None for one in expected]


def test_progress_and_answer() -> None:
    """One step for the plan and one for each that is simulated; the answer can be sent between processes."""
    heard: list[StepDone] = []
    found = tornado(portfolio(LARGE, SMALL), trials=100, telling=heard.append)
    assert [step.done for step in heard] == list(range(1, 8))
    assert heard[-1].total == 7
    assert pickle.loads(pickle.dumps(found)) == found


def test_it_can_be_cancelled() -> None:
    """A set flag ends it at its next step."""
    stop = threading.Event()
    with pytest.raises(Cancelled):
        tornado(example_portfolio(), telling=lambda _: stop.set(), cancel=stop)


@pytest.mark.parametrize(
    ("figure", "also", "message"),
    [("worth", (), "no figure"), ("launch:atlsa", (), "launch:atlas"), ("value", ("risk:audit",), "risk:audit.occurs")],
)
def test_what_there_is_not(figure: str, also: tuple[str, ...], message: str) -> None:
    """The message names the closest."""
    with pytest.raises(ValueError, match=message):
        tornado(example_portfolio(), figure, also=also, trials=10)


def test_errors_are_refused() -> None:
    """A portfolio that cannot be forecast has no tornado."""
    with pytest.raises(PortfolioError):
        tornado(portfolio(LARGE, LARGE))
