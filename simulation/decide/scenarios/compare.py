"""Two to four scenarios in the same futures: every figure side by side, and how sure the differences are.

Block by block, so that no more is held than what is compared.  The sentences are in
``simulation.decide.scenarios.verdicts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from typing import Final

import msgspec
import numpy as np

from models.calendar import month_at
from models.differences import differing_inputs
from models.portfolio import Portfolio
from simulation.accumulate import EXACT_TRIALS
from simulation.arrays import FloatArray
from simulation.decide.dominance import first_order, second_order
from simulation.decide.pace import Pace, Telling
from simulation.decide.paired import Paired, paired
from simulation.decide.scenarios.comparison import (
    CURVE_PERCENTS,
    Comparison,
    Curve,
    Difference,
    Dominates,
    Fan,
    Figure,
    Side,
)
from simulation.decide.scenarios.kept import (
    CUMULATIVE,
    CURVES,
    GROUPS,
    Group,
    Subject,
    is_idle,
    subjects,
)
from simulation.decide.scenarios.together import Tried, try_together
from simulation.decide.scenarios.verdicts import sentences
from simulation.draws import BLOCK_TRIALS
from simulation.exact import ExactSample
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.result import provenance_of
from simulation.run import PortfolioError, checked_plan
from simulation.samples import ErrorBasis
from simulation.summary.shapes import Spread
from simulation.summary.spreads import number, spreads

FEWEST: Final = 2
MOST: Final = 4
MOST_TRIALS: Final = EXACT_TRIALS
"""Every trial's figures are kept, for they are compared one by one."""

BASE_NAME: Final = "Base"
"""How the plan without a scenario is called."""


