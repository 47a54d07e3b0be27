"""The study behind "build, buy or partner": every way to get some initiatives, tried in the same futures.

Each alternative is simulated in the whole portfolio, so that its staffing hits the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from models.portfolio import Portfolio
from models.scenario import apply_scenario
from simulation.arrays import BoolArray, FloatArray
from simulation.decide import odds
from simulation.decide.choose.attitude import EXPECTED, Attitude
from simulation.decide.choose.cards import PEOPLE_TRIALS, Without, card_of, people_needed
from simulation.decide.choose.choice import FAN_PERCENTS, GRID_PERCENTS, Alternative, Card, Choice, recommend
from simulation.decide.choose.variants import Variant, alternatives_of, none_of, taking, variants_of
from simulation.decide.dominance import first_order, second_order
from simulation.decide.futures import Futures
from simulation.decide.pace import Pace, Telling
from simulation.plan import compile_plan
from simulation.progress import CancelFlag
from simulation.run import PortfolioError, checked_plan
from simulation.samples import ErrorBasis


def choose(
    portfolio: Portfolio,
    initiatives: Sequence[str],
    *,
    scenario: str | None = None,
    with_none: bool = False,
    attitude: Attitude = EXPECTED,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Choice:
    """Every combination of the initiatives' options compared, and the one that the attitude to risk recommends.

    Parameters
    ----------
    with_none
        Whether leaving an initiative unfunded is an alternative, too.
    seed
        None for the portfolio's.

    Raises
    ------
    PortfolioError
        If the portfolio has errors, or all of the alternatives have.
    ValueError
        If an initiative is unknown or without options, or there are more than ``MOST_ALTERNATIVES`` combinations.
    Cancelled
        If ``cancel`` is set.
    """
    present = checked_plan(portfolio, scenario)
    applied = apply_scenario(portfolio, scenario)
    alternatives = alternatives_of(applied, initiatives, with_none)
    root = applied.settings.seed if seed is None else seed
    pace = Pace(len(alternatives) + 1, telling, cancel)
    with Futures(trials, root, pace) as futures:
        without = Without.of(futures.try_plan(compile_plan(taking(applied, none_of(applied, initiatives)))))
        pace.step("without them")
        tried = _Tried(futures, pace, without, tuple(initiatives))
        for alternative, variant in variants_of(applied, alternatives):
            pace.go_on()
            if isinstance(variant, PortfolioError):
                tried.refuse(alternative, variant)
            else:
                tried.add(variant)
            pace.step(alternative.name)
    if not tried.outcomes:
        raise tried.errors[0]
    return _choice(tried, portfolio, present.digest, scenario, attitude)


class _Tried:
    """What became of each alternative so far."""

    def __init__(self, futures: Futures, pace: Pace, without: Without, initiatives: tuple[str, ...]) -> None:
        self.futures, self.initiatives = futures, initiatives
        self.cards: list[Card] = []
        self.outcomes: list[tuple[FloatArray, FloatArray]] = []  # value (n,), fan (percents, months)
        self.refused: list[tuple[Alternative, str]] = []
        self.errors: list[PortfolioError] = []
        self._pace, self._without = pace, without

    def refuse(self, alternative: Alternative, error: PortfolioError) -> None:
        self.refused.append((alternative, str(error)))
        self.errors.append(error)

    def add(self, variant: Variant) -> None:
        plan, futures = variant.plan, self.futures
        outcome = futures.try_plan(plan)
        inputs = futures.inputs(plan)
        self._pace.go_on()
        need = people_needed(plan, self.initiatives, futures.seed, min(PEOPLE_TRIALS, futures.trials))
        self.cards.append(card_of(variant.alternative, outcome, self._without, inputs, need))
        self.outcomes.append((outcome.value, np.percentile(outcome.figures.cumulative, FAN_PERCENTS, axis=0)))


def _choice(tried: _Tried, portfolio: Portfolio, digest: str, scenario: str | None, attitude: Attitude) -> Choice:
    applied = apply_scenario(portfolio, scenario)
    values = np.column_stack([value for value, _ in tried.outcomes])
    basis = ErrorBasis.of(applied.settings.sampling, tried.futures.trials)
    taken = {initiative.id: initiative.selected for initiative in applied.initiatives}
    now = [number for number, card in enumerate(tried.cards) if _is_taken(card.alternative, taken)]
    first, second = _dominance(values)
    return Choice(
        initiatives=tried.initiatives,
        scenario=scenario,
        cards=tuple(tried.cards),
        refused=tuple(tried.refused),
        present=now[0] if now else None,
        values=values,
        grid=np.percentile(values, GRID_PERCENTS, axis=0).T,
        fan=np.stack([fan for _, fan in tried.outcomes]),
        best_odds=odds.chance_best(values),
        beats=odds.chance_beats(values),
        regret=odds.expected_regret(values),
        first_order=first,
        second_order=second,
        evpi=odds.perfect_information(values, basis),
        recommended=recommend(values, attitude, basis),
        basis=basis,
        trials=tried.futures.trials,
        seed=tried.futures.seed,
        digest=digest,
        currency=applied.settings.currency,
        start=applied.settings.start,
    )


def _is_taken(alternative: Alternative, taken: dict[str, str | None]) -> bool:
    return all(taken[initiative] == option for initiative, option in alternative.options)


def _dominance(values: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Whether each alternative dominates each other one, by first and by second order; shape ``(J, J)`` each."""
    first, second = (np.zeros((values.shape[1],) * 2, dtype=np.bool_) for _ in range(2))
    for one, other in permutations(range(values.shape[1]), 2):
        first[one, other] = first_order(values[:, one], values[:, other]).holds
        second[one, other] = second_order(values[:, one], values[:, other]).holds
    return first, second
