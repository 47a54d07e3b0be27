"""The optimiser's model of a portfolio: measured figures, constraints and a goal as a ``Selection``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

from models.calendar import period_name
from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.optimise.constraints import Bonds, Choice, Constraints, needs_of
from simulation.decide.optimise.goal import Goal, level_of
from simulation.decide.optimise.measure import Measured
from simulation.decide.optimise.relaxation import Relaxation
from simulation.decide.optimise.selection import Selection, Tail, Target
from simulation.money.views import view_periods

MOST_FUTURES: Final = 100
"""Futures in which the model weighs risk or odds: each is a variable and a row; the simulation decides in all."""


_SINGLE: Final = 1e-5


class Limit(NamedTuple):
    """One limit of the model."""

    kind: Literal["budget", "people", "total"]
    id: str  # of the budget or the team; empty for the total
    period: str  # fiscal period; empty for the whole horizon
    amount: float  # money or person-months


class NoChoice(ValueError):  # noqa: N818 - says what is the case
    """Nothing obeys all limits and rules; ``reasons`` says in words what would have to give way."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Model:
    """A selection, the limits that its rows stand for, and what has to be added to its value to get the plan's."""

    selection: Selection
    limits: tuple[Limit, ...]
    use_base: FloatArray  # (R,) what is used whatever is chosen
    value_base: float
    needs: tuple[str, ...]  # in words, for each entry of selection.requires
    rivals: tuple[str, ...]  # in words, for each entry of selection.exclusive
    initiatives: tuple[str, ...]

    def value_of(self, chosen: Sequence[int]) -> float:
        """The value of a choice by the model, money."""
        return self.value_base + float(self.selection.value @ self.selection.vector(chosen))

    def use_of(self, chosen: Sequence[int]) -> FloatArray:
        """(R,) what a choice uses of each limit."""
        return np.asarray(self.use_base + self.selection.use @ self.selection.vector(chosen))

    def explained(self, relaxed: tuple[Relaxation, ...]) -> tuple[str, ...]:
        """What has to give way, in words."""
        return tuple(self._explained(one) for one in relaxed)

    def _explained(self, one: Relaxation) -> str:
        if one.kind == "must":
            return f'"{self.initiatives[one.number]}" cannot be funded as it must be'
        if one.kind == "excluded":
            return f'"{self.initiatives[one.number]}" is excluded, but needed'
        if one.kind == "requires":
            return self.needs[one.number]
        if one.kind == "exclusive":
            return self.rivals[one.number]
        limit = self.limits[one.number]
        if limit.kind == "people":
            span = limit.period or "the horizon"
            return f'team "{limit.id}" is asked for {one.amount:,.1f} person-months more than it has in {span}'
        name = f'budget "{limit.id}"' if limit.kind == "budget" else "the total cost"
        return f"{name} would have to be {one.amount:,.0f} higher than {limit.amount:,.0f}"


def model_of(portfolio: Portfolio, measured: Measured, goal: Goal, constraints: Constraints) -> Model:
    """The model of a portfolio, whose envelopes are those of the constraints."""
    limits, use, base = _limits(portfolio, measured, constraints)
    ids = [one.id for one in portfolio.initiatives]
    must = {one.id for one in portfolio.initiatives if one.must_have} - set(constraints.excluded)
    needs = list(_needs(portfolio, measured))
    pairs = _rival_pairs(portfolio)
    tail, target = _risk(measured, goal), _target(portfolio, measured, goal)
    selection = Selection(
        item=measured.item,
        value=measured.value.mean(axis=0),
        use=use,
        capacity=np.array([limit.amount * _room(limit) for limit in limits]) - base,
        must=tuple(number for number, name in enumerate(ids) if name in must | set(constraints.must)),
        excluded=tuple(number for number, name in enumerate(ids) if name in constraints.excluded),
        requires=tuple((alternative, ids.index(name)) for alternative, name in needs),
        exclusive=pairs,
        tail=tail,
        target=target,
    )
    return Model(
        selection,
        limits,
        base,
        float(measured.value_base.mean()),
        tuple(f'"{measured.ways[way].option}" needs "{name}", which is not there' for way, name in needs),
        tuple(f'"{ids[first]}" and "{ids[second]}" exclude each other' for first, second in pairs),
        tuple(ids),
    )


