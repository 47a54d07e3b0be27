"""The efficient frontier: for each total budget the most valuable choice, optimised anew for every budget.

Beside it stand the two rankings that it is often taken for: by value per cost, and the best single list for all
budgets.  Both are lists from which as much is funded as fits; neither can be better than the frontier of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.gain import basis_of
from simulation.decide.odds import Estimate, mean_of
from simulation.decide.optimise.constraints import Choice, Constraints, choice_of, with_choice
from simulation.decide.optimise.funding import SCREENING_TRIALS, prepared
from simulation.decide.optimise.goal import Goal
from simulation.decide.optimise.measure import Measured, choices_to_try, measure
from simulation.decide.optimise.mixed import Unsolvable
from simulation.decide.optimise.model import Model, NoChoice, chosen_by, model_of
from simulation.decide.optimise.priority import World, prioritise
from simulation.decide.optimise.relaxation import relaxations
from simulation.decide.optimise.search import SOLVING_SECONDS
from simulation.decide.optimise.selection import Near, Selection, Solution, best_choices, solve
from simulation.decide.optimise.work import lengths_of_stages
from simulation.decide.pace import Pace, Telling
from simulation.progress import CancelFlag

POINTS: Final = 12
_PLACES: Final = (1.0, 0.5)
"""Budgets, as shares of the way to the largest, around whose best choices everything is measured again."""

_REACHES: Final = (None, 8, 3)
"""As in ``simulation.decide.optimise.search``."""


@dataclass(frozen=True)
class Point:
    """A choice for one total budget."""

    budget: float  # money; mean cost of the funded initiatives over the horizon must not exceed it
    options: tuple[tuple[str, str | None], ...]  # initiative and option, in document order
    model: float  # value by the model, money
    cost: Estimate  # simulated
    value: Estimate  # simulated

    @property
    def funded(self) -> tuple[str, ...]:
        """The initiatives that are funded."""
        return tuple(initiative for initiative, option in self.options if option is not None)


@dataclass(frozen=True)
class Frontier:
    """Value over total budget, budgets rising."""

    points: tuple[Point, ...]  # the best that was found for each budget; none is dominated by another
    optima: tuple[tuple[float, float], ...]  # budget and the model's optimum, around the plan as it stands
    by_ratio: tuple[Point, ...]  # a ranking by value per cost, cut where the money ends: not the frontier
    one_list: tuple[Point, ...]  # the best single list for all budgets: not the frontier
    plan: Point  # the plan as it stands


def frontier(
    portfolio: Portfolio,
    constraints: Constraints | None = None,
    *,
    scenario: str | None = None,
    points: int = POINTS,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Frontier:
    """The most valuable choice for each of some total budgets, from the cheapest possible choice to all that earns.

    The total takes the place of the envelopes per period, which limit nothing here; the other constraints hold.

    Raises
    ------
    PortfolioError, NoChoice, ValueError, Cancelled
        As ``simulation.decide.optimise.funding.optimise`` does.
    """
    free = replace(constraints or Constraints(), budgets="ignored", total_cost=None)
    applied = prepared(portfolio, scenario, free)
    seed = portfolio.settings.seed if seed is None else seed
    rounds = 1 + len(_PLACES)
    pace = Pace(rounds * (len(choices_to_try(applied)) + points) + 3 * points, telling, cancel)
    with Futures(min(trials, SCREENING_TRIALS), seed, pace) as few:
        sketch = _Sketch(applied, free, few, pace, points)
        sketch.draw()
    with Futures(trials, seed, pace) as futures:
        full = _Full(applied, futures, pace)
        plan = full.point(choice_of(applied), np.inf, sketch.model_value(choice_of(applied)))
        best = [full.point(choice, budget, sketch.model_value(choice)) for budget, choice in sketch.best()]
        by_ratio = [full.point(choice, budget, sketch.model_value(choice)) for budget, choice in sketch.by_ratio()]
        one_list = [full.point(choice, budget, sketch.model_value(choice)) for budget, choice in sketch.one_list()]
    optima = tuple(zip(sketch.budgets, sketch.optima, strict=True))
    return Frontier(undominated(best), optima, tuple(by_ratio), tuple(one_list), plan)


def undominated(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those that cost as much as another one, or more, and are not worth more."""
    return tuple(one for number, one in enumerate(points) if not any(_beats(other, one) for other in points[:number]))


