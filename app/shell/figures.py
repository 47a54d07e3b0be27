"""The key figures as texts: what each says, how it changed, and whether that is good.  No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.state.outlook import Figures, Outlook
from app.state.pinned import Kept
from app.wording import NOTHING, count, load, money, month, share
from models.calendar import month_label
from simulation.summary.shapes import Chance

Tone = Literal["good", "bad", "neutral"]


@dataclass(frozen=True)
class Change:
    """How a figure changed against what; ``text`` has its sign as an arrow, so colour is not needed to read it."""

    text: str
    tone: Tone


@dataclass(frozen=True)
class KeyFigure:
    """One key figure as it is shown."""

    caption: str
    headline: str
    span: str
    help: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class _Kind:
    """What is the same of a key figure for every run."""

    help: str
    caption: Callable[[Figures], str]
    headline: Callable[[Figures], str]
    span: Callable[[Figures], str]
    size: Callable[[Figures], float]  # what changes are measured by; NaN where there is none
    difference: Callable[[float, Figures], str]  # a change that is not zero, without its sign
    before: Callable[[Kept, str], float]  # of a kept result, as ``size``; dates count from a start
    more_is_better: bool
    least: float  # what is too small to be told as a change
    least_share: float | None = None  # of the figure, where that is less


def key_figures(outlook: Outlook) -> list[KeyFigure]:
    """The six figures that are always in sight; dashes while nothing is known."""
    figures = outlook.figures
    if figures is None:
        return [KeyFigure(caption, NOTHING, "", kind.help) for caption, kind in zip(_CAPTIONS, _KINDS, strict=True)]
    return [
        KeyFigure(kind.caption(figures), kind.headline(figures), kind.span(figures), kind.help, _changes(kind, outlook))
        for kind in _KINDS
    ]


def _changes(kind: _Kind, outlook: Outlook) -> tuple[Change, ...]:
    """Against each thing that is compared with; what is still awaited keeps its line, or the page would jump."""
    versus = {"last edit": "by last edit", "base": "vs base", "pinned": _versus_kept(outlook.pinned)}
    found = {than: Change(f"… {versus[than]}", "neutral") for than in outlook.awaited}
    for pair, than in ((outlook.since_edit, "last edit"), (outlook.against_base, "base")):
        if pair is not None:
            found[than] = _change(kind, kind.size(pair[0]), pair[1], versus[than])
    kept = outlook.against_pinned
    if kept is not None and outlook.figures is not None:
        before = kind.before(kept, outlook.figures.start)
        found["pinned"] = _change(kind, before, outlook.figures, versus["pinned"])
    return tuple(found[than] for than in versus if than in found)


def _versus_kept(kept: Kept | None) -> str:
    """``vs baseline Board, March`` where the document holds it, which may hold several; else ``vs pinned``."""
    if kept is None or not kept.is_stored:
        return "vs pinned"
    return " ".join(("vs baseline", *kept.baseline.name.split()))


def _change(kind: _Kind, before: float, later: Figures, versus: str) -> Change:
    after = kind.size(later)
    if math.isnan(before) or math.isnan(after):
        same = math.isnan(before) and math.isnan(after)
        return Change(f"= {versus}" if same else f"≠ {versus}", "neutral")
    difference = after - before
    if abs(difference) <= _least(kind, max(abs(before), abs(after))):
        return Change(f"= {versus}", "neutral")
    arrow = "▲" if difference > 0 else "▼"
    tone: Tone = "good" if (difference > 0) == kind.more_is_better else "bad"
    return Change(f"{arrow} {kind.difference(abs(difference), later)} {versus}", tone)


def _least(kind: _Kind, size: float) -> float:
    return kind.least if kind.least_share is None else min(kind.least, kind.least_share * size)


def _kept(figure: str, field: str) -> Callable[[Kept, str], float]:
    """Reads a number of a kept result; NaN where it was not kept or does not exist."""

    def read(kept: Kept, start: str) -> float:
        return next((_or_nan(getattr(one, field)) for _, one in kept.spans(figure)), math.nan)

    return read


def _kept_finish(kept: Kept, start: str) -> float:
    return _kept("last_launch", "p80")(kept, start) + kept.shift(start)


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def _value_span(figures: Figures) -> str:
    value = figures.key.value
    if value.p10 is None or value.p90 is None:
        return ""
    return f"{money(value.p10, figures.currency)} to {money(value.p90, figures.currency)}"


def _launch_span(figures: Figures) -> str:
    launches = figures.key.launches
    if launches.p10 is None or launches.p90 is None:
        return ""
    low, high = round(launches.p10), round(launches.p90)
    return f"{low} to {high} of {figures.funded} funded" if low != high else f"of {figures.funded} funded"


def _finish(figures: Figures) -> str:
    months = figures.key.last_launch.months.p80
    return "after horizon" if months is None else month(figures.start, months)


def _finish_span(figures: Figures) -> str:
    middle = figures.key.last_launch.months.p50
    late = figures.key.last_launch.months.missing_share
    if middle is None:
        return f"later in {share(late)} of futures"
    return f"P50 {month(figures.start, middle)}"


def _peak_span(figures: Figures) -> str:
    peak = figures.key.peak_load
    return "" if peak is None else f"{peak.name}, {month_label(peak.month)}"


def _over(figures: Figures) -> Chance | None:
    return figures.key.over_budget.chance


def _over_share(figures: Figures) -> float:
    chance = _over(figures)
    return math.nan if chance is None else chance.share


def _points(difference: float, figures: Figures) -> str:
    return count(round(difference * 100), "point")


def _months(difference: float, figures: Figures) -> str:
    return f"{difference:.1f} months"


_KINDS = (
    _Kind(
        help="Net present value of the funded initiatives: half of all futures give more (P50). "
        "Below it, the range that four futures in five fall into (P10 to P90).",
        caption=lambda figures: "Value (P50)",
        headline=lambda figures: money(_or_nan(figures.key.value.p50), figures.currency),
        span=_value_span,
        size=lambda figures: _or_nan(figures.key.value.p50),
        difference=lambda difference, figures: money(difference, figures.currency),
        before=_kept("value", "p50"),
        more_is_better=True,
        least=500.0,
        least_share=0.001,
    ),
    _Kind(
        help="The share of futures in which the plan is worth more than it costs.",
        caption=lambda figures: "P(value > 0)",
        headline=lambda figures: share(figures.key.value_positive.share),
        span=lambda figures: "of futures",
        size=lambda figures: figures.key.value_positive.share,
        difference=_points,
        before=_kept("value_positive", "mean"),
        more_is_better=True,
        least=0.005,
    ),
    _Kind(
        help="How many initiatives are launched by the end of the horizon, on average; below, P10 to P90.",
        caption=lambda figures: "Launches in horizon",
        headline=lambda figures: f"{_or_nan(figures.key.launches.mean):.1f}",
        span=_launch_span,
        size=lambda figures: _or_nan(figures.key.launches.mean),
        difference=lambda difference, figures: f"{difference:.1f}",
        before=_kept("launches", "mean"),
        more_is_better=True,
        least=0.05,
    ),
    _Kind(
        help="By then the last funded initiative is launched, with 80 % certainty.",
        caption=lambda figures: "Last launch (P80)",
        headline=_finish,
        span=_finish_span,
        size=lambda figures: _or_nan(figures.key.last_launch.months.p80),
        difference=_months,
        before=_kept_finish,
        more_is_better=False,
        least=0.05,
    ),
    _Kind(
        help="The busiest team in its busiest month: work against its own capacity, on average. "
        "Above 100 % contractors make up the rest.",
        caption=lambda figures: "Peak team load",
        headline=lambda figures: NOTHING if figures.key.peak_load is None else load(figures.key.peak_load.mean),
        span=_peak_span,
        size=lambda figures: math.nan if figures.key.peak_load is None else figures.key.peak_load.mean,
        difference=_points,
        before=_kept("peak_load", "mean"),
        more_is_better=False,
        least=0.005,
    ),
    _Kind(
        help="The chance that the first fiscal year of the plan costs more than its budgets.",
        caption=lambda figures: f"P(over budget) {figures.key.over_budget.year}",
        headline=lambda figures: "no budget" if _over(figures) is None else share(_over_share(figures)),
        span=lambda figures: "of futures" if _over(figures) is not None else "",
        size=_over_share,
        difference=_points,
        before=_kept("over_budget", "mean"),
        more_is_better=False,
        least=0.005,
    ),
)

_CAPTIONS = (
    "Value (P50)",
    "P(value > 0)",
    "Launches in horizon",
    "Last launch (P80)",
    "Peak team load",
    "P(over budget)",
)
