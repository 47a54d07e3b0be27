"""What a run gives: every figure as a sample, the base case beside it, and where all of it came from."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from models.calendar import month_at, period_weights
from simulation.delivery.contract import Delivery, Workload
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.figures import BlockFigures, RunFigures
from simulation.money.cashflow import CashFlows
from simulation.plan import Plan
from simulation.provenance import Convergence, ErrorMethod, Provenance


@dataclass(frozen=True)
class Labels:
    """What the axes of the figures stand for."""

    initiatives: tuple[str, ...]  # ids, like those below
    stages: tuple[str, ...]
    teams: tuple[str, ...]
    products: tuple[str, ...]
    objectives: tuple[str, ...]
    budgets: tuple[str, ...]
    months: tuple[str, ...]  # 2027-01, ...
    quarters: tuple[str, ...]  # FY27-Q1, ...
    years: tuple[str, ...]  # FY27, ...


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class BaseCase:
    """The plan as people speak of it: one run with everything at its base value; every array has one trial."""

    plan: Plan
    draws: Draws
    work: Workload
    delivery: Delivery
    cash: CashFlows
    figures: BlockFigures


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Result:
    """A forecast.  Compare results by ``provenance``, figures by their values."""

    provenance: Provenance
    convergence: Convergence
    labels: Labels
    base: BaseCase
    figures: RunFigures

    @property
    def plan(self) -> Plan:
        """The compiled plan of the run."""
        return self.base.plan

    @property
    def trials(self) -> int:
        """Number of trials."""
        return self.provenance.trials


def labels_of(plan: Plan) -> Labels:
    """The labels of a plan's figures."""
    portfolio, network = plan.portfolio, plan.delivery
    settings = portfolio.settings
    return Labels(
        initiatives=network.initiative_ids,
        stages=network.stage_ids,
        teams=network.team_ids,
        products=tuple(product.id for product in portfolio.products),
        objectives=tuple(objective.id for objective in portfolio.objectives),
        budgets=tuple(budget.id for budget in portfolio.budgets),
        months=tuple(month_at(settings.start, month) for month in range(plan.months)),
        quarters=tuple(period.label for period in period_weights(settings, plan.months, "quarter")),
        years=tuple(period.label for period in period_weights(settings, plan.months, "year")),
    )


def provenance_of(
    plan: Plan, *, seed: int, trials: int, engine: str, error_method: ErrorMethod, rank_error: float
) -> Provenance:
    """The provenance of a run that has just ended."""
    settings = plan.portfolio.settings
    return Provenance(
        portfolio=plan.portfolio.name,
        scenario=plan.scenario,
        digest=plan.digest,
        seed=seed,
        trials=trials,
        blocks=-(-trials // BLOCK_TRIALS),
        sampling=settings.sampling,
        engine=engine,
        horizon_months=plan.months,
        start=settings.start,
        currency=settings.currency,
        timing=settings.timing,
        version=package_version(),
        python=platform.python_version(),
        numpy=np.__version__,
        error_method=error_method,
        rank_error=rank_error,
        notes=tuple(f"correlation repaired: {told}" for group in plan.correlations for told in group.repairs),
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


@cache
def package_version() -> str:
    """The installed version of this program; empty where it runs from a bare checkout."""
    try:
        return version("foliocast")
    except PackageNotFoundError:
        return ""
