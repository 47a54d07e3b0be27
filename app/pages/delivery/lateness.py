"""Why an initiative is late: its waiting time by cause, in words and numbers.  Pure: no widgets."""

from __future__ import annotations

from typing import Final

from app.charts.ranked import Ranked
from app.wording import month, months, share
from simulation.summary.shapes import InitiativeSummary, Summary

CAUSE_NAMES: Final = {
    "start": "its earliest start",
    "predecessor": "predecessors",
    "team": "people",
    "budget": "budget",
    "limit": "the limit on work in progress",
    "switching": "people shared with others",
}
"""What an initiative waits for, by cause."""

_SHORT_NAMES: Final = {"limit": "a free slot", "switching": "shared people"}

_LEAST: Final = 0.05
"""Months that are worth a word."""


def causes_of(one: InitiativeSummary) -> list[Ranked]:
    """Mean months lost to each cause, most first; what comes to nothing is left out."""
    waits = sorted(one.waits.items(), key=lambda item: -item[1])
    return [Ranked(_SHORT_NAMES.get(cause, CAUSE_NAMES[cause]), (lost,)) for cause, lost in waits if lost >= _LEAST]


def lateness_words(one: InitiativeSummary, summary: Summary) -> str:
    """When it launches against the plan, what delays it most, and how often it never launches, in a few sentences."""
    return " ".join(part for part in (_launch_words(one, summary), _wait_words(one), _odds_words(one)) if part)


def most_delayed(summary: Summary) -> str | None:
    """The funded initiative that waits longest for what could be changed: all but its own start; None for none."""
    funded = [one for one in summary.initiatives if one.option is not None]
    return max(funded, key=lambda one: sum(one.waits.values()) - one.waits.get("start", 0.0)).id if funded else None


def total_waits(summary: Summary) -> dict[str, float]:
    """Mean months lost by all funded initiatives together, by cause."""
    totals = dict.fromkeys(CAUSE_NAMES, 0.0)
    for one in summary.initiatives:
        if one.option is not None:
            for cause, lost in one.waits.items():
                totals[cause] += lost
    return totals


def _launch_words(one: InitiativeSummary, summary: Summary) -> str:
    launch, start = one.launch.months, summary.provenance.start
    if launch.p50 is None:
        return "Half of all futures or more see no launch within the horizon."
    said = f"Launches in {month(start, launch.p50)} (P50)"
    if launch.base is None:
        return f"{said}; in the plan as it stands it does not launch within the horizon."
    later = launch.p50 - launch.base
    if abs(later) < _LEAST:
        return f"{said}, as planned."
    return f"{said}, {months(abs(later))} {'later' if later > 0 else 'earlier'} than planned."


def _wait_words(one: InitiativeSummary) -> str:
    lost = {cause: time for cause, time in one.waits.items() if time >= _LEAST and cause != "start"}
    begins = one.waits.get("start", 0.0)
    begun = f"It is not to start for {months(begins)}; then it" if begins >= _LEAST else "It"
    if not lost:
        return f"{begun} loses no time waiting."
    worst = max(lost, key=lambda cause: lost[cause])
    most = "all" if len(lost) == 1 else "most"
    return f"{begun} loses {months(sum(lost.values()))} on average, {most} of it waiting for {CAUSE_NAMES[worst]}."


def _odds_words(one: InitiativeSummary) -> str:
    odds = {name: one.statuses.get(name, 0.0) for name in ("stopped", "blocked", "unfinished")}
    said = {"stopped": "stopped at a gate", "blocked": "blocked for good", "unfinished": "unfinished at the horizon"}
    parts = [f"{said[name]} in {share(chance)}" for name, chance in odds.items() if chance > 0]
    return f"It is {', '.join(parts)} of futures." if parts else ""
