"""What each option adds to the plan and asks of it: the numbers of the optimiser's model, from the simulation.

An option's figure is a difference of two simulations in the same futures, with and without it, in the context of the
plan as it stands.  What needs the initiative, or excludes it, is left out of both, so that nothing is counted twice.
Figures add up in the model; in the simulation people and budgets are shared, so that a choice is worth less or more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray, IntArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.optimise.constraints import Bonds, Choice, choice_of, with_choice
from simulation.decide.optimise.goal import Goal, towards
from simulation.decide.optimise.work import Lengths, work_by_year
from simulation.money.views import by_period, view_periods


class Way(NamedTuple):
    """An initiative and one of its options."""

    initiative: str
    option: str


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Measured:
    """The figures of A ways in J futures; those of a choice x are ``base + figure @ x``."""

    ways: tuple[Way, ...]
    item: IntArray  # (A,) which initiative, in document order
    value: FloatArray  # (J, A) money
    value_base: FloatArray  # (J,)
    towards: FloatArray  # (J, A) what the goal's objective achieves; no columns without one
    towards_base: FloatArray  # (J,)
    budget_use: FloatArray  # (B, A) mean money of each envelope
    budget_base: FloatArray  # (B,)
    budget_amount: FloatArray  # (B,) mean
    work: FloatArray  # (T, Y, A) mean person-months asked of each team in each fiscal year, within the horizon
    capacity: FloatArray  # (T, Y) mean person-months that the team can do, contractors included
    cost: FloatArray  # (A,) mean cost of the initiative over the horizon

    def vector(self, choice: Choice) -> FloatArray:
        """(A,) 1 for each way that a choice takes."""
        taken = [choice[item] == way.option for item, way in zip(self.item.tolist(), self.ways, strict=True)]
        return np.array(taken, dtype=np.float64)

    def choice(self, chosen: Sequence[int], initiatives: int) -> Choice:
        """The choice that takes some ways."""
        found: list[str | None] = [None] * initiatives
        for number in chosen:
            found[self.item[number]] = self.ways[number].option
        return tuple(found)


@dataclass(frozen=True, eq=False)
class _Reading:
    """What is kept of a simulation."""

    value: FloatArray  # (J,)
    towards: FloatArray  # (J,)
    budget_use: FloatArray  # (B,)
    cost: FloatArray  # (I,)
    work: FloatArray  # (I, T, Y)


def ways_of(portfolio: Portfolio) -> tuple[Way, ...]:
    """Every option of every initiative, in document order."""
    return tuple(Way(one.id, option.id) for one in portfolio.initiatives for option in one.options)


def choices_to_try(portfolio: Portfolio) -> tuple[Choice, ...]:
    """The choices that ``measure`` simulates, the plan as it stands first."""
    bonds, plan = Bonds.of(portfolio), choice_of(portfolio)
    pairs = (bonds.around(plan, way.initiative, way.option) for way in ways_of(portfolio))
    return tuple(dict.fromkeys([plan, *(choice for pair in pairs for choice in pair)]))


def measure(
    portfolio: Portfolio, futures: Futures, goal: Goal, lengths: Lengths, *, step: Callable[[], None] | None = None
) -> Measured:
    """The figures of every option of a portfolio, whose scenario is applied and which has passed the checks.

    Parameters
    ----------
    lengths
        Of all stages in these futures.

    Raises
    ------
    Cancelled
        If the study should stop.
    """
    number = goal.number_in(portfolio)
    readings: dict[Choice, _Reading] = {}
    for choice in choices_to_try(portfolio):
        outcome = futures.try_portfolio(with_choice(portfolio, choice))
        if not readings:
            plan_outcome = outcome
        readings[choice] = _read(outcome, number, lengths)
        if step is not None:
            step()
    return _gathered(portfolio, plan_outcome, readings)


def _read(outcome: Outcome, objective: int | None, lengths: Lengths) -> _Reading:
    figures = outcome.figures
    return _Reading(
        outcome.value,
        np.zeros(len(outcome.value)) if objective is None else towards(outcome, objective),
        figures.budget_use.mean(axis=0),
        figures.initiative_cost.mean(axis=0),
        work_by_year(outcome, lengths),
    )


def _gathered(portfolio: Portfolio, outcome: Outcome, readings: dict[Choice, _Reading]) -> Measured:
    bonds, plan = Bonds.of(portfolio), choice_of(portfolio)
    ways = ways_of(portfolio)
    pairs = [bonds.around(plan, *way) for way in ways]
    item = np.array([bonds.order.index(way.initiative) for way in ways], dtype=np.int64)
    taken = np.array([plan[i] == way.option for i, way in zip(item.tolist(), ways, strict=True)], dtype=np.float64)
    now = readings[plan]

    def added(figure: Callable[[_Reading], FloatArray]) -> FloatArray:
        differences = [figure(readings[there]) - figure(readings[without]) for without, there in pairs]
        return np.stack(differences, axis=-1) if differences else np.zeros((*figure(now).shape, 0))

    value, reached, use = (added(lambda r: r.value), added(lambda r: r.towards), added(lambda r: r.budget_use))
    works = [readings[there].work[i] for (_, there), i in zip(pairs, item.tolist(), strict=True)]
    costs = [readings[there].cost[i] for (_, there), i in zip(pairs, item.tolist(), strict=True)]
    return Measured(
        ways=ways,
        item=item,
        value=value,
        value_base=now.value - value @ taken,
        towards=reached,
        towards_base=now.towards - reached @ taken,
        budget_use=use,
        budget_base=now.budget_use - use @ taken,
        budget_amount=outcome.figures.budget_amount.mean(axis=0),
        work=np.stack(works, axis=-1) if works else np.zeros((*now.work.shape[1:], 0)),
        capacity=_capacity(portfolio, outcome),
        cost=np.array(costs),
    )


def _capacity(portfolio: Portfolio, outcome: Outcome) -> FloatArray:
    """(T, Y) mean person-months, contractors included."""
    limits = np.array([team.contractor_limit for team in portfolio.teams])
    months = outcome.figures.capacity.mean(axis=0, dtype=np.float64) + limits[:, None]
    return by_period(months, view_periods(portfolio.settings, outcome.plan.months, "year"))
