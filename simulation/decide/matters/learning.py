"""What is worth finding out before choosing among alternatives: everything, each input, each group of inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from models.portfolio import Portfolio
from models.scenario import apply_scenario
from simulation.arrays import FloatArray
from simulation.decide.choose.variants import alternatives_of, taking
from simulation.decide.futures import Futures
from simulation.decide.inputs import Input, inputs_of
from simulation.decide.lots import Lots
from simulation.decide.matters.influence import influence
from simulation.decide.matters.information import partial_information
from simulation.decide.odds import Estimate, mean_of, perfect_information
from simulation.decide.pace import Pace, Telling
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.run import PortfolioError, checked_plan
from simulation.samples import ErrorBasis

Way: TypeAlias = Portfolio | str | None
"""An alternative: a portfolio, the id of a scenario, or None for the base."""

LEADERS: Final = 4
"""Alternatives, the best on average, between which inputs are screened."""

MOST_OF_GROUP: Final = 6
"""Inputs of a group that are known together; those that matter most."""


@dataclass(frozen=True)
class Lesson:
    """What it is worth to know some inputs, together, before choosing."""

    words: str
    inputs: tuple[Input, ...]
    worth: Estimate  # money; paying more than this to learn it first is too much


@dataclass(frozen=True)
class Lessons:
    """What is worth learning before choosing among the alternatives."""

    names: tuple[str, ...]
    values: tuple[Estimate, ...]  # mean value of each alternative
    best: int  # the alternative of the highest mean value
    refused: tuple[str, ...]  # alternatives that have errors, such as two initiatives that exclude each other
    everything: Estimate  # what knowing the future is worth: no lesson is worth more
    inputs: tuple[Lesson, ...]  # by worth, the dearest first
    groups: tuple[Lesson, ...]  # initiatives, drivers, risks, teams with several inputs that matter, likewise
    trials: int
    seed: int


def worth_learning(
    portfolio: Portfolio,
    initiatives: Sequence[str] = (),
    *,
    alternatives: Sequence[Way] = (),
    names: Sequence[str] = (),
    count: int = 15,
    scenario: str | None = None,
    trials: int = 4000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Lessons:
    """The most that it is worth paying to learn each of the inputs, and each group of them, before choosing.

    The inputs are screened by how much they seem to matter to the lead of the best alternatives over each other; the
    worth of the greatest ``count`` is estimated as in ``simulation.decide.matters.information``.  A team's people and
    a gate are known by one number each (``simulation.decide.lots``).

    Parameters
    ----------
    initiatives
        Choose among all combinations of their options, and not funding them.
    alternatives
        Or among these, with ``names``.

    Raises
    ------
    PortfolioError
        If the portfolio or one of the given ``alternatives`` has errors.
    ValueError
        If there are not two alternatives, both initiatives and alternatives are given, or fewer than 100 trials.
    Cancelled
        Within half a second after ``cancel`` is set.
    """
    plans, refused = _plans(portfolio, scenario, initiatives, alternatives, names)
    root = portfolio.settings.seed if seed is None else seed
    pace = Pace(len(plans) + 2, telling, cancel)
    known = _simulated(plans, trials, root, pace)
    order = known.screened(pace)[:count]
    singles = [known.lesson(known.inputs[k].words, [k], pace) for k in order]
    pace.step("each input")
    groups = [known.lesson(known.inputs[own[0]].group_words, own, pace) for own in known.groups(order)]
    pace.step("each group")
    return Lessons(
        names=tuple(name for name, _ in plans),
        values=tuple(mean_of(column, known.basis) for column in known.values.T),
        best=int(known.values.mean(axis=0).argmax()),
        refused=refused,
        everything=perfect_information(known.values, known.basis),
        inputs=_dearest_first(singles),
        groups=_dearest_first(groups),
        trials=trials,
        seed=root,
    )


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class _Known:
    """What was simulated: the alternatives' values, and the inputs of them all."""

    values: FloatArray  # (n, J)
    inputs: list[Input]
    drawn: FloatArray  # (k, n)
    basis: ErrorBasis

    def screened(self, pace: Pace) -> list[int]:
        """The inputs by how much they seem to matter to what the leaders are worth against the best of them."""
        leaders = np.argsort(-self.values.mean(axis=0), kind="stable")[:LEADERS].tolist()
        leads = [self.values[:, other] - self.values[:, leaders[0]] for other in leaders[1:]]
        weights = np.max([influence(self.drawn, lead, pace) for lead in leads], axis=0)
        ordered: list[int] = np.argsort(-weights, kind="stable").tolist()
        return ordered

    def groups(self, order: Sequence[int]) -> list[list[int]]:
        """The inputs of each group that has several, those that matter most first."""
        members: dict[str, list[int]] = {}
        for number in order:
            members.setdefault(self.inputs[number].group, []).append(number)
        return [own[:MOST_OF_GROUP] for own in members.values() if len(own) > 1]

    def lesson(self, words: str, numbers: list[int], pace: Pace) -> Lesson:
        """What it is worth to know some of the inputs."""
        pace.go_on()
        worth = partial_information(self.values, self.drawn[numbers], self.basis)
        return Lesson(words, tuple(self.inputs[number] for number in numbers), worth)