def _beats(other: Point, one: Point) -> bool:
    return other.cost.value <= one.cost.value and other.value.value >= one.value.value


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class _Tried:
    value: float
    cost: float


class _Sketch:
    """Proposals of the model for every budget, tried in few futures."""

    def __init__(
        self, portfolio: Portfolio, constraints: Constraints, futures: Futures, pace: Pace, points: int
    ) -> None:
        self._portfolio, self._constraints, self._futures, self._pace = portfolio, constraints, futures, pace
        self._points = points
        self._lengths = lengths_of_stages(portfolio, futures, pace.go_on)
        self._tried: dict[Choice, _Tried] = {}
        self.budgets: tuple[float, ...] = ()
        self.optima: tuple[float, ...] = ()

    def draw(self) -> None:
        """Propose around the plan, then around the best choices for the largest budget and for one in the middle."""
        context = choice_of(self._portfolio)
        self._around(context)
        self._first_measured, self._first_model, self._cheapest = self._measured, self._model, self._least
        for place in _PLACES:
            listed = self.best()
            self._around(listed[int(place * (len(listed) - 1))][1] if listed else context)

    def best(self) -> list[tuple[float, Choice]]:
        """The best choice in few futures for each budget, those without any left out."""
        found = []
        for budget in self.budgets:
            fitting = [(one.value, choice) for choice, one in self._tried.items() if one.cost <= budget * _ROOM]
            if fitting:
                found.append((budget, max(fitting, key=lambda pair: pair[0])[1]))
        return found

    def by_ratio(self) -> list[tuple[float, Choice]]:
        """As much as fits of a ranking by value per cost."""
        measured, count = self._first_measured, len(self._portfolio.initiatives)
        found = []
        for budget in self.budgets:
            limited = _with_budget(self._first_model.selection, measured.cost, budget)
            found.append((budget, measured.choice(ranked_by_ratio(limited, measured.cost, self._cheapest), count)))
        return found

    def one_list(self) -> list[tuple[float, Choice]]:
        """What the best single list funds of each budget; empty where none was found in the time."""
        measured, selection = self._first_measured, self._first_model.selection
        wide = _with_budget(selection, measured.cost, np.inf)
        worlds = tuple(
            World(1 / len(self.budgets), selection.value, np.append(selection.capacity, budget))
            for budget in self.budgets
        )
        try:
            found = prioritise(wide, worlds, seconds=SOLVING_SECONDS, go_on=self._pace.go_on)
        except Unsolvable:
            return []
        if found is None:
            return []
        count = len(self._portfolio.initiatives)
        chosen = (measured.choice(np.flatnonzero(row).tolist(), count) for row in found.funded)
        return list(zip(self.budgets, chosen, strict=True))

    def model_value(self, choice: Choice) -> float:
        """The value of a choice by the model around the plan."""
        return self._first_model.value_of(chosen_by(self._first_measured, choice))

    def _around(self, context: Choice) -> None:
        around = with_choice(self._portfolio, context)
        self._measured: Measured = measure(around, self._futures, Goal(), self._lengths, step=self._pace.step)
        self._model: Model = model_of(around, self._measured, Goal(), self._constraints)
        self._least = self._cheapest_choice()
        if not self.budgets:
            self._span()
        self._try(context)
        found = {reach: self._proposed(context, reach) for reach in _REACHES}
        self.optima = self.optima or tuple(self._model.value_base + one.objective for one in found[None])

    def _proposed(self, context: Choice, reach: int | None) -> list[Solution]:
        """The model's best choice for each budget that allows one, tried."""
        near = None if reach is None else Near(frozenset(chosen_by(self._measured, context)), reach)
        found: list[Solution] = []
        for budget in self.budgets:
            limited = replace(_with_budget(self._model.selection, self._measured.cost, budget), near=near)
            found += best_choices(limited, 1, seconds=SOLVING_SECONDS, go_on=self._pace.go_on)
        for one in found:
            self._try(self._measured.choice(one.chosen, len(context)))
        return found

    def _cheapest_choice(self) -> tuple[int, ...]:
        """The ways that cannot be done without.

        Raises
        ------
        NoChoice
            If the rules contradict each other.
        """
        selection = replace(self._model.selection, value=-self._measured.cost)
        found = solve(selection, seconds=SOLVING_SECONDS, go_on=self._pace.go_on)
        if found is None:
            raise NoChoice(self._model.explained(relaxations(selection, go_on=self._pace.go_on)))
        return found.chosen

    def _span(self) -> None:
        """The budgets: from the cheapest choice to the cost of the best that money can buy."""
        richest = solve(self._model.selection, seconds=SOLVING_SECONDS, go_on=self._pace.go_on)
        assert richest is not None  # there is a cheapest choice
        plan = self._measured.vector(choice_of(self._portfolio))
        low = float(self._measured.cost[list(self._least)].sum())
        high = max(float(self._measured.cost[list(richest.chosen)].sum()), float(self._measured.cost @ plan))
        self.budgets = tuple(np.linspace(low, max(high, low), self._points).tolist())

    def _try(self, choice: Choice) -> None:
        if choice not in self._tried:
            outcome = self._futures.try_portfolio(with_choice(self._portfolio, choice))
            self._tried[choice] = _Tried(float(outcome.value.mean()), float(_cost(outcome).mean()))
            self._pace.step(f"{len(self._tried)} choices tried")


