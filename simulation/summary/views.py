"""What charts draw of a forecast: distributions, fans over time, loads and a cloud of futures, as plain arrays.

Everything is of a bounded size, however many trials there were, so that it can be sent from process to process.
Tables of figures in words are the business of ``simulation.summary.shapes``.  Holds no plan and no portfolio, and needs
nothing but numpy to be unpacked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simulation.arrays import BoolArray, FloatArray
from simulation.exact import ExactSample
from simulation.samples import Sample, TrialsNotKept

if TYPE_CHECKING:
    from simulation.result import Result

GRID_PERCENTS: Final = np.linspace(0.0, 100.0, 1001)
"""Where a distribution is known: every tenth of a per cent."""

FAN_PERCENTS: Final = (5, 10, 25, 50, 75, 80, 90, 95)
"""The edges of a fan, in the order of its first axis."""

SINGLES: Final = ("value", "cost", "revenue", "peak_funding", "irr", "payback", "last_launch")
"""Figures of the portfolio that are shown as distributions."""

JOINT_TRIALS: Final = 5_000
"""Most futures of which several figures are kept side by side."""

_SAME_TIME: Final = 1e-9  # months: a launch this close after a month's end is still of the month

SmallArray = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Spans:
    """How each of k figures is distributed over the trials.

    A quantile is infinite where a figure that counts a missing value as later has not come about in so many trials, and
    NaN where nothing is known of it.
    """

    quantiles: SmallArray  # (k, 1001) at GRID_PERCENTS
    mean: FloatArray  # (k,) over the trials in which it is not missing
    mean_error: FloatArray  # (k,) standard error of the mean; NaN where it cannot be told
    missing: FloatArray  # (k,) share of trials in which it does not come about
    base: FloatArray  # (k,) of the base case; NaN where it does not come about there

    def __len__(self) -> int:
        return len(self.mean)


@dataclass(frozen=True, eq=False)
class Joint:
    """Several figures of the same futures, at most the first ``JOINT_TRIALS``; empty where only counts were kept."""

    value: SmallArray  # (n,) money
    cost: SmallArray  # (n,) money
    last_launch: SmallArray  # (n,) months; NaN where it is later than the horizon
    over_budget: BoolArray  # (n, years) whether a fiscal year costs more than its envelopes


@dataclass(frozen=True, eq=False)
class Views:
    """All that is drawn of one forecast; first axes in the order of the names given here."""

    initiatives: tuple[str, ...]  # ids, like the next two
    products: tuple[str, ...]
    teams: tuple[str, ...]
    months: tuple[str, ...]  # 2027-01, ...
    years: tuple[str, ...]  # FY27, ...
    portfolio: Spans  # SINGLES
    initiative_value: Spans
    initiative_cost: Spans
    initiative_launch: Spans  # months from the portfolio's start
    product_value: Spans  # sum of the values of its initiatives, before tax, bench and recruiting
    cumulative: SmallArray  # (8, months) money at the month's end, at FAN_PERCENTS
    net: SmallArray  # (8, months) money
    headcount: SmallArray  # (8, teams, months) own people
    load: SmallArray  # (8, teams, months) people at work / own capacity
    load_mean: SmallArray  # (teams, months)
    busy: SmallArray  # (teams, months) mean people at work, contractors included
    capacity: SmallArray  # (teams, months) mean own productive people
    contractors: SmallArray  # (teams, months) mean contractors at work
    waits: SmallArray  # (initiatives, causes) mean months lost, as ``simulation.delivery.contract.CAUSES``
    launched_by: SmallArray  # (initiatives, months) share of trials with a launch by the month's end
    joint: Joint

    @property
    def load_p80(self) -> SmallArray:
        """(teams, months) the load that four futures in five do not exceed."""
        return np.asarray(self.load[FAN_PERCENTS.index(80)])

    def single(self, name: str) -> Spans:
        """One figure of ``SINGLES``, as spans of one row."""
        row = SINGLES.index(name)
        whole = self.portfolio
        return Spans(
            whole.quantiles[row : row + 1],
            whole.mean[row : row + 1],
            whole.mean_error[row : row + 1],
            whole.missing[row : row + 1],
            whole.base[row : row + 1],
        )


def views_of(result: Result) -> Views:
    """What charts draw of a result."""
    figures, base, labels = result.figures, result.base.figures, result.labels
    return Views(
        initiatives=labels.initiatives,
        products=labels.products,
        teams=labels.teams,
        months=labels.months,
        years=labels.years,
        portfolio=_stacked([_spans(getattr(figures, name), getattr(base, name)) for name in SINGLES]),
        initiative_value=_spans(figures.initiative_value, base.initiative_value),
        initiative_cost=_spans(figures.initiative_cost, base.initiative_cost),
        initiative_launch=_spans(figures.launch, base.launch),
        product_value=_product_values(result),
        cumulative=_fan(figures.cumulative),
        net=_fan(figures.net),
        headcount=_fan(figures.headcount),
        load=_fan(figures.load),
        load_mean=_small(figures.load.mean()),
        busy=_small(figures.busy.mean()),
        capacity=_small(figures.capacity.mean()),
        contractors=_small(figures.contractors.mean()),
        waits=_small(figures.waits.mean()),
        launched_by=_launched_by(figures.launch, len(labels.months)),
        joint=_joint(result),
    )


def _small(values: npt.ArrayLike) -> SmallArray:
    return np.asarray(values, dtype=np.float32)


def _fan(sample: Sample) -> SmallArray:
    return _small(sample.percentiles(FAN_PERCENTS))


def _spans(sample: Sample, base: npt.NDArray[Any]) -> Spans:
    """The distribution of each element of a figure with at most one axis; ``base`` is that of one trial."""
    quantiles = sample.percentiles(GRID_PERCENTS.tolist()).reshape(len(GRID_PERCENTS), -1)
    return Spans(
        _small(quantiles.T),
        np.asarray(sample.mean(), dtype=np.float64).reshape(-1),
        np.asarray(sample.standard_error(), dtype=np.float64).reshape(-1),
        np.asarray(sample.missing_count() / sample.trials, dtype=np.float64).reshape(-1),
        np.asarray(base[0], dtype=np.float64).reshape(-1),
    )


def _stacked(parts: list[Spans]) -> Spans:
    return Spans(
        np.concatenate([part.quantiles for part in parts]),
        np.concatenate([part.mean for part in parts]),
        np.concatenate([part.mean_error for part in parts]),
        np.concatenate([part.missing for part in parts]),
        np.concatenate([part.base for part in parts]),
    )


def _product_values(result: Result) -> Spans:
    """The value of each product; of one with several initiatives only where the values of single trials were kept."""
    portfolio = result.plan.portfolio
    members: dict[str | None, list[int]] = {}
    for number, initiative in enumerate(portfolio.initiatives):
        members.setdefault(initiative.product, []).append(number)
    parts = [_product_value(result, members.get(product.id, [])) for product in portfolio.products]
    return _stacked(parts) if parts else _unknown(0)


def _product_value(result: Result, members: list[int]) -> Spans:
    sample, base = result.figures.initiative_value, result.base.figures.initiative_value
    index = np.array(members, dtype=np.int64)
    if len(members) == 1:
        return _spans(sample[index], base[:, index])
    try:
        total = sample.values[:, index].sum(axis=1)
    except TrialsNotKept:
        return _unknown(1)
    return _spans(ExactSample(total, sample.missing, sample.basis), base[:, index].sum(axis=1))


def _unknown(rows: int) -> Spans:
    nothing = np.full(rows, np.nan)
    return Spans(np.full((rows, len(GRID_PERCENTS)), np.nan, dtype=np.float32), nothing, nothing, nothing, nothing)


def _launched_by(launch: Sample, months: int) -> SmallArray:
    shares = [launch.share_at_most(month + 1.0 + _SAME_TIME) for month in range(months)]
    return _small(np.stack(shares, axis=-1))


def _joint(result: Result) -> Joint:
    figures = result.figures
    try:
        parts = [getattr(figures, name).values for name in ("value", "cost", "last_launch", "year_over")]
    except TrialsNotKept:
        nothing = np.empty(0, dtype=np.float32)
        return Joint(nothing, nothing, nothing, np.empty((0, len(result.labels.years)), dtype=np.bool_))
    value, cost, last, over = (part[:JOINT_TRIALS] for part in parts)
    return Joint(_small(value), _small(cost), _small(last), np.asarray(over, dtype=np.bool_))
