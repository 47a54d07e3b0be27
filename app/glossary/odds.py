"""Percentiles, means, and how precise they are."""

from __future__ import annotations

from typing import Final

from app.glossary.shapes import MEAN_ERROR, QUANTILE_ERROR, SHARE_ERROR, Explanation

ODDS: Final = (
    Explanation(
        "future",
        "Future",
        "Odds",
        "One way in which things may go: every uncertain number is drawn once, then the plan is played through.",
        "All figures of a run come from the same futures, so a late launch moves revenue and budget together.",
        "More futures make every figure more precise; four times as many halve all standard errors.",
    ),
    Explanation(
        "p10",
        "P10",
        "Odds",
        "One future in ten gives less, or comes earlier; nine in ten give more, or come later.",
        "For value it is a bad case; for dates and costs it is a good one.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "p50",
        "P50",
        "Odds",
        "The middle: half of all futures give more, half give less.",
        "It is not the average: a few very good or very bad futures move the average, and leave the middle alone.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "p80",
        "P80",
        "Odds",
        "Four futures in five come at most so late, or cost at most so much.",
        "A safe figure for dates and costs. For value the safe figure is the low one, so it is written out: "
        '"80 % chance of at least 4.1 M €".',
        QUANTILE_ERROR,
    ),
    Explanation(
        "p90",
        "P90",
        "Odds",
        "Nine futures in ten give less, or come earlier.",
        "What has not come about by the horizon counts as later than everything that has.",
        QUANTILE_ERROR,
    ),
    Explanation(
        "mean",
        "Mean",
        "Odds",
        "The average over all futures: what it comes to if the same bet is made many times.",
        "Only futures in which the figure comes about are averaged; the share of the others is told beside it.",
        MEAN_ERROR,
    ),
    Explanation(
        "standard_error",
        "Standard error",
        "Odds",
        "How far a figure may be off because a run has only so many futures. "
        "It says nothing of how good your inputs are.",
        "With spread sampling it comes from how whole blocks of 1,000 futures differ; with a single block it is "
        "estimated too high, never too low.",
        "Compare it with what you decide about: if a difference is many errors wide, more futures change nothing.",
    ),
    Explanation(
        "base_case",
        "Base case",
        "Odds",
        "The plan as people speak of it: every uncertain number at its likeliest value, every gate passed, no risk, "
        "nobody leaves.",
        "It is one calculation, not an average; most plans do worse, because delays add up and luck does not.",
        "None: nothing is drawn.",
    ),
    Explanation(
        "p_hit",
        "P(hit)",
        "Odds",
        "The share of futures in which an objective is reached.",
        "By the end of its month or fiscal period; what lies after the horizon is not reached.",
        SHARE_ERROR,
    ),
)
