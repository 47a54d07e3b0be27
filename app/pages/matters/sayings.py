"""What studies of what matters found, as rows of cells and sentences.  No Qt here."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.charts.ranked import Ranked
from app.charts.tornado import Swing
from app.charts.units import MONTHS, NUMBER, Unit, date_from, money_in
from app.tables.figures import Cell, Row, Tone
from app.wording import NOTHING, plain_number, share, share_error
from models.portfolio import Portfolio

if TYPE_CHECKING:  # what an answer is made of comes with the answer; until then the window does without
    from simulation.decide.inputs import Input
    from simulation.decide.matters.contributions import Contributions
    from simulation.decide.matters.tornado import Bar, Level, Tornado
    from simulation.decide.odds import Estimate

SURE: Final = 2.0
"""Standard errors from which a mean is no accident of the run."""

NO_INPUTS: Final = "The plan has no uncertain inputs: every number is certain, so nothing of it can matter more."

_PEOPLE_LEVELS: Final = "few people", "many people"

Named = Callable[[str], str]


def figures_to_ask(portfolio: Portfolio) -> list[tuple[str, str]]:
    """Keys and names of the figures that a question can be about."""
    found = [
        ("value", "Value of the plan"),
        ("cost", "Cost of the plan"),
        ("revenue", "Revenue and savings"),
        ("peak_funding", "Peak funding"),
        ("last_launch", "Last launch"),
    ]
    found += [(f"launch:{one.id}", f"Launch of {one.name}") for one in portfolio.initiatives if one.selected]
    return found + [(f"initiative_value:{one.id}", f"Value of {one.name}") for one in portfolio.initiatives]


def figure_words(portfolio: Portfolio, figure: str) -> str:
    """What a figure is called within a sentence, such as ``the launch of Atlas``."""
    name = dict(figures_to_ask(portfolio)).get(figure, figure)
    return f"the {name[:1].lower()}{name[1:]}"


def unit_of(portfolio: Portfolio, figure: str, unit: str) -> Unit:
    """How a figure of a study is said."""
    if figure.partition(":")[0] in ("launch", "last_launch"):
        return date_from(portfolio.settings.start)
    if unit == "money":
        return money_in(portfolio.settings.currency)
    return MONTHS if unit == "months" else NUMBER


def difference(unit: Unit) -> Unit:
    """How a difference of two values of a unit is said."""
    return MONTHS if unit.kind == "date" else unit


def signed(unit: Unit, value: float) -> str:
    """A difference with its sign."""
    return f"{'+' if value > 0 else ''}{difference(unit).say(value)}"


def error_of(unit: Unit, error: float) -> str:
    """``± 30 k €``: a standard error in the unit of a difference."""
    return f"± {difference(unit).say(error)}" if math.isfinite(error) else NOTHING


def is_sure(one: Estimate) -> bool:
    """Whether a mean is clear of its error."""
    return abs(one.value) > SURE * one.error if math.isfinite(one.error) else False


def tone_of(one: Estimate, higher_is_better: bool = True) -> Tone:
    """Good or bad where the sign is clear, else muted."""
    if not is_sure(one):
        return "muted"
    return "good" if (one.value > 0) == higher_is_better else "bad"


def short_words(one: Input) -> str:
    """An input in few words, for an axis: ``Atlas · Build, Discovery gate``."""
    rest = one.words.removeprefix(one.group_words).removeprefix(": ")
    head = one.group_words.partition(":")[0]
    if not rest or one.kind == "risk":
        return head
    return f"{head} · {rest}"


def ends_of(one: Input, low: float | None, high: float | None) -> tuple[str, str]:
    """What low and high are of an input, in words."""
    if one.kind == "risk":
        return "does not occur", "occurs"
    if one.kind == "gate":
        return "passed at first", "not passed at first"
    if one.kind == "people":
        return _PEOPLE_LEVELS
    return f"P10 {_number(low)}", f"P90 {_number(high)}"


def _number(value: float | None) -> str:
    return NOTHING if value is None else plain_number(value)


# The tornado.


def swings(found: Tornado) -> list[Swing]:
    """A bar for each input."""
    return [
        Swing(short_words(bar.input), bar.low.mean, bar.high.mean, *ends_of(bar.input, bar.low.level, bar.high.level))
        for bar in found.bars
        if bar.reach
    ]


TORNADO_HEADER: Final = ("Input", "Low is", "High is", "Mean at low", "Mean at high", "Swing", "± error", "Note")


def tornado_rows(found: Tornado, unit: Unit) -> list[Row]:
    """A row for each input."""
    return [_tornado_row(bar, unit) for bar in found.bars]


def _tornado_row(bar: Bar, unit: Unit) -> Row:
    low, high = ends_of(bar.input, bar.low.level, bar.high.level)
    sure = is_sure(bar.swing)
    tip = (
        f"Futures as they are, top fifth of the input against the bottom fifth: {signed(unit, bar.observed.value)} "
        f"{error_of(unit, bar.observed.error)}"
    )
    return [
        bar.input.words,
        low,
        high,
        Cell(unit.say(bar.low.mean), tip=_level_words(bar.low, unit)),
        Cell(unit.say(bar.high.mean), tip=_level_words(bar.high, unit)),
        Cell(signed(unit, bar.swing.value), "" if sure else "muted", sure, tip),
        error_of(unit, bar.swing.error),
        _remark(bar),
    ]


def _level_words(level: Level, unit: Unit) -> str:
    parts = [f"{name} {_late(value, unit)}" for name, value in (("P20", level.p20), ("P50", level.p50))]
    return ", ".join([*parts, f"P80 {_late(level.p80, unit)}"])


def _late(value: float | None, unit: Unit) -> str:
    return "after the horizon" if value is None else unit.say(value)


def _remark(bar: Bar) -> str:
    if not is_sure(bar.swing):
        return "may be nothing"
    return "" if bar.monotone else "turns in between"


def tornado_headline(found: Tornado, unit: Unit, about: str) -> str:
    """The most important input in a sentence."""
    if not found.bars:
        return NO_INPUTS
    first = found.bars[0]
    if not first.reach:
        return f"No input that was tried moves {about}."
    low, high = ends_of(first.input, first.low.level, first.high.level)
    return (
        f"What moves {about} most: {first.input.words}. On average {unit.say(first.low.mean)} at low ({low}), "
        f"{unit.say(first.high.mean)} at high ({high}); {unit.say(found.base.mean)} as it is."
    )


# Variance.


def contribution_bars(found: Contributions) -> list[Ranked]:
    """A row for each input: what it explains alone, and together with the others."""
    return [
        Ranked(
            short_words(row.input),
            (row.alone.value, math.nan if row.total is None else row.total.value),
            (row.alone.error, math.nan if row.total is None else row.total.error),
        )
        for row in found.rows
    ]


CONTRIBUTION_HEADER: Final = ("Input", "Alone", "± error", "With all interplay", "± error", "Moves with")


def contribution_rows(found: Contributions) -> list[Row]:
    """A row for each input."""
    rows: list[Row] = []
    for row in found.rows:
        total = ("", "") if row.total is None else (_share(row.total.value), share_error(row.total.error))
        alone = Cell(_share(row.alone.value), "" if is_sure(row.alone) else "muted", is_sure(row.alone))
        others = len(row.together) - 1
        moves = f"{others} correlated" if others > 0 else ""
        tied = Cell(moves, tip="\n".join(row.together))
        rows.append([row.input.words, alone, share_error(row.alone.error), *total, tied])
    return rows


def group_rows(found: Contributions) -> list[Row]:
    """A row for each initiative, driver, risk and team."""
    return [[name, _share(value)] for name, value in found.by_group()]


def contribution_headline(found: Contributions, unit: Unit, about: str) -> str:
    """How much of the spread is explained, and by what most."""
    if not found.rows:
        return f"No input explains the spread of {about} by itself."
    first = found.rows[0]
    rest = max(0.0, 1.0 - found.explained)
    return (
        f"{first.input.words} explains {_share(first.alone.value)} of the variance of {about} "
        f"(standard deviation {difference(unit).say(found.deviation)}). All rows alone explain "
        f"{_share(found.explained)}; the other {_share(rest)} are interplay, {found.others} further inputs, and chance "
        "in shared staffing."
    )


def _share(value: float) -> str:
    return share(max(0.0, value))
