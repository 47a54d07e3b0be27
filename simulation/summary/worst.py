"""What sets the worst futures apart: which inputs were unlucky there, which risks occurred, which launches were missed.

The worst futures are those of least value.  What is found is not a cause by itself: inputs that move together with one
that matters stand out too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import BoolArray, FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.inputs import words_of
from simulation.decide.pace import Pace, Telling
from simulation.delivery.contract import LAUNCHED
from simulation.draws import BLOCK_TRIALS
from simulation.exact import ratio_error
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.run import checked_plan
from simulation.samples import ErrorBasis
from simulation.sampling.draw import draw_risks, quantity_draws


@dataclass(frozen=True)
class Shift:
    """How an uncertain quantity, or a driver, differs in the worst futures."""

    address: str
    words: str
    mean: float  # over all futures
    worst_mean: float
    deviation: float  # standard deviation over all futures
    shift: float  # (worst_mean - mean) / deviation
    standard_error: float  # of the shift; NaN where it cannot be told


@dataclass(frozen=True)
class Odds:
    """How often something happens in the worst futures, and how often at all; shares of futures."""

    id: str
    name: str
    share: float
    worst_share: float
    standard_error: float  # of worst_share; NaN where it cannot be told


@dataclass(frozen=True)
class WorstTrials:
    """What sets the worst futures apart, strongest first."""

    trials: int
    worst: int  # how many of them are the worst
    edge: float  # the greatest value among the worst, money
    worst_value: float  # their mean value, money
    mean_value: float  # of all futures, money
    inputs: tuple[Shift, ...]  # by the size of the shift
    risks: tuple[Odds, ...]  # whether they occur, by the difference of the shares
    missed: tuple[Odds, ...]  # initiatives that are funded and do not launch within the horizon, likewise


def worst_trials(
    portfolio: Portfolio,
    *,
    share: float = 0.05,
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> WorstTrials:
    """What sets the ``share`` of futures with the least value apart from all of them.

    Standard errors are those of means over the worst futures: from blocks where the trials are stratified and there
    are two full ones, otherwise by the plain formula, which overstates them under stratification.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        If the study should stop.
    ValueError
        If the share is not above 0 and below 1.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"the share of worst futures must lie between 0 and 1, not be {share}")
    plan = checked_plan(portfolio, scenario)
    pace = Pace(3, telling, cancel)
    drawn = portfolio.settings.seed if seed is None else seed
    with Futures(trials, drawn, pace) as futures:
        outcome = futures.try_plan(plan)
        pace.step("the futures are simulated")
    values, occurs = _draws(plan, drawn, trials, pace)
    pace.step("their inputs are drawn")
    worst = _worst(outcome.value, share)
    comparison = _Comparison(worst, ErrorBasis.of(plan.portfolio.settings.sampling, trials))
    answer = WorstTrials(
        trials=trials,
        worst=int(worst.sum()),
        edge=float(outcome.value[worst].max()),
        worst_value=float(outcome.value[worst].mean()),
        mean_value=float(outcome.value.mean()),
        inputs=_shifts(plan, values, comparison),
        risks=_risks(plan, occurs, comparison),
        missed=_missed(outcome, comparison),
    )
    pace.step("what differs is found")
    return answer


def _worst(value: FloatArray, share: float) -> BoolArray:
    """Which trials are the worst, at least one and not all but one; of equals the first."""
    count = min(max(math.ceil(share * len(value)), 1), len(value))
    chosen = np.zeros(len(value), dtype=np.bool_)
    chosen[np.argsort(value, kind="stable")[:count]] = True
    return chosen


