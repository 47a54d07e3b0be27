"""What sets the worst futures apart, and who causes a team's load; by plans of which the answer is known."""

from __future__ import annotations

import pickle
import threading

import msgspec
import numpy as np
import pytest

from models.benefit import Benefit
from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.risk import Impact, Risk
from models.team import Team
from simulation import forecast
from simulation.decide.pace import StepDone
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from simulation.summary.causes import load_causes
from simulation.summary.worst import worst_trials
from tests.portfolios import example_portfolio, q

NORMAL_TAIL_MEAN = -2.0627
"""Mean of the lowest twentieth of a standard normal: -phi(z) / 0.05 at z = -1.6449."""


def simple_plan(sampling: str = "random") -> Portfolio:
    """Value is revenue less a risk's cost; a second initiative is delivered at no gain.

    Revenue is normal with mean 1 M and deviation 100 k a year from month 1 on; nothing is discounted.
    """
    earning = Option(
        id="a-build",
        stages=(Stage(id="a-s", duration=q(1), crew=(Crew(team="core", fte=2.0),), external_cost=q(1)),),
        benefits=(Benefit(id="a-b", curve="constant", peak_per_year=q("Normal(1000000, 100000)")),),
    )
    idle = Option(
        id="b-build", stages=(Stage(id="b-s", duration=q("Uniform(2, 4)"), crew=(Crew(team="core", fte=1.0),)),)
    )
    return Portfolio(
        name="Simple",
        settings=Settings(start="2027-01", horizon_months=13, discount_rate=q(0), sampling=sampling, seed=4),
        teams=(Team(id="core", name="Core", headcount=3, monthly_rate=q(0)),),
        initiatives=(
            Initiative(id="a", name="A", options=(earning,), selected="a-build"),
            Initiative(id="b", name="B", rank=2, options=(idle,), selected="b-build"),
        ),
        risks=(
            Risk(
                id="blow",
                name="Blow",
                probability=q(0.02),
                targets=("stage:a-s",),
                impact=Impact(cost_amount=q(2_000_000)),
            ),
        ),
    )


def test_the_input_that_decides_is_shifted_by_the_tail_of_its_distribution() -> None:
    """Without the risk value is the revenue alone: its worst twentieth is the normal's lowest twentieth."""
    plan = msgspec.structs.replace(simple_plan(), risks=())
    found = worst_trials(plan, trials=4000)
    assert found.worst == 200
    first, second = found.inputs
    assert first.address == "benefit:a-b.peak_per_year"
    assert first.shift == pytest.approx(NORMAL_TAIL_MEAN, abs=4 * first.standard_error + 0.05)
    assert 0.01 < first.standard_error < 0.05  # the tail's deviation, 0.37, over the root of 200 is 0.026
    assert second.address == "stage:b-s.duration"
    assert abs(second.shift) < 4 * second.standard_error  # it has no part in the value
    assert found.worst_value < found.edge < found.mean_value


def test_the_risk_that_decides_occurs_in_the_worst_futures() -> None:
    """It occurs in 2 % of all futures and takes more than the revenue varies: all of these are among the worst 5 %."""
    found = worst_trials(simple_plan(), trials=4000)
    [risk] = found.risks
    assert (risk.id, risk.name) == ("blow", "Blow")
    assert risk.share == pytest.approx(0.02, abs=4 * np.sqrt(0.02 * 0.98 / 4000))
    assert risk.worst_share == pytest.approx(20 * risk.share)
    assert {one.id for one in found.missed} == {"a", "b"}


def test_launches_that_are_missed_are_told() -> None:
    """The second initiative needs up to 24 months within 13: where it comes late nothing is lost, so shares agree."""
    plan = simple_plan()
    slow = Stage(id="b-s", duration=q("Uniform(2, 24)"), crew=(Crew(team="core", fte=1.0),))
    late = msgspec.structs.replace(plan.initiatives[1].options[0], stages=(slow,))
    initiatives = (plan.initiatives[0], msgspec.structs.replace(plan.initiatives[1], options=(late,)))
    found = worst_trials(msgspec.structs.replace(plan, initiatives=initiatives), trials=2000)
    missed = {one.id: one for one in found.missed}
    assert missed["a"].share == 0.0
    assert missed["b"].share == pytest.approx(0.5, abs=0.05)
    assert missed["b"].worst_share == pytest.approx(missed["b"].share, abs=4 * missed["b"].standard_error)


def test_errors_come_from_blocks_where_trials_are_stratified() -> None:
    """Two full blocks and a half: still the same futures, and an error is known."""
    found = worst_trials(simple_plan("latin_hypercube"), trials=2500, share=0.1)
    assert found.worst == 250
    assert all(np.isfinite(one.standard_error) for one in (*found.inputs, *found.risks))
    assert pickle.loads(pickle.dumps(found)) == found


def test_impossible_studies_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        worst_trials(simple_plan(), share=0.0)
    with pytest.raises(ValueError, match='no team "sales"'):
        load_causes(simple_plan(), "sales")
    broken = msgspec.structs.replace(simple_plan(), teams=())
    with pytest.raises(PortfolioError):
        worst_trials(broken)
    with pytest.raises(PortfolioError):
        load_causes(broken, "core")


def test_studies_tell_and_stop() -> None:
    """Steps are told; with the flag set nothing is answered."""
    heard: list[StepDone] = []
    worst_trials(simple_plan(), trials=200, telling=heard.append)
    assert [(step.done, step.total) for step in heard] == [(1, 3), (2, 3), (3, 3)]
    heard.clear()
    load_causes(simple_plan(), "core", trials=2600, telling=heard.append)
    assert [(step.done, step.total, step.what) for step in heard] == [
        (1, 3, "1,000 trials"),
        (2, 3, "2,000 trials"),
        (3, 3, "2,600 trials"),
    ]
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        worst_trials(simple_plan(), trials=200, cancel=stop)
    with pytest.raises(Cancelled):
        load_causes(simple_plan(), "core", cancel=stop)


def test_the_load_is_that_of_who_works() -> None:
    """A takes two people in the first month; B one from the start, for 2 to 4 months: half of month 3 on average."""
    found = load_causes(simple_plan(), "core", trials=4000)
    assert found.initiatives == ("a", "b")
    assert found.fte[0] == pytest.approx([2.0] + [0.0] * 12)
    assert found.fte[1, :2] == pytest.approx([1.0, 1.0])
    # Uniform from 2 to 4: month 2 is worked by 1 - 1/4 on average, month 3 by 1/4.
    for month, mean in ((2, 0.75), (3, 0.25)):
        assert found.fte[1, month] == pytest.approx(mean, abs=4 * found.standard_error[1, month])
    assert found.standard_error[0] == pytest.approx(0.0, abs=1e-9)
    assert found.capacity == pytest.approx(3.0)


@pytest.mark.parametrize("team", ["platform", "design"])
def test_causes_add_up_to_the_forecast(team: str) -> None:
    """The people at work in a forecast of the same seed; with blocks, so with block errors."""
    portfolio = example_portfolio()
    found = load_causes(portfolio, team, trials=2000, seed=3)
    whole = forecast(portfolio, trials=2000, seed=3)
    number = whole.labels.teams.index(team)
    assert found.fte.sum(axis=0) == pytest.approx(whole.figures.busy.mean()[number], abs=1e-4)
    assert found.capacity == pytest.approx(whole.figures.capacity.mean()[number], rel=1e-5)
    assert found.months == whole.labels.months
    assert np.isfinite(found.standard_error).all()
