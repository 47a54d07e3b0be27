"""Whatever the portfolio: what is proposed obeys the rules of its records, and every study comes to an end."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, reject, settings

from models.portfolio import Portfolio
from models.scenario import apply_scenario
from simulation.decide.optimise.adopt import as_scenario
from simulation.decide.optimise.constraints import needs_of
from simulation.decide.optimise.cutline import cut_line
from simulation.decide.optimise.frontier import frontier
from simulation.decide.optimise.funding import optimise
from simulation.decide.optimise.hiring import hiring_advice
from simulation.decide.optimise.model import NoChoice
from simulation.decide.optimise.ordering import better_order
from simulation.run import checked_plan
from tests.any_portfolio import portfolios

FEW = settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@FEW
@given(portfolios(max_initiatives=3, max_stages=3))
def test_a_proposal_obeys_the_rules(portfolio: Portfolio) -> None:
    """Must-haves are in, what an option waits for is funded, rivals are apart, and its scenario passes the checks."""
    try:
        found = optimise(portfolio, trials=8, candidates=2)
    except NoChoice:
        reject()
    funded = set(found.best.funded)
    taken = {option for _, option in found.best.options}
    assert {one.id for one in portfolio.initiatives if one.must_have} <= funded
    for initiative in portfolio.initiatives:
        assert initiative.id not in funded or not funded & set(initiative.excludes)
        for option in initiative.options:
            assert option.id not in taken or needs_of(option) <= funded
    made = as_scenario(portfolio, found, "Best")
    checked_plan(made, made.scenarios[-1].id)
    applied = apply_scenario(made, made.scenarios[-1].id)
    assert tuple((one.id, one.selected) for one in applied.initiatives) == found.best.options


@FEW
@given(portfolios(max_initiatives=3, max_stages=3))
def test_every_study_ends(portfolio: Portfolio) -> None:
    """With an answer about all that there is."""
    order = better_order(portfolio, trials=8, evaluations=2)
    assert sorted(order.order) == sorted(order.before)
    assert len(hiring_advice(portfolio, trials=8)) == sum(1 + len(team.hires) for team in portfolio.teams)
    if portfolio.budgets:
        assert len(cut_line(portfolio, trials=8).prefixes) == len(order.before)
    with contextlib.suppress(NoChoice):
        assert len(frontier(portfolio, points=3, trials=8).by_ratio) == 3
