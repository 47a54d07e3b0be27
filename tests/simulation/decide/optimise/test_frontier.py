"""The efficient frontier and the rankings beside it, the cut line, and hires: cases known on paper."""

from __future__ import annotations

import itertools

import msgspec
import numpy as np
import pytest

from models.benefit import Benefit
from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Portfolio
from models.team import Hire, Team
from simulation.decide.odds import Estimate
from simulation.decide.optimise.constraints import Constraints
from simulation.decide.optimise.cutline import cut_line
from simulation.decide.optimise.frontier import Point, frontier, ranked_by_ratio, undominated
from simulation.decide.optimise.hiring import hiring_advice
from simulation.decide.optimise.selection import Selection
from tests.choices import priced, q, settings
from tests.portfolios import example_portfolio
from tests.simulation.decide.optimise.purses import knapsack, purse, thing

TRIALS = 20
"""Enough where nothing is uncertain."""


def test_the_frontier_of_a_knapsack() -> None:
    """Budgets 0 to 18 by 1; the best of each by going through all sets."""
    found = frontier(knapsack(), points=19, trials=TRIALS)
    best = {0: 0, 1: 2, 4: 6, 5: 8, 6: 9, 9: 13, 10: 15, 13: 17, 14: 18, 17: 22, 18: 24}
    levels = [max(value for cost, value in best.items() if cost <= budget) for budget in range(19)]
    assert [value for _, value in found.optima] == pytest.approx(levels)
    assert [(point.cost.value, point.value.value) for point in found.points] == [
        pytest.approx(pair) for pair in best.items()
    ]


def test_no_point_is_dominated() -> None:
    """Costs and values both rise strictly, on a portfolio with people and chance; no optimum falls."""
    found = frontier(example_portfolio(), Constraints(people="ignored"), points=5, trials=100)
    assert (np.diff([point.value.value for point in found.points]) > 0).all()
    assert (np.diff([value for _, value in found.optima]) >= -1e-6).all()
    assert len(found.optima) == 5


def test_rankings_stay_below_the_frontier() -> None:
    """By value per cost, 10 buys small, left and right; 8 only small and left: what fits is not what is best.

    Neither ranking beats the optimum of any budget, and the sets of the one list lie in each other.
    """
    found = frontier(knapsack(), points=19, trials=TRIALS)
    for points in (found.by_ratio, found.one_list):
        assert len(points) == 19
        for point, (budget, optimum) in zip(points, found.optima, strict=True):
            assert point.budget == budget
            assert point.cost.value <= budget + 1e-6
            assert point.model <= optimum + 1e-6
    assert [point.value.value for point in found.by_ratio][8] == pytest.approx(8)
    funded = [set(point.funded) for point in found.one_list]
    assert all(poor <= rich for poor, rich in itertools.pairwise(funded))


def test_a_ranking_by_ratio_skips_what_does_not_fit() -> None:
    """Ratios 3, 2 and 1 of costs 4, 5 and 2 with 7 to spend: the first, not the second, the third."""
    selection = Selection(np.arange(3), np.array([12.0, 10.0, 2.0]), np.array([[4.0, 5.0, 2.0]]), np.array([7.0]))
    assert ranked_by_ratio(selection, selection.use[0], ()) == (0, 2)


def test_dominated_points_are_left_out() -> None:
    """As dear and worth less, dearer and worth the same."""
    pairs = [(1.0, 1.0), (2.0, 3.0), (2.5, 3.0), (3.0, 2.0), (4.0, 5.0)]
    points = [Point(cost, (), value, Estimate(cost, 0.0), Estimate(value, 0.0)) for cost, value in pairs]
    assert [point.cost.value for point in undominated(points)] == [1.0, 2.0, 4.0]


def all_taken(amount: str | float, first: str | float = 8) -> Portfolio:
    """Big (8), left (4), right (5) and small (1), in this order, all funded."""
    names = {"big": first, "left": 4, "right": 5, "small": 1}
    things = [
        thing(name, priced(f"{name}-way", cost), taken=True, rank=k) for k, (name, cost) in enumerate(names.items())
    ]
    return purse(*things, amount=amount)