def _limits(
    portfolio: Portfolio, measured: Measured, constraints: Constraints
) -> tuple[tuple[Limit, ...], FloatArray, FloatArray]:
    """The limits, what each way uses of them (R, A), and what is used of them in any case (R,)."""
    limits: list[Limit] = []
    use: list[FloatArray] = []
    base: list[float] = []
    if constraints.budgets == "kept":
        pairs = zip(portfolio.budgets, measured.budget_amount.tolist(), strict=True)
        settings = portfolio.settings
        limits += [Limit("budget", one.id, period_name(settings, one.period), amount) for one, amount in pairs]
        use += list(measured.budget_use)
        base += measured.budget_base.tolist()
    for limit, asked in _people(portfolio, measured, constraints):
        limits.append(limit)
        use.append(asked)
        base.append(0.0)
    if constraints.total_cost is not None:
        limits.append(Limit("total", "", "", constraints.total_cost))
        use.append(measured.cost)
        base.append(0.0)
    rows = np.array(use) if use else np.zeros((0, len(measured.ways)))
    return tuple(limits), rows.reshape(len(limits), len(measured.ways)), np.array(base)


def _room(limit: Limit) -> float:
    """Starts and ends of stages are kept in single precision, so that work which fills a limit may be above it."""
    return 1.0 + _SINGLE if limit.kind == "people" else 1.0


def _people(portfolio: Portfolio, measured: Measured, constraints: Constraints) -> list[tuple[Limit, FloatArray]]:
    found = []
    years = view_periods(portfolio.settings, portfolio.settings.horizon_months, "year")
    for number, team in enumerate(portfolio.teams):
        given = constraints.people_months.get(team.id)
        if given is not None or constraints.people == "horizon":
            months = float(measured.capacity[number].sum()) if given is None else given
            found.append((Limit("people", team.id, "", months), measured.work[number].sum(axis=0)))
        if constraints.people == "year":
            for year, period in enumerate(years):
                months = float(measured.capacity[number, year])
                found.append((Limit("people", team.id, period.label, months), measured.work[number, year]))
    return found


def _needs(portfolio: Portfolio, measured: Measured) -> list[tuple[int, str]]:
    options = {option.id: option for one in portfolio.initiatives for option in one.options}
    return [
        (number, name) for number, way in enumerate(measured.ways) for name in sorted(needs_of(options[way.option]))
    ]


def _rival_pairs(portfolio: Portfolio) -> tuple[tuple[int, int], ...]:
    bonds = Bonds.of(portfolio)
    place = {name: number for number, name in enumerate(bonds.order)}
    pairs = {(place[one], place[other]) for one in bonds.order for other in bonds.rivals[one]}
    return tuple(sorted((first, second) for first, second in pairs if first < second))


def _risk(measured: Measured, goal: Goal) -> Tail | None:
    if goal.kind != "risk":
        return None
    return Tail(_some(measured.value_base), _some(measured.value), goal.share, goal.weight)


def _target(portfolio: Portfolio, measured: Measured, goal: Goal) -> Target | None:
    number = goal.number_in(portfolio)
    if number is None:
        return None
    return Target(_some(measured.towards_base), _some(measured.towards), level_of(portfolio, number))


def _some(futures: FloatArray) -> FloatArray:
    """Evenly spread futures, few enough for the solver."""
    places = np.unique(np.linspace(0, len(futures) - 1, MOST_FUTURES).round().astype(np.int64))
    return np.asarray(futures[places])


def worth(model: Model, goal: Goal, chosen: Sequence[int]) -> float:
    """A choice's goal by the model, in the goal's own terms: the selection leaves out what no choice changes."""
    objective = model.selection.objective(chosen)
    if goal.kind == "objective":
        return objective
    return model.value_base + objective


def chosen_by(measured: Measured, choice: Choice) -> tuple[int, ...]:
    """The ways that a choice takes."""
    return tuple(np.flatnonzero(measured.vector(choice)).tolist())
