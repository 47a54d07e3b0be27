"""The base cases that the model can show: the base and the scenarios, with what they have in common.

A scenario may choose other options, so the model has a block for every option that any case takes; in the other cases
it is never launched.  A scenario whose timeline or teams' prices are built differently cannot share the model's rows
and is left out, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from app.exchange.results.styles import NEVER
from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.money.curves import CURVES
from simulation.money.plan import NONE
from simulation.result import BaseCase, Result
from simulation.run import PortfolioError, base_case

Key = TypeVar("Key")

BASE_NAME = "Base"


@dataclass(frozen=True)
class OptionKey:
    """An option that a case takes, with what shapes its formulas."""

    initiative: int
    option: str
    currency: str | None  # address of its rate; None: the portfolio's own
    category: int  # index into COST_CATEGORIES
    from_start: bool


@dataclass(frozen=True)
class BenefitKey:
    """A benefit of such an option."""

    owner: OptionKey
    benefit: str
    curve: str
    is_revenue: bool
    currency: str | None
    margin: str | None
    loser_margin: str | None
    has_loser: bool


@dataclass(frozen=True)
class StageKey:
    """A stage with external cost."""

    initiative: int
    stage: str
    category: int
    currency: str | None


@dataclass(frozen=True)
class ChargeKey:
    """People's time of one initiative, team and capitalised share."""

    initiative: int
    team: int
    share: float


@dataclass(frozen=True)
class TeamPrice:
    """Where a team's rate comes from."""

    rate: str | None
    from_card: bool
    currency: str | None


class Case:
    """One base case, its figures by address."""

    def __init__(self, scenario: str | None, name: str, base: BaseCase) -> None:
        self.scenario = scenario
        self.name = name
        self.base = base
        self.plan = base.plan
        self.money = base.plan.money
        self._addresses = [address for address, _ in base.plan.quantities]

    def value(self, address: str) -> float | None:
        """The base value of a quantity, drivers applied; None where the case does not use it."""
        row = self.plan.row.get(address)
        return None if row is None else float(self.base.draws.values[row, 0])

    def stated(self, address: str) -> str:
        """The quantity as it was entered, where it is uncertain."""
        row = self.plan.row.get(address)
        if row is None:
            return ""
        quantity = self.plan.quantities[row][1]
        return "" if quantity.is_certain else quantity.text

    def _address(self, row: int) -> str | None:
        return None if row == NONE else self._addresses[row]

    @cached_property
    def options(self) -> dict[OptionKey, int]:
        """The selected options with the numbers of their initiatives."""
        found = {}
        for number, initiative in enumerate(self.plan.portfolio.initiatives):
            if not self.plan.delivery.funded[number] or initiative.selected is None:
                continue
            table = self.money.options
            key = OptionKey(
                number,
                initiative.selected,
                self._address(table.currency_row[number]),
                int(table.category[number]),
                bool(table.from_start[number]),
            )
            found[key] = number
        return found

    @cached_property
    def benefits(self) -> dict[BenefitKey, int]:
        """The benefits of the selected options with their numbers in the money plan."""
        table, found = self.money.benefits, {}
        for owner, number in self.options.items():
            for index in range(int(table.ptr[number]), int(table.ptr[number + 1])):
                key = BenefitKey(
                    owner,
                    table.ids[index],
                    CURVES[table.curve[index]],
                    bool(table.revenue[index]),
                    self._address(table.currency_row[index]),
                    self._address(table.margin_row[index]),
                    self._address(table.loser_margin_row[index]),
                    bool(table.loser[index] >= 0),
                )
                found[key] = index
        return found

    @cached_property
    def stages(self) -> dict[StageKey, int]:
        """The stages that cost something besides people, with their numbers in the network."""
        network = self.plan.delivery
        return {
            StageKey(
                int(network.stage_initiative[number]),
                stage,
                int(network.category[number]),
                self._address(network.cost_currency_row[number]),
            ): number
            for number, stage in enumerate(network.stage_ids)
            if self.base.work.cost[0, number] != 0.0
        }

    @cached_property
    def charges(self) -> dict[ChargeKey, int]:
        """The lines of people's time with their numbers."""
        network = self.plan.delivery
        lines = zip(network.line_initiative, network.line_team, network.line_capitalised, strict=True)
        return {ChargeKey(int(i), int(t), float(share)): number for number, (i, t, share) in enumerate(lines)}

    @cached_property
    def team_prices(self) -> tuple[TeamPrice, ...]:
        """How each team is priced."""
        table, portfolio = self.money.teams, self.plan.portfolio
        return tuple(
            TeamPrice(
                self._address(table.rate_row[number]),
                team.monthly_rate is None,
                self._address(table.rate_currency_row[number]),
            )
            for number, team in enumerate(portfolio.teams)
        )

    def launch(self, key: OptionKey) -> float:
        """When an option is launched, in months; NEVER where it is not."""
        return self._instant(key, lambda number: self.base.delivery.launch[0, number])

    def begun(self, key: OptionKey) -> float:
        """When its first stage starts; an option without stages starts at its launch."""

        def first(number: int) -> float:
            ptr = self.plan.delivery.initiative_ptr
            starts = self.base.delivery.start[0, ptr[number] : ptr[number + 1]]
            if starts.size == 0:
                return float(self.base.delivery.launch[0, number])
            return float(np.nanmin(starts)) if not np.isnan(starts).all() else float("nan")

        return self._instant(key, first)

    def _instant(self, key: OptionKey, found: Callable[[int], float]) -> float:
        if key not in self.options:
            return NEVER
        when = float(found(self.options[key]))
        return NEVER if np.isnan(when) else when