def test_the_cut_line() -> None:
    """12 pay for the first two; 17 for three; 7 for none; 18 for all."""
    for amount, kept in ((12, 2), (17, 3), (7, 0), (18, 4)):
        line = cut_line(all_taken(amount), trials=TRIALS)
        assert line.kept == kept
        assert line.above == ("big", "left", "right", "small")[:kept]
        assert [prefix.cost.value for prefix in line.prefixes] == pytest.approx([8, 12, 17, 18])


def test_the_cut_line_asks_for_confidence() -> None:
    """A cost of 6 to 14 fits 10 in half of the futures, 13 in 7 of 8."""
    portfolio = all_taken(10, first="Uniform(6, 14)")
    line = cut_line(portfolio, 0.8, trials=1000)
    assert line.kept == 0
    assert line.prefixes[0].chance == pytest.approx(0.5, abs=0.002)  # stratified: off by less than a trial in 1,000
    assert cut_line(portfolio, 0.4, trials=1000).kept == 1
    assert cut_line(portfolio, 0.8, budget=13, trials=1000).kept == 1


def test_musts_stay_below_the_line() -> None:
    """The last one is a must, so that the first costs 9 with it."""
    portfolio = all_taken(12)
    must = msgspec.structs.replace(portfolio.initiatives[3], must_have=True)
    portfolio = msgspec.structs.replace(portfolio, initiatives=(*portfolio.initiatives[:3], must))
    line = cut_line(portfolio, trials=TRIALS)
    assert line.kept == 1
    assert line.prefixes[0].cost.value == pytest.approx(9)


def test_a_cut_line_needs_a_budget_and_a_confidence() -> None:
    """Said before anything is tried."""
    portfolio = all_taken(12)
    with pytest.raises(ValueError, match="confidence"):
        cut_line(portfolio, 1.0)
    with pytest.raises(ValueError, match="no budgets"):
        cut_line(msgspec.structs.replace(portfolio, budgets=()))


def jobs(rate: float, *, hire: bool) -> Portfolio:
    """Two jobs of 6 months for one person, each earning 1 a month from its end to month 24."""

    def job(name: str, rank: int) -> Initiative:
        stage = Stage(id=f"{name}-work", duration=q(6), crew=(Crew(team="team", fte=1),))
        sales = Benefit(id=f"{name}-sales", curve="constant", peak_per_year=q(12))
        return thing(name, Option(id=f"{name}-way", stages=(stage,), benefits=(sales,)), taken=True, rank=rank)

    hires = (Hire(id="second", month="2027-01"),) if hire else ()
    team = Team(id="team", name="Team", headcount=1, monthly_rate=q(rate), hires=hires)
    return Portfolio(name="Jobs", settings=settings(24), teams=(team,), initiatives=(job("a", 1), job("b", 2)))


@pytest.mark.parametrize(("rate", "verdict"), [(0.0, "pays"), (0.2, "pays"), (1.0, "does not pay")])
def test_one_more_person(rate: float, verdict: str) -> None:
    """The second job is done 6 months earlier, worth 6; a person costs the rate for 24 months."""
    (advice,) = hiring_advice(jobs(rate, hire=False), trials=TRIALS)
    assert (advice.team, advice.hire, advice.verdict) == ("team", None, verdict)
    assert advice.gain.value.value == pytest.approx(6 - 24 * rate)
    assert advice.cost.value == pytest.approx(24 * rate, abs=1e-5)  # kept in single precision


def test_a_planned_hire() -> None:
    """Against the plan without it, the same 6; a third person has nothing to do, and free of charge nothing is told."""
    advice = {one.hire: one for one in hiring_advice(jobs(0.0, hire=True), trials=TRIALS)}
    assert advice["second"].gain.value.value == pytest.approx(6)
    assert advice["second"].verdict == "pays"
    assert advice[None].gain.value.value == 0.0
    assert advice[None].verdict == "cannot be told"


def test_advice_is_sorted_by_gain_for_each_person() -> None:
    """Every planned hire and every team of a portfolio is there."""
    advice = hiring_advice(example_portfolio(), trials=50)
    assert {(one.team, one.hire) for one in advice} == {
        ("platform", None),
        ("platform", "platform-h1"),
        ("design", None),
    }
    gains = [one.gain.value.value / one.people for one in advice]
    assert gains == sorted(gains, reverse=True)
