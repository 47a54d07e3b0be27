"""What the page asks of the optimisers; each is imported where it is carried out, not in the window's process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.optimise.constraints import Constraints
    from simulation.decide.optimise.cutline import CutLine
    from simulation.decide.optimise.frontier import Frontier
    from simulation.decide.optimise.funding import Optimised
    from simulation.decide.optimise.goal import Goal
    from simulation.decide.optimise.hiring import Advice
    from simulation.decide.optimise.ordering import Ordered
    from simulation.decide.pace import Telling
    from simulation.progress import CancelFlag


@dataclass(frozen=True)
class Wish:
    """What is to be raised and what to be obeyed; as in ``simulation.decide.optimise.goal`` and ``.constraints``."""

    goal: Literal["value", "risk", "objective"] = "value"
    weight: float = 0.5
    objective: str | None = None
    budgets: Literal["kept", "ignored"] = "kept"
    factor: float = 1.0
    amounts: dict[str, float] = field(default_factory=dict)
    people: Literal["horizon", "year", "ignored"] = "horizon"
    must: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    total_cost: float | None = None


def best_choice(
    portfolio: Portfolio,
    scenario: str | None,
    wish: Wish,
    *,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Optimised:
    """What to fund, and by which option."""
    from simulation.decide.optimise.funding import optimise

    return optimise(portfolio, _goal(wish), _constraints(wish), scenario=scenario, telling=telling, cancel=cancel)


def best_for_budgets(
    portfolio: Portfolio,
    scenario: str | None,
    wish: Wish,
    *,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Frontier:
    """The most valuable choice for each of some total budgets."""
    from simulation.decide.optimise.frontier import frontier

    return frontier(portfolio, _constraints(wish), scenario=scenario, telling=telling, cancel=cancel)


def order_of_work(
    portfolio: Portfolio, scenario: str | None, *, telling: Telling | None = None, cancel: CancelFlag | None = None
) -> Ordered:
    """A better order of the funded initiatives."""
    from simulation.decide.optimise.ordering import better_order

    return better_order(portfolio, scenario=scenario, telling=telling, cancel=cancel)


def how_far(
    portfolio: Portfolio,
    scenario: str | None,
    confidence: float,
    budget: float | None,
    *,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> CutLine:
    """How far down the ranking the money reaches."""
    from simulation.decide.optimise.cutline import cut_line

    return cut_line(portfolio, confidence, budget=budget, scenario=scenario, telling=telling, cancel=cancel)


def worth_of_hires(
    portfolio: Portfolio, scenario: str | None, *, telling: Telling | None = None, cancel: CancelFlag | None = None
) -> tuple[Advice, ...]:
    """Which hires pay."""
    from simulation.decide.optimise.hiring import hiring_advice

    return hiring_advice(portfolio, scenario=scenario, telling=telling, cancel=cancel)


def _goal(wish: Wish) -> Goal:
    from simulation.decide.optimise.goal import Goal

    return Goal(wish.goal, weight=wish.weight, objective=wish.objective)


def _constraints(wish: Wish) -> Constraints:
    from simulation.decide.optimise.constraints import Constraints

    return Constraints(
        budgets=wish.budgets,
        budget_factor=wish.factor,
        amounts=wish.amounts,
        people=wish.people,
        must=wish.must,
        excluded=wish.excluded,
        total_cost=wish.total_cost,
    )
