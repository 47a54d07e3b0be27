"""What to fund: choices whose best is known on paper, and what holds of every choice that is proposed."""

from __future__ import annotations

import threading

import msgspec
import numpy as np
import pytest

from models.budget import Objective
from models.check import check
from models.initiative import Crew, Option, Stage
from models.portfolio import Portfolio
from models.scenario import Override, Scenario, apply_scenario
from models.team import Team
from simulation import forecast
from simulation.decide.optimise.adopt import as_scenario
from simulation.decide.optimise.constraints import Constraints
from simulation.decide.optimise.funding import Optimised, optimise
from simulation.decide.optimise.goal import Goal
from simulation.decide.optimise.model import NoChoice
from simulation.decide.pace import StepDone
from simulation.progress import Cancelled
from simulation.run import PortfolioError
from tests.choices import priced, q, settings
from tests.portfolios import example_portfolio
from tests.simulation.decide.optimise.purses import knapsack, purse, thing, waiting_for

TRIALS = 20
"""Enough where nothing is uncertain."""


def best_of(portfolio: Portfolio, constraints: Constraints | None = None, goal: Goal | None = None) -> Optimised:
    return optimise(portfolio, goal, constraints, trials=TRIALS)


def test_the_best_set_for_the_purse() -> None:
    """Three small ones, worth 15, instead of the big one, worth 9; nothing is shared, so the model is exact."""
    found = best_of(knapsack())
    assert found.best.funded == ("left", "right", "small")
    assert found.best.value.value == pytest.approx(15)
    assert found.best.gap == pytest.approx(0, abs=1e-6)
    assert found.best.fits
    assert found.proven
    assert found.bound == pytest.approx(15)
    assert found.confirmed.value.value == pytest.approx(6)
    assert found.confirmed.p_better == 1.0
    assert found.plan.value.value == pytest.approx(9)


def test_candidates_are_ranked_by_the_simulation() -> None:
    """The best first; the plan is always among them."""
    found = best_of(knapsack())
    fitting = [one.goal.value for one in found.candidates if one.fits]
    assert fitting == sorted(fitting, reverse=True)
    assert sum(one.is_plan for one in found.candidates) == 1
    assert len({one.options for one in found.candidates}) == len(found.candidates)


def test_more_money_is_never_worth_less() -> None:
    """The purse from half to twice its size."""
    bounds = [best_of(knapsack(), Constraints(budget_factor=factor)).bound for factor in (0.5, 1.0, 2.0)]
    assert bounds == sorted(bounds)
    assert bounds[0] < bounds[-1]


def test_a_purse_of_another_size() -> None:
    """For 9 the two in the middle, 13."""
    found = best_of(knapsack(), Constraints(amounts={"purse": 9}))
    assert found.best.funded == ("left", "right")
    assert found.best.checks[0].limit.amount == 9


def test_without_budgets_all_that_earns_is_funded() -> None:
    """Limits that are ignored limit nothing."""
    found = best_of(knapsack(), Constraints(budgets="ignored"))
    assert found.best.funded == ("big", "left", "right", "small")


def test_musts_and_exclusions_hold() -> None:
    """A must of the command and one of the record are in, what is excluded is out: big and small fill 9 of 10."""
    portfolio = knapsack()
    small = msgspec.structs.replace(portfolio.initiatives[3], must_have=True)
    portfolio = msgspec.structs.replace(portfolio, initiatives=(*portfolio.initiatives[:3], small))
    found = best_of(portfolio, Constraints(must=("big",), excluded=("left",)))
    assert found.best.funded == ("big", "small")


def test_the_better_option_is_taken() -> None:
    """Two ways to get one thing: 3 for 4, or 5 for 9; the purse allows one of them."""
    portfolio = purse(thing("x", priced("cheap", 4, earns=7), priced("rich", 9, earns=14), taken=True))
    assert dict(best_of(portfolio).best.options) == {"x": "rich"}


def test_what_is_needed_is_funded() -> None:
    """The gem earns 20 but waits for the mine, which earns nothing; without room for both there is neither."""
    gem = waiting_for(priced("gem-way", 4, earns=24), "mine")
    things = (
        thing("gem", gem),
        thing("mine", priced("mine-way", 5, earns=4)),
        thing("other", priced("o-way", 2, earns=5)),
    )
    assert best_of(purse(*things)).best.funded == ("gem", "mine")
    assert best_of(purse(*things, amount=8)).best.funded == ("other",)


def test_rivals_are_not_funded_together() -> None:
    """The better one of a pair that excludes each other, though the money is enough for both."""
    things = (thing("x", priced("x-way", 1, earns=4), excludes=("y",)), thing("y", priced("y-way", 1, earns=6)))
    assert best_of(purse(*things)).best.funded == ("y",)


