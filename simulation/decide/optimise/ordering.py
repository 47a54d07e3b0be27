"""A better order of work: known rules first, then a search on the simulator itself, in the same futures.

A change of two ranks is tried in a few hundred futures; what looks better there is taken only if it is better in all,
by a paired test.  A search finds some of its gain by chance, so what the order is worth is told from other futures.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import msgspec
import numpy as np

from models.edits import rerank
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures
from simulation.decide.gain import Gain, fresh_seed, gain_of
from simulation.decide.optimise.rules import as_it_stands, jobs_of, orders
from simulation.decide.pace import Pace, Telling
from simulation.progress import CancelFlag
from simulation.run import checked_plan

Order = tuple[str, ...]

SCREENING_TRIALS: Final = 200
EVALUATIONS: Final = 80
SECONDS: Final = 15.0

_STEPS_BESIDES: Final = 8  # the rules, and the confirming
_CLEARLY: Final = 1.64
"""Standard errors by which a change must be better: one chance in twenty to take one that is not."""


@dataclass(frozen=True)
class RuleTried:
    """What a known rule's order is worth in the futures of the search."""

    rule: str
    value: float  # mean, money
    gain: float  # over the order as it stands


@dataclass(frozen=True)
class Ordered:
    """An order of the funded initiatives and what it is worth."""

    scenario: str | None
    before: Order
    order: Order
    ranks: tuple[tuple[str, int], ...]  # of all initiatives, funded or not, in document order
    rules: tuple[RuleTried, ...]
    start: str  # the rule from which the search set out
    gain: Gain  # over the order as it stands, in futures that had no part in the search
    searched_gain: float  # in the futures of the search, where some of it is chance
    history: tuple[tuple[int, float], ...]  # evaluations, and the gain found by then
    evaluations: int
    trials: int
    seed: int