_ROOM: Final = 1.0 + 1e-9


class _Full:
    """Full simulations, each choice once."""

    def __init__(self, portfolio: Portfolio, futures: Futures, pace: Pace) -> None:
        self._portfolio, self._futures, self._pace = portfolio, futures, pace
        self._known: dict[Choice, tuple[Estimate, Estimate]] = {}

    def point(self, choice: Choice, budget: float, model: float) -> Point:
        """A choice as a point."""
        if choice not in self._known:
            outcome = self._futures.try_portfolio(with_choice(self._portfolio, choice))
            basis = basis_of(outcome)
            self._known[choice] = mean_of(_cost(outcome), basis), mean_of(outcome.value, basis)
            self._pace.step(f"{len(self._known)} points simulated in full")
        cost, value = self._known[choice]
        options = tuple(zip((one.id for one in self._portfolio.initiatives), choice, strict=True))
        return Point(cost.value if np.isinf(budget) else budget, options, model, cost, value)


def _cost(outcome: Outcome) -> FloatArray:
    """(n,) cost of the funded initiatives over the horizon."""
    return np.asarray(outcome.figures.initiative_cost.sum(axis=1))


def _with_budget(selection: Selection, cost: FloatArray, budget: float) -> Selection:
    return replace(
        selection, use=np.vstack([selection.use, cost]), capacity=np.append(selection.capacity, budget * _ROOM)
    )


def ranked_by_ratio(selection: Selection, cost: FloatArray, start: Sequence[int]) -> tuple[int, ...]:
    """What a ranking by value per cost funds: from the top, whatever still fits and has what it needs.

    Parameters
    ----------
    start
        Alternatives that are there in any case.
    """
    ratio = selection.value / np.maximum(cost, 1e-9)
    chosen = list(start)
    while True:
        listed = (one for one in np.argsort(-ratio, kind="stable").tolist() if selection.value[one] > 0)
        extra = next((one for one in listed if one not in chosen and selection.fits([*chosen, one])), None)
        if extra is None:
            return tuple(sorted(chosen))
        chosen.append(extra)