@dataclass(frozen=True)
class Cases:
    """All base cases of the model; ``shown`` is the number of the one that is selected, from 0."""

    listed: tuple[Case, ...]
    shown: int
    left_out: tuple[str, ...]  # scenarios that are not in it, with the reason

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio under the shown case."""
        return self.listed[self.shown].plan.portfolio

    @property
    def months(self) -> int:
        """Months of the timeline."""
        return self.listed[self.shown].plan.months

    def union(self, keys: Callable[[Case], Iterable[Key]]) -> list[Key]:
        """Every key that any case has, those of the shown case first in their order."""
        ordered = (self.listed[self.shown], *self.listed)
        return list(dict.fromkeys(key for case in ordered for key in keys(case)))

    def each(self, figure: Callable[[Case], float]) -> FloatArray:
        """A figure of every case."""
        return np.array([figure(case) for case in self.listed], dtype=np.float64)


def model_cases(portfolio: Portfolio, result: Result) -> Cases:
    """The base case of the result and of every scenario that fits beside it."""
    own = Case(result.provenance.scenario, "", result.base)
    listed: list[Case] = []
    left_out: list[str] = []
    for scenario, name in [(None, BASE_NAME), *((one.id, one.name or one.id) for one in portfolio.scenarios)]:
        if scenario == own.scenario:
            listed.append(Case(scenario, name, result.base))
            continue
        try:
            case = Case(scenario, name, base_case(portfolio, scenario))
        except PortfolioError:
            left_out.append(f"{name}: it has errors")
            continue
        reason = _misfit(own, case)
        if reason:
            left_out.append(f"{name}: {reason}")
        else:
            listed.append(case)
    shown = next(number for number, case in enumerate(listed) if case.scenario == own.scenario)
    return Cases(tuple(listed), shown, tuple(left_out))


def _misfit(own: Case, other: Case) -> str:
    if own.plan.months != other.plan.months:
        return "its horizon is another"
    if own.plan.portfolio.settings.fiscal != other.plan.portfolio.settings.fiscal:
        return "its fiscal calendar is another"
    if own.team_prices != other.team_prices:
        return "its teams are priced another way"
    return ""
