"""The forecast as it is frozen beside a decision, and how frozen figures are said and compared.  No Qt here."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from app.charts.units import NUMBER, Unit, date_from, money_in
from app.pages.amounts import amount_text, read_amount
from app.wording import NOTHING
from models.calendar import date_at, month_index
from models.decision import ForecastFigure
from models.portfolio import Portfolio
from simulation.summary.shapes import Spread, Summary

NAMES: Final = {
    "initiative_value": "Value of the initiative",
    "initiative_cost": "Cost of the initiative",
    "launch": "Launch",
    "value": "Value of the plan",
    "cost": "Cost of the plan",
    "npv": "Value",
}
"""What the metrics of frozen figures are called; others go by their own names."""

DATES: Final = ("launch",)
_MONEY: Final = ("initiative_value", "initiative_cost", "value", "cost", "npv")


class Frozen(NamedTuple):
    """What can be frozen of a forecast, and why the rest cannot."""

    figures: tuple[ForecastFigure, ...]
    notes: tuple[str, ...]


def freeze(summary: Summary, initiative: str, option: str | None) -> Frozen:
    """P10, P50, P80 and P90 of the initiative's value, launch and cost, and of the plan's value and cost.

    Nothing where the forecast takes another option than the one decided on: it would be no forecast of the decision.
    """
    one = next((found for found in summary.initiatives if found.id == initiative), None)
    if one is None:
        return Frozen((), ("The forecast does not have this initiative yet.",))
    if one.option != option:
        taken = "does not fund it" if one.option is None else "takes another option"
        return Frozen(
            (), (f"The forecast on screen {taken}: look at a scenario that takes this one to freeze its forecast.",)
        )
    known: list[tuple[str, Spread]] = []
    if option is not None:
        known = [("initiative_value", one.value), ("launch", one.launch.months), ("initiative_cost", one.cost)]
    known += [("value", summary.key.value), ("cost", summary.key.cost)]
    figures, notes = [], []
    for metric, spread in known:
        figure = _figure(metric, spread)
        if figure is None:
            notes.append(f"{NAMES[metric]} is left out: its P90 lies after the horizon.")
        else:
            figures.append(figure)
    return Frozen(tuple(figures), tuple(notes))


def _figure(metric: str, spread: Spread) -> ForecastFigure | None:
    p10, p50, p80, p90 = spread.p10, spread.p50, spread.p80, spread.p90
    if p10 is None or p50 is None or p80 is None or p90 is None:
        return None
    return ForecastFigure(metric=metric, p10=p10, p50=p50, p80=p80, p90=p90)


def unit_of(portfolio: Portfolio, metric: str) -> Unit:
    """How the numbers of a metric are said."""
    if metric in DATES:
        return date_from(portfolio.settings.start)
    return money_in(portfolio.settings.currency) if metric in _MONEY else NUMBER


def name_of(metric: str) -> str:
    """What a metric is called."""
    return NAMES.get(metric, metric)


def read_outcome(text: str, metric: str, portfolio: Portfolio) -> float | None:
    """What happened, as it is typed; None for nothing.

    A launch is a month (counted at its end) or a day, as months from the portfolio's start; the rest are amounts.

    Raises
    ------
    ValueError
        If it is neither; the message says what would be right.
    """
    typed = text.strip()
    if not typed:
        return None
    if metric not in DATES:
        return read_amount(typed, portfolio.settings.currency)
    start = portfolio.settings.start
    try:
        if len(typed) == len("2027-03"):
            return float(month_index(start, typed) + 1)
        day = date.fromisoformat(typed)
    except ValueError:
        raise ValueError(f"“{typed}” is no month or day; write it like 2027-03 or 2027-03-15") from None
    days = monthrange(day.year, day.month)[1]
    return month_index(start, f"{day.year:04d}-{day.month:02d}") + day.day / days


def outcome_text(outcome: float | None, metric: str, portfolio: Portfolio) -> str:
    """An outcome as ``read_outcome`` takes it; empty for none."""
    if outcome is None:
        return ""
    if metric not in DATES:
        return amount_text(outcome)
    last_day = date_at(portfolio.settings.start, max(0.0, outcome - 1 / 31))
    whole = outcome == round(outcome)
    return f"{last_day.year:04d}-{last_day.month:02d}" if whole else last_day.isoformat()


def verdict(figure: ForecastFigure) -> str:
    """Where what happened lies in the frozen forecast."""
    outcome = figure.outcome
    if outcome is None:
        return NOTHING
    if outcome < figure.p10:
        return "below P10"
    if outcome > figure.p90:
        return "above P90"
    return "P80 held" if outcome <= figure.p80 else "above P80"


def percentiles(figure: ForecastFigure, unit: Unit) -> Iterator[str]:
    """The four percentiles in words."""
    for value in (figure.p10, figure.p50, figure.p80, figure.p90):
        yield unit.say(value)
