"""What every results sheet is given: the workbook, its looks, the forecast and its summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.exchange.results.page import Page
from app.exchange.results.styles import Styles
from models.calendar import date_at, month_index
from models.portfolio import Portfolio
from simulation.result import Result
from simulation.summary.shapes import DateSpread, Spread, Summary

LATER = "after horizon"
"""What stands where a date is later than what is simulated."""


@dataclass(frozen=True)
class Context:
    """The forecast that the workbook shows."""

    book: Any
    styles: Styles
    portfolio: Portfolio
    result: Result
    summary: Summary

    @property
    def currency(self) -> str:
        """The currency of all money."""
        return self.summary.provenance.currency

    def page(self, name: str, title: str, note: str = "") -> Page:
        """A new sheet."""
        return Page(self.book, self.styles, name, title=title, note=note)

    def month(self, label: str) -> date:
        """The first day of a month such as 2027-03."""
        start = self.summary.provenance.start
        return date_at(start, month_index(start, label))


PERCENTILES = ("P10", "P50", "P80", "P90")


def percentiles(spread: Spread) -> tuple[float | None, ...]:
    """P10, P50, P80 and P90."""
    return (spread.p10, spread.p50, spread.p80, spread.p90)


def days(spread: DateSpread) -> tuple[date | str, ...]:
    """The same as days; words where they are later than the horizon."""
    return tuple(day(found) for found in (spread.p10, spread.p50, spread.p80, spread.p90))


def day(text: str | None) -> date | str:
    """A day of a summary."""
    return LATER if text is None else date.fromisoformat(text)


def plain(path: str) -> str:
    """``on_failure`` as ``on failure``."""
    return path.replace("_", " ")
