"""What a choice has to obey: budgets, people's time, what must or must not be funded, what needs what.

Owns the limits as the user states them and the rules that stand in the records; how a choice is found under them is
``simulation.decide.optimise.selection``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import msgspec

from models.address import closest
from models.budget import Budget
from models.initiative import Initiative, Option
from models.overlay import Override
from models.portfolio import Portfolio
from models.uncertainty import Quantity

Choice: TypeAlias = tuple[str | None, ...]
"""The option of each initiative, in document order; None where it is not funded."""


@dataclass(frozen=True)
class Constraints:
    """What is asked for besides what the records say (must-have, exclusions, links).

    ``budgets``        whether the mean use of each envelope must fit its mean amount
    ``budget_factor``  all envelopes are multiplied by it
    ``amounts``        envelopes by id that are replaced, after the factor
    ``people``         whether the work asked of a team must fit what it can do over the horizon, or in each fiscal year
    ``people_months``  what a team may be asked for over the horizon, by id; its capacity and contractors without it
    ``must``           initiatives that are funded, besides those whose records say so
    ``excluded``       initiatives that are not, even where their records say that they must be
    ``total_cost``     most mean cost of the funded initiatives over the horizon; None is no limit

    Raises
    ------
    ValueError
        If the factor is not above 0, or an initiative is both a must and excluded.
    """

    budgets: Literal["kept", "ignored"] = "kept"
    budget_factor: float = 1.0
    amounts: Mapping[str, float] = field(default_factory=dict)
    people: Literal["horizon", "year", "ignored"] = "horizon"
    people_months: Mapping[str, float] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    total_cost: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.budget_factor < float("inf"):
            raise ValueError(f"the budget factor should be above 0, such as 0.9; it is {self.budget_factor:g}")
        both = sorted(set(self.must) & set(self.excluded))
        if both:
            raise ValueError(f'"{both[0]}" cannot be a must and excluded at once; say one of the two')

    def require_known(self, portfolio: Portfolio) -> None:
        """Raise ValueError for a name that the portfolio does not have."""
        initiatives = [one.id for one in portfolio.initiatives]
        _require(initiatives, (*self.must, *self.excluded), "initiative")
        _require([one.id for one in portfolio.budgets], self.amounts, "budget")
        _require([one.id for one in portfolio.teams], self.people_months, "team")

    def budget_overrides(self, portfolio: Portfolio) -> tuple[Override, ...]:
        """The changes of envelopes, as a scenario says them; none where the budgets are as they were."""
        scaled = []
        if self.budget_factor != 1.0 and portfolio.budgets:
            scaled.append(Override(target="budget:*.amount", action="scale", value=self.budget_factor))
        replaced = [Override(target=f"budget:{name}.amount", value=amount) for name, amount in self.amounts.items()]
        return (*scaled, *replaced)

    def with_budgets(self, portfolio: Portfolio) -> Portfolio:
        """The portfolio with its envelopes scaled and replaced."""
        if self.budget_factor == 1.0 and not self.amounts:
            return portfolio
        return msgspec.structs.replace(portfolio, budgets=tuple(map(self._changed, portfolio.budgets)))

    def _changed(self, budget: Budget) -> Budget:
        amount = budget.amount if self.budget_factor == 1.0 else budget.amount.scaled(self.budget_factor)
        if budget.id in self.amounts:
            amount = Quantity.certain(float(self.amounts[budget.id]))
        return msgspec.structs.replace(budget, amount=amount)


def _require(known: list[str], names: Iterable[str], kind: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f'there is no {kind} "{name}"; {closest(name, known)}')


def choice_of(portfolio: Portfolio) -> Choice:
    """The choice that the portfolio stands for."""
    return tuple(one.selected for one in portfolio.initiatives)


def with_choice(portfolio: Portfolio, choice: Choice) -> Portfolio:
    """The portfolio with a choice taken."""
    pairs = zip(portfolio.initiatives, choice, strict=True)
    taken = tuple(
        one if one.selected == option else msgspec.structs.replace(one, selected=option) for one, option in pairs
    )
    return msgspec.structs.replace(portfolio, initiatives=taken)


def needs_of(option: Option) -> frozenset[str]:
    """The initiatives that must launch before a stage of the option can start."""
    links = (link for stage in option.stages for link in stage.after or ())
    return frozenset(link.initiative for link in links if link.initiative is not None)


@dataclass(frozen=True)
class Bonds:
    """How the initiatives of a portfolio hang together, by id."""

    order: tuple[str, ...]  # document order
    first_option: Mapping[str, str]
    needs: Mapping[str, frozenset[str]]  # of each option
    rivals: Mapping[str, frozenset[str]]  # initiatives that cannot be funded with each

    @classmethod
    def of(cls, portfolio: Portfolio) -> Bonds:
        """The bonds of a portfolio."""
        initiatives = portfolio.initiatives
        options = [option for one in initiatives for option in one.options]
        return cls(
            tuple(one.id for one in initiatives),
            {one.id: one.options[0].id for one in initiatives if one.options},
            {option.id: needs_of(option) for option in options},
            {one.id: _rivals(one, initiatives) for one in initiatives},
        )

    def around(self, choice: Choice, initiative: str, option: str) -> tuple[Choice, Choice]:
        """The choice without an initiative and with an option of it, both without what needs it or excludes it.

        What the option needs is funded in both, by its first option where it was not.
        """
        taken = dict(zip(self.order, choice, strict=True))
        taken[initiative] = None
        for rival in self.rivals[initiative]:
            taken[rival] = None
        self._fund(taken, self.needs[option], {initiative})
        self._drop_dependents(taken, initiative)
        return tuple(taken.values()), tuple({**taken, initiative: option}.values())

    def _fund(self, taken: dict[str, str | None], wanted: Iterable[str], under_way: set[str]) -> None:
        for name in sorted(set(wanted) - under_way):
            if taken[name] is None and name in self.first_option:
                taken[name] = self.first_option[name]
            option = taken[name]
            if option is not None:
                self._fund(taken, self.needs[option], under_way | {name})

    def _drop_dependents(self, taken: dict[str, str | None], gone: str) -> None:
        for name, option in list(taken.items()):
            if option is not None and gone in self.needs[option]:
                taken[name] = None
                self._drop_dependents(taken, name)


def _rivals(one: Initiative, others: Iterable[Initiative]) -> frozenset[str]:
    return frozenset(other.id for other in others if other.id in one.excludes or one.id in other.excludes)