def _simulated(plans: list[tuple[str, Plan]], trials: int, seed: int, pace: Pace) -> _Known:
    """All alternatives in the same futures; what they share is drawn alike, so that it is one input."""
    known: dict[str, tuple[Input, FloatArray]] = {}
    values = np.empty((trials, len(plans)))
    with Futures(trials, seed, pace) as futures:
        for number, (name, plan) in enumerate(plans):
            lots = Lots(plan, trials, seed, pace)
            values[:, number] = futures.try_draws(plan, lots.draws).value
            unseen = [one for one in inputs_of(plan) if one.key not in known]
            known.update((one.key, (one, drawn)) for one, drawn in zip(unseen, lots.values(unseen), strict=True))
            pace.step(name)
    drawn = np.array([row for _, row in known.values()]).reshape(len(known), trials)
    basis = ErrorBasis.of(plans[0][1].portfolio.settings.sampling, trials)
    return _Known(values, [one for one, _ in known.values()], drawn, basis)


def _plans(
    portfolio: Portfolio,
    scenario: str | None,
    initiatives: Sequence[str],
    alternatives: Sequence[Way],
    names: Sequence[str],
) -> tuple[list[tuple[str, Plan]], tuple[str, ...]]:
    """The alternatives that can be simulated, with their names, and the names of those that cannot."""
    if bool(initiatives) == bool(alternatives):
        raise ValueError("name initiatives whose options are compared, or give alternatives; one of the two")
    if alternatives:
        if names and len(names) != len(alternatives):
            raise ValueError(f"there are {len(alternatives)} alternatives, but {len(names)} names")
        named = [*names] or [_name(portfolio, way) for way in alternatives]
        plans = [(name, _plan(portfolio, way)) for name, way in zip(named, alternatives, strict=True)]
        return _at_least_two(plans), ()
    checked_plan(portfolio, scenario)
    applied = apply_scenario(portfolio, scenario)
    possible, refused = [], []
    for alternative in alternatives_of(applied, initiatives, with_none=True):
        try:
            possible.append((alternative.name, checked_plan(taking(applied, alternative), None)))
        except PortfolioError:
            refused.append(alternative.name)
    return _at_least_two(possible), tuple(refused)


def _at_least_two(plans: list[tuple[str, Plan]]) -> list[tuple[str, Plan]]:
    if len(plans) < 2:
        raise ValueError("there is nothing to choose: at least two alternatives without errors are needed")
    return plans


def _plan(portfolio: Portfolio, way: Way) -> Plan:
    return checked_plan(way, None) if isinstance(way, Portfolio) else checked_plan(portfolio, way)


def _name(portfolio: Portfolio, way: Way) -> str:
    if isinstance(way, Portfolio):
        return way.name
    return next((one.name for one in portfolio.scenarios if one.id == way), "Base plan")


def _dearest_first(lessons: list[Lesson]) -> tuple[Lesson, ...]:
    return tuple(sorted(lessons, key=lambda lesson: -lesson.worth.value))
