"""The Distribution sheet: key outputs at every per cent; and the Trials sheet: every trial's figures."""

from __future__ import annotations

import numpy as np

from app.exchange.results.context import Context, plain
from app.exchange.results.page import Page
from simulation.figures import SPECS
from simulation.samples import TrialsNotKept

NAME = "Distribution"
TRIALS = "Trials"
MOST_TRIALS = 1_000_000
"""Rows of a sheet that are used for trials; Excel has 1,048,576."""

_KINDS = {"money": "money", "months": "months", "share/year": "share", "ratio": "ratio", "initiatives": "number"}
_SINGLE = [name for name, spec in SPECS.items() if not spec.axes]
_SHOWN = [name for name in _SINGLE if SPECS[name].unit != "0/1"]
_SHORT = {"irr": "IRR", "no_irr": "No IRR", "several_irr": "Several IRR", "mirr": "MIRR", "roi": "ROI"}


def write_distribution(context: Context) -> tuple[Page, tuple[int, int], list[str]]:
    """The sheet, the first and last row of the grid, and the names of its outputs."""
    page = context.page(
        NAME,
        "Distribution: key outputs at every per cent",
        "The figure that is not passed in that share of trials. Empty: it does not come about in so many trials.",
    )
    page.sheet.set_column(0, len(_SHOWN), 15)
    page.header(("Percentile", *(_title(context, name) for name in _SHOWN)))
    first = page.row
    percents = np.arange(101.0)
    for number, percent in enumerate(percents):
        page.put(first + number, 0, percent / 100, "percent")
    for column, name in enumerate(_SHOWN, 1):
        kind = _KINDS[SPECS[name].unit]
        for number, value in enumerate(getattr(context.result.figures, name).percentiles(percents.tolist())):
            page.put(first + number, column, float(value), kind)
    page.sheet.set_row(first - 1, 45)
    page.finish(repeat=3, freeze=(4, 1))
    return page, (first, first + 100), [_title(context, name) for name in _SHOWN]


def write_trials(context: Context) -> Page:
    """The sheet of raw trials."""
    page = context.page(TRIALS, "Trials: every simulated future", "One row for each trial, in the order of simulation.")
    page.sheet.set_column(0, len(_SINGLE), 15)
    page.header(("Trial", *(_title(context, name) for name in _SINGLE)))
    page.sheet.set_row(page.row - 1, 45)
    count = min(context.result.trials, MOST_TRIALS)
    try:
        columns = [getattr(context.result.figures, name).values[:count] for name in _SINGLE]
    except TrialsNotKept:
        page.remark("The run had so many trials that only their distribution was kept.")
        page.finish(repeat=3, freeze=(4, 1))
        return page
    if count < context.result.trials:
        page.remark(f"The first {count:,} of {context.result.trials:,} trials; a sheet has no room for more.")
    page.sheet.write_column(page.row, 0, range(1, count + 1), context.styles.number("whole"))
    for column, (name, values) in enumerate(zip(_SINGLE, columns, strict=True), 1):
        style = context.styles.number(_KINDS.get(SPECS[name].unit, "whole"))
        plainly = [None if not np.isfinite(value) else float(value) for value in values]
        page.sheet.write_column(page.row, column, plainly, style)
    page.row += count
    page.finish(repeat=3, freeze=(4, 1))
    return page


def _title(context: Context, name: str) -> str:
    unit = SPECS[name].unit
    shown = _SHORT.get(name, plain(name)[0].upper() + plain(name)[1:])
    return f"{shown}, {context.currency if unit == 'money' else unit}"
