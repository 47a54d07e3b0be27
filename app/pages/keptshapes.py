"""What charts draw behind a run: a kept result in the shapes of the charts, its dates counted from the run's start.

None where the kept result does not hold it, or its money is of another currency.
"""

from __future__ import annotations

import math

import numpy as np

from app.charts.bars import Before
from app.charts.distribution import Series
from app.charts.fan import Band
from app.charts.scatter import Spot
from app.charts.shares import Array
from app.state.outlook import Details
from app.state.pinned import Kept
from simulation.summary.shapes import Summary

_CASH = ((10.0, "cash_p10"), (50.0, "cash_p50"), (90.0, "cash_p90"))


def spans_behind(kept: Kept | None, start: str) -> dict[str, tuple[float, float]]:
    """From when to when initiatives and stages lasted, medians in months from ``start``, by ``initiative:atlas``.

    What ended after its horizon lasts to its horizon.
    """
    if kept is None:
        return {}
    shift, horizon = kept.shift(start), float(kept.baseline.horizon_months)
    begun = [(subject, one.p50, kept.find("stage_end", subject)) for subject, one in kept.spans("stage_start")]
    begun += [(subject, one.mean, kept.find("launch", subject)) for subject, one in kept.spans("start")]
    return {
        subject: (at + shift, (horizon if end.p50 is None else end.p50) + shift)
        for subject, at, end in begun
        if at is not None and end is not None
    }


def value_behind(kept: Kept | None, details: Details) -> Series | None:
    """How value was distributed."""
    curve = None if kept is None else kept.find("value_curve")
    if kept is None or curve is None or len(curve.numbers) < 2 or not kept.has_money_in(details.currency):
        return None
    return Series(kept.name, np.asarray(curve.numbers, dtype=np.float64))


def cash_behind(kept: Kept | None, details: Details) -> Band | None:
    """The cumulative cash, P10, P50 and P90."""
    if kept is None or not kept.has_money_in(details.currency):
        return None
    known = [
        (percent, numbers)
        for percent, figure in _CASH
        if (numbers := kept.numbers(figure, "", details.start, details.horizon_months))
    ]
    if not known:
        return None
    return Band(kept.name, tuple(percent for percent, _ in known), np.array([numbers for _, numbers in known]))


def years_behind(kept: Kept | None, summary: Summary, category: str) -> Before | None:
    """The median cost of each fiscal year, of a category or in total."""
    return of_years_behind(kept, summary, "year_cost" if category == "total" else f"year_cost_{category}")


def of_years_behind(kept: Kept | None, summary: Summary, figure: str) -> Before | None:
    """The median of a figure of each fiscal year, or its mean where that is all there is."""
    if kept is None or not kept.has_money_in(summary.provenance.currency):
        return None
    found = [kept.find(figure, year.label) for year in summary.years]
    percent = "P50" if any(one is not None and one.p50 is not None for one in found) else "mean"
    known = [None if one is None else one.p50 if percent == "P50" else one.mean for one in found]
    numbers = tuple(math.nan if one is None else one for one in known)
    return Before(f"{kept.name}, {percent}", numbers) if any(map(math.isfinite, numbers)) else None


def load_behind(kept: Kept | None, details: Details) -> tuple[str, Array] | None:
    """The mean load of each team and month, shape (teams, months)."""
    if kept is None:
        return None
    months = details.horizon_months
    rows = [kept.numbers("load", f"team:{team.id}", details.start, months) for team in details.summary.teams]
    if not any(rows):
        return None
    return kept.name, np.array([row or [math.nan] * months for row in rows])


def headcount_behind(kept: Kept | None, details: Details, team: str) -> Band | None:
    """The median headcount of a team."""
    numbers = [] if kept is None else kept.numbers("headcount", f"team:{team}", details.start, details.horizon_months)
    return None if kept is None or not numbers else Band(kept.name, (50.0,), np.array([numbers]))


def joint_behind(kept: Kept | None, details: Details) -> Spot | None:
    """Where the medians of the last launch and of the cost lay; None where the launch lay after the horizon."""
    if kept is None or not kept.has_money_in(details.currency):
        return None
    last, cost = kept.find("last_launch"), kept.find("cost")
    if last is None or cost is None or last.p50 is None or cost.p50 is None:
        return None
    return Spot(f"{kept.name}, P50 of both", last.p50 + kept.shift(details.start), cost.p50)
