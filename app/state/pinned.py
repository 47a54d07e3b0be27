"""A result that is kept to compare later ones with: what is remembered of it, as the record that a document can store.

A result that is pinned and a baseline that is stored are the same thing; only the document makes the one last longer.
No Qt here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from models.baseline import Baseline, BaselineFigure
from models.calendar import month_index
from simulation.summary.shapes import DateSpread, Spread, StageSummary, Summary

if TYPE_CHECKING:
    from app.state.outlook import Details

CURVE_POINTS: Final = 201
"""Quantiles of value that are kept, from 0 to 100 %, evenly spaced: every half per cent."""

SPREADS: Final = ("value", "irr", "mirr", "profitability_index", "roi", "peak_funding", "cost", "revenue", "launches")
"""Key figures of the plan that are kept as spreads, besides those that are dates."""

DATES: Final = ("payback", "discounted_payback", "last_launch")
SHARES: Final = ("value_positive", "no_irr", "several_irr")
AMOUNTS: Final = ("value_at_risk", "conditional_value_at_risk")

_DIGITS: Final = 7  # that are kept of a number: more than anybody reads, and a tenth of the room


@dataclass(frozen=True, eq=False)
class Kept:
    """A result that later ones are compared with; ``is_stored`` where the document holds it."""

    baseline: Baseline
    is_stored: bool = False

    @property
    def name(self) -> str:
        """What it is called where it is drawn."""
        return self.baseline.name or "baseline"

    @cached_property
    def _known(self) -> dict[tuple[str, str], BaselineFigure]:
        return {(one.figure, one.subject): one for one in reversed(self.baseline.figures)}

    def find(self, figure: str, subject: str = "") -> BaselineFigure | None:
        """A figure of the plan, or of a part of it; None where it was not kept."""
        return self._known.get((figure, subject))

    def spans(self, figure: str) -> Iterator[tuple[str, BaselineFigure]]:
        """Subject and figure of all parts that have this figure."""
        return ((subject, one) for (name, subject), one in self._known.items() if name == figure)

    def shift(self, start: str) -> float:
        """Months to add to its dates, so that they count from ``start``."""
        return float(month_index(start, self.baseline.start))

    def numbers(self, figure: str, subject: str, start: str, months: int) -> list[float]:
        """The numbers of a figure month by month, from ``start`` on; NaN where it has none."""
        found = self.find(figure, subject)
        if found is None or not found.numbers:
            return []
        shift = round(self.shift(start))
        held = found.numbers
        return [held[month - shift] if 0 <= month - shift < len(held) else math.nan for month in range(months)]

    def has_money_in(self, currency: str) -> bool:
        """Whether its money can be compared with that of a forecast."""
        return self.baseline.currency == currency

    def is_of(self, details: Details) -> bool:
        """Whether it is this very result: the same plan in the same futures."""
        origin, own = details.summary.provenance, self.baseline
        return (origin.digest, origin.seed, origin.trials) == (own.digest, own.seed, own.trials)

    def shares_futures(self, details: Details) -> bool:
        """Whether both saw the same futures, so that what differs is no accident."""
        origin, own = details.summary.provenance, self.baseline
        return (origin.seed, origin.trials, origin.sampling) == (own.seed, own.trials, own.sampling)


def kept_of(details: Details, name: str, scenario: str, day: str) -> Kept:
    """What is kept of a result; ``scenario`` is the name of its scenario, empty for the base."""
    origin = details.summary.provenance
    figures = tuple(_named(_figures(details)))
    return Kept(
        Baseline(
            id="pinned",
            name=name,
            kept_on=day,
            scenario=scenario,
            seed=origin.seed,
            trials=origin.trials,
            sampling=origin.sampling,
            digest=origin.digest,
            start=origin.start,
            horizon_months=origin.horizon_months,
            currency=origin.currency,
            version=origin.version,
            figures=figures,
        )
    )


def _named(figures: Iterable[BaselineFigure | None]) -> Iterator[BaselineFigure]:
    """The figures that there are."""
    return (one for one in figures if one is not None)


def _figures(details: Details) -> Iterator[BaselineFigure | None]:
    summary = details.summary
    yield from _of_plan(summary)
    yield from _of_initiatives(summary)
    yield from _of_years(summary)
    yield from _of_months(summary)
    if details.views is not None:
        quantiles = details.views.single("value").quantiles[0]
        step = (len(quantiles) - 1) // (CURVE_POINTS - 1)
        yield _series("value_curve", "", [float(one) for one in quantiles[::step]])


def _of_plan(summary: Summary) -> Iterator[BaselineFigure | None]:
    key = summary.key
    for name in SPREADS:
        yield _spread(name, "", getattr(key, name))
    for name in DATES:
        dated: DateSpread = getattr(key, name)
        yield _spread(name, "", dated.months)
    for name in SHARES:
        yield _single(name, "", getattr(key, name).share)
    for name in AMOUNTS:
        yield _single(name, "", getattr(key, name))
    if key.peak_load is not None:
        yield _single("peak_load", f"team:{key.peak_load.team}", key.peak_load.mean)
    if key.over_budget.chance is not None:
        yield _single("over_budget", key.over_budget.year, key.over_budget.chance.share)
    for one in summary.objectives:
        yield _single("objective", f"objective:{one.id}", one.hit.share)


def _of_initiatives(summary: Summary) -> Iterator[BaselineFigure | None]:
    stages: dict[str, list[StageSummary]] = {}
    for stage in summary.stages:
        stages.setdefault(stage.initiative, []).append(stage)
        yield _median("stage_start", f"stage:{stage.id}", stage.start.months)
        yield _median("stage_end", f"stage:{stage.id}", stage.end.months)
    for one in summary.initiatives:
        if one.option is None:
            continue
        subject = f"initiative:{one.id}"
        begins = [at for stage in stages.get(one.id, ()) if (at := stage.start.months.p50) is not None]
        yield _single("start", subject, min(begins)) if begins else None
        yield _spread("launch", subject, one.launch.months)
        yield _spread("initiative_value", subject, one.value)
        yield _spread("initiative_cost", subject, one.cost)


def _of_years(summary: Summary) -> Iterator[BaselineFigure | None]:
    for year in summary.years:
        for one in year.costs:
            name = "year_cost" if one.category == "total" else f"year_cost_{one.category}"
            yield _spread(name, year.label, one.cost)
        if year.over is not None:
            yield _single("year_over", year.label, year.over.share)
        yield _single("year_net_profit", year.label, year.profit["net_profit"])
    for period in summary.cash_years:
        yield _spread("year_net", period.label, period.net)


def _of_months(summary: Summary) -> Iterator[BaselineFigure | None]:
    cash = [month.cumulative for month in summary.cash_months]
    for percent in ("p10", "p50", "p90"):
        yield _series(f"cash_{percent}", "", [_or_nan(getattr(one, percent)) for one in cash])
    for team in summary.teams:
        yield _series("load", f"team:{team.id}", team.load_mean)
        yield _series("headcount", f"team:{team.id}", team.headcount_p50)


def _spread(figure: str, subject: str, spread: Spread) -> BaselineFigure:
    return BaselineFigure(
        id="kept",
        figure=figure,
        subject=subject,
        mean=_short(spread.mean),
        p10=_short(spread.p10),
        p20=_short(spread.p20),
        p50=_short(spread.p50),
        p80=_short(spread.p80),
        p90=_short(spread.p90),
        base=_short(spread.base),
        missing=spread.missing_share,
    )


def _median(figure: str, subject: str, spread: Spread) -> BaselineFigure:
    """All that is drawn of a stage."""
    return BaselineFigure(id="kept", figure=figure, subject=subject, p50=_short(spread.p50))


def _single(figure: str, subject: str, value: float) -> BaselineFigure:
    return BaselineFigure(id="kept", figure=figure, subject=subject, mean=_short(value))


def _series(figure: str, subject: str, numbers: Sequence[float]) -> BaselineFigure | None:
    """None where a number is not finite, which no document can hold."""
    if not numbers or not all(map(math.isfinite, numbers)):
        return None
    shortened = tuple(float(f"{number:.{_DIGITS}g}") for number in numbers)
    return BaselineFigure(id="kept", figure=figure, subject=subject, numbers=shortened)


def _short(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.{_DIGITS}g}")


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
