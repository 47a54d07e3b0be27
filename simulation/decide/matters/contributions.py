"""How much each input contributes to the variance of a figure: alone, and together with all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.chosen import counted, unit_of
from simulation.decide.futures import Futures
from simulation.decide.inputs import Input, inputs_named, inputs_of
from simulation.decide.lots import Lots
from simulation.decide.matters.variance import CLEAR, first_order, share_explained, total_order
from simulation.decide.odds import Estimate
from simulation.decide.pace import Pace, Telling
from simulation.draws import BLOCK_TRIALS
from simulation.progress import CancelFlag
from simulation.run import checked_plan

REDRAWN_BLOCKS: Final = 2
"""Blocks in which inputs are drawn anew: their differences are paired, so that fewer are needed."""


@dataclass(frozen=True)
class Contribution:
    """What one input contributes to the variance; shares of it, each with its standard error."""

    input: Input
    alone: Estimate  # first-order index: what goes when the input is known; noise around 0 where it has no effect
    total: Estimate | None  # total index: what stays when all others are known; None where it was not asked for
    together: tuple[str, ...]  # addresses of correlated quantities that were drawn anew with it, its own among them


@dataclass(frozen=True)
class Contributions:
    """The inputs by what they contribute, the greatest first."""

    figure: str
    unit: str
    deviation: float  # standard deviation of the figure
    rows: tuple[Contribution, ...]  # those whose index stands out of its error, and all that have a total index
    others: int  # inputs that are not in ``rows``
    trials: int
    seed: int

    @property
    def explained(self) -> float:
        """What the rows explain, each alone; what is left is due to their interplay and to the other inputs."""
        return sum(row.alone.value for row in self.rows)

    def by_group(self) -> tuple[tuple[str, float], ...]:
        """What the rows of each group (an initiative, a driver, a risk, a team) explain each alone, the most first."""
        sums: dict[str, float] = {}
        for row in self.rows:
            sums[row.input.group_words] = sums.get(row.input.group_words, 0.0) + row.alone.value
        return tuple(sorted(sums.items(), key=lambda item: -item[1]))


def contributions(
    portfolio: Portfolio,
    figure: str = "value",
    *,
    count: int = 10,
    also: Sequence[str] = (),
    scenario: str | None = None,
    trials: int = 4000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Contributions:
    """The share of a figure's variance that each input explains, and for the greatest ``count`` the total index.

    The first comes from the futures as they are (``simulation.decide.matters.variance.first_order``); for the second,
    one input after the other is drawn anew in up to 2,000 of the futures (``total_order``).  A team's people and a
    gate are summed up by one number for the first, which may miss a part of what they do; the second is of all that
    they do.  An input that explains nothing alone may still matter together with others: name it, and it is drawn
    anew too.

    Parameters
    ----------
    figure
        As in ``simulation.decide.chosen``.
    count
        How many inputs are drawn anew.
    also
        Keys of inputs that are drawn anew besides.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    ValueError
        If there is no such figure or input, or there are fewer than 60 trials.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    plan = checked_plan(portfolio, scenario)
    known = inputs_of(plan)
    named = inputs_named(known, also)
    pace = Pace(1 + min(count + len(named), len(known)), telling, cancel)
    root = portfolio.settings.seed if seed is None else seed
    lots = Lots(plan, trials, root, pace)
    with Futures(trials, root, pace) as futures:
        y = counted(futures.try_draws(plan, lots.draws), figure)
        pace.step("the plan as it is")
        drawn = dict(zip(known, lots.values(known), strict=True))
        order = _screened(drawn, y, pace)
        rows = []
        for one in dict.fromkeys([*order[:count], *named]):
            again = counted(futures.try_draws(plan, lots.redrawn(one, REDRAWN_BLOCKS)), figure)
            total = total_order(y[: REDRAWN_BLOCKS * BLOCK_TRIALS], again)
            rows.append(Contribution(one, first_order(drawn[one], y), total, lots.tied_to(one)))
            pace.step(one.words)
        rows += _alone([one for one in order[count:] if one not in named], drawn, y, pace)
    rows.sort(key=lambda row: -max(row.alone.value, row.total.value if row.total else 0.0))
    return Contributions(figure, unit_of(figure), float(y.std()), tuple(rows), len(known) - len(rows), trials, root)


def _screened(drawn: Mapping[Input, FloatArray], y: FloatArray, pace: Pace) -> list[Input]:
    """The inputs that explain something alone, those that explain most first."""
    shares = {}
    for one, x in drawn.items():
        pace.go_on()
        shares[one] = share_explained(x, y)
    return sorted((one for one in drawn if shares[one] > 0.0), key=lambda one: -shares[one])


def _alone(
    inputs: Sequence[Input], drawn: Mapping[Input, FloatArray], y: FloatArray, pace: Pace
) -> Iterator[Contribution]:
    """Those of the inputs whose first-order index stands out of its error."""
    for one in inputs:
        pace.go_on()
        share = first_order(drawn[one], y)
        if share.value > CLEAR * share.error:
            yield Contribution(one, share, None, ())
