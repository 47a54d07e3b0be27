"""The inputs that move a figure most: each held low, in the middle and high, in the same futures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.chosen import counted, estimate, read, unit_of
from simulation.decide.futures import Futures, Outcome
from simulation.decide.inputs import Input, inputs_named, inputs_of
from simulation.decide.lots import Lots
from simulation.decide.matters.influence import influence
from simulation.decide.odds import Estimate
from simulation.decide.pace import Pace, Telling
from simulation.exact import ExactSample
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.run import checked_plan
from simulation.samples import ErrorBasis

PERCENTS: Final = (20.0, 50.0, 80.0)
FIFTH: Final = 0.2

SCREENED: Final = 4
"""Times as many futures as are simulated anew: so that what is tried is what matters, not what seems to by chance."""


@dataclass(frozen=True)
class Level:
    """The figure with an input held at a level, or as it is."""

    level: float | None  # None: as it is
    mean: float  # a launch that does not come about counted at the horizon
    p20: float | None  # None: not within the horizon
    p50: float | None
    p80: float | None
    change: Estimate  # of the mean, against the plan as it is; its error from the differences of each future


@dataclass(frozen=True)
class Bar:
    """One input's effect on the figure."""

    input: Input
    low: Level  # at P10; a risk does not occur, a gate is passed at first
    middle: Level | None  # at P50; None for what has no middle
    high: Level  # at P90; a risk occurs, a gate is not passed at first
    swing: Estimate  # mean at high - mean at low
    observed: Estimate  # mean of the futures with the input in its top fifth - in its bottom fifth, nothing held
    monotone: bool  # the steps from low to middle to high do not clearly go opposite ways

    @property
    def reach(self) -> float:
        """The distance between the least and the greatest mean."""
        means = [level.mean for level in (self.low, self.middle, self.high) if level is not None]
        return max(means) - min(means)


@dataclass(frozen=True)
class Tornado:
    """The inputs that matter most to a figure, the one of the longest reach first."""

    figure: str
    unit: str
    base: Level
    bars: tuple[Bar, ...]
    inputs: int  # how many the plan has
    trials: int
    seed: int


def tornado(
    portfolio: Portfolio,
    figure: str = "value",
    *,
    count: int = 15,
    also: Sequence[str] = (),
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Tornado:
    """What a figure would be with each of the inputs that matter held at its P10, P50 and P90, all else by chance.

    The inputs are chosen by what four times as many futures of the plan show: the squared rank correlation with the
    figure or the share of its variance that they explain, whichever is greater.  Each is then held and the futures are
    simulated anew.

    Parameters
    ----------
    figure
        As in ``simulation.decide.chosen``.
    count
        How many inputs are tried.
    also
        Keys of inputs that are tried besides.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    ValueError
        If there is no such figure or input.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    plan = checked_plan(portfolio, scenario)
    known = inputs_of(plan)
    named = inputs_named(known, also)
    pace = Pace(1 + 3 * min(count + len(also), len(known)), telling, cancel)
    root = portfolio.settings.seed if seed is None else seed
    with Futures(trials, root, pace) as futures:
        lots = Lots(plan, SCREENED * trials, root, pace)
        whole = _Seen.of(futures.try_draws(plan, lots.draws), figure)
        pace.step("the plan as it is")
        drawn = lots.values(known)
        weight = influence(drawn, whole.counted, pace)
        best = [known[number] for number in np.argsort(-weight, kind="stable")[:count].tolist()]
        observed = {one: _observed_swing(drawn[known.index(one)], whole.counted) for one in dict.fromkeys(best + named)}
        base, lots = whole.first(trials), Lots(plan, trials, root, pace)
        bars = [_bar(one, seen, base, lots, futures, pace) for one, seen in observed.items()]
    ordered = tuple(sorted(bars, key=lambda bar: -bar.reach))
    return Tornado(figure, unit_of(figure), base.level(None, base), ordered, len(known), trials, root)


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class _Seen:
    """The figure in every future."""

    figure: str
    plan: Plan
    plain: FloatArray  # (n,) NaN where a launch does not come about
    counted: FloatArray  # (n,) at the horizon instead

    @classmethod
    def of(cls, outcome: Outcome, figure: str) -> _Seen:
        return cls(figure, outcome.plan, read(outcome, figure), counted(outcome, figure))

    def first(self, trials: int) -> _Seen:
        """The same of the first futures alone."""
        return _Seen(self.figure, self.plan, self.plain[:trials], self.counted[:trials])

    def over(self, other: _Seen) -> Estimate:
        """Mean difference to another case in the same futures."""
        return estimate(self.plan, self.counted - other.counted)

    def level(self, level: float | None, base: _Seen) -> Level:
        """What is told of it, against the plan as it is."""
        sample = ExactSample(self.plain, "last", ErrorBasis("sample", 0))  # no error is asked of it
        p20, p50, p80 = (found if np.isfinite(found) else None for found in sample.percentiles(PERCENTS).tolist())
        return Level(level, float(self.counted.mean()), p20, p50, p80, self.over(base))


def _bar(one: Input, observed: Estimate, base: _Seen, lots: Lots, futures: Futures, pace: Pace) -> Bar:
    seen: list[_Seen] = []
    levels: list[Level] = []
    asked = [level for level in lots.levels(one) if level is not None]
    for level in asked:
        seen.append(_Seen.of(futures.try_draws(lots.plan, lots.held(one, level)), base.figure))
        levels.append(seen[-1].level(level, base))
        pace.step(one.words)
    pace.total -= 3 - len(asked)
    middle = levels[1] if len(levels) == 3 else None
    return Bar(one, levels[0], middle, levels[-1], seen[-1].over(seen[0]), observed, _is_monotone(seen))


def _observed_swing(x: FloatArray, y: FloatArray) -> Estimate:
    """Mean of ``y`` where ``x`` is in its top fifth, less that where it is in its bottom fifth, and its standard error.

    Of an input of few values, the fifths take in all that are equal to their limits.
    """
    low, high = np.quantile(x, [FIFTH, 1.0 - FIFTH], method="inverted_cdf")
    bottom, top = (y[x <= low], y[x >= high]) if low < high else (y[x <= x.min()], y[x > x.min()])
    if len(bottom) < 2 or len(top) < 2:
        return Estimate(0.0, 0.0)
    return Estimate(float(top.mean() - bottom.mean()), float(np.hypot(_error(top), _error(bottom))))


def _is_monotone(seen: Sequence[_Seen]) -> bool:
    """Whether the steps from low to middle and from middle to high do not clearly go opposite ways."""
    steps = [after.over(before) for before, after in pairwise(seen)]
    clear = [change for change, error in steps if abs(change) > 2 * error]
    return all(change >= 0 for change in clear) or all(change <= 0 for change in clear)


def _error(values: FloatArray) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))
