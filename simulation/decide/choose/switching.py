"""What would change the choice: values of an input at which another alternative becomes the best.

Every figure is simulated anew with the input set to a value, in the same futures for all alternatives; nothing is
read off a linear model.  Which inputs are searched is the business of ``simulation.decide.choose.levers``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.choose.attitude import EXPECTED, Attitude, lead_error
from simulation.decide.choose.contest import Contest, Question, contest_of
from simulation.decide.choose.levers import USUAL, Range, draws_of, lever_of, main_levers
from simulation.decide.choose.switches import (
    Lever,
    LeverSearch,
    OptionBars,
    OptionTornado,
    Switch,
    SwitchMap,
    SwitchPoints,
)
from simulation.decide.pace import Pace, Telling
from simulation.progress import CancelFlag

COARSE: Final = 5
"""Values of each input that are tried before a change is narrowed down."""

FINE: Final = 0.005
"""Width of the bracket that is good enough, as a share of the range; of whole numbers 1."""

MAP_TRIALS: Final = 300
"""A map has many points, and its lines are read by eye."""

MAP_FINE: Final = 65
"""Points of the interpolated map in each direction."""


def switch_points(
    portfolio: Portfolio,
    initiatives: Sequence[str],
    *,
    inputs: Mapping[str, Range | None] | None = None,
    most: int = 8,
    most_terms: int = 3,
    scenario: str | None = None,
    with_none: bool = False,
    attitude: Attitude = EXPECTED,
    trials: int = 500,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> SwitchPoints:
    """The value of each main input at which the best alternative changes, or none in the range that was searched.

    Parameters
    ----------
    inputs
        Addresses that are searched in any case, with the range to be searched; None for P1 to P99 of an uncertain
        input, and nothing to three times a certain one.  Plain fields such as ``settings.horizon_months`` will do.
    most, most_terms
        How many uncertain inputs, and certain terms of the options, are searched besides.

    Raises
    ------
    PortfolioError, ValueError
        As ``choose``; also where an input is not there, or a plain field does not fit the rest of the plan.
    Cancelled
        If ``cancel`` is set.
    """
    question = Question(tuple(initiatives), scenario, with_none, attitude, trials, seed)
    pace = Pace(1, telling, cancel)
    with contest_of(portfolio, question, pace) as (contest, asked):
        levers = main_levers(contest, inputs or {}, most=most, most_terms=most_terms)
        grids = [_grid(lever, COARSE) for lever in levers]
        contest.prepare(
            ((lever.address, value),) for lever, grid in zip(levers, grids, strict=True) for value in grid.tolist()
        )
        searches = [_search(contest, lever, grid) for lever, grid in zip(levers, grids, strict=True)]
    return SwitchPoints(asked, tuple(sorted(searches, key=_distance)))


def switch_map(
    portfolio: Portfolio,
    initiatives: Sequence[str],
    first: str,
    second: str,
    *,
    spans: tuple[Range | None, Range | None] = (None, None),
    points: int = 9,
    scenario: str | None = None,
    with_none: bool = False,
    attitude: Attitude = EXPECTED,
    trials: int = MAP_TRIALS,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> SwitchMap:
    """The best alternative over two inputs: simulated on a grid, interpolated between its points.

    Parameters
    ----------
    first, second
        Addresses of two inputs; their ranges as in ``switch_points`` unless given as ``spans``.
    points
        Values of each input that are simulated.

    Raises
    ------
    As ``switch_points``.
    """
    from scipy.interpolate import RegularGridInterpolator  # here: a page that only asks need not wait for it

    if first == second or points < 2:
        raise ValueError("a map needs two different inputs, and at least two values of each")
    question = Question(tuple(initiatives), scenario, with_none, attitude, trials, seed)
    with contest_of(portfolio, question, Pace(1, telling, cancel)) as (contest, asked):
        one, other = (lever_of(contest, name, span) for name, span in zip((first, second), spans, strict=True))
        rows, columns = _grid(one, points), _grid(other, points)
        wanted = [[((first, x), (second, y)) for y in columns.tolist()] for x in rows.tolist()]
        contest.prepare(settings for row in wanted for settings in row)
        worth = np.array([[contest.equivalents(*settings) for settings in row] for row in wanted])
    fine = [np.linspace(axis[0], axis[-1], MAP_FINE) for axis in (rows, columns)]
    between = RegularGridInterpolator((rows, columns), worth)(np.stack(np.meshgrid(*fine, indexing="ij"), axis=-1))
    return SwitchMap(
        asked, one, other, rows, columns, worth, fine[0], fine[1], between.argmax(axis=-1), _margin(between)
    )


def tornado_of_options(
    portfolio: Portfolio,
    initiatives: Sequence[str],
    *,
    inputs: Sequence[str] = (),
    most: int = 12,
    scenario: str | None = None,
    with_none: bool = False,
    attitude: Attitude = EXPECTED,
    trials: int = 500,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> OptionTornado:
    """What every alternative is worth at P10 and P90 of each main input, all else as uncertain as it is.

    Parameters
    ----------
    inputs
        Addresses that are shown in any case; a certain one has no P10, and is tried from nothing to three times it.
    most
        How many uncertain inputs are shown besides.

    Raises
    ------
    As ``switch_points``.
    """
    question = Question(tuple(initiatives), scenario, with_none, attitude, trials, seed)
    with contest_of(portfolio, question, Pace(1, telling, cancel)) as (contest, asked):
        levers = main_levers(contest, dict.fromkeys(inputs), most=most, most_terms=0, percents=USUAL)
        contest.prepare(((lever.address, end),) for lever in levers for end in (lever.low, lever.high))
        bars = [
            OptionBars(lever, _worth(contest, lever, lever.low), _worth(contest, lever, lever.high)) for lever in levers
        ]
    return OptionTornado(asked, tuple(sorted(bars, key=lambda bar: -float(bar.swing.max()))))


def _grid(lever: Lever, points: int) -> FloatArray:
    """Evenly spaced values over the range; whole ones, each once, where only those make sense."""
    grid = np.linspace(lever.low, lever.high, points)
    return np.unique(np.round(grid)) if lever.is_whole else np.unique(grid)


def _search(contest: Contest, lever: Lever, grid: FloatArray) -> LeverSearch:
    found: list[Switch] = []
    for low, high in zip(grid.tolist(), grid.tolist()[1:], strict=False):
        found += _switches(contest, lever, low, high)
    worth = np.array([_worth(contest, lever, value) for value in grid.tolist()])
    return LeverSearch(lever, grid, worth, tuple(found))


def _switches(contest: Contest, lever: Lever, low: float, high: float) -> list[Switch]:
    """The changes of the best alternative between two values that were tried, lowest first."""
    below, above = _best(contest, lever, low), _best(contest, lever, high)
    if below == above:
        return []
    wanted = 1.0 if lever.is_whole else FINE * lever.width
    halve = False  # every other time, so that the bracket shrinks even where the line is a poor guess
    while high - low > wanted:
        value = _inside(lever, low, high, 0.5 if halve else _crossing(contest, lever, (low, high), (below, above)))
        halve = not halve
        best = _best(contest, lever, value)
        if best not in (below, above):
            return [*_switches(contest, lever, low, value), *_switches(contest, lever, value, high)]
        low, high = (value, high) if best == below else (low, value)
    return [_switch(contest, lever, (low, high), (below, above))]


def _worth(contest: Contest, lever: Lever, value: float) -> FloatArray:
    """(J,) what the alternatives are worth with the input set to a value."""
    return contest.equivalents((lever.address, value))


def _best(contest: Contest, lever: Lever, value: float) -> int:
    return int(_worth(contest, lever, value).argmax())


def _leads(contest: Contest, lever: Lever, ends: Range, rivals: tuple[int, int]) -> tuple[float, float]:
    """What the second rival is worth more than the first at both ends: at most 0, then at least 0."""
    below, above = rivals
    worth = [_worth(contest, lever, end) for end in ends]
    return float(worth[0][above] - worth[0][below]), float(worth[1][above] - worth[1][below])


def _crossing(contest: Contest, lever: Lever, ends: Range, rivals: tuple[int, int]) -> float:
    """Where two rivals are worth the same, on the line between the ends; as a share of the way."""
    lead_low, lead_high = _leads(contest, lever, ends, rivals)
    rise = lead_high - lead_low
    return -lead_low / rise if rise > 0 else 0.5


def _inside(lever: Lever, low: float, high: float, share: float) -> float:
    """A value well between the two, near the share of the way."""
    value = low + min(max(share, 0.1), 0.9) * (high - low)
    return min(max(round(value), low + 1), high - 1) if lever.is_whole else value


def _switch(contest: Contest, lever: Lever, ends: Range, rivals: tuple[int, int]) -> Switch:
    low, high = ends
    at = high if lever.is_whole else low + _crossing(contest, lever, ends, rivals) * (high - low)
    lead_low, lead_high = _leads(contest, lever, ends, rivals)
    slope = (lead_high - lead_low) / (high - low)
    values = contest.values((lever.address, high))
    error = lead_error(values, rivals[0], rivals[1], contest.attitude, contest.basis)
    above = None if lever.is_certain else float((draws_of(contest, lever.address) > at).mean())
    return Switch(at, error / slope if slope > 0 else float("nan"), rivals[0], rivals[1], above)


def _distance(search: LeverSearch) -> float:
    """How far the nearest switch is from the base value, as a share of the range; infinite without one."""
    nearest = search.nearest
    return np.inf if nearest is None else abs(nearest.at - search.lever.base) / search.lever.width


def _margin(worth: FloatArray) -> FloatArray:
    """What the best alternative is worth more than the next, over the last axis; infinite where there is one alone."""
    if worth.shape[-1] < 2:
        return np.full(worth.shape[:-1], np.inf)
    ordered = np.sort(worth, axis=-1)
    return np.asarray(ordered[..., -1] - ordered[..., -2])
