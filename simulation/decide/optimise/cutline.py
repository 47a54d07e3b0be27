"""Where to draw the line: how far down the ranking the money reaches, with a stated confidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.portfolio import Portfolio
from models.scenario import apply_scenario
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.gain import basis_of
from simulation.decide.odds import Estimate, mean_of
from simulation.decide.optimise.constraints import with_choice
from simulation.decide.optimise.rules import as_it_stands
from simulation.decide.pace import Pace, Telling
from simulation.progress import CancelFlag
from simulation.run import checked_plan


@dataclass(frozen=True)
class Prefix:
    """The ranking funded down to one initiative."""

    last: str
    chance: float  # that it fits
    value: Estimate  # money
    cost: Estimate  # of the funded initiatives over the horizon


@dataclass(frozen=True)
class CutLine:
    """The ranking, and how much of it fits."""

    prefixes: tuple[Prefix, ...]  # one for each funded initiative, by rank
    confidence: float
    kept: int  # the longest prefix that fits with the confidence; 0 where not even the first does

    @property
    def above(self) -> tuple[str, ...]:
        """The initiatives above the line."""
        return tuple(prefix.last for prefix in self.prefixes[: self.kept])


def cut_line(
    portfolio: Portfolio,
    confidence: float = 0.8,
    *,
    budget: float | None = None,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> CutLine:
    """How far down the ranking of the funded initiatives the budget reaches.  Must-haves stay funded below the line.

    Parameters
    ----------
    confidence
        Chance with which it has to fit, between 0 and 1.
    budget
        Money for the cost of the funded initiatives over the horizon.  Without it every fiscal year must fit its
        envelopes, taken together; the chance is that of the tightest year.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    ValueError
        If the confidence is no chance, or there is no budget at all.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    checked_plan(portfolio, scenario)
    applied = apply_scenario(portfolio, scenario)
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence should lie between 0 and 1, such as 0.8; it is {confidence:g}")
    if budget is None and not applied.budgets:
        raise ValueError("the portfolio has no budgets; name an amount of money")
    order = as_it_stands(applied)
    pace = Pace(len(order), telling, cancel)
    prefixes = []
    with Futures(trials, portfolio.settings.seed if seed is None else seed, pace) as futures:
        for count in range(1, len(order) + 1):
            outcome = futures.try_portfolio(_funded(applied, order[:count]))
            prefixes.append(_prefix(outcome, order[count - 1], budget))
            pace.step(f"{count} of {len(order)} prefixes of the ranking")
    fitting = [count for count, prefix in enumerate(prefixes, 1) if prefix.chance >= confidence]
    return CutLine(tuple(prefixes), confidence, max(fitting, default=0))


def _funded(portfolio: Portfolio, names: tuple[str, ...]) -> Portfolio:
    kept = tuple(one.selected if one.id in names or one.must_have else None for one in portfolio.initiatives)
    return with_choice(portfolio, kept)


def _prefix(outcome: Outcome, last: str, budget: float | None) -> Prefix:
    basis = basis_of(outcome)
    cost: FloatArray = outcome.figures.initiative_cost.sum(axis=1)
    if budget is None:
        chance = 1.0 - float(outcome.figures.year_over.mean(axis=0).max(initial=0.0))
    else:
        chance = float(np.mean(cost <= budget * (1 + 1e-9)))
    return Prefix(last, chance, mean_of(outcome.value, basis), mean_of(cost, basis))
