"""A comparison of scenarios as rows of cells, and as the series and bands that charts draw."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np

from app.charts.distribution import Series
from app.charts.fan import Band
from app.charts.units import MONTHS, NUMBER, RATE, SHARE, Unit, date_from, money_in
from app.tables.figures import Cell, Row, Tone
from app.wording import NOTHING, money, money_error, share, share_error
from simulation.decide.paired import Paired
from simulation.decide.scenarios.comparison import Comparison, Dominates, Figure
from simulation.decide.scenarios.verdicts import verdict
from simulation.summary.shapes import Spread

Rows: TypeAlias = list[Row]
Pick: TypeAlias = Callable[[Spread], float | None]

CURVES: Final = ("value", "cost", "peak_funding", "payback", "last_launch")
"""The figures that can be overlaid, in the order in which they are offered."""

_SURE: Final = 2.0
"""Standard errors from which a mean difference is no accident of the run."""

_SIDE_BY_SIDE: Final[tuple[tuple[str, str, Pick], ...]] = (
    ("value", "Value: 80 % chance of at least", lambda spread: spread.p20),
    ("value", "Value, mean", lambda spread: spread.mean),
    ("value_positive", "P(value above zero)", lambda spread: spread.mean),
    ("cost", "Cost, P50", lambda spread: spread.p50),
    ("cost", "Cost, P80", lambda spread: spread.p80),
    ("revenue", "Revenue and savings, P50", lambda spread: spread.p50),
    ("peak_funding", "Peak funding, P80", lambda spread: spread.p80),
    ("irr", "Rate of return, P50", lambda spread: spread.p50),
    ("mirr", "Modified rate of return, P50", lambda spread: spread.p50),
    ("roi", "Return on investment, P50", lambda spread: spread.p50),
    ("profitability_index", "Profitability index, P50", lambda spread: spread.p50),
    ("payback", "Payback, P50", lambda spread: spread.p50),
    ("discounted_payback", "Discounted payback, P50", lambda spread: spread.p50),
    ("launches", "Initiatives launched, mean", lambda spread: spread.mean),
    ("last_launch", "Last launch, P80", lambda spread: spread.p80),
    ("over_budget", "P(some year over budget)", lambda spread: spread.mean),
)


def names(comparison: Comparison) -> tuple[str, ...]:
    """What the scenarios are called."""
    return tuple(side.name for side in comparison.scenarios)


def unit_of(comparison: Comparison, figure: Figure) -> Unit:
    """How the values of a figure are said."""
    units = {"money": money_in(comparison.currency), "months": date_from(comparison.start)}
    return {**units, "share/year": RATE, "0/1": SHARE}.get(figure.unit, NUMBER)


def figure_text(comparison: Comparison, figure: Figure, value: float | None) -> str:
    """A value of a figure; what does not come about within the horizon says so."""
    if value is None:
        return "later" if figure.unit == "months" else NOTHING
    if figure.unit in ("ratio", "initiatives"):
        return f"{value:.2f}"
    return unit_of(comparison, figure).say(value)


def difference_text(comparison: Comparison, figure: Figure, value: float | None) -> str:
    """A difference, always with its sign."""
    if value is None:
        return NOTHING
    sign = "+" if value > 0 else ""
    if figure.unit == "money":
        return sign + money(value, comparison.currency)
    if figure.unit == "months":
        return sign + MONTHS.say(value)
    if figure.unit in ("share/year", "0/1"):
        return f"{sign}{100 * value:.1f} points"
    return f"{sign}{value:.2f}"


def key_figures(comparison: Comparison) -> Rows:
    """A row for each key figure, a cell for each scenario."""
    return [
        [label, *_cells(comparison, figure, pick)]
        for name, label, pick in _SIDE_BY_SIDE
        for figure in comparison.of_kind(name)
    ]


DIFFERENCE_HEADER: Final = ("Figure", "Mean difference", "± error", "P(better)", "P(equal)", "P10", "P50", "P90")


def differences(comparison: Comparison, first: int, second: int) -> Rows:
    """The second scenario against the first, in every figure of the portfolio, future by future."""
    rows: Rows = []
    for name in dict.fromkeys(name for name, _, _ in _SIDE_BY_SIDE):
        for figure in comparison.of_kind(name):
            pair = comparison.against(figure, second, first)
            if pair is not None:
                rows.append(_difference(comparison, figure, pair))
    return rows


def _difference(comparison: Comparison, figure: Figure, pair: Paired) -> Row:
    tone: Tone = ""
    if pair.mean is not None and pair.mean_error is not None and abs(pair.mean) > _SURE * pair.mean_error:
        tone = "good" if (pair.mean > 0) == (figure.better == "higher") else "bad"
    sure = "" if tone else "No clear difference: it is smaller than twice its error."
    return [
        figure.label,
        Cell(difference_text(comparison, figure, pair.mean), tone, bool(tone), sure),
        _error(comparison, figure, pair.mean_error),
        *_odds(pair),
        *(_percentile(comparison, figure, value) for value in (pair.p10, pair.p50, pair.p90)),
    ]


def _odds(pair: Paired) -> tuple[Cell, Cell]:
    """That the second is better, and that they are equal; where no future can be judged, neither is known."""
    if pair.undecided == 1:
        tip = "In no future do both have this figure."
        return Cell(NOTHING, tip=tip), Cell(NOTHING, tip=tip)
    return Cell(share(pair.better.share), tip=share_error(pair.better.standard_error)), Cell(share(pair.equal.share))


def _percentile(comparison: Comparison, figure: Figure, value: float | None) -> Cell:
    """A percentile of a difference; of what is only true or not there are none worth telling."""
    if figure.unit == "0/1":
        return Cell("")
    tip = "In one of the two it does not come about within the horizon." if value is None else ""
    return Cell(difference_text(comparison, figure, value), tip=tip)


def _error(comparison: Comparison, figure: Figure, error: float | None) -> str:
    if error is None:
        return NOTHING
    if figure.unit == "money":
        return money_error(error, comparison.currency)
    return share_error(error) if figure.unit in ("share/year", "0/1") else f"± {error:.2g}"


def beats_header(comparison: Comparison) -> tuple[str, ...]:
    """Above the table of odds."""
    return ("Chance that this one", *(f"beats {name}" for name in names(comparison)))


def beats(comparison: Comparison, name: str) -> Rows:
    """P(row beats column) in a figure, future by future; half of the ties count for each."""
    figure = comparison.figure(name)
    told = names(comparison)
    rows: Rows = []
    for one, called in enumerate(told):
        rows.append([called, *(_beats(comparison, figure, one, other) for other in range(len(told)))])
    return rows


def _beats(comparison: Comparison, figure: Figure, one: int, other: int) -> str:
    if one == other:
        return ""
    first, second = min(one, other), max(one, other)
    pair = comparison.against(figure, second, first)
    if pair is None:
        return NOTHING
    ahead = pair.better.share if one == second else pair.worse.share
    return share(ahead + pair.equal.share / 2)


DOMINANCE_HEADER: Final = ("Figure", "Which", "Over", "Dominance", "Fails by at most")

_ORDERS: Final = {
    "first order": "first order: everyone prefers it",
    "second order": "second order: whoever shuns risk prefers it",
    "almost first order": "almost first order",
}


def dominance(comparison: Comparison) -> Rows:
    """Every dominance that holds, or all but holds."""
    held = {(one.figure, one.first, one.second) for one in comparison.dominance if one.first_order or one.second_order}
    told = names(comparison)
    rows: Rows = []
    for one in comparison.dominance:
        words = _ORDERS.get(verdict(one))
        if words is not None and (one.figure, one.second, one.first) not in held:
            label = comparison.figure(one.figure).label
            rows.append([label, told[one.first], told[one.second], words, _violation(one)])
    return rows


def _violation(one: Dominates) -> str:
    return "" if one.first_order else f"{share(one.first_violation)} (first order)"


DATE_PERCENTS: Final = ("P50", "P80")


def dates_header(comparison: Comparison) -> tuple[str, ...]:
    """Above the dates."""
    columns = [f"{name}\n{percent}" for name in names(comparison) for percent in DATE_PERCENTS]
    earlier = [f"{name}\nP(earlier)" for name in names(comparison)[1:]]
    return ("Launch", *columns, *earlier)


def dates(comparison: Comparison) -> Rows:
    """When each initiative launches under each scenario, and how likely later scenarios are earlier than the first."""
    rows: Rows = []
    for figure in comparison.of_kind("launch"):
        cells: list[str] = []
        for spread in figure.spreads:
            ends = (None, None) if spread is None else (spread.p50, spread.p80)
            cells += [NOTHING if spread is None else figure_text(comparison, figure, end) for end in ends]
        pairs = [comparison.against(figure, place) for place in range(1, len(comparison.scenarios))]
        odds = [NOTHING if pair is None else share(pair.better.share) for pair in pairs]
        rows.append([figure.label.rpartition(": ")[0], *cells, *odds])
    return rows


def by_subject(comparison: Comparison, name: str, pick: Pick) -> Rows:
    """A figure that there is one of for each year or objective."""
    return [
        [figure.label.rpartition(": ")[0], *_cells(comparison, figure, pick)] for figure in comparison.of_kind(name)
    ]


def inputs(comparison: Comparison) -> Rows:
    """Every input in which the scenarios differ."""
    return [[f"{one.words[:1].upper()}{one.words[1:]}", *_marked(one.values)] for one in comparison.inputs]


def _marked(values: Sequence[str]) -> list[Cell]:
    return [Cell(value, strong=value != values[0]) for value in values]


def curves(comparison: Comparison, figure: str) -> list[Series]:
    """The S-curves of a figure; what does not come about within the horizon is later than all else."""
    told = names(comparison)
    return [
        Series(told[one.scenario], np.array([math.inf if value is None else value for value in one.values]))
        for one in comparison.curves
        if one.figure == figure
    ]


def fans(comparison: Comparison) -> list[Band]:
    """Cumulative cash, P10 to P90."""
    told = names(comparison)
    return [
        Band(told[fan.scenario], (10.0, 50.0, 90.0), np.array([fan.p10, fan.p50, fan.p90])) for fan in comparison.fans
    ]


def _cells(comparison: Comparison, figure: Figure, pick: Pick) -> list[str]:
    return [NOTHING if spread is None else figure_text(comparison, figure, pick(spread)) for spread in figure.spreads]
