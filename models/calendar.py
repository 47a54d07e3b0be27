"""Months, fiscal years and quarters: the one translation between dates and month numbers.

Month 0 is the portfolio's first month and the instant 0.0 is the start of its first day; month k spans the
instants k to k + 1.  Fiscal periods are spans of such instants too, so every convention is one code path:
a year is 12 months long from ``fiscal.first_month``, a quarter is 13 of its 52 weeks, and an accounting period is
a third of a quarter (calendar) or 4, 4 and 5 of its 13 weeks (4-4-5).  A quarter is therefore three whole months
in both conventions; what 4-4-5 moves is the accounting periods, whose money is the sum of month shares.

Knows nothing of money, and nothing of which period a budget names.
"""

import math
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from models.portfolio import FiscalCalendar, Settings

Grain = Literal["year", "quarter", "period"]

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_PERIOD = re.compile(r"FY(\d{2}|\d{4})(?:-Q([1-4]))?", re.ASCII | re.IGNORECASE)
_YEARS_BACK = 20  # a two-digit year lies at most so far before the portfolio's start


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal period inside the horizon: its label and the share of each month that belongs to it.

    ``months`` holds ``(month index, share)`` pairs in order; a whole month has the share 1.
    """

    label: str
    months: tuple[tuple[int, float], ...]


@lru_cache(maxsize=4096)
def month_number(month: str) -> int:
    """Months since year 0 of a text such as ``2027-03``; raises ValueError for anything else."""
    match = _MONTH.fullmatch(month)
    if match is None:
        raise ValueError(f'"{month}" is not a month; write year and month, such as 2027-03')
    return int(match[1]) * 12 + int(match[2]) - 1


def month_index(start: str, month: str) -> int:
    """How many months ``month`` lies after ``start``; negative before it."""
    return month_number(month) - month_number(start)


def month_at(start: str, index: int) -> str:
    """The month ``index`` months after ``start``, as ``2027-03``; raises ValueError outside the years 1 to 9999."""
    year, month = divmod(month_number(start) + index, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"month {index} after {start} is outside the years 1 to 9999")
    return f"{year:04d}-{month + 1:02d}"


def month_label(month: str) -> str:
    """``Mar 2027`` for ``2027-03``."""
    year, index = divmod(month_number(month), 12)
    return f"{MONTH_NAMES[index]} {year:04d}"


def date_at(start: str, months: float) -> date:
    """The day on which the instant ``months`` after the start falls; raises ValueError for NaN or infinity.

    A whole number gives the first day of its month.  Instants a rounding error (1e-9) short of a day belong to it.
    """
    if not math.isfinite(months):
        raise ValueError(f"{months} months is not a date")
    whole = math.floor(months + 1e-9)
    year, month = (int(part) for part in month_at(start, whole).split("-"))
    days = monthrange(year, month)[1]
    day = math.floor((months - whole) * days + 1e-6)
    return date(year, month, 1 + min(max(day, 0), days - 1))


def fiscal_year(settings: Settings, index: int) -> int:
    """The year that names the fiscal year of month ``index``."""
    year, month = divmod(month_number(settings.start) + index, 12)
    started = year if month + 1 >= settings.fiscal.first_month else year - 1
    return started + _label_shift(settings)


def year_label(year: int) -> str:
    """``FY27`` for 2027."""
    return f"FY{year % 100:02d}"


def period_of_month(settings: Settings, index: int, grain: Grain = "year") -> str:
    """Label of the fiscal period in which month ``index`` begins: ``FY27``, ``FY27-Q2`` or ``FY27-P05``."""
    year = fiscal_year(settings, index)
    into = index - _first_month(settings, year)
    if grain == "year":
        return year_label(year)
    if grain == "quarter":
        return f"{year_label(year)}-Q{into // 3 + 1}"
    ends = [end for _, _, end in _spans(settings, year, grain)]
    return f"{year_label(year)}-P{sum(end <= into for end in ends) + 1:02d}"


def parse_period(settings: Settings, text: str) -> tuple[int, int]:
    """First and last month index of ``FY27`` or ``FY27-Q2``; either may lie outside the horizon.

    A two-digit year is the one between 20 years before and 79 years after the portfolio's start.

    Raises
    ------
    ValueError
        If the text is no fiscal period.
    """
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is not a fiscal period; write a year such as FY27 or a quarter such as FY27-Q2')
    first = _first_month(settings, _full_year(settings, match[1]))
    if match[2] is None:
        return first, first + 11
    quarter = int(match[2])
    return first + 3 * (quarter - 1), first + 3 * quarter - 1


def period_name(settings: Settings, text: str) -> str:
    """The label under which forecasts show a fiscal period: ``FY27`` for ``FY2027``, ``FY27-Q2`` for ``fy27-q2``.

    A year so far from the plan that two digits would mean another one keeps its four.

    Raises
    ------
    ValueError
        If the text is no fiscal period.
    """
    span = first, last = parse_period(settings, text)
    year = fiscal_year(settings, first)
    quarter = "" if last - first == 11 else f"-Q{(first - _first_month(settings, year)) // 3 + 1}"
    short = year_label(year) + quarter
    return short if parse_period(settings, short) == span else f"FY{year:04d}{quarter}"


def period_weights(settings: Settings, months: int, grain: Grain = "quarter") -> tuple[Period, ...]:
    """The fiscal periods of the first ``months`` months, in order, with the share of each month that is theirs.

    The shares of a month add up to 1.  A period that begins before the start or ends after the horizon has only its
    months inside.
    """
    return _period_weights(settings.start, settings.fiscal, months, grain) if months > 0 else ()


@lru_cache(maxsize=64)
def _period_weights(start: str, fiscal: FiscalCalendar, months: int, grain: Grain) -> tuple[Period, ...]:
    settings = Settings(start=start, fiscal=fiscal)
    periods = []
    for year in range(fiscal_year(settings, 0), fiscal_year(settings, months - 1) + 1):
        first = _first_month(settings, year)
        for label, begin, end in _spans(settings, year, grain):
            shares = tuple(_month_shares(first + begin, first + end, months))
            if shares:
                periods.append(Period(label, shares))
    return tuple(periods)


def _label_shift(settings: Settings) -> int:
    """Years from the calendar year in which a fiscal year starts to the one that names it."""
    return int(settings.fiscal.label_by == "end" and settings.fiscal.first_month > 1)


def _first_month(settings: Settings, year: int) -> int:
    """Month index at which the fiscal year named ``year`` starts."""
    started = year - _label_shift(settings)
    return started * 12 + settings.fiscal.first_month - 1 - month_number(settings.start)


def _full_year(settings: Settings, digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    earliest = month_number(settings.start) // 12 - _YEARS_BACK
    return earliest + (int(digits) - earliest) % 100


def _spans(settings: Settings, year: int, grain: Grain) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Label, begin and end of each period of a fiscal year, in months from the year's start."""
    if grain == "year":
        yield year_label(year), Fraction(0), Fraction(12)
        return
    quarter_months = Fraction(13, 52) * 12
    is_445 = settings.fiscal.quarters == "4-4-5"
    weeks = (Fraction(4), Fraction(4), Fraction(5)) if is_445 else (Fraction(13, 3),) * 3
    cuts = [sum(weeks[:part], Fraction(0)) / 13 for part in range(4)]
    for quarter in range(4):
        begin = quarter * quarter_months
        if grain == "quarter":
            yield f"{year_label(year)}-Q{quarter + 1}", begin, begin + quarter_months
            continue
        for part in range(3):
            label = f"{year_label(year)}-P{quarter * 3 + part + 1:02d}"
            yield label, begin + quarter_months * cuts[part], begin + quarter_months * cuts[part + 1]


def _month_shares(begin: Fraction, end: Fraction, months: int) -> Iterator[tuple[int, float]]:
    """Each month of the horizon that overlaps the span, with the share of the month inside it."""
    for index in range(max(0, math.floor(begin)), min(months, math.ceil(end))):
        yield index, float(min(end, Fraction(index + 1)) - max(begin, Fraction(index)))
