"""What the charts of the overview draw of a run, and the answer in a sentence.  No widgets."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from app.charts.bars import BarSeries
from app.charts.distribution import Series
from app.charts.fan import Band
from app.charts.roadmap import Row
from app.pages.keptshapes import spans_behind
from app.state.outlook import Figures, Outlook
from app.state.pinned import Kept
from app.wording import NOTHING, chance_of_at_least, count, deadline, money
from simulation.summary.shapes import EnvelopeUse, InitiativeSummary, ObjectiveSummary, Summary
from simulation.summary.views import FAN_PERCENTS, Views

_FAN_DRAWN = (5, 10, 25, 50, 75, 90, 95)

_OLD = "The plan has changed since; Run (F5) computes it anew."


def answer(outlook: Outlook) -> str:
    """What the plan gives in a sentence, or why that is not known."""
    if outlook.figures is None:
        if outlook.failure is not None:
            words = outlook.failure.message.rstrip(".")
            return f"{words}. The forecast comes by itself once this is put right."
        return "There is no forecast yet." if outlook.phase == "cancelled" else "The first forecast is being computed."
    known = _sentence(outlook.figures)
    if outlook.failure is not None:
        return f"{outlook.failure.message.rstrip('.')}. What is shown is the forecast of before: {known}"
    if not outlook.figures_grey:
        return known
    return f"{known} Being computed anew." if outlook.is_running else f"{known} {_OLD}"


def _sentence(figures: Figures) -> str:
    key = figures.key
    if not figures.funded and not key.cost.p90:
        return "There is nothing to forecast yet."
    safe = key.value.p20
    worth = "" if safe is None else f"{chance_of_at_least(0.8, safe, figures.currency)} in value"
    peak = (
        "" if key.peak_funding.p80 is None else f"{money(key.peak_funding.p80, figures.currency)} tied up at most (P80)"
    )
    launches = "" if key.launches.mean is None else _launches(key.launches.mean, figures.funded)
    return "; ".join(part for part in (worth, launches, peak) if part) + "."


def _launches(mean: float, funded_initiatives: int) -> str:
    """How many launch; a mean with a fraction says that it is one, and is not rounded to all or none."""
    if mean == round(mean):
        return f"{mean:.0f} of {funded_initiatives} launches by the horizon"
    return f"{mean:.1f} of {funded_initiatives} launches by the horizon on average"


def funded(summary: Summary) -> list[InitiativeSummary]:
    """The initiatives that have an option, in the order of the plan."""
    return [one for one in summary.initiatives if one.option is not None]


def roadmap_rows(summary: Summary, most: int, kept: Kept | None = None) -> list[Row]:
    """A row for each of the first funded initiatives, with what it was in a kept result."""
    starts, before = _starts(summary), spans_behind(kept, summary.provenance.start)
    return [
        Row(
            name=one.name,
            start=starts.get(one.id),
            p10=one.launch.months.p10,
            p50=one.launch.months.p50,
            p90=one.launch.months.p90,
            planned=one.launch.months.base,
            before=before.get(f"initiative:{one.id}"),
        )
        for one in funded(summary)[:most]
    ]


def roadmap_note(summary: Summary, most: int) -> str:
    """How the roadmap is to be read, and what it leaves out."""
    known = len(funded(summary))
    if not known:
        return "Nothing is funded yet: add initiatives on the Initiatives page, or choose an option for them."
    note = "The end of a bar is the median launch; the range is pale where it may come later."
    return note if known <= most else f"The first {most} of {count(known, 'initiative')}. {note}"


def _starts(summary: Summary) -> dict[str, float]:
    """The median start of the first stage of each funded initiative that starts, in months."""
    starts: dict[str, float] = {}
    for stage in summary.stages:
        if stage.start.months.p50 is not None:
            known = starts.get(stage.initiative, stage.start.months.p50)
            starts[stage.initiative] = min(known, stage.start.months.p50)
    return starts


def value_series(views: Views) -> Series:
    """How value is distributed."""
    value = views.single("value")
    return Series("value", np.asarray(value.quantiles[0], dtype=np.float64), float(value.base[0]))


def years_of(summary: Summary) -> tuple[tuple[str, ...], list[BarSeries]]:
    """The fiscal years, and for each its budget and its cost."""
    costs = [next(cost.cost for cost in year.costs if cost.category == "total") for year in summary.years]
    labels = tuple(year.label for year in summary.years)
    budget = BarSeries("budget", tuple(_envelopes(summary.budgets, label) for label in labels), muted=True)
    middle, low, high = (tuple(_or_nan(getattr(cost, name)) for cost in costs) for name in ("p50", "p10", "p90"))
    return labels, [budget, BarSeries("cost", middle, low, high)]


def _envelopes(budgets: Sequence[EnvelopeUse], label: str) -> float:
    """The median sum of a year's envelopes; NaN where it has none."""
    mine = [one.amount.p50 for one in budgets if one.period.partition("-")[0] == label]
    amounts = [amount for amount in mine if amount is not None]
    return sum(amounts) if amounts else math.nan


def cash_band(summary: Summary, views: Views | None) -> Band:
    """Cumulative cash over time: as many bands as are known."""
    if views is not None:
        edges = np.array([views.cumulative[FAN_PERCENTS.index(percent)] for percent in _FAN_DRAWN], dtype=np.float64)
        return Band("cumulative cash", tuple(float(percent) for percent in _FAN_DRAWN), edges)
    spreads = [month.cumulative for month in summary.cash_months]
    rows = [[_or_nan(getattr(spread, name)) for spread in spreads] for name in ("p10", "p50", "p90")]
    return Band("cumulative cash", (10.0, 50.0, 90.0), np.array(rows))


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def target_words(objective: ObjectiveSummary, currency: str) -> str:
    """What is to be hit: ``by Jun 2028``, ``≥ 7.0 M €, FY30``."""
    if objective.metric == "launch":
        return f"by {deadline(objective.by)}"
    sign = "≥" if objective.direction == "at_least" else "≤"
    amount = NOTHING if objective.target is None else money(objective.target, currency)
    return f"{sign} {amount}" + (f", {deadline(objective.by)}" if objective.by else "")
