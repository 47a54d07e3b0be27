"""What changed since the result that is pinned, in words: dates, money and odds, each before and now.  No widgets."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, TypeAlias

from app.state.outlook import Details, Outlook
from app.state.pinned import Kept
from app.wording import count, load, money, month, months, share
from simulation.summary.shapes import Chance, Spread, Summary

Topic: TypeAlias = Callable[[Kept, Summary], str]
"""Says how one figure changed; empty where there is nothing to be said."""

_LEAST_MONTHS: Final = 0.05
_LATER: Final = "after the horizon"


def since_words(outlook: Outlook, topics: tuple[Topic, ...]) -> str:
    """A few sentences; empty while nothing is pinned or nothing is known."""
    kept, details = outlook.pinned, outlook.details
    if kept is None or details is None:
        return ""
    if kept.is_of(details):
        return f"This is the {_called(kept)} itself; what changes from here on is shown against it."
    found = [words for topic in topics if (words := topic(kept, details.summary))]
    told = "; ".join(found) if found else "nothing that this page shows can be compared"
    return " ".join((f"Since the {_called(kept)}: {told}.", *_notes(kept, details)))


def _called(kept: Kept) -> str:
    if not kept.is_stored:
        return kept.name
    day = _day(kept.baseline.kept_on)
    known = [part for part in (day, kept.baseline.scenario) if part and part not in kept.name]
    return f"baseline “{kept.name}”" + (f" ({', '.join(known)})" if known else "")


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%b %Y}"


def _notes(kept: Kept, details: Details) -> Iterator[str]:
    """What has to be known so that the comparison is not misread."""
    own = kept.baseline
    if not kept.has_money_in(details.currency):
        yield f"Its money is in {own.currency}, the plan's in {details.currency}, so that money is not compared."
    if own.start != details.start:
        starts = month(own.start, 1), month(details.start, 1)
        yield f"It starts in {starts[0]}, the plan in {starts[1]}; its value is that at its own start."
    if not own.figures:
        yield "It holds no figures: store it anew from a full run."
    elif not kept.shares_futures(details):
        yield f"It saw other futures ({count(own.trials, 'future')}, seed {own.seed}): small differences are chance."


# The figures.


def money_topic(name: str, figure: str, percent: str, of: Callable[[Summary], Spread]) -> Topic:
    """How an amount of money changed."""

    def told(kept: Kept, summary: Summary) -> str:
        currency = summary.provenance.currency
        before, now = kept.find(figure), of(summary)
        if before is None or not kept.has_money_in(currency):
            return ""
        sizes = getattr(before, percent), getattr(now, percent)
        if None in sizes:
            return ""
        return _moved(name, *(money(one, currency) for one in sizes))

    return told


def date_topic(name: str, figure: str, percent: str, of: Callable[[Summary], Spread]) -> Topic:
    """How a date changed, and by how much."""

    def told(kept: Kept, summary: Summary) -> str:
        before = kept.find(figure)
        return (
            ""
            if before is None
            else date_change(name, getattr(before, percent), getattr(of(summary), percent), kept, summary)
        )

    return told


def chance_topic(name: str, figure: str, of: Callable[[Summary], Chance | None]) -> Topic:
    """How a probability changed."""

    def told(kept: Kept, summary: Summary) -> str:
        now = of(summary)
        before = next((one.mean for _, one in kept.spans(figure)), None)
        return "" if now is None or before is None else _moved(name, share(before), share(now.share))

    return told


def date_change(name: str, before: float | None, now: float | None, kept: Kept, summary: Summary) -> str:
    """``last launch (P80) Mar 2029 → Jul 2029 (4 months later)``; None is after the horizon."""
    start = summary.provenance.start
    if before is None or now is None:
        told = [_LATER if one is None else month(at, one) for one, at in ((before, kept.baseline.start), (now, start))]
        return _moved(name, *told)
    gone = now - before - kept.shift(start)
    if abs(gone) < _LEAST_MONTHS:
        return f"{name} {month(start, now)} as before"
    side = "later" if gone > 0 else "earlier"
    return f"{name} {month(kept.baseline.start, before)} → {month(start, now)} ({months(abs(gone))} {side})"


def _moved(name: str, before: str, now: str) -> str:
    return f"{name} {now} as before" if before == now else f"{name} {before} → {now}"


def _most_moved(kept: Kept, summary: Summary) -> str:
    """The initiative whose median launch moved most."""
    shift = kept.shift(summary.provenance.start)
    moved = []
    for one in summary.initiatives:
        before, now = kept.find("launch", f"initiative:{one.id}"), one.launch.months.p50
        if one.option is None or before is None or (before.p50 is None and now is None):
            continue
        gone = math.inf if before.p50 is None or now is None else abs(now - before.p50 - shift)
        moved.append((gone, one, before.p50, now))
    if not moved:
        return ""
    gone, one, earlier, now = max(moved, key=lambda entry: entry[0])
    if gone < _LEAST_MONTHS:
        return "no launch moved"
    return date_change(f"what moved most is {one.name.partition(':')[0]} (P50)", earlier, now, kept, summary)


def _launches(kept: Kept, summary: Summary) -> str:
    before, now = kept.find("launches"), summary.key.launches.mean
    if before is None or before.mean is None or now is None:
        return ""
    return _moved("launches in the horizon", f"{before.mean:.1f}", f"{now:.1f}")


def _others(kept: Kept, summary: Summary) -> str:
    """Initiatives that one has and the other has not."""
    held = {subject for subject, _ in kept.spans("launch")}
    now = {f"initiative:{one.id}": one.name.partition(":")[0] for one in summary.initiatives if one.option is not None}
    added = [name for subject, name in now.items() if subject not in held]
    gone = len(held - set(now))
    parts = [f"new: {', '.join(added[:3])}{' and others' if len(added) > 3 else ''}"] if added else []
    parts += [f"{count(gone, 'initiative')} no longer funded"] if gone else []
    return ", ".join(parts)


def _peak_load(kept: Kept, summary: Summary) -> str:
    peak = summary.key.peak_load
    before = next((one.mean for _, one in kept.spans("peak_load")), None)
    if peak is None or before is None:
        return ""
    return _moved("peak team load", load(before), load(peak.mean))


def _worst_year(kept: Kept, summary: Summary) -> str:
    """The odds of the year that is over its budget most often now."""
    known = [(year.over.share, year.label) for year in summary.years if year.over is not None]
    if not known:
        return ""
    chance, label = max(known)
    before = kept.find("year_over", label)
    return (
        ""
        if before is None or before.mean is None
        else _moved(f"P({label} over budget)", share(before.mean), share(chance))
    )


VALUE: Final = money_topic("value (P50)", "value", "p50", lambda one: one.key.value)
POSITIVE: Final = chance_topic("P(value > 0)", "value_positive", lambda one: one.key.value_positive)
COST: Final = money_topic("cost (P50)", "cost", "p50", lambda one: one.key.cost)
FUNDING: Final = money_topic("peak funding (P80)", "peak_funding", "p80", lambda one: one.key.peak_funding)
PAYBACK: Final = date_topic("payback (P50)", "payback", "p50", lambda one: one.key.payback.months)
LAST_LAUNCH: Final = date_topic("last launch (P80)", "last_launch", "p80", lambda one: one.key.last_launch.months)

OVERVIEW: Final[tuple[Topic, ...]] = (VALUE, POSITIVE, COST, LAST_LAUNCH, _worst_year, _others)
ON_VALUE: Final[tuple[Topic, ...]] = (VALUE, POSITIVE, FUNDING, PAYBACK)
ON_DELIVERY: Final[tuple[Topic, ...]] = (LAST_LAUNCH, _launches, _most_moved, _others)
ON_PEOPLE: Final[tuple[Topic, ...]] = (_peak_load, LAST_LAUNCH, COST)
ON_MONEY: Final[tuple[Topic, ...]] = (COST, FUNDING, _worst_year, VALUE)
