"""The answer to "build, buy or partner": what each alternative brings, and which one an attitude to risk prefers.

Plain records and arrays, without a plan, so that a screen can hold them without the engine.  They are made by
``simulation.decide.choose.options``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from simulation.arrays import BoolArray, FloatArray
from simulation.decide.choose.attitude import EXPECTED, Attitude, lead_error
from simulation.decide.odds import Estimate
from simulation.samples import ErrorBasis

GRID_PERCENTS: Final = tuple(range(101))
"""Where the S-curves of the alternatives are known."""

FAN_PERCENTS: Final = (10, 50, 80, 90)


@dataclass(frozen=True)
class Alternative:
    """A way to get each of the chosen initiatives: pairs of initiative and option, None for not at all."""

    options: tuple[tuple[str, str | None], ...]
    kinds: tuple[str | None, ...]  # build, buy or partner; None for not at all
    name: str  # as people read it: "Build (Atlas) + Buy (Lumen)"; of a single initiative the option alone

    @property
    def key(self) -> str:
        """What tells it from the others: ``atlas-build+lumen-buy``; ``no-lumen`` for not at all."""
        return "+".join(option or f"no-{initiative}" for initiative, option in self.options)

    def option_of(self, initiative: str) -> str | None:
        """The option taken for one of the initiatives."""
        return dict(self.options)[initiative]


@dataclass(frozen=True)
class Spread:
    """How a figure spreads over the futures; infinite where a percentile falls among what does not come about."""

    mean: float  # over the futures in which it comes about, NaN where there are none
    error: float  # of the mean
    p10: float
    p20: float
    p50: float
    p80: float
    p90: float


@dataclass(frozen=True)
class Launching:
    """When one of the initiatives launches, in months from the portfolio's start."""

    initiative: str
    months: Spread  # what has not launched by the horizon counts as later
    chance: float  # to launch by the horizon at all


@dataclass(frozen=True)
class TeamNeed:
    """What the chosen initiatives want of one team."""

    team: str
    person_months: float  # over the horizon, mean
    peak_fte: float  # the busiest month, mean over the futures
    peak_fte_p80: float


@dataclass(frozen=True)
class LockIn:
    """Means of what being tied costs, in the portfolio's currency: undiscounted, before price escalation.

    The commitments run from the launch to the planned exit, else to the horizon; without a launch there are none.
    """

    exit: float  # to leave: the options' exit cost
    guaranteed: float  # minimum guarantee of the partners
    recurring: float  # running cost owed to somebody else: of options that are bought or partnered

    @property
    def total(self) -> float:
        """All three."""
        return self.exit + self.guaranteed + self.recurring


@dataclass(frozen=True)
class Hit:
    """What an alternative does to an initiative that is not among the chosen, against leaving those unfunded."""

    initiative: str
    value: Estimate  # money gained, same futures
    delay_months: Estimate  # launched later; one that does not launch counts as launched at the horizon
    launched: float  # change of its chance to launch by the horizon


@dataclass(frozen=True)
class Card:
    """Everything that is shown of one alternative, in the context of the whole portfolio."""

    alternative: Alternative
    value: Spread  # of the portfolio: net present value after tax
    chance_positive: float
    own_value: Spread  # of the chosen initiatives alone, before tax
    launches: tuple[Launching, ...]  # of those that are funded
    peak_funding: Spread  # of the portfolio
    cost: Spread  # of the portfolio
    own_cost: Spread  # of the chosen initiatives
    people: tuple[TeamNeed, ...]  # teams that have work for them
    lock_in: LockIn
    others_value: Estimate  # of all other initiatives together, against leaving the chosen ones unfunded
    others_delay: Estimate  # months, mean over the other funded initiatives
    hits: tuple[Hit, ...]  # those whose launch or value changes, the greatest change of value first


@dataclass(frozen=True)
class Recommendation:
    """Which alternative an attitude prefers, and by how much."""

    attitude: Attitude
    order: tuple[int, ...]  # alternatives, the best first
    equivalents: tuple[float, ...]  # sure money, in the order of the alternatives
    lead: Estimate | None  # of the best over the next; None for a single alternative

    @property
    def best(self) -> int:
        """The alternative that is recommended."""
        return self.order[0]


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Choice:
    """All alternatives in the same futures; axis J is the order of ``cards``."""

    initiatives: tuple[str, ...]
    scenario: str | None
    cards: tuple[Card, ...]
    refused: tuple[tuple[Alternative, str], ...]  # combinations that the plan cannot have, and why
    present: int | None  # the alternative that the plan has now; None where it is not among them
    values: FloatArray  # (n, J) net present value of the portfolio in each trial, after tax
    grid: FloatArray  # (J, len(GRID_PERCENTS)) its percentiles
    fan: FloatArray  # (J, len(FAN_PERCENTS), months) percentiles of cumulative cash
    best_odds: FloatArray  # (J,) chance to be the best
    beats: FloatArray  # (J, J) chance that the first is worth more than the second
    regret: FloatArray  # (J,) expected regret
    first_order: BoolArray  # (J, J) whether the first dominates the second
    second_order: BoolArray  # (J, J)
    evpi: Estimate  # expected value of perfect information
    recommended: Recommendation
    basis: ErrorBasis
    trials: int
    seed: int
    digest: str  # of the portfolio with the scenario applied
    currency: str
    start: str

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The alternatives in order."""
        return tuple(card.alternative for card in self.cards)

    def under(self, attitude: Attitude) -> Recommendation:
        """What another attitude to risk prefers, from the same futures."""
        return recommend(self.values, attitude, self.basis)


def recommend(values: FloatArray, attitude: Attitude = EXPECTED, basis: ErrorBasis | None = None) -> Recommendation:
    """The ranking of alternatives with values of shape ``(n, J)``; of equals the first stays first."""
    worth = attitude.equivalents(values)
    order = np.argsort(-worth, kind="stable").tolist()
    lead = None
    if len(order) > 1:
        error = lead_error(values, order[0], order[1], attitude, basis or ErrorBasis("sample", 0))
        lead = Estimate(float(worth[order[0]] - worth[order[1]]), error)
    return Recommendation(attitude, tuple(order), tuple(worth.tolist()), lead)