def _draws(plan: Plan, seed: int, trials: int, pace: Pace) -> tuple[FloatArray, BoolArray]:
    """What was drawn for every quantity (Q, n), and whether each risk occurred (R, n)."""
    values, occurs = [], []
    for block in range(-(-trials // BLOCK_TRIALS)):
        pace.go_on()
        drawn = quantity_draws(plan, seed, block)
        values.append(drawn)
        occurs.append(draw_risks(plan, drawn, seed, block))
    return np.concatenate(values, axis=1)[:, :trials], np.concatenate(occurs, axis=1)[:, :trials]


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class _Comparison:
    """The worst trials against all, for figures with the trials last."""

    worst: BoolArray  # (n,)
    basis: ErrorBasis

    def worst_mean(self, figures: FloatArray) -> FloatArray:
        """Mean over the worst trials, shape (k,)."""
        return np.asarray(figures[:, self.worst].mean(axis=1))

    def error(self, figures: FloatArray) -> FloatArray:
        """Standard error of ``worst_mean``, shape (k,)."""
        among = figures[:, self.worst]
        if self.basis.method == "block_means":
            return self._error_of_blocks(figures)
        if among.shape[1] < 2:
            return np.full(len(figures), np.nan)
        return np.asarray(among.std(axis=1, ddof=1) / math.sqrt(among.shape[1]))

    def _error_of_blocks(self, figures: FloatArray) -> FloatArray:
        """From how sums over the worst trials of a block, and their number, vary between the full blocks."""
        blocks = self.basis.blocks
        full = slice(0, blocks * BLOCK_TRIALS)
        chosen = np.where(self.worst[full], figures[:, full], 0.0)
        sums = chosen.reshape(len(figures), blocks, BLOCK_TRIALS).sum(axis=2).T
        counts = self.worst[full].reshape(blocks, BLOCK_TRIALS).sum(axis=1).astype(np.float64)
        return ratio_error(sums, np.broadcast_to(counts[:, None], sums.shape))


def _shifts(plan: Plan, values: FloatArray, comparison: _Comparison) -> tuple[Shift, ...]:
    mean, deviation = values.mean(axis=1), values.std(axis=1)
    rows = np.flatnonzero((deviation > 1e-12 * np.abs(mean)) & ~_certain(plan))
    worst, error = comparison.worst_mean(values[rows]), comparison.error(values[rows])
    found = [
        Shift(
            address=plan.quantities[row][0],
            words=words_of(plan.portfolio, plan.quantities[row][0]),
            mean=float(mean[row]),
            worst_mean=float(worst[number]),
            deviation=float(deviation[row]),
            shift=float((worst[number] - mean[row]) / deviation[row]),
            standard_error=float(error[number] / deviation[row]),
        )
        for number, row in enumerate(rows.tolist())
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.shift)))


def _certain(plan: Plan) -> BoolArray:
    """Which quantities have no chance of their own; what a driver makes of them is the driver's."""
    return np.array([quantity.is_certain for _, quantity in plan.quantities], dtype=np.bool_)


def _risks(plan: Plan, occurs: BoolArray, comparison: _Comparison) -> tuple[Odds, ...]:
    names = {risk.id: risk.name for risk in plan.portfolio.risks}
    ids = plan.delivery.risk_ids
    return _odds(ids, [names[one] for one in ids], occurs.astype(np.float64), comparison)


def _missed(outcome: Outcome, comparison: _Comparison) -> tuple[Odds, ...]:
    funded = np.flatnonzero(outcome.plan.delivery.funded)
    initiatives = [outcome.plan.portfolio.initiatives[number] for number in funded.tolist()]
    missing = 1.0 - outcome.figures.status[:, funded, LAUNCHED].T
    return _odds([one.id for one in initiatives], [one.name for one in initiatives], missing, comparison)


def _odds(
    ids: tuple[str, ...] | list[str], names: list[str], happened: FloatArray, comparison: _Comparison
) -> tuple[Odds, ...]:
    if not len(ids):
        return ()
    worst, error, overall = comparison.worst_mean(happened), comparison.error(happened), happened.mean(axis=1)
    found = [
        Odds(one, names[number], float(overall[number]), float(worst[number]), float(error[number]))
        for number, one in enumerate(ids)
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.worst_share - one.share)))
