"""Which hires pay: every planned hire against the plan without it, and one more person in each team.

What a person costs (pay for the time not spent on running the business, bench included, and recruiting) is in the
value already, so that a hire pays where the plan is worth more with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import msgspec
import numpy as np

from models.portfolio import Portfolio
from models.scenario import apply_scenario
from models.team import Team
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.gain import Gain, basis_of, gain_of
from simulation.decide.odds import Estimate, mean_of
from simulation.decide.pace import Pace, Telling
from simulation.money.cashflow import LINES
from simulation.progress import CancelFlag
from simulation.run import checked_plan

Verdict: TypeAlias = Literal["pays", "does not pay", "cannot be told"]

_CLEARLY: Final = 1.64
"""Standard errors by which a gain must differ from 0 for a verdict: wrong one time in ten."""

_PEOPLE: Final = [LINES.index(name) for name in ("staffing", "bench", "recruiting")]


@dataclass(frozen=True)
class Advice:
    """What people of one team are worth."""

    team: str
    hire: str | None  # the planned hire; None for one more person from the start
    people: float  # FTE
    gain: Gain  # value with them less value without, after their cost
    cost: Estimate  # what the plan pays more for people with them, over the horizon, undiscounted

    @property
    def verdict(self) -> Verdict:
        """Whether they pay, where chance leaves room to tell."""
        value, error = self.gain.value
        if not abs(value) > _CLEARLY * np.nan_to_num(error):
            return "cannot be told"
        return "pays" if value > 0 else "does not pay"


def hiring_advice(
    portfolio: Portfolio,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> tuple[Advice, ...]:
    """Advice on every planned hire, and on one more person for each team, the highest gain for each person first.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    checked_plan(portfolio, scenario)
    applied = apply_scenario(portfolio, scenario)
    pace = Pace(1 + sum(1 + len(team.hires) for team in applied.teams), telling, cancel)
    found = []
    with Futures(trials, portfolio.settings.seed if seed is None else seed, pace) as futures:
        now = futures.try_portfolio(applied)
        pace.step()
        for team, hire, people, changed in _variants(applied):
            other = futures.try_portfolio(changed)
            there, without = (other, now) if hire is None else (now, other)
            cost = mean_of(_people_cost(there) - _people_cost(without), basis_of(now))
            found.append(Advice(team, hire, people, gain_of(there, without), cost))
            pace.step(f"team {team}")
    return tuple(sorted(found, key=lambda one: -one.gain.value.value / max(one.people, 1e-9)))


def _variants(portfolio: Portfolio) -> Iterator[tuple[str, str | None, float, Portfolio]]:
    """Team, hire, people, and the portfolio without the hire, or with one person more where there is none."""
    for number, team in enumerate(portfolio.teams):
        more = msgspec.structs.replace(team, headcount=team.headcount + 1)
        yield team.id, None, 1.0, _with_team(portfolio, number, more)
        for hire in team.hires:
            rest = tuple(other for other in team.hires if other.id != hire.id)
            yield team.id, hire.id, hire.count, _with_team(portfolio, number, msgspec.structs.replace(team, hires=rest))


def _with_team(portfolio: Portfolio, number: int, team: Team) -> Portfolio:
    teams = (*portfolio.teams[:number], team, *portfolio.teams[number + 1 :])
    return msgspec.structs.replace(portfolio, teams=teams)


def _people_cost(outcome: Outcome) -> FloatArray:
    """(n,) pay, bench and recruiting over the horizon."""
    return np.asarray(outcome.figures.lines[:, _PEOPLE].sum(axis=(1, 2), dtype=np.float64))