def compare(
    portfolio: Portfolio,
    scenarios: Sequence[str | None],
    *,
    trials: int = 1000,
    seed: int | None = None,
    workers: int = 1,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Comparison:
    """What two to four scenarios come to in the same futures, and how they differ trial by trial.

    Parameters
    ----------
    scenarios
        Ids of the scenarios, None for the base; the later ones are seen against the first.
    trials
        Futures, at most ``MOST_TRIALS``.
    seed
        Start of all random streams; None for that of the portfolio's settings.
    workers
        Processes that compute; 1 computes in this one.

    Raises
    ------
    PortfolioError
        If the portfolio under one of the scenarios has errors.
    Cancelled
        If the study should stop.
    ValueError
        If there are too few or too many scenarios, trials or workers.
    """
    _require_possible(scenarios, trials, workers)
    plans = tuple(_plan_of(portfolio, scenario) for scenario in scenarios)
    root = portfolio.settings.seed if seed is None else seed
    pace = Pace(len(plans) * -(-trials // BLOCK_TRIALS), telling, cancel)
    pace.go_on()
    sides = try_together(plans, trials, root, workers, pace)
    pace.go_on()
    return _comparison(portfolio, sides, trials, root, pace)


def _plan_of(portfolio: Portfolio, scenario: str | None) -> Plan:
    try:
        return checked_plan(portfolio, scenario)
    except PortfolioError as error:
        if scenario is None or error.issues[0].where == f"scenario {scenario}":
            raise
        named = (msgspec.structs.replace(one, where=f"{one.where}, in scenario {scenario}") for one in error.issues)
        raise PortfolioError(tuple(named)) from error


def _comparison(portfolio: Portfolio, sides: list[Tried], trials: int, seed: int, pace: Pace) -> Comparison:
    settings = portfolio.settings
    figures: list[Figure] = []
    for group in GROUPS:
        figures += _figures(group, sides, pace)
    dominance = [one for group in GROUPS if group.name in CURVES for one in _dominance(group, sides)]
    pace.go_on()
    found = Comparison(
        portfolio=portfolio.name,
        currency=settings.currency,
        start=settings.start,
        trials=trials,
        seed=seed,
        scenarios=tuple(_side(portfolio, side, seed) for side in sides),
        figures=tuple(figures),
        dominance=tuple(dominance),
        curves=tuple(one for group in GROUPS if group.name in CURVES for one in _curves(group, sides)),
        fans=tuple(_fan(place, side) for place, side in enumerate(sides)),
        inputs=differing_inputs([side.plan.portfolio for side in sides]),
        sentences=(),
    )
    return msgspec.structs.replace(found, sentences=sentences(found))


def _side(portfolio: Portfolio, side: Tried, seed: int) -> Side:
    own = next((one for one in portfolio.scenarios if one.id == side.plan.scenario), None)
    return Side(
        id=side.plan.scenario,
        name=(own.name or own.id) if own else BASE_NAME,
        description=own.description if own else "",
        provenance=provenance_of(
            side.plan,
            seed=seed,
            trials=side.trials,
            engine="compiled",
            error_method=side.basis.method,
            rank_error=0.0,
        ),
    )


def _figures(group: Group, sides: list[Tried], pace: Pace) -> Iterator[Figure]:
    """The figures of a group, one for each subject that any scenario has; asks often whether to go on."""
    about = [{one.id: one for one in subjects(side.plan, group.axis)} for side in sides]
    known = {one.id: one for subjects_of_side in about for one in subjects_of_side.values()}
    portfolios = [side.plan.portfolio for side in sides]
    spread = []
    for side in sides:
        pace.go_on()
        spread.append(_spreads(group, side))
    pairs = {}
    for i, j in combinations(range(len(sides)), 2):
        pace.go_on()
        pairs[i, j] = _pairs(group, sides[i], sides[j], about[i], about[j])
    for subject in known.values():
        if is_idle(portfolios, group, subject):
            continue
        yield Figure(
            name=group.name,
            subject=subject.id,
            label=f"{subject.name}: {group.label[0].lower()}{group.label[1:]}" if subject.name else group.label,
            unit=group.unit,
            better=group.better,
            spreads=tuple(
                spread[place][about[place][subject.id].column] if subject.id in about[place] else None
                for place in range(len(sides))
            ),
            differences=tuple(
                Difference(first=i, second=j, paired=found[subject.id])
                for (i, j), found in pairs.items()
                if subject.id in found
            ),
        )


def _spreads(group: Group, side: Tried) -> list[Spread]:
    base = np.asarray(group.values(side.base), dtype=np.float64)
    return spreads(side.sample(group), base.reshape(1, -1))


def _pairs(
    group: Group, first: Tried, second: Tried, of_first: dict[str, Subject], of_second: dict[str, Subject]
) -> dict[str, Paired]:
    """The second scenario against the first, by subject; only subjects that both have."""
    common = [name for name in of_first if name in of_second]
    one = first.values[group.name][:, [of_first[name].column for name in common]]
    other = second.values[group.name][:, [of_second[name].column for name in common]]
    basis = _common_basis(first, second)
    return dict(zip(common, paired(one, other, better=group.better, missing=group.missing, basis=basis), strict=True))


def _common_basis(first: Tried, second: Tried) -> ErrorBasis:
    """How errors of differences are found: blocks are independent whatever the sampling, trials are not."""
    if first.basis.method == second.basis.method:
        return first.basis
    return ErrorBasis.of("latin_hypercube", first.trials)


def _dominance(group: Group, sides: list[Tried]) -> Iterator[Dominates]:
    """Every scenario against every other, oriented so that higher is better."""
    sign = 1.0 if group.better == "higher" else -1.0
    samples = [_oriented(side.values[group.name][:, 0], sign) for side in sides]
    for i, j in permutations(range(len(sides)), 2):
        one, two = first_order(samples[i], samples[j]), second_order(samples[i], samples[j])
        yield Dominates(
            figure=group.name,
            first=i,
            second=j,
            first_order=one.holds,
            first_violation=one.violation,
            first_at=None if one.at is None else number(sign * one.at),
            second_order=two.holds,
            second_violation=number(two.violation),
            second_at=None if two.at is None else number(sign * two.at),
        )


def _oriented(values: FloatArray, sign: float) -> FloatArray:
    """Higher is better; what never comes is worse than all else."""
    turned = sign * values
    return np.where(np.isnan(turned), -np.inf, turned)


def _curves(group: Group, sides: list[Tried]) -> Iterator[Curve]:
    for place, side in enumerate(sides):
        values = side.sample(group).percentiles(CURVE_PERCENTS)[:, 0]
        yield Curve(figure=group.name, scenario=place, values=tuple(number(value) for value in values))


def _fan(place: int, side: Tried) -> Fan:
    start = side.plan.portfolio.settings.start
    low, middle, high = ExactSample(side.values[CUMULATIVE], "omit", side.basis).percentiles((10, 50, 90))
    return Fan(
        scenario=place,
        months=tuple(month_at(start, month) for month in range(side.plan.months)),
        p10=tuple(low.tolist()),
        p50=tuple(middle.tolist()),
        p90=tuple(high.tolist()),
        base=tuple(side.base.cumulative[0].astype(np.float64).tolist()),
    )


def _require_possible(scenarios: Sequence[str | None], trials: int, workers: int) -> None:
    if not FEWEST <= len(scenarios) <= MOST:
        raise ValueError(f"{FEWEST} to {MOST} scenarios can be compared, not {len(scenarios)}")
    if not 1 <= trials <= MOST_TRIALS:
        raise ValueError(f"there must be 1 to {MOST_TRIALS:,} trials, not {trials:,}")
    if workers < 1:
        raise ValueError(f"there must be at least one worker, not {workers}")