def test_what_cannot_be_is_explained() -> None:
    """Two musts cost 12 of 10: the purse is 2 short."""
    with pytest.raises(NoChoice) as refused:
        best_of(knapsack(), Constraints(must=("big", "left")))
    assert refused.value.reasons == ('budget "purse" would have to be 2 higher than 10',)


def test_people_are_a_limit() -> None:
    """Each of two jobs asks for 6 months of 2 people; a limit of 12 person-months lets in the one that earns more."""
    crew = (Crew(team="team", fte=2),)
    stages = [(Stage(id=f"{name}-work", duration=q(6), crew=crew),) for name in "ab"]
    a, b = (
        priced(f"{name}-way", 0, earns=earns, stages=own) for name, earns, own in zip("ab", (5, 8), stages, strict=True)
    )
    team = Team(id="team", name="Team", headcount=4, monthly_rate=q(0))
    portfolio = purse(thing("a", a, taken=True), thing("b", b), teams=(team,), settings=settings(24))
    assert best_of(portfolio).best.funded == ("a", "b")
    found = best_of(portfolio, Constraints(people_months={"team": 12}))
    assert found.best.funded == ("b",)
    (check_,) = [one for one in found.best.checks if one.limit.kind == "people"]
    assert (check_.model_use, check_.simulated_use) == (pytest.approx(12), pytest.approx(12))
    assert check_.chance_over == 0.0


def test_work_falls_in_the_year_in_which_it_is_done() -> None:
    """Four of six people are there at a time, 48 person-months a year.

    Each of two jobs wants three for a year; one is not enough to begin with, so the second waits for the first to end.
    """
    crews = {name: (Crew(team="team", fte=3),) for name in "ab"}
    jobs = [
        thing(name, priced(f"{name}-way", 0, earns=5, stages=(Stage(id=name, duration=q(12), crew=crew),)), taken=True)
        for name, crew in crews.items()
    ]
    team = Team(id="team", name="Team", headcount=6, monthly_rate=q(0), seasonality=(2 / 3,) * 12)
    portfolio = purse(*jobs, teams=(team,), settings=settings(48))
    found = best_of(portfolio, Constraints(people="year"))
    assert found.best.funded == ("a", "b")
    uses = [one for one in found.best.checks if one.limit.kind == "people"]
    assert [one.limit.period for one in uses] == ["FY27", "FY28", "FY29", "FY30"]
    assert [one.limit.amount for one in uses] == pytest.approx([48] * 4)
    assert [one.model_use for one in uses] == pytest.approx([36, 36, 0, 0], abs=1e-4)
    assert [one.simulated_use for one in uses] == pytest.approx([36, 36, 0, 0], abs=1e-4)


def test_the_odds_of_a_breach_are_shown() -> None:
    """A cost of 6 to 14 fits a purse of 10 on average, and exceeds it in half of the futures."""
    portfolio = purse(thing("x", priced("x-way", "Uniform(6, 14)", earns=30)), amount=10.05)
    found = optimise(portfolio, trials=400)
    assert found.best.funded == ("x",)
    assert found.best.checks[0].chance_over == pytest.approx(0.5, abs=0.05)


def test_risk_changes_the_choice() -> None:
    """A sure 3 against a bet on 0 or 10: with half the weight on the worst fifth, the sure one is better."""
    things = (
        thing("sure", priced("sure-way", 8, earns=11), taken=True),
        thing("bet", priced("bet-way", 8, earns="Discrete(4: 0.4, 20: 0.6)")),
    )
    portfolio = purse(*things)
    assert optimise(portfolio, trials=200).best.funded == ("bet",)
    careful = optimise(portfolio, Goal("risk", weight=1.0), trials=200)
    assert careful.best.funded == ("sure",)
    assert careful.best.goal.value == pytest.approx(6)  # 3, and 1 x the 3 that is there in the worst fifth


def test_the_odds_of_an_objective_change_the_choice() -> None:
    """A value of 4 is reached surely by the dull one, worth 4, and in 6 of 10 futures by the other, worth 6."""
    things = (
        thing("dull", priced("dull-way", 8, earns=12)),
        thing("bet", priced("bet-way", 8, earns="Discrete(8: 0.4, 18: 0.6)"), taken=True),
    )
    objective = Objective(id="four", name="Four", metric="value", target=4.0)
    portfolio = purse(*things, objectives=(objective,))
    found = optimise(portfolio, Goal("objective", objective="four"), trials=200)
    assert found.best.funded == ("dull",)
    assert found.best.goal.value == 1.0
    assert found.plan.goal.value == pytest.approx(0.6, abs=0.02)


