"""A better order of work: jobs on one machine, whose best order is known, and what holds of every search."""

from __future__ import annotations

import itertools
import threading

import msgspec
import numpy as np
import pytest

from models.benefit import Benefit
from models.check import check
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from models.team import Team
from simulation import forecast
from simulation.decide.futures import Futures
from simulation.decide.gain import fresh_seed
from simulation.decide.optimise.adopt import as_scenario, order_as_scenario
from simulation.decide.optimise.funding import optimise
from simulation.decide.optimise.ordering import better_order, is_clearly_above, moved, ordered
from simulation.decide.optimise.rules import jobs_of, orders
from simulation.decide.pace import StepDone
from simulation.progress import Cancelled
from tests.choices import q, settings
from tests.portfolios import example_portfolio

JOBS = {"long": (6, 1), "short": (2, 2), "middle": (4, 1.5), "late": (5, 3)}
"""Months of work and money a month from the launch on."""

TRIALS = 20
"""Enough where nothing is uncertain."""


def job(name: str, rank: int, *, length: str | float | None = None, after: str | None = None) -> Initiative:
    months, earns = JOBS[name]
    links = () if after is None else (Link(initiative=after),)
    crew = (Crew(team="team", fte=1),)
    stage = Stage(id=f"{name}-work", duration=q(months if length is None else length), crew=crew, after=links)
    sales = Benefit(id=f"{name}-sales", curve="constant", peak_per_year=q(12 * earns))
    option = Option(id=f"{name}-way", stages=(stage,), benefits=(sales,))
    return Initiative(id=name, name=name.title(), rank=rank, options=(option,), selected=option.id)


def machine(*jobs: Initiative) -> Portfolio:
    """One person who costs nothing and does one job after the other, two years, no discounting."""
    team = Team(id="team", name="Team", headcount=1, monthly_rate=q(0))
    return Portfolio(name="Machine", settings=settings(24), teams=(team,), initiatives=jobs)


def worth(order: tuple[str, ...]) -> float:
    """Each job earns from its end to month 24."""
    ends = np.cumsum([JOBS[name][0] for name in order])
    return float(sum((24 - end) * JOBS[name][1] for name, end in zip(order, ends, strict=True)))


def test_two_jobs() -> None:
    """Long first: 18 x 1 + 16 x 2 = 50.  Short first, as 2 / 2 > 1 / 6: 22 x 2 + 16 x 1 = 60."""
    found = better_order(machine(job("long", 1), job("short", 2)), trials=TRIALS)
    assert found.before == ("long", "short")
    assert found.order == ("short", "long")
    assert found.ranks == (("long", 2), ("short", 1))
    assert found.gain.value.value == pytest.approx(10)
    assert found.gain.p_better == 1.0
    assert found.searched_gain == pytest.approx(10)


@pytest.mark.parametrize("start", list(itertools.permutations(JOBS))[::7])
def test_four_jobs_from_any_order(start: tuple[str, ...]) -> None:
    """The best of all 24 orders, which on one machine is that of cost of delay over duration."""
    found = better_order(machine(*(job(name, rank) for rank, name in enumerate(start, 1))), trials=TRIALS)
    best = max(map(worth, itertools.permutations(JOBS)))
    assert worth(found.order) == best
    assert found.gain.value.value == pytest.approx(best - worth(start))
    assert {one.rule: one.gain for one in found.rules}["cost of delay / duration"] == pytest.approx(best - worth(start))


def test_what_the_rules_know() -> None:
    """A month of delay costs what a month earns; what waits for a job is lost with it."""
    portfolio = machine(job("long", 1), job("short", 2, after="long"))
    with Futures(TRIALS, seed=1) as futures:
        jobs = jobs_of(portfolio, futures)
    assert [one.cost_of_delay for one in jobs] == pytest.approx([3.0, 2.0])
    assert [(one.months, one.work, one.scarce_work) for one in jobs] == [
        pytest.approx((6, 6, 6)),
        pytest.approx((2, 2, 2)),
    ]
    assert orders(portfolio, jobs)["shortest first"] == ("short", "long")


def test_the_search_goes_beyond_the_rules() -> None:
    """Without tries there is the best rule; with tries it is never worse where it was searched."""
    portfolio = machine(
        job("long", 1, length="4..6..9"), job("middle", 2, length="2..4..8"), job("late", 3, length="3..5..8")
    )
    rule, searched = (better_order(portfolio, trials=200, evaluations=count) for count in (0, 12))
    assert rule.evaluations == 0
    assert searched.searched_gain >= rule.searched_gain >= 0
    gains = [gain for _, gain in searched.history]
    assert gains == sorted(gains)


