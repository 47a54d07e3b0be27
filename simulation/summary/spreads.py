"""From samples to spreads, chances and dates; every number that is not finite becomes None."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import get_args

import numpy as np

from models.calendar import date_at
from simulation.arrays import FloatArray
from simulation.exact import ExactSample, side_by_side
from simulation.result import Result
from simulation.samples import Missing, Sample
from simulation.summary.shapes import Chance, DateSpread, Spread

PERCENTS = (10.0, 20.0, 50.0, 80.0, 90.0)


def spreads(sample: Sample, base: FloatArray) -> list[Spread]:
    """The spread of each element of a figure with one axis; ``base`` has the base case, shape ``(1, k)``."""
    found, error = sample.spread(PERCENTS)
    mean, mean_error = sample.mean(), sample.standard_error()
    missing = sample.missing_count() / sample.trials
    return [
        _spread(mean[k], mean_error[k], found[:, k], error[:, k], base[0, k], missing[k])
        for k in range(sample.shape[0])
    ]


def spread(sample: Sample, base: FloatArray) -> Spread:
    """The spread of a figure of one number for each trial; ``base`` has shape ``(1,)``."""
    found, error = sample.spread(PERCENTS)
    mean, mean_error = sample.mean(), sample.standard_error()
    return _spread(mean, mean_error, found, error, base[0], sample.missing_count() / sample.trials)


def spreads_of(figures: Sequence[tuple[Sample, FloatArray]]) -> list[Spread]:
    """The spreads of several figures of one number, as ``spread`` gives each: values are worked out together."""
    found: dict[int, Spread] = {}
    kept = {k: sample for k, (sample, _) in enumerate(figures) if isinstance(sample, ExactSample)}
    for missing in get_args(Missing):
        if alike := {k: sample for k, sample in kept.items() if sample.missing == missing}:
            bases = np.stack([figures[k][1] for k in alike], axis=1)
            found |= zip(alike, spreads(side_by_side(list(alike.values())), bases), strict=True)
    return [found[k] if k in found else spread(*figure) for k, figure in enumerate(figures)]


def _spread(
    mean: float | FloatArray,
    mean_error: float | FloatArray,
    found: FloatArray,
    error: FloatArray,
    base: float,
    missing: float | FloatArray,
) -> Spread:
    values, errors = [number(value) for value in found], [number(value) for value in error]
    return Spread(
        mean=number(mean),
        mean_error=number(mean_error),
        p10=values[0],
        p10_error=errors[0],
        p20=values[1],
        p20_error=errors[1],
        p50=values[2],
        p50_error=errors[2],
        p80=values[3],
        p80_error=errors[3],
        p90=values[4],
        p90_error=errors[4],
        base=number(base),
        missing_share=float(missing),
    )


def dated(result: Result, months: Spread) -> DateSpread:
    """A spread of months with the days that they are."""
    contingency = None if months.p80 is None or months.base is None else months.p80 - months.base
    return DateSpread(
        months=months,
        p10=day(result, months.p10),
        p50=day(result, months.p50),
        p80=day(result, months.p80),
        p90=day(result, months.p90),
        base=day(result, months.base),
        contingency_months=contingency,
    )


def day(result: Result, months: float | None) -> str | None:
    """The ISO date of an instant in months from the portfolio's start."""
    return None if months is None else date_at(result.provenance.start, months).isoformat()


def chances(sample: Sample) -> list[Chance]:
    """The share of trials in which each element of a figure of 0 and 1 is 1."""
    share, error = sample.mean().reshape(-1), sample.standard_error().reshape(-1)
    return [Chance(share=float(share[k]), standard_error=_error(error[k])) for k in range(share.size)]


def chance_above(sample: Sample, limit: float) -> Chance:
    """The odds that a figure of one number for each trial is above ``limit``; a missing one is not."""
    present = 1.0 - float(sample.missing_count()) / sample.trials
    return Chance(
        share=present - float(sample.share_at_most(limit)), standard_error=_error(float(sample.share_error(limit)))
    )


def contingency(spread_of_cost: Spread) -> float | None:
    """P80 less base: what the budget needs beyond the plan."""
    if spread_of_cost.p80 is None or spread_of_cost.base is None:
        return None
    return spread_of_cost.p80 - spread_of_cost.base


def number(value: float | FloatArray | np.floating) -> float | None:
    """A float, None where it is not finite."""
    plain = float(value)
    return plain if math.isfinite(plain) else None


def _error(value: float) -> float | None:
    """A standard error as a plain float; None for a single trial, which has none."""
    return float(value) if math.isfinite(value) else None
