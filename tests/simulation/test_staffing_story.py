"""People who come and go, and what idle ones cost."""

from __future__ import annotations

import pickle
import threading

import numpy as np
import pytest

from models.team import Hire
from simulation.money.cashflow import LINES
from simulation.progress import Cancelled
from simulation.run import forecast
from simulation.summary.staffing import staffing_story
from tests.networks import initiative, portfolio, q, stage, team
from tests.portfolios import example_portfolio


def test_it_adds_up_to_the_forecast() -> None:
    """All teams' bench and recruiting are the lines of the cash flow; the same 300 futures."""
    story = staffing_story(example_portfolio(), trials=300, seed=4)
    result = forecast(example_portfolio(), trials=300, seed=4)
    lines = result.figures.lines.mean()
    for name in ("bench", "recruiting"):
        whole = getattr(story, name).mean.sum()
        assert whole == pytest.approx(lines[LINES.index(name)].sum(), rel=1e-4), name  # kept in 32 bits there
    change = result.figures.headcount.mean()[:, -1] - [8, 3]
    moved = (story.arrivals.mean - story.leavers.mean).sum(axis=1)
    assert moved == pytest.approx(change, abs=1e-4)


def test_a_small_plan_by_hand() -> None:
    """Two people at 100 a month, one of them busy for 3 months of 12: 24 - 3 = 21 idle months.

    A third is hired in the seventh month for a fee of 50, and idle for 6 months more.
    """
    crew = team("t", 2, monthly_rate=q(100), recruiting_cost=q(50), hires=(Hire(id="h", month="2027-07"),))
    plan = portfolio([initiative("x", stage("a", 3, {"t": 1}))], [crew], months=12)
    story = staffing_story(plan, trials=3)
    assert story.years == ("FY27",)
    assert story.bench.mean.tolist() == [[2700.0]]
    assert story.bench.error.tolist() == [[0.0]]
    assert story.recruiting.mean.tolist() == [[50.0]]
    assert story.arrivals.mean.tolist() == [[1.0]]
    assert story.leavers.mean.tolist() == [[0.0]]


def test_leavers_follow_the_attrition() -> None:
    """100 people, a tenth of whom leave within a year and are not replaced: 10 leavers in the first one.

    A person stays at least to the next whole month, so that those of the twelfth month leave after the year: about
    11/12 of them are seen, 100 x (1 - 0.9^(11/12)) = 9.2; 200 futures give a standard error of about 0.2.
    """
    many = team("t", 100, monthly_rate=q(1), attrition=q(0.1), backfill=False)
    story = staffing_story(portfolio([], [many], months=12), trials=200)
    expected = 100 * (1 - 0.9 ** (11 / 12))
    assert story.leavers.mean[0, 0] == pytest.approx(expected, abs=4 * story.leavers.error[0, 0])


def test_the_parts_of_a_block_make_no_difference() -> None:
    """The first 250 futures are a slice of their own; of one alone there is no error to be told."""
    few, one = (staffing_story(example_portfolio(), trials=trials) for trials in (251, 1))
    assert few.bench.mean.shape == (2, len(few.years))
    assert np.isnan(one.bench.error).all()
    assert pickle.loads(pickle.dumps(few)).teams == ("platform", "design")


def test_what_is_refused_and_what_is_cancelled() -> None:
    stop = threading.Event()
    with pytest.raises(ValueError, match="at least one trial"):
        staffing_story(example_portfolio(), trials=0)
    with pytest.raises(Cancelled):
        staffing_story(example_portfolio(), telling=lambda _: stop.set(), cancel=stop)
