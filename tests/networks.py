"""Small portfolios for tests of delivery, compiled to what the engines are given.

Initiatives, options, stages and teams are named in a few words; everything is certain unless a test says so.
Time is in months, whatever unit a case has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from models.budget import Budget
from models.calendar import month_at
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity
from models.walk import quantities
from simulation.arrays import FloatArray
from simulation.delivery.capacity import base_staffing, compile_staffing
from simulation.delivery.contract import CAUSES, STATUSES, Delivery, DeliveryPlan, Workload
from simulation.delivery.network import compile_delivery
from simulation.delivery.workload import realise
from simulation.draws import Draws

START = "2027-01"


def q(value: str | float) -> Quantity:
    """A quantity from its notation."""
    return Quantity.parse(value)


def stage(
    name: str,
    length: float,
    crew: Mapping[str, float] | None = None,
    *,
    after: Sequence[str | Link] | None = None,
    cost: float = 0.0,
    earliest: int | None = None,
    **fields: Any,
) -> Stage:
    """A stage of certain length; ``after`` names stages of the option, ``earliest`` is a month number."""
    links = None if after is None else tuple(Link(stage=a) if isinstance(a, str) else a for a in after)
    return Stage(
        id=name,
        duration=q(length),
        crew=tuple(Crew(team=team, fte=fte) for team, fte in (crew or {}).items()),
        after=links,
        external_cost=q(cost),
        earliest_start=None if earliest is None else month_at(START, earliest),
        **fields,
    )


def initiative(name: str, *stages: Stage, rank: int = 1, launch_lag: float = 0.0, **fields: Any) -> Initiative:
    """A funded initiative with one option."""
    option = Option(id=f"{name}-option", stages=stages, launch_lag=q(launch_lag))
    fields.setdefault("selected", option.id)
    return Initiative(id=name, name=name, rank=rank, options=(option,), **fields)


def team(name: str, headcount: float, **fields: Any) -> Team:
    """A team of people who stay."""
    return Team(id=name, name=name, headcount=headcount, **fields)


def budgets(category: str, amounts: Mapping[str, float]) -> tuple[Budget, ...]:
    """Budget lines of one category by fiscal period."""
    return tuple(
        Budget(id=f"{category}-{period}", period=period, category=category, amount=q(amount))
        for period, amount in amounts.items()
    )


def portfolio(
    initiatives: Sequence[Initiative],
    teams: Sequence[Team] = (),
    *,
    months: int = 24,
    lines: Sequence[Budget] = (),
    **settings: Any,
) -> Portfolio:
    """A portfolio with these settings."""
    return Portfolio(
        name="Test",
        settings=Settings(start=START, horizon_months=months, **settings),
        teams=tuple(teams),
        initiatives=tuple(initiatives),
        budgets=tuple(lines),
    )


def compiled_inputs(
    document: Portfolio, gates: Mapping[str, Sequence[bool]] | None = None
) -> tuple[DeliveryPlan, Workload]:
    """Plan and workload of the base case; ``gates`` gives the outcomes of a stage's attempts."""
    found = list(quantities(document))
    row = {address: number for number, (address, _) in enumerate(found)}
    values = np.array([[quantity.base] for _, quantity in found])
    plan = compile_delivery(document, row)
    never = np.zeros((len(plan.risk_ids), 1), dtype=np.bool_)
    passed = np.full((int(plan.gate_ptr[-1]), 1), -1.0)
    work = realise(plan, Draws(0, values, passed, never, base_staffing(compile_staffing(document, row), values)))
    for name, outcomes in (gates or {}).items():
        first = int(plan.gate_ptr[plan.stage_ids.index(name)])
        work.passes[0, first : first + len(outcomes)] = outcomes
    return plan, work


def with_capacity(work: Workload, capacity: Sequence[Sequence[float]]) -> Workload:
    """The workload with these own people by team and month in every trial."""
    table = np.array(capacity, dtype=float)
    return replace(work, capacity=np.broadcast_to(table, (work.trials, *table.shape)).copy())


def spans(plan: DeliveryPlan, delivery: Delivery, trial: int = 0) -> dict[str, tuple[float, float]]:
    """Start and end of each stage that started."""
    return {
        name: (float(delivery.start[trial, s]), float(delivery.end[trial, s]))
        for s, name in enumerate(plan.stage_ids)
        if not np.isnan(delivery.start[trial, s])
    }


def statuses(plan: DeliveryPlan, delivery: Delivery, trial: int = 0) -> dict[str, str]:
    """The status of each initiative."""
    return {name: STATUSES[delivery.status[trial, i]] for i, name in enumerate(plan.initiative_ids)}


def waits(plan: DeliveryPlan, delivery: Delivery, name: str, trial: int = 0) -> dict[str, float]:
    """The months that an initiative waited, by cause, zeros left out."""
    row: FloatArray = delivery.waits[trial, plan.initiative_ids.index(name)]
    return {cause: round(float(months), 9) for cause, months in zip(CAUSES, row, strict=True) if months > 1e-12}
