"""A comparison of scenarios as the tables and sentences that a terminal shows.  Pure; nothing is printed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.terminal import Table
from app.wording import NOTHING, count, money, money_error, month, months, points, rate, share, share_error

if TYPE_CHECKING:
    from simulation.decide.paired import Paired
    from simulation.decide.scenarios.comparison import Comparison, Figure
    from simulation.summary.shapes import Spread

LATER: Final = "later"
"""A date beyond the horizon."""

MOST_INPUTS: Final = 25
"""Inputs that are listed on a terminal."""

_SIDE_BY_SIDE: Final[tuple[tuple[str, str, Callable[[Spread], float | None]], ...]] = (
    ("value", "Value, mean", lambda spread: spread.mean),
    ("value", "Value, 80 % chance of at least", lambda spread: spread.p20),
    ("value_positive", "Value above zero", lambda spread: spread.mean),
    ("cost", "Cost, P50", lambda spread: spread.p50),
    ("cost", "Cost, P80", lambda spread: spread.p80),
    ("revenue", "Revenue and savings, P50", lambda spread: spread.p50),
    ("peak_funding", "Peak funding, P80", lambda spread: spread.p80),
    ("irr", "Rate of return, P50", lambda spread: spread.p50),
    ("payback", "Payback, P50", lambda spread: spread.p50),
    ("launches", "Initiatives launched, mean", lambda spread: spread.mean),
    ("last_launch", "Last launch, P80", lambda spread: spread.p80),
    ("over_budget", "Some year over its budget", lambda spread: spread.mean),
)

_DIFFERENCES: Final = (
    "value",
    "cost",
    "revenue",
    "peak_funding",
    "irr",
    "payback",
    "launches",
    "last_launch",
    "over_budget",
)


def headline(comparison: Comparison) -> tuple[str, ...]:
    """What was compared, and what to take away."""
    names = ", ".join(side.name for side in comparison.scenarios)
    return (f"{comparison.portfolio}: {names}", *(f"{sentence}." for sentence in comparison.sentences))


def footline(comparison: Comparison) -> tuple[str, ...]:
    """How the figures came about."""
    origin = comparison.scenarios[0].provenance
    sampling = origin.sampling.replace("_", " ").capitalize()
    how = f"{count(comparison.trials, 'trial')} in the same futures, seed {comparison.seed}, {sampling}."
    notes = dict.fromkeys(note for side in comparison.scenarios for note in side.provenance.notes)
    return (how, *(f"Note: {note}" for note in notes))


def tables(comparison: Comparison) -> tuple[Table, ...]:
    """Every table that has rows."""
    made = (
        _side_by_side(comparison),
        *(_differences(comparison, place) for place in range(1, len(comparison.scenarios))),
        _dominance(comparison),
        _by_subject(comparison, "Launches, P80", "Initiative", "launch", lambda spread: spread.p80),
        _by_subject(comparison, "Objectives, P(hit)", "Objective", "objective_hit", lambda spread: spread.mean),
        _by_subject(comparison, "Cost by fiscal year, P50", "Year", "year_total", lambda spread: spread.p50),
        _inputs(comparison),
    )
    return tuple(table for table in made if table.rows)


def figure_text(comparison: Comparison, figure: Figure, value: float | None) -> str:
    """A figure's value as people read it; months are dates."""
    if value is None:
        return LATER if figure.unit == "months" else NOTHING
    shown: dict[str, Callable[[float], str]] = {
        "money": lambda amount: money(amount, comparison.currency),
        "months": lambda instant: month(comparison.start, instant),
        "share/year": rate,
        "0/1": share,
    }
    return shown.get(figure.unit, _plain)(value)


def difference_text(comparison: Comparison, figure: Figure, value: float | None) -> str:
    """A difference, always with its sign."""
    if value is None:
        return NOTHING
    shown: dict[str, Callable[[float], str]] = {
        "money": lambda amount: money(amount, comparison.currency),
        "months": months,
        "share/year": lambda gap: f"{100 * gap:.1f} points",
    }
    if figure.unit == "0/1":
        return points(value)
    return ("+" if value > 0 else "") + shown.get(figure.unit, _plain)(value)


