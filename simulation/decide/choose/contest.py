"""Alternatives under changed inputs, all in the same futures; what is asked twice is simulated once.

An input that an alternative's plan does not hold cannot change what the alternative is worth, so that it is not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from models.address import parse_address, value_info
from models.overlay import Override
from models.portfolio import Portfolio
from models.scenario import apply_override, apply_scenario
from simulation.arrays import FloatArray
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import Alternative
from simulation.decide.choose.switches import Asked
from simulation.decide.choose.variants import Variant, alternatives_of, variants_of
from simulation.decide.futures import Futures
from simulation.decide.pace import Pace
from simulation.plan import Plan, compile_plan
from simulation.run import PortfolioError, checked_plan
from simulation.samples import ErrorBasis

MOST_COMPARED: Final = 6
"""Of more alternatives the best are searched; every one more costs as much time as the first."""

Setting: TypeAlias = tuple[str, float]
"""The address of an input and the value that it is set to."""

AS_PLANNED: Final[tuple[Setting, ...]] = ()


@dataclass(frozen=True)
class Question:
    """What is asked of alternatives."""

    initiatives: tuple[str, ...]
    scenario: str | None
    with_none: bool
    attitude: Attitude
    trials: int
    seed: int | None


class Contest:
    """Alternatives that are tried again and again, with some inputs set to one value."""

    def __init__(self, variants: Sequence[Variant], futures: Futures, attitude: Attitude, pace: Pace) -> None:
        self.variants, self.futures, self.attitude = list(variants), futures, attitude
        self.basis = ErrorBasis.of(variants[0].portfolio.settings.sampling, futures.trials)
        self.pace = pace
        self._known: dict[tuple[int, tuple[Setting, ...]], FloatArray] = {}

    def values(self, *settings: Setting) -> FloatArray:
        """(n, J) what the alternatives are worth in each trial with inputs set."""
        return np.column_stack([self._value(number, settings) for number in range(len(self.variants))])

    def equivalents(self, *settings: Setting) -> FloatArray:
        """(J,) what they are worth under the attitude to risk."""
        return self.attitude.equivalents(self.values(*settings))

    def prepare(self, wanted: Iterable[tuple[Setting, ...]]) -> None:
        """Simulate what will be asked, one alternative after the other: neighbours share the most work."""
        every = list(wanted)
        self.pace.total = self.pace.done + sum(
            self._key(number, settings) not in self._known for number in range(len(self.variants)) for settings in every
        )
        for number in range(len(self.variants)):
            for settings in every:
                self._value(number, settings)

    def keep_best(self, most: int) -> list[Alternative]:
        """Go on with the best ``most`` alternatives alone; those that are left out."""
        if len(self.variants) <= most:
            return []
        best = np.argsort(-self.equivalents(), kind="stable")[:most].tolist()
        out = [variant.alternative for number, variant in enumerate(self.variants) if number not in best]
        kept = sorted(best)
        self._known = {(new, AS_PLANNED): self._known[old, AS_PLANNED] for new, old in enumerate(kept)}
        self.variants = [self.variants[old] for old in kept]
        return out

    def holds(self, number: int, address: str) -> bool:
        """Whether an input can matter to an alternative."""
        return not _is_quantity(address) or address in self.variants[number].plan.row

    def _key(self, number: int, settings: tuple[Setting, ...]) -> tuple[int, tuple[Setting, ...]]:
        return number, tuple(setting for setting in settings if self.holds(number, setting[0]))

    def _value(self, number: int, settings: tuple[Setting, ...]) -> FloatArray:
        key = self._key(number, settings)
        if key not in self._known:
            variant = self.variants[number]
            plan = variant.plan if not key[1] else plan_with(variant.portfolio, key[1])
            self._known[key] = np.array(self.futures.try_plan(plan).value)
            self.pace.step(variant.alternative.name)
        return self._known[key]


@contextmanager
def contest_of(portfolio: Portfolio, question: Question, pace: Pace) -> Iterator[tuple[Contest, Asked]]:
    """The contest of some initiatives' options, and what was asked.

    Raises
    ------
    PortfolioError
        If the portfolio has errors, or all of the alternatives have.
    ValueError
        If an initiative is unknown or without options, or there are too many combinations.
    """
    digest = checked_plan(portfolio, question.scenario).digest
    applied = apply_scenario(portfolio, question.scenario)
    alternatives = alternatives_of(applied, question.initiatives, question.with_none)
    pace.total = max(pace.total, len(alternatives))
    sound, refused, errors = [], [], []
    for alternative, variant in variants_of(applied, alternatives):
        pace.go_on()
        if isinstance(variant, PortfolioError):
            refused.append(alternative)
            errors.append(variant)
        else:
            sound.append(variant)
    if not sound:
        raise errors[0]
    seed = applied.settings.seed if question.seed is None else question.seed
    with Futures(question.trials, seed, pace) as futures:
        contest = Contest(sound, futures, question.attitude, pace)
        contest.prepare([AS_PLANNED])
        left_out = contest.keep_best(MOST_COMPARED)
        asked = Asked(
            initiatives=question.initiatives,
            scenario=question.scenario,
            alternatives=tuple(variant.alternative for variant in contest.variants),
            left_out=(*refused, *left_out),
            equivalents=tuple(contest.equivalents().tolist()),
            attitude=question.attitude,
            trials=question.trials,
            seed=seed,
            digest=digest,
            currency=applied.settings.currency,
        )
        yield contest, asked


def plan_with(portfolio: Portfolio, settings: Iterable[Setting]) -> Plan:
    """The plan of a portfolio with inputs set; plain fields are checked anew, because others must fit them.

    Raises
    ------
    ValueError
        If an address names no number.
    PortfolioError
        If a plain field does not fit the rest, such as a horizon before a dated objective.
    """
    safe = True
    for address, value in settings:
        safe = safe and _is_quantity(address)
        whole = value_info(parse_address(address)).core is int
        portfolio = apply_override(portfolio, Override(target=address, value=round(value) if whole else float(value)))
    return compile_plan(portfolio) if safe else checked_plan(portfolio, None)


def _is_quantity(address: str) -> bool:
    return value_info(parse_address(address)).is_quantity
