"""What an optimiser tries to raise: expected value, value less risk, or the odds of an objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from models.address import closest
from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.futures import Outcome
from simulation.targets import span_of

GoalKind: TypeAlias = Literal["value", "risk", "objective"]

_YEAR_LATE: Final = 12.0
_SAME_TIME: Final = 1e-6  # months


@dataclass(frozen=True)
class Goal:
    """What is to be as high as it can.

    ``value``      the mean net present value
    ``risk``       that, less ``weight`` x the mean loss of the worst ``share`` of the futures (their CVaR)
    ``objective``  the share of the futures in which the objective is hit

    Raises
    ------
    ValueError
        If the weight is negative, the share does not lie between 0 and 1, or no objective is named.
    """

    kind: GoalKind = "value"
    weight: float = 0.5
    share: float = 0.2
    objective: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weight < np.inf:
            raise ValueError(f"the weight of risk should be 0 or more, such as 0.5; it is {self.weight:g}")
        if not 0 < self.share < 1:
            raise ValueError(f"the share of bad futures should lie between 0 and 1, such as 0.2; it is {self.share:g}")
        if (self.kind == "objective") != (self.objective is not None):
            raise ValueError('name the objective whose odds count; it goes with the goal "objective" alone')

    @property
    def is_money(self) -> bool:
        """Whether it is money, and not a share of futures."""
        return self.kind != "objective"

    def number_in(self, portfolio: Portfolio) -> int | None:
        """Which of the portfolio's objectives counts; None where none does.

        Raises
        ------
        ValueError
            If the portfolio has no such objective.
        """
        if self.objective is None:
            return None
        known = [objective.id for objective in portfolio.objectives]
        if self.objective not in known:
            raise ValueError(f'there is no objective "{self.objective}"; {closest(self.objective, known)}')
        return known.index(self.objective)

    def scores(self, outcome: Outcome) -> FloatArray:
        """(n,) one number for each trial, whose mean is the goal, so that two plans can be compared trial by trial.

        For risk it is v - weight (c + max(-v - c, 0) / share), with c the loss that only the worst ``share`` exceed:
        Rockafellar & Uryasev (2000), eq. 4; that c depends on the trials changes its error in the second order only.
        """
        number = self.number_in(outcome.plan.portfolio)
        if number is not None:
            return np.asarray(outcome.figures.objective_hit[:, number], dtype=np.float64)
        value = outcome.value
        if self.kind == "value":
            return value
        loss = -value
        cut = -np.quantile(value, self.share, method="inverted_cdf")
        return np.asarray(value - self.weight * (cut + np.maximum(loss - cut, 0.0) / self.share))


def towards(outcome: Outcome, number: int) -> FloatArray:
    """(n,) what an objective achieves in each trial, higher is better; a launch that does not come is a year late."""
    portfolio = outcome.plan.portfolio
    objective = portfolio.objectives[number]
    achieved = np.asarray(outcome.figures.objective[:, number], dtype=np.float64)
    if objective.metric == "launch":
        return -np.where(np.isnan(achieved), portfolio.settings.horizon_months + _YEAR_LATE, achieved)
    return achieved if objective.direction == "at_least" else -achieved


def level_of(portfolio: Portfolio, number: int) -> float:
    """What ``towards`` has to reach for the objective to be hit."""
    objective = portfolio.objectives[number]
    if objective.metric == "launch":
        return -(span_of(portfolio, objective)[1] + 1.0 + _SAME_TIME)
    assert objective.target is not None  # the checks ask for it
    return objective.target if objective.direction == "at_least" else -objective.target