def test_a_launch_can_be_the_objective() -> None:
    """One team, two jobs of 6 months, the first in rank is not wanted by month 6: it is left out."""
    crew = (Crew(team="team", fte=2),)
    jobs = [
        thing(
            name,
            Option(id=f"{name}-way", stages=(Stage(id=f"{name}-work", duration=q(6), crew=crew),)),
            taken=True,
            rank=rank,
        )
        for rank, name in enumerate(("first", "second"), 1)
    ]
    objective = Objective(id="soon", name="Soon", metric="launch", subject="initiative:second", by="2027-06")
    team = Team(id="team", name="Team", headcount=2, monthly_rate=q(0))
    portfolio = purse(*jobs, teams=(team,), objectives=(objective,), settings=settings(24))
    found = best_of(portfolio, goal=Goal("objective", objective="soon"))
    assert found.plan.goal.value == 0.0
    assert found.best.goal.value == 1.0
    assert found.best.funded == ("second",)


def test_a_scenario_of_the_choice_is_the_choice() -> None:
    """Applied, the new scenario has the optimised plan's value, holds only what differs, and passes the checks."""
    portfolio = knapsack()
    lean = Scenario(id="lean", name="Lean", overrides=(Override(target="budget:purse.amount", value=20),))
    portfolio = msgspec.structs.replace(portfolio, scenarios=(lean,))
    found = optimise(portfolio, None, Constraints(budget_factor=0.5), scenario="lean", trials=TRIALS)
    made = as_scenario(portfolio, found, "Best of the half")
    scenario = made.scenarios[-1]
    assert (scenario.id, scenario.parent) == ("best-of-the-half", "lean")
    assert {override.target for override in scenario.overrides} == {
        "budget:*.amount",
        *(f"initiative:{name}.selected" for name in ("big", "left", "right", "small")),
    }
    applied = apply_scenario(made, scenario.id)
    assert tuple((one.id, one.selected) for one in applied.initiatives) == found.best.options
    assert applied.budgets[0].amount.base == 10
    assert not [issue for issue in check(made) if issue.severity == "error"]
    value = forecast(made, scenario.id, trials=TRIALS, seed=1).figures.value.mean()
    assert float(value) == pytest.approx(found.best.value.value)
    assert made.scenarios[:-1] == portfolio.scenarios


@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_a_real_portfolio(factor: float) -> None:
    """With teams, risks and drivers: rules hold, the best is at least as good as a plan that fits, all is told."""
    heard: list[StepDone] = []
    found = optimise(
        example_portfolio(), None, Constraints(budget_factor=factor), trials=150, seed=3, telling=heard.append
    )
    assert found.best.fits
    assert not found.plan.fits or found.best.goal.value >= found.plan.goal.value
    assert all(0.0 <= one.chance_over <= 1.0 for one in found.best.checks)
    assert {one.limit.id for one in found.best.checks} == {"fy28-staffing", "fy28-external", "platform", "design"}
    assert heard[-1].done >= 10
    assert np.isfinite(found.confirmed.value.error)


def test_what_no_choice_can_change_is_explained() -> None:
    """People are paid whatever is funded: 70 % of the envelope is less than the bench alone."""
    with pytest.raises(NoChoice, match='budget "fy28-staffing" would have to be'):
        optimise(example_portfolio(), None, Constraints(budget_factor=0.7), trials=100)


def test_the_same_seed_gives_the_same_answer() -> None:
    """Bit for bit."""
    first, second = (optimise(example_portfolio(), trials=60, seed=5) for _ in range(2))
    assert first == second


def test_it_can_be_cancelled() -> None:
    """At the third step."""
    stop = threading.Event()

    def tell(step: StepDone) -> None:
        if step.done == 3:
            stop.set()

    with pytest.raises(Cancelled):
        optimise(example_portfolio(), trials=50, telling=tell, cancel=stop)


def test_names_that_are_not_there_are_refused() -> None:
    """Each says what there is."""
    portfolio = knapsack()
    for constraints in (
        Constraints(must=("bg",)),
        Constraints(amounts={"purs": 1}),
        Constraints(people_months={"t": 1}),
    ):
        with pytest.raises(ValueError, match="there is no"):
            best_of(portfolio, constraints)
    with pytest.raises(ValueError, match="there is no objective"):
        best_of(portfolio, goal=Goal("objective", objective="x"))
    with pytest.raises(ValueError, match="at once"):
        Constraints(must=("big",), excluded=("big",))
    for impossible in ({"weight": -1.0}, {"share": 1.0}, {"objective": "x"}, {"kind": "objective"}):
        with pytest.raises(ValueError):
            Goal(**impossible)  # type: ignore[arg-type]


def test_a_broken_portfolio_is_refused() -> None:
    """Before anything is tried."""
    broken = msgspec.structs.replace(knapsack(), settings=msgspec.structs.replace(settings(), horizon_months=0))
    with pytest.raises(PortfolioError):
        best_of(broken)


def test_an_empty_portfolio_has_nothing_to_choose() -> None:
    """The plan as it stands is the best."""
    found = best_of(purse())
    assert found.best.is_plan
    assert found.confirmed.value.value == 0.0
