"""The tables of the comparison workbook: key figures, differences, dates and inputs that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.exchange.results.context import LATER
from app.exchange.results.page import Column, Page
from app.exchange.results.styles import Styles
from models.calendar import date_at
from simulation.decide.paired import Paired
from simulation.decide.scenarios.comparison import Comparison, Figure
from simulation.decide.scenarios.verdicts import verdict
from simulation.summary.shapes import Spread

_KINDS: Final = {
    "money": "money",
    "months": "months",
    "share/year": "share",
    "0/1": "share",
    "ratio": "ratio",
    "initiatives": "number",
}

_STATISTICS: Final[tuple[tuple[str, Callable[[Spread], float | None]], ...]] = (
    ("Mean", lambda spread: spread.mean),
    ("± of the mean", lambda spread: spread.mean_error),
    ("P10", lambda spread: spread.p10),
    ("P20", lambda spread: spread.p20),
    ("P50", lambda spread: spread.p50),
    ("P80", lambda spread: spread.p80),
    ("P90", lambda spread: spread.p90),
    ("Base case", lambda spread: spread.base),
    ("Does not come about", lambda spread: spread.missing_share),
)

_DATED: Final = ("last_launch", "payback", "launch")


@dataclass(frozen=True)
class Frame:
    """The workbook under construction and the comparison that it shows."""

    book: Any
    styles: Styles
    comparison: Comparison

    @property
    def names(self) -> tuple[str, ...]:
        """What the scenarios are called."""
        return tuple(side.name for side in self.comparison.scenarios)

    def page(self, name: str, title: str, note: str = "") -> Page:
        """A new sheet."""
        return Page(self.book, self.styles, name, title=title, note=note)

    def unit(self, unit: str) -> str:
        """A unit as people call it."""
        return {"money": self.comparison.currency, "0/1": "chance"}.get(unit, unit)

    def day(self, months: float | None) -> date | str:
        """An instant as a day; words where it is later than the horizon."""
        return LATER if months is None else date_at(self.comparison.start, months)


def write_key_figures(frame: Frame) -> Page:
    """Every figure under each scenario, and by how much the later ones differ from the first."""
    names = frame.names
    page = frame.page(
        "Key figures",
        f"Key figures side by side, money in {frame.comparison.currency}",
        "The same random futures under each scenario. Differences of statistics; what differs future by future is on "
        "the next sheet.",
    )
    page.sheet.set_column(0, 0, 44)
    page.sheet.set_column(1, 2, 18)
    page.sheet.set_column(3, 2 + 2 * len(names), 18)
    page.header(("Figure", "Unit", "Statistic", *names, *(f"{name}: difference" for name in names[1:])), range(3))
    for figure in frame.comparison.figures:
        for label, pick in _statistics(figure):
            _statistic(frame, page, figure, label, pick)
    page.finish(repeat=3, freeze=(4, 3))
    return page


def write_differences(frame: Frame) -> Page:
    """Every pair of scenarios future by future, then what dominates what."""
    page = frame.page(
        "Differences",
        f"Differences future by future, money in {frame.comparison.currency}",
        "The second scenario less the first. Better: higher value, lower cost, earlier date; shares of all futures.",
    )
    columns = [Column("Figure", width=44), Column("Unit", width=12), *(Column(title) for title in _PAIR_TITLES)]
    for number, column in enumerate(columns):
        page.sheet.set_column(number, number, column.width)
    for first, second in _pairs(frame):
        page.heading(f"{frame.names[second]} against {frame.names[first]}", len(columns))
        page.header((column.title for column in columns), range(2))
        for figure in frame.comparison.figures:
            pair = frame.comparison.against(figure, second, first)
            if pair is not None:
                _pair(frame, page, figure, pair)
        page.row += 1
    _dominance(frame, page)
    page.finish(repeat=2, freeze=(3, 1))
    return page


def write_dates(frame: Frame) -> Page:
    """Launches and payback as days under each scenario, and how often the later ones are earlier."""
    page = frame.page(
        "Dates",
        "Dates side by side",
        f"Days not passed in that share of futures. Earlier, later: against {frame.names[0]}, future by future.",
    )
    titles = ("P10", "P50", "P80", "P90", "Mean months later", "Earlier", "The same", "Later")
    page.sheet.set_column(0, 0, 44)
    page.sheet.set_column(1, 1, 26)
    page.sheet.set_column(2, 1 + len(titles), 15)
    page.header(("Date", "Scenario", *titles), range(2))
    for name in _DATED:
        for figure in frame.comparison.of_kind(name):
            for place in range(len(frame.names)):
                _date_row(frame, page, figure, place)
    page.finish(repeat=3, freeze=(4, 2))
    return page


def write_inputs(frame: Frame) -> Page:
    """Every input in which the scenarios differ; ranges in the notation of the portfolio."""
    page = frame.page(
        "Inputs that differ",
        "Inputs that differ",
        "Found by comparing the portfolios under each scenario, field by field.",
    )
    columns = [Column("Belongs to", width=46), Column("Input", width=40), Column("Unit", width=12)]
    columns += [Column(name, "number", 34) for name in frame.names]
    columns.append(Column("Address", width=44))
    for number, column in enumerate(columns):
        page.sheet.set_column(number, number, column.width)
    page.header((column.title for column in columns), (0, 1, 2, len(columns) - 1))
    for one in frame.comparison.inputs:
        texts = (one.record, one.field, frame.unit(one.unit) if one.unit.startswith("money") else one.unit)
        for place, words in enumerate(texts):
            page.put(page.row, place, words)
        for place, words in enumerate(one.values, len(texts)):
            value = _number(words)
            page.put(page.row, place, words if value is None else value, _format(value), align="right")
        page.put(page.row, len(columns) - 1, one.address)
        page.row += 1
    if not frame.comparison.inputs:
        page.remark("None: the scenarios take the same inputs.")
    page.finish(repeat=3, freeze=(4, 2))
    return page


_PAIR_TITLES: Final = (
    "Mean difference",
    "± of the mean",
    "P10",
    "P50",
    "P90",
    "Better",
    "± of better",
    "Equal",
    "Worse",
    "Undecided",
    "Both have it",
)


def _statistics(figure: Figure) -> Iterator[tuple[str, Callable[[Spread], float | None]]]:
    """What is told of a figure: of odds the chance alone, and no missing share where nothing is missing."""
    if figure.unit == "0/1":
        yield "Chance", lambda spread: spread.mean
        yield "± of the chance", lambda spread: spread.mean_error
        return
    missing = any(spread is not None and spread.missing_share for spread in figure.spreads)
    yield from _STATISTICS if missing else _STATISTICS[:-1]


def _statistic(frame: Frame, page: Page, figure: Figure, label: str, pick: Callable[[Spread], float | None]) -> None:
    kind = "chance" if label in ("Chance", "Does not come about") else _KINDS[figure.unit]
    page.put(page.row, 0, figure.label)
    page.put(page.row, 1, frame.unit(figure.unit))
    page.put(page.row, 2, label)
    values = [None if spread is None else pick(spread) for spread in figure.spreads]
    for column, value in enumerate(values, 3):
        page.put(page.row, column, value, kind)
    if not label.startswith("±") and values[0] is not None:
        for number, value in enumerate(values[1:], 1):
            if value is not None:
                difference = page.at(page.row, 3 + number) - page.at(page.row, 3)
                page.formula(page.row, 2 + len(values) + number, difference, kind)
    page.row += 1


def _pairs(frame: Frame) -> Iterator[tuple[int, int]]:
    count = len(frame.names)
    return ((first, second) for first in range(count) for second in range(first + 1, count))


def _pair(frame: Frame, page: Page, figure: Figure, pair: Paired) -> None:
    kind = _KINDS[figure.unit]
    page.put(page.row, 0, figure.label)
    page.put(page.row, 1, frame.unit(figure.unit))
    for column, value in enumerate((pair.mean, pair.mean_error, pair.p10, pair.p50, pair.p90), 2):
        page.put(page.row, column, value, kind)
    shares = (
        pair.better.share,
        pair.better.standard_error,
        pair.equal.share,
        pair.worse.share,
        pair.undecided,
        pair.both_share,
    )
    for column, value in enumerate(shares, 7):
        page.put(page.row, column, value, "chance")
    page.row += 1


def _dominance(frame: Frame, page: Page) -> None:
    page.heading("Dominance", 8)
    titles = ("Figure", "Unit", "First", "Second", "The first dominates", "Against first order", "Against second order")
    page.header(titles, range(5))
    for one in frame.comparison.dominance:
        figure = frame.comparison.figure(one.figure)
        words = (figure.label, frame.unit(figure.unit), frame.names[one.first], frame.names[one.second], verdict(one))
        for column, text in enumerate(words):
            page.put(page.row, column, text)
        page.put(page.row, 5, one.first_violation, "chance")
        beyond = "beyond all bounds" if one.second_violation is None else one.second_violation
        page.put(page.row, 6, beyond, _KINDS[figure.unit], align="right")
        page.row += 1
    page.remark(
        "Against first order: the largest excess of probability at the worse end; against second order: the largest "
        "excess of mean shortfall, in the unit of the figure."
    )


def _date_row(frame: Frame, page: Page, figure: Figure, place: int) -> None:
    """A date under one scenario, and how it stands against the first."""
    page.put(page.row, 0, figure.label)
    page.put(page.row, 1, frame.names[place])
    spread, pair = figure.spreads[place], frame.comparison.against(figure, place)
    if spread is not None:
        for column, months in enumerate((spread.p10, spread.p50, spread.p80, spread.p90), 2):
            page.put(page.row, column, frame.day(months), "date")
    if pair is not None:
        page.put(page.row, 6, pair.mean, "number")
        for column, chance in enumerate((pair.better, pair.equal, pair.worse), 7):
            page.put(page.row, column, chance.share, "chance")
    page.row += 1


def _format(number: float | None) -> str:
    """The number format for an input: whole from 10,000 on, as many digits as it has below."""
    return "money" if number is not None and abs(number) >= 1e4 else "general"


def _number(words: str) -> float | None:
    """The number that a text is; None for words and ranges."""
    try:
        return float(words.replace(",", ""))
    except ValueError:
        return None