def better_order(
    portfolio: Portfolio,
    *,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    evaluations: int = EVALUATIONS,
    seconds: float = SECONDS,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Ordered:
    """The best order of the funded initiatives that is found within some tries and seconds.

    Parameters
    ----------
    evaluations
        Most orders that the local search tries; what the rules need comes before.
    seconds
        After which the search goes no further; the result then depends on the machine.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    checked_plan(portfolio, scenario)
    applied = apply_scenario(portfolio, scenario)
    seed = portfolio.settings.seed if seed is None else seed
    now = as_it_stands(applied)
    pace = Pace(len(now) + evaluations + _STEPS_BESIDES, telling, cancel)
    with (
        Futures(min(SCREENING_TRIALS, trials), seed, pace) as few,
        Futures(trials, seed, pace) as all_of_them,
    ):
        found = _Search(applied, now, few, all_of_them, pace)
        rules, start = found.try_rules()
        found.improve(evaluations, seconds)
    with Futures(trials, fresh_seed(seed), pace) as fresh:
        before = fresh.try_portfolio(applied)
        pace.step("confirming in fresh futures")
        after = fresh.try_portfolio(ordered(applied, found.best))
        pace.step("confirming in fresh futures")
    return Ordered(
        scenario=scenario,
        before=now,
        order=found.best,
        ranks=tuple((one.id, one.rank) for one in ordered(applied, found.best).initiatives),
        rules=rules,
        start=start,
        gain=gain_of(after, before),
        searched_gain=found.gain,
        history=tuple(found.history),
        evaluations=found.evaluations,
        trials=trials,
        seed=seed,
    )


def ordered(portfolio: Portfolio, order: Order) -> Portfolio:
    """The portfolio with its funded initiatives in an order; they share out the ranks that they have, where these tell
    them apart, and all initiatives are numbered anew where they do not."""
    ranks = {one.id: one.rank for one in portfolio.initiatives}
    if len(set(ranks.values())) < len(ranks):
        return rerank(portfolio, order)
    given = dict(zip(order, sorted(ranks[name] for name in order), strict=True))
    changed = tuple(
        one if given.get(one.id, one.rank) == one.rank else msgspec.structs.replace(one, rank=given[one.id])
        for one in portfolio.initiatives
    )
    return msgspec.structs.replace(portfolio, initiatives=changed)


@dataclass(eq=False)
class _Search:
    """A search under way; the best order so far has passed the test in all futures."""

    portfolio: Portfolio
    now: Order
    few: Futures
    all_of_them: Futures
    pace: Pace
    best: Order = field(init=False)
    history: list[tuple[int, float]] = field(default_factory=list)
    evaluations: int = 0
    _now_value: FloatArray = field(init=False)  # (n,) of the order as it stands, in all futures
    _best_value: FloatArray = field(init=False)  # (n,)
    _best_screened: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.best = self.now
        self._now_value = self._best_value = self._value(self.all_of_them, self.now)
        self._best_screened = self._value(self.few, self.now)

    @property
    def gain(self) -> float:
        """Over the order as it stands, in the futures of the search."""
        return float((self._best_value - self._now_value).mean())

    def try_rules(self) -> tuple[tuple[RuleTried, ...], str]:
        """What each rule's order is worth, and the rule that the search sets out from."""
        jobs = jobs_of(self.portfolio, self.few, step=self._tell)
        now = float(self._best_screened.mean())
        tried = []
        for rule, order in orders(self.portfolio, jobs).items():
            value = float(self._value(self.few, order).mean())
            tried.append((RuleTried(rule, value, value - now), order))
            self._tell()
        start = "as it stands"
        for one, order in sorted(tried, key=lambda pair: -pair[0].value):
            if self._take(order):
                start = one.rule
                break
        return tuple(one for one, _ in tried), start

    def improve(self, evaluations: int, seconds: float) -> None:
        """Local search; stops when nothing is left to try."""
        until = time.monotonic() + seconds
        seen = {self.best}
        for order in self._neighbours():
            if self.evaluations >= evaluations or time.monotonic() > until:
                return
            if order not in seen:
                seen.add(order)
                self.evaluations += 1
                self._take(order)
                self._tell()

    def _take(self, order: Order) -> bool:
        """Whether an order is better than the best so far, which it then becomes."""
        screened = self._value(self.few, order)
        if float((screened - self._best_screened).mean()) <= 0:
            return False
        value = self._value(self.all_of_them, order)
        if not is_clearly_above(value - self._best_value):
            return False
        self.best, self._best_value, self._best_screened = order, value, screened
        self.history.append((self.evaluations, self.gain))
        return True

    def _neighbours(self) -> Iterator[Order]:
        """Changes of the best order, which may become another one meanwhile: one initiative moved, near or far."""
        chance = np.random.default_rng(self.few.seed)
        count = len(self.now)
        for _ in range(_MOST_DRAWS if count > 1 else 0):
            place = int(chance.integers(count))
            far = chance.random() < _FAR_SHARE
            target = int(chance.integers(count)) if far else place + int(chance.choice((-1, 1)))
            if place != target and 0 <= target < count:
                yield moved(self.best, place, target)

    def _value(self, futures: Futures, order: Order) -> FloatArray:
        return futures.try_portfolio(ordered(self.portfolio, order)).value

    def _tell(self) -> None:
        self.pace.step(f"best so far {self.gain:+,.0f}")


_MOST_DRAWS: Final = 10_000
_FAR_SHARE: Final = 0.6


def moved(order: Order, place: int, target: int) -> Order:
    """The order with the initiative of one place at another."""
    rest = [*order[:place], *order[place + 1 :]]
    return (*rest[:target], order[place], *rest[target:])


def is_clearly_above(difference: FloatArray) -> bool:
    """Whether a paired difference is above 0 by a one-sided test; the plain error overstates, which is careful."""
    mean, count = float(difference.mean()), len(difference)
    error = float(difference.std(ddof=1)) / np.sqrt(count) if count > 1 else 0.0
    return mean > 0 and mean >= _CLEARLY * error