def test_the_gain_is_told_from_other_futures() -> None:
    """What the order is worth in the fresh seed's forecasts, not in those of the search."""
    portfolio = machine(job("long", 1, length="4..6..9"), job("short", 2))
    found = better_order(portfolio, trials=100, seed=4)
    made = order_as_scenario(portfolio, found, "Better")
    values = [
        forecast(made, scenario, trials=100, seed=fresh_seed(4)).figures.value.values
        for scenario in (made.scenarios[-1].id, None)
    ]
    assert found.gain.value.value == pytest.approx(float((values[0] - values[1]).mean()))
    assert found.gain.value.value != pytest.approx(found.searched_gain, rel=1e-6)
    assert fresh_seed(fresh_seed(4)) == 4


def test_an_order_as_a_scenario_is_the_order() -> None:
    """Only ranks that differ are overridden; those that stay away keep theirs."""
    idle = msgspec.structs.replace(job("middle", 2), selected=None)
    portfolio = machine(job("long", 1), idle, job("short", 7), job("late", 9))
    found = better_order(portfolio, trials=TRIALS)
    made = order_as_scenario(portfolio, found, "Better")
    applied = apply_scenario(made, "better")
    assert tuple((one.id, one.rank) for one in applied.initiatives) == found.ranks
    assert sorted(one.rank for one in applied.initiatives) == [1, 2, 7, 9]
    assert dict(found.ranks)["middle"] == 2
    assert len(made.scenarios[-1].overrides) == sum(
        one.rank != rank for one, (_, rank) in zip(portfolio.initiatives, found.ranks, strict=True)
    )
    assert not [issue for issue in check(made) if issue.severity == "error"]


def test_a_choice_and_its_order_make_one_scenario() -> None:
    """The order is looked for under the best choice, and both are overrides of the plan."""
    portfolio = machine(job("long", 1), job("short", 2))
    chosen = optimise(portfolio, trials=TRIALS)
    found = better_order(as_scenario(portfolio, chosen, "x"), scenario="x", trials=TRIALS)
    made = as_scenario(portfolio, chosen, "Both", found)
    assert [override.target for override in made.scenarios[-1].overrides] == [
        "initiative:long.rank",
        "initiative:short.rank",
    ]


def test_equal_ranks_are_numbered_anew() -> None:
    """Ranks that do not tell initiatives apart cannot be shared out."""
    portfolio = machine(job("long", 1), job("short", 1), job("late", 1))
    changed = ordered(portfolio, ("late", "long", "short"))
    assert [(one.id, one.rank) for one in changed.initiatives] == [("long", 2), ("short", 3), ("late", 1)]


def test_moving() -> None:
    """Forth and back."""
    assert moved(("a", "b", "c", "d"), 0, 2) == ("b", "c", "a", "d")
    assert moved(("b", "c", "a", "d"), 2, 0) == ("a", "b", "c", "d")


def test_a_change_must_be_clearly_better() -> None:
    """1 +/- 0.1 is, 1 +/- 1 is not; what changes nothing is not; a sure gain is."""
    wide = np.tile([-9.0, 11.0], 50)  # mean 1, standard error 1
    assert not is_clearly_above(wide)
    assert is_clearly_above(wide / 10 + 0.9)
    assert not is_clearly_above(np.zeros(10))
    assert is_clearly_above(np.full(10, 0.1))


def test_the_same_seed_gives_the_same_order() -> None:
    """Where time does not run out."""
    first, second = (better_order(example_portfolio(), trials=50, seed=2, evaluations=4, seconds=1e9) for _ in range(2))
    assert first == second


def test_a_portfolio_without_work_has_no_better_order() -> None:
    """Nothing is funded."""
    found = better_order(machine(msgspec.structs.replace(job("long", 1), selected=None)), trials=TRIALS)
    assert (found.order, found.gain.value.value, found.evaluations) == ((), 0.0, 0)


def test_it_can_be_cancelled() -> None:
    """At the second step, with the best so far told."""
    stop = threading.Event()
    heard: list[str] = []

    def tell(step: StepDone) -> None:
        heard.append(step.what)
        if step.done == 2:
            stop.set()

    with pytest.raises(Cancelled):
        better_order(machine(job("long", 1), job("short", 2)), trials=TRIALS, telling=tell, cancel=stop)
    assert heard == ["best so far +0", "best so far +0"]