def _error_text(comparison: Comparison, figure: Figure, error: float | None) -> str:
    if error is None:
        return NOTHING
    shown: dict[str, Callable[[float], str]] = {
        "money": lambda amount: money_error(amount, comparison.currency),
        "months": _plain_error,
        "share/year": share_error,
        "0/1": share_error,
    }
    return shown.get(figure.unit, _plain_error)(error)


def _side_by_side(comparison: Comparison) -> Table:
    rows = [
        (label, *_cells(comparison, figure, pick))
        for name, label, pick in _SIDE_BY_SIDE
        for figure in comparison.of_kind(name)
    ]
    return Table("Key figures", ("Figure", *_names(comparison)), rows)


def _cells(comparison: Comparison, figure: Figure, pick: Callable[[Spread], float | None]) -> tuple[str, ...]:
    return tuple(
        NOTHING if spread is None else figure_text(comparison, figure, pick(spread)) for spread in figure.spreads
    )


def _by_subject(
    comparison: Comparison, title: str, heading: str, name: str, pick: Callable[[Spread], float | None]
) -> Table:
    rows = [
        (figure.label.rpartition(": ")[0], *_cells(comparison, figure, pick)) for figure in comparison.of_kind(name)
    ]
    return Table(title, (heading, *_names(comparison)), rows)


def _differences(comparison: Comparison, place: int) -> Table:
    rows = []
    for name in _DIFFERENCES:
        for figure in comparison.of_kind(name):
            pair = comparison.against(figure, place)
            if pair is not None:
                rows.append((figure.label, *_difference_cells(comparison, figure, pair)))
    first, second = comparison.scenarios[0].name, comparison.scenarios[place].name
    columns = ("Figure", "Mean", "± error", "P(better)", "P(equal)", "P10", "P50", "P90")
    note = "Future by future; the mean is over futures in which both have the figure. --json holds every pair."
    return Table(f"{second} against {first}", columns, rows, note=note)


def _difference_cells(comparison: Comparison, figure: Figure, pair: Paired) -> tuple[str, ...]:
    return (
        difference_text(comparison, figure, pair.mean),
        _error_text(comparison, figure, pair.mean_error),
        *_odds_cells(pair),
        *(difference_text(comparison, figure, value) for value in (pair.p10, pair.p50, pair.p90)),
    )


def _odds_cells(pair: Paired) -> tuple[str, str]:
    """That the second is better, and that they are equal; where no future can be judged, neither is known."""
    if pair.undecided == 1:
        return NOTHING, NOTHING
    return share(pair.better.share), share(pair.equal.share)


def _dominance(comparison: Comparison) -> Table:
    from simulation.decide.scenarios.verdicts import verdict

    held = {(one.figure, one.first, one.second) for one in comparison.dominance if one.first_order or one.second_order}
    rows = []
    for one in comparison.dominance:
        told, figure = verdict(one), comparison.figure(one.figure)
        if told not in ("no", "alike") and (one.figure, one.second, one.first) not in held:
            names = comparison.scenarios[one.first].name, comparison.scenarios[one.second].name
            rows.append((figure.label, *names, told, share(one.first_violation)))
    note = "First order: everyone prefers it in this figure; second order: everyone who shuns risk does."
    columns = ("Figure", "Dominant", "Over", "Order", "Most against it")
    return Table("Dominance", columns, rows, texts=4, note=note)


def _inputs(comparison: Comparison) -> Table:
    rows = [(one.words, *one.values) for one in comparison.inputs[:MOST_INPUTS]]
    left = len(comparison.inputs) - len(rows)
    note = (
        f"{count(left, 'more input differs', 'more inputs differ')}; --json and --xlsx list them all." if left else ""
    )
    return Table("Inputs that differ", ("Input", *_names(comparison)), rows, note=note)


def _names(comparison: Comparison) -> tuple[str, ...]:
    return tuple(side.name for side in comparison.scenarios)


def _plain(value: float) -> str:
    return f"{value:.2f}"


def _plain_error(error: float) -> str:
    return f"± {error:.2f}"
